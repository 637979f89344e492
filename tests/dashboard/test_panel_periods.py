"""The periods of a panel: named for people, cut out for a ranking, paired for a change."""

from __future__ import annotations

import pytest

from dashboard.charts.panel_periods import at_periods, comparable_pairs, period_names
from dashboard.charts.series import fact_of
from dashboard.context import Context
from indicators.comparability import against_one_line, against_one_ranking
from tests.dashboard.conftest import PanelsOf
from tests.dashboard.drawing import ZH, panel, row


def test_periods_are_named_newest_first() -> None:
    item = panel(row("甲", "2021-S1", 1.0), row("甲", "2025-S1", 2.0), row("乙", "2021-S1", 3.0))
    assert period_names(item, ZH) == {"2025-S1": "2025年上半年", "2021-S1": "2021年上半年"}


def test_days_of_one_year_are_one_period() -> None:
    item = panel(row("甲", "2024-11-06", 5.0), row("乙", "2024-12-31", 9.0))
    assert period_names(item, ZH) == {"2024": "2024年"}
    assert period_names(panel(row("乙", "2024-12-31", 9.0)), ZH) == {"2024": "2024年末"}


def test_of_several_days_in_a_year_the_last_counts() -> None:
    item = panel(row("甲", "2024-06-30", 5.0), row("甲", "2024-12-31", 9.0))
    assert at_periods(item, "2024").rows["shown"].to_list() == [9.0]


def test_a_part_keeps_what_the_panel_says_of_itself() -> None:
    item = panel(row("甲", "2023", 5.0), row("甲", "2024", 9.0))
    part = at_periods(item, "2023")
    assert (part.unit, part.mode, part.rows.columns) == (item.unit, item.mode, item.rows.columns)
    assert part.rows["period_label"].to_list() == ["2023"]


def test_the_pair_that_most_districts_have_comes_first() -> None:
    item = panel(
        row("甲", "2020", 1.0), row("甲", "2023", 1.0), row("甲", "2024", 1.0),
        row("乙", "2023", 1.0), row("乙", "2024", 1.0),
    )  # fmt: skip
    assert comparable_pairs(item) == [("2023", "2024"), ("2020", "2024"), ("2020", "2023")]


@pytest.mark.parametrize(
    "labels", [("2024", "2024"), ("../2023-12-31", "../2024-12-31")], ids=["one", "running totals"]
)
def test_what_cannot_be_compared_is_no_pair(labels: tuple[str, str]) -> None:
    assert comparable_pairs(panel(row("甲", labels[0], 1.0), row("乙", labels[1], 1.0))) == []
    if labels[0] != labels[1]:
        assert comparable_pairs(panel(*[row("甲", label, 1.0) for label in labels])) == []


def test_every_panel_can_be_cut_and_paired(zh: Context, panels_of: PanelsOf) -> None:
    for item in panels_of(zh):
        names = period_names(item, zh.words)
        parts = [at_periods(item, key) for key in names]
        assert sum(part.rows.height for part in parts) <= item.rows.height
        for part in parts:
            facts = [fact_of(one) for one in part.rows.iter_rows(named=True)]
            assert len({fact.district for fact in facts}) == len(facts)
            reasons = {r for fact in facts for r in against_one_ranking(facts[0], fact)}
            assert reasons <= {"unknown_start"}
        for earlier, later in comparable_pairs(item):
            both = at_periods(item, earlier, later).rows.partition_by("district_code")
            joined = [[fact_of(one) for one in part.to_dicts()] for part in both if part.height > 1]
            assert joined
            assert not any(against_one_line(*facts) for facts in joined)
