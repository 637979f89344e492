"""What tests of slides share: a briefing of some charts, and reading slides back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from pptx import Presentation

from dashboard.charts.chart import Chart
from dashboard.context import Context
from dashboard.exports.document import Cover, Document, Section, numbered_sources

Slide = Any
SAID = ("光明区收到行政复议申请583件，是上年的3.38倍。", "镇海区收到254件，增长108.2%。")


def document_of(charts: list[Chart], context: Context) -> Document:
    sources = numbered_sources(charts, context)
    numbers = {source.text: source.number for source in sources}
    parts = tuple(
        Section(
            chart, context, f"{place}. {chart.title}", SAID[: place % 3],
            tuple(sorted({numbers[text] for text in chart.sources})),
        )
        for place, chart in enumerate(charts, start=1)
    )  # fmt: skip
    cover = Cover("行政复议简报", "某区司法局", date(2026, 11, 22))
    return Document(context, parts, sources, ("收到复议申请：指收到的件数。",), cover)


def opened(file: bytes) -> list[Slide]:
    return list(Presentation(io.BytesIO(file)).slides)


def texts_of(slide: Slide) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def frames_of(slide: Slide) -> list[Any]:
    return [shape for shape in slide.shapes if shape.has_chart]


def box_of(slide: Slide, name: str) -> str:
    (box,) = (shape for shape in slide.shapes if shape.name == name)
    return str(box.text_frame.text)


def boxes(slide: Slide) -> list[tuple[str, float, float, float, float]]:
    return [
        (s.name, s.left / 12700, s.top / 12700, (s.left + s.width) / 12700,
         (s.top + s.height) / 12700)
        for s in slide.shapes
    ]  # fmt: skip


def overlaps(slide: Slide) -> Iterator[tuple[str, str]]:
    every = boxes(slide)
    for place, one in enumerate(every):
        for other in every[place + 1 :]:
            across = min(one[3], other[3]) - max(one[1], other[1])
            down = min(one[4], other[4]) - max(one[2], other[2])
            if across > 1 and down > 1 and "Pages" not in (one[0], other[0]):
                yield one[0], other[0]


def assert_in_place(slides: list[Slide], width: float, height: float) -> None:
    for slide in slides:
        assert list(overlaps(slide)) == [], slide.shapes.title.text
        for name, left, top, right, bottom in boxes(slide):
            assert min(left, top) >= -1, name
            assert right <= width + 1, name
            assert bottom <= height + 1, name
