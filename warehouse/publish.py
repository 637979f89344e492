"""Publishes a built warehouse under a versioned name, atomically; readers keep what they have open.

`current.json` names the served file and those before it. It is replaced in one step, so a reader
sees the old warehouse or the new one and never a half-built file. Beside each file lies its
checksum, `warehouse-<version>.duckdb.sha256` (`sha256sum -c` reads it, too): a damaged file is
never served, but the last good version before it. What is newer is what the pointer says, never
what the clock says.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from settings.reading import current
from warehouse.checksums import Digests
from warehouse.imports.files import flush_folder, locked, sweep, write_whole
from warehouse.pointer import (
    POINTER,
    RELEASE,
    VERSION,
    BrokenPointerError,
    NoWarehouseError,
    is_whole,
    log_once,
    read_pointer,
    write_pointer,
)

__all__ = [
    "POINTER",
    "RELEASE",
    "BrokenPointerError",
    "DamagedWarehouseError",
    "NoWarehouseError",
    "UnknownVersionError",
    "building",
    "current_version",
    "damaged",
    "file_name",
    "file_version",
    "publish",
    "served",
]

BUILDING = ".build-"  # begins the name of the folder of a build that is not finished
CHECKSUM = ".sha256"
_DIGESTS = Digests()


class UnknownVersionError(NoWarehouseError):
    """The wanted data version is not, or no longer, kept."""


class DamagedWarehouseError(NoWarehouseError):
    """The published file is not as it was built, and no other one can stand in for it."""


def file_name(version: str) -> str:
    """The name of the file of a data version."""
    return f"warehouse-{version}.duckdb"


def file_version(path: Path) -> str:
    """The data version of a file."""
    return path.stem.removeprefix("warehouse-")


@contextmanager
def building(folder: Path) -> Iterator[None]:
    """Hold the folder from the reading of figures to their publication: one build at a time.

    Otherwise a build that began earlier could be published over one that knows more. Removes what
    killed builds left behind. A folder that cannot be written is not held: nothing is built there.
    """
    with ExitStack() as held:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(locked(folder))
            for left in folder.glob(f"{BUILDING}*"):
                shutil.rmtree(left, ignore_errors=True)
            _mend_pointer(folder)
        yield


def publish(built: Path, version: str, folder: Path) -> Path:
    """Move a finished, closed database into the folder and make it the served one.

    `built` lies in a folder of its own on the same disk.
    """
    target = folder / file_name(version)
    earlier = [known for known in _listed(folder) if known != version]
    sweep(folder)
    _flush(built)
    digest = _DIGESTS.of(built)
    # until the file is there a crash may leave the old one of this version, which is good, too
    _write_checksums(target, [digest, *checksums(target)])
    built.replace(target)
    _DIGESTS.renamed(built, target)
    flush_folder(folder)
    _write_checksums(target, [digest])
    kept = (version, *earlier)[: current().kept_versions]
    write_pointer(folder, kept)
    _forget_others(folder, kept)
    return target


def served(folder: Path, version: str | None = None) -> Path:
    """The file of a version, or of the current one, as it was built.

    Raises NoWarehouseError when it is not there, DamagedWarehouseError.
    """
    wanted = version or current_version(folder)
    if wanted is None:
        raise NoWarehouseError("no warehouse has been built yet: run python -m warehouse build")
    path = folder / file_name(wanted)
    # the version may come from a link: only the form that we write ourselves names a file
    if not VERSION.fullmatch(wanted) or not path.is_file():
        raise UnknownVersionError(f"data version {wanted} is not kept in {folder}")
    if not is_intact(path):
        raise DamagedWarehouseError(f"{path} is damaged: run python -m warehouse build")
    return path


def current_version(folder: Path) -> str | None:
    """The version that is served now, None before the first build.

    That is the newest one whose file is as it was built; the newest of all if there is none.
    """
    versions = read_pointer(folder)
    for version in versions:
        if is_intact(folder / file_name(version)):
            return version
    return versions[0] if versions else None


def damaged(folder: Path) -> str | None:
    """The version that should be served now but is damaged; None when all is well."""
    versions = read_pointer(folder)
    return versions[0] if versions and current_version(folder) != versions[0] else None


def is_intact(path: Path) -> bool:
    """Whether a published file is as it was built; each file is read in full once a process.

    Nothing is known of a file without a checksum: it was published by an older release.
    """
    try:
        known = checksums(path)
        intact = path.is_file() if not known else _DIGESTS.of(path) in known
    except OSError as error:
        log_once(f"{path} cannot be read ({error.strerror or error})")
        return False
    if not intact:
        log_once(f"{path} is damaged or gone: its checksum is not {', '.join(known) or 'known'}")
    return intact


def doubt(path: Path) -> None:
    """Have a file read in full when next asked for: a query of it failed."""
    _DIGESTS.forget(path)


def _mend_pointer(folder: Path) -> None:
    """Write both copies of the pointer anew where one of them cannot be read."""
    with suppress(BrokenPointerError):
        versions = read_pointer(folder)
        if versions and not is_whole(folder):
            write_pointer(folder, versions)


def _listed(folder: Path) -> tuple[str, ...]:
    """The versions that are kept, newest first."""
    try:
        known = read_pointer(folder)
    except BrokenPointerError:
        known = ()
    # an older release, or nobody any more, says what came before: names begin with the date
    others = () if len(known) > 1 else sorted(_versions(folder) - set(known), reverse=True)
    return tuple(version for version in (*known, *others) if (folder / file_name(version)).exists())


def _versions(folder: Path) -> set[str]:
    found = (file_version(path) for path in folder.glob("warehouse-*.duckdb"))
    return {version for version in found if VERSION.fullmatch(version)}


def checksums(path: Path) -> list[str]:
    """The checksums that a file may have: one, but for the moment of its replacement."""
    try:
        lines = _checksum_file(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    return [line.partition(" ")[0] for line in lines] or [""]


def _write_checksums(path: Path, digests: list[str]) -> None:
    lines = "".join(f"{digest}  {path.name}\n" for digest in dict.fromkeys(digests))
    write_whole(_checksum_file(path), lines.encode())


def _checksum_file(path: Path) -> Path:
    return path.with_name(path.name + CHECKSUM)


def _forget_others(folder: Path, kept: tuple[str, ...]) -> None:
    """Remove all versions but those that the pointer names, so that links to them go on working."""
    names = {file_name(version) for version in kept}
    for path in folder.glob("warehouse-*.duckdb*"):
        if path.name.removesuffix(CHECKSUM) not in names:
            # on Windows a file that is being read stays; the next publish tries again
            with suppress(OSError):
                path.unlink()


def _flush(path: Path) -> None:
    """Make sure that the content is on the disk before a name points to it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
