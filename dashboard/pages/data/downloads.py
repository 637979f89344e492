"""The whole data set as files: what is in each, how to cite it, under which terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.answers import answer
from dashboard.context import Context
from dashboard.markup import escape
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.export import (
    MOST_AT_ONCE,
    count_of_observations,
    export_csv_bytes,
    export_datapackage_zip,
    export_parquet_bytes,
)

MEGABYTE = 1_000_000


def duckdb_bytes(warehouse: Warehouse) -> bytes:
    """The published database file; it never changes once it is published."""
    return warehouse.path.read_bytes()


@dataclass(frozen=True)
class Download:
    """A file that is offered: the key of its texts, how it ends, and what makes it."""

    name: str
    suffix: str
    mime: str
    make: Callable[[Warehouse], bytes]


DOWNLOADS = (
    Download("csv", "csv", "text/csv", export_csv_bytes),
    Download("parquet", "parquet", "application/vnd.apache.parquet", export_parquet_bytes),
    Download("datapackage", "zip", "application/zip", export_datapackage_zip),
    Download("duckdb", "duckdb", "application/vnd.duckdb", duckdb_bytes),
)


def downloads(context: Context) -> None:
    """The files, then terms and citation; the filters at the side do not apply."""
    words = context.words
    count = answer(count_of_observations, context.warehouse)
    if count > MOST_AT_ONCE:
        st.info(words("data_download.too_large", count=count))
    else:
        st.caption(words("data_download.help", version=context.data.version))
        for item in DOWNLOADS:
            _offer(item, context)
    st.header(words("data_download.terms_title"))
    st.markdown(words("data_download.terms"))
    st.header(words("data_download.citation_title"))
    st.caption(words("data_download.citation_help"))
    st.code(citation(context), language=None, wrap_lines=True)
    st.header(words("data_download.changes_title"))
    st.markdown(change_log(context))


def file_name(item: Download, context: Context) -> str:
    """法治指标数据_2026.11-a3f9c1d2.csv."""
    return f"{context.words('data_download.file')}_{context.data.version}.{item.suffix}"


def citation(context: Context) -> str:
    """How to name the data in a text."""
    return context.words(
        "data_download.citation",
        version=context.data.version,
        day=answer(queries.data_date, context.warehouse).isoformat(),
    )


def change_log(context: Context) -> str:
    """What each version added, revised or withdrew, newest first."""
    words = context.words
    entries = [
        "\n".join(
            [
                f"**{row['version']}** · {row['change_date']}\n",
                *(f"- {escape(text)}" for text in words.pick(row["zh"], row["en"])),
            ]
        )
        for row in answer(queries.change_log, context.warehouse).iter_rows(named=True)
    ]
    return "\n\n".join(entries)


def _offer(item: Download, context: Context) -> None:
    words, warehouse = context.words, context.warehouse
    with st.container(border=True, key=f"card-download-{item.name}"):
        text, button = st.columns([4, 1], vertical_alignment="center")
        size = f"{warehouse.path.stat().st_size / MEGABYTE:.0f}"
        text.markdown(f"**{words(f'data_download.{item.name}')}**")
        text.caption(words(f"data_download.{item.name}_help", megabytes=size))
        button.download_button(
            words("data_download.get"),
            lambda: item.make(warehouse),
            file_name=file_name(item, context),
            mime=item.mime,
            key=f"get-{item.name}",
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
        )
