"""What an archive unpacks to, found by unpacking it: what it says of itself may be a lie."""

from __future__ import annotations

import zipfile

_CHUNK = 1024 * 1024


class OverfullArchiveError(Exception):
    """It unpacks to more than is put up with."""


def check_sizes(archive: zipfile.ZipFile, *, most: int) -> None:
    """Raise OverfullArchiveError beyond so many bytes, BadZipFile where an entry's size is a lie.

    Libraries unpack an entry at a stroke, all that is there, and only then cut it to the size that
    the directory gives: an entry must not hold more than it says.
    """
    left = most
    for entry in archive.infolist():
        size = _unpacked(archive, entry, most=left)
        if size != entry.file_size:
            raise zipfile.BadZipFile(f"{entry.filename!r} is not as large as it says")
        left -= size


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, most: int) -> int:
    """The true size of an entry, counted piece by piece."""
    said, size = entry.file_size, 0
    entry.file_size = said + 1  # reading goes on to here: one byte more shows that there is more
    try:
        with archive.open(entry) as part:
            while piece := part.read(_CHUNK):
                size += len(piece)
                if size > most:
                    raise OverfullArchiveError
    finally:
        entry.file_size = said
    return size
