"""What can be wrong with data from outside, and how it is said: every problem of a load at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class RuleOfLawDataError(Exception):
    """Base of every error that a person can mend by changing a file or a choice."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a data file: file, entry (id or line), field, and what is wrong."""

    file: str
    entry: str
    field: str
    message: str

    def __str__(self) -> str:
        """Read as one line: file: entry: field: message."""
        return ": ".join(part for part in (self.file, self.entry, self.field, self.message) if part)


class DataFileError(RuleOfLawDataError):
    """One or more problems in data files; the message lists all of them, one a line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems for callers that want to show them one by one."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def raise_if_any(problems: Sequence[Problem]) -> None:
    """Raise a DataFileError when there is at least one problem."""
    if problems:
        raise DataFileError(problems)
