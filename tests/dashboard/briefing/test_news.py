"""What is told of a change: names, units, and numbers that own texts may repeat."""

from __future__ import annotations

import pytest

from dashboard.briefing.model import Own, Seen
from dashboard.briefing.news import News, news, seen_now
from dashboard.context import Context, Data
from dashboard.selection import default_selection
from dashboard.words import Language, Words
from tests.dashboard.briefing.conftest import BAOAN, ZH, drawn

KEY = f"{BAOAN}|reconsideration.received||2023"


@pytest.fixture(scope="module")
def context(older: Data) -> Context:
    return Context(older, ZH, default_selection(older.offer))


def seen(**values: tuple[float | None, float | None, float | None, str]) -> Seen:
    return Seen(data_version="2024.01", values=values)


def told(older: Data, context: Context, before: Seen, *own: str) -> News:
    passages = [Own(text=text) for text in own]
    return news(before, drawn(older).chart, passages, (), context)


def test_nothing_seen_is_no_news(older: Data, context: Context) -> None:
    assert not news(None, drawn(older).chart, (), (), context)


def test_what_is_seen_are_the_values_of_every_fact(older: Data, context: Context) -> None:
    now = seen_now(drawn(older).chart, context)
    assert now.data_version == older.version
    assert now.values[KEY] == (120.0, 120.0, 120.0, "reported")
    assert len(now.values) == 5
    assert not told(older, context, now)
    assert seen_now(None, context).values == {}


def test_a_derived_figure_that_was_published_since_has_changed(
    older: Data, context: Context
) -> None:
    values = seen_now(drawn(older).chart, context).values
    before = Seen(data_version="x", values={**values, KEY: (120.0, 118.0, 122.0, "derived")})
    (changed,) = told(older, context, before).changed
    assert changed == "宝安区 2023年 收到复议申请：约 120 件 推算 → 120 件"


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("共收到1,300件。", True),
        ("共收到1300件。", True),
        ("共收到11300件。", False),
        ("增长明显。", False),
        ("占13%。", False),
    ],
)
def test_own_texts_are_doubted_by_the_number_however_it_is_grouped(
    older: Data, context: Context, text: str, doubtful: bool
) -> None:
    values = seen_now(drawn(older).chart, context).values
    before = Seen(data_version="x", values={**values, KEY: (1300.0, 1300.0, 1300.0, "reported")})
    assert told(older, context, before, text).doubtful == ((text,) if doubtful else ())


def test_facts_of_a_file_written_by_hand_are_told_as_they_are(
    older: Data, context: Context
) -> None:
    before = seen(**{"999999|no.such|城区|someday": (5.0, 5.0, 5.0, "reported")})
    assert told(older, context, before).gone == ("999999 someday no.such 城区 5 件",)


def test_news_are_in_the_language_of_the_words(older: Data) -> None:
    english = Context(older, Words(Language.EN), default_selection(older.offer))
    values = seen_now(drawn(older, Language.EN).chart, english).values
    before = Seen(data_version="x", values={**values, KEY: (119.0, 119.0, 119.0, "reported")})
    (changed,) = news(before, drawn(older, Language.EN).chart, (), (), english).changed
    assert changed.startswith("Bao'an District 2023")
    assert "→" in changed
