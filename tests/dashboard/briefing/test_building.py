"""A briefing saved on older data and opened on newer: what is new, changed, gone; what to doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.briefing import edits, following
from dashboard.briefing.building import Entry, built, entry
from dashboard.briefing.methods import methods
from dashboard.briefing.model import Briefing, Drafted, Item, Own, from_json, to_json
from dashboard.briefing.news import News, seen_now
from dashboard.charts.drawing import Drawn, draw
from dashboard.charts.recipe import ChangeRecipe, RankingRecipe, Recipe
from dashboard.context import Context, Data
from dashboard.exports.document import Cover, cited
from dashboard.selection import default_selection
from dashboard.words import Language, Words
from tests.dashboard.briefing.conftest import BAOAN, RECIPE, ZH, ZHENHAI, drawn
from warehouse.connection import open_warehouse

OWN_DOUBTFUL, OWN_SOUND = "2023年收到120件，是近年最多的一年。", "2022年以来工作平稳。"


def context(data: Data, language: Language = Language.ZH) -> Context:
    return Context(data, Words(language), default_selection(data.offer))


@pytest.fixture(scope="module")
def saved(older: Data) -> Briefing:
    """As a person leaves it: looked through, with drafted sentences and two texts of her own."""
    on_older = drawn(older)
    briefing = edits.add(Briefing(title="简报"), RECIPE, seen_now(on_older.chart, on_older.context))
    item_id = briefing.items[0].id
    for sentence in entry(briefing.items[0], context(older)).proposed:
        briefing = edits.add_passage(briefing, item_id, Drafted(id=sentence.id, text=sentence.text))
    for text in (OWN_DOUBTFUL, OWN_SOUND):
        briefing = edits.add_passage(briefing, item_id, Own(text=text))
    return from_json(to_json(briefing))


def only_entry(briefing: Briefing, data: Data, language: Language = Language.ZH) -> Entry:
    (found,) = built(briefing, data, Words(language)).entries
    return found


def test_on_the_same_data_nothing_is_new(saved: Briefing, older: Data) -> None:
    found = only_entry(saved, older)
    assert not found.news
    assert len(found.paragraphs) == len(saved.items[0].passages) == 4


def test_newer_data_say_what_became_of_every_figure(saved: Briefing, newer: Data) -> None:
    news = only_entry(saved, newer).news
    unit = "行政复议申请收件数"
    assert [text.replace("收到复议申请", unit) for text in news.new] == [
        f"宝安区 2024年 {unit} 150 件"
    ]
    assert len(news.changed) == 1
    assert "宝安区 2023年" in news.changed[0]
    assert "120 件 → 125 件" in news.changed[0]
    assert sorted(text[:3] for text in news.gone) == ["光明区", "镇海区"]
    assert any("90 件" in text for text in news.gone)


def test_drafted_sentences_are_renewed_or_lost(saved: Briefing, newer: Data) -> None:
    found = only_entry(saved, newer)
    ((before, after),) = found.news.renewed
    assert "2023年" in before
    assert "120件" in before
    assert after.startswith("2024年，宝安区收到行政复议申请150件")
    (lost,) = found.news.lost
    assert "第一位" in lost
    assert after in found.paragraphs
    assert lost not in found.paragraphs
    assert before not in found.paragraphs


def test_own_texts_are_never_rewritten_but_flagged(saved: Briefing, newer: Data) -> None:
    found = only_entry(saved, newer)
    assert found.news.doubtful == (OWN_DOUBTFUL,)
    assert {OWN_DOUBTFUL, OWN_SOUND} <= set(found.paragraphs)


def test_looked_through_it_is_no_news_until_the_data_change_again(
    saved: Briefing, newer: Data, older: Data
) -> None:
    found = only_entry(saved, newer)
    assert found.drawn is not None
    texts = {sentence.id: sentence.text for sentence in found.proposed}
    seen = seen_now(found.drawn.chart, context(newer))
    looked = edits.look_through(saved, saved.items[0].id, seen, texts)
    again = only_entry(looked, newer).news
    # a sentence that no longer holds stays for the person to decide on
    assert again.lost == found.news.lost
    assert not any((again.new, again.changed, again.gone, again.renewed, again.doubtful))
    assert only_entry(looked, older).news.changed


def test_another_language_is_no_news(saved: Briefing, older: Data) -> None:
    english = only_entry(saved, older, Language.EN)
    texts = {sentence.id: sentence.text for sentence in english.proposed}
    spoken = edits.speak(saved, Language.EN, {saved.items[0].id: texts})
    found = only_entry(spoken, older, Language.EN)
    assert not found.news
    assert found.paragraphs[0].startswith("In 2023")
    assert OWN_SOUND in found.paragraphs


def test_the_document_has_cover_sections_and_numbered_sources(saved: Briefing, newer: Data) -> None:
    titled = edits.retitle(saved, saved.items[0].id, "自拟标题")
    document = built(titled, newer, ZH).document
    assert document.cover == Cover("简报", "", None)
    (section,) = document.sections
    assert section.title == section.chart.title == "自拟标题"
    assert section.sources == (1, 2)
    assert [source.number for source in document.sources] == [1, 2]
    said = only_entry(titled, newer).paragraphs
    assert not any("[" in text for text in said)
    assert [text for text in section.paragraphs if "[" not in text] == list(said[1:])


@pytest.mark.parametrize(("language", "end"), [(Language.ZH, "。"), (Language.EN, ".")])
def test_a_sentence_cites_also_what_the_chart_does_not_show(
    older: Data, language: Language, end: str
) -> None:
    recipe = RECIPE.model_copy(update={"first_year": 2023, "last_year": 2023})
    (level, *_) = entry(Item(id="0badcafe", recipe=recipe), context(older, language)).proposed
    bare = edits.add(Briefing(), recipe)
    (section,) = built(bare, older, Words(language)).document.sections
    assert section.sources == (1,)
    told = edits.add_passage(bare, bare.items[0].id, Drafted(id=level.id, text=level.text))
    made = built(told, older, Words(language))
    (section,) = made.document.sections
    assert section.sources == (1, 2)
    assert "Former report" in made.document.sources[1].text
    assert section.paragraphs == (f"{level.text.removesuffix(end)}[1][2]{end}",)
    assert made.entries[0].paragraphs == (level.text,)


@pytest.mark.parametrize(
    ("numbers", "marks"), [((), ""), ((3, 1, 1), "[1][3]"), ((1, 2, 4, 5, 6, 9), "[1][2][4–6][9]")]
)
def test_marks_stand_before_the_full_stop(numbers: tuple[int, ...], marks: str) -> None:
    assert cited("增长52%。", numbers) == f"增长52%{marks}。"
    assert cited("It grew", numbers) == f"It grew{marks}"


def test_a_chart_that_fails_is_said_and_the_others_go_on(
    saved: Briefing, newer: Data, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    two = edits.add(saved, RECIPE.model_copy(update={"districts": (BAOAN,)}))

    def fail(item: Item, *_: object) -> News:
        if item.id == two.items[0].id:
            raise ZeroDivisionError("reason")
        return News()

    monkeypatch.setattr("dashboard.briefing.building.news", fail)
    made = built(two, newer, ZH)
    assert [one.failure for one in made.entries] == ["ZeroDivisionError: reason", ""]
    assert [one.drawn is None for one in made.entries] == [True, False]
    assert len(made.document.sections) == 1
    assert "reason" in caplog.text
    caplog.clear()


def test_the_title_page_is_doubted_too(saved: Briefing, older: Data, newer: Data) -> None:
    titled = edits.describe(saved, title="2023年120件", author="2024年某局", day=None)
    assert built(titled, newer, ZH).doubtful == ("2023年120件",)
    assert built(titled, older, ZH).doubtful == ()


def test_what_was_drawn_of_two_data_versions_is_kept(
    older: Data, newer: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawings: list[Data] = []

    def note(recipe: Recipe, data: Data, words: Words) -> Drawn | None:
        drawings.append(data)
        return draw(recipe, data, words)

    monkeypatch.setattr("dashboard.briefing.building.draw", note)
    briefing = edits.add(Briefing(), RECIPE.model_copy(update={"districts": (ZHENHAI, BAOAN)}))
    opened = open_warehouse(folder=older.warehouse.path.parent)
    third = replace(older, warehouse=opened)
    for data in (older, newer, older, newer):
        built(briefing, data, ZH)
    assert len(drawings) == 2
    built(briefing, third, ZH)
    built(briefing, newer, ZH)
    assert len(drawings) == 3
    built(briefing, older, ZH)
    assert len(drawings) == 4
    opened.connection.close()


def test_what_cannot_be_drawn_stays_and_is_in_no_document(saved: Briefing, newer: Data) -> None:
    recipes = (
        RECIPE.model_copy(update={"indicator": "no.such"}),
        RECIPE.model_copy(update={"districts": ("999999",)}),
        RECIPE.model_copy(update={"first_year": 1990, "last_year": 1991}),
    )
    briefing = saved
    for recipe in recipes:
        briefing = edits.add(briefing, recipe)
    made = built(briefing, newer, ZH)
    assert [one.drawn is None for one in made.entries] == [False, True, True, True]
    assert len(made.document.sections) == 1


def test_a_chart_that_is_gone_altogether_says_what_it_showed(saved: Briefing, newer: Data) -> None:
    other = RECIPE.model_copy(update={"districts": ("330211",)})
    briefing = edits.follow(saved, saved.items[0].id, other)
    news = only_entry(briefing, newer).news
    assert len(news.gone) == 5
    assert len(news.lost) == 2


def test_a_chart_stays_with_its_periods_or_follows_newer_ones(older: Data, newer: Data) -> None:
    assert following.follows(RECIPE)
    fixed = following.fixed(RECIPE, drawn(older).chart, older.offer)
    assert fixed.last_year == 2023
    assert not following.follows(fixed)
    item = Item(id="0badcafe", recipe=fixed)
    chart = entry(item, context(newer)).chart
    assert chart is not None
    assert max(chart.rows["year"]) == 2023
    assert following.following(fixed) == RECIPE


@pytest.mark.parametrize(
    ("kind", "own", "name"),
    [(RankingRecipe, {}, "period"), (ChangeRecipe, {"earlier": "2022"}, "later")],
)
def test_a_period_of_a_view_is_fixed_too(
    kind: type, own: dict[str, str], name: str, older: Data
) -> None:
    recipe = kind(**RECIPE.model_dump(exclude={"kind", "log"}), **own)
    found = entry(Item(id="0badcafe", recipe=recipe), context(older))
    assert found.drawn is not None
    fixed = following.fixed(recipe, found.drawn.chart, older.offer)
    assert getattr(fixed, name) == "2023"
    assert not following.follows(fixed)
    assert following.following(fixed) == recipe


def test_methods_define_what_is_drawn_and_name_the_data(newer: Data) -> None:
    paragraphs = methods([drawn(newer).chart], context(newer))
    indicator = newer.catalogue["reconsideration.received"]
    assert paragraphs[0] == f"{indicator.name_zh}：{indicator.definition_zh}"
    assert newer.version in paragraphs[-1]
    assert not any("推算" in text for text in paragraphs)
    assert BAOAN not in "".join(paragraphs)
