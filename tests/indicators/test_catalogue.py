from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from indicators.catalogue import (
    AtMostIdentity,
    Family,
    Indicator,
    Measure,
    SumIdentity,
    UnknownIndicatorError,
    load_catalogue,
    split_term,
)
from indicators.errors import DataFileError
from indicators.notes import NOTES_FILE, load_notes

SHIPPED = load_catalogue()

UNITS = '[case]\nzh = "件"\nen = "cases"\nwhole = true\nmeasures = ["件"]\n'
FAMILY = """
id = "aid"
order = 1
name_zh = "援助"
name_en = "Aid"
description_zh = "说明"
description_en = "What it is"
lead = ["aid.accepted"]
"""
ENTRY = """
name_zh = "受理数"
short_zh = "受理"
name_en = "Cases accepted"
short_en = "Accepted"
definition_zh = "受理的件数。"
definition_en = "Cases accepted."
unit = "case"
measure = "flow"
polarity = "neutral"
precision = 0
"""
ACCEPTED = f"[indicators.accepted]\n{ENTRY}"
CONCLUDED = f"[indicators.concluded]\n{ENTRY}"

Where = tuple[str, str, str]


def write(folder: Path, *, units: str = UNITS, **families: str) -> Path:
    (folder / "catalogue").mkdir()
    (folder / "units.toml").write_text(units, encoding="utf-8")
    for name, content in families.items():
        (folder / "catalogue" / f"{name}.toml").write_text(content, encoding="utf-8")
    return folder


def problems(folder: Path) -> dict[Where, str]:
    """Where the problems are, and what is said about each."""
    with pytest.raises(DataFileError) as caught:
        load_catalogue(folder)
    found = {(p.file, p.entry, p.field): p.message for p in caught.value.problems}
    assert len(found) == len(caught.value.problems)
    assert len(str(caught.value).splitlines()) == len(found)
    return found


# ---------------------------------------------------------------- reading


def test_a_small_catalogue(tmp_path: Path) -> None:
    chain = '[[chains]]\nname_zh = "链"\nname_en = "Chain"\nmembers = ["a.accepted", "a.concluded"]'
    content = FAMILY.replace("aid.accepted", "a.accepted") + 'prefix = "a"\n' + chain
    catalogue = load_catalogue(write(tmp_path, aid=f"{content}\n{ACCEPTED}{CONCLUDED}"))
    assert [indicator.id for indicator in catalogue] == ["a.accepted", "a.concluded"]
    assert catalogue["a.accepted"].family == "aid"
    assert catalogue.unit_of("a.accepted").zh == "件"
    assert catalogue.family("aid").name_en == "Aid"
    assert catalogue.related("a.accepted") == ("a.concluded",)
    assert "a.accepted" in catalogue
    assert "a.other" not in catalogue


def test_unknown_ids_are_refused() -> None:
    with pytest.raises(UnknownIndicatorError, match=r"'aid\.none'"):
        SHIPPED["aid.none"]
    with pytest.raises(KeyError, match="none"):
        SHIPPED.family("none")


@pytest.mark.parametrize(
    ("term", "parts"),
    [
        ("mediation.cases", ("mediation.cases", None)),
        ("mediation.cases@人民调解", ("mediation.cases", "人民调解")),
    ],
)
def test_a_term_of_an_identity_may_name_a_scope(term: str, parts: tuple[str, str | None]) -> None:
    assert split_term(term) == parts


# ---------------------------------------------------------------- broken files


def test_every_problem_of_all_files_is_reported_at_once(tmp_path: Path) -> None:
    units = UNITS + '[percent]\nzh = "%"\nen = ""\nwhole = false\nmeasures = ["%"]\n'
    aid = FAMILY.replace('name_zh = "援助"\n', "") + ACCEPTED.replace('"flow"', '"speed"')
    other = (
        FAMILY.replace('id = "aid"', 'id = "other"').replace("aid.accepted", "other.none")
        + ACCEPTED.replace('unit = "case"', 'unit = "cases"')
        + f'[indicators.long]\n{ENTRY}short = "x"\nid = "other.long"\nrelated = ["aid.none"]\n'
        + f'[indicators.share]\n{ENTRY}numerators = ["other.long"]\n'
    )
    found = problems(write(tmp_path, units=units, aid=aid, other=other, broken="[a\n", empty=""))
    assert set(found) == {
        ("units.toml", "percent", "en"),
        ("aid.toml", "accepted", "measure"),
        ("aid.toml", "", "name_zh"),
        ("broken.toml", "", ""),
        *(("empty.toml", "", field) for field in Family.model_fields if field in MANDATORY),
        ("other.toml", "accepted", "unit"),
        ("other.toml", "long", "short"),
        ("other.toml", "long", "id"),
        ("other.toml", "share", ""),
    }
    assert found["other.toml", "accepted", "unit"] == "unknown unit 'cases'; known: case, percent"
    assert "together" in found["other.toml", "share", ""]


MANDATORY = {
    "id", "order", "name_zh", "name_en", "description_zh", "description_en", "lead",
}  # fmt: skip

REFERENCES = [
    ("lead", FAMILY.replace("aid.accepted", "aid.none") + ACCEPTED, ("aid.toml", "", "lead")),
    (
        "chain",
        f'{FAMILY}[[chains]]\nname_zh = "链"\nname_en = "Flow"\n'
        f'members = ["aid.accepted", "aid.none"]\n{ACCEPTED}',
        ("aid.toml", "chain Flow", "members"),
    ),
    (
        "identity",
        f'{FAMILY}[[identities]]\nid = "i"\nkind = "at_most"\nname_zh = "≤"\nname_en = "≤"\n'
        f'smaller = "aid.none@一审"\nlarger = "aid.accepted"\n{ACCEPTED}',
        ("aid.toml", "i", ""),
    ),
    (
        "related",
        f'{FAMILY}{ACCEPTED}related = ["aid.none"]\n',
        ("aid.toml", "accepted", "related"),
    ),
    (
        "numerators",
        f'{FAMILY}{ACCEPTED}numerators = ["aid.none"]\ndenominator = "aid.accepted"\n',
        ("aid.toml", "accepted", "numerators"),
    ),
    (
        "denominator",
        f'{FAMILY}{ACCEPTED}numerators = ["aid.accepted"]\ndenominator = "aid.none"\n',
        ("aid.toml", "accepted", "denominator"),
    ),
]


@pytest.mark.parametrize(
    ("content", "where"), [r[1:] for r in REFERENCES], ids=[case[0] for case in REFERENCES]
)
def test_an_unknown_indicator_is_a_problem(tmp_path: Path, content: str, where: Where) -> None:
    assert problems(write(tmp_path, aid=content)) == {where: "unknown indicator 'aid.none'"}


def test_one_mistake_is_one_problem(tmp_path: Path) -> None:
    """Whatever names a wrong entry is not reported too."""
    units = UNITS.replace("whole = true", "whole = 5")
    aid = FAMILY + ACCEPTED.replace("precision = 0", "precision = 9")
    assert set(problems(write(tmp_path, units=units, aid=aid))) == {
        ("units.toml", "case", "whole"),
        ("aid.toml", "accepted", "precision"),
    }


def test_a_broken_units_file_is_one_problem(tmp_path: Path) -> None:
    folder = write(tmp_path, units="[case", aid=FAMILY + ACCEPTED)
    assert set(problems(folder)) == {("units.toml", "", "")}


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path, aid=FAMILY + ACCEPTED)
    (folder / "catalogue" / "gbk.toml").write_text(FAMILY, encoding="gb18030")
    assert "UTF-8" in problems(folder)["gbk.toml", "", ""]


def test_an_id_used_twice_is_a_problem(tmp_path: Path) -> None:
    second = FAMILY.replace('id = "aid"', 'id = "second"\nprefix = "aid"')
    found = problems(write(tmp_path, first=FAMILY + ACCEPTED, second=second + ACCEPTED))
    assert found == {("second.toml", "aid.accepted", "id"): "is already used in first.toml"}


def test_an_identity_of_unknown_kind_is_one_problem(tmp_path: Path) -> None:
    identity = '[[identities]]\nid = "i"\nkind = "least"\nname_zh = "式"\nname_en = "Identity"\n'
    found = problems(write(tmp_path, aid=f"{FAMILY}{identity}{ACCEPTED}"))
    assert set(found) == {("aid.toml", "", "identities.0")}


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (f"{FAMILY}indicators = 5\n", ("aid.toml", "", "indicators")),
        (f"{FAMILY}{ACCEPTED}[indicators]\nother = 5\n", ("aid.toml", "other", "")),
    ],
    ids=["no table of indicators", "no table of an indicator"],
)
def test_a_value_in_place_of_a_table_is_a_problem(
    tmp_path: Path, content: str, where: Where
) -> None:
    assert where in problems(write(tmp_path, aid=content))


def test_a_folder_without_families_is_a_problem(tmp_path: Path) -> None:
    assert set(problems(write(tmp_path))) == {("catalogue", "", "")}


# ---------------------------------------------------------------- the shipped catalogue


def test_the_draft_is_all_there() -> None:
    assert len(SHIPPED.by_id) >= 120
    assert len(SHIPPED.families) == 12
    assert [family.id for family in SHIPPED.families][:3] == [
        "reconsideration",
        "legal_aid",
        "mediation",
    ]


def test_ids_are_unique_and_begin_with_the_prefix_of_their_family() -> None:
    for family in SHIPPED.families:
        prefix = family.prefix or family.id
        for key, indicator in family.indicators.items():
            assert indicator.id == f"{prefix}.{key}"
            assert SHIPPED[indicator.id] is indicator
    assert len(SHIPPED.by_id) == sum(len(family.indicators) for family in SHIPPED.families)


def test_families_have_an_order_and_lead_with_their_own_indicators() -> None:
    orders = [family.order for family in SHIPPED.families]
    assert len(set(orders)) == len(orders)
    for family in SHIPPED.families:
        own = {indicator.id for indicator in family.indicators.values()}
        assert family.lead
        assert set(family.lead) <= own, family.id


@pytest.mark.parametrize("family", SHIPPED.families, ids=lambda family: family.id)
def test_names_are_unique_inside_a_family(family: Family) -> None:
    for field in ("name_zh", "name_en", "short_zh", "short_en"):
        names = Counter(getattr(indicator, field) for indicator in family.indicators.values())
        assert [name for name, times in names.items() if times > 1] == [], field


@pytest.mark.parametrize("indicator", list(SHIPPED), ids=lambda indicator: indicator.id)
def test_an_indicator_fits_its_unit(indicator: Indicator) -> None:
    unit = SHIPPED.unit_of(indicator.id)
    assert not (unit.whole and indicator.precision)
    assert (unit.id == "percent") == (indicator.measure in (Measure.RATE, Measure.CHANGE))
    assert indicator.id not in indicator.related


def test_a_quotient_is_a_rate_of_counts() -> None:
    for indicator in SHIPPED:
        if indicator.denominator:
            assert indicator.measure is Measure.RATE, indicator.id
            for term in (*indicator.numerators, indicator.denominator):
                assert SHIPPED.unit_of(term).whole, indicator.id


def test_identities_compare_like_with_like() -> None:
    """Terms of one identity have one unit and one measure."""
    for family in SHIPPED.families:
        for identity in family.identities:
            assert isinstance(identity, SumIdentity | AtMostIdentity)
            terms = [SHIPPED[split_term(term)[0]] for term in identity.terms]
            assert len({term.measure for term in terms}) == 1, identity.id
            assert len(set(identity.terms)) == len(identity.terms), identity.id


# ---------------------------------------------------------------- texts of the data files

CHINESE = "[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"{CHINESE}[,;:!?()]|[,;:!?()]{CHINESE}")


def texts(language: str) -> Iterator[tuple[str, str]]:
    """All texts of one language in the catalogue and the notes, with where each stands."""
    for family in SHIPPED.families:
        yield from of_entry(family, language, family.id)
        for part in (*family.chains, *family.identities):
            yield from of_entry(part, language, family.id)
        for indicator in family.indicators.values():
            yield from of_entry(indicator, language, indicator.id)
    for unit in SHIPPED.units.values():
        yield from of_entry(unit, language, unit.id)
    for note in load_notes(NOTES_FILE).values():
        yield from of_entry(note, language, note.key)


def of_entry(entry: BaseModel, language: str, place: str) -> Iterator[tuple[str, str]]:
    for field in type(entry).model_fields:
        if field == language or field.endswith(f"_{language}"):
            yield f"{place} {field}", getattr(entry, field)


def test_every_text_exists_in_both_languages() -> None:
    chinese, english = list(texts("zh")), list(texts("en"))
    assert len(chinese) > 3 * len(SHIPPED.by_id)
    fields = [place.removesuffix("zh") for place, _ in chinese]
    assert fields == [place.removesuffix("en") for place, _ in english]
    assert all(text.strip() for _, text in (*chinese, *english))


def test_english_texts_are_english() -> None:
    assert [place for place, text in texts("en") if re.search(CHINESE, text)] == []


def test_chinese_texts_have_chinese_punctuation() -> None:
    assert [(place, text) for place, text in texts("zh") if HALF_WIDTH.search(text)] == []
