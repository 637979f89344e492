"""What the menu of a chart card offers: the briefing, files to report with, data, addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import get_args

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import links
from dashboard.api import addresses, places
from dashboard.briefing import basket
from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.exports import formats, tables
from dashboard.exports.document import single
from dashboard.exports.image import PRESETS, image_available
from dashboard.exports.names import file_name
from dashboard.exports.picture import PictureFormat, picture
from dashboard.words import Words

# of the formats of a whole briefing those that one chart can have, too
DOCUMENTS = ("pptx", "docx", "pdf_slides")
NEED_BROWSER = ("docx", "pdf_slides")
ADDRESSES = ("png", "svg", "csv", "json")


def exports(chart: Chart, context: Context) -> None:
    """Draw what is offered; files are made when they are asked for."""
    words = context.words
    _into_briefing(chart, context)
    drawable = image_available()
    if not drawable:
        st.caption(words("card.no_browser"))
    with _group("documents", words):
        _documents(chart, context, drawable=drawable)
    if drawable:
        with _group("pictures", words):
            _pictures(chart, context)
    with _group("data", words):
        _data(chart, context)
    with st.expander(words("card.links"), type="compact"):
        _links(chart, context)


def _group(key: str, words: Words) -> DeltaGenerator:
    """A row of buttons under a heading."""
    st.caption(words(f"card.{key}"))
    return st.container(horizontal=True, gap="small")


def _into_briefing(chart: Chart, context: Context) -> None:
    words = context.words
    inside = basket.holds(chart.recipe)
    st.button(
        words("card.in_briefing" if inside else "card.to_briefing"),
        key=f"brief-{chart.key}",
        icon=":material/check:" if inside else ":material/add:",
        on_click=basket.add,
        args=(chart, context),
        width="stretch",
    )


def _documents(chart: Chart, context: Context, *, drawable: bool) -> None:
    for key in DOCUMENTS:
        kind = formats.FORMATS[key]
        if drawable or key not in NEED_BROWSER:
            _download(
                context.words(f"card.{key}"),
                partial(_alone, kind.make, chart, context),
                file_name(chart, context, suffix=kind.suffix),
                key=f"{key}-{chart.key}",
            )


def _alone(make: formats.Maker, chart: Chart, context: Context) -> bytes:
    """The file of one chart by itself."""
    return make(single(chart, context), None, None)


def _pictures(chart: Chart, context: Context) -> None:
    """Every preset in every format."""
    for preset in PRESETS.values():
        for suffix in get_args(PictureFormat):
            variant = "A4" if preset.name == "a4" else ""
            _download(
                context.words(f"card.{suffix}_{preset.name}"),
                partial(picture, chart, context, format=suffix, preset=preset),
                file_name(chart, context, suffix=suffix, variant=variant),
                key=f"{suffix}-{preset.name}-{chart.key}",
            )


def _xlsx(chart: Chart, context: Context) -> bytes:
    # takes a moment to import, which only those who ask for it shall wait for
    from dashboard.exports.workbook.book import xlsx_bytes

    return xlsx_bytes(chart, context)


def _data(chart: Chart, context: Context) -> None:
    for suffix, make in (("xlsx", _xlsx), ("csv", tables.csv_bytes)):
        _download(
            context.words(f"card.{suffix}"),
            partial(make, chart, context),
            file_name(chart, context, suffix=suffix),
            key=f"{suffix}-{chart.key}",
        )


def _links(chart: Chart, context: Context) -> None:
    """This view, and the addresses under which other programs find the chart's files."""
    words = context.words
    st.caption(words("card.copy_link"))
    st.code(links.address({}), language=None, wrap_lines=True)
    if not places.are_served():
        return
    st.caption(words("card.addresses"))
    for suffix in ADDRESSES:
        address = addresses.chart_address(
            chart.recipe, suffix=suffix, language=words.language, base=st.context.url or ""
        )
        st.code(address, language=None, wrap_lines=True)


def _download(label: str, make: Callable[[], bytes], name: str, *, key: str) -> None:
    st.download_button(
        label, make, file_name=name, key=f"get-{key}", on_click="ignore", width="content"
    )
