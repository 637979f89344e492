"""The whole page as files: every chart that it shows, for a spreadsheet or another program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from dashboard import page_charts
from dashboard.context import Context
from dashboard.exports.names import view_name
from dashboard.page_charts import Shown

Make = Callable[[Sequence[Shown], Context], bytes]


# Each takes a moment to import, which only those who ask for the format shall wait for.


def _workbook(charts: Sequence[Shown], context: Context) -> bytes:
    from dashboard.exports.workbook.book import view_workbook

    return view_workbook(charts, context)


def _datapackage(charts: Sequence[Shown], context: Context) -> bytes:
    from dashboard.exports.interchange.package import datapackage_zip

    return datapackage_zip(charts, context)


def _parquet(charts: Sequence[Shown], context: Context) -> bytes:
    from dashboard.exports.interchange.parquet import parquet_bytes

    return parquet_bytes(charts, context)


def _sdmx(charts: Sequence[Shown], context: Context) -> bytes:
    from dashboard.exports.interchange.sdmx import sdmx_csv_bytes

    return sdmx_csv_bytes(charts, context)


# how a file ends, and what makes it; the texts are those of the key
FORMATS: dict[str, tuple[str, Make]] = {
    "xlsx": ("xlsx", _workbook),
    "datapackage": ("zip", _datapackage),
    "parquet": ("parquet", _parquet),
    "sdmx": ("csv", _sdmx),
}


@st.fragment
def page_menu(page: str, context: Context) -> None:
    """One menu; its files are made when they are asked for."""
    words = context.words
    with st.container(horizontal=True, horizontal_alignment="right"):
        menu = st.popover(
            words("page_menu.open"), on_change="rerun", key="menu-page", type="tertiary"
        )
    if not menu.open:
        return
    charts = page_charts.shown()
    with menu:
        st.caption(words("page_menu.help", count=len(charts)))
        for key, (suffix, make) in FORMATS.items():
            st.download_button(
                words(f"page_menu.{key}"),
                partial(make, charts, context),
                file_name=view_name(page, context, suffix=suffix),
                key=f"get-page-{key}",
                on_click="ignore",
                width="stretch",
            )
