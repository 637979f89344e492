"""HTML put together from texts that can hold anything: what is not `Markup` is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from dashboard.exports.plain_text import xml_text
from dashboard.markup import web_address

# They turn digits round; the languages that need them are not ours.
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_VOID = frozenset({"img", "meta"})


class Markup(str):
    """A text that is HTML already."""

    __slots__ = ()


def plain(text: str) -> str:
    """A text without characters that XML forbids or that change the direction of reading."""
    return _DIRECTIONS.sub("", xml_text(text))


def element(tag: str, *content: str, **attributes: str) -> Markup:
    """An element; an attribute's trailing underscore is left out, an empty attribute as well.

    >>> element("p", "a < b", Markup("<br>"), class_="note")
    '<p class="note">a &lt; b<br></p>'
    """
    said = "".join(
        f' {name.rstrip("_")}="{html.escape(plain(value))}"'
        for name, value in attributes.items()
        if value
    )
    if tag in _VOID:
        return Markup(f"<{tag}{said}>")
    return Markup(f"<{tag}{said}>{join(content)}</{tag}>")


def join(content: Iterable[str], between: str = "") -> Markup:
    """Texts and elements one after the other."""
    return Markup(_escaped(between).join(map(_escaped, content)))


def link(text: str, url: str) -> Markup:
    """A link to a web address; any other address leaves the text as it is."""
    address = web_address(url)
    return element("a", text, href=address) if address else join([text])


def css_string(text: str) -> str:
    r"""A text as a string in a style sheet, where nothing of it can end the string or the sheet.

    >>> print(css_string('</style>"'))
    "\3c \2f style\3e \22 "
    """
    safe = (c if c.isalnum() else f"\\{ord(c):x} " for c in plain(text))
    return f'"{"".join(safe)}"'


def _escaped(text: str) -> str:
    return text if isinstance(text, Markup) else html.escape(plain(text))
