"""Pictures of figures as files: PNG, SVG and PDF in which every Chinese character has its glyph."""

from __future__ import annotations

import base64
import html
import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import plotly.graph_objects as go

from dashboard.exports.renderer import (
    FONTS,
    ImageUnavailable,
    draw,
    image_available,
    stop_renderer,
)

__all__ = [
    "PRESETS",
    "ImageFormat",
    "ImageUnavailable",
    "Preset",
    "image_available",
    "render_image",
    "stop_renderer",
]

ImageFormat = Literal["png", "svg", "pdf"]

FONT_FAMILY = "Noto Sans SC"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
WEIGHTS = {"normal": "NotoSansSC-Regular.otf", "bold": "NotoSansSC-Bold.otf"}


@dataclass(frozen=True)
class Preset:
    """A size of picture: the layout in CSS pixels, how finely it is drawn, and the printed size."""

    name: str
    width: int
    height: int
    scale: float
    dpi: int


PRESETS = {
    preset.name: preset
    for preset in (
        # 3200 x 1800 pixels, which fill a slide of 13.33 x 7.5 inches
        Preset("16x9", width=1280, height=720, scale=2.5, dpi=240),
        # 2006 x 1416 pixels, 170 mm wide: the text width of an A4 page
        Preset("a4", width=680, height=480, scale=2.95, dpi=300),
    )
}


def render_image(
    figure: go.Figure,
    *,
    format: ImageFormat,
    width: int,
    height: int,
    scale: float = 1.0,
    dpi: int | None = None,
) -> bytes:
    """Draw a figure; `scale` and `dpi` count for PNG only, SVG and PDF have no pixels.

    Raises:
        ImageUnavailable: There is no browser, or it failed twice, or it cannot draw this figure.
    """
    options = {
        "format": format,
        "width": width,
        "height": height,
        "scale": scale if format == "png" else 1,
    }
    content = draw(figure.to_dict(), options)
    if format == "svg":
        return _with_fonts(content.decode()).encode()
    if format == "png":
        if not content.startswith(PNG_SIGNATURE):  # what comes of a canvas beyond its limits
            raise ImageUnavailable(f"{width} x {height} pixels times {scale} are too many.")
        return content if dpi is None else _with_resolution(content, dpi)
    return content


def _with_resolution(png: bytes, dpi: int) -> bytes:
    """Say in a PNG how many pixels make an inch, so that Office places it at its size.

    The chunk is put in behind the header; encoding the picture anew would take longer than drawing.
    """
    header = len(PNG_SIGNATURE) + 25  # and the IHDR chunk
    per_metre = round(dpi / 0.0254)
    body = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:header] + chunk + png[header:]


def _with_fonts(svg: str) -> str:
    """Put the glyphs that an SVG uses into it, so that a reader without Chinese fonts sees them."""
    faces = (
        f"@font-face{{font-family:'{FONT_FAMILY}';font-weight:{weight};"
        f"src:url(data:font/woff;base64,{_glyphs(FONTS / name, svg)})}}"
        for weight, name in WEIGHTS.items()
    )
    start = svg.index(">", svg.index("<svg")) + 1
    return f"{svg[:start]}<defs><style>{''.join(faces)}</style></defs>{svg[start:]}"


def _glyphs(font: Path, svg: str) -> str:
    """A font of the characters in an SVG, as base64: about 20 kB."""
    from fontTools import subset  # takes half a second, which few need
    from fontTools.ttLib import TTFont

    options = subset.Options(layout_features=["kern"], name_IDs=[], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=html.unescape(svg))
    target = io.BytesIO()
    with TTFont(font, lazy=True, recalcTimestamp=False) as source:
        subsetter.subset(source)
        source.flavor = "woff"  # woff2 saves little and needs one more package
        source.save(target)
    return base64.b64encode(target.getvalue()).decode()
