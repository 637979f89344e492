"""The A4 layout: a document that is read, with every figure in a table."""

from __future__ import annotations

from dashboard.exports.document import Document, Section
from dashboard.exports.image import PRESETS
from dashboard.exports.print.elements import Markup, element
from dashboard.exports.print.parts import source_line
from dashboard.exports.print.plots import Box
from dashboard.exports.print.table import data_table

NAMED_SOURCES = 6
BOX = Box(PRESETS["a4"].width)


def chapter(section: Section, number: int, plot: str, document: Document) -> Markup:
    """One chart with its texts, notes, sources and figures; a chart by itself has no number."""
    words, chart = section.context.words, section.chart
    alone = document.cover is None
    title = section.title if alone else f"{number}　{section.title}"
    caption = words("print.figure", number=number, title=chart.title)
    return element(
        "section",
        element(
            "div",
            element("h1" if alone else "h2", title),
            *(element("p", text, class_="text") for text in section.paragraphs),
            element(
                "figure",
                element("p", chart.subtitle, class_="subtitle"),
                element("img", src=plot, alt=chart.alt),
                *([] if alone else [element("figcaption", caption)]),
            ),
            class_="opening",
        ),
        *(element("p", note, class_="small") for note in chart.notes),
        source_line(section, document, named=NAMED_SOURCES) or "",
        data_table(section, document),
        class_="page chapter",
        id=f"section-{number}",
    )
