"""Pictures of figures as files: PNG, SVG and PDF in which every Chinese character has its glyph."""

from __future__ import annotations

import base64
import hashlib
import html
import struct
import zlib
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Literal

import plotly.graph_objects as go
import uharfbuzz

from dashboard.exports.renderer import (
    FONTS,
    ImageUnavailable,
    draw,
    image_available,
    stop_renderer,
)
from dashboard.kept import Kept

__all__ = [
    "PRESETS",
    "ImageFormat",
    "ImageUnavailable",
    "Preset",
    "forget_pictures",
    "image_available",
    "render_image",
    "render_once",
    "stop_renderer",
]

ImageFormat = Literal["png", "svg", "pdf"]

FONT_FAMILY = "Noto Sans SC"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT_BYTES = 32 * 2**20  # of pictures drawn before: some two hundred
WEIGHTS = {"normal": "NotoSansSC-Regular.ttf", "bold": "NotoSansSC-Bold.ttf"}


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


def render_once(
    figure: go.Figure,
    *,
    format: ImageFormat,
    width: int,
    height: int,
    scale: float = 1.0,
    dpi: int | None = None,
) -> bytes:
    """As `render_image`, but what was drawn lately is not drawn again.

    Raises:
        ImageUnavailable: As `render_image` does, where the picture is not at hand.
    """
    said = f"{format} {width} {height} {scale} {dpi} {figure.to_json(validate=False)}"
    key = hashlib.sha256(said.encode()).digest()
    draw_it = partial(
        render_image, figure, format=format, width=width, height=height, scale=scale, dpi=dpi
    )
    return _kept.once(key, draw_it)


_kept: Kept[bytes] = Kept(most=lambda: KEPT_BYTES, size=len)


def forget_pictures() -> None:
    """Draw every picture anew from now on."""
    _kept.clear()


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
        f"src:url(data:font/ttf;base64,{_glyphs(FONTS / name, svg)})}}"
        for weight, name in WEIGHTS.items()
    )
    start = svg.index(">", svg.index("<svg")) + 1
    return f"{svg[:start]}<defs><style>{''.join(faces)}</style></defs>{svg[start:]}"


def _glyphs(font: Path, svg: str) -> str:
    """A font of the characters in an SVG, as base64: about 25 kB."""
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).update(map(ord, html.unescape(svg)))
    wanted.sets(uharfbuzz.SubsetInputSets.NAME_ID).clear()
    subset = uharfbuzz.subset(_face(font), wanted)
    return base64.b64encode(subset.blob.data).decode()


@cache
def _face(font: Path) -> uharfbuzz.Face:
    return uharfbuzz.Face(uharfbuzz.Blob(font.read_bytes()))
