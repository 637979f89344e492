"""Decisions change what they name and nothing else, and every one of them can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.growth import GrowthKind
from indicators.review import (
    Decision,
    Draft,
    EditError,
    Kind,
    UnknownRowError,
    accept_above,
    confirm,
    decide,
    describe,
    edit,
    from_json,
    place,
    problems,
    redo,
    to_json,
    undo,
)
from tests.drafts import TEXT, open_draft

IDS = [row.id for row in open_draft().rows]
Do = Callable[[Draft], Draft]


def deciding(ids: list[str], decision: Decision) -> Do:
    return lambda draft: decide(draft, ids, decision)


def editing(row_id: str, fields: dict[str, object]) -> Do:
    return lambda draft: edit(draft, row_id, **fields)


EDITS = st.fixed_dictionaries(
    {},
    optional={
        "value": st.decimals(0, 10**9, places=2),
        "qualifier": st.sampled_from(["", "余", "约", "近", "超", "可能"]),
        "scope": st.text("街道校园", max_size=4),
        "period": st.sampled_from(["2024", "2025-S1", "2025-06-30", "../2025-05-31"]),
        "indicator": st.sampled_from(["legal_aid.accepted", "lawyers.lawyers", "x.y"]),
        "printed": st.sampled_from(["882件", "35人", "不在"]),
    },
)
ACTIONS = st.one_of(
    st.builds(deciding, st.lists(st.sampled_from(IDS), max_size=4), st.sampled_from(Decision)),
    st.builds(editing, st.sampled_from(IDS), EDITS),
    st.builds(lambda c: lambda d: accept_above(d, c), st.floats(0, 1)),
    st.builds(lambda t: lambda d: describe(d, title=t), st.text("甲乙丙", max_size=3)),
    st.just(lambda d: place(d, "u42", "legal_aid.accepted")),
)


def history(draft: Draft) -> dict[str, object]:
    return {"past": draft.past, "future": draft.future}


@given(before=st.lists(ACTIONS, max_size=4), action=ACTIONS)
def test_undo_takes_any_decision_back_and_redo_takes_it_again(before: list[Do], action: Do) -> None:
    draft = open_draft()
    for do in before:
        draft = do(draft)
    after = action(draft)
    assert from_json(to_json(after)) == after
    if after == draft:  # nothing to decide: no step
        return
    back = undo(after)
    assert back.model_copy(update=history(draft)) == draft
    assert redo(back) == after


def test_undo_goes_back_to_the_beginning_and_no_further() -> None:
    start = open_draft()
    draft = decide(edit(start, "f8", scope="一审"), ["f8"], Decision.ACCEPTED)
    back = undo(undo(undo(draft)))
    assert back.rows == start.rows
    assert redo(redo(redo(back))) == draft


def test_a_new_decision_ends_what_could_be_redone() -> None:
    draft = undo(decide(open_draft(), ["f8"], Decision.ACCEPTED))
    assert redo(decide(draft, ["f8"], Decision.REJECTED)).row("f8").decision is Decision.REJECTED


def test_accepting_above_a_confidence_leaves_the_rest_open() -> None:
    draft = accept_above(open_draft(), Decimal("0.9"))
    assert [row.id for row in draft.accepted] == ["f8", "g15", "f34"]
    assert accept_above(draft, Decimal("0.9")) is draft
    assert len(undo(draft).accepted) == 0


def test_accepting_above_a_confidence_leaves_out_rows_with_a_problem() -> None:
    draft = edit(open_draft(), "f34", period="2025-S1")  # a stock over a span
    assert [row.id for row in accept_above(draft, 0).accepted] == ["f8", "g15", "f24"]


def test_bounds_follow_the_wording() -> None:
    draft = edit(open_draft(), "f8", qualifier="约")
    row = draft.row("f8")
    assert (row.low, row.high, row.edited) == (881, 883, True)
    assert draft.row("f24").edited is False


def test_a_new_printed_form_gives_its_value_and_is_found_in_the_text() -> None:
    row = edit(open_draft(), "f8", printed="35人").row("f8")
    assert (row.value, row.low, row.high) == (35, 35, 35)
    assert TEXT[row.char_start : row.char_end] == "35人"


def test_a_printed_form_is_found_at_its_nearest_place() -> None:
    assert edit(open_draft(), "f34", printed="882件").row("f34").char_start == 48


def test_a_share_is_capped_and_keeps_its_decimals() -> None:
    fields = {"indicator": "mediation.success_rate", "printed": "36.32%", "qualifier": "超"}
    row = edit(open_draft(), "f8", **fields).row("f8")
    assert (row.value, row.low, row.high) == (Decimal("36.32"), Decimal("36.32"), 100)


def test_text_is_read_as_a_person_types_it() -> None:
    row = edit(open_draft(), "f8", value="883", period_start="", period_end="2025-05-31").row("f8")
    assert (row.value, row.period_start, row.period_end) == (883, None, date(2025, 5, 31))
    assert row.period
    assert row.period.label == "../2025-05-31"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", "883件"),
        ("period_end", "6月"),
        ("period", "2025上半年"),
        ("growth_kind", "doubled"),
        ("char_start", -1),
        ("id", "f9"),
        ("decision", "accepted"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_field(field: str, value: object) -> None:
    with pytest.raises(EditError) as caught:
        edit(open_draft(), "f8", **{field: value})
    assert caught.value.field == field


def test_an_unplaced_figure_is_placed_and_accepted_in_one_step() -> None:
    draft = place(open_draft(), "u42", "legal_aid.accepted", scope="街道")
    row = draft.row("u42")
    assert (row.kind, row.decision, row.scope) == (Kind.FIGURE, Decision.ACCEPTED, "街道")
    assert not problems(draft)
    assert undo(draft).row("u42") == open_draft().row("u42")


def test_an_unplaced_figure_may_be_a_growth() -> None:
    draft = place(
        open_draft(), "u42", "legal_aid.accepted", growth_kind=GrowthKind.MULTIPLE, growth="1.2"
    )
    row = draft.row("u42")
    assert (row.kind, row.growth, row.value) == (Kind.GROWTH, Decimal("1.2"), None)


def test_another_district_must_be_confirmed() -> None:
    draft = describe(open_draft(), district="440311")
    assert not draft.report.confirmed
    assert confirm(draft).report.confirmed
    assert confirm(draft, "440306").report.district == "440306"


def test_a_row_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownRowError, match="f999"):
        decide(open_draft(), ["f999"], Decision.ACCEPTED)
