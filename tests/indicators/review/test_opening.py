"""A draft says what the reading says, decides nothing, and survives as text."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from indicators.observations import Attribution
from indicators.review import Decision, DraftSchemaError, Kind, draft_from, from_json, to_json
from tests.drafts import CREATED, DISTRICT, TEXT, document, figure, open_draft, reading


def test_every_figure_growth_and_unplaced_is_a_row_at_its_place() -> None:
    draft = open_draft()
    assert [(row.id, row.printed) for row in draft.rows] == [
        ("f8", "882件"),
        ("g15", "36.32%"),
        ("f24", "700余件"),
        ("f34", "35人"),
        ("u42", "12桩"),
        ("f48", "882件"),
    ]
    assert all(TEXT[row.char_start : row.char_end] == row.printed for row in draft.rows)


def test_a_row_holds_what_was_read() -> None:
    hedged, stock, unplaced = (open_draft().row(key) for key in ("f24", "f34", "u42"))
    assert (hedged.value, hedged.low, hedged.high) == (700, 700, 799)
    assert (hedged.indicator, hedged.qualifier) == ("reconsideration.accepted", "余")
    assert (stock.period_start, stock.period_end) == (date(2025, 6, 30), date(2025, 6, 30))
    assert (unplaced.indicator, unplaced.reason, unplaced.confidence) == (None, "no_rule", 0.3)
    growth = open_draft().row("g15")
    assert (growth.kind, growth.growth, growth.value) == (Kind.GROWTH, Decimal("36.32"), None)


def test_a_repeated_figure_comes_rejected_with_its_reason() -> None:
    decisions = {row.id: (row.decision, row.reason) for row in open_draft().rows}
    assert decisions.pop("f48") == (Decision.REJECTED, "repeats")
    assert {decision for decision, _ in decisions.values()} == {Decision.OPEN}


def test_the_same_place_read_by_two_readers_makes_two_rows() -> None:
    read = reading(figures=(figure(), figure(confidence=0.5)))
    ids = [row.id for row in open_draft(read).rows if row.kind is Kind.FIGURE]
    assert ids == ["f8", "f8-2"]


def test_only_a_district_of_another_area_is_kept_with_its_row() -> None:
    read = reading(figures=(figure(), figure("35人", district="440311", value=35)))
    own, other = (row for row in open_draft(read).rows if row.kind is Kind.FIGURE)
    assert (own.district, other.district) == ("", "440311")
    assert open_draft(read).district_of(own) == DISTRICT


def test_a_district_that_the_report_names_is_confirmed_and_an_inferred_one_is_not() -> None:
    assert open_draft().report.confirmed
    inferred = open_draft(reading(attribution=Attribution.INFERRED))
    assert not inferred.report.confirmed


@pytest.mark.parametrize(
    ("url", "official"),
    [
        ("https://www.sz.gov.cn/a", True),
        ("https://gov.cn.example.org/a", False),
        ("https://notgov.cn/", False),
        ("", False),
    ],
)
def test_only_a_government_address_is_official(url: str, official: bool) -> None:
    assert draft_from(document(), reading(), url=url).report.official is official


def test_a_title_that_is_missing_is_the_name_of_the_file() -> None:
    assert open_draft(title="").report.title == "report.txt"


def test_a_draft_survives_as_text() -> None:
    draft = open_draft()
    assert draft.created == CREATED
    assert from_json(to_json(draft)) == draft
    assert json.loads(to_json(draft))["schema"] == 1


@pytest.mark.parametrize("text", ["", "[]", "{", '{"schema": 1}', '{"schema": 2}'])
def test_what_is_no_draft_of_this_release_is_refused(text: str) -> None:
    with pytest.raises(DraftSchemaError, match="newer" if "2" in text else "cannot be read"):
        from_json(text)
