"""What every page has besides what is seen: language, landmarks, and the filters on paper."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

import streamlit as st

from dashboard.context import Context
from dashboard.words import Words

FRAMEWORK = Path(__file__).parent / "framework.toml"
SCRIPT = Path(__file__).parents[2] / "static" / "scripts" / "accessible.js"
NAMED = 40  # districts that a printed page lists


def start(words: Words) -> None:
    """Load the script that mends the framework's page: language, its own texts, landmarks."""
    texts = list(_framework().items()) if words.zh else []
    values = {
        "src": f"app/static/scripts/{SCRIPT.name}?v={_script_version()}",
        "data-language": words.pick("zh-CN", "en"),
        "data-menu": words("accessible.menu"),
        "data-texts": json.dumps(texts, ensure_ascii=False),
    }
    attributes = " ".join(f'{name}="{escape(value)}"' for name, value in values.items())
    st.html(f"<script {attributes}></script>", unsafe_allow_javascript=True)


@cache
def _framework() -> dict[str, str]:
    return tomllib.loads(FRAMEWORK.read_text(encoding="utf-8"))


@cache
def _script_version() -> str:
    """Another address for another script, so that no browser keeps the old one."""
    return sha256(SCRIPT.read_bytes()).hexdigest()[:8]


def hidden_heading(text: str) -> None:
    """A heading for those who find their way by headings, where the eye needs none."""
    st.html(f'<h2 class="for-readers">{escape(text)}</h2>')


def printed_filters(context: Context) -> None:
    """What a printed page says in place of the filters, which stay on the screen."""
    words, selection = context.words, context.selection
    lines = {
        "filter.districts": _districts(context),
        "filter.years": f"{selection.first_year}—{selection.last_year}",
        "filter.basis": words.join([words(f"basis_short.{basis}") for basis in selection.bases]),
    }
    texts = [words("app.title")]
    texts += [f"{words(key)}{words.colon}{text}" for key, text in lines.items()]
    texts.append(words("app.data_version", version=context.data.version))
    st.html(f'<p class="on-paper">{escape(" · ".join(texts))}</p>')


def _districts(context: Context) -> str:
    """The names of the chosen districts; of many the first ones and how many there are."""
    words, chosen = context.words, context.selection.districts
    names = context.data.labels[words.language]
    listed = words.join([names[code] for code in chosen[:NAMED]])
    if len(chosen) <= NAMED:
        return listed
    return words("accessible.districts", names=listed, count=len(chosen))
