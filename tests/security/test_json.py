"""Briefings and drafts as files: hostile ones are refused at once, with little memory."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest

from dashboard.briefing.model import BadBriefingError, NewerBriefingError, from_json
from dashboard.pages.briefing.saved import MOST_MEGABYTES
from indicators.review.model import DraftSchemaError
from indicators.review.model import from_json as draft_from_json

MEGABYTE = 2**20
ONE = b'{"schema_version": 1, %s}'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "lists in lists": lambda: b"[" * MEGABYTE,
    "objects in objects": lambda: b'{"a":' * MEGABYTE,
    "lists in a list": lambda: ONE % (b'"items": ' + b"[" * MEGABYTE),
    "a million charts": lambda: ONE % (b'"items": [' + b"1," * MEGABYTE + b"1]"),
    "a million empty charts": lambda: ONE % (b'"items": [' + b"{}," * MEGABYTE + b"{}]"),
    "names that nobody knows": lambda: ONE % b",".join(b'"k%d": 1' % n for n in range(100_000)),
    "a number of a million digits": lambda: b'{"schema_version": ' + b"9" * MEGABYTE + b"}",
    "no number": lambda: b'{"schema_version": NaN}',
    "endless": lambda: b'{"schema_version": 1e999999}',
    "a text of a million characters": lambda: ONE % (b'"title": "' + b"x" * MEGABYTE + b'"'),
    "wrong types": lambda: ONE % b'"title": {}, "items": "x", "day": []',
    "no object": lambda: b"[]",
    "nothing": lambda: b"null",
    "no text": lambda: b"\xff\xfe\x00",
    "half a character": lambda: ONE % b'"title": "\\ud800"',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_briefing_is_refused_at_once(name: str) -> None:
    content = HOSTILE[name]()
    assert len(content) <= MOST_MEGABYTES * MEGABYTE
    began = time.process_time()
    with pytest.raises((BadBriefingError, NewerBriefingError)) as refused:
        from_json(content)
    assert time.process_time() - began < 3
    assert len(str(refused.value)) < 100_000


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_draft_is_refused_at_once(name: str) -> None:
    content = HOSTILE[name]()
    began = time.process_time()
    with pytest.raises(DraftSchemaError) as refused:
        draft_from_json(content)
    assert time.process_time() - began < 8
    assert len(str(refused.value)) < 100_000


def test_a_list_of_mistakes_takes_no_memory() -> None:
    content = HOSTILE["a million charts"]()
    tracemalloc.start()
    try:
        with pytest.raises(BadBriefingError):
            from_json(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 * MEGABYTE


def test_of_two_names_the_last_counts_and_control_characters_go() -> None:
    assert from_json(ONE % b'"title": "a", "title": "b\\u0000\\u202e\\u001b"').title == "b"
