"""Rebuild the fonts that ship, dashboard/fonts/ and static/fonts/, as subsets of Noto Sans CJK SC.

    python tools/build_fonts.py [folder with NotoSansCJK-Regular.ttc and NotoSansCJK-Bold.ttc]

dashboard/fonts/ is what exported pictures are drawn with. static/fonts/ is what browsers load: a
core with the characters of our own texts, and the rest in bands that load when one is needed.
Run it when new texts brought many new characters; it also rewrites the end of config.toml.
"""

from __future__ import annotations

import argparse
import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_SOURCE = Path("/usr/share/fonts/opentype/noto")  # Debian's fonts-noto-cjk
SERVER_FONTS = ROOT / "dashboard" / "fonts"
WEB_FONTS = ROOT / "static" / "fonts"
CONFIG = ROOT / ".streamlit" / "config.toml"
GENERATED = "# ---- made by tools/build_fonts.py from here on: do not edit ----\n"

FACE = "Noto Sans CJK SC"
FAMILY = "Noto Sans SC"
STYLES = {"Regular": 400, "Bold": 700}

DISTRICTS = ROOT / "indicators" / "data" / "districts"
PLACES = tuple(DISTRICTS / f"{name}.csv" for name in ("provinces", "cities", "districts", "towns"))
OWN_FOLDERS = ("indicators", "warehouse", "dashboard", "seed_data")
OWN_KINDS = frozenset({".py", ".toml", ".csv", ".md"})

# First and last code point of what pictures may hold besides Chinese characters ...
SYMBOLS = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1 and Latin Extended-A: accents, pinyin tones
    (0x01CD, 0x01DC),  # more pinyin tones
    (0x0391, 0x03C9),  # Greek
    (0x2010, 0x205E),  # general punctuation: dashes, quotation marks, ellipsis, per mille
    (0x2070, 0x209C),  # superscripts and subscripts
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x214F),  # letter-like: degree Celsius, numero, trade mark
    (0x2150, 0x218B),  # fractions, Roman numerals
    (0x2190, 0x22FF),  # arrows, mathematics
    (0x2460, 0x24FF),  # circled numbers
    (0x2500, 0x266F),  # lines, blocks, shapes, stars
    (0x2713, 0x2717),  # ticks and crosses
    (0x3000, 0x303F),  # CJK punctuation
    (0x3105, 0x312F),  # bopomofo
    (0x3220, 0x33FF),  # bracketed and squared CJK
    (0xFE30, 0xFE4F),  # vertical forms
    (0xFF01, 0xFF5E),  # full-width forms
    (0xFFE0, 0xFFE6),  # full-width currencies
)
# ... and what every page loads.
CORE_SYMBOLS = (
    (0x0020, 0x007E),
    (0x00A0, 0x00FF),
    (0x2010, 0x2027),
    (0x2030, 0x203B),
    (0x2103, 0x2103),
    (0x2116, 0x2116),
    (0x2160, 0x216B),
    (0x2190, 0x2199),
    (0x2212, 0x2212),
    (0x2248, 0x2265),
    (0x2460, 0x2473),
    (0x25A0, 0x25CF),
    (0x2605, 0x2606),
    (0x3000, 0x3017),
    (0xFF01, 0xFF5E),
)
BANDS = 3
SERVER_LIMIT = 2 * 2**20  # bytes of one file
TOLERANCE = 3  # of 1000 units to the em: how far a TrueType outline may be from the original
CORE_LIMIT = 500_000  # bytes of both weights, which a first visit loads


def main() -> None:
    """Rebuild both folders and the font faces in the configuration."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", nargs="?", type=Path, default=DEFAULT_SOURCE)
    source = parser.parse_args().source
    server, web = server_characters(), web_characters()
    for folder in (SERVER_FONTS, WEB_FONTS):
        for old in (*folder.glob("*.[ot]tf"), *folder.glob("*.woff2")):
            old.unlink()
    for style in STYLES:
        build_server_font(source, style, server)
        for stem, characters in web.items():
            build_web_font(source, style, stem, characters)
    check_core()
    write_faces(web)


# ---------------------------------------------------------------- which characters


def server_characters() -> frozenset[str]:
    """Everything that an exported picture may show."""
    han = set(gb2312_han())
    for path in PLACES:
        han |= han_in(path)
    return frozenset(expand(SYMBOLS) | han | own_han())


def web_characters() -> dict[str, frozenset[str]]:
    """The files of one weight, the core last: where faces overlap, browsers take the last one."""
    han = own_han() | names_of_districts_with_data() | han_in(PLACES[0]) | han_in(PLACES[1])
    core = frozenset(expand(CORE_SYMBOLS) | han)
    rest = sorted(character for character in server_characters() - core if is_han(character))
    edges = [len(rest) * band // BANDS for band in range(BANDS + 1)]
    bands = {f"rest{band}": frozenset(rest[edges[band] : edges[band + 1]]) for band in range(BANDS)}
    return {**bands, "core": core}


def gb2312_han() -> Iterator[str]:
    """Yield the 6,763 characters of GB 2312, the set of everyday Chinese."""
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            if row == 0xD7 and cell >= 0xFA:  # the five empty cells
                continue
            yield bytes((row, cell)).decode("gb2312")


def own_han() -> set[str]:
    """The Chinese characters of our own texts and data, lists of places aside."""
    paths = (
        path
        for folder in OWN_FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in OWN_KINDS and path not in PLACES
    )
    return set().union(*map(han_in, paths))


def names_of_districts_with_data() -> set[str]:
    """The characters in the names of districts that have figures."""
    with (ROOT / "seed_data" / "observations.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["district"] for row in csv.DictReader(file)}
    with PLACES[2].open(encoding="utf-8", newline="") as file:
        names = [row["name_zh"] for row in csv.DictReader(file) if row["code"] in codes]
    return set("".join(names))


def han_in(path: Path) -> set[str]:
    """The Chinese characters of a text file."""
    return {character for character in path.read_text(encoding="utf-8") if is_han(character)}


def is_han(character: str) -> bool:
    """Tell whether it is a Chinese character (〇 counts, punctuation does not)."""
    name = unicodedata.name(character, "")
    return character == "〇" or name.startswith("CJK UNIFIED IDEOGRAPH")


def expand(ranges: Sequence[tuple[int, int]]) -> set[str]:
    """The characters of ranges, ends included."""
    return {chr(code) for first, last in ranges for code in range(first, last + 1)}


def unicode_range(stem: str, characters: Set[str]) -> str:
    """Write characters as CSS does: the core's exactly, a band's as its first and last.

    Browsers take a character of both from the core, and Streamlit sends the ranges with every run
    of a page: a band's gaps are not worth their length.

    >>> unicode_range("core", frozenset("ABCx"))
    'U+41-43,U+78'
    """
    codes = sorted(map(ord, characters))
    if stem != "core":
        return f"U+{codes[0]:X}-{codes[-1]:X}"
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    parts = (f"{a:X}" if a == b else f"{a:X}-{b:X}" for a, b in runs)
    return ",".join(f"U+{part}" for part in parts)


# ---------------------------------------------------------------- files


def build_server_font(source: Path, style: str, characters: Iterable[str]) -> None:
    """Write one weight for pictures, uncompressed, so that every font system can read it.

    As TrueType: a browser embeds that in a PDF as the font it is, but CFF as drawings of glyphs.
    """
    font = cut(source, style, characters)
    rename(font, style)
    to_truetype(font)
    target = SERVER_FONTS / f"NotoSansSC-{style}.ttf"
    font.save(target)
    report(target, font)
    if target.stat().st_size >= SERVER_LIMIT:
        raise SystemExit(f"{target.name} is over 2 MiB: cover fewer characters.")


def to_truetype(font: TTFont) -> None:
    """Replace the cubic outlines of a font with quadratic ones."""
    outlines, order = font.getGlyphSet(), font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
        glyphs[name] = pen.glyph()
    del font["CFF "]
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    table.compile(font)
    most = font["maxp"]
    most.tableVersion, most.maxZones = 0x00010000, 1
    for name in _NOT_USED:
        setattr(most, name, 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"


_NOT_USED = (
    "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
    "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth", "maxCompositePoints",
    "maxCompositeContours",
)  # fmt: skip


def build_web_font(source: Path, style: str, stem: str, characters: Iterable[str]) -> None:
    """Write one file for the browser."""
    font = cut(source, style, characters)
    font.flavor = "woff2"
    target = web_file(STYLES[style], stem)
    font.save(target)
    report(target, font)


def web_file(weight: int, stem: str) -> Path:
    """Where a file for the browser stands."""
    return WEB_FONTS / f"noto-sans-sc-{weight}-{stem}.woff2"


def cut(source: Path, style: str, characters: Iterable[str]) -> TTFont:
    """A font with these characters and what horizontal text needs, nothing else."""
    options = subset.Options()
    options.hinting = False  # a fifth of the size, and pictures have many pixels
    options.layout_features = ["kern"]
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]  # names, copyright, trade mark, licence
    options.drop_tables += ["BASE", "GSUB", "VORG", "vhea", "vmtx"]
    font = face(source / f"NotoSansCJK-{style}.ttc")
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters))
    subsetter.subset(font)
    return font


def face(path: Path) -> TTFont:
    """The simplified Chinese face of a collection."""
    collection = TTCollection(path, lazy=True)
    names = [font["name"].getDebugName(1) for font in collection.fonts]
    # The same source gives the same files: no time of making.
    return TTFont(path, fontNumber=names.index(FACE), lazy=True, recalcTimestamp=False)


def rename(font: TTFont, style: str) -> None:
    """Give the family the name that our style sheets ask for (Noto fonts reserve no name)."""
    postscript = f"NotoSansSC-{style}"
    for record in font["name"].names:
        text = record.toUnicode().replace(f"NotoSansCJKsc-{style}", postscript)
        record.string = text.replace(FACE, FAMILY)
    cff = font["CFF "].cff
    cff.fontNames[0] = postscript
    top = cff.topDictIndex[0]
    top.FamilyName, top.FullName = FAMILY, f"{FAMILY} {style}"


def report(target: Path, font: TTFont) -> None:
    """Print what was made."""
    size = target.stat().st_size
    print(f"{target.relative_to(ROOT)}  {len(font.getBestCmap()):,} characters  {size:,} bytes")


def check_core() -> None:
    """Stop when a first visit would load too much."""
    size = sum(path.stat().st_size for path in WEB_FONTS.glob("*-core.woff2"))
    if size > CORE_LIMIT:
        raise SystemExit(f"The core has {size:,} bytes, more than {CORE_LIMIT:,}.")


def write_faces(stems: Iterable[str]) -> None:
    """Rewrite the generated end of the configuration, from what the files do cover."""
    kept, _, _ = CONFIG.read_text(encoding="utf-8").partition(GENERATED)
    faces = "".join(write_face(weight, stem) for stem in stems for weight in STYLES.values())
    CONFIG.write_text(kept + GENERATED + faces, encoding="utf-8")


def write_face(weight: int, stem: str) -> str:
    """One font face of the configuration."""
    path = web_file(weight, stem)
    with TTFont(path, lazy=True) as font:
        characters = frozenset(map(chr, font.getBestCmap()))
    return (
        f'\n[[theme.fontFaces]]\nfamily = "{FAMILY}"\n'
        f'url = "app/static/fonts/{path.name}"\n'
        f'weight = "{weight}"\nunicodeRange = "{unicode_range(stem, characters)}"\n'
    )


if __name__ == "__main__":
    main()
