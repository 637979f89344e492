"""Pages of a few sentences in both languages, where the dashboard itself cannot answer."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse, Response

from dashboard.words import Language, Words

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{prefix}/app/static/plain.css">
</head>
<body>
<main>
{parts}
</main>
</body>
</html>
"""


def plain_page(
    key: str, *, status: int, prefix: str, headers: dict[str, str] | None = None
) -> Response:
    """The page of a key of texts/web.toml: a heading, a sentence, a link to try again."""
    parts = "\n".join(_part(key, Words(language), prefix) for language in Language)
    title = Words(Language.ZH)(f"web.{key}_title")
    page = _PAGE.format(title=escape(title), prefix=escape(prefix), parts=parts)
    return HTMLResponse(page, status, headers={"Cache-Control": "no-store", **(headers or {})})


def _part(key: str, words: Words, prefix: str) -> str:
    heading, sentence = escape(words(f"web.{key}_title")), escape(words(f"web.{key}"))
    again = escape(words("web.to_start"))
    return (
        f'<section lang="{words.pick("zh-CN", "en")}"><h1>{heading}</h1><p>{sentence}</p>'
        f'<p><a href="{escape(prefix)}/">{again}</a></p></section>'
    )
