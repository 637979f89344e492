"""Figures that can hardly be right together are pointed out before they are approved."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from indicators.reading.model import Figure
from indicators.review import Decision, Draft, Finding, decide, edit, implied, warnings
from tests.drafts import figure, open_draft, reading

LINES = "收到10件 受理20件 审结100件 纠错5件 率9% 率5% 率120% 全年8件"


def of(*figures: tuple[str, str, str], period: str = "2025-S1") -> Draft:
    read: Sequence[Figure] = [
        figure(printed, indicator, value=int(value), text=LINES, period=period)
        for printed, indicator, value in figures
    ]
    return open_draft(reading(figures=read, growths=(), text=LINES))


def found(draft: Draft, key: str) -> Finding | None:
    return next((finding for finding in warnings(draft) if finding.key == key), None)


RECEIVED = ("10件", "reconsideration.received", "10")
ACCEPTED = ("20件", "reconsideration.accepted", "20")
CONCLUDED = ("100件", "reconsideration.concluded", "100")
CORRECTED = ("5件", "reconsideration.corrected", "5")


def test_more_accepted_than_received_is_pointed_out() -> None:
    draft = of(RECEIVED, ACCEPTED)
    finding = found(draft, "identity_broken")
    assert finding
    assert [draft.row(key).printed for key in finding.rows] == ["10件", "20件"]
    rejected = decide(draft, [finding.rows[1]], Decision.REJECTED)
    assert found(rejected, "identity_broken") is None
    other_scope = edit(draft, finding.rows[1], scope="一审")
    assert found(other_scope, "identity_broken") is None


def test_an_open_hedge_breaks_no_identity() -> None:
    draft = of(RECEIVED, ACCEPTED)
    received = draft.rows[0].id
    assert found(edit(draft, received, qualifier="超"), "identity_broken") is None


@pytest.mark.parametrize(("printed", "value", "wrong"), [("9%", "9", True), ("5%", "5", False)])
def test_a_rate_must_follow_from_its_counts(printed: str, value: str, wrong: bool) -> None:
    draft = of(CONCLUDED, CORRECTED, (printed, "reconsideration.correction_rate", value))
    finding = found(draft, "rate_not_quotient")
    assert (finding is not None) is wrong
    if finding:
        assert dict(finding.names)["quotient"] == "5.00"


def test_a_share_above_the_whole_is_pointed_out() -> None:
    draft = of(("120%", "reconsideration.correction_rate", "120"))
    assert found(draft, "rate_out_of_range")


def test_a_half_year_above_its_year_is_pointed_out() -> None:
    draft = of(RECEIVED, ("8件", "reconsideration.received", "8"))
    year = draft.rows[1].id
    assert found(draft, "figures_disagree")
    assert found(edit(draft, year, period="2025"), "half_above_year")
    assert found(edit(draft, year, period="2024"), "half_above_year") is None


def test_growth_gives_the_earlier_value_or_is_pointed_out() -> None:
    draft = open_draft()
    earlier = implied(draft, "g15")
    assert earlier
    assert (earlier.value, earlier.fact.period.label) == (Decimal(647), "2024-S1")
    assert warnings(draft) == ()
    fall = edit(draft, "g15", growth="-300")
    assert implied(fall, "g15") is None
    assert found(fall, "growth_impossible")


def test_growth_without_its_level_implies_nothing() -> None:
    draft = decide(open_draft(), ["f8"], Decision.REJECTED)
    assert implied(draft, "g15") is None
    assert found(draft, "growth_impossible") is None
