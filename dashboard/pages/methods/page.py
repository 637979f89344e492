"""The page 口径说明: how figures are read, derived and compared; and the data dictionary."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.choices import switch
from dashboard.context import Context, current
from dashboard.pages.methods.data_examples import EXAMPLES
from dashboard.pages.methods.dictionary import dictionary
from dashboard.pages.methods.mark_legend import colour_legend, mark_legend
from dashboard.pages.methods.text import sections

PARTS = ("text", "dictionary")
STYLE = Path(__file__).parent / "methods.css"
READABLE = 820  # pixels: longer lines are hard to follow
DRAWN_AS_HTML = {"marks": mark_legend, "colours": colour_legend}


def show() -> None:
    """Draw the part that the reader or the link chose."""
    context = current()
    words = context.words
    st.title(words("nav.methods"))
    part = switch(
        "part", PARTS, page="methods", label=words("methods.part"),
        show=lambda item: words(f"methods.part_{item}"),
    )  # fmt: skip
    st.html(STYLE)
    with st.container(width=READABLE, key="methods"):
        if part == "dictionary":
            dictionary(context)
        else:
            _text(context)


def _text(context: Context) -> None:
    """A table of contents, then the sections with their examples."""
    words = context.words
    st.markdown(words("methods.opening"))
    parts = sections(words.language)
    st.markdown("　".join(f"[{item.title}](#{item.anchor})" for item in parts))
    for item in parts:
        st.header(item.title, anchor=item.anchor)
        for kind, piece in item.pieces():
            if kind == "text":
                st.markdown(piece)
            else:
                _block(piece, context)


def _block(name: str, context: Context) -> None:
    if name in DRAWN_AS_HTML:
        st.html(DRAWN_AS_HTML[name](context))
    else:
        st.markdown(EXAMPLES[name](context))
