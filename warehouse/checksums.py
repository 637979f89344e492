"""Checksums (SHA-256): of files, and seals that small JSON files carry in themselves.

A sealed file or line is a JSON object whose last member, `digest`, is that of all bytes before it:
one changed bit shows, and content and checksum are written in one step.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from threading import Lock

from indicators.errors import RuleOfLawDataError

_SEAL = re.compile(rb',"digest":"([0-9a-f]{64})"\}\s*\Z')


class DamagedError(RuleOfLawDataError):
    """The bytes on the disk are not those that were written."""


def digest_of(content: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, read once from beginning to end: about a second a GiB."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sealed(content: bytes) -> bytes:
    """A JSON object with its digest as the last member; the line end of the content is kept."""
    body = content.rstrip()
    end = content[len(body) :]
    head = body.removesuffix(b"}").rstrip()
    return head + b',"digest":"' + digest_of(head).encode() + b'"}' + end


def seal_of(content: bytes) -> str:
    """The digest that a sealed object carries; empty when it carries none."""
    found = _SEAL.search(content)
    return found[1].decode() if found else ""


def unsealed(content: bytes) -> bytes:
    """The object as it was before it was sealed; DamagedError when it is not that any more.

    What carries no seal comes back as it is: older releases wrote none.
    """
    found = _SEAL.search(content)
    if found is None:
        return content
    head = content[: found.start()]
    if digest_of(head).encode() != found[1]:
        raise DamagedError("it is damaged: its content is not that of its checksum")
    return head + b"}"


class Digests:
    """The digests of files, each read in full once a process.

    A file is taken for the same while its size, time and number on the disk are.
    """

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: dict[Path, tuple[tuple[int, ...], str]] = {}
        self._lock = Lock()

    def of(self, path: Path) -> str:
        """The digest of a file when it was last read in full; OSError when it cannot be read."""
        with self._lock:  # who asks for the same large file waits instead of reading it, too
            found = path.stat()
            state = found.st_ino, found.st_size, found.st_mtime_ns
            known, digest = self._known.get(path, ((), ""))
            if known != state:
                digest = file_digest(path)
                self._known[path] = state, digest
            return digest

    def renamed(self, old: Path, new: Path) -> None:
        """A file has another name now; its content is the same."""
        with self._lock:
            if old in self._known:
                self._known[new] = self._known.pop(old)

    def forget(self, path: Path) -> None:
        """Read this file again when next asked: there is reason to doubt it."""
        with self._lock:
            self._known.pop(path, None)
