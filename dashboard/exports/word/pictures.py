"""The charts' pictures for a page, drawn two at a time, and their place in the text."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import cast

from docx.document import Document as WordDocument
from docx.shared import Emu

from dashboard.charts.chart import Chart
from dashboard.exports.image import PRESETS, ImageUnavailable
from dashboard.exports.picture import drawn, plot_only
from dashboard.exports.plain_text import one_line
from dashboard.exports.renderer import TABS
from dashboard.exports.word.markup import Element

TALLEST = 190 * 36_000  # EMU: its caption stands on the same page


def pictures(charts: Sequence[Chart]) -> Iterator[bytes | None]:
    """The pictures in order, each when it is ready; None for one that cannot be drawn."""
    pool = ThreadPoolExecutor(TABS, thread_name_prefix="word-pictures")
    try:
        yield from pool.map(_picture, charts)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _picture(chart: Chart) -> bytes | None:
    preset = PRESETS["a4"]
    try:
        return drawn(plot_only(chart, preset), format="png", preset=preset)
    except ImageUnavailable:
        return None


def place(
    file: WordDocument, content: bytes, *, width: int, number: int, name: str, alt: str
) -> Element:
    """A picture in the line, as wide as the text (EMU), with its text alternative."""
    inline = file.part.new_pic_inline(io.BytesIO(content), Emu(width))
    if inline.extent.cy > TALLEST:
        inline = file.part.new_pic_inline(io.BytesIO(content), None, Emu(TALLEST))
    inline.docPr.set("id", str(number))
    inline.docPr.set("name", one_line(name))
    inline.docPr.set("descr", one_line(alt))
    return cast(Element, inline)
