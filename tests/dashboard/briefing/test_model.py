"""The file of a briefing: it survives the way to the disk and back, and refuses what is wrong."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.briefing.model import (
    EARLIEST,
    LATEST,
    SCHEMA_VERSION,
    BadBriefingError,
    Briefing,
    Drafted,
    Item,
    NewerBriefingError,
    Own,
    Seen,
    fact_key,
    fact_parts,
    from_json,
    to_json,
)
from dashboard.words import Language
from tests.dashboard.briefing.conftest import RECIPE

KEY = fact_key("440306", "a.b", '城|区"', "2024")
# control characters and directions are dropped when a file is read
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf")), max_size=60).map(
    str.strip
)


@given(title=texts, own=texts, drafted=texts, day=st.none() | st.dates(EARLIEST, LATEST))
def test_a_briefing_survives_its_file(title: str, own: str, drafted: str, day: date | None) -> None:
    item = Item(
        id="0badcafe",
        recipe=RECIPE,
        title=title,
        passages=(
            Own(text=own, was=Drafted(id="rank", text=own)),
            Drafted(id="level", text=drafted),
        ),
        seen=Seen(data_version="2025.02", values={KEY: (1.5, None, 2.0, "derived")}),
    )
    briefing = Briefing(title=title, author=own, day=day, language=Language.EN, items=(item,))
    assert from_json(to_json(briefing)) == briefing


def test_the_file_is_readable_and_the_same_for_the_same_briefing() -> None:
    briefing = Briefing(title="半年简报", items=(Item(id="0badcafe", recipe=RECIPE),))
    content = to_json(briefing)
    assert content == to_json(from_json(content))
    assert '"title": "半年简报"' in content.decode()
    assert json.loads(content)["schema_version"] == SCHEMA_VERSION


def test_a_file_of_a_later_version_is_told_apart_even_where_nothing_else_is_understood() -> None:
    with pytest.raises(NewerBriefingError):
        from_json(b'{"schema_version": 2, "chapters": [1, 2]}')


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "-"),
        (b"PK\x03\x04", "-"),
        (b"\xff\xfe", "-"),
        (b"[]", "-"),
        (b"{}", "schema_version"),
        (b'{"schema_version": "x"}', "schema_version"),
        (b'{"schema_version": 1, "surprise": 1}', "surprise"),
        (b'{"schema_version": 1, "items": [{"id": "../x", "recipe": {}}]}', "items.0.id"),
        (b'{"schema_version": 1, "day": "tomorrow"}', "day"),
        (b'{"schema_version": 1, "day": "0001-01-01"}', "day"),
    ],
)
def test_what_is_no_briefing_is_refused_with_the_place(content: bytes, named: str) -> None:
    with pytest.raises(BadBriefingError) as caught:
        from_json(content)
    assert any(line.startswith(f"{named}:") for line in str(caught.value).splitlines())


def test_a_value_that_is_no_number_is_refused() -> None:
    with pytest.raises(BadBriefingError, match="finite"):
        from_json(to_json(_looked_through()).replace(b"1.5", b"NaN"))


@pytest.mark.parametrize("parts", [("440306", "2024"), ("440306", "a.b", '城|区["', "2024")])
def test_the_key_of_a_fact_holds_any_character(parts: tuple[str, ...]) -> None:
    assert fact_parts(fact_key(*parts)) == parts


@pytest.mark.parametrize(
    "key", ["a|b||2024", "", "[]", '["a"]', '["a","b","c"]', '["a",1]', '{"a":"b"}', "[" * 499]
)
def test_a_key_that_names_no_fact_is_refused(key: str) -> None:
    good = to_json(_looked_through()).decode()
    bad = good.replace(json.dumps(KEY, ensure_ascii=False), json.dumps(key))
    assert bad != good
    with pytest.raises(BadBriefingError, match=r"items\.0\.seen\.values"):
        from_json(bad.encode())


def _looked_through() -> Briefing:
    seen = Seen(data_version="x", values={KEY: (1.5, None, None, "s")})
    return Briefing(items=(Item(id="0badcafe", recipe=RECIPE, seen=seen),))


def test_every_problem_is_named() -> None:
    with pytest.raises(BadBriefingError) as caught:
        from_json(b'{"schema_version": 1, "day": "x", "surprise": 1, "language": "fr"}')
    assert len(str(caught.value).splitlines()) == 3


def test_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="5000"):
        Own(text="字" * 5001)
