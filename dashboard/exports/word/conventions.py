"""The layout of Chinese official documents, in the terms of Word.

The convention is GB/T 9704—2012 《党政机关公文格式》: paper A4, 37 mm above and 28 mm left of a
text area of 156 × 225 mm (5.1, 5.2.1), 22 lines of 28 characters (5.2.3), title 2号小标宋 centred,
body 3号仿宋 with two characters of indent, headings 一、黑体 and （一）楷体 (7.3), page numbers
4号宋体 between dashes, 7 mm below the text, odd ones at the right and even ones at the left, one
character from the edge (7.5). We keep all of these for Chinese text.

The standard says nothing about figures, and of tables only how they lie on the page. Captions are
小四黑体, table text 五号宋体 and notes 五号楷体, as publishers set them: at 3号 a table of eight
columns does not fit on the page. A document in English has the same page, with 12 pt text and
without indent: 3号 is too large for Latin letters.

Fonts. Word takes one name a run, so the further ones stand in the font table as `w:altName`. Body
text asks for 仿宋 and not 仿宋_GB2312: every Chinese Windows since Vista, Office for Mac and WPS
have it, while 仿宋_GB2312 is an add-on and lacks characters of place names (it has 6,763). Where
it is installed 仿宋 is, too. The title asks for 方正小标宋简体, which offices install, then for
华文中宋 and 宋体, which come with Office and Windows. Free fonts follow in every chain. LibreOffice
does not read the font table; it substitutes by its own.
"""

from __future__ import annotations

from dataclasses import dataclass

LATIN = "Times New Roman"
SONG, HEI, KAI, FANG_SONG, TITLE_SONG = "宋体", "黑体", "楷体", "仿宋", "方正小标宋简体"

TWIPS_PER_MM = 1440 / 25.4
EMU_PER_MM = 36_000


def twips(millimetres: float) -> int:
    """A length in twentieths of a point."""
    return round(millimetres * TWIPS_PER_MM)


# ---------------------------------------------------------------- page

PAGE_WIDTH, PAGE_HEIGHT = twips(210), twips(297)
TOP, LEFT = twips(37), twips(28)
TEXT_WIDTH, TEXT_HEIGHT = twips(156), twips(225)
RIGHT, BOTTOM = PAGE_WIDTH - LEFT - TEXT_WIDTH, PAGE_HEIGHT - TOP - TEXT_HEIGHT
# the dashes stand 7 mm below the text; the line of 4号 characters needs 5 mm
FOOTER = twips(297 - 37 - 225 - 7 - 5)
HEADER = twips(15)
LINE = TEXT_HEIGHT // 22  # 28.95 pt

# ---------------------------------------------------------------- sizes, in half points

SIZE_2, SIZE_3, SIZE_4, SIZE_4_SMALL, SIZE_5 = 44, 32, 28, 24, 21


@dataclass(frozen=True)
class Font:
    """A font that the file asks for, and what may stand in for it, the best first."""

    name: str
    others: tuple[str, ...]
    panose: str
    family: str
    charset: str = "86"  # of Chinese (GB 2312)


FONTS = (
    Font(LATIN, ("Tinos", "Liberation Serif", "Noto Serif"), "02020603050405020304", "roman", "00"),
    Font(
        FANG_SONG,
        ("FangSong", "仿宋_GB2312", "方正仿宋_GBK", "STFangsong", "华文仿宋", "朱雀仿宋",
         "Noto Serif CJK SC", "Source Han Serif SC", "思源宋体"),
        "02010609060101010101", "modern",
    ),
    Font(
        TITLE_SONG,
        ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "STZhongsong", "华文中宋", "宋体", "SimSun",
         "Noto Serif CJK SC", "Source Han Serif SC", "思源宋体"),
        "02010601030101010101", "auto",
    ),
    Font(
        HEI,
        ("SimHei", "方正黑体_GBK", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "思源黑体",
         "Noto Sans SC"),
        "02010609060101010101", "modern",
    ),
    Font(
        KAI,
        ("KaiTi", "楷体_GB2312", "方正楷体_GBK", "STKaiti", "华文楷体", "霞鹜文楷", "LXGW WenKai"),
        "02010609060101010101", "modern",
    ),
    Font(
        SONG,
        ("SimSun", "STSong", "Noto Serif CJK SC", "Source Han Serif SC", "思源宋体"),
        "02010600030101010101", "auto",
    ),
)  # fmt: skip
