"""What a person decides on a draft: accept, reject, correct, place; each a step back and forth."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import TypeVar

from pydantic import ValidationError

from indicators.catalogue import Measure, load_catalogue
from indicators.growth import GrowthKind
from indicators.numerals import read_numeral
from indicators.periods import PeriodError, parse_label
from indicators.quantities import Bounds, UnknownHedgeError, stated_bounds
from indicators.review.findings import row_problems
from indicators.review.model import Decision, Draft, EditError, Kind, Report, Row, Step

M = TypeVar("M", Row, Report)

STEPS = 200  # kept for undo; a person does not go back further, and the file stays small
_EDITABLE = frozenset(
    {
        "district", "indicator", "scope", "period_start", "period_end", "value", "qualifier",
        "printed", "char_start", "growth_kind", "growth", "notes",
    }
)  # fmt: skip
_STATED_BY = frozenset({"value", "qualifier", "printed", "indicator"})
_FIXED = frozenset({"name", "format"})


def decide(draft: Draft, row_ids: Collection[str], decision: Decision | str) -> Draft:
    """Accept, reject or reopen rows."""
    wanted = Decision(decision)
    rows = [draft.row(row_id) for row_id in row_ids]
    changed = [_with(row, decision=wanted) for row in rows if row.decision is not wanted]
    return _apply(draft, f"{wanted}", changed)


def accept_above(draft: Draft, confidence: Decimal | float) -> Draft:
    """Accept every open row that was read with at least this confidence and has no problem."""
    sure = [
        row.id
        for row in draft.rows
        if row.decision is Decision.OPEN
        and row.kind is not Kind.UNPLACED
        and row.confidence >= confidence
        and not row_problems(draft, row)
    ]
    return decide(draft, sure, Decision.ACCEPTED)


def edit(draft: Draft, row_id: str, **fields: object) -> Draft:
    """Correct fields of a row: values of their type, or text as a person types it.

    `period` takes a label (2025-S1) for both ends. Bounds follow from value, printed form and
    wording; a new printed form gives its value unless one is given too, and is looked up in the
    text. An indicator on an unplaced row makes it a figure. EditError names what cannot be read.
    """
    return _apply(draft, "edit", [_edited(draft, draft.row(row_id), fields)])


def place(
    draft: Draft,
    row_id: str,
    indicator: str,
    *,
    growth_kind: GrowthKind | str | None = None,
    **fields: object,
) -> Draft:
    """Say which indicator a figure belongs to, and accept it; `fields` as for `edit`.

    With `growth_kind` the figure is a growth of that indicator, not a value.
    """
    row = draft.row(row_id)
    wanted: dict[str, object] = {"indicator": indicator, **fields}
    if growth_kind is not None:
        row = _with(row, kind=Kind.GROWTH, growth=row.growth or row.value)
        row = _with(row, value=None, low=None, high=None)
        wanted["growth_kind"] = growth_kind
    placed = _with(_edited(draft, row, wanted), decision=Decision.ACCEPTED)
    return _apply(draft, "place", [placed])


def describe(draft: Draft, **fields: object) -> Draft:
    """Correct what is known of the report: title, issuer, url, district, period (a label).

    Another district needs to be confirmed again, unless `confirmed` is given with it.
    """
    wanted = _with_period(fields)
    _refuse_unknown(wanted, frozenset(Report.model_fields) - _FIXED)
    if wanted.get("district", draft.report.district) != draft.report.district:
        wanted.setdefault("confirmed", False)
    report = _validated(draft.report, wanted)
    return draft if report == draft.report else _apply(draft, "describe", [], report)


def confirm(draft: Draft, district: str = "") -> Draft:
    """Confirm the district that was found, or say which one it is."""
    return describe(draft, district=district or draft.report.district, confirmed=True)


def undo(draft: Draft) -> Draft:
    """Take the last step back; the draft itself when there is none."""
    if not draft.past:
        return draft
    *past, step = draft.past
    back = {"past": tuple(past), "future": (*draft.future, _present(draft, step))}
    return _restored(draft, step).model_copy(update=back)


def redo(draft: Draft) -> Draft:
    """Take again what was undone last; the draft itself when there is nothing."""
    if not draft.future:
        return draft
    *future, step = draft.future
    again = {"past": (*draft.past, _present(draft, step)), "future": tuple(future)}
    return _restored(draft, step).model_copy(update=again)


def _present(draft: Draft, step: Step) -> Step:
    """What a step would replace, as it is now."""
    rows = tuple(draft.row(row.id) for row in step.rows)
    return Step(action=step.action, rows=rows, report=draft.report if step.report else None)


def _restored(draft: Draft, step: Step) -> Draft:
    report = step.report or draft.report
    return draft.model_copy(update={"rows": _replaced(draft, step.rows), "report": report})


def _apply(
    draft: Draft, action: str, changed: Sequence[Row], report: Report | None = None
) -> Draft:
    """One step forward; the draft itself when nothing would change."""
    changed = [row for row in changed if row != draft.row(row.id)]
    if not changed and report is None:
        return draft
    after = Step(action=action, rows=tuple(changed), report=report)
    past = (*draft.past, _present(draft, after))[-STEPS:]
    return _restored(draft, after).model_copy(update={"past": past, "future": ()})


def _replaced(draft: Draft, rows: Sequence[Row]) -> tuple[Row, ...]:
    new = {row.id: row for row in rows}
    return tuple(new.get(row.id, row) for row in draft.rows)


def _edited(draft: Draft, row: Row, fields: dict[str, object]) -> Row:
    wanted = _with_period(fields)
    _refuse_unknown(wanted, _EDITABLE)
    new = _validated(row, wanted)
    if row.kind is Kind.UNPLACED and new.indicator:
        new = _with(new, kind=Kind.FIGURE)
    if "printed" in wanted and "char_start" not in wanted:
        new = _found_again(draft.text, new)
    if new.kind is not Kind.GROWTH and wanted.keys() & _STATED_BY:
        new = _restated(new, keep_value="value" in wanted or "printed" not in wanted)
    return row if new == row else _with(new, edited=True)


def _restated(row: Row, *, keep_value: bool) -> Row:
    """The value of the printed form, and the bounds of value and wording."""
    numeral = read_numeral(row.printed)
    value = row.value
    if numeral is not None and not keep_value:
        value = -numeral.value if value is not None and value < 0 else numeral.value
    catalogue = load_catalogue()
    known = row.indicator in catalogue.by_id
    indicator = catalogue[row.indicator] if row.indicator and known else None
    bounds = Bounds(None, None)
    if value is not None:
        fits = numeral is not None and numeral.value == abs(value)
        with suppress(UnknownHedgeError):  # `problems` names the word
            bounds = stated_bounds(
                value,
                row.qualifier,
                unit=numeral.unit if numeral is not None and fits else None,
                whole=catalogue.units[indicator.unit].whole if indicator else row.measure != "%",
                share=indicator is not None and indicator.measure is Measure.RATE,
            )
    return _with(row, value=value, low=bounds.low, high=bounds.high)


def _found_again(text: str, row: Row) -> Row:
    """The place of a new printed form that is nearest to the old one; unchanged without one."""
    before = text.rfind(row.printed, 0, row.char_start + len(row.printed))
    after = text.find(row.printed, row.char_start)
    found = [place for place in (before, after) if place >= 0 and row.printed]
    nearest = min(found, key=lambda place: abs(place - row.char_start), default=row.char_start)
    return _with(row, char_start=nearest)


def _with_period(fields: dict[str, object]) -> dict[str, object]:
    """The fields with a period's label as its two ends."""
    wanted = dict(fields)
    if "period" in wanted:
        try:
            period = parse_label(str(wanted.pop("period")))
        except PeriodError as error:
            raise EditError("period", str(error)) from error
        wanted |= {"period_start": period.start, "period_end": period.end}
    return wanted


def _refuse_unknown(fields: Collection[str], allowed: frozenset[str]) -> None:
    for field in fields:
        if field not in allowed:
            raise EditError(field, "is not a field that can be changed")


def _validated(model: M, fields: dict[str, object]) -> M:
    """The model with these fields, read from text where they are text; an emptied one is None."""
    kept = {name: getattr(model, name) for name in type(model).model_fields}
    optional = {name for name, field in type(model).model_fields.items() if field.default is None}
    given = {
        name: None if value == "" and name in optional else value for name, value in fields.items()
    }
    try:
        return type(model).model_validate({**kept, **given})
    except ValidationError as error:
        first = error.errors()[0]
        raise EditError(str(first["loc"][0]), first["msg"]) from error


def _with(row: Row, **fields: object) -> Row:
    return row.model_copy(update=fields)
