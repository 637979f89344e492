"""Who may edit: decided by where a visitor is, who has signed in, and the list of editors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.access import editing, signed_out
from dashboard.access.editing import Standing, decide
from dashboard.access.identity import identity
from dashboard.access.visitor import Visitor
from settings.model import Settings
from tests.dashboard.conftest import HERE
from warehouse.imports.drafts import discard_draft
from warehouse.imports.files import ReadOnlyError, ask_first

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LI: Mapping[str, Any] = {
    "is_logged_in": True,
    "iss": "https://login.example.org",
    "sub": "42",
    "email": "Li@example.org",
    "email_verified": True,
    "iat": NOW.timestamp() - 60,
}
PROXIED = {"host": "example.org", "origin": "https://example.org", "x-forwarded-for": "192.0.2.7"}


def settings(**values: Any) -> Settings:  # noqa: ANN401 - values of any key
    return Settings().model_copy(update=values)


def signing_in(tmp_path: Path, **values: Any) -> Settings:  # noqa: ANN401
    given = {"audience": "public", "sign_in": True, "data": tmp_path, **values}
    return settings(**({"editors": ("li@example.org",)} | given))


def standing(found: Visitor, given: Settings) -> Standing:
    return decide(found, given, NOW).standing


# ---------------------------------------------------------------- at this machine


def test_at_the_own_machine_one_may_edit() -> None:
    assert standing(HERE, settings()) is Standing.HERE
    by_number = {"host": "[::1]:8501", "origin": "http://[::1]:8501"}
    assert decide(replace(HERE, peer="::1", headers=by_number), settings(), NOW).may_edit


@pytest.mark.parametrize(
    "found",
    [
        replace(HERE, peer="192.0.2.7"),
        replace(HERE, peer=""),
        replace(HERE, listening="0.0.0.0"),
        replace(HERE, listening=""),
        replace(HERE, headers={**HERE.headers, "x-forwarded-for": "127.0.0.1"}),
        replace(HERE, headers={**HERE.headers, "x-forwarded-proto": "http"}),
        replace(HERE, headers={**HERE.headers, "forwarded": "for=127.0.0.1"}),
        replace(HERE, headers={**HERE.headers, "via": "1.1 nginx"}),
        replace(HERE, headers={**HERE.headers, "x-real-ip": "127.0.0.1"}),
        # a name of another site that leads here; a proxy that says nothing of itself
        replace(HERE, headers={"host": "evil.example", "origin": "http://evil.example"}),
        replace(HERE, headers={**HERE.headers, "origin": "https://example.org"}),
        replace(HERE, headers={"host": "localhost:8501"}),
        replace(HERE, headers={"host": "[", "origin": "http://["}),
        replace(HERE, headers={}),
        Visitor(),
    ],
)
def test_whoever_comes_another_way_only_looks(found: Visitor) -> None:
    assert standing(found, settings()) is Standing.READ_ONLY


def test_a_server_for_others_is_edited_by_nobody_who_has_not_signed_in() -> None:
    assert standing(HERE, settings(audience="public")) is Standing.READ_ONLY
    assert standing(HERE, settings(read_only=True)) is Standing.READ_ONLY


# ---------------------------------------------------------------- signed in


def test_an_editor_is_known_by_a_verified_address_or_by_subject(tmp_path: Path) -> None:
    found = Visitor(headers=PROXIED, claims=LI)
    assert decide(found, signing_in(tmp_path), NOW) == editing.Access(
        Standing.EDITOR, "Li@example.org"
    )
    assert standing(found, signing_in(tmp_path, editors=("sub:42",))) is Standing.EDITOR
    assert standing(found, signing_in(tmp_path, read_only=True)) is Standing.READ_ONLY


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({}, Standing.NOBODY),
        ({**LI, "is_logged_in": False}, Standing.NOBODY),
        ({**LI, "is_logged_in": "yes"}, Standing.NOBODY),
        ({**LI, "sub": ""}, Standing.NOBODY),
        ({key: LI[key] for key in LI if key != "iat"}, Standing.NOBODY),
        ({**LI, "email": "wang@example.org"}, Standing.STRANGER),
        ({**LI, "email": "sub:42"}, Standing.STRANGER),
        ({**LI, "email_verified": False}, Standing.STRANGER),
        ({**LI, "email_verified": "no"}, Standing.STRANGER),
        ({key: LI[key] for key in LI if key != "email_verified"}, Standing.STRANGER),
        ({**LI, "iat": (NOW - timedelta(hours=13)).timestamp()}, Standing.EXPIRED),
        ({**LI, "iat": (NOW + timedelta(hours=1)).timestamp()}, Standing.EXPIRED),
    ],
)
def test_anybody_else_only_looks(
    tmp_path: Path, claims: Mapping[str, object], expected: Standing
) -> None:
    # where one can sign in, the own machine is no reason either
    assert standing(replace(HERE, claims=claims), signing_in(tmp_path)) is expected


def test_the_file_of_editors_counts_as_it_is_now(tmp_path: Path) -> None:
    file = tmp_path / "editors.txt"
    given = signing_in(tmp_path, editors=(), editors_file=file)
    found = Visitor(claims=LI)
    file.write_text("# who may edit\nLI@example.org  # since May\n\n", encoding="utf-8")
    assert standing(found, given) is Standing.EDITOR
    file.write_text("# li@example.org\n", encoding="utf-8")
    assert standing(found, given) is Standing.STRANGER


def test_nobody_is_an_editor_by_a_file_that_cannot_be_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    given = signing_in(tmp_path, editors=(), editors_file=tmp_path / "none")
    assert standing(Visitor(claims=LI), given) is Standing.STRANGER
    assert "cannot be read" in caplog.text


def test_signing_out_ends_that_sign_in_and_no_other(tmp_path: Path) -> None:
    given = signing_in(tmp_path)
    person = identity(LI)
    assert person is not None
    signed_out.end(person, tmp_path, hours=12)
    assert standing(Visitor(claims=LI), given) is Standing.NOBODY
    again = {**LI, "iat": NOW.timestamp() - 5}
    assert standing(Visitor(claims=again), given) is Standing.EDITOR
    assert "example.org" not in "".join(path.name for path in tmp_path.rglob("*"))


def test_signing_out_works_where_the_disk_refuses(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    person = identity({**LI, "sub": "77"})
    assert person is not None
    signed_out.end(person, blocked, hours=12)
    assert signed_out.is_ended(person, blocked)


# ---------------------------------------------------------------- the gate


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Callable[[Visitor | None], None]:
    """What the gate takes for the visitor at work."""
    ask_first(editing.gate)
    return lambda found: monkeypatch.setattr(editing, "visitor", lambda: found)


def test_nothing_is_written_for_whoever_may_not(
    gate: Callable[[Visitor | None], None], tmp_path: Path
) -> None:
    gate(HERE)
    discard_draft("0" * 64, tmp_path)
    gate(replace(HERE, peer="192.0.2.7"))
    with pytest.raises(ReadOnlyError):
        discard_draft("0" * 64, tmp_path)


def test_a_thread_of_no_session_writes_nothing_in_a_server(
    gate: Callable[[Visitor | None], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate(None)
    discard_draft("0" * 64, tmp_path)  # a command, such as python -m warehouse import
    monkeypatch.setattr(editing.runtime, "exists", lambda: True)
    with pytest.raises(ReadOnlyError):
        discard_draft("0" * 64, tmp_path)
