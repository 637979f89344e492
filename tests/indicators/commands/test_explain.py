from __future__ import annotations

import re
from pathlib import Path

import pytest

from indicators.__main__ import main
from indicators.commands.words import known, say
from indicators.documents import REASONS

TEXT = (
    "光明区2024年法治政府建设年度报告\n"
    "2024年，收到行政复议申请800余宗，同比下降20%。举办沙龙17次。\n"
    "下一步，拟新增调解员300名。\n"
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def explained(report: Path, printed: str, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    offset = TEXT.index(printed)
    assert main(["explain", str(report), str(offset), *options]) == 0
    return capsys.readouterr().out


def test_a_figure_is_explained(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zh = explained(report, "800余宗", capsys)
    assert "reconsideration.received" in zh
    assert "“余”说明实际是 800 到 899" in zh
    assert "光明区（440311）" in zh
    assert "期间：2024，即报告的期间" in zh
    assert re.search(r"规则：reconsideration\.received:\d+，即“.+”", zh)
    assert re.search(r"把握：\d+%", zh)
    en = explained(report, "800余宗", capsys, "--lang", "en")
    assert "“余” says that it is 800 to 899" in en
    assert len(en.splitlines()) == len(zh.splitlines())


def test_a_growth_names_its_figure_and_what_follows(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zh = explained(report, "20%", capsys)
    assert "比上年同期下降 20%" in zh
    assert "“800余宗”" in zh
    assert "推算的上年同期：2023" in zh


def test_what_is_no_figure_says_why(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有对应到指标：没有哪个指标的说法与它相合" in explained(report, "17次", capsys)
    assert re.search("不是要读的量：.*(目标|打算)", explained(report, "300名", capsys))
    assert "不是要读的量：是日期" in explained(report, "2024年，", capsys)


def test_where_there_is_no_number_the_nearest_is_named(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(report), str(TEXT.index("沙龙"))]) == 1
    assert "“17次”" in capsys.readouterr().out
    assert main(["explain", str(report), "5000"]) == 2
    assert "5000" in capsys.readouterr().err


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_refusal_has_its_words(reason: str) -> None:
    assert say("en", f"refused.{reason}") == REASONS[reason]
    assert say("zh", f"refused.{reason}") != REASONS[reason]


def test_every_reason_of_the_reader_has_its_words() -> None:
    root = Path(__file__).resolve().parents[3]
    table = (root / "indicators/data/reading.toml").read_text(encoding="utf-8")
    reasons = set(re.findall(r'^reason = "(\w+)"', table, re.MULTILINE))
    assert len(reasons) > 10
    assert {reason for reason in reasons if not known(f"rejected.{reason}")} == set()
    source = (root / "indicators/reading/report.py").read_text(encoding="utf-8")
    left = set(re.findall(r'_leave\(context, "(\w+)"', source))
    assert {reason for reason in left if not known(f"unplaced.{reason}")} == set()
    warned = set(re.findall(r'found\.append\("(\w+)"\)', source))
    assert {warning for warning in warned if not known(f"warning.{warning}")} == set()
