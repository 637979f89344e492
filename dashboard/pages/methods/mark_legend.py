"""The legend of all marks, drawn as small pictures from the tables that the charts use."""

from __future__ import annotations

import html
from base64 import b64encode

from dashboard.context import Context
from dashboard.figures.base import SYMBOLS
from dashboard.figures.matrix import FILLS, MARKS
from dashboard.palette import COLOURS, PEERS, district_colour

WIDTH, HEIGHT = 44, 22
_X, _Y = WIDTH / 2, HEIGHT / 2
_COLOUR = COLOURS[0]

# outlines by Plotly's names, about the middle of the picture
_OUTLINES = {
    "circle": f'<circle cx="{_X}" cy="{_Y}" r="6"/>',
    "triangle-up": f'<path d="M{_X} {_Y - 7}L{_X + 7} {_Y + 5}H{_X - 7}Z"/>',
    "diamond": f'<path d="M{_X} {_Y - 8}L{_X + 8} {_Y}L{_X} {_Y + 8}L{_X - 8} {_Y}Z"/>',
    "square": f'<rect x="{_X - 6}" y="{_Y - 6}" width="12" height="12"/>',
    "hexagon": f'<path d="M{_X} {_Y - 7}l6 3.5v7l-6 3.5l-6 -3.5v-7Z"/>',
}


def mark_legend(context: Context) -> str:
    """Every mark with its meaning, as an HTML table."""
    words = context.words
    rows = [(mark(symbol), f"mark.{basis}") for basis, symbol in SYMBOLS.items()]
    rows += [
        (mark("circle-open"), "mark.derived"),
        (mark("circle-open-dot"), "mark.computed"),
        *((_picture(shape), f"mark.{name}") for name, shape in _SHAPES.items()),
        (_picture(f'<g fill="{PEERS}">{_OUTLINES["circle"]}</g>'), "mark.peers"),
        *((_cell(state), f"mark.{state}") for state in reversed(FILLS)),
    ]
    lines = "".join(
        f'<tr><td style="padding:2px 12px 2px 0">{image}</td>'
        f'<td style="padding:2px 0">{html.escape(words(key))}</td></tr>'
        for image, key in rows
    )
    return f'<table style="border-collapse:collapse">{lines}</table>'


def mark(symbol: str) -> str:
    """A mark by its Plotly name; KeyError for one that has no picture here."""
    outline = _OUTLINES[symbol.removesuffix("-dot").removesuffix("-open")]
    fill = "none" if "-open" in symbol else _COLOUR
    dot = f'<circle cx="{_X}" cy="{_Y}" r="1.5" fill="{_COLOUR}"/>' if "-dot" in symbol else ""
    return _picture(f'<g fill="{fill}" stroke="{_COLOUR}" stroke-width="2">{outline}</g>{dot}')


def _stroke(path: str, *, width: float, more: str = "") -> str:
    return f'<path d="{path}" fill="none" stroke="{_COLOUR}" stroke-width="{width}" {more}/>'


_SHAPES = {
    "range": _stroke(f"M{_X} 3V19", width=5, more='opacity="0.55"')
    + _stroke(f"M{_X - 5} 3h10M{_X - 5} 19h10", width=2, more='opacity="0.55"'),
    "open_end": _stroke(f"M{_X} 20V4M{_X - 4} 9l4 -6l4 6", width=2, more='opacity="0.7"'),
    "line": _stroke(f"M3 {_Y}H{WIDTH - 3}", width=2.25),
    "dotted": _stroke(f"M3 {_Y}H{WIDTH - 3}", width=2.25, more='stroke-dasharray="2.5 3"'),
    "interval": _stroke(f"M6 {_Y}H{WIDTH - 6}", width=4, more='opacity="0.45"')
    + _stroke(f"M6 {_Y - 5}v10M{WIDTH - 6} {_Y - 5}v10", width=2, more='opacity="0.45"'),
}


def _cell(state: str) -> str:
    """A cell of the coverage matrix; the outline keeps a pale one visible."""
    text = MARKS.get(state, "8")
    return _picture(
        f'<rect x="4" y="1" width="36" height="20" fill="{FILLS[state]}" stroke="#9AA5B1" '
        f'stroke-width="0.5"/><text x="{_X}" y="15" font-size="12" text-anchor="middle" '
        f'fill="#17202E">{text}</text>'
    )


def _picture(content: str) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{content}</svg>'
    )
    data = b64encode(svg.encode()).decode()
    return (
        f'<img alt="" width="{WIDTH}" height="{HEIGHT}" style="vertical-align:middle" '
        f'src="data:image/svg+xml;base64,{data}">'
    )


def colour_legend(context: Context) -> str:
    """The chosen districts with their colours."""
    names = context.data.labels[context.words.language]
    return "".join(
        '<span style="white-space:nowrap;display:inline-block;margin-right:16px">'
        f'<span style="display:inline-block;width:12px;height:12px;border-radius:50%;'
        f'background:{district_colour(code)};margin-right:6px"></span>'
        f"{html.escape(names[code])}</span>"
        for code in context.selection.districts
    )
