"""Makes texts from outside harmless in Markdown, links and style classes."""

from __future__ import annotations

import re
from urllib.parse import quote

from indicators.documents.white_space import as_seen

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#~$|:&!]")
# Streamlit looks for these after Markdown has taken the backslashes away; a character without
# width keeps them apart.
_ICON = re.compile(r":(?=material/|streamlit:)")
_APART = "\N{WORD JOINER}"
# what makes a list, a heading or a table of a line that begins with it
_START = re.compile(r"^([-+=]|\d+(?=[.)](?:\s|$)))")
# what may stand in an address as it is (RFC 3986), without brackets, which end a Markdown link
_IN_ADDRESS = "%/?#@!$&'*+,;=:~"


def escape(text: str) -> str:
    """Text that Markdown shows as it is, on one line, without markup, formulas or emoji codes."""
    line = _ICON.sub(f":{_APART}", " ".join(as_seen(text).split()))
    line = _SPECIAL.sub(r"\\\g<0>", line)
    return _START.sub(_behind, line)


def _behind(start: re.Match[str]) -> str:
    """A backslash before a sign, behind the digits of a number."""
    text = start[0]
    return f"{text}\\" if text.isdigit() else f"\\{text}"


def link(text: str, url: str) -> str:
    """A Markdown link; only web addresses become one, anything else stays text."""
    address = web_address(url)
    return f"[{escape(text)}]({address})" if address else escape(text)


def web_address(url: str) -> str:
    """An address that a browser may open, other characters encoded; empty if it is none."""
    if not url.startswith(("http://", "https://")):
        return ""
    return quote(url, safe=_IN_ADDRESS)


def css_key(key: str) -> str:
    """A key that is fit for a style class."""
    return "".join(character if character.isalnum() else "-" for character in key)
