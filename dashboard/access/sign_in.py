"""What a visitor sees of signing in: a control in the sidebar, and a page that explains."""

from __future__ import annotations

import streamlit as st

from dashboard.access import signed_out
from dashboard.access.editing import Access, Standing, access
from dashboard.access.identity import identity
from dashboard.access.visitor import visitor
from dashboard.context import current
from dashboard.words import Words
from settings import reading


def can_sign_in() -> bool:
    """Whether the settings ask for it and this server has the addresses for it.

    `streamlit run app.py` has not: Streamlit then knows of no provider.
    """
    return reading.current().sign_in and "is_logged_in" in st.user


def control(words: Words) -> None:
    """In the sidebar: who has signed in and the way out, or the way in."""
    if not can_sign_in():
        return
    found = access()
    with st.container(key="sign-in", gap="xsmall"):
        if found.who:
            st.text(words("access.signed_in", who=found.who))  # Markdown would make a link of it
        if found.standing in (Standing.STRANGER, Standing.EXPIRED):
            st.caption(words(f"access.{found.standing}"))
        with st.container(horizontal=True):
            if found.standing in (Standing.NOBODY, Standing.EXPIRED):
                _button_in(words, key="sign-in-start")
            if found.who:
                st.button(
                    words("access.sign_out"), on_click=sign_out, key="sign-out", type="tertiary",
                    icon=":material/logout:",
                )  # fmt: skip


def sign_out() -> None:
    """End the sign-in, in every window that has it."""
    found = visitor()
    person = identity(found.claims) if found else None
    if person is not None:
        settings = reading.current()
        signed_out.end(person, settings.data_folder, hours=settings.sign_in_hours)
    st.logout()


def show_closed() -> None:
    """The page that stands where import would be, for whoever cannot use it."""
    words = current().words
    st.title(words("nav.importing"))
    closed(access(), words)


def closed(found: Access, words: Words) -> None:
    """Why there is nothing to edit, and what to do about it."""
    if found.may_edit:  # since the page was drawn
        st.rerun(scope="app")
    st.info(words(f"access.{found.standing}"))
    if found.standing in (Standing.NOBODY, Standing.EXPIRED) and can_sign_in():
        _button_in(words, key="sign-in-here")


def _button_in(words: Words, *, key: str) -> None:
    st.button(words("access.sign_in"), on_click=st.login, key=key, icon=":material/login:")
