"""Figures that no indicator claims for certain: best guesses, growth, a new indicator."""

from __future__ import annotations

import re

import streamlit as st

from dashboard.context import Context
from dashboard.pages.importing import row_words
from dashboard.pages.importing.desk import Desk
from indicators.catalogue import Measure
from indicators.growth import GrowthKind
from indicators.review import Row, edit, place, proposal, propose

MOST_GUESSES = 3
_ASKED = ("family", "name_zh", "name_en", "key", "measure")
_KEY = re.compile(r"[a-z][a-z0-9_]*")


def suggestions(desk: Desk, row: Row, context: Context) -> None:
    """A button for every good guess; one click places the figure and accepts it."""
    words = context.words
    guesses = [guess for guess in row.guesses if guess.indicator in context.catalogue]
    for guess in guesses[:MOST_GUESSES]:
        st.button(
            words(
                "import_unplaced.guess",
                name=row_words.indicator_name(guess.indicator, context),
                share=f"{guess.confidence:.0%}",
            ),
            key=f"import-guess-{row.id}-{guess.indicator}",
            on_click=_place,
            args=(desk, row.id, guess.indicator),
            wrap=True,
        )
    _new_indicator(desk, row, context)


def _place(desk: Desk, row_id: str, indicator: str) -> None:
    desk.change(lambda draft: place(draft, row_id, indicator))


def choose_growth(desk: Desk, row: Row, context: Context) -> None:
    """How the report words a growth."""
    words = context.words
    key = f"import-growth-kind-{row.id}"
    st.session_state[key] = row.growth_kind
    st.selectbox(
        words("import_edit.growth_kind"),
        list(GrowthKind),
        key=key,
        format_func=lambda kind: words(f"import_growth.{kind}"),
        placeholder=words("import_edit.choose"),
        on_change=lambda: desk.change(
            lambda draft: edit(draft, row.id, growth_kind=st.session_state[key])
        ),
    )


def _new_indicator(desk: Desk, row: Row, context: Context) -> None:
    """An entry for the catalogue, to be completed and downloaded; the figure waits for it."""
    words = context.words
    kept = desk.draft.report.proposals.get(row.id, "")
    with st.expander(words("import_unplaced.new"), expanded=bool(kept), type="compact"):
        st.caption(words("import_unplaced.new_help"))
        if kept:
            _kept_entry(desk, row, kept, context)
        else:
            _questions(desk, row, context)


def _questions(desk: Desk, row: Row, context: Context) -> None:
    """What the entry needs to begin with; everything else is completed in it."""
    words = context.words
    families = {f.id: words.pick(f.name_zh, f.name_en) for f in context.catalogue.families}
    keys = {name: f"import-new-{name}-{row.id}" for name in _ASKED}
    with st.form(f"import-new-{row.id}", border=False):
        st.selectbox(
            words("data_figure.family"),
            list(families),
            format_func=families.__getitem__,
            key=keys["family"],
        )
        st.text_input(words("import_unplaced.name_zh"), key=keys["name_zh"])
        st.text_input(words("import_unplaced.name_en"), key=keys["name_en"])
        st.text_input(words("import_unplaced.key"), placeholder="cases_closed", key=keys["key"])
        st.selectbox(
            words("import_unplaced.measure"),
            list(Measure),
            format_func=lambda item: words(f"measure.{item}"),
            key=keys["measure"],
        )
        st.form_submit_button(
            words("import_unplaced.write"),
            key=f"import-new-write-{row.id}",
            on_click=_write,
            args=(desk, row.id, keys),
        )


def _write(desk: Desk, row_id: str, keys: dict[str, str]) -> None:
    """Make the entry and keep it with the draft; without a name and a key there is none."""
    given = {name: st.session_state[key] for name, key in keys.items()}
    texts = {name: given[name].strip() for name in ("name_zh", "name_en", "key")}
    if not texts["name_zh"] or not _KEY.fullmatch(texts["key"]):
        desk.wrong("new_indicator")
        return
    desk.change(
        lambda draft: propose(
            draft,
            row_id,
            proposal(draft, row_id, family=given["family"], measure=given["measure"], **texts),
        )
    )


def _kept_entry(desk: Desk, row: Row, entry: str, context: Context) -> None:
    words = context.words
    key = f"import-entry-{row.id}"
    st.session_state[key] = entry
    st.text_area(
        words("import_unplaced.entry"),
        key=key,
        height=320,
        on_change=lambda: desk.change(lambda draft: propose(draft, row.id, st.session_state[key])),
    )
    with st.container(horizontal=True):
        st.download_button(
            words("import_unplaced.download"),
            entry.encode(),
            file_name="new_indicator.toml",
            mime="text/plain",
            on_click="ignore",
            key=f"import-entry-file-{row.id}",
        )
        st.button(
            words("import_unplaced.drop"),
            key=f"import-entry-drop-{row.id}",
            type="tertiary",
            on_click=lambda: desk.change(lambda draft: propose(draft, row.id, "")),
        )
