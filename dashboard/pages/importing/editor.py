"""Correcting the figure that is looked at: every field of it, kept at each change."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from dashboard.context import Context
from dashboard.markup import escape
from dashboard.pages.importing import row_words
from dashboard.pages.importing.desk import Desk, say_wrong
from dashboard.pages.importing.periods import Change, choose_period, likely_periods
from dashboard.pages.importing.unplaced import choose_growth, suggestions
from indicators.periods import Period
from indicators.quantities import HEDGES
from indicators.review import Draft, Kind, Row, edit, implied, row_problems


def editor(desk: Desk, context: Context) -> None:
    """The fields of the row that is looked at, below the sentence it stands in."""
    row = desk.focused
    if row is None:
        return
    with st.container(border=True, key="import-editor"):
        _heading(desk.draft, row, context)
        say_wrong(context.words, report=False)
        with st.container():
            if row.kind is Kind.UNPLACED:
                suggestions(desk, row, context)
        _indicator(desk, row, context)
        left, right = st.columns(2)
        with left:
            _amount(desk, row, context)
            _text(desk, row, "printed", context)
        with right:
            _hedge(desk, row, context)
            _text(desk, row, "scope", context)
        _period(desk, row, context)
        _remarks(desk.draft, row, context)


def _heading(draft: Draft, row: Row, context: Context) -> None:
    """The figure, how it stands, its sentence, and how it was read."""
    words = context.words
    state = row_words.state_text(row, words)
    st.markdown(f"**{escape(row.printed)}** · {escape(state)}")
    start, end = row.sentence
    before, after = draft.text[start : row.char_start], draft.text[row.char_end : end]
    st.markdown(f"> {_plain(before)}**{escape(row.printed)}**{_plain(after)}")
    facts = [words("import_edit.sure", share=row_words.confidence_name(row))]
    if row.kind is Kind.UNPLACED:
        facts = [row_words.reason_name(row.reason or "no_rule", words)]
    if row.edited:
        facts.append(words("import_edit.edited"))
    if row.reader not in ("", "rules"):
        facts.append(words("import_edit.reader", reader=row.reader))
    if row.reason == "repeats":
        facts.append(words("import_reason.repeats"))
    rule = words("import_edit.rule", rule=f"`{row.rule}`") if row.rule else None
    st.caption(escape(" · ".join(facts)), help=rule)


def _plain(text: str) -> str:
    """A part of the sentence, with the blanks at its ends that `escape` takes away."""
    inner = escape(text.strip())
    left = " " if text[:1].isspace() else ""
    return f"{left}{inner}{' ' if text[-1:].isspace() else ''}"


def _change(desk: Desk, row: Row) -> Change:
    return lambda fields: desk.change(lambda draft: edit(draft, row.id, **fields))


def _indicator(desk: Desk, row: Row, context: Context) -> None:
    """All names of the catalogue, the likely ones first; what is typed is searched for."""
    words = context.words
    guessed = [guess.indicator for guess in row.guesses if guess.indicator in context.catalogue]
    options = list(dict.fromkeys([*guessed, *(item.id for item in context.catalogue)]))
    key = f"import-indicator-{row.id}"
    st.session_state[key] = row_words.known(row, context)

    def chosen() -> None:
        indicator = st.session_state[key]
        if indicator:
            desk.change(lambda draft: edit(draft, row.id, indicator=indicator))

    st.selectbox(
        words("column.indicator" if row.indicator else "import_edit.place"),
        options,
        key=key,
        format_func=lambda item: _option(item, context),
        placeholder=words("import_edit.choose"),
        on_change=chosen,
        filter_mode="contains",
    )


def _option(indicator_id: str, context: Context) -> str:
    """An indicator in the list: its name, and the topic it belongs to."""
    family = context.catalogue.family(context.catalogue[indicator_id].family)
    topic = context.words.pick(family.name_zh, family.name_en)
    return f"{row_words.indicator_name(indicator_id, context)} · {topic}"


def _amount(desk: Desk, row: Row, context: Context) -> None:
    """The value in the catalogue's unit; of a growth its kind and size."""
    words = context.words
    if row.kind is Kind.GROWTH:
        choose_growth(desk, row, context)
        field, number, label = "growth", row.growth, words("import_edit.growth")
    else:
        unit = row_words.row_unit(row, context).label
        field, number = "value", row.value
        label = words("import_edit.value", unit=unit) if unit else words("column.value")
    _field(desk, row, field, _digits(number), label)


def _digits(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _text(desk: Desk, row: Row, field: str, context: Context) -> None:
    words = context.words
    _field(
        desk, row, field, str(getattr(row, field)), words(f"column.{field}"),
        placeholder=words("card.whole_district") if field == "scope" else "",
    )  # fmt: skip


def _field(
    desk: Desk, row: Row, field: str, text: str, label: str, *, placeholder: str = ""
) -> None:
    """A line of text; what cannot be read is said, and the field keeps what was there."""
    key = f"import-{field}-{row.id}"
    st.session_state[key] = text
    change = _change(desk, row)
    st.text_input(
        label,
        key=key,
        placeholder=placeholder,
        on_change=lambda: (
            change({field: st.session_state[key].strip().replace(",", "")})
            if field in ("value", "growth")
            else change({field: st.session_state[key].strip()})
        ),
    )


def _hedge(desk: Desk, row: Row, context: Context) -> None:
    """The word that makes a figure approximate."""
    words = context.words
    key = f"import-qualifier-{row.id}"
    options: list[str] = list(dict.fromkeys([row.qualifier, *HEDGES]))
    st.session_state[key] = row.qualifier
    change = _change(desk, row)
    st.selectbox(
        words("import_edit.qualifier"),
        options,
        key=key,
        format_func=lambda word: word or words("import_edit.exact"),
        on_change=lambda: change({"qualifier": st.session_state[key]}),
    )


def _period(desk: Desk, row: Row, context: Context) -> None:
    used: list[Period] = [item.period for item in desk.draft.rows if item.period]
    choose_period(
        row.period,
        likely_periods(desk.draft.report.period, list(dict.fromkeys(used))),
        context,
        key=f"import-period-{row.id}",
        change=_change(desk, row),
        kept=(row.period_start, row.period_end),
    )


def _remarks(draft: Draft, row: Row, context: Context) -> None:
    """What the wording leaves open, what a growth implies, and what stands in the way."""
    words = context.words
    if bounds := row_words.bounds_name(row, context):
        st.caption(escape(f"{words('evidence.bounds')}{words.colon}{bounds}"))
    if row.kind is Kind.GROWTH:
        earlier = implied(draft, row.id)
        text = earlier.formula if earlier else words("import_edit.implies_nothing")
        st.caption(escape(f"{words('import_edit.implied')}{words.colon}{text}"))
    if row.kind is not Kind.UNPLACED:
        for key in row_problems(draft, row):
            text = row_words.say("import_problem", key, words, figures="", indicator="")
            st.warning(text.strip())
