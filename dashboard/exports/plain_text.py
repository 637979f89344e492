"""Texts from data and people as XML can hold them."""

from __future__ import annotations

import re

# what XML 1.0 forbids; a tab and line breaks are allowed
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"[\t\r\n\x85\u2028\u2029]+")


def xml_text(text: str) -> str:
    r"""The text without the characters that XML forbids.

    >>> xml_text("复议\x0b申请\x00")
    '复议申请'
    """
    return _FORBIDDEN.sub("", text)


def one_line(text: str) -> str:
    r"""The text on one line, as XML can hold it; a line break or a tab becomes a blank.

    >>> one_line("first\r\nsecond\tthird")
    'first second third'
    """
    return xml_text(_BREAKS.sub(" ", text))
