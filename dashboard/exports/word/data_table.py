"""The table under a figure: what the page's table shows, made to fit on paper.

What is the same in every row is said once above the table, bounds that only repeat the value are
left out, and a source is its number in the list of sources.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dashboard.charts.chart import source_text
from dashboard.exports.document import Document, Section
from dashboard.exports.tables import display_table
from dashboard.exports.word.markup import Element, Writer, element
from dashboard.exports.word.styles import NUMBER_INSET
from dashboard.figures.base import text_width
from dashboard.formats import bounds_text
from dashboard.words import Words

Row = Mapping[str, Any]

NOTHING = "—"
_RANGES = ("shown_low", "shown_high", "interval_low", "interval_high")
_SAID_ONCE = ("indicator", "scope", "period", "shown_unit", "status")
INTERVAL_DECIMALS = 2
PADDING = 150  # twips: of a cell, left and right, and a little more
ROOM_ENOUGH = 0.3
TIMES = 0.95  # its letters are narrower than those of the figures
FEW_CHARACTERS, HEAD_CHARACTERS = 5, 4
_LATIN_WORD = re.compile(r"[!-~–−≤≥]+")


@dataclass(frozen=True)
class Column:
    """A column as it is printed."""

    name: str
    cells: tuple[str, ...]
    numeric: bool


@dataclass(frozen=True)
class PrintedTable:
    """The columns of a table, and what is said above them because it holds for every row."""

    columns: tuple[Column, ...]
    said: tuple[str, ...]


def printed_table(section: Section, document: Document) -> PrintedTable:
    """The page's table of a section's chart as it is printed."""
    words = section.context.words
    columns = _columns(section, document)
    said: list[str] = []
    if section.chart.observations and section.chart.rows.height > 1:
        labels = {words(f"column.{name}") for name in _SAID_ONCE}
        for column in [c for c in columns if c.name in labels and len(set(c.cells)) == 1]:
            if len(columns) > len(said) + 3:
                said += [f"{column.name}{words.colon}{column.cells[0]}"] if column.cells[0] else []
                columns.remove(column)
    return PrintedTable(tuple(columns), tuple(said))


def _columns(section: Section, document: Document) -> list[Column]:
    """Every column that says something."""
    chart = section.chart
    table = display_table(chart, section.context)
    made = _made_columns(section, document) if chart.observations else {}
    found = []
    for name in table.columns:
        if name in made:
            found += made[name]
        elif not (chart.observations and _empty(table[name].to_list())):
            cells = tuple(_text(cell) for cell in table[name])
            found.append(Column(name, cells, table[name].dtype.is_numeric()))
    return found


def _empty(cells: Sequence[object]) -> bool:
    return all(cell is None or cell == "" for cell in cells)


def _made_columns(section: Section, document: Document) -> dict[str, list[Column]]:
    """What stands in the place of a column of the page: the ends of a range share one."""
    words, rows = section.context.words, section.chart.rows.to_dicts()
    value = tuple(_number(row, section) for row in rows)
    bounds = tuple(_bounds(row, section) for row in rows)
    intervals = tuple(_interval(row) for row in rows)
    label = {key: words(f"column.{key}") for key in ("shown_value", "source", *_RANGES)}
    made = {label[key]: list[Column]() for key in _RANGES}
    made[label["shown_value"]] = [Column(label["shown_value"], value, True)]
    if any(one != other for one, other in zip(value, bounds, strict=True)):
        made[label["shown_low"]] = [Column(words("word.bounds"), bounds, True)]
    if set(intervals) - {NOTHING}:
        made[label["interval_low"]] = [Column(words("word.interval"), intervals, True)]
    made[label["source"]] = [Column(label["source"], _citations(section, document), False)]
    return made


def _number(row: Row, section: Section) -> str:
    return section.chart.unit_of(row).number(row["shown"]).replace("-", "−")


def _bounds(row: Row, section: Section) -> str:
    """285–288, ≥ 192,000 or the value itself."""
    unit = section.chart.unit_of(row)
    return bounds_text(row["shown_low"], row["shown_high"], unit).replace("-", "−")


def _interval(row: Row) -> str:
    """Of a rate; none for a figure without one."""
    low, high = row.get("interval_low"), row.get("interval_high")
    return NOTHING if low is None or high is None else f"{_rounded(low)}–{_rounded(high)}"


def _rounded(value: float) -> str:
    return f"{round(Decimal(str(value)), INTERVAL_DECIMALS)}"


def _citations(section: Section, document: Document) -> tuple[str, ...]:
    """The numbers of the rows' sources; the title where the list does not have it."""
    words = section.context.words
    numbers = {(source.text, source.url): f"[{source.number}]" for source in document.sources}
    cells = []
    for row in section.chart.rows.iter_rows(named=True):
        text = source_text(
            row["issuer"], row["source_title"], official=row["official"], words=words
        )
        cells.append(numbers.get((text, row["url"] or ""), row["source_title"]))
    return tuple(cells)


def _text(cell: object) -> str:
    return NOTHING if cell is None or cell == "" else str(cell)


# ---------------------------------------------------------------- as markup


def table_element(table: PrintedTable, writer: Writer, *, width: int, words: Words) -> Element:
    """The table across the text; its head stands on every page that it reaches."""
    widths, variant = _widths(table.columns, width, words)
    made = element(
        "w:tbl",
        element(
            "w:tblPr",
            element("w:tblStyle", val="FigureTable"),
            element("w:tblW", w=sum(widths), type="dxa"),
            element("w:jc", val="center"),
            element("w:tblLayout", type="fixed"),
            element("w:tblLook", val="0020", firstRow=1, noHBand=1, noVBand=1),
        ),
        element("w:tblGrid", *(element("w:gridCol", w=wide) for wide in widths)),
    )
    head = [writer.paragraph(f"head{variant}", column.name) for column in table.columns]
    made.append(_row(head, widths, head=True))
    kinds = [f"{'number' if column.numeric else 'cell'}{variant}" for column in table.columns]
    for texts in zip(*(column.cells for column in table.columns), strict=True):
        cells = [writer.paragraph(kind, text) for kind, text in zip(kinds, texts, strict=True)]
        made.append(_row(cells, widths, head=False))
    return made


def _row(cells: Sequence[Element], widths: Sequence[int], *, head: bool) -> Element:
    properties = element("w:trPr", element("w:cantSplit"))
    if head:
        properties.append(element("w:tblHeader"))
    filled = (
        element(
            "w:tc",
            element(
                "w:tcPr", element("w:tcW", w=wide, type="dxa"), element("w:vAlign", val="center")
            ),
            cell,
        )
        for cell, wide in zip(cells, widths, strict=True)
    )
    return element("w:tr", properties, *filled)


def _widths(columns: Sequence[Column], width: int, words: Words) -> tuple[list[int], str]:
    """Widths by content, in twips, which fill the text area; and whether letters are small."""
    size, small = (210, 180) if words.zh else (190, 150)
    fitted, share = _shared(columns, width, size)
    if share >= ROOM_ENOUGH:
        return fitted, ""
    return _shared(columns, width, small)[0], "small"


def _shared(columns: Sequence[Column], width: int, size: int) -> tuple[list[int], float]:
    """Widths at a size of letters, and what part of the room that texts wish for they get."""
    least = [_padding(c) + _unbroken(c, size) for c in columns]
    whole = [_padding(c) + int(max(text_width(text, size) for text in _texts(c))) for c in columns]
    most = list(map(max, whole, least))
    room, wished = width - sum(least), sum(most) - sum(least)
    if room < 0:  # too many columns: their texts break where they must
        return [short * width // sum(least) for short in least], 0.0
    share = min(1.0, room / wished) if wished else 1.0
    filled = [short + int((wide - short) * share) for short, wide in zip(least, most, strict=True)]
    rest = (width - sum(filled)) // len(filled)
    return [wide + rest for wide in filled], share


def _padding(column: Column) -> int:
    return PADDING + (NUMBER_INSET if column.numeric else 0)


def _texts(column: Column) -> tuple[str, ...]:
    """Its cells, and as much of its head as a column should have room for."""
    return (column.name[:HEAD_CHARACTERS], *column.cells)


def _unbroken(column: Column, size: int) -> int:
    """The width of its longest word: of a number, of a Latin word, of a few Chinese characters."""
    cells = column.cells if column.numeric else _LATIN_WORD.findall(" ".join(column.cells))
    heads = _LATIN_WORD.findall(column.name)
    words = [TIMES * text_width(word, size) for word in cells]
    words += [text_width(word, size) for word in heads]
    first = [text_width(cell[:FEW_CHARACTERS], size) for cell in column.cells]
    return int(max([*words, *([] if column.numeric else first), 1.5 * size]))
