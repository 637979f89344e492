"""Restores a backup into an empty folder, or says what is wrong with it.

A backup may come from anywhere: names, number and sizes of its files are checked before anything is
written, every file is checked against the manifest while it is, and the history comes last.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from indicators.errors import RuleOfLawDataError
from warehouse.backup import MANIFEST, NAME, Entry, Manifest
from warehouse.checksums import DamagedError, seal_of, unsealed
from warehouse.data_folder import FOLDER
from warehouse.imports.files import LOCK, UNFINISHED, flush_folder, holding
from warehouse.imports.history import HEAD, HISTORY

_STAGE = f"{UNFINISHED}restore"
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 64 << 20
_ZIP = (BadZipFile, zlib.error, struct.error, EOFError)
_BROKEN = (*_ZIP, RuntimeError, LookupError, ValueError, OSError)


class DamagedBackupError(RuleOfLawDataError):
    """The file is no backup of ours, or not as it was written."""


class NotEmptyError(RuleOfLawDataError):
    """The folder to restore into holds something already."""


def restore(file: Path, folder: Path) -> Manifest:
    """Unpack a backup into a folder that is empty or not there yet; its manifest.

    Raises DamagedBackupError, NotEmptyError, UnwritableUserFolderError.
    """
    if folder.exists() and any(_counts(path) for path in folder.iterdir()):
        raise NotEmptyError(f"{folder} is not empty: nothing was restored")
    with _opened(file) as archive:
        manifest = read_manifest(archive)
        with holding(folder):
            stage = folder / _STAGE
            shutil.rmtree(stage, ignore_errors=True)
            stage.mkdir()
            try:
                _check_room(manifest, folder)
                for name, entry in manifest.files.items():
                    _unpack(archive, name, entry, stage / name)
                _move(stage, folder)
            finally:
                shutil.rmtree(stage, ignore_errors=True)
    return manifest


def read_manifest(archive: ZipFile) -> Manifest:
    """The list of files, which must be that of the archive; DamagedBackupError."""
    if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        raise DamagedBackupError(f"{MANIFEST} is too large")
    with archive.open(MANIFEST) as stream:
        content = stream.read(_LARGEST_MANIFEST)
    if not seal_of(content):
        raise DamagedBackupError(f"{MANIFEST} has no checksum")
    manifest = Manifest.model_validate_json(unsealed(content))
    found = sorted(archive.namelist())
    if found != sorted([MANIFEST, *manifest.files]):
        raise DamagedBackupError(f"its files are not those of {MANIFEST}")
    for name in manifest.files:
        if not NAME.fullmatch(name):
            raise DamagedBackupError(f"{name!r} is not the name of a file of ours")
    return manifest


def _counts(path: Path) -> bool:
    """Whether a file of the target folder is more than a trace of an earlier attempt."""
    return path.name not in {LOCK, _STAGE}


@contextmanager
def _opened(file: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(file) as archive:
            yield archive
    except (DamagedBackupError, DamagedError, *_BROKEN) as error:
        raise DamagedBackupError(f"{file} is no whole backup: {error}") from error


def _check_room(manifest: Manifest, folder: Path) -> None:
    wanted = sum(entry.size for entry in manifest.files.values())
    if wanted > shutil.disk_usage(folder).free:
        raise OSError(errno.ENOSPC, f"No space left: {wanted:,} bytes are needed")


def _unpack(archive: ZipFile, name: str, entry: Entry, target: Path) -> None:
    """Write a file, never more of it than the manifest says."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with archive.open(name) as source, target.open("xb") as file:
        while chunk := source.read(min(_CHUNK, entry.size - size + 1)):
            size += len(chunk)
            if size > entry.size:
                break
            digest.update(chunk)
            file.write(chunk)
    if (size, digest.hexdigest()) != (entry.size, entry.sha256):
        raise DamagedBackupError(f"{name} is damaged")


def _move(stage: Path, folder: Path) -> None:
    """Put everything in its place: first what tells a broken-off restore, the history last."""
    if hasattr(os, "sync"):
        os.sync()  # one for all files
    names = {path.name for path in stage.iterdir()}
    first = [name for name in (FOLDER, HEAD) if name in names]
    last = [name for name in (HISTORY,) if name in names]
    for name in (*first, *sorted(names - {*first, *last}), *last):
        (stage / name).rename(folder / name)
    flush_folder(folder)
