"""What both layouts share: title page, contents, methods, sources, and how they are cited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.exports.document import Cover, Document, Section, Source
from dashboard.exports.print.elements import Markup, element, join, link
from dashboard.formats import MONTHS
from dashboard.words import Words


def cover(page: Cover, document: Document) -> Markup:
    """The title page."""
    words = document.context.words
    said = [page.author, _day(page.day, words) if page.day else ""]
    return element(
        "header",
        element("h1", page.title),
        *(element("p", text) for text in said if text),
        class_="page cover",
    )


def contents(document: Document, pages: Sequence[int]) -> Markup:
    """Every chapter with a link to it, and its page as far as they are known."""
    words = document.context.words
    chapters = [
        (f"section-{number}", f"{number}　{section.title}")
        for number, section in enumerate(document.sections, start=1)
    ]
    if document.methods:
        chapters.append(("methods", words("print.methods")))
    if document.sources:
        chapters.append(("sources", words("print.sources")))
    numbers = [str(page) for page in pages] or [""] * len(chapters)
    entries = [
        element(
            "li", element("a", element("span", title), element("span", page), href=f"#{anchor}")
        )
        for (anchor, title), page in zip(chapters, numbers, strict=True)
    ]
    heading = element("h2", words("print.contents"))
    return element("nav", heading, element("ol", *entries), class_="page contents")


def methods(document: Document) -> Markup:
    """What the figures mean and how they were read."""
    heading = element("h2", document.context.words("print.methods"))
    texts = [element("p", text) for text in document.methods]
    return element("section", heading, *texts, class_="page methods", id="methods")


def sources(document: Document) -> Markup:
    """All sources by their numbers, with their addresses."""
    heading = element("h2", document.context.words("print.sources"))
    entries = [
        element("li", _number(one), element("span", _linked(one)), id=f"source-{one.number}")
        for one in document.sources
    ]
    return element("section", heading, element("ol", *entries), class_="page sources", id="sources")


def source_line(section: Section, document: Document, *, named: int) -> Markup | None:
    """The sources of a chart: numbers that lead to the list, the first few with their names."""
    cited = cited_sources(section, document)
    if not cited:
        return None
    words = document.context.words
    items = [_cited(one, document, name=place < named) for place, one in enumerate(cited)]
    before, after = words("card.sources", sources="\n").split("\n")
    return element("p", before, join(items, words.pick("；", "; ")), after, class_="small cited")


def cited_sources(section: Section, document: Document) -> list[Source]:
    """The sources of a chart, in the order of their numbers."""
    return [one for one in document.sources if one.number in section.sources]


def _cited(source: Source, document: Document, *, name: bool) -> Markup:
    """[1] 甲；with a list of sources the number leads there, otherwise the name to the source."""
    if document.cover is None:
        return join([_number(source), " ", _linked(source)])
    number = element("a", _number(source), href=f"#source-{source.number}")
    return join([number, " ", element("bdi", source.text)]) if name else number


def _linked(source: Source) -> Markup:
    return element("bdi", link(source.text, source.url))


def _number(source: Source) -> Markup:
    return element("span", f"[{source.number}]", class_="reference")


def _day(day: date, words: Words) -> str:
    month = words.pick(str(day.month), MONTHS[day.month - 1])
    return words("period.day", year=day.year, month=month, day=day.day)
