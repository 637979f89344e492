"""Bytes of a text in UTF-8, UTF-16, GB18030 or GBK → str; what is no text is refused.

What a page declares about itself is not asked: declarations are often wrong, and the bytes tell
the encodings apart with near certainty.
"""

from __future__ import annotations

import codecs
import re

from indicators.documents.model import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_REPLACED = "\N{REPLACEMENT CHARACTER}"
_DAMAGE = 0.02  # of the characters beyond ASCII: a text cut short, not another encoding
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROLS = 0.01  # of all characters: text files hold next to none


def decode(data: bytes) -> str:
    """Decode a text; the characters are those of the file, only a byte order mark is left out.

    >>> decode("受理84件".encode("gbk"))
    '受理84件'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"))
    if b"\0" in data:
        raise DocumentError("unknown_format")
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, "replace")
        if _damage(text) <= _DAMAGE:
            return _checked(text)
    raise DocumentError("unknown_format")


def _damage(text: str) -> float:
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return text.count(_REPLACED) / beyond_ascii if beyond_ascii else 0.0


def _checked(text: str) -> str:
    controls = len(_CONTROL.findall(text))
    if controls > _CONTROLS * len(text) or "\0" in text:
        raise DocumentError("unknown_format")
    return text
