"""The one HTML page that all pages begin with: Streamlit's, made ours.

It is in our language and under our name, says in both languages that scripts are needed, has our
colours and fonts from the beginning, and neither loads a font that we never use nor points to an
interface that is switched off.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

import streamlit

from dashboard.words import Language, Words

STREAMLIT = Path(streamlit.__file__).parent / "static"

_NOT_OURS = (
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r'<link\s[^>]*rel="preload"[^>]*SourceSans[^>]*>|<link\s[^>]*SourceSans[^>]*>'),
    re.compile(r'<link\s[^>]*rel="service-desc"[^>]*>'),
    re.compile(r"<noscript>.*?</noscript>", re.DOTALL),
)
# what nearly every page has: its filters first, then charts, whose program is by far the largest
NEEDED = (
    "Html", "PageLink", "Multiselect", "Slider", "ButtonGroup", "Button", "Checkbox", "PlotlyChart",
)  # fmt: skip
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class UnknownStartPage(Exception):
    """Streamlit's page is not the one that we know how to change."""


def start_page(original: str, themes: Mapping[str, Mapping[str, str]]) -> str:
    """Streamlit's page as ours; `themes` are LIGHT_THEME and DARK_THEME as its script reads them.

    Raises UnknownStartPage where a part that we replace is not there.
    """
    page = _SCRIPT.sub("", original)
    for part in _NOT_OURS:
        page, found = part.subn("", page)
        if not found:
            raise UnknownStartPage(part.pattern)
    words = Words(Language.ZH)
    for old, new in (
        ('<html lang="en">', '<html lang="zh-CN">'),
        ("<title>Streamlit</title>", f"<title>{escape(words('app.title'))}</title>"),
        ("</head>", "".join(f"    {_program(name)}\n" for name in NEEDED) + "  </head>"),
        ("<body>", f"<body>\n    {_noscript()}"),
        ("</title>", f"</title>\n    {_script(themes)}"),
    ):
        if old not in page:
            raise UnknownStartPage(old)
        page = page.replace(old, new)
    return re.sub(r"\n\s*\n+", "\n", page).lstrip()


def _program(name: str) -> str:
    """Read while the server makes the page: otherwise it is asked for once the page needs it."""
    programs = [file.name for file in (STREAMLIT / "static" / "js").glob(f"{name}.*.js")]
    if len(programs) != 1:
        raise UnknownStartPage(f"{name}.*.js: {programs}")
    address = f"./static/js/{programs[0]}"
    return f'<script type="module" crossorigin fetchpriority="low" src="{address}"></script>'


def script_hashes(page: str) -> tuple[str, ...]:
    """What a policy must name so that the scripts that stand in the page may run."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _SCRIPT.findall(page))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _script(themes: Mapping[str, Mapping[str, str]]) -> str:
    """What Streamlit looks for: it has themes of its own until the server has sent ours."""
    said = json.dumps(themes, ensure_ascii=False).replace("<", "\\u003c")
    return f"<script>window.__streamlit = {said}</script>"


def _noscript() -> str:
    said = (
        f'<p lang="{words.pick("zh-CN", "en")}">{escape(words("web.no_script"))}</p>'
        for words in map(Words, Language)
    )
    return f"<noscript>{''.join(said)}</noscript>"
