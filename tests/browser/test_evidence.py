from __future__ import annotations

import pytest

from tests.browser.conftest import Visit
from tests.browser.driver import Card, Dashboard

LINK = {"d": "330211.440311", "y": "2022-2024", "b": "year"}


def received(page: Dashboard) -> Card:
    return page.card("收到复议申请", page.words("basis.year"))


def test_a_click_on_a_point_shows_where_the_number_comes_from(visit: Visit) -> None:
    page = visit("reconsideration", link=LINK, shared=True)
    card = received(page)

    card.click_mark("光明区", 583)

    said = card.evidence.inner_text()
    assert "光明区" in said
    assert "2024年" in said
    assert f"{page.words('evidence.printed')}：583宗" in said
    assert page.words("evidence.place", start=2163, end=2166) in said
    assert page.words("status.reported") in said
    source = card.evidence.get_by_role("link").first
    assert (source.get_attribute("href") or "").startswith("http")
    assert "2024年法治政府建设年度报告" in source.inner_text()

    card.click_mark("光明区", 172)  # a hollow point
    said = card.evidence.inner_text()
    assert page.words("status.derived") in said
    assert "583 ÷ 3.38 → 172" in said
    assert page.words("convention.truncation") in said


@pytest.mark.long
def test_a_row_of_the_table_shows_the_evidence_of_that_row(visit: Visit) -> None:
    page = visit("reconsideration", link=LINK, shared=True)
    card = received(page)
    rows = card.show_table()
    assert len(rows) == 4

    for number in (1, 2):
        row = rows[number]
        fact = f"{row[page.words('column.district')]} · {row[page.words('column.period')]}"
        card.click_row(number, shows=fact)
        said = card.evidence.inner_text()
        assert f"{page.words('evidence.printed')}：{row[page.words('column.printed')]}" in said
        assert row[page.words("column.source")] in said


@pytest.mark.long
def test_figures_that_differ_between_sources_are_shown_side_by_side(visit: Visit) -> None:
    link = {"d": "110112", "y": "2022-2022", "b": "year"}
    page = visit("reconsideration", link=link, shared=True)
    table = page.main.locator('[class*="st-key-figures-"]')
    rows = page.read_table(table)
    corrected = [
        n
        for n, row in enumerate(rows)
        if page.words("column.conflict") in row[page.words("column.status")]
    ]
    assert corrected, rows

    page.click_row(table, corrected[0])

    said = page.main.locator('[class*="st-key-evidence-"]').inner_text()
    assert page.words("evidence.conflict_warning") in said
    assert page.words("evidence.conflicts") in said
    assert page.words("evidence.shown") in said
