"""Rebuild dashboard/web/assets/material-symbols-rounded.woff2: the icons that our pages can show.

    python tools/build_icons.py

Streamlit brings all 3,800 icons in one font of 375 kB; the server sends this cut of it instead.
Run it when a page shows a new icon or Streamlit is updated; a test names the icons that lack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import streamlit
from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "dashboard" / "web" / "assets" / "material-symbols-rounded.woff2"
STATIC = Path(streamlit.__file__).parent / "static" / "static"
NAMED = re.compile(r":material/([a-z0-9_]+)")
DRAWN_OTHERWISE = frozenset({"star_filled"})  # Streamlit has a picture for it


def main() -> None:
    """Cut the font."""
    (source,) = (STATIC / "media").glob("MaterialSymbols-Rounded.*.woff2")
    font = TTFont(source)
    glyphs = dict(ligatures(font))
    wanted = wanted_icons()
    if unknown := wanted - glyphs.keys():
        raise SystemExit(f"the font has no icon {', '.join(sorted(unknown))}")
    options = subset.Options(layout_closure=False, notdef_outline=True)
    options.flavor = "woff2"
    cutter = subset.Subsetter(options)
    cutter.populate(
        glyphs=[glyphs[name] for name in wanted], text="abcdefghijklmnopqrstuvwxyz0123456789_"
    )
    cutter.subset(font)
    TARGET.parent.mkdir(exist_ok=True)
    subset.save_font(font, str(TARGET), options)


def wanted_icons() -> set[str]:
    """The icons that our code or Streamlit's own page names."""
    ours = (file for file in (ROOT / "dashboard").rglob("*") if file.suffix in (".py", ".toml"))
    theirs = (STATIC / "js").glob("*.js")
    texts = (file.read_text(encoding="utf-8") for file in (*ours, *theirs))
    return {name for text in texts for name in NAMED.findall(text)} - DRAWN_OTHERWISE


def ligatures(font: TTFont) -> Iterator[tuple[str, str]]:
    """The name of every icon of a font and its glyph."""
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            for first, found in getattr(table, "ligatures", {}).items():
                for one in found:
                    glyphs = (first, *one.Component)
                    yield "".join(letters.get(glyph, "?") for glyph in glyphs), one.LigGlyph


if __name__ == "__main__":
    main()
