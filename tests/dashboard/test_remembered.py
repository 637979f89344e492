from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dashboard import remembered
from dashboard.remembered import forget, once
from dashboard.words import Language, Words
from tests.dashboard.conftest import MakeContext


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    forget()
    yield
    forget()


def test_what_was_made_for_one_is_shared_with_all(make_context: MakeContext) -> None:
    first = once("x", make_context(districts=["440306"]), lambda: ["made"])

    again = once("x", make_context(districts=["440306"]), lambda: ["made anew"])

    assert again is first


def test_nothing_is_made_twice_even_if_it_is_nothing(make_context: MakeContext) -> None:
    assert once("none", make_context(), lambda: None) is None
    assert once("none", make_context(), lambda: "now there is something") is None


def test_each_language_selection_name_and_data_has_its_own(make_context: MakeContext) -> None:
    context = make_context(districts=["440306"])
    others = [
        replace(context, words=Words(Language.EN)),
        make_context(districts=["440311"]),
        replace(context, data=replace(context.data)),
    ]

    made = [once("x", one, object) for one in (context, *others)]

    assert len({*map(id, made), id(once("y", context, object))}) == 5


def test_the_oldest_is_forgotten(
    make_context: MakeContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "MOST", 2)
    context = make_context()
    for name in ("a", "b"):
        once(name, context, lambda name=name: name)
    once("a", context, lambda: "used again")

    once("c", context, lambda: "c")

    assert once("a", context, lambda: "anew") == "a"
    assert once("b", context, lambda: "anew") == "anew"
