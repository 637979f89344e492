"""Texts: complete in both languages, used, with the same placeholders, in the right script."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dashboard.words import TEXTS, Language, Words, load_texts

DASHBOARD = TEXTS.parent
KEY = re.compile(r"[a-z0-9_]+\.\w+")
HAN = r"[\u4e00-\u9fff]"
# names that have no Chinese form: formats, hashes, programs, paper sizes, file names, commands
LATIN = {
    "A", "BOM", "BY", "CC", "CSV", "Chrome", "Chromium", "DOCX", "DuckDB", "Excel", "Frictionless",
    "GB", "JSON", "MB", "MIT", "Markdown", "PDF", "PNG", "PPT", "PPTX", "Parquet", "PowerPoint",
    "Python", "R", "SDMX", "SHA", "SQL", "SVG", "T", "UTF", "WPS", "Word", "XLSX", "ZIP", "pptx",
}  # fmt: skip
PATHS = re.compile(r"<br>|[a-z_./]+\.(?:csv|toml|json|py|parquet|zip|md)|python -m \w+ \w+|`[^`]*`")


@cache
def trees(package: Path) -> list[tuple[str, list[ast.AST]]]:
    """The name and the syntax of every file of a package."""
    return [
        (file.name, list(ast.walk(ast.parse(file.read_text(encoding="utf-8")))))
        for file in sorted(package.rglob("*.py"))
    ]


def keys_in_code() -> Iterator[tuple[str, re.Pattern[str], ast.Call]]:
    """Every text key in the code as a pattern, with the call that uses it."""
    for file, nodes in trees(DASHBOARD):
        for call in (node for node in nodes if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            name = call.func.id if isinstance(call.func, ast.Name) else name
            if name == "words" and call.args:
                for key in branches(call.args[0]):
                    if pattern := pattern_of(key):
                        yield f"{file}:{call.lineno}", pattern, call


def branches(node: ast.expr) -> list[ast.expr]:
    """Both ends of a choice between two keys."""
    if isinstance(node, ast.IfExp):
        return [*branches(node.body), *branches(node.orelse)]
    return [node]


def pattern_of(node: ast.expr) -> re.Pattern[str] | None:
    """The keys that a constant or an f-string can name; None for a variable."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.compile(re.escape(node.value))
    if isinstance(node, ast.JoinedStr):
        parts = (
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"(\w+)"
            for part in node.values
        )
        return re.compile("".join(parts))
    if isinstance(node, ast.BinOp) and (start := pattern_of(node.left)):
        return re.compile(rf"{start.pattern}(\w+)")
    return None


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def texts(language: Language) -> list[tuple[str, str]]:
    return [(key, entry[language.value]) for key, entry in load_texts().items()]


def plain(text: str) -> str:
    """Without placeholders."""
    return re.sub(r"\{\w+[^}]*\}", "", text)


def test_every_text_is_in_both_languages() -> None:
    assert {
        key: set(entry) for key, entry in load_texts().items() if set(entry) != {"zh", "en"}
    } == {}
    assert [key for language in Language for key, text in texts(language) if not text.strip()] == []


def test_no_file_overwrites_a_text_of_another() -> None:
    found = Counter(
        f"{section}.{key}"
        for file in TEXTS.glob("*.toml")
        for section, entries in tomllib.loads(file.read_text(encoding="utf-8")).items()
        for key in entries
    )
    assert [key for key, count in found.items() if count > 1] == []


def test_both_languages_have_the_same_placeholders() -> None:
    apart = {
        key: (entry["zh"], entry["en"])
        for key, entry in load_texts().items()
        if placeholders(entry["zh"]) != placeholders(entry["en"])
    }
    assert apart == {}


def test_every_key_in_the_code_exists() -> None:
    known = load_texts()
    missing = [
        (place, pattern.pattern)
        for place, pattern, _ in keys_in_code()
        if not any(pattern.fullmatch(key) for key in known)
    ]
    assert missing == []


def test_every_call_fills_the_placeholders() -> None:
    known = load_texts()
    unfilled = [
        (place, key, placeholders(known[key]["zh"]) - {kw.arg for kw in call.keywords})
        for place, pattern, call in keys_in_code()
        if not any(keyword.arg is None for keyword in call.keywords)
        for key in known
        if pattern.fullmatch(key)
        and not pattern.groups
        and placeholders(known[key]["zh"]) - {keyword.arg for keyword in call.keywords}
    ]
    assert unfilled == []


def test_every_text_is_used() -> None:
    """By a call, or by a string that names it and reaches a call through a variable."""
    said = strings_in_code() | {"S1", "S2", "Q1", "Q2", "Q3", "Q4"}  # from labels of periods
    patterns = {pattern for _, pattern, _ in keys_in_code()} | started_in_code()
    unused = [
        key
        for key in load_texts()
        if key not in said
        and not any(
            said.issuperset(found.groups())
            for pattern in patterns
            for way in (pattern.pattern, pattern.pattern.replace("+", "+?"))
            if (found := re.fullmatch(way, key))
        )
    ]
    assert unused == []


def strings_in_code() -> set[str]:
    """Every string of ours: names of columns, states and kinds among them."""
    return {
        node.value
        for package in ("dashboard", "indicators", "warehouse")
        for _, nodes in trees(DASHBOARD.parent / package)
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    } | set(re.findall(r"'(\w+)'", (DASHBOARD.parent / "warehouse/queries.py").read_text("utf-8")))


def started_in_code() -> set[re.Pattern[str]]:
    """Keys that are put together outside a call."""
    return {
        pattern
        for _, nodes in trees(DASHBOARD)
        for node in nodes
        if isinstance(node, ast.JoinedStr)
        and (pattern := pattern_of(node))
        and re.match(r"\w+\\\.", pattern.pattern)
    }


def test_chinese_texts_have_chinese_punctuation() -> None:
    half = re.compile(rf"{HAN}[,;:!?()]|[,;:!?()]{HAN}|{HAN}\.(?!\w)")
    assert [(key, text) for key, text in texts(Language.ZH) if half.search(plain(text))] == []


def test_chinese_texts_are_chinese() -> None:
    foreign = {
        key: words
        for key, text in texts(Language.ZH)
        if (words := set(re.findall(r"[A-Za-z]{2,}|\b[A-Z]\b", PATHS.sub("", plain(text)))) - LATIN)
    }
    assert foreign == {}


def test_english_texts_are_english() -> None:
    """Chinese words are quoted where the text is about them."""
    foreign = {
        key: text
        for key, text in texts(Language.EN)
        if re.search(HAN + "|[，。；：！？（）《》、]", re.sub(rf"“[^”]*”|\({HAN}+\)", "", text))
    }
    assert foreign == {}


@pytest.mark.parametrize(("language", "text"), [("zh", "公布"), ("en", "Reported")])
def test_a_text_in_a_language(language: str, text: str) -> None:
    assert Words(Language(language))("status.reported") == text


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        Words(Language.ZH)("status.imagined")


def test_braces_in_a_value_are_not_placeholders() -> None:
    text = Words(Language.ZH)("link.bad_years", years="{0.__class__}")
    assert "{0.__class__}" in text
