"""The styles of a Word file: the whole set of ours, or what a person's template lacks of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from dashboard.exports.word import conventions as gb
from dashboard.exports.word.markup import Element, element
from dashboard.words import Words

Attributes = dict[str, Any]

NO_INDENT: Attributes = {"left": 0, "right": 0, "firstLine": 0, "firstLineChars": 0}
TWO_CHARACTERS: Attributes = {"firstLineChars": 200, "firstLine": gb.SIZE_3 * 20}
NUMBER_INSET = 80  # between a number and the text of the next column
HEAVY, LIGHT, HAIR = 12, 6, 4  # eighths of a point


@dataclass(frozen=True)
class Style:
    """A style as the standard asks for it; a size in half points, lengths in twips."""

    key: str
    id: str
    name: str
    font: str = gb.FANG_SONG
    size: int = gb.SIZE_3
    bold: bool = False
    colour: str = ""
    line: int = gb.LINE  # 0: as high as its content
    before: int = 0
    after: int = 0
    indent: Attributes = field(default_factory=lambda: NO_INDENT)
    align: str = "left"
    keep_next: bool = False
    keep_lines: bool = False
    outline: int | None = None
    kind: str = "paragraph"
    aliases: tuple[str, ...] = ()
    latin: str = gb.LATIN
    tighter: int = 0  # characters, in twips, so that 28 of them fill a line


LINK = Style(
    "link", "Hyperlink", "Hyperlink", kind="character", colour="0B57A4", aliases=("超链接",)
)


def wanted(words: Words) -> tuple[Style, ...]:
    """Every style that we write in, the one that others are based on first."""
    return _chinese(words) if words.zh else _english(words)


def _chinese(words: Words) -> tuple[Style, ...]:
    return (
        Style(
            "body", "Normal", "Normal", indent=TWO_CHARACTERS, align="both", tighter=5,
            aliases=("正文",),
        ),
        Style(
            "title", "Title", "Title", gb.TITLE_SONG, gb.SIZE_2, line=700, after=gb.LINE,
            align="center", keep_next=True, keep_lines=True, aliases=("标题",),
        ),
        Style(
            "heading", "Heading1", "heading 1", gb.HEI, indent=TWO_CHARACTERS, keep_next=True,
            keep_lines=True, outline=0, aliases=("标题 1", "标题1"),
        ),
        Style(
            "heading2", "Heading2", "heading 2", gb.KAI, indent=TWO_CHARACTERS, keep_next=True,
            keep_lines=True, outline=1, aliases=("标题 2", "标题2"),
        ),
        Style("cover", "CoverLine", words("word.style_cover"), gb.KAI, align="center"),
        Style("contents", "TOC1", "toc 1", align="both", aliases=("目录 1", "目录1")),
        *_small(words, (gb.SIZE_4_SMALL, gb.SIZE_5), (gb.HEI, gb.KAI, gb.SONG)),
        Style("reference", "Reference", words("word.style_reference"), gb.FANG_SONG,
              gb.SIZE_4_SMALL, line=440, after=60),
        Style("footer", "Footer", "footer", gb.SONG, gb.SIZE_4, line=0, latin=gb.SONG,
              aliases=("页脚",)),
        LINK,
    )  # fmt: skip


def _english(words: Words) -> tuple[Style, ...]:
    text, line = 24, 360
    return (
        Style("body", "Normal", "Normal", gb.SONG, text, line=line, after=120, align="both"),
        Style(
            "title", "Title", "Title", gb.SONG, 40, bold=True, line=0, after=300, align="center",
            keep_next=True, keep_lines=True,
        ),
        Style(
            "heading", "Heading1", "heading 1", gb.HEI, 30, bold=True, line=0, before=240,
            after=160, keep_next=True, keep_lines=True, outline=0,
        ),
        Style(
            "heading2", "Heading2", "heading 2", gb.HEI, 26, bold=True, line=0, before=200,
            after=120, keep_next=True, keep_lines=True, outline=1,
        ),
        Style("cover", "CoverLine", words("word.style_cover"), gb.SONG, 28, line=480,
              align="center"),
        Style("contents", "TOC1", "toc 1", gb.SONG, text, line=420),
        *_small(words, (21, 19), (gb.HEI, gb.SONG, gb.SONG)),
        Style("reference", "Reference", words("word.style_reference"), gb.SONG, 21, line=300,
              after=60),
        Style("footer", "Footer", "footer", gb.SONG, gb.SIZE_4_SMALL, line=0),
        LINK,
    )  # fmt: skip


def _small(words: Words, sizes: tuple[int, int], fonts: tuple[str, str, str]) -> tuple[Style, ...]:
    """What stands in and around figures and tables."""
    caption, small = sizes
    heads, notes, cells = fonts
    bold = not words.zh
    return (
        Style("figure", "Figure", words("word.style_figure"), line=0, before=160, after=40,
              align="center", keep_next=True),
        Style("caption", "Caption", "caption", heads, caption, bold, line=0, before=60, after=160,
              align="center", keep_lines=True, aliases=("题注",)),
        Style("table_caption", "TableCaption", words("word.style_table_caption"), heads, caption,
              bold, line=0, before=160, after=40, align="center", keep_next=True,
              keep_lines=True),
        Style("table_said", "TableRemark", words("word.style_table_said"), cells, small, line=0,
              after=60, align="right", keep_next=True),
        *_cells(words, "", cells, small),
        *_cells(words, "small", cells, 18 if words.zh else 15),
        Style("notes", "FigureNotes", words("word.style_notes"), notes, small, line=320),
    )  # fmt: skip


def _cells(words: Words, variant: str, font: str, size: int) -> tuple[Style, ...]:
    """What stands in a table; in the small variant where there are many columns."""
    common: dict[str, Any] = {"size": size, "line": 0}
    tail = variant.capitalize()
    mark = words("word.style_small") if variant else ""
    return (
        Style(f"head{variant}", f"TableHead{tail}", f"{words('word.style_head')}{mark}", gb.HEI,
              bold=not words.zh, before=30, after=30, align="center", **common),
        Style(f"cell{variant}", f"TableText{tail}", f"{words('word.style_cell')}{mark}", font,
              before=20, after=20, **common),
        Style(f"number{variant}", f"TableNumber{tail}", f"{words('word.style_number')}{mark}",
              font, before=20, after=20, align="right", indent=NO_INDENT | {"right": NUMBER_INSET},
              **common),
    )  # fmt: skip


# ---------------------------------------------------------------- as markup


def language(words: Words) -> Element:
    """What language the text is in, Latin and Chinese letters.

    Latin ones are English in Chinese text, too, as Word writes it itself: of a Chinese number
    LibreOffice believes that a line may break in it.
    """
    return element("w:lang", val=words.pick("en-US", "en-GB"), eastAsia="zh-CN", bidi="ar-SA")


def fonts(chinese: str, latin: str = gb.LATIN) -> Element:
    """The fonts of a style, by script."""
    return element("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=chinese, cs=latin)


def style_sheet(words: Words) -> Element:
    """All styles of a file of ours."""
    ours = wanted(words)
    body = ours[0]
    defaults = element(
        "w:docDefaults",
        element("w:rPrDefault", _characters(body, words, own_fonts=True)),
        element("w:pPrDefault"),
    )
    made = [style_element(style, words, own_fonts=True) for style in ours]
    made[0].set(qn("w:default"), "1")
    return element("w:styles", defaults, *made, _table_basis(words), table_style(words))


def style_element(style: Style, words: Words, *, own_fonts: bool, base: str = "Normal") -> Element:
    """A style as markup; in a person's template it takes fonts and numbers over from theirs."""
    link = style.kind == "character"
    made = element("w:style", type=style.kind, styleId=style.id)
    made.append(element("w:name", val=style.name))
    if style.key != "body" and not link:
        made.append(element("w:basedOn", val=base))
    if style.outline is not None or style.key == "title":
        made.append(element("w:next", val=base))
    made.append(element("w:uiPriority", val=1))
    if not link:
        made.append(element("w:qFormat"))
        made.append(_paragraph(style, numbered=own_fonts))
    made.append(_characters(style, words, own_fonts=own_fonts))
    return made


def _paragraph(style: Style, *, numbered: bool) -> Element:
    outline = style.outline
    number = [element("w:ilvl", val=outline), element("w:numId", val=1)]
    height = (style.line, "exact") if style.line else (240, "auto")
    spacing = {"before": style.before, "after": style.after}
    return element(
        "w:pPr",
        element("w:keepNext", val=int(style.keep_next)),
        element("w:keepLines", val=int(style.keep_lines)),
        element("w:widowControl"),
        *([element("w:numPr", *number)] if numbered and outline is not None else []),
        # small lines would be as far apart as those of the text
        element("w:snapToGrid", val=int(style.line == gb.LINE)),
        element("w:spacing", **spacing, line=height[0], lineRule=height[1]),
        element("w:ind", **style.indent),
        element("w:jc", val=style.align),
        *([] if outline is None else [element("w:outlineLvl", val=outline)]),
    )


def _characters(style: Style, words: Words, *, own_fonts: bool) -> Element:
    paragraph, bold = style.kind == "paragraph", int(style.bold)
    made = element("w:rPr")
    if own_fonts:
        made.append(fonts(style.font, style.latin))
    if paragraph:
        made.extend([element("w:b", val=bold), element("w:bCs", val=bold)])
    if style.colour:
        made.append(element("w:color", val=style.colour))
    if paragraph:
        made.append(element("w:spacing", val=-style.tighter))
        made.extend([element("w:sz", val=style.size), element("w:szCs", val=style.size)])
    made.append(language(words))
    return made


def _table_basis(words: Words) -> Element:
    """Word's own table without lines, which it expects to find."""
    margins = element(
        "w:tblCellMar",
        *(element(f"w:{side}", w=width, type="dxa")
          for side, width in (("top", 0), ("left", 70), ("bottom", 0), ("right", 70))),
    )  # fmt: skip
    made = element("w:style", type="table", styleId="TableNormal", default=1)
    made.extend([element("w:name", val="Normal Table"), element("w:uiPriority", val=99)])
    made.append(element("w:rPr", fonts(gb.SONG), language(words)))
    made.append(element("w:tblPr", element("w:tblInd", w=0, type="dxa"), margins))
    return made


def table_style(words: Words) -> Element:
    """A table with strong lines above and below, a light one below its head and between rows."""
    lines = (("top", HEAVY, "17202E"), ("bottom", HEAVY, "17202E"), ("insideH", HAIR, "C9CED6"))
    borders = (
        element(f"w:{side}", val="single", sz=size, space=0, color=colour)
        for side, size, colour in lines
    )
    head = element("w:bottom", val="single", sz=LIGHT, space=0, color="17202E")
    made = element("w:style", type="table", styleId="FigureTable", customStyle=1)
    made.append(element("w:name", val=words("word.style_table")))
    made.append(element("w:basedOn", val="TableNormal"))
    made.append(element("w:rPr", fonts(gb.SONG), language(words)))
    margins = element(
        "w:tblCellMar", element("w:left", w=70, type="dxa"), element("w:right", w=70, type="dxa")
    )
    made.append(element("w:tblPr", element("w:tblBorders", *borders), margins))
    first = element("w:tblStylePr", type="firstRow")
    first.append(element("w:tcPr", element("w:tcBorders", head)))
    made.append(first)
    return made
