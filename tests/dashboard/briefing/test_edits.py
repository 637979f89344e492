"""Every step a person can take, and what each leaves alone."""

from __future__ import annotations

import pytest

from dashboard.briefing import edits
from dashboard.briefing.edits import FullError
from dashboard.briefing.model import (
    MOST_ITEMS,
    MOST_PASSAGES,
    Briefing,
    Drafted,
    Item,
    Own,
    Seen,
)
from dashboard.words import Language
from tests.dashboard.briefing.conftest import RECIPE

SEEN = Seen(data_version="2025.02", values={})


def of(*names: str) -> Briefing:
    return Briefing(items=tuple(Item(id=name * 8, recipe=RECIPE) for name in names))


def order(briefing: Briefing) -> str:
    return "".join(item.id[0] for item in briefing.items)


@pytest.fixture
def texts() -> Briefing:
    item = Item(
        id="a" * 8, recipe=RECIPE, passages=(Own(text="一"), Drafted(id="level", text="二"))
    )
    return Briefing(items=(item,))


@pytest.mark.parametrize(
    ("moved", "by", "result"),
    [("c", -1, "acbd"), ("a", 1, "bacd"), ("d", -9, "dabc"), ("a", 9, "bcda"), ("a", -1, "abcd")],
)
def test_a_chart_moves_as_far_as_there_is_room(moved: str, by: int, result: str) -> None:
    assert order(edits.move(of(*"abcd"), moved * 8, by)) == result


def test_a_chart_comes_back_to_its_place_once() -> None:
    whole = of(*"abc")
    without = edits.remove(whole, "b" * 8)
    assert order(without) == "ac"
    back = edits.put_back(without, whole.items[1], 1)
    assert back == whole
    assert edits.put_back(back, whole.items[1], 1) == whole


def test_added_charts_have_ids_of_their_own() -> None:
    briefing = edits.add(edits.add(Briefing(), RECIPE), RECIPE, SEEN)
    assert len({item.id for item in briefing.items}) == 2
    assert briefing.items[1].seen == SEEN


def test_there_is_an_end_to_charts_and_to_texts(texts: Briefing) -> None:
    item = Item(id="f" * 8, recipe=RECIPE)
    full = Briefing(items=tuple(Item(id=f"{n:08x}", recipe=RECIPE) for n in range(MOST_ITEMS)))
    for step in (
        lambda: edits.add(full, RECIPE),
        lambda: edits.put_back(full, item, 0),
        lambda: edits.append(full, of("a")),
    ):
        with pytest.raises(FullError):
            step()
    for _ in range(MOST_PASSAGES - 2):
        texts = edits.add_passage(texts, "a" * 8, Own(text="更多"))
    with pytest.raises(FullError):
        edits.add_passage(texts, "a" * 8, Own(text="太多"))


def test_appended_charts_keep_their_texts_and_get_ids_that_are_free(texts: Briefing) -> None:
    mine = Briefing(title="我的", items=of("a").items)
    joined = edits.append(mine, texts.model_copy(update={"title": "别人的", "author": "某局"}))
    assert (joined.title, joined.author) == ("我的", "某局")
    assert len({item.id for item in joined.items}) == 2
    assert joined.items[1].passages == texts.items[0].passages


def test_an_edited_sentence_is_the_persons_own(texts: Briefing) -> None:
    taken_up = edits.rewrite(texts, "a" * 8, 1, "二，现在")
    now = Drafted(id="level", text="二，现在")
    assert taken_up.items[0].passages == (Own(text="一"), Own(text=now.text, was=now))
    changed = edits.rewrite(taken_up, "a" * 8, 1, "二，改写")
    assert changed.items[0].passages[1] == Own(text="二，改写", was=now)
    looked = edits.look_through(changed, "a" * 8, SEEN, {"level": "新"})
    assert looked.items[0].passages[1] == Own(text="二，改写", was=Drafted(id="level", text="新"))
    gone = edits.look_through(changed, "a" * 8, SEEN, {})
    assert gone.items[0].passages[1] == Own(text="二，改写")
    spoken = edits.speak(changed, Language.EN, {})
    assert spoken.items[0].passages == changed.items[0].passages


def test_a_sentence_that_no_longer_holds_is_kept_without_what_it_was(texts: Briefing) -> None:
    kept = edits.keep_lost(texts, "a" * 8, 1)
    assert kept.items[0].passages == (Own(text="一"), Own(text="二"))
    assert edits.keep_lost(texts, "a" * 8, 7) == texts


def test_a_text_is_taken_out_and_comes_back_to_its_place(texts: Briefing) -> None:
    without = edits.take_passage(texts, "a" * 8, 0)
    assert without.items[0].passages == (Drafted(id="level", text="二"),)
    assert edits.put_passage(without, "a" * 8, 0, Own(text="一")) == texts


def test_looking_through_renews_drafted_sentences_only(texts: Briefing) -> None:
    seen = edits.look_through(texts, "a" * 8, SEEN, {"level": "新", "other": "无关"})
    assert seen.items[0].passages == (Own(text="一"), Drafted(id="level", text="新"))
    assert seen.items[0].seen == SEEN
    gone = edits.look_through(texts, "a" * 8, SEEN, {})
    assert gone.items[0].passages == texts.items[0].passages


def test_another_language_leaves_own_texts_alone(texts: Briefing) -> None:
    spoken = edits.speak(texts, Language.EN, {"a" * 8: {"level": "two"}})
    assert spoken.language is Language.EN
    assert [passage.text for passage in spoken.items[0].passages] == ["一", "two"]


def test_steps_with_a_chart_that_is_gone_change_nothing(texts: Briefing) -> None:
    gone = "b" * 8
    assert edits.move(texts, gone, 1) == texts
    assert edits.retitle(texts, gone, "标题") == texts
    assert edits.rewrite(texts, gone, 0, "字") == texts
    assert edits.rewrite(texts, "a" * 8, 7, "字") == texts
    assert edits.add_passage(texts, gone, Own(text="字")) == texts
    assert edits.put_passage(texts, gone, 0, Own(text="字")) == texts
    assert edits.look_through(texts, gone, SEEN, {}) == texts


def test_a_title_is_given_and_taken_back() -> None:
    named = edits.retitle(of("a"), "a" * 8, "  自拟标题 ")
    assert named.items[0].title == "自拟标题"
    assert edits.retitle(named, "a" * 8, "") == of("a")
