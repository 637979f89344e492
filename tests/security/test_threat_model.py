"""The threat model names tests: each is there, and none of the security tests is left out."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = (ROOT / "docs" / "threat_model.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", MODEL)


def test_every_test_that_is_named_exists() -> None:
    assert len(NAMED) > 30
    missing = [
        f"{file}::{name}"
        for file, name in NAMED
        if not (ROOT / file).exists()
        or f"\ndef {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_every_threat_has_a_test() -> None:
    rows = re.findall(
        r"^\| (?!---|threat|who|anybody|a reader|whoever|another|a package).*", MODEL, re.M
    )
    assert len(rows) > 25
    assert [row for row in rows if "tests/" not in row] == []


def test_every_file_of_security_tests_is_in_the_model() -> None:
    files = {f"tests/security/{path.name}" for path in Path(__file__).parent.glob("test_*.py")}
    named = {file for file, _ in NAMED}
    assert files - named == {"tests/security/test_threat_model.py"}
