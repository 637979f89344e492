"""The person's own template of a format: uploaded once, kept beside the briefing, removable."""

from __future__ import annotations

import streamlit as st

from dashboard.briefing import basket, templates
from dashboard.briefing.templates import Template
from dashboard.exports.formats import FileFormat
from dashboard.exports.templates import MOST_MEGABYTES
from dashboard.failures import LOG
from dashboard.markup import escape
from dashboard.pages.briefing.desk import Desk
from dashboard.pages.briefing.uploads import upload
from warehouse.imports.files import UnwritableUserFolderError
from warehouse.paths import user_data_folder

_SESSION = "briefing.template"  # where the disk refuses to keep one


def choose(file_format: FileFormat, desk: Desk) -> bytes | None:
    """The template in use, by name; or the field to upload one."""
    words, suffix = desk.context.words, file_format.suffix
    found = _kept(suffix)
    if found:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(words("briefing_template.used", name=escape(found.name)))
            st.button(
                words("briefing_template.drop"), key=f"brief-template-drop-{suffix}",
                type="tertiary", on_click=_drop, args=(suffix,),
            )  # fmt: skip
        return found.content
    with st.expander(words("briefing_template.own"), type="compact"):
        st.caption(words(f"briefing_template.{suffix}"))
        upload(
            words("briefing_template.upload", suffix=f".{suffix}"),
            lambda name, content: _keep(suffix, Template(name, content)),
            desk.context.words,
            key=f"brief-template-{suffix}",
            most=MOST_MEGABYTES,
            formats=suffix.upper(),
        )
    return None


def _kept(suffix: str) -> Template | None:
    in_session: Template | None = st.session_state.get(f"{_SESSION}.{suffix}")
    key = basket.own_key()
    return in_session or (templates.kept(key, user_data_folder(), suffix) if key else None)


def _keep(suffix: str, template: Template) -> None:
    try:
        templates.keep(basket.own_key(), user_data_folder(), suffix, template)
    except UnwritableUserFolderError:
        LOG.warning("a template is kept in its session only", exc_info=True)
        st.session_state[f"{_SESSION}.{suffix}"] = template


def _drop(suffix: str) -> None:
    st.session_state.pop(f"{_SESSION}.{suffix}", None)
    try:
        templates.drop(basket.own_key(), user_data_folder(), suffix)
    except UnwritableUserFolderError:
        LOG.warning("a template stays on the disk", exc_info=True)
