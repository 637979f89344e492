"""A field to upload one file; our words for what the framework says in English only."""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from dashboard.words import Words

MEGABYTE = 1024 * 1024
_ROUND, _TOO_LARGE = "briefing.uploads", "briefing.too-large"


def upload(
    label: str,
    take: Callable[[str, bytes], None],
    words: Words,
    *,
    key: str,
    most: int,
    formats: str,
) -> None:
    """The field; `take` gets name and content of a file, and the field is empty again."""
    number = st.session_state.setdefault(_ROUND, 0)
    with st.container(key=key):
        _style(key, words, formats=formats, most=most)
        st.file_uploader(
            label, key=f"{key}-{number}", max_upload_size=most, on_change=_taken,
            args=(f"{key}-{number}", take, most),
        )  # fmt: skip
        if st.session_state.pop(f"{_TOO_LARGE}.{key}-{number - 1}", False):
            st.error(words("briefing_upload.too_large", most=most, unit="MB"))


def _taken(key: str, take: Callable[[str, bytes], None], most: int) -> None:
    file = st.session_state.get(key)
    if file is None:
        return
    st.session_state[_ROUND] += 1
    if file.size > most * MEGABYTE:
        st.session_state[f"{_TOO_LARGE}.{key}"] = True
        return
    take(str(file.name), file.getvalue())


def _style(key: str, words: Words, *, formats: str, most: int) -> None:
    choose = _css_text(words("briefing_upload.choose"))
    limit = _css_text(words("briefing_upload.formats", formats=formats, most=most, unit="MB"))
    st.html(
        f"<style>.st-key-{key} {{ --brief-choose: {choose}; --brief-formats: {limit}; }}</style>"
    )


def _css_text(text: str) -> str:
    """A text of ours as a string of a style sheet."""
    return '"' + re.sub(r'[\\"<>\n]', "", text) + '"'
