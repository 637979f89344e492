"""Where rows go: the terminal, or a file that a later run can go on with.

A document's rows are written together, in the order of the documents, so a file that was cut off
holds whole documents and, at its end, perhaps a part of one: this part is dropped and read again.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from indicators.commands.rows import BOM, Wanted, plain_cell
from indicators.commands.words import CommandError


class Output:
    """Takes the lines of one document after another."""

    def __init__(self, stream: BinaryIO) -> None:
        """Write to a stream of bytes."""
        self._stream = stream

    def write(self, lines: str) -> None:
        """Write lines of one document, at once."""
        self._stream.write(lines.encode("utf-8"))
        self._stream.flush()

    def close(self) -> None:
        """Close the file; the terminal stays open."""
        if self._stream is not sys.stdout.buffer:
            self._stream.close()


def open_output(path: Path | None, wanted: Wanted, *, resume: bool) -> tuple[Output, set[str]]:
    """The output, and the documents that it holds already.

    Raises:
        CommandError: The file cannot be written, or holds something else.
    """
    if path is None:
        output = Output(sys.stdout.buffer)
        output.write(wanted.header)
        return output, set()
    try:
        done, end = _whole_documents(path, wanted) if resume and path.is_file() else (set(), 0)
        stream = path.open("r+b" if end else "wb")
        stream.truncate(end)
        stream.seek(end)
    except OSError as error:
        raise CommandError("unwritable", path=path, why=error.strerror or error) from error
    output = Output(stream)
    if not end:
        output.write(wanted.header)
    return output, done


def _whole_documents(path: Path, wanted: Wanted) -> tuple[set[str], int]:
    """The documents of a file but for the last one, and where the rows of that one begin."""
    records = _csv_records if wanted.format == "csv" else _json_records
    done: set[str] = set()
    last, begin = "", 0
    try:
        for doc, start in records(path, wanted):
            if doc != last:
                if last:
                    done.add(last)
                last, begin = doc, start
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        raise CommandError("not_resumable", path=path) from error
    return done, begin


def _json_records(path: Path, wanted: Wanted) -> Iterator[tuple[str, int]]:
    start = 0
    with path.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n"):  # the last line may be half written
                row = json.loads(line)
                if tuple(row) != wanted.columns:
                    raise ValueError("other columns")
                yield row["doc"], start
            start += len(line)


def _csv_records(path: Path, wanted: Wanted) -> Iterator[tuple[str, int]]:
    with path.open("rb") as stream:
        lines = _Counted(stream)
        reader = csv.reader(lines)
        header = ",".join(next(reader, [])).removeprefix(BOM)
        if not lines.is_whole():  # cut off before the first row
            return
        if header != ",".join(wanted.columns):
            raise ValueError("other columns")
        start = lines.read
        for row in reader:
            if lines.is_whole() and len(row) == len(wanted.columns):
                yield plain_cell(row[0]), start
            start = lines.read


class _Counted:
    """The lines of a file as text, with a count of the bytes that were taken."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.read = 0
        self._whole = False

    def is_whole(self) -> bool:
        """Whether the line taken last has its end."""
        return self._whole

    def __iter__(self) -> Iterator[str]:
        for line in self._stream:
            self.read += len(line)
            self._whole = line.endswith(b"\n")
            yield line.decode("utf-8", "replace")
