"""The 16:9 layout: one section a page, as large as its texts allow; what is too much follows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.exports.document import Document, Section
from dashboard.exports.line_breaks import wrap
from dashboard.exports.print.elements import Markup, element
from dashboard.exports.print.parts import cited_sources, source_line
from dashboard.exports.print.plots import Box, natural_height
from dashboard.words import Words

# in pixels, as in print.css
WIDTH, HEIGHT = 1184, 628
COLUMN, GAP, RULE = 336, 32, 21  # texts beside the plot, with a rule at their left
TITLE, SUBTITLE = 26, 15
TEXT_SIZES = (18, 16, 14)
NOTE_SIZES = (13, 11)
BAND_LINES = 2  # texts that are no longer stand above the plot
NOTE_LINES, FEW_LINES = 8, 3  # below the plot; few if it is a high one
HIGH_PLOT = 560
LEAST_PLOT = 280
LINE, PARAGRAPH = 1.6, 10
NAMED_SOURCES = 4
SAFETY = 0.96  # widths are estimates


@dataclass(frozen=True)
class Slide:
    """Where the texts of a section stand; `later` texts and notes come on a page of their own."""

    section: Section
    box: Box
    band: tuple[str, ...]
    column: tuple[str, ...]
    text_size: int
    notes: tuple[str, ...]
    note_size: int
    later: tuple[str, ...]
    later_notes: tuple[str, ...]


def planned(section: Section, document: Document) -> Slide:
    """Find the largest letters with which everything fits."""
    notes, note_size = _notes(section, document)
    head = _height([section.title], WIDTH, TITLE) + SUBTITLE * LINE + 16
    foot = _lines([_joined(notes, document), _sources(section, document)], WIDTH, note_size)
    body = max(LEAST_PLOT, int(HEIGHT - head - foot * note_size * LINE - 16))
    texts = section.paragraphs
    short = _lines(texts, WIDTH, TEXT_SIZES[0]) <= BAND_LINES
    band = texts if short else ()
    size = TEXT_SIZES[0] if short else _text_size(texts, body)
    column = () if short else _fitting(texts, size, body)
    if short:
        body -= int(_height(texts, WIDTH, size))
    return Slide(
        section,
        Box(WIDTH - COLUMN - GAP if column else WIDTH, body),
        band,
        column,
        size,
        notes,
        note_size,
        later=texts[len(band) + len(column) :],
        later_notes=section.chart.notes[len(notes) :],
    )


def page(slide: Slide, number: int, plot: str, document: Document) -> Markup:
    """The page of a section, and the one after it where there is too much to say."""
    section, alone = slide.section, document.cover is None
    size = f"font-size:{slide.text_size}px"
    texts = [element("p", text, style=size) for text in slide.column]
    first = element(
        "section",
        element("h1" if alone else "h2", section.title),
        element("p", section.chart.subtitle, class_="subtitle"),
        *(element("p", text, style=size) for text in slide.band),
        element(
            "div",
            element("figure", element("img", src=plot, alt=section.chart.alt)),
            *([element("div", *texts, class_="column")] if texts else []),
            class_="body",
        ),
        _foot(slide, document),
        class_="page slide",
        id=f"section-{number}",
    )
    return Markup(first + _later(slide, document.context.words))


def _foot(slide: Slide, document: Document) -> Markup:
    notes = _joined(slide.notes, document)
    return element(
        "footer",
        *([element("p", notes, class_="small")] if notes else []),
        source_line(slide.section, document, named=NAMED_SOURCES) or "",
        style=f"font-size:{slide.note_size}px",
    )


def _later(slide: Slide, words: Words) -> Markup:
    if not slide.later and not slide.later_notes:
        return Markup()
    return element(
        "section",
        element("p", words("print.continued", title=slide.section.title), class_="title"),
        *(element("p", text) for text in slide.later),
        *(element("p", note, class_="small") for note in slide.later_notes),
        class_="page later",
    )


def _notes(section: Section, document: Document) -> tuple[tuple[str, ...], int]:
    """The notes that fit below the plot, and their size."""
    high = natural_height(section.chart, WIDTH) > HIGH_PLOT
    most = FEW_LINES if high else NOTE_LINES
    notes, sources = section.chart.notes, _sources(section, document)

    def fit(size: int) -> bool:
        lines = _lines([_joined(notes, document), sources], WIDTH, size)
        return lines * size <= most * NOTE_SIZES[-1]

    size = next(filter(fit, NOTE_SIZES), NOTE_SIZES[-1])
    while notes and not fit(size):
        notes = notes[:-1]
    return notes, size


def _joined(notes: Sequence[str], document: Document) -> str:
    return document.context.words.pick("", " ").join(notes)


def _sources(section: Section, document: Document) -> str:
    """About what the line of sources says."""
    cited = cited_sources(section, document)
    named = len(cited) if document.cover is None else NAMED_SOURCES
    return "；".join(
        f"[{one.number}] {one.text if n < named else ''}" for n, one in enumerate(cited)
    )


def _text_size(texts: Sequence[str], height: float) -> int:
    """The largest size in which all texts fit into the column, or the smallest there is."""
    fits = (size for size in TEXT_SIZES if _height(texts, COLUMN - RULE, size) <= height)
    return next(fits, TEXT_SIZES[-1])


def _fitting(texts: Sequence[str], size: int, height: float) -> tuple[str, ...]:
    """The first texts that fit into the column."""
    count = len(texts)
    while count and _height(texts[:count], COLUMN - RULE, size) > height:
        count -= 1
    return tuple(texts[:count])


def _height(texts: Sequence[str], width: int, size: int) -> float:
    return _lines(texts, width, size) * size * LINE + len(texts) * PARAGRAPH


def _lines(texts: Sequence[str], width: int, size: int) -> int:
    lines = (line for text in texts for line in text.splitlines())
    return sum(len(wrap(line, width=width * SAFETY, size=size)) or 1 for line in lines)
