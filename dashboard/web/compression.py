"""Which encoding a browser takes, and text in it; quick settings, because each text is packed once.

Brotli at 6 packs Streamlit's scripts into a quarter in a second altogether; 11 would save another
tenth and take forty times as long.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli

BROTLI_QUALITY, GZIP_LEVEL = 6, 9
LEAST = 500  # bytes below which packing does not pay

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda text: bytes(brotli.compress(text, quality=BROTLI_QUALITY)),
    "gzip": lambda text: gzip.compress(text, GZIP_LEVEL, mtime=0),
}
BEST = next(iter(PACKERS))


def chosen(accepted: str) -> str:
    """The best encoding among those of an Accept-Encoding header; empty for none.

    >>> chosen("gzip, deflate, br, zstd"), chosen("gzip;q=1.0, br;q=0"), chosen("identity")
    ('br', 'gzip', '')
    """
    named = dict(_weight(part) for part in accepted.lower().split(","))
    every = named.get("*", 0.0)
    return next((name for name in PACKERS if named.get(name, every) > 0), "")


def _weight(part: str) -> tuple[str, float]:
    name, _, parameter = part.partition(";")
    try:
        weight = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
    except ValueError:
        weight = 0.0
    return name.strip(), weight
