from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.catalogue import load_catalogue
from indicators.districts import load_districts
from indicators.errors import DataFileError
from indicators.notes import NOTES_FILE, Note, keys_for, load_notes, to_show
from indicators.observations import Attribution, Fact, Observation, Source, Status
from indicators.periods import parse_label
from indicators.quantities import Bounds

SHIPPED = load_notes(NOTES_FILE)

OBSERVATION = Observation(
    fact=Fact("440306", "reconsideration.received", "", parse_label("2024")),
    value=Decimal(882),
    bounds=Bounds(Decimal(882), Decimal(882)),
    printed="882件",
    qualifier="",
    status=Status.REPORTED,
    source="s1",
)
SOURCE = Source(
    id="s1",
    title="报告",
    issuer="司法局",
    published="2025-01",
    url="",
    official=True,
    attribution=Attribution.STATED,
    read="full",
)


def keys(
    observation: Observation = OBSERVATION,
    source: Source = SOURCE,
    *,
    family: str = "reconsideration",
    **conditions: object,
) -> tuple[str, ...]:
    """The notes that apply, of one note with these conditions."""
    note = Note.model_validate({"key": "n", "zh": "注", "en": "note", **conditions})
    return keys_for(observation, source, {"n": note}, family=family)


def test_a_note_without_conditions_applies_where_it_is_named() -> None:
    assert keys() == ()
    assert keys(replace(OBSERVATION, notes=("n",))) == ("n",)


def test_a_named_note_applies_whatever_its_conditions() -> None:
    assert keys(replace(OBSERVATION, notes=("n",)), official=False) == ("n",)


HEDGED = replace(OBSERVATION, bounds=Bounds(Decimal(800), Decimal(899)))
DERIVED = replace(HEDGED, status=Status.DERIVED, value=None)
HALF = replace(OBSERVATION, fact=replace(OBSERVATION.fact, period=parse_label("2024-S1")))
SCOPED = replace(OBSERVATION, fact=replace(OBSERVATION.fact, scope="一审"))

CONDITIONS = [
    # name, condition, an observation that meets it, one that does not
    ("families", ["reconsideration"], OBSERVATION, None),
    ("families", ["legal_aid"], None, OBSERVATION),
    ("indicators", ["reconsideration.received"], OBSERVATION, None),
    ("indicators", ["reconsideration.accepted"], None, OBSERVATION),
    ("districts", ["440306", "440311"], OBSERVATION, None),
    ("districts", ["440311"], None, OBSERVATION),
    ("status", ["derived"], DERIVED, OBSERVATION),
    ("basis", ["first_half"], HALF, OBSERVATION),
    ("exact", False, HEDGED, OBSERVATION),
    ("exact", True, OBSERVATION, HEDGED),
    ("approximate", True, HEDGED, DERIVED),
    ("approximate", False, DERIVED, HEDGED),
    ("scoped", True, SCOPED, OBSERVATION),
]


@pytest.mark.parametrize(
    ("name", "condition", "meets", "fails"),
    CONDITIONS,
    ids=[f"{c[0]} {c[1]}" for c in CONDITIONS],
)
def test_a_condition(
    name: str, condition: object, meets: Observation | None, fails: Observation | None
) -> None:
    if meets:
        assert keys(meets, **{name: condition}) == ("n",)
    if fails:
        assert keys(fails, **{name: condition}) == ()


def test_conditions_on_the_source() -> None:
    reprint = replace(SOURCE, official=False)
    inferred = replace(SOURCE, attribution=Attribution.INFERRED)
    assert keys(source=reprint, official=False) == ("n",)
    assert keys(source=SOURCE, official=False) == ()
    assert keys(source=inferred, attribution="inferred") == ("n",)
    assert keys(source=SOURCE, attribution="inferred") == ()


def test_all_conditions_must_hold() -> None:
    both = {"status": ["derived"], "exact": False}
    assert keys(DERIVED, **both) == ("n",)
    assert keys(HEDGED, **both) == ()
    assert keys(replace(DERIVED, bounds=OBSERVATION.bounds), **both) == ()


def test_keys_come_in_the_order_of_the_table() -> None:
    notes = {key: Note(key=key, zh="注", en="note") for key in ("b", "a", "c")}
    named = replace(OBSERVATION, notes=("c", "a", "b"))
    assert keys_for(named, SOURCE, notes, family="reconsideration") == ("b", "a", "c")


CROSSING = [
    ("both sides", ["2023", "2024"], True),
    ("before only", ["2022", "2023"], False),
    ("after only", ["2024", "2025-S1"], False),
    ("one figure", ["2024"], False),
    ("the day itself is after", ["2023", "2024-01-01"], True),
    ("the day itself is not before", ["2024-01-01", "2024"], False),
    ("the day before is before", ["2023-12-31", "2022"], False),
]


@pytest.mark.parametrize(
    ("labels", "shown"), [c[1:] for c in CROSSING], ids=[case[0] for case in CROSSING]
)
def test_a_crossing_is_shown_with_figures_of_both_sides_only(
    labels: list[str], shown: bool
) -> None:
    notes = {"law": Note(key="law", zh="注", en="note", crosses=date(2024, 1, 1))}
    noted = [("law", parse_label(label).end) for label in labels]
    assert to_show(noted, notes) == (["law"] if shown else [])


def test_a_crossing_asks_only_for_figures_that_it_concerns() -> None:
    notes = {
        "law": Note(key="law", zh="注", en="note", crosses=date(2024, 1, 1)),
        "remark": Note(key="remark", zh="注", en="note"),
    }
    noted = [("law", date(2023, 12, 31)), ("remark", date(2024, 12, 31))]
    assert to_show(noted, notes) == ["remark"]


def test_each_note_is_shown_once_and_in_the_order_of_the_table() -> None:
    notes = {key: Note(key=key, zh="注", en="note") for key in ("b", "a")}
    noted = [("a", date(2024, 12, 31)), ("b", date(2024, 12, 31)), ("a", date(2023, 12, 31))]
    assert to_show(noted, notes) == ["b", "a"]
    assert to_show([], notes) == []


# ---------------------------------------------------------------- the shipped notes


@pytest.mark.parametrize(
    ("observation", "source", "expected"),
    [
        (OBSERVATION, SOURCE, {"reconsideration_law_2024", "reconsideration_reform_2021"}),
        (HALF, SOURCE, {"half_year_not_full_year"}),
        (SCOPED, SOURCE, {"scoped"}),
        (HEDGED, SOURCE, {"approximate"}),
        (DERIVED, SOURCE, {"derived", "derived_range"}),
        (OBSERVATION, replace(SOURCE, official=False), {"reprint"}),
        (OBSERVATION, replace(SOURCE, attribution=Attribution.INFERRED), {"inferred_district"}),
    ],
    ids=["plain", "half year", "scoped", "hedged", "derived", "reprint", "inferred"],
)
def test_shipped_notes_that_apply(
    observation: Observation, source: Source, expected: set[str]
) -> None:
    crossing = {"reconsideration_law_2024", "reconsideration_reform_2021"}
    found = keys_for(observation, source, SHIPPED, family="reconsideration")
    assert set(found) == expected | crossing


def test_shipped_notes_name_only_what_exists() -> None:
    catalogue, districts = load_catalogue(), load_districts()
    families = {family.id for family in catalogue.families}
    for note in SHIPPED.values():
        assert set(note.families) <= families, note.key
        assert set(note.indicators) <= set(catalogue.by_id), note.key
        assert all(code in districts for code in note.districts), note.key


# ---------------------------------------------------------------- note files


def test_files_make_one_table(tmp_path: Path) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.write_text('[a]\nzh = "甲"\nen = "A"\n', encoding="utf-8-sig")  # as Notepad saves it
    second.write_text('[b]\nzh = "乙"\nen = "B"\ncrosses = 2024-01-01\n', encoding="utf-8")
    notes = load_notes(first, second)
    assert [(note.key, note.zh, note.en) for note in notes.values()] == [
        ("a", "甲", "A"),
        ("b", "乙", "B"),
    ]
    assert notes["b"].crosses == date(2024, 1, 1)


def test_every_problem_of_all_files_is_reported_at_once(tmp_path: Path) -> None:
    contents = {
        "first.toml": '[a]\nzh = "甲"\nen = "A"\n[b]\nzh = ""\nsize = 1\n',
        "second.toml": 'c = "text"\n[a]\nzh = "甲"\nen = "A"\nbasis = ["week"]\n',
        "third.toml": "[a\n",
    }
    files = [tmp_path / name for name in (*contents, "gbk.toml", "missing.toml")]
    for file, content in zip(files, contents.values(), strict=False):
        file.write_text(content, encoding="utf-8")
    (tmp_path / "gbk.toml").write_text('[d]\nzh = "丁"\n', encoding="gb18030")
    with pytest.raises(DataFileError) as caught:
        load_notes(*files)
    assert [(p.file, p.entry, p.field) for p in caught.value.problems] == [
        ("first.toml", "b", "zh"),
        ("first.toml", "b", "en"),
        ("first.toml", "b", "size"),
        ("second.toml", "c", ""),
        ("second.toml", "a", ""),
        ("second.toml", "a", "basis.0"),
        ("third.toml", "", ""),
        ("gbk.toml", "", ""),
        ("missing.toml", "", ""),
    ]
