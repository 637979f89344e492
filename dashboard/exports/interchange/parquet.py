"""The figures of a view as Parquet: typed, with the data version in the file's own metadata."""

from __future__ import annotations

import io

from dashboard.context import Context
from dashboard.exports.interchange.figures import Charts, coverage, figures


def parquet_bytes(charts: Charts, context: Context) -> bytes:
    """A row a figure; of charts that have none, such as coverage, the cells."""
    frame = figures(charts, context)
    table = coverage(charts) if frame.is_empty() else frame
    buffer = io.BytesIO()
    table.write_parquet(buffer, metadata=_metadata(charts, context))
    return buffer.getvalue()


def _metadata(charts: Charts, context: Context) -> dict[str, str]:
    return {
        "title": "\n".join(chart.title for chart, _ in charts),
        "data_version": context.data.version,
        "language": context.words.language.value,
    }
