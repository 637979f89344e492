"""What `python -m warehouse check` prints: counts, identities, growth, conflicts, coverage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.terminal import aligned

_COUNTS = """
SELECT
    status,
    count(*) FILTER (read = 'full') AS read_in_full,
    count(*) FILTER (read = 'excerpt') AS excerpted,
    count(*) FILTER (official) AS official,
    count(*) FILTER (NOT official) AS reprinted,
    count(*) AS observations
FROM flat_observation
GROUP BY status
ORDER BY CASE status WHEN 'reported' THEN 0 WHEN 'computed' THEN 1 ELSE 2 END
"""

_COVERAGE = """
SELECT d.label_zh AS district, c.year, f.name_zh AS family, c.facts
FROM coverage AS c
JOIN district AS d USING (district_code)
JOIN family AS f USING (family_id)
ORDER BY c.district_code, c.year, f.position
"""

_STATUS = {"reported": "公布", "computed": "计算", "derived": "推算"}
_RESULT = {"holds": "成立", "remainder": "有余数", "violated": "不符"}
_CONFLICT = {"sources": "来源之间", "growth": "与同比表述"}
_ACTION = {"drop": "剔除", "override": "改值", "flag": "标记"}

Row = dict[str, Any]


def report(warehouse: Warehouse) -> str:
    """Everything that the checks of a build found, in Chinese, for a terminal."""
    sections = (_counts, _identities, _growth, _conflicts, _corrections, _coverage)
    head = f"数据版本 {warehouse.version}（{queries.data_date(warehouse)}）\n{warehouse.path}"
    return "\n\n".join([head, *("\n".join(section(warehouse)) for section in sections)])


def violations(warehouse: Warehouse) -> int:
    """How many identities and growth statements do not agree with the figures."""
    checks = (queries.identity_checks(warehouse), queries.growth_checks(warehouse))
    return sum(frame.filter(pl.col("result") == "violated").height for frame in checks)


def _counts(warehouse: Warehouse) -> Iterable[str]:
    frame = warehouse.query(_COUNTS)
    yield f"观测值 {frame['observations'].sum()}"
    heads = ("", "全文读过", "摘录", "官方网站", "转载", "合计")
    rows = [(_STATUS[status], *map(str, counts)) for status, *counts in frame.iter_rows()]
    yield from aligned([heads, *rows])


def _identities(warehouse: Warehouse) -> Iterable[str]:
    frame = queries.identity_checks(warehouse)
    yield f"恒等式 {frame.height}：{_results(frame, 'holds', 'remainder', 'violated')}"
    for result in ("violated", "remainder"):
        found = frame.filter(pl.col("result") == result)
        yield from _grouped(
            (
                f"{_RESULT[result]}：{row['name_zh']}",
                (row["district_zh"], row["period"], row["scope"], _figures(row)),
            )
            for row in found.iter_rows(named=True)
        )


def _figures(row: Row) -> str:
    """The figures of one identity that does not simply hold."""
    whole, parts = _number(row["whole"]), _number(row["parts"])
    listed = " + ".join(_number(value) for value in row["part_values"] or ())
    match row["kind"]:
        case "rate":
            above = f"({listed})" if " + " in listed else listed
            return f"所印 {_number(row['rate'])}%，{above} ÷ {whole} = {_number(row['quotient'])}%"
        case "sum":
            rest = _number(row["whole"] - row["parts"])
            return f"{whole}，各项 {listed} = {parts}，差 {rest}"
        case "range":
            return f"{whole}%"
        case _:
            return f"{parts} > {whole}"


def _growth(warehouse: Warehouse) -> Iterable[str]:
    frame = queries.growth_checks(warehouse)
    names = _indicator_names(warehouse)
    yield f"同比核对 {frame.height}：{_results(frame, 'holds', 'violated')}"
    yield from _grouped(
        (
            " ".join(filter(None, (row["district_zh"], names[row["indicator_id"]], row["scope"]))),
            (
                row["period_label"],
                _RESULT[row["result"]],
                row["formula"],
                f"所印 {row['printed']}",
                "另一份报告" if row["independent"] else "同一份报告",
            ),
        )
        for row in frame.iter_rows(named=True)
    )


def _conflicts(warehouse: Warehouse) -> Iterable[str]:
    frame = queries.conflicts(warehouse)
    names = _indicator_names(warehouse)
    yield f"互不相容的数 {frame.height}"
    for row in frame.iter_rows(named=True):
        fact = (row["district_zh"], row["period_label"], names[row["indicator_id"]], row["scope"])
        yield f"  {' '.join(filter(None, fact))}（{_CONFLICT[row['kind']]}）"
        for side, label in (("shown", "采用"), ("other", "另有")):
            day = f"，{row[f'{side}_published']}" if row[f"{side}_published"] else ""
            yield f"    {label} {row[f'{side}_printed']}：{row[f'{side}_source']}{day}"


def _corrections(warehouse: Warehouse) -> Iterable[str]:
    frame = queries.corrections(warehouse)
    yield f"更正 {frame.height}"
    for row in frame.iter_rows(named=True):
        fact = (row["district_zh"], row["period_label"], row["printed"])
        yield f"  {row['correction_id']} {_ACTION[row['action']]} {' '.join(filter(None, fact))}"
        yield f"    {row['reason_zh']}"


def _coverage(warehouse: Warehouse) -> Iterable[str]:
    cells: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for district, year, family, facts in warehouse.query(_COVERAGE).iter_rows():
        cells[district, year].append(f"{family} {facts}")
    districts = {district for district, _ in cells}
    yield f"覆盖 {len(districts)} 个区县，{len(cells)} 个区县年度（门类和其中的事实数）"
    yield from aligned(
        [(district, str(year), "，".join(texts)) for (district, year), texts in cells.items()]
    )


def _indicator_names(warehouse: Warehouse) -> dict[str, str]:
    return dict(warehouse.query("SELECT indicator_id, name_zh FROM indicator").iter_rows())


def _results(frame: pl.DataFrame, *results: str) -> str:
    counts = {name: frame.filter(pl.col("result") == name).height for name in results}
    return "，".join(f"{_RESULT[name]} {count}" for name, count in counts.items())


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


def _grouped(rows: Iterable[tuple[str, Sequence[str]]]) -> Iterable[str]:
    """Rows under their headings, in the order in which these first appear."""
    groups: defaultdict[str, list[Sequence[str]]] = defaultdict(list)
    for heading, cells in rows:
        groups[heading].append(cells)
    for heading, members in groups.items():
        yield f"  {heading}"
        yield from (f"  {line}" for line in aligned(members))
