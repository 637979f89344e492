"""The briefing as a file: choose a format, a template of one's own if wanted, make, download."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.briefing.model import to_json
from dashboard.exports.formats import FORMATS, FileFormat, template_problem
from dashboard.exports.image import ImageUnavailable
from dashboard.exports.names import plain_name
from dashboard.exports.templates import TemplateError
from dashboard.failures import LOG
from dashboard.markup import escape
from dashboard.pages.briefing import own_template
from dashboard.pages.briefing.desk import Desk

_FORMAT, _MADE = "brief-format", "briefing.made"


@dataclass(frozen=True)
class Made:
    """The file made last, and of what."""

    key: str
    content: bytes


def files(desk: Desk) -> None:
    """Format, template, the button that makes the file, and the one that takes it along."""
    words = desk.context.words
    st.header(words("briefing_file.heading"), anchor=False)
    with st.container(border=True, key="brief-files"):
        st.session_state.setdefault(_FORMAT, next(iter(FORMATS)))
        chosen = st.segmented_control(
            words("briefing_file.format"), list(FORMATS), key=_FORMAT, required=True,
            format_func=lambda key: FORMATS[key].label(words),
        )  # fmt: skip
        file_format = FORMATS[str(chosen)]
        template = own_template.choose(file_format, desk) if file_format.template else None
        _make(file_format, template, desk)


def _make(file_format: FileFormat, template: bytes | None, desk: Desk) -> None:
    words = desk.context.words
    key = _key(file_format, template, desk)
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(
            words("briefing_file.make"), key="brief-make", type="primary",
            icon=":material/auto_awesome_motion:", disabled=not desk.made.document.sections,
        )  # fmt: skip
        spot = st.container()
    place = st.container()
    if pressed:
        with place:
            content = _content(file_format, template, desk)
        st.session_state[_MADE] = Made(key, content) if content else None
    made: Made | None = st.session_state.get(_MADE)
    if made and made.key == key:
        title = desk.briefing.title or words("nav.briefing")
        spot.download_button(
            words("briefing_file.take", size=_size(len(made.content))),
            made.content,
            file_name=plain_name(title, suffix=file_format.suffix),
            mime=file_format.mime,
            key="brief-take",
            icon=":material/download:",
            on_click="ignore",
        )


def _content(file_format: FileFormat, template: bytes | None, desk: Desk) -> bytes | None:
    """The file; what stands in its way is said in a sentence."""
    words = desk.context.words
    bar = st.progress(0.0, words("briefing_file.making"))
    try:
        content = file_format.make(
            desk.made.document,
            template,
            lambda done, count: _show(bar, done, count, desk),
        )
    except TemplateError as error:
        st.error(template_problem(error, words))
    except ImageUnavailable:
        LOG.warning("no pictures for a briefing", exc_info=True)
        st.error(words("briefing_file.no_browser"))
    except Exception:
        LOG.exception("a briefing as %s", file_format.key)
        st.error(words("briefing_file.failed", format=escape(file_format.label(words))))
    else:
        return content
    finally:
        bar.empty()
    return None


def _show(bar: DeltaGenerator, done: int, count: int, desk: Desk) -> None:
    words = desk.context.words
    bar.progress(done / count, words("briefing_file.progress", done=done, count=count))


def _key(file_format: FileFormat, template: bytes | None, desk: Desk) -> str:
    """What tells a file from every other: what it says, of which data, in which frame."""
    parts = (
        file_format.key, desk.context.data.version, to_json(desk.briefing),
        hashlib.sha256(template or b"").digest(),
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode(errors="replace")).hexdigest()


def _size(count: int) -> str:
    """640 kB, 1.2 MB."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(count // 1000, 1)} kB"
