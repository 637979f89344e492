"""Every sentence about the figures that ship, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from dashboard.charts.chart import Chart
from dashboard.charts.series import Mode
from dashboard.context import Context
from dashboard.sentences.model import Sentence
from dashboard.sentences.phrases import load_phrases
from dashboard.sentences.proposals import KINDS, propose
from tests.dashboard.conftest import MakeContext
from tests.dashboard.sentences.checking import Checker, Library, library
from tests.dashboard.sentences.drawn import of_everything, without_pictures

Told = list[tuple[Chart, tuple[Sentence, ...]]]
LANGUAGES = ("zh", "en")
MODES = {"zh": (Mode.LEVEL, Mode.PER_100K, Mode.GROWTH), "en": (Mode.LEVEL,)}


@pytest.fixture(scope="module")
def known(zh: Context) -> Library:
    return library(zh)


@pytest.fixture(scope="module")
def contexts(make_context: MakeContext) -> dict[str, Context]:
    return {language: make_context(language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def told(contexts: dict[str, Context]) -> Iterator[dict[str, Told]]:
    """Every chart with its sentences, by language."""
    with pytest.MonkeyPatch.context() as patch:
        without_pictures(patch)
        yield {
            language: [
                (chart, propose(chart, context))
                for chart in of_everything(context, *MODES[language])
            ]
            for language, context in contexts.items()
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_that_of_its_observations(
    told: dict[str, Told], contexts: dict[str, Context], known: Library, language: str
) -> None:
    for chart, sentences in told[language]:
        checker = Checker(chart, contexts[language], known)
        for sentence in sentences:
            checker.check(sentence)


def test_every_kind_of_chart_has_something_to_say(told: dict[str, Told]) -> None:
    kinds = {chart.kind for chart, sentences in told["zh"] if sentences}
    assert kinds >= set(KINDS) - {"landscape", "multiples"}  # landscapes: nobody is left out here


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_of_a_chart_s_sentences_differ(told: dict[str, Told], language: str) -> None:
    for chart, sentences in told[language]:
        twice = [name for name, count in Counter(s.id for s in sentences).items() if count > 1]
        assert twice == [], chart.key


def test_names_are_the_same_in_both_languages(told: dict[str, Told]) -> None:
    """A saved briefing opens in either."""
    names = [
        [{s.id for s in sentences} for chart, sentences in told[language] if chart.kind == kind]
        for kind in ("composition", "rates", "change", "coverage", "profile", "movements")
        for language in LANGUAGES
    ]
    assert names[::2] == names[1::2]


def test_sentences_are_written_cleanly(told: dict[str, Told]) -> None:
    texts = [s.text for sentences in told["zh"] for s in sentences[1]]
    assert len(texts) > 300
    # a blank stands only within a name
    bad = re.compile(r" [，；。（]|[，；：（]。|，，|；；|为约|为近")
    assert [text for text in texts if not text.endswith("。") or bad.search(text)] == []
    english = [s.text for sentences in told["en"] for s in sentences[1]]
    bad = re.compile(r"  | [,.;)]|\( |,,|;;|\b1 (?:cases|applications|documents)\b")
    assert [text for text in english if not text.endswith(".") or bad.search(text)] == []


def test_every_indicator_has_a_phrase_with_one_number(zh: Context) -> None:
    phrases = load_phrases()
    assert set(phrases) == {indicator.id for indicator in zh.catalogue}
    texts = [text for phrase in phrases.values() for text in (phrase["zh"], phrase["en"])]
    assert [text for text in texts if text.count("{n}") != 1 or text.count("{") != 1] == []
    # in a list of districts only the number is repeated, so it comes last
    assert [p["zh"] for p in phrases.values() if not p["zh"].endswith("{n}")] == []
