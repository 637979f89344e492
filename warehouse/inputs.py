"""Reads the files of figures into domain objects; every problem of every file is reported at once."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from indicators.catalogue import Catalogue, Measure, load_catalogue
from indicators.corrections import Action, Correction
from indicators.districts import Districts, load_districts
from indicators.errors import Problem, raise_if_any
from indicators.growth import Growth, GrowthKind
from indicators.notes import NOTES_FILE, Note, load_notes
from indicators.numerals import read_numeral
from indicators.observations import (
    Attribution,
    Fact,
    GrowthStatement,
    Observation,
    Source,
    Status,
)
from indicators.periods import Period
from indicators.quantities import Bounds, stated_bounds
from warehouse.paths import SEED_DATA
from warehouse.rows import Row, read_rows

FACT = ("district", "district_name", "indicator", "scope", "period_start", "period_end")
OBSERVATIONS = (*FACT, "value", "qualifier", "printed", "source", "char_start", "notes")
GROWTH = (*FACT, "kind", "growth", "qualifier", "printed", "source", "char_start", "notes")
SOURCES = (
    "id", "title", "issuer", "published", "period_start", "period_end",
    "district", "url", "official", "attribution", "sha256", "read",
)  # fmt: skip
POPULATION = (
    "district", "district_name", "date", "population", "printed", "basis", "official", "url",
)  # fmt: skip
CORRECTIONS = (
    "id", "district", "indicator", "scope", "period_start", "period_end", "source", "action",
    "expect", "value", "reason_zh", "reason_en", "since", "reported_to",
)  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """A restriction of a figure; the empty name is the whole district, unqualified."""

    name_zh: str
    name_en: str
    kind: str


@dataclass(frozen=True)
class Population:
    """Residents of a district on a census day."""

    district: str
    day: date
    population: int
    printed: str
    basis: str
    official: bool
    url: str


@dataclass(frozen=True)
class Change:
    """What a version of the data added, revised or withdrew, in words."""

    version: str
    date: date
    zh: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True)
class Inputs:
    """Everything that a warehouse is built from."""

    catalogue: Catalogue
    districts: Districts
    notes: dict[str, Note]
    scopes: dict[str, Scope]
    sources: dict[str, Source]
    population: Sequence[Population]
    observations: Sequence[Observation]
    growth: Sequence[GrowthStatement]
    corrections: Sequence[Correction]
    changes: Sequence[Change]


WHOLE_DISTRICT = Scope("", "Whole district", "whole")


def read_inputs(folder: Path = SEED_DATA) -> Inputs:
    """Read a folder of figures; DataFileError lists every problem with file, line and column."""
    return _Reader(folder).read()


class _Reader:
    """Reads one folder; holds what the rows are checked against."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.catalogue = load_catalogue()
        self.districts = load_districts()
        self.codes = {district.code: district for district in self.districts}
        self.notes = load_notes(NOTES_FILE, folder / "notes.toml")
        self.scopes = {"": WHOLE_DISTRICT}
        self.sources: dict[str, Source] = {}

    def read(self) -> Inputs:
        for row in self._rows("scopes.csv", ("name_zh", "name_en", "kind")):
            scope = Scope(*(row.text(column, required=True) for column in row.cells))
            self._unique(row, scope.name_zh, self.scopes)
            self.scopes[scope.name_zh] = scope
        for row in self._rows("sources.csv", SOURCES):
            source = self._source(row)
            self._unique(row, source.id, self.sources)
            self.sources[source.id] = source
        inputs = Inputs(
            catalogue=self.catalogue,
            districts=self.districts,
            notes=self.notes,
            scopes=self.scopes,
            sources=self.sources,
            population=[self._population(row) for row in self._rows("population.csv", POPULATION)],
            observations=[
                item
                for row in self._rows("observations.csv", OBSERVATIONS)
                if (item := self._observation(row))
            ],
            growth=[
                item for row in self._rows("growth.csv", GROWTH) if (item := self._growth(row))
            ],
            corrections=[
                item
                for row in self._rows("corrections.csv", CORRECTIONS)
                if (item := self._correction(row))
            ],
            changes=self._changes(),
        )
        self._report_repeats(inputs.observations)
        raise_if_any(self.problems)
        return inputs

    def _rows(self, name: str, columns: Sequence[str]) -> list[Row]:
        return list(read_rows(self.folder / name, columns, self.problems))

    def _unique(self, row: Row, key: str, known: dict[str, Scope] | dict[str, Source]) -> None:
        if key in known:
            row.report("", f"{key!r} is given twice")

    def _source(self, row: Row) -> Source:
        end = row.day("period_end")
        return Source(
            id=row.text("id", required=True),
            title=row.text("title", required=True),
            issuer=row.text("issuer", required=True),
            published=row.text("published"),
            url=row.text("url", required=True),
            official=row.yes("official"),
            attribution=row.read("attribution", Attribution, Attribution.STATED),
            read=row.known("read", {"full", "excerpt"}, "kind of reading"),
            district=row.known("district", {"", *self.codes}, "district"),
            period=self._period(row) if end else None,
            sha256=row.text("sha256"),
        )

    def _population(self, row: Row) -> Population:
        self._check_district(row)
        return Population(
            district=row.text("district"),
            day=row.day("date") or date.min,
            population=row.whole("population") or 0,
            printed=row.text("printed", required=True),
            basis=row.text("basis", required=True),
            official=row.yes("official"),
            url=row.text("url", required=True),
        )

    def _check_district(self, row: Row) -> None:
        code = row.known("district", self.codes, "district")
        district = self.codes.get(code)
        name = row.text("district_name")
        if district and name != district.name_zh:
            row.report("district_name", f"{name!r} is not the name of {code} ({district.name_zh})")

    def _period(self, row: Row) -> Period:
        start, end = row.day("period_start"), row.day("period_end")
        if end is None:
            row.report("period_end", "must not be empty")
            return Period(None, date.min)
        if start is not None and start > end:
            row.report("period_start", f"{start} lies after the end {end}")
            start = end
        return Period(start, end)

    def _fact(self, row: Row) -> Fact:
        return Fact(
            district=row.known("district", self.codes, "district"),
            indicator=row.known("indicator", self.catalogue.by_id, "indicator"),
            scope=row.known("scope", self.scopes, "scope"),
            period=self._period(row),
        )

    def _note_keys(self, row: Row) -> tuple[str, ...]:
        keys = tuple(key for key in row.text("notes").split(";") if key)
        for key in keys:
            if key not in self.notes:
                row.report("notes", f"unknown note {key!r}")
        return keys

    def _observation(self, row: Row) -> Observation | None:
        self._check_district(row)
        fact, source = self._fact(row), row.known("source", self.sources, "source")
        value, printed = row.number("value"), row.text("printed", required=True)
        notes, start = self._note_keys(row), row.whole("char_start")
        if not row.sound:
            return None
        self._check_measure(row, fact)
        return Observation(
            fact=fact,
            value=value,
            bounds=self._bounds(row, fact, value=value, printed=printed),
            printed=printed,
            qualifier=row.text("qualifier"),
            status=Status.REPORTED,
            source=source,
            char_start=start,
            notes=notes,
        )

    def _bounds(self, row: Row, fact: Fact, *, value: Decimal, printed: str) -> Bounds:
        """Bounds from the printed form, which must read to the value."""
        numeral = read_numeral(printed)
        if numeral is None or numeral.value != value:
            read = "nothing" if numeral is None else f"{numeral.value:f}"
            row.report("value", f"{value:f} is not what {printed!r} reads to ({read})")
            return Bounds(value, value)
        whole = self.catalogue.unit_of(fact.indicator).whole
        share = self.catalogue[fact.indicator].measure is Measure.RATE
        exact = Bounds(value, value)
        return row.read(
            "qualifier",
            lambda word: stated_bounds(value, word, unit=numeral.unit, whole=whole, share=share),
            exact,
        )

    def _check_measure(self, row: Row, fact: Fact) -> None:
        """A stock has a date, everything else a span; a cumulative figure has no start."""
        stock = self.catalogue[fact.indicator].measure is Measure.STOCK
        if stock and fact.period.start != fact.period.end:
            row.report("period_start", "a stock has one date: start and end must be the same")
        if not stock and fact.period.start == fact.period.end:
            row.report("period_start", "only a stock has one date: give the span, or no start")

    def _growth(self, row: Row) -> GrowthStatement | None:
        self._check_district(row)
        fact, source = self._fact(row), row.known("source", self.sources, "source")
        growth = Growth(
            kind=row.read("kind", GrowthKind, GrowthKind.PCT_CHANGE),
            growth=row.number("growth"),
            qualifier=row.text("qualifier"),
        )
        notes, start = self._note_keys(row), row.whole("char_start")
        printed = row.text("printed", required=True)
        return GrowthStatement(fact, growth, printed, source, start, notes) if row.sound else None

    def _correction(self, row: Row) -> Correction | None:
        fact, source = self._fact(row), row.known("source", self.sources, "source")
        correction = Correction(
            id=row.text("id", required=True),
            fact=fact,
            source=source,
            action=row.read("action", Action, Action.FLAG),
            expect=row.text("expect", required=True),
            value=row.optional_number("value"),
            reason_zh=row.text("reason_zh", required=True),
            reason_en=row.text("reason_en", required=True),
            since=row.day("since") or date.min,
            reported_to=row.text("reported_to"),
        )
        if correction.action is Action.OVERRIDE and correction.value is None:
            row.report("value", "an override needs a value")
        return correction if row.sound else None

    def _changes(self) -> list[Change]:
        """The change log, newest first."""
        path = self.folder / "changes.toml"
        try:
            entries = tomllib.loads(path.read_text(encoding="utf-8"))["changes"]
            changes = [
                Change(item["version"], item["date"], tuple(item["zh"]), tuple(item["en"]))
                for item in entries
            ]
        except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            self.problems.append(Problem(path.name, "", "", f"cannot be read ({error})"))
            return []
        if not changes:
            self.problems.append(Problem(path.name, "", "", "must name at least one version"))
        return sorted(changes, key=lambda change: change.date, reverse=True)

    def _report_repeats(self, observations: Sequence[Observation]) -> None:
        """One source states one figure for a fact once."""
        counted = Counter((item.fact, item.source) for item in observations)
        for (fact, source), times in counted.items():
            if times > 1:
                place = f"{fact.district} {fact.indicator} {fact.scope} {fact.period.label}"
                message = f"source {source} gives this fact {times} times"
                self.problems.append(Problem("observations.csv", place, "", message))

