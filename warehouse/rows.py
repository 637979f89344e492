"""Reads a CSV file row by row, checks its header and every cell, and collects all problems."""

from __future__ import annotations

import csv
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from indicators.errors import Problem, RuleOfLawDataError

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """One row of a CSV file: cells by column, and the list that its problems go to."""

    file: str
    line: int
    cells: dict[str, str]
    problems: list[Problem]

    def text(self, column: str, *, required: bool = False) -> str:
        """The cell without surrounding blanks."""
        cell = self.cells[column].strip()
        if required and not cell:
            self.report(column, "must not be empty")
        return cell

    def read(self, column: str, parse: Callable[[str], T], default: T) -> T:
        """The cell as `parse` reads it; the default, and a problem, when it cannot be read."""
        cell = self.text(column)
        try:
            return parse(cell)
        except (ValueError, InvalidOperation, KeyError, RuleOfLawDataError) as error:
            self.report(column, f"cannot read {cell!r} ({error})")
            return default

    def number(self, column: str) -> Decimal:
        """The cell as an exact number."""
        return self.read(column, Decimal, Decimal(0))

    def optional_number(self, column: str) -> Decimal | None:
        """The cell as an exact number, None when it is empty."""
        return self.number(column) if self.text(column) else None

    def whole(self, column: str) -> int | None:
        """The cell as a whole number, None when it is empty."""
        return self.read(column, int, 0) if self.text(column) else None

    def day(self, column: str) -> date | None:
        """The cell as an ISO date, None when it is empty."""
        return self.read(column, date.fromisoformat, date.min) if self.text(column) else None

    def yes(self, column: str) -> bool:
        """The cell as yes or no."""
        return self.read(column, lambda cell: {"yes": True, "no": False}[cell], False)

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


def read_rows(path: Path, columns: Sequence[str], problems: list[Problem]) -> Iterator[Row]:
    """Rows of a UTF-8 CSV file that must have exactly these columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if list(reader.fieldnames or ()) != list(columns):
                message = f"columns must be: {','.join(columns)}"
                problems.append(Problem(path.name, "line 1", "", message))
                return
            for cells in reader:
                line = reader.line_num
                if None in cells or None in cells.values():
                    message = f"must have {len(columns)} cells"
                    problems.append(Problem(path.name, f"line {line}", "", message))
                    continue
                yield Row(path.name, line, cells, problems)
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(path.name, "", "", f"cannot be read ({error})"))
