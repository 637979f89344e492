"""What is told of a change: names, units, and numbers that own texts may repeat."""

from __future__ import annotations

import pytest

from dashboard.briefing.model import Drafted, Item, Own, Seen, fact_key
from dashboard.briefing.news import News, news, seen_now
from dashboard.context import Context, Data
from dashboard.selection import default_selection
from dashboard.sentences.model import Sentence
from dashboard.words import Language, Words
from tests.dashboard.briefing.conftest import BAOAN, RECIPE, ZH, drawn

KEY = fact_key(BAOAN, "reconsideration.received", "", "2023")


@pytest.fixture(scope="module")
def context(older: Data) -> Context:
    return Context(older, ZH, default_selection(older.offer))


def seen(**values: tuple[float | None, float | None, float | None, str]) -> Seen:
    return Seen(data_version="2024.01", values=values)


def told(older: Data, context: Context, before: Seen, *own: str) -> News:
    passages = tuple(Own(text=text) for text in own)
    return news(item(before, *passages), drawn(older).chart, (), context)


def item(before: Seen | None, *passages: Drafted | Own, title: str = "") -> Item:
    return Item(id="0badcafe", recipe=RECIPE, seen=before, passages=passages, title=title)


def test_nothing_seen_is_no_news(older: Data, context: Context) -> None:
    assert not news(item(None), drawn(older).chart, (), context)


def test_what_is_seen_are_the_values_of_every_fact(older: Data, context: Context) -> None:
    now = seen_now(drawn(older).chart, context)
    assert now.data_version == older.version
    assert now.values[KEY] == (120.0, 120.0, 120.0, "reported")
    assert len(now.values) == 5
    assert not told(older, context, now)


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
        ("共收到0.13万件。", True),
        ("占13%。", True),
        ("增长明显，2023年尤其如此。", False),
    ],
)
def test_own_texts_and_titles_with_figures_are_doubted_where_a_value_changed(
    older: Data, context: Context, text: str, doubtful: bool
) -> None:
    values = seen_now(drawn(older).chart, context).values
    before = Seen(data_version="x", values={**values, KEY: (1300.0, 1300.0, 1300.0, "reported")})
    assert told(older, context, before, text).doubtful == ((text,) if doubtful else ())
    titled = news(item(before, title=text), drawn(older).chart, (), context)
    assert titled.doubtful == ((text,) if doubtful else ())


@pytest.mark.parametrize("own", [False, True])
def test_growth_and_ranks_that_no_longer_stand_in_a_sentence_are_outdated(
    older: Data, context: Context, own: bool
) -> None:
    chart = drawn(older).chart
    now = Sentence("level", ("2023年，宝安区120件，增长20%。",))
    was = Drafted(id="level", text="2023年，宝安区120件，增长18.5%。")
    passages = (Own(text="增长18.5%。", was=was),) if own else (was, Own(text="增长18.5%。"))
    sound = Own(text="2023年为120件。")
    kept = item(seen_now(chart, context), *passages, sound)
    assert news(kept, chart, (now,), context).doubtful == ("增长18.5%。",)
    same = Sentence("level", (was.text,))
    assert not news(kept, chart, (same,), context)


def test_facts_of_a_file_written_by_hand_are_told_as_they_are(
    older: Data, context: Context
) -> None:
    before = seen(
        **{fact_key("999999", "no.such", "城|区", "someday"): (5.0, 5.0, 5.0, "reported")}
    )
    assert told(older, context, before).gone == ("999999 someday no.such 城|区 5 件",)


def test_news_are_in_the_language_of_the_words(older: Data) -> None:
    english = Context(older, Words(Language.EN), default_selection(older.offer))
    values = seen_now(drawn(older, Language.EN).chart, english).values
    before = Seen(data_version="x", values={**values, KEY: (119.0, 119.0, 119.0, "reported")})
    (changed,) = news(item(before), drawn(older, Language.EN).chart, (), english).changed
    assert changed.startswith("Bao'an District 2023")
    assert "→" in changed
