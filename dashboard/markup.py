"""Makes texts from outside harmless in Markdown, links and style classes."""

from __future__ import annotations

_SPECIAL = set("\\`*_{}[]<>#~$|:")


def escape(text: str) -> str:
    """Text that Markdown shows as it is, without markup, formulas or emoji codes."""
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in text)


def link(text: str, url: str) -> str:
    """A Markdown link; only web addresses become one, anything else stays text."""
    if not url.startswith(("http://", "https://")):
        return escape(text)
    address = url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return f"[{escape(text)}]({address})"


def css_key(key: str) -> str:
    """A key that is fit for a style class."""
    return "".join(character if character.isalnum() else "-" for character in key)
