"""What a reader sees when something of ours fails: one sentence, while the log keeps the trace."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.words import Words

LOG = logging.getLogger(__name__)


@contextmanager
def said_in_a_sentence(key: str, words: Words) -> Iterator[None]:
    """Turn whatever fails inside into the text of this key; the rest of the page goes on."""
    try:
        yield
    except Exception:
        LOG.exception("%s", key)
        st.error(words(key))
