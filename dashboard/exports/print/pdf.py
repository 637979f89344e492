"""A document as PDF: vector, its fonts inside, with an outline, links and texts for pictures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Literal

from dashboard.exports.document import Document, Progress
from dashboard.exports.print import parts, report, slides
from dashboard.exports.print.elements import Markup, css_string, element, join
from dashboard.exports.print.plots import drawn_plots
from dashboard.exports.print.previews import chapter_pages
from dashboard.exports.renderer import print_pdf

Layout = Literal["a4", "slides"]
# even a mistake of ours would load nothing
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def pdf_bytes(
    document: Document, *, layout: Layout = "a4", progress: Progress | None = None
) -> bytes:
    """The document as A4 pages with tables, or as 16:9 pages, one a section.

    Raises:
        ImageUnavailable: There is no browser to draw and print with, or it failed.
    """
    chapters = _report(document, progress) if layout == "a4" else _slides(document, progress)
    write = partial(_html, document, chapters, layout)
    pdf = print_pdf(write([]))
    if document.cover is None:
        return pdf
    # the first page after the title is that of the contents, which does not list itself
    return print_pdf(write(chapter_pages(pdf)[1:]))


def _report(document: Document, progress: Progress | None) -> list[Markup]:
    sections = document.sections
    plots = drawn_plots([(section.chart, report.BOX) for section in sections], progress)
    return [
        report.chapter(section, number, plot, document)
        for number, (section, plot) in enumerate(zip(sections, plots, strict=True), start=1)
    ]


def _slides(document: Document, progress: Progress | None) -> list[Markup]:
    plans = [slides.planned(section, document) for section in document.sections]
    plots = drawn_plots([(plan.section.chart, plan.box) for plan in plans], progress)
    return [
        slides.page(plan, number, plot, document)
        for number, (plan, plot) in enumerate(zip(plans, plots, strict=True), start=1)
    ]


def _html(
    document: Document, chapters: Sequence[Markup], layout: Layout, pages: Sequence[int]
) -> str:
    """The whole page that is printed; `pages` are the numbers that the contents give."""
    words = document.context.words
    parts_of = [*chapters]
    if document.cover is not None:
        parts_of[:0] = [parts.cover(document.cover, document), parts.contents(document, pages)]
    if document.methods:
        parts_of.append(parts.methods(document))
    if document.cover is not None and document.sources:
        parts_of.append(parts.sources(document))
    title = document.cover.title if document.cover else document.sections[0].title
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", **{"http-equiv": "Content-Security-Policy", "content": POLICY}),
        element("title", title or words("app.title")),
        element("style", Markup(_style() + _footer(document))),
    )
    body = element("body", join(parts_of), class_=layout)
    return f"<!DOCTYPE html>{element('html', head, body, lang=words.pick('zh-CN', 'en-GB'))}"


def _footer(document: Document) -> str:
    """What stands at the foot of each page but the title page."""
    words = document.context.words
    version = words("app.data_version", version=document.context.data.version)
    text = css_string(f"{words('app.title')} · {version}")
    return f"@page {{ @bottom-left {{ content: {text} }} }}"


@cache
def _style() -> str:
    return (Path(__file__).parent / "print.css").read_text(encoding="utf-8")
