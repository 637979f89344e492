"""The audit of what we depend on: what it asks, and what it does with each answer."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tools import audit
from tools.audit import Accepted, NotAskedError, Package, Policy, known, locked, to_do

TODAY = date(2026, 11, 22)
LXML, PLAIN = Package("lxml", "6.1.3"), Package("plain", "1.0")
ANSWER = {"results": [{"vulns": [{"id": "GHSA-1", "modified": "2026-01-01"}]}, {}]}  # as OSV's are


def of(*accepted: Accepted) -> list[str]:
    found = known([LXML, PLAIN], json.dumps(ANSWER).encode())
    return list(to_do(found, Policy(90, accepted), today=TODAY))


def entry(until: date = date(2026, 12, 31), reason: str = "never called") -> Accepted:
    return Accepted("GHSA-1", "lxml", reason, until)


def test_a_known_vulnerability_has_to_be_dealt_with() -> None:
    assert of() == ["lxml 6.1.3: GHSA-1: update it, or accept it with a reason and a date"]


def test_an_accepted_one_is_left_alone_until_its_day() -> None:
    assert of(entry(TODAY)) == []
    (said,) = of(entry(date(2026, 11, 21)))
    assert "was accepted until 2026-11-21" in said


def test_accepting_needs_a_reason_and_is_not_for_ever() -> None:
    assert "without a reason" in of(entry(reason=" "))[0]
    assert "more than 90 days" in of(entry(date(2027, 3, 1)))[0]


def test_an_entry_for_nothing_is_taken_out() -> None:
    (said,) = of(entry(), Accepted("GHSA-2", "plain", "x", TODAY))
    assert said == "plain: GHSA-2 is accepted and no longer found: take the entry out"


@pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b'{"results": [{}]}', b'{"results": 1}'])
def test_half_an_answer_is_none(answer: bytes) -> None:
    with pytest.raises(NotAskedError):
        known([LXML, PLAIN], answer)


def test_every_locked_package_is_asked_about() -> None:
    packages = locked(*(audit.ROOT / lock for lock in audit.LOCKS))
    names = {one.name for one in packages}
    assert {"streamlit", "duckdb", "lxml", "pypdfium2", "pytest"} <= names
    asked = json.loads(audit.question(packages))["queries"]
    assert len(asked) == len(packages) > 80
    assert all(one["package"]["ecosystem"] == "PyPI" and one["version"] for one in asked)


@pytest.mark.parametrize(("options", "ends"), [([], 0), (["--required"], 3)])
def test_without_an_answer_it_says_that_nothing_was_checked(
    options: list[str],
    ends: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def nobody(_: object) -> bytes:
        raise NotAskedError("no network")

    monkeypatch.setattr(audit, "ask", nobody)
    assert audit.main(options) == ends
    assert capsys.readouterr().out.startswith("NOT CHECKED")


def test_a_kept_answer_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packages = locked(*(audit.ROOT / lock for lock in audit.LOCKS))
    kept = tmp_path / "answer.json"
    kept.write_text(json.dumps({"results": [{} for _ in packages]}), encoding="utf-8")
    assert audit.main(["--answer", str(kept), "--required"]) == 0
    assert "nothing known against them" in capsys.readouterr().out
    worst = [{"vulns": [{"id": "CVE-1"}]}, *({} for _ in packages[1:])]
    kept.write_text(json.dumps({"results": worst}), encoding="utf-8")
    assert audit.main(["--answer", str(kept)]) == 1
    assert f"{packages[0].name} {packages[0].version}: CVE-1" in capsys.readouterr().out


def test_the_policy_can_be_read_and_accepts_nothing_for_too_long() -> None:
    policy = audit.read_policy()
    assert policy.longest_days <= 90
    assert all(one.reason.strip() for one in policy.accepted)
