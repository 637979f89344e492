"""In which formats a chart can be had, and what each takes; a new format is one more line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from dashboard.api.orders import Order
from dashboard.api.records import json_bytes
from dashboard.charts.drawing import Drawn
from dashboard.exports import formats as documents
from dashboard.exports import tables
from dashboard.exports.document import single
from dashboard.exports.picture import PictureFormat, picture
from dashboard.exports.workbook.book import xlsx_bytes

Make = Callable[[Drawn, Order, str], bytes]  # of what was drawn for an order; the site's address


@dataclass(frozen=True)
class Format:
    """A format: its media type and what makes it.

    `drawn`: that takes the server's browser, for some charts at least; `sized`: it has a size.
    """

    media_type: str
    make: Make
    drawn: bool = False
    sized: bool = False


def _picture(drawn: Drawn, order: Order, _site: str, *, format: PictureFormat) -> bytes:
    return picture(drawn.chart, drawn.context, format=format, preset=order.preset)


def _csv(drawn: Drawn, _order: Order, _site: str) -> bytes:
    return tables.csv_bytes(drawn.chart, drawn.context)


def _xlsx(drawn: Drawn, _order: Order, _site: str) -> bytes:
    return xlsx_bytes(drawn.chart, drawn.context)


def _document(drawn: Drawn, order: Order, _site: str) -> bytes:
    """A document of the one chart; as PDF a page of A4 or a slide."""
    slide = order.suffix == "pdf" and order.preset.name == "16x9"
    kind = documents.FORMATS["pdf_slides" if slide else order.suffix]
    return kind.make(single(drawn.chart, drawn.context), None, None)


_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMATS = {
    "png": Format("image/png", partial(_picture, format="png"), drawn=True, sized=True),
    "svg": Format("image/svg+xml", partial(_picture, format="svg"), drawn=True, sized=True),
    "csv": Format("text/csv", _csv),
    "json": Format("application/json", json_bytes),
    "xlsx": Format(f"{_OFFICE}spreadsheetml.sheet", _xlsx),
    "pptx": Format(documents.FORMATS["pptx"].mime, _document, drawn=True),
    "docx": Format(documents.FORMATS["docx"].mime, _document, drawn=True),
    "pdf": Format(documents.FORMATS["pdf"].mime, _document, drawn=True, sized=True),
}
