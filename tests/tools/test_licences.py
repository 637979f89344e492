"""The list of what is of others is whole and fresh, and no licence on it is one we do not want."""

from __future__ import annotations

import pytest

from tools import licences
from tools.licences import FOR_TESTS, TO_SERVE, Part, forbidden, licence_of, packages

TOLD = licences.read_told()


def test_the_list_is_up_to_date() -> None:
    written = licences.TARGET.read_text(encoding="utf-8")
    assert written == licences.document(), "python tools/licences.py"


def test_what_is_served_has_licences_that_we_want() -> None:
    assert forbidden(packages(TO_SERVE, TOLD), TOLD["allowed"]) == []
    assert forbidden(licences.shipped(TOLD), TOLD["allowed"]) == []


def test_what_tests_need_may_have_others() -> None:
    allowed = [*TOLD["allowed"], *TOLD["allowed_for_tests"]]
    assert forbidden(packages(FOR_TESTS, TOLD), allowed) == []


def test_nothing_is_told_that_is_not_there() -> None:
    locked = {one.name for lock in (TO_SERVE, FOR_TESTS) for one in packages(lock, TOLD)}
    assert set(TOLD["told"]) <= locked


@pytest.mark.parametrize(
    ("licence", "wanted"),
    [
        ("MIT", True), ("GPL-3.0-only", False), ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False), ("?", False), ("", False),
    ],
)  # fmt: skip
def test_a_licence_is_wanted_or_not(licence: str, wanted: bool) -> None:
    assert (forbidden([Part("x", "1", licence)], TOLD["allowed"]) == []) is wanted


def test_licences_are_read_from_the_packages() -> None:
    assert licence_of("streamlit", TOLD) == "Apache-2.0"
    assert licence_of("duckdb", TOLD) == "MIT"
    assert licence_of("no-such-package", TOLD) == "?"
