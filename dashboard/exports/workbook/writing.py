"""How a workbook is written: fonts, formats, names of sheets, and cells that run nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.context import Context
from dashboard.exports.plain_text import one_line, xml_text
from dashboard.exports.tables import inert
from dashboard.exports.workbook.parts import with_charts
from dashboard.palette import ACCENT, GRID, INK, MUTED
from warehouse import queries

FONT = "Microsoft YaHei"
GB2312 = 134  # the character set by which a program without that font picks another one
LONGEST_NAME = 31
LONGEST_TEXT = 32_767  # characters that a cell can hold
ROW = 24  # pixels
CHARACTER = 7  # pixels of a digit
WIDEST = 44
HIGHEST = 540  # pixels that a row may be high
A4 = 9

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LOOKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "title": {"bold": True, "font_size": 15},
    "muted": {"font_color": MUTED},
    "head": {
        "bold": True, "bottom": 1, "bottom_color": MUTED, "text_wrap": True, "valign": "top",
    },
    "label": {"bold": True, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top"},
    "cell": {"text_wrap": True},
    "link": {"font_color": ACCENT, "underline": 1},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "centre": {"align": "center", "border": 1, "border_color": GRID},
}  # fmt: skip

Cell = str | float | date | None


@dataclass
class Book:
    """A workbook in the making; its texts can be no formulas, and it holds no time of day."""

    context: Context
    title: str
    charts: list[bytes] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the workbook, dated with its data so that the same view gives the same bytes."""
        self._buffer = io.BytesIO()
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.book = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_format_properties": {
                    "font_name": FONT,
                    "font_size": 10,
                    "font_charset": GB2312,
                    "font_scheme": "none",
                    "font_color": INK,
                    "valign": "vcenter",
                },
            },
        )
        self.book.set_properties(
            {
                "title": one_line(self.title),
                "comments": f"{self.context.words('column.version')} {self.context.data.version}",
                "created": datetime.combine(self.day, time()),
            }
        )

    @cached_property
    def day(self) -> date:
        """The day of the newest data."""
        return queries.data_date(self.context.warehouse)

    def sheet(self, name: str, *, fitted: bool = True) -> Worksheet:
        """A new sheet whose name is allowed and its own; `fitted` to the width of a page."""
        sheet = self.book.add_worksheet(sheet_name(name, taken=self.names))
        self.names[sheet.get_name().casefold()] = sheet.get_name()
        sheet.set_default_row(ROW * 3 / 4)
        sheet.set_paper(A4)
        if fitted:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.set_landscape()
        sheet.set_footer("&C&P / &N")
        return sheet

    def look(self, name: str = "plain", **more: Any) -> Format:  # noqa: ANN401 - any property
        """A format by its name, with what is special about a cell."""
        wanted = _LOOKS[name] | more
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(wanted)
        return self._formats[key]

    def write(
        self, sheet: Worksheet, row: int, column: int, cell: Cell, look: Format | None = None
    ) -> None:
        """A number as a number, a day as a day, all else as text; nothing as an empty cell."""
        match cell:
            case None | "":
                if look is not None:
                    sheet.write_blank(row, column, None, look)
            case int() | float():
                sheet.write_number(row, column, cell, look)
            case date():
                sheet.write_datetime(row, column, cell, look or self.look("date"))
            case _:
                text = xml_text(cell)[:LONGEST_TEXT]
                if inert(text) != text:  # it must not become a formula either when it is edited
                    look = self.look("cell", quote_prefix=True)
                sheet.write_string(row, column, text, look)

    def table(
        self,
        sheet: Worksheet,
        top: int,
        header: Sequence[str],
        rows: Sequence[Sequence[Cell]],
    ) -> None:
        """A header and rows below it, columns as wide as they need."""
        for column, name in enumerate(header):
            self.write(sheet, top, column, name, self.look("head"))
            widest = max((width(row[column]) for row in rows), default=0)
            sheet.set_column(column, column, min(WIDEST, max(10, width(name) + 2, widest + 1)))
        for line, row in enumerate(rows, start=top + 1):
            for column, cell in enumerate(row):
                self.write(sheet, line, column, cell)

    def paragraph(
        self, sheet: Worksheet, row: int, text: str, *, pixels: int, columns: int
    ) -> None:
        """A text across columns that are so many pixels wide together, as high as it needs."""
        look = self.look("text")
        sheet.merge_range(row, 0, row, columns - 1, "", look)
        self.write(sheet, row, 0, text, look)
        self.height(sheet, row, lines_of(text, pixels))

    def height(self, sheet: Worksheet, row: int, lines: int) -> None:
        """Room for so many lines."""
        sheet.set_row_pixels(row, min(HIGHEST, max(ROW, 20 * lines + 4)))

    def finished(self) -> bytes:
        """The file, with the charts that Excel is to draw in the place of those of xlsxwriter."""
        self.book.close()
        return with_charts(self._buffer.getvalue(), self.charts)


def sheet_name(text: str, *, taken: dict[str, str]) -> str:
    r"""A name as Excel allows it: at most 31 characters, none of []:*?/\, not one of `taken`.

    >>> sheet_name("收到/受理", taken={}), sheet_name("History", taken={"history_": ""})
    ('收到-受理', 'History_ (2)')
    """
    plain = _FORBIDDEN.sub("-", one_line(text)).replace("'", "’").strip() or "-"
    plain = f"{plain}_" if plain.casefold() == "history" else plain
    name, number = _cut(plain, LONGEST_NAME), 1
    while name.casefold() in taken:
        number += 1
        ending = f" ({number})"
        name = _cut(plain, LONGEST_NAME - len(ending)) + ending
    return name


def _cut(text: str, longest: int) -> str:
    """As many characters as fit, counted as Excel counts them: in units of UTF-16."""
    units = text.encode("utf-16-le")[: longest * 2]
    return units.decode("utf-16-le", errors="ignore").rstrip()


def width(cell: Cell) -> int:
    """About how many digits wide a cell is; Chinese characters are two."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in str(cell or ""))


def lines_of(cell: Cell, room: int) -> int:
    """How many lines a cell takes in a column so many pixels wide; only texts are broken.

    >>> lines_of("收到行政复议申请", 84), lines_of(12345678901.5, 84)
    (2, 1)
    """
    return -(-width(cell) * CHARACTER // (room - 12)) if isinstance(cell, str) else 1
