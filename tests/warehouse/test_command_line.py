"""`python -m warehouse`: what it prints, and how it fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from warehouse.__main__ import main
from warehouse.connection import Warehouse
from warehouse.paths import ROOT
from warehouse.publish import POINTER, current_version

Add = Callable[..., None]
Captured = pytest.CaptureFixture[str]

HAN = re.compile(r"[一-鿿]")


def failure(capsys: Captured, *arguments: str | Path) -> list[str]:
    """The lines of a run that fails: Chinese first, then what exactly was wrong; no trace."""
    assert main([str(argument) for argument in arguments]) == 1
    printed = capsys.readouterr()
    lines = printed.err.splitlines()
    assert HAN.search(lines[0])
    assert "Traceback" not in printed.err
    return lines


def test_build_says_what_it_made_and_when_nothing_changed(
    seed: Path, add: Add, tmp_path: Path, capsys: Captured
) -> None:
    add("observations.csv")
    arguments = ["build", "--seed", str(seed), "--out", str(tmp_path / "out")]
    assert main(arguments) == 0
    (first,) = capsys.readouterr().out.splitlines()
    version = current_version(tmp_path / "out")
    path = tmp_path / "out" / f"warehouse-{version}.duckdb"
    assert first == f"数据版本 {version} 已生成 built：{path}"
    assert main(arguments) == 0
    assert capsys.readouterr().out == f"数据版本 {version} 没有变化 unchanged：{path}\n"
    assert main([*arguments, "--force"]) == 0
    assert "已生成" in capsys.readouterr().out


def test_build_lists_every_problem_and_keeps_the_served_warehouse(
    seed: Path, add: Add, tmp_path: Path, capsys: Captured
) -> None:
    main(["build", "--seed", str(seed), "--out", str(tmp_path / "out")])
    version = current_version(tmp_path / "out")
    capsys.readouterr()
    add("observations.csv", value="abc", indicator="x.y")
    add("growth.csv", growth="")
    _, *problems = failure(capsys, "build", "--seed", seed, "--out", tmp_path / "out")
    assert problems == [
        "observations.csv: line 2: indicator: unknown indicator 'x.y'",
        "observations.csv: line 2: value: 'abc' is not a plain number with up to 4 decimals",
        "growth.csv: line 2: growth: must not be empty",
    ]
    assert current_version(tmp_path / "out") == version


def test_build_names_a_folder_that_it_cannot_write(
    seed: Path, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    lines = failure(capsys, "build", "--seed", seed, "--out", tmp_path / "taken")
    assert lines[0].startswith("不能写入")
    assert str(tmp_path / "taken") in lines[1]


def test_a_seed_folder_that_is_missing_is_a_problem_of_its_files(
    tmp_path: Path, capsys: Captured
) -> None:
    lines = failure(capsys, "build", "--seed", tmp_path / "none", "--out", tmp_path / "out")
    assert sum("observations.csv: cannot be read" in line for line in lines) == 1
    assert current_version(tmp_path / "out") is None


def test_check_shows_the_figures_of_what_it_found(warehouse: Warehouse, capsys: Captured) -> None:
    assert main(["check", "--warehouse", str(warehouse.path.parent)]) == 0
    printed = capsys.readouterr().out
    assert warehouse.version in printed
    assert re.search(r"公布 +139 +340 ", printed)
    assert re.search(r"恒等式 \d+：成立 \d+，有余数 \d+，不符 \d+", printed)
    assert "所印 31%，(161 + 310) ÷ 1,550 = 30.39%" in printed
    assert re.search(r"同比核对 \d+：成立 \d+，不符 0", printed)
    for year, reported in (("2020", "172"), ("2021", "281"), ("2022", "558"), ("2023", "1113")):
        assert re.search(rf" {year} +成立 .* 所印 {reported}件 +另一份报告", printed)
    assert re.search(r"采用 60件：.*\n +另有 51件：", printed)
    assert re.search(r"宝安区 +2021 +行政复议 \d+，法律援助 \d+", printed)
    assert "有改动" not in printed


def test_check_aligns_chinese_and_numbers(warehouse: Warehouse, capsys: Captured) -> None:
    main(["check", "--warehouse", str(warehouse.path.parent)])
    lines = capsys.readouterr().out.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("覆盖"))
    years = [re.search(r" (\d{4})  ", line) for line in lines[start + 1 :]]
    columns = {
        sum(2 if ord(c) > 0x2E80 else 1 for c in match.string[: match.start()])
        for match in years
        if match
    }
    assert len(columns) == 1


def test_strict_check_fails_where_something_is_violated(
    warehouse: Warehouse, seed: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert main(["check", "--strict", "--warehouse", str(warehouse.path.parent)]) == 1
    main(["build", "--seed", str(seed), "--out", str(tmp_path / "out")])
    sound = ["check", "--strict", "--seed", str(seed), "--warehouse", str(tmp_path / "out")]
    assert main(sound) == 0
    assert "观测值 0" in capsys.readouterr().out


def test_check_says_when_the_figures_are_newer_than_the_warehouse(
    seed: Path, add: Add, tmp_path: Path, capsys: Captured
) -> None:
    main(["build", "--seed", str(seed), "--out", str(tmp_path / "out")])
    add("observations.csv")
    assert main(["check", "--seed", str(seed), "--warehouse", str(tmp_path / "out")]) == 0
    assert "数据文件在这个版本之后有改动" in capsys.readouterr().out


def test_export_names_what_it_wrote(warehouse: Warehouse, tmp_path: Path, capsys: Captured) -> None:
    folder = str(warehouse.path.parent)
    assert main(["export", str(tmp_path), "--format", "csv", "--warehouse", folder]) == 0
    written = [str(tmp_path / "observations.csv"), str(tmp_path / "README.txt")]
    assert capsys.readouterr().out.splitlines() == written


@pytest.mark.parametrize("command", [["check"], ["export", "out"]], ids=lambda c: c[0])
def test_without_a_warehouse_it_says_how_to_build_one(
    tmp_path: Path, capsys: Captured, command: list[str]
) -> None:
    lines = failure(capsys, *command, "--warehouse", tmp_path)
    assert lines == [
        "还没有数据仓库：请先运行 python -m warehouse build。",
        "no warehouse has been built yet: run python -m warehouse build",
    ]


def test_a_broken_pointer_and_a_damaged_file_are_told_apart(
    tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / POINTER).write_text("{", encoding="utf-8")
    assert failure(capsys, "check", "--warehouse", tmp_path)[0].startswith("current.json")
    (tmp_path / POINTER).write_text('{"version": "2025.01-00000000"}', encoding="utf-8")
    assert failure(capsys, "check", "--warehouse", tmp_path)[0] == "没有保存这个数据版本。"
    (tmp_path / "warehouse-2025.01-00000000.duckdb").write_bytes(b"not a database")
    assert failure(capsys, "check", "--warehouse", tmp_path)[0].startswith("数据仓库打不开")


def test_a_version_that_is_not_kept_is_named(warehouse: Warehouse, capsys: Captured) -> None:
    folder = warehouse.path.parent
    lines = failure(capsys, "check", "--warehouse", folder, "--version", "2020.01-00000000")
    assert lines[0] == "没有保存这个数据版本。"
    assert "2020.01-00000000" in lines[1]


def test_an_export_folder_that_cannot_be_written_is_named(
    warehouse: Warehouse, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    lines = failure(capsys, "export", tmp_path / "taken", "--warehouse", warehouse.path.parent)
    assert lines[0] == "不能写入导出文件夹。"


@pytest.mark.parametrize("command", ["build", "check", "export"])
def test_every_command_has_help_in_both_languages(command: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    options = [line for line in capsys.readouterr().out.splitlines() if " · " in line]
    assert options
    assert all(HAN.search(line) for line in options)


STRICT = os.environ | {"PYTHONUTF8": "1", "PYTHONWARNINGS": "error"}
MODULE = [sys.executable, "-m", "warehouse"]


def test_it_runs_as_a_module_where_the_environment_says_the_folder_is(
    seed: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [*MODULE, "build", "--seed", seed],
        cwd=ROOT,
        env=STRICT | {"RULE_OF_LAW_WAREHOUSE": str(tmp_path / "out")},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    assert str(tmp_path / "out") in done.stdout


def test_a_reader_that_has_seen_enough_is_no_error(warehouse: Warehouse) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*MODULE, "check", "--warehouse", warehouse.path.parent],
        cwd=ROOT,
        env=STRICT,
        stdout=writing,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    os.close(writing)
    assert done.stderr == ""
