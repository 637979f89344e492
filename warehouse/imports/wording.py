"""What the keys of findings mean, in both languages, for the terminal."""

from __future__ import annotations

from indicators.catalogue import load_catalogue
from indicators.review import Finding

_SENTENCES = {
    # of the report
    "nothing_accepted": "没有一行被接受 no row is accepted",
    "no_title": "报告没有题名 the report has no title",
    "no_district": "不知道是哪个区县，请用 --district 指明 no district: name it with --district",
    "unknown_district": "没有这个区县代码 unknown district code",
    "unconfirmed_district": "区县是推断的，请用 --district 确认"
    " the district is inferred: confirm it with --district",
    "no_report_period": "不知道报告期，请用 --period 指明 no period: name it with --period",
    "published_unreadable": "发布日期读不出来 the publication date cannot be read",
    # of rows
    "no_indicator": "没有指标 no indicator",
    "unknown_indicator": "目录里没有这个指标 unknown indicator",
    "no_period": "没有期间 no period",
    "stock_needs_date": "时点数只有一个日期 a stock has one date",
    "date_needs_stock": "只有时点数才是一个日期 only a stock has one date",
    "no_value": "没有数值 no value",
    "value_too_long": "位数太多 too many digits",
    "value_not_printed": "数值与所印不符 the value is not what is printed",
    "unknown_qualifier": "不认识这个模糊词 unknown qualifier",
    "not_in_text": "所印的数字不在原文这个位置 the printed form is not at this place",
    "no_growth": "没有增幅 no growth",
    "no_growth_kind": "没有说明增幅是哪一种 no kind of growth",
    "duplicate_fact": "同一事实接受了两次 one fact is accepted twice",
    # of both
    "growth_impossible": "没有上期值能满足这个增幅 no earlier value fits this growth",
    # warnings
    "identity_broken": "部分超过整体 parts exceed the whole",
    "half_above_year": "上半年超过全年 the first half exceeds the year",
    "rate_out_of_range": "比率不在0%至100%之间 a rate outside 0–100 %",
    "rate_not_quotient": "比率与件数对不上 the rate does not follow from the counts",
    "figures_disagree": "同一事实有两个数 two values for one fact",
}


def sentence(finding: Finding) -> str:
    """A finding as one line, with the names that it holds."""
    catalogue = load_catalogue()
    names = (
        catalogue[value].short_zh if value in catalogue else value for _, value in finding.names
    )
    return "：".join([_SENTENCES.get(finding.key, finding.key), *filter(None, names)])
