"""Reads a CSV file row by row, checks its header and every cell, and collects all problems."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from indicators.errors import Problem, RuleOfLawDataError

T = TypeVar("T")

# what the warehouse stores exactly; Decimal() alone also reads NaN, 1e5 and 1_000
NUMBER = r"-?[0-9]{1,14}(?:\.[0-9]{1,4})?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


@dataclass(frozen=True)
class Row:
    """One row of a CSV file: cells by column, and the list that its problems go to."""

    file: str
    line: int
    cells: dict[str, str]
    problems: list[Problem]

    def text(self, column: str, *, required: bool = False) -> str:
        """The cell without surrounding blanks."""
        cell = self.cells[column].strip(" ")
        if required and not cell:
            self.report(column, "must not be empty")
        return cell

    def form(self, column: str, pattern: str, what: str, *, required: bool = False) -> str:
        """The cell if it has this form; otherwise nothing, and a problem unless it may be empty."""
        cell = self.text(column, required=required)
        if cell and not re.fullmatch(pattern, cell):
            self.report(column, f"{cell!r} is not {what}")
            return ""
        return cell

    def read(self, column: str, parse: Callable[[str], T], default: T) -> T:
        """The cell as `parse` reads it; the default, and a problem, when it cannot be read."""
        cell = self.text(column)
        try:
            return parse(cell)
        except (ValueError, RuleOfLawDataError) as error:
            self.report(column, f"cannot read {cell!r} ({error})")
            return default

    def number(self, column: str) -> Decimal:
        """The cell as an exact number."""
        what = "a plain number with up to 4 decimals"
        return Decimal(self.form(column, NUMBER, what, required=True) or 0)

    def optional_number(self, column: str) -> Decimal | None:
        """The cell as an exact number, None when it is empty."""
        return self.number(column) if self.text(column) else None

    def whole(self, column: str) -> int | None:
        """The cell as a whole number, None when it is empty."""
        cell = self.form(column, r"[0-9]{1,9}", "a whole number")
        return int(cell) if cell else None

    def day(self, column: str, *, required: bool = False) -> date | None:
        """The cell as an ISO date, None when there is none."""
        if not self.form(column, _DAY, "a day such as 2024-12-31", required=required):
            return None
        return self.read(column, date.fromisoformat, None)

    def yes(self, column: str) -> bool:
        """The cell as yes or no."""
        return self.form(column, "yes|no", "yes or no", required=True) == "yes"

    def known(self, column: str, allowed: Container[str], what: str) -> str:
        """The cell, which must be one of the allowed keys."""
        cell = self.text(column)
        if cell not in allowed:
            self.report(column, f"unknown {what} {cell!r}")
        return cell

    def report(self, column: str, message: str) -> None:
        """Note a problem of this row."""
        self.problems.append(Problem(self.file, f"line {self.line}", column, message))

    @property
    def sound(self) -> bool:
        """Whether no problem of this row has been noted."""
        entry = f"line {self.line}"
        return not any(p.entry == entry and p.file == self.file for p in self.problems)


def read_rows(
    path: Path, columns: Sequence[str], problems: list[Problem], *, name: str = ""
) -> Iterator[Row]:
    """Rows of a UTF-8 CSV file that must have exactly these columns; problems call it `name`."""
    name = name or path.name
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(name, file, columns, problems)
    except UnicodeDecodeError as error:
        message = f"must be UTF-8 text: byte {error.start} cannot be read"
        problems.append(Problem(name, "", "", message))
    except OSError as error:
        message = f"cannot be read ({error.strerror or error})"
        problems.append(Problem(name, "", "", message))


def _rows(
    name: str, lines: Iterator[str], columns: Sequence[str], problems: list[Problem]
) -> Iterator[Row]:
    """Rows with the right number of cells; the others are reported."""
    reader = csv.reader(lines, strict=True)  # strict: a quote that is never closed is an error
    try:
        if next(reader, None) != list(columns):
            message = f"columns must be: {','.join(columns)}"
            problems.append(Problem(name, "line 1", "", message))
            return
        for cells in filter(None, reader):
            row = Row(name, reader.line_num, dict(zip(columns, cells, strict=False)), problems)
            if len(cells) == len(columns):
                yield row
            else:
                row.report("", f"must have {len(columns)} cells, not {len(cells)}")
    except csv.Error as error:
        problems.append(Problem(name, f"line {reader.line_num}", "", f"not CSV ({error})"))
