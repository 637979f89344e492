"""What is said of a few figures of our own, kind by kind, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from dashboard.charts import kinds, rates
from dashboard.charts.growth import growth
from dashboard.charts.rates import Counts
from dashboard.charts.series import Mode, panels
from dashboard.context import Context
from dashboard.sentences import comparisons
from dashboard.sentences.model import Figure, Role
from dashboard.sentences.proposals import propose
from indicators.periods import Period
from tests.dashboard.conftest import MakeContext
from tests.dashboard.sentences.drawn import chart
from tests.dashboard.sentences.made import Row, Value, counts_of, growth_of, panel, period, row
from warehouse import queries

GUANGMING, PINGSHAN, LUOHU, FUTIAN = "440311", "440310", "440303", "440304"
RATE, MONEY, STOCK = "mediation.success_rate", "mediation.amount", "lawyers.lawyers"


def exact(number: float) -> Value:
    return number, number, number


def told(context: Context, kind: str, *rows: Row) -> dict[str, str]:
    """The sentences of a chart of these rows, by name."""
    item = chart(kind, panel(context, *rows))
    return {sentence.id: sentence.text for sentence in propose(item, context)}


def year_on_year(
    context: Context,
    before: Value,
    after: Value,
    *,
    basis: str = "year",
    indicator: str = "reconsideration.upheld",
) -> str:
    """What is said of the change of one district."""
    rows = (
        row(context, GUANGMING, period(basis, year), value, indicator=indicator)
        for year, value in ((2030, before), (2031, after))
    )
    return told(context, "trend", *rows)["level"].partition("，光明区")[2]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (exact(100), exact(150), "行政复议维持150件，比上年增长50%。"),
        (exact(100), exact(96), "行政复议维持96件，比上年下降4%。"),
        (exact(100), exact(100), "行政复议维持100件，与上年持平。"),
        (exact(100), exact(208), "行政复议维持208件，是上年的2.08倍。"),
        (exact(10_000), exact(10_004), "行政复议维持10,004件，比上年增长0.04%。"),
        (exact(400), exact(401), "行政复议维持401件，比上年增长0.2%。"),
        (exact(400), exact(403), "行政复议维持403件，比上年增长0.8%。"),
        ((100, 100, 110), exact(132), "行政复议维持132件，比上年增长20%～32%。"),
        ((100, 100, 110), exact(100), "行政复议维持100件，比上年变化在−9.1%～0%之间。"),
        ((None, 100, 110), (105, 105, 120), "行政复议维持105余件，比上年变化在−4.5%～+20%之间。"),
        ((110, 100, 110), exact(330), "行政复议维持330件，是上年的3～3.3倍。"),
        (exact(0), exact(5), "行政复议维持5件。"),
        ((100, 100, None), exact(90), "行政复议维持90件。"),
        (exact(5), (2_003, 2_003, None), "行政复议维持超过2,003件。"),
        (exact(5), (None, None, 2_003), "行政复议维持至多2,003件。"),
        (exact(5), (90, None, 90), "行政复议维持不足90件。"),
    ],
)  # fmt: skip
def test_changes_say_no_more_than_the_bounds(
    zh: Context, before: Value, after: Value, said: str
) -> None:
    assert year_on_year(zh, before, after) == said


def test_each_kind_of_period_has_its_comparison(zh: Context) -> None:
    ends = {basis: year_on_year(zh, exact(10), exact(11), basis=basis).partition("件")[2]
            for basis in ("year", "first_half", "other_span", "point", "cumulative")}  # fmt: skip
    assert ends == {
        "year": "，比上年增长10%。", "first_half": "，同比增长10%。",
        "other_span": "，同比增长10%。", "point": "，比上年同日增长10%。", "cumulative": "。",
    }  # fmt: skip


def test_rates_move_by_points_with_the_digits_that_were_published(zh: Context) -> None:
    moves = (
        (exact(98), exact(99.73)), ((90, 85, 95), exact(80)), (exact(98), (90, 90, 100)),
    )  # fmt: skip
    said = [year_on_year(zh, before, after, indicator=RATE) for before, after in moves]
    assert said == [
        "调解成功率为99.73%，比上年提高1.73个百分点。",
        "调解成功率为80%，比上年下降5～15个百分点。",
        "调解成功率为90%以上，比上年变化在−8～+2个百分点之间。",
    ]


def test_several_districts_share_a_sentence(make_context: MakeContext) -> None:
    for language, level, rank in (
        ("zh", "2031年上半年（限定范围：一审），坪山区收到行政复议申请1,200件（推算）；"
         "光明区约50件；福田区8件。",
         "2031年上半年（限定范围：一审），按行政复议申请收件数由大到小排列，"
         "坪山区在所选可比的3个区县中居第一位，光明区居第二位，福田区居第三位。"),
        ("en", "In the first half of 2031 (restricted to: First instance), Pingshan District"
         " (Shenzhen) received 1,200 applications for administrative reconsideration (derived);"
         " Guangming District, about 50; Futian District, 8.",
         "In the first half of 2031 (restricted to: First instance), in order of administrative"
         " reconsideration applications received, largest first, Pingshan District (Shenzhen)"
         " ranked 1st of the 3 selected comparable districts, Guangming District 2nd,"
         " Futian District 3rd."),
    ):  # fmt: skip
        context = make_context(language)
        rows = [
            row(context, code, period("first_half", 2031), value, status=status, scope="一审")
            for code, value, status in (
                (PINGSHAN, exact(1_200), "derived"), (GUANGMING, (50, 45, 55), "reported"),
                (FUTIAN, exact(8), "reported"),
            )
        ]  # fmt: skip
        assert told(context, "bars", *rows) == {"level": level, "rank": rank}


def test_no_place_where_ranges_overlap_and_equals_share_one(zh: Context) -> None:
    values = {GUANGMING: (50.0, 45.0, 55.0), PINGSHAN: exact(52), LUOHU: exact(20),
              FUTIAN: exact(20)}  # fmt: skip
    rows = [row(zh, code, period("year", 2031), value) for code, value in values.items()]
    assert told(zh, "bars", *rows)["rank"] == (
        "2031年，按行政复议申请收件数由大到小排列，罗湖区、福田区在所选可比的4个区县中居并列第三位。"
    )
    assert "rank" not in told(zh, "bars", *rows[:3][1:])  # two are too few


def test_from_one_period_to_another(make_context: MakeContext) -> None:
    values = {(GUANGMING, 2029): exact(20_000_000), (GUANGMING, 2031): (None, 7e7, 7.4e7)}
    said = {}
    for language in ("zh", "en"):
        context = make_context(language)
        rows = [row(context, code, period("year", year), value, indicator=MONEY)
                for (code, year), value in values.items()]  # fmt: skip
        said[language] = told(context, "change", *rows)["change"]
    assert said == {
        "zh": "从调解涉及金额看，光明区由2029年的2,000万元增至2031年的7,000万元～7,400万元，"
        "是2029年的3.5～3.7倍。",
        "en": "Amount involved in mediation: Guangming District rose from 20 million yuan in 2029"
        " to 70 to 74 million yuan in 2031, 3.5 to 3.7 times the figure of 2029.",
    }


def test_figures_know_their_observations(zh: Context) -> None:
    rows = [row(zh, GUANGMING, period("year", year), exact(value))
            for year, value in ((2030, 100), (2031, 110))]  # fmt: skip
    first, second = (item["observation_id"] for item in rows)
    level, *_ = propose(chart("trend", panel(zh, *rows)), zh)
    assert level.figures == (
        Figure("110件", Role.VALUE, (second,)),
        Figure("10%", Role.CHANGE, (first, second)),
    )


def test_a_sentence_keeps_its_name_on_newer_data(zh: Context) -> None:
    rows = [row(zh, GUANGMING, period("year", year), exact(year)) for year in range(2028, 2032)]
    older, newer = told(zh, "trend", *rows[:3]), told(zh, "trend", *rows)
    assert set(older) == set(newer) == {"level", "change"}
    assert all(older[name] != newer[name] for name in newer)


def test_points_in_time_of_one_year_name_their_days(zh: Context) -> None:
    days = {GUANGMING: date(2031, 11, 6), PINGSHAN: date(2031, 12, 31)}
    rows = [row(zh, code, Period(day, day), exact(30 + day.month), indicator=STOCK)
            for code, day in days.items()]  # fmt: skip
    assert told(zh, "bars", *rows)["level"] == (
        "2031年，坪山区（截至2031年末）有执业律师42人；光明区（截至2031年11月6日）41人。"
    )
    total = row(zh, GUANGMING, period("cumulative", 2031), exact(7), indicator=STOCK)
    assert told(zh, "bars", total)["level"] == "截至2031年6月末，光明区累计有执业律师7人。"


def test_what_a_mode_shows_is_said(zh: Context) -> None:
    level = panel(zh, *(row(zh, GUANGMING, period("year", year), exact(value))
                        for year, value in ((2030, 80), (2031, 100))))  # fmt: skip
    said = [propose(chart("trend", kinds.in_mode(level, mode, zh)), zh)[0].text
            for mode in (Mode.PER_100K, Mode.INDEX, Mode.GROWTH)]  # fmt: skip
    assert said[0].startswith("2031年，按每10万常住人口计，光明区收到行政复议申请9.13件，比上年")
    assert said[1:] == [
        "2031年，以各区县首期为100，光明区的行政复议申请收件数指数为125。",
        "2031年，光明区的行政复议申请收件数比上年增长25%（计算）。",
    ]


def test_an_indicator_without_a_phrase_and_one_thing_are_said_by_name(
    zh: Context, make_context: MakeContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = {"indicator": "reconsideration.upheld"}
    en = make_context("en")
    said = told(en, "bars", row(en, GUANGMING, period("year", 2031), exact(1), **one))["level"]
    assert said == "In 2031, Guangming District recorded 1 for reconsideration cases upheld."
    monkeypatch.setattr("dashboard.sentences.phrases.load_phrases", dict)
    said = told(zh, "bars", row(zh, GUANGMING, period("year", 2031), exact(1), **one))["level"]
    assert said == "2031年，光明区的行政复议维持数为1件。"


def test_an_unknown_kind_has_no_sentences(zh: Context) -> None:
    item = chart("trend", panel(zh, row(zh, GUANGMING, period("year", 2031), exact(1))))
    assert propose(replace(item, kind="table"), zh) == ()


def test_only_missing_years_are_explained(zh: Context) -> None:
    cells = [
        (GUANGMING, "光明区", 2030, "present", 3), (GUANGMING, "光明区", 2031, "silent", 0),
        (PINGSHAN, "坪山区", 2030, "present", 1), (PINGSHAN, "坪山区", 2031, "no_report", 0),
    ]  # fmt: skip
    names = ("district_code", "district_zh", "year", "state", "facts")
    base = chart("coverage", panel(zh, row(zh, GUANGMING, period("year", 2031), exact(1))))
    item = replace(base, rows=pl.DataFrame(cells, schema=names, orient="row"))
    assert [sentence.text for sentence in propose(item, zh)] == [
        "2030—2031年，2个区县共4个区县年份中，有数据的2个，共收录4项数据。",
        "没有数据的区县年份中，已通读报告而未见提及的1个，未收录到资料的1个；没有数据不等于零。",
    ]


def test_a_place_says_of_which_districts_it_is(make_context: MakeContext) -> None:
    """Of the chosen ones, of all that have figures, or only of those that the chart shows."""
    context = make_context("zh", [GUANGMING, PINGSHAN, LUOHU])
    indicators = ["reconsideration.received"]
    everywhere = replace(context.selection.filter, districts=context.data.offer.districts)
    rows = queries.points(context.warehouse, indicators, everywhere).filter(
        pl.col("year") == 2024, pl.col("basis") == "year", pl.col("scope") == ""
    )
    (every,) = panels(rows, context.catalogue, context.words)
    few = replace(every, rows=every.rows.head(every.rows.height - 1))
    said = [
        next(s.text for s in propose(chart(kind, item), context) if s.id == "rank")
        for kind, item in (("bars", every), ("landscape", every), ("landscape", few))
    ]
    count = rows.height
    assert f"在所选可比的{count}个区县中居" in said[0]
    assert f"在有可比数据的{count}个区县中居" in said[1]
    assert f"在图中可比的{count - 1}个区县中居" in said[2]


def test_rates_carry_their_counts_and_few_cases_have_no_place(
    zh: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row(zh, code, period("year", 2031), exact(rate), indicator=RATE)
            for code, rate in ((GUANGMING, 80), (PINGSHAN, 60), (FUTIAN, 10))]  # fmt: skip
    for scale, places in (
        (1, "福田区在所选可比的3个区县中居第三位。"),
        (100, "光明区在所选可比的3个区县中居第一位，坪山区居第二位，福田区居第三位。"),
    ):
        behind = {item["district_code"]: counts_of(item, done * scale, 20 * scale)
                  for item, done in zip(rows, (16, 12, 2), strict=True)}  # fmt: skip
        known = {(code, "", "2031"): Counts((done,), of) for code, (done, of) in behind.items()}
        monkeypatch.setattr(rates, "known_counts", lambda *_, known=known: known)
        said = told(zh, "bars", *rows)
        assert said["rank"].endswith(places)
        level = said["level"].partition("光明区")[2].partition("；")[0]
        wide = "，95%置信区间58.4%～91.9%" if scale == 1 else ""
        assert level.startswith("调解成功率为80%（")
        assert level.endswith(f"{wide}）")
        assert f"{16 * scale:,}件÷{20 * scale:,}件" in level


@pytest.mark.parametrize(
    ("before", "after", "stated", "said"),
    [
        (exact(100), exact(120), -20, "比上年增长20%（各来源不一致）"),
        (exact(100), exact(80), 25, "比上年下降20%（各来源不一致）"),
        (exact(100), exact(100), 25, "与上年持平（各来源不一致）"),
        (exact(100), exact(120), 19.8, "比上年增长19.8%"),
        ((100, 90, 110), exact(105), -2, "比上年下降2%"),
        ((100, 100, None), exact(90), 5, "变化方向各来源不一致"),
    ],
)
def test_stated_growth_that_the_figures_contradict_is_no_fact(
    zh: Context, monkeypatch: pytest.MonkeyPatch,
    before: Value, after: Value, stated: float, said: str,
) -> None:  # fmt: skip
    rows = [row(zh, GUANGMING, period("year", year), value)
            for year, value in ((2030, before), (2031, after))]  # fmt: skip
    statements = growth_of({rows[1]["observation_id"]: stated}, zh)
    monkeypatch.setattr(comparisons, "answer", lambda *_: statements)
    assert told(zh, "trend", *rows)["level"].endswith(f"件，{said}。")
    grown = growth(panel(zh, *rows), statements)
    assert grown is not None
    monkeypatch.setattr(comparisons, "year_before", lambda *_: panel(zh, *rows).rows)
    told_of_growth = propose(chart("bars", grown), zh)[0].text
    assert told_of_growth == f"2031年，光明区的行政复议申请收件数{said}。"
