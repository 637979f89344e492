"""Writes frames as CSV: exactly for machines, and for spreadsheets so that no cell is a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import cast

import polars as pl

LIST_DELIMITER = ";"

# what spreadsheets take for the beginning of a formula; in East Asian versions the wide forms too
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as CSV for machines: UTF-8, RFC 4180, nothing added; null is an empty cell."""
    return _write(frame, str).encode()


def inert_csv_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as CSV for machines in which no text is a formula, should a spreadsheet open it."""
    return _write(frame, inert).encode()


def spreadsheet_csv_bytes(frame: pl.DataFrame, *, begins: bool = True) -> bytes:
    """A frame as CSV that Excel opens without garbling and without running anything.

    What follows in the same file is not its beginning: no header again.
    """
    if begins:
        return _write(frame, inert).encode("utf-8-sig")
    return _write(frame, inert, header=False).encode()


def cell(value: object) -> str:
    """A value as text: numbers without trailing zeros, lists with semicolons, null as nothing.

    >>> cell(Decimal("30.3900")), cell(True), cell(["a", "b"]), cell(None)
    ('30.39', 'true', 'a;b', '')
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        case date():
            return value.isoformat()
        case list():
            return LIST_DELIMITER.join(cell(item) for item in cast("list[object]", value))
        case _:
            return str(value)


def inert(text: str) -> str:
    """Text that a spreadsheet shows as it is; numbers stay numbers.

    >>> inert("=1+1"), inert("-4.1"), inert("-4.1%")
    ("'=1+1", '-4.1', "'-4.1%")
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _write(frame: pl.DataFrame, finish: Callable[[str], str], *, header: bool = True) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    if header:
        writer.writerow(frame.columns)
    writer.writerows([finish(cell(value)) for value in row] for row in frame.iter_rows())
    return buffer.getvalue()
