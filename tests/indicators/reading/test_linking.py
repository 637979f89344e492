from __future__ import annotations

from pathlib import Path

import pytest

from indicators.catalogue import load_catalogue
from indicators.errors import DataFileError
from indicators.reading import read_report
from indicators.reading.linking import compile_rules, compile_words

UNITS = '[case]\nzh = "件"\nen = "cases"\nwhole = true\nmeasures = ["件"]\n'
FAMILY = """
id = "aid"
order = 1
name_zh = "援助"
name_en = "Aid"
description_zh = "说明"
description_en = "What it is"
lead = ["aid.accepted"]
[indicators.accepted]
name_zh = "受理数"
short_zh = "受理"
name_en = "Cases accepted"
short_en = "Accepted"
definition_zh = "受理的件数。"
definition_en = "Cases accepted."
unit = "case"
measure = "flow"
polarity = "neutral"
precision = 0
reads = [
    "受理 #",
    { says = "# 获准", topic = "%s", without = "%s" },
]
"""


def catalogue_folder(folder: Path, *, topic: str = "legal_aid", without: str = "") -> Path:
    (folder / "catalogue").mkdir()
    (folder / "units.toml").write_text(UNITS, encoding="utf-8")
    text = FAMILY % (topic, without)
    (folder / "catalogue" / "aid.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("says", "text", "fits"),
    [
        ("收到|接收 复议 #", "共收到行政复议申请#", True),
        ("收到|接收 复议 #", "共审结行政复议申请#", False),
        ("# 单位 督察", "对#单位开展法治督察", True),
        ("办结 案件? #", "办结#", True),
        ("受理 #", "受理#件,办结#", True),
        ("受理 办结 #", "受理#,办结#", False),  # never across another figure
    ],
)
def test_words_fit_with_gaps_but_not_across_a_figure(says: str, text: str, fits: bool) -> None:
    assert bool(compile_words(says).search(text)) is fits


def test_rules_stand_by_the_measure_words_of_their_unit(tmp_path: Path) -> None:
    rules = compile_rules(load_catalogue(catalogue_folder(tmp_path)))
    assert [rule.name for rule in rules.of("件")] == ["aid.accepted:1", "aid.accepted:2"]
    assert rules.of("家") == ()


def test_an_unknown_topic_is_named(tmp_path: Path) -> None:
    catalogue = load_catalogue(catalogue_folder(tmp_path, topic="weather"))
    with pytest.raises(DataFileError, match="accepted: reads: unknown topic 'weather'"):
        compile_rules(catalogue)


def test_a_pattern_that_is_none_is_a_problem_of_its_entry(tmp_path: Path) -> None:
    with pytest.raises(
        DataFileError, match=r"aid.toml: accepted: reads.1.without: .* is no pattern"
    ):
        load_catalogue(catalogue_folder(tmp_path, without="(未"))


def test_every_indicator_that_ships_is_looked_for() -> None:
    assert [indicator.id for indicator in load_catalogue() if not indicator.reads] == []


def test_the_nearer_topic_wins() -> None:
    text = "行政复议方面,受理40件,办结19件。法律援助方面,受理592件。"
    read = {figure.printed: figure.indicator for figure in read_report(text).figures}
    assert read == {
        "40件": "reconsideration.accepted",
        "19件": "reconsideration.concluded",
        "592件": "legal_aid.accepted",
    }


def test_what_fits_two_indicators_alike_is_left_with_both_guesses() -> None:
    (left,) = read_report("法律援助中心受理、办理案件220件。").unplaced
    assert left.reason == "in_doubt"
    assert {guess.indicator for guess in left.guesses} >= {
        "legal_aid.accepted",
        "legal_aid.handled",
    }


def test_parts_side_by_side_are_no_total() -> None:
    reading = read_report("行政复议审结30件,撤销5件,确认违法3件。")
    assert [figure.printed for figure in reading.figures] == ["30件"]
    assert [(one.printed, one.reason) for one in reading.unplaced] == [
        ("5件", "part"),
        ("3件", "part"),
    ]


def test_of_counts_that_differ_the_largest_is_the_total() -> None:
    text = "全区开展普法活动249场。在幸福工业园开展普法讲座10场。"
    scopes = {figure.printed: figure.scope for figure in read_report(text).figures}
    assert scopes == {"249场": "", "10场": "在幸福工业园开展普法讲座"}
