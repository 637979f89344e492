"""Reads one file, from its bytes to its rows; what goes wrong becomes an outcome of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indicators import second_reader
from indicators.commands.files import File
from indicators.commands.rows import UNPLACED, Wanted, rows
from indicators.documents import Document, DocumentError, read_document
from indicators.observations import Status
from indicators.periods import Period, parse_label
from indicators.reading import Reading, read_report


@dataclass(frozen=True)
class Given:
    """What the person says about the reports, believed before their texts."""

    district: str | None = None
    period: str | None = None  # a label
    second_reader: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of one file: the lines for the output and their counts, or the failure."""

    doc: str
    lines: str = ""
    figures: int = 0
    derived: int = 0
    unplaced: int = 0
    warnings: tuple[str, ...] = ()
    failure: str = ""  # why it was not read: a key under `refused`
    detail: str = ""  # what the system says of it


def open_file(path: Path) -> Document:
    """The document in a file; DocumentError or OSError where there is none."""
    return read_document(path.read_bytes(), name=path.name)


def read(document: Document, given: Given) -> Reading:
    """The reading of a document, second reader included where it is asked for."""
    period: Period | None = parse_label(given.period) if given.period else None
    reading = read_report(
        document.text,
        title=document.title,
        issuer=document.issuer,
        published=document.published,
        district=given.district,
        period=period,
    )
    reader = second_reader.configured() if given.second_reader else None
    return second_reader.merge(reading, reader) if reader else reading


def outcome(file: File, given: Given, wanted: Wanted) -> Outcome:
    """Read one file; never raises."""
    try:
        reading = read(open_file(file.path), given)
        found = rows(reading, file.doc, wanted)
        lines = wanted.written(found)
        lines.encode("utf-8")  # a text may hold half a surrogate pair, which no file can
    except UnicodeEncodeError:
        lines = lines.encode("utf-8", "replace").decode("utf-8")
    except DocumentError as error:
        return Outcome(file.doc, failure=error.reason)
    except OSError as error:
        return Outcome(file.doc, failure="system", detail=error.strerror or str(error))
    except Exception as error:  # one bad file never stops a run
        return Outcome(file.doc, failure="error", detail=f"{type(error).__name__}: {error}")
    status = [row["status"] for row in found]
    return Outcome(
        file.doc,
        lines=lines,
        figures=status.count(Status.REPORTED.value),
        derived=status.count(Status.DERIVED.value),
        unplaced=len(reading.unplaced) if not wanted.unplaced else status.count(UNPLACED),
        warnings=reading.warnings,
    )
