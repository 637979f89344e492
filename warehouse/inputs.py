"""Reads the files beside the figures into domain objects, and says what is wrong in any of them.

The figures themselves (observations.csv, growth.csv) are read by the database, see `staging`; a row
of them that it refuses is read again here, cell by cell, for the sentence that says why.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from indicators.catalogue import Catalogue, Measure, load_catalogue, split_term
from indicators.corrections import Action, Correction
from indicators.districts import Districts, load_districts
from indicators.errors import DataFileError, Problem
from indicators.growth import Growth, GrowthKind
from indicators.notes import NOTES_FILE, Note, load_notes
from indicators.observations import (
    Attribution,
    Fact,
    GrowthStatement,
    Observation,
    Source,
    Status,
)
from indicators.periods import Period
from indicators.quantities import Bounds, UnknownHedgeError
from warehouse.changes import Change, read_changes
from warehouse.forms import Form, MisprintError, read_form
from warehouse.paths import SEED_DATA
from warehouse.rows import Row, read_rows

FACT = ("district", "district_name", "indicator", "scope", "period_start", "period_end")
SCOPES = ("name_zh", "name_en", "kind")
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
COLUMNS = {
    "observations.csv": OBSERVATIONS,
    "growth.csv": GROWTH,
    "sources.csv": SOURCES,
    "scopes.csv": SCOPES,
    "population.csv": POPULATION,
    "corrections.csv": CORRECTIONS,
}


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
class Inputs:
    """Everything that a warehouse is built from."""

    catalogue: Catalogue
    districts: Districts
    notes: dict[str, Note]
    scopes: dict[str, Scope]
    population: Sequence[Population]
    changes: Sequence[Change]


@dataclass(frozen=True)
class Part:
    """A folder of figures; problems call its files by `label`.

    An import is its own only `source`. What was not printed on it (issuer, address) may be empty.
    """

    folder: Path
    label: str = ""
    source: str = ""


PUBLISHED = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
WHOLE_DISTRICT = Scope("", "Whole district", "whole")


MoreChanges = Callable[[Sequence[Change]], Sequence[Change]]
Key = tuple[str, ...]  # the cells that tell a row from others
FIGURE_KEY = ("district", "indicator", "scope", "period_start", "period_end", "source")


class InputReader:
    """Reads folders of figures; holds what their rows are checked against, and all problems.

    `parts` are folders with more figures, `more_changes` adds to the change log.
    """

    def __init__(self, folder: Path = SEED_DATA, parts: Sequence[Part] = ()) -> None:
        """Read nothing yet but what rows are checked against."""
        self.folder = folder
        self.seed = Part(folder)
        self.parts = (self.seed, *parts)
        self.problems: list[Problem] = []
        self.catalogue = load_catalogue()
        self.districts = load_districts()
        self.codes = {district.code: district for district in self.districts}
        self.notes = self._notes()
        self.scopes = {"": WHOLE_DISTRICT}
        self.sources: Container[str] = ()  # the ids, once the database has read them
        self.first_lines: dict[tuple[str, Hashable], int] = {}

    def read(self, more_changes: MoreChanges | None = None) -> Inputs:
        """What figures are measured with; problems are noted, not raised."""
        for part in self.parts:
            self._read_scopes(part)
        seed = self.seed
        population = [self._population(r) for r in self.rows(seed, "population.csv")]
        changes = self._changes()
        if not self.problems:
            self._check_identity_scopes()
        return self._inputs(population, more_changes(changes) if more_changes else changes)

    def read_part(self, part: Part) -> Inputs:
        """The same for one import alone, which brings the scopes that it names."""
        self._read_scopes(part)
        return self._inputs((), ())

    def read_additions(self, more_changes: MoreChanges) -> Inputs:
        """What imports add to what figures are measured with: scopes, and the change log."""
        for part in self.parts:
            self._read_scopes(part)
        return self._inputs((), more_changes(self._changes()))

    def _changes(self) -> Sequence[Change]:
        return read_changes(self.folder / "changes.toml", self.problems)

    def _inputs(self, population: Sequence[Population], changes: Sequence[Change]) -> Inputs:
        return Inputs(
            catalogue=self.catalogue,
            districts=self.districts,
            notes=self.notes,
            scopes=self.scopes,
            population=population,
            changes=changes,
        )

    def corrections(self) -> list[Correction]:
        """The corrections; they name sources, which must be known by now."""
        rows = self.rows(self.seed, "corrections.csv")
        return [item for item in map(self._correction, rows) if item]

    def header_is_right(self, part: Part, name: str) -> bool:
        """Whether a file can be opened and has its columns; otherwise a problem is noted."""
        before = len(self.problems)
        next(self.rows(part, name), None)
        return not any(p.entry in ("", "line 1") for p in self.problems[before:])

    def explain(self, name: str, parts: Sequence[Part], suspects: Container[Key] | None) -> None:
        """Note what is wrong with the suspect rows of a file of figures; None suspects all."""
        key, read = {
            "sources.csv": (("id",), self.source),
            "observations.csv": (FIGURE_KEY, self.observation),
            "growth.csv": (FIGURE_KEY, self.growth),
        }[name]
        for part in parts:
            for row in self.rows(part, name):
                if suspects is None or tuple(row.text(cell) for cell in key) in suspects:
                    read(row, part)

    def _read_scopes(self, part: Part) -> None:
        """The names of restrictions; the first to give a name says what it is in English."""
        for row in self.rows(part, "scopes.csv"):
            scope = Scope(*(row.text(column, required=True) for column in SCOPES))
            self._once(row, "name_zh", scope.name_zh)
            self.scopes.setdefault(scope.name_zh, scope)

    def _notes(self) -> dict[str, Note]:
        """The notes; none when their file is wrong, and then no row is asked for a known note."""
        try:
            return load_notes(NOTES_FILE, self.folder / "notes.toml")
        except DataFileError as error:
            self.problems += error.problems
            return {}

    def _check_identity_scopes(self) -> None:
        """An identity of a scope that is not known by this name would never be checked."""
        for family in self.catalogue.families:
            for identity in family.identities:
                named = {split_term(term)[1] or "" for term in identity.terms}
                for scope in sorted(named - self.scopes.keys()):
                    message = f"{scope!r}, which the catalogue names, is not here"
                    self.problems.append(Problem("scopes.csv", identity.id, "name_zh", message))

    def rows(self, part: Part, name: str) -> Iterator[Row]:
        """The rows of one file of a folder; a problem is noted for those that are not whole."""
        columns = COLUMNS[name]
        return read_rows(part.folder / name, columns, self.problems, name=part.label + name)

    def _once(self, row: Row, column: str, key: Hashable, what: str = "") -> None:
        """Report a row that gives again what an earlier line of its file gave."""
        first = self.first_lines.setdefault((row.file, key), row.line)
        if first != row.line:
            row.report(column, f"{what or repr(key)} is given already in line {first}")

    def source(self, row: Row, part: Part) -> Source:
        """A row of sources.csv; problems are noted."""
        has_period = row.text("period_start") or row.text("period_end")
        published_page = not part.source
        if part.source:
            row.known("id", {part.source}, "source of this import")
        source = Source(
            id=row.text("id", required=True),
            title=row.text("title", required=True),
            issuer=row.text("issuer", required=published_page),
            published=row.form("published", PUBLISHED, "2025, 2025-01 or 2025-01-06"),
            url=row.text("url", required=published_page),
            official=row.yes("official"),
            attribution=row.read("attribution", Attribution, Attribution.STATED),
            read=row.known("read", {"full", "excerpt"}, "kind of reading"),
            district=row.known("district", {"", *self.codes}, "district"),
            period=self._period(row) if has_period else None,
            sha256=row.form("sha256", r"[0-9a-f]{64}", "64 hexadecimal digits"),
        )
        self._once(row, "id", source.id)
        return source

    def _population(self, row: Row) -> Population:
        district = row.known("district", self.codes, "district")
        self._check_name(row)
        self._once(row, "district", district)
        what = "a whole number above zero"
        return Population(
            district=district,
            day=row.day("date", required=True) or date.min,
            population=int(row.form("population", r"[1-9][0-9]{0,9}", what, required=True) or 1),
            printed=row.text("printed", required=True),
            basis=row.text("basis", required=True),
            official=row.yes("official"),
            url=row.text("url", required=True),
        )

    def _check_name(self, row: Row) -> None:
        """The name beside a code is there for the reader of the file and must agree with it."""
        district = self.codes.get(row.text("district"))
        name = row.text("district_name")
        if district and name != district.name_zh:
            message = f"{name!r} is not the name of {district.code} ({district.name_zh})"
            row.report("district_name", message)

    def _period(self, row: Row) -> Period:
        start, end = row.day("period_start"), row.day("period_end", required=True)
        if start is not None and end is not None and start > end:
            row.report("period_start", f"{start} lies after the end {end}")
            start = end
        return Period(start, end) if end else Period(None, date.min)

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
            if self.notes and key not in self.notes:
                row.report("notes", f"unknown note {key!r}")
        return keys

    def observation(self, row: Row, part: Part) -> Observation | None:
        """A row of observations.csv; None, and a problem, for one that cannot be."""
        fact, source = self._fact_of_source(row, part)
        value, printed = row.number("value"), row.text("printed", required=True)
        notes, start = self._note_keys(row), row.whole("char_start")
        if not row.sound:
            return None
        self._once(row, "", (fact, source), f"this fact from source {source}")
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

    def _fact_of_source(self, row: Row, part: Part) -> tuple[Fact, str]:
        self._check_name(row)
        known = {part.source} if part.source else self.sources
        return self._fact(row), row.known("source", known, "source")

    def _bounds(self, row: Row, fact: Fact, *, value: Decimal, printed: str) -> Bounds:
        """Bounds from the printed form, which must read to the value."""
        kind = self.catalogue.unit_of(fact.indicator).whole, self.catalogue[fact.indicator].measure
        form = Form(printed, value, row.text("qualifier"), *kind)
        try:
            return read_form(form).bounds
        except MisprintError as error:
            row.report("value", str(error))
        except UnknownHedgeError as error:
            row.report("qualifier", f"cannot read {form.qualifier!r} ({error})")
        return Bounds(value, value)

    def _check_measure(self, row: Row, fact: Fact) -> None:
        """A stock has a date, everything else a span; a cumulative figure has no start."""
        stock = self.catalogue[fact.indicator].measure is Measure.STOCK
        if stock and fact.period.start != fact.period.end:
            row.report("period_start", "a stock has one date: start and end must be the same")
        if not stock and fact.period.start == fact.period.end:
            row.report("period_start", "only a stock has one date: give the span, or no start")

    def growth(self, row: Row, part: Part) -> GrowthStatement | None:
        """A row of growth.csv; None, and a problem, for one that cannot be."""
        fact, source = self._fact_of_source(row, part)
        growth = Growth(
            kind=row.read("kind", GrowthKind, GrowthKind.PCT_CHANGE),
            growth=row.number("growth"),
            qualifier=row.text("qualifier"),
        )
        notes, start = self._note_keys(row), row.whole("char_start")
        printed = row.text("printed", required=True)
        if not row.sound:
            return None
        self._once(row, "", (fact, source, printed), f"{printed} for this fact from {source}")
        return GrowthStatement(fact, growth, printed, source, start, notes)

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
            since=row.day("since", required=True) or date.min,
            reported_to=row.text("reported_to"),
        )
        if correction.action is Action.OVERRIDE and correction.value is None:
            row.report("value", "an override needs a value")
        self._once(row, "id", correction.id)
        self._once(row, "", (fact, source), f"a correction of this fact from source {source}")
        return correction if row.sound else None
