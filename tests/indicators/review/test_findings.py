"""Approval is forbidden by exactly what a build would refuse, or what only a person can know."""

from __future__ import annotations

import pytest

from indicators.observations import Attribution
from indicators.review import (
    Decision,
    Draft,
    confirm,
    decide,
    describe,
    edit,
    problems,
    undo,
)
from tests.drafts import open_draft, reading, ready_draft


def keys(draft: Draft) -> list[str]:
    return [finding.key for finding in problems(draft)]


def test_a_sound_draft_has_none() -> None:
    assert problems(ready_draft()) == ()


def test_nothing_accepted_is_nothing_to_import() -> None:
    assert keys(open_draft()) == ["nothing_accepted"]


@pytest.mark.parametrize(
    ("row", "fields", "key"),
    [
        ("f8", {"indicator": ""}, "no_indicator"),
        ("f8", {"indicator": "x.y"}, "unknown_indicator"),
        ("f8", {"district": "999999"}, "unknown_district"),
        ("f8", {"period_end": ""}, "no_period"),
        ("f8", {"period_end": "2024-12-31"}, "no_period"),
        ("f8", {"period": "2025-06-30"}, "date_needs_stock"),
        ("f34", {"period": "2025-S1"}, "stock_needs_date"),
        ("f24", {"value": ""}, "no_value"),
        ("f24", {"value": "701"}, "value_not_printed"),
        ("f24", {"printed": "若干"}, "not_in_text"),
        ("f24", {"char_start": 0}, "not_in_text"),
        ("f24", {"qualifier": "可能"}, "unknown_qualifier"),
        ("g15", {"growth": ""}, "no_growth"),
        ("g15", {"growth_kind": ""}, "no_growth_kind"),
        ("g15", {"growth": "1.23456"}, "value_too_long"),
        ("g15", {"growth": "-300"}, "growth_impossible"),
    ],
)
def test_a_row_that_a_build_would_refuse(row: str, fields: dict[str, object], key: str) -> None:
    draft = edit(ready_draft(), row, **fields)
    assert key in [finding.key for finding in problems(draft) if finding.rows == (row,)]
    rejected = decide(draft, [row], Decision.REJECTED)
    assert key not in keys(rejected)
    assert problems(undo(draft)) == ()


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"title": " "}, "no_title"),
        ({"district": ""}, "no_district"),
        ({"district": "999999"}, "unknown_district"),
        ({"period_end": ""}, "no_report_period"),
        ({"published": "去年"}, "published_unreadable"),
    ],
)
def test_what_is_missing_of_the_report(fields: dict[str, object], key: str) -> None:
    assert keys(describe(ready_draft(), **fields)) == [key]


def test_an_inferred_district_must_be_confirmed() -> None:
    draft = ready_draft(reading(attribution=Attribution.INFERRED))
    assert keys(draft) == ["unconfirmed_district"]
    assert problems(confirm(draft)) == ()


def test_one_fact_is_stated_once_in_one_report() -> None:
    draft = decide(ready_draft(), ["f48"], Decision.ACCEPTED)
    (finding,) = problems(draft)
    assert (finding.key, finding.rows) == ("duplicate_fact", ("f8", "f48"))
    assert finding.names == (("indicator", "reconsideration.received"),)
    assert problems(edit(draft, "f48", scope="一审")) == ()
