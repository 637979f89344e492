"""Every query of ours: values are bound, and what is put together is put together of our words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("dashboard", "indicators", "launcher", "settings", "warehouse")
SQL = re.compile(
    r"\b(SELECT\b.+\bFROM|INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\S+\s+SET|CREATE\s+(OR|TABLE|VIEW)|"
    r"COPY\s+\S+\s+TO|ATTACH\b|PRAGMA\b|WHERE\s+\S+\s*(=|IN\b)|ORDER BY\s|GROUP BY\s)",
    re.DOTALL,
)
ASKING = {"execute", "executemany", "query", "sql"}
CONSTANT = re.compile(r"_{0,2}[A-Z][A-Z0-9_]*")
# Where a name of a table or column, or a fragment of ours, is put in: each is checked below or is
# from a tuple in the same module. A new one is looked at by a person and added with its reason.
LOOKED_AT: dict[str, str] = {
    "warehouse/datapackage.py": "names of our tables, from the package's own list",
    "warehouse/loading.py": "names of our tables, from callers of ours",
    "warehouse/searching.py": "conditions and columns to sort by, from constants there",
    "warehouse/settling.py": "names of our tables, from a tuple there; codes of districts, quoted",
    "warehouse/staging.py": "names of our tables and columns, from constants of the modules",
    "warehouse/versions.py": "names of our tables and columns, from the schema",
}


@cache
def files() -> list[tuple[str, ast.Module]]:
    return [
        (file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8")))
        for package in PACKAGES
        for file in sorted((ROOT / package).rglob("*.py"))
    ]


def put_together(tree: ast.AST) -> Iterator[tuple[int, str, list[ast.expr]]]:
    """Every string that is made of parts: its line, its own words, what is put in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            words = "".join(
                str(part.value) if isinstance(part, ast.Constant) else " x " for part in node.values
            )
            yield (
                node.lineno,
                words,
                [part.value for part in node.values if isinstance(part, ast.FormattedValue)],
            )
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
            for own, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(own, ast.Constant) and isinstance(own.value, str):
                    yield node.lineno, own.value, [other]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            own = node.func.value
            if node.func.attr in {"format", "replace", "join"} and isinstance(own, ast.Constant):
                values = [*node.args, *(keyword.value for keyword in node.keywords)]
                yield node.lineno, str(own.value), values


def is_constant(node: ast.expr) -> bool:
    """A constant of a module, written in capitals, or a call or choice of nothing but such."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return CONSTANT.fullmatch(node.id) is not None
    if isinstance(node, ast.Attribute):
        return CONSTANT.fullmatch(node.attr) is not None
    if isinstance(node, ast.Subscript):
        return is_constant(node.value)
    return False


@cache
def doubtful() -> list[str]:
    return [
        f"{name}:{line}: {ast.unparse(part)}"
        for name, tree in files()
        for line, words, parts in put_together(tree)
        if SQL.search(words)
        for part in parts
        if not is_constant(part)
    ]


def test_queries_are_put_together_of_constants_only() -> None:
    assert [one for one in doubtful() if one.split(":")[0] not in LOOKED_AT] == []


def test_no_exception_is_left_that_nobody_needs() -> None:
    assert {one.split(":")[0] for one in doubtful()} == set(LOOKED_AT)


def test_what_is_asked_is_no_string_made_on_the_spot() -> None:
    """Not even one that does not look like a query to the pattern above."""
    found = [
        f"{name}:{call.lineno}"
        for name, tree in files()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ASKING
        and call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
        and name not in LOOKED_AT
        and not all(
            is_constant(part) for _, _, parts in put_together(call.args[0]) for part in parts
        )
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'f"SELECT a FROM {table}"',
        '"SELECT a FROM t WHERE b = " + name',
        '"SELECT a FROM t WHERE b = %s" % name',
        '"SELECT a FROM {} WHERE b".format(name)',
    ],
)
def test_the_check_sees_every_way_of_putting_together(code: str) -> None:
    ((_, words, parts),) = put_together(ast.parse(code))
    assert SQL.search(words)
    assert not any(map(is_constant, parts))
