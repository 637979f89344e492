"""Leafing through what is too long to show at once."""

from __future__ import annotations

import math

import streamlit as st

from dashboard.words import Words


def first_row(count: int, *, size: int, key: str, words: Words, rows: bool = True) -> int:
    """The first row of the page to show, counted from 0; draws nothing where one page is enough.

    `rows`: of a table, which a click on a column's name sorts, this page alone.

    Streamlit's own pagination names its buttons in English for those who hear them.
    """
    pages = math.ceil(count / size)
    if pages <= 1:
        return 0
    page = min(max(st.session_state.get(key, 1), 1), pages)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"pager-{key}"
    ):
        _step(page - 1, pages, key, ":material/chevron_left:", words("pager.earlier"))
        page = st.selectbox(
            words("pager.page"),
            range(1, pages + 1),
            format_func=lambda one: words("pager.of", page=one, pages=pages),
            key=key,
            width=130,
            label_visibility="collapsed",
            filter_mode="contains",
        )
        _step(page + 1, pages, key, ":material/chevron_right:", words("pager.later"))
        first = (page - 1) * size
        last = min(first + size, count)
        said = words("pager.items", first=first + 1, last=last, count=count)
        st.caption(f"{said} {words('pager.sorting')}" if rows else said, width="content")
    return first


def _step(to: int, pages: int, key: str, icon: str, label: str) -> None:
    st.button(
        label,
        icon=icon,
        key=f"{key}-to-{to}",
        disabled=not 1 <= to <= pages,
        on_click=_turn,
        args=(key, to),
    )


def _turn(key: str, to: int) -> None:
    st.session_state[key] = to
