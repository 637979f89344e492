"""Choosing a period: the likely ones by name, any other by its two ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from dashboard.context import Context
from dashboard.formats import period_text
from indicators.periods import Period, first_half, full_year, parse_label

OTHER = "other"
Change = Callable[[dict[str, object]], None]


def choose_period(
    period: Period | None,
    likely: Sequence[Period],
    context: Context,
    *,
    key: str,
    change: Change,
    kept: tuple[date | None, date | None] = (None, None),
) -> None:
    """Draw the choice; `change` gets `period` (a label), or both ends as ISO dates or None.

    `kept` are the ends of a period that is none because they are the wrong way round.
    """
    words = context.words
    labels = [item.label for item in dict.fromkeys([*([period] if period else []), *likely])]
    other = f"{key}-by-ends"
    by_ends = bool(st.session_state.get(other)) or (period is None and kept[1] is not None)
    st.session_state[key] = OTHER if by_ends else period.label if period else None

    def chosen() -> None:
        label = st.session_state[key]
        st.session_state[other] = label == OTHER
        if label and label != OTHER:
            change({"period": label})

    st.selectbox(
        words("column.period"),
        [*labels, OTHER],
        key=key,
        format_func=lambda label: (
            words("import_period.other")
            if label == OTHER
            else period_text(parse_label(label), words)
        ),
        placeholder=words("import_period.choose"),
        on_change=chosen,
        filter_mode="contains",
    )
    if by_ends:
        start, end = (period.start, period.end) if period else kept
        _ends(start, end, context, key=key, change=change)


def _ends(
    start: date | None, end: date | None, context: Context, *, key: str, change: Change
) -> None:
    """Two fields for dates; without a start the figure is a running total."""
    words = context.words
    names = {"start": f"{key}-start", "end": f"{key}-end"}
    for name, day in (("start", start), ("end", end)):
        st.session_state[names[name]] = day.isoformat() if day else ""

    def changed() -> None:
        first, last = (st.session_state[name].strip() for name in names.values())
        if last:
            change({"period_start": first or None, "period_end": last})

    columns = st.columns(2)
    for column, name in zip(columns, names, strict=True):
        column.text_input(
            words(f"import_period.{name}"),
            key=names[name],
            on_change=changed,
            placeholder=words(f"import_period.{name}_hint"),
        )


def likely_periods(own: Period | None, used: Sequence[Period]) -> list[Period]:
    """The report's own period, those that its figures have, and the usual ones around it."""
    year = own.year if own else (used[0].year if used else date.today().year)
    usual = [kind(y) for y in (year, year - 1) for kind in (full_year, first_half)]
    ends = [Period(own.end, own.end), Period(None, own.end)] if own else []
    return list(dict.fromkeys([*([own] if own else []), *usual, *ends, *used]))
