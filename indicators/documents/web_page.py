"""A web page as saved from a government site → the report's text, title, issuer and date.

The report is the smallest part of the page that holds nearly all of its prose. Scripts are never
run and nothing is fetched: the page is only parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lxml import etree, html

from indicators.documents.furniture import ARTICLE_NAMES, is_furniture
from indicators.documents.heading import Heading, read_date, read_heading
from indicators.documents.model import DocumentError
from indicators.documents.page_lines import PageLine, page_lines

_PROSE = re.compile(r"[，。；]")
_SHORTEST_PROSE = 10
_LINKED_PROSE = 0.3  # share of links from which a line is a list of other pages
_NEARLY_ALL = 0.9  # of the page's prose
_MOST = 0.5  # of the page's prose: enough where the part is known to hold articles
_CONTAINERS = frozenset({"article", "body", "div", "main", "section", "td"})

_LINES_BEFORE = 30  # of the page above the report: where issuer and date stand

# The names that the standard for government sites gives to meta elements, and common others.
_TITLE_NAMES = ("articletitle", "og:title")
_ISSUER_NAMES = ("contentsource", "source")
_DATE_NAMES = ("pubdate", "publishdate", "firstpublishedtime")
_SITE_SUFFIX = re.compile(r"\s*[-_|–—]+\s*[^-_|–—]*$")


@dataclass(frozen=True)
class WebPage:
    """The text of the report on a page, a paragraph or row of a table a line, and its head."""

    text: str
    heading: Heading


def read_web_page(source: str) -> WebPage:
    """Read a page; the text is empty when the page holds none without running its scripts."""
    root = _parse(source)
    lines = page_lines(root)
    if not any(map(_is_prose, lines)):  # pages that a script shows only once it is ready
        lines = page_lines(root, hidden_too=True)
    main = _main_part(root, lines)
    inside = set(main.iter())
    places = [place for place, line in enumerate(lines) if line.element in inside]
    report = [lines[place] for place in places]
    text = [line.text for line in report if not is_furniture(line.text, line.linked)]
    first = places[0] if places else 0
    above = [line.text for line in lines[max(0, first - _LINES_BEFORE) : first]]
    return WebPage("\n".join(text), _heading(root, above, report))


def _parse(source: str) -> html.HtmlElement:
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    data = source.replace("\0", "").encode("utf-8", "replace")
    try:
        root = html.document_fromstring(data, parser=parser)
    except etree.LxmlError as error:
        raise DocumentError("empty") from error
    if any(error.level >= etree.ErrorLevels.FATAL for error in parser.error_log):
        raise DocumentError("broken")  # parts that are nested too deep were left out
    return root


def _is_prose(line: PageLine) -> bool:
    if len(line.text) < _SHORTEST_PROSE or line.linked > _LINKED_PROSE * len(line.text):
        return False
    return _PROSE.search(line.text) is not None and not is_furniture(line.text, line.linked)


def _main_part(root: etree._Element, lines: Sequence[PageLine]) -> etree._Element:
    """The part of the page that holds the report."""
    prose = _prose_within(root, lines)
    whole = prose.get(root, 0)
    known = [part for part in root.iter() if _is_article(part) and prose.get(part, 0)]
    if known:
        largest = max(known, key=lambda part: prose[part])  # the outermost of equals
        if prose[largest] >= _MOST * whole and not _has_sibling(largest, known):
            return largest
    return _smallest(root, prose, least=_NEARLY_ALL * whole) if whole else root


def _prose_within(root: etree._Element, lines: Iterable[PageLine]) -> dict[etree._Element, int]:
    """Characters of prose in each part of the page that has any."""
    prose: dict[etree._Element, int] = {}
    for line in filter(_is_prose, lines):
        prose[line.element] = prose.get(line.element, 0) + len(line.text)
    for _, part in etree.iterwalk(root, events=("end",)):
        parent = part.getparent()
        if part in prose and parent is not None:
            prose[parent] = prose.get(parent, 0) + prose[part]
    return prose


def _is_article(part: etree._Element) -> bool:
    names = f"{part.get('class', '')} {part.get('id', '')}".lower().split()
    return not ARTICLE_NAMES.isdisjoint(names)


def _has_sibling(part: etree._Element, known: Sequence[etree._Element]) -> bool:
    """Whether another article part lies outside this one: the report may be in several."""
    within = set(part.iter())
    around = set(part.iterancestors())
    return any(other not in within and other not in around for other in known)


def _smallest(
    root: etree._Element, prose: dict[etree._Element, int], *, least: float
) -> etree._Element:
    part = root
    while True:
        inner = next((child for child in part if prose.get(child, 0) >= least), None)
        if inner is None:
            break
        part = inner
    while part.tag not in _CONTAINERS and (parent := part.getparent()) is not None:
        part = parent  # a paragraph's neighbours belong to the report as well
    return part


def _heading(root: html.HtmlElement, above: list[str], report: Sequence[PageLine]) -> Heading:
    found = read_heading([*above, *(line.text for line in report)])
    named = {
        str(meta.get("name") or meta.get("property")).lower(): " ".join(
            str(meta.get("content", "")).split()
        )
        for meta in root.iter("meta")
    }
    own_title = read_heading([line.text for line in report]).title
    return replace(
        found,
        title=_named(named, _TITLE_NAMES) or _shown_title(root) or own_title,
        issuer=_named(named, _ISSUER_NAMES) or found.issuer,
        published=read_date(_named(named, _DATE_NAMES)) or found.published,
    )


def _named(named: dict[str, str], names: Sequence[str]) -> str:
    return next((named[name] for name in names if named.get(name)), "")


def _shown_title(root: html.HtmlElement) -> str:
    """The page's only first-order heading, otherwise its title without the site's name."""
    headings = [" ".join(part.text_content().split()) for part in root.iter("h1")]
    if len(headings) == 1 and headings[0]:
        return headings[0]
    title = " ".join("".join(part.text_content() for part in root.iter("title")).split())
    return _SITE_SUFFIX.sub("", title) or title
