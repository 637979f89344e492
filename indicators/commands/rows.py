"""The rows of a reading: one figure each, with plain values that JSON and CSV can hold."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from indicators.districts import load_districts
from indicators.observations import Observation, Status
from indicators.periods import Period
from indicators.quantities import Bounds
from indicators.reading import Figure, Reading, Unplaced

Value: TypeAlias = str | int | float | None
Row: TypeAlias = dict[str, Value]
Format = Literal["jsonl", "csv"]

COLUMNS = (
    "doc", "district", "district_name", "indicator", "scope", "period_start", "period_end",
    "value", "low", "high", "qualifier", "printed", "char_start", "char_end", "status", "rule",
    "confidence", "attribution", "reader", "formula",
)  # fmt: skip
UNPLACED_COLUMNS = ("reason", "measure", "guesses")
UNPLACED = "unplaced"
BOM = "\ufeff"  # tells Excel that a CSV file is UTF-8

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # beginnings that a spreadsheet takes for a formula
_SAFE_DIGITS = 17  # of a whole number; beyond, readers of JSON use floating point anyway


@dataclass(frozen=True)
class Wanted:
    """Which rows are wanted, and how they are written."""

    format: Format = "jsonl"
    unplaced: bool = False
    repeats: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the fields, in their order."""
        return COLUMNS + (UNPLACED_COLUMNS if self.unplaced else ())

    @property
    def header(self) -> str:
        """What stands above the rows; nothing in JSON lines."""
        return BOM + _csv([self.columns]) if self.format == "csv" else ""

    def written(self, rows: Iterable[Row]) -> str:
        """The rows as lines of the file."""
        if self.format == "csv":
            return _csv([row[name] for name in self.columns] for row in rows)
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def rows(reading: Reading, doc: str, wanted: Wanted) -> list[Row]:
    """Reported and derived figures in the order of the text, and the unplaced where wanted."""
    found = [*_reported(reading, wanted), *_derived(reading)]
    if wanted.unplaced:
        found += [_unplaced(one, reading) for one in reading.unplaced]
    common = {"doc": doc, "attribution": reading.district.attribution.value}
    ordered = sorted(found, key=lambda row: (row["char_start"], row["status"] == Status.DERIVED))
    return [{name: (common | row).get(name, "") for name in wanted.columns} for row in ordered]


def _reported(reading: Reading, wanted: Wanted) -> Iterator[Row]:
    for figure in reading.figures:
        if figure.repeats is None or wanted.repeats:
            yield {
                **_fact(figure.district, figure.indicator, figure.scope, figure.period),
                **_stated(figure.value, figure.bounds, figure),
                "status": Status.REPORTED.value,
                "rule": figure.rule,
                "confidence": figure.confidence,
                "reader": figure.reader,
            }


def _derived(reading: Reading) -> Iterator[Row]:
    """The earlier values, with the rule of the growth statement that each follows from."""
    growth = {(one.indicator, one.char_start): one for one in reading.growth}
    for one in reading.derived:
        fact = one.fact
        origin = growth.get((fact.indicator, -1 if one.char_start is None else one.char_start))
        yield {
            **_fact(fact.district, fact.indicator, fact.scope, fact.period),
            **_stated(one.value, one.bounds, one),
            "status": one.status.value,
            "rule": origin.rule if origin else "",
            "confidence": origin.confidence if origin else None,
            "reader": origin.reader if origin else "",
            "formula": one.formula,
        }


def _unplaced(one: Unplaced, reading: Reading) -> Row:
    guesses = [f"{guess.indicator} {guess.confidence:.2f}" for guess in one.guesses]
    return {
        **_fact(reading.district.code, "", "", one.period),
        **_stated(one.value, one.bounds, one),
        "status": UNPLACED,
        "confidence": None,
        "reason": one.reason,
        "measure": one.measure,
        "guesses": "; ".join(guesses),
    }


def _fact(district: str, indicator: str, scope: str, period: Period | None) -> Row:
    start = period.start if period else None
    return {
        "district": district,
        "district_name": district_name(district),
        "indicator": indicator,
        "scope": scope,
        "period_start": start.isoformat() if start else None,
        "period_end": period.end.isoformat() if period else None,
    }


def _stated(value: Decimal | None, bounds: Bounds, one: Figure | Observation | Unplaced) -> Row:
    return {
        "value": number(value),
        "low": number(bounds.low),
        "high": number(bounds.high),
        "qualifier": one.qualifier,
        "printed": one.printed,
        "char_start": one.char_start,
        "char_end": one.char_end,
    }


def number(value: Decimal | None) -> int | float | None:
    """A number of JSON: whole where it is whole; None for none, and for what no float can hold."""
    if value is None:
        return None
    if value == value.to_integral_value() and value.adjusted() <= _SAFE_DIGITS:
        return int(value)
    return as_float if math.isfinite(as_float := float(value)) else None


def district_name(code: str) -> str:
    """The Chinese name, empty for an unknown code."""
    known = load_districts()
    return known.by_code(code).name_zh if code in known else ""


def _csv(lines: Iterable[Sequence[Value]]) -> str:
    """Lines of a CSV file; what a spreadsheet would take for a formula gets an apostrophe."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerows([_cell(value) for value in line] for line in lines)
    return output.getvalue()


def _cell(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def plain_cell(cell: str) -> str:
    """What stood in a cell before it was written."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
