"""What a row of a draft looks like in words: its state, indicator, period, value, confidence."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from dashboard.context import Context
from dashboard.formats import DisplayUnit, bounds_text, period_text, with_unit
from dashboard.pages.importing.segments import Mark
from dashboard.words import Words
from indicators.growth import GrowthKind
from indicators.periods import Period
from indicators.review import Decision, Draft, Kind, Row

SURE = 0.85


class State(StrEnum):
    """How a figure stands in the review; each has a colour, a line and a sign of its own."""

    SURE = "sure"
    DOUBTFUL = "doubtful"
    UNPLACED = "unplaced"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


SIGNS = {
    State.SURE: "●", State.DOUBTFUL: "?", State.UNPLACED: "○", State.ACCEPTED: "✓",
    State.REJECTED: "✗",
}  # fmt: skip
NUMERAL = "numeral"
# why a numeral states no quantity, as data/reading.toml has it
NO_QUANTITY = (
    "age_limit", "anniversary", "clock", "congress", "date", "document_number", "duration",
    "enumerator", "furniture", "hotline", "limit", "name", "ordinal", "plan", "plan_section",
    "rank", "size", "slogan", "target", "time_limit",
)  # fmt: skip


def state_of(row: Row) -> State:
    """What has been decided, and for an open row how sure its reading is."""
    if row.decision is Decision.ACCEPTED:
        return State.ACCEPTED
    if row.decision is Decision.REJECTED:
        return State.REJECTED
    if row.kind is Kind.UNPLACED:
        return State.UNPLACED
    return State.SURE if row.confidence >= SURE else State.DOUBTFUL


def state_text(row: Row, words: Words) -> str:
    """The state with its sign."""
    state = state_of(row)
    return f"{SIGNS[state]} {words(f'import_state.{state}')}"


def indicator_name(indicator_id: str | None, context: Context) -> str:
    """The name of an indicator; one that the catalogue does not hold keeps its id."""
    if not indicator_id:
        return context.words("import_row.no_indicator")
    if indicator_id not in context.catalogue:
        return indicator_id
    indicator = context.catalogue[indicator_id]
    return context.words.pick(indicator.name_zh, indicator.name_en)


def known(row: Row, context: Context) -> str | None:
    """The indicator of a row as long as the catalogue holds it."""
    return row.indicator if row.indicator and row.indicator in context.catalogue else None


def short_name(row: Row, context: Context) -> str:
    """What the table calls the figure: its indicator, and that it is a growth."""
    indicator = known(row, context)
    if indicator is None:
        return indicator_name(row.indicator, context)
    name = context.short(indicator)
    return context.words("import_row.growth_of", name=name) if row.kind is Kind.GROWTH else name


def period_name(period: Period | None, words: Words) -> str:
    """A period, or that it is not known."""
    return period_text(period, words) if period else words("import_row.no_period")


def row_unit(row: Row, context: Context) -> DisplayUnit:
    """The unit of the row's value; of an unplaced figure as printed."""
    indicator = known(row, context)
    if indicator is not None:
        unit = context.catalogue.unit_of(indicator)
        if unit.id == "percent":
            return DisplayUnit("%", percent=True)
        return DisplayUnit(context.words.pick(unit.zh, unit.en))
    return DisplayUnit(row.measure, percent=row.measure == "%")


def value_name(row: Row, context: Context) -> str:
    """The value with its unit, or the growth."""
    if row.kind is Kind.GROWTH:
        return growth_name(row, context.words)
    value = None if row.value is None else float(row.value)
    return row_unit(row, context).text(value, context.words)


def growth_name(row: Row, words: Words) -> str:
    """A growth: +36.32 %, 3.38 times."""
    if row.growth is None or row.growth_kind is None:
        return "—"
    if row.growth_kind is GrowthKind.PCT_CHANGE:
        return f"{row.growth:+f}%".replace("-", "−")
    return words(f"import_growth.short_{row.growth_kind}", number=f"{row.growth:f}")


def bounds_name(row: Row, context: Context) -> str:
    """What the wording allows; empty for an exact value."""
    if row.kind is Kind.GROWTH or row.value is None or row.bounds.exact:
        return ""
    low, high = (None if end is None else float(end) for end in (row.low, row.high))
    unit = row_unit(row, context)
    return with_unit(bounds_text(low, high, unit), unit)


def confidence_name(row: Row) -> str:
    """The confidence as a share; a person's own entry needs none."""
    return "—" if row.kind is Kind.UNPLACED and not row.guesses else f"{row.confidence:.0%}"


def marks_of(draft: Draft, context: Context, *, numerals: bool) -> list[Mark]:
    """Every row as a mark in the text; and, if asked for, what was found to be no figure.

    A figure that stands behind another mark on the same characters has none of its own.
    """
    marks = [_mark(row, context) for row in sorted(draft.rows, key=_drawn_first)]
    if numerals:
        marks += [
            Mark(
                f"n{item.char_start}", item.char_start, item.char_start + len(item.printed),
                (item.char_start, item.char_start), NUMERAL,
                f"{item.printed}{context.words.colon}{reason_name(item.reason, context.words)}",
            )
            for item in draft.numerals
        ]  # fmt: skip
    return marks


def _drawn_first(row: Row) -> tuple[int, bool]:
    return row.char_start, row.decision is Decision.REJECTED


def _mark(row: Row, context: Context) -> Mark:
    words = context.words
    parts = [words(f"import_state.{state_of(row)}"), short_name(row, context)]
    if row.indicator:
        parts += [period_name(row.period, words), value_name(row, context)]
    label = f"{row.printed}{words.colon}{words.pick('，', ', ').join(parts)}"
    return Mark(row.id, row.char_start, row.char_end, row.sentence, state_of(row), label)


def reason_name(reason: str, words: Words) -> str:
    """Why a figure is unplaced or a numeral is none; a reason without words stays as it is."""
    return say("import_reason", reason, words)


def say(section: str, key: str, words: Words, **values: object) -> str:
    """The text of a key from the reading or the review; the key itself where we have none."""
    try:
        return words(f"{section}.{key}", **values)
    except KeyError:
        return key


def ordered(rows: Sequence[Row]) -> list[Row]:
    """Rows in the order of the text."""
    return sorted(rows, key=lambda row: (row.char_start, row.id))
