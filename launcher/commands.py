"""The two commands: serve the dashboard, and run every check.

Anything a person at the terminal can put right ends in one sentence and exit code 2.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from launcher import browser, environment, server
from launcher.environment import ROOT, SERVE_LOCK, TEST_LOCK, VENV
from launcher.place import chosen, place_of
from launcher.problems import Problem, from_os_error

# The linter of imports has no module to run; its script would break when the folder is moved.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
# Files stay whole: the tests of one share what is dear to make. `-n 0` turns it off.
PARALLEL = ("--numprocesses", "auto", "--maxprocesses", "4", "--dist", "loadfile")
SERVER = ("-m", "dashboard.web")
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
    ("import-linter", ("-c", LINT_IMPORTS)),
)


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in our two sentences instead of argparse's usage."""

    def error(self, message: str) -> NoReturn:
        """Raise the problem."""
        raise Problem(
            f"命令的参数有误（{message}）：用 python run.py --help 查看用法。",
            f"The arguments are wrong ({message}): python run.py --help shows the usage.",
        )


def run(arguments: list[str]) -> int:
    """Run the command that the arguments name and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show Chinese shows the English.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        return test(arguments[1:]) if arguments[:1] == ["test"] else serve(parse(arguments))
    except Problem as problem:
        print(problem, file=sys.stderr)
    except OSError as error:
        print(from_os_error(error), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 2


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the options of the first command."""
    parser = Parser(
        prog="python run.py",
        description="打开看板；python run.py test 运行全部检查。"
        " Serves the dashboard; python run.py test runs every check.",
    )
    parser.add_argument(
        "--port", type=port_number, help="端口，不写则依设置 · port, otherwise that of the settings"
    )
    parser.add_argument(
        "--host",
        help="监听地址，不写则依设置 · address to listen on, otherwise that of the settings",
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="不自动打开浏览器 · open no browser window"
    )
    return parser.parse_args(arguments)


def port_number(text: str) -> int:
    """Read a port from the command line."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Problem(
            f"端口应当是 1 到 65535 之间的整数，这里是 {text}。",
            f"The port must be a whole number from 1 to 65535, not {text}.",
        )
    return int(text)


def serve(options: argparse.Namespace) -> int:
    """Set up, build the warehouse and serve the dashboard until it is stopped."""
    python = set_up("1/3", lock=SERVE_LOCK)
    environ = environment.child_environment() | chosen(options)
    where = place_of(python, environ)
    where.check_port()
    print("2/3 检查并生成数据 · Building the data", flush=True)
    build_warehouse(python)
    print(f"3/3 看板地址 · The dashboard: {where.address} (Ctrl-C 结束 · stops it)", flush=True)
    return server.run([str(python), *SERVER], environ, where, open_browser=not options.no_browser)


def set_up(step: str, *, lock: Path, covers: tuple[Path, ...] = ()) -> Path:
    """Return the interpreter of an environment that satisfies the lock file."""
    if environment.is_ready(VENV, lock):
        print(f"{step} 依赖已就绪 · Packages are ready", flush=True)
        return environment.venv_python(VENV)
    print(
        f"{step} 安装依赖，约需一两分钟 · Installing packages, a minute or two",
        flush=True,
    )
    return environment.prepare(VENV, lock=lock, covers=list(covers))


def build_warehouse(python: Path) -> None:
    """Bring the warehouse up to date, or raise what the build says is wrong."""
    built = subprocess.run(
        [python, "-m", "warehouse", "build"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
        env=environment.child_environment(),
    )
    if built.returncode != 0:
        raise Problem(
            "数据没有生成，看板没有启动，原因如下。",
            "The data could not be built and the dashboard was not started; this is why.",
            detail=built.stdout,
        )


def test(arguments: list[str]) -> int:
    """Set up, run every check and then the tests; pytest's own closing line comes last.

    Args:
        arguments: Handed on to pytest.
    """
    python = set_up("1/3", lock=TEST_LOCK, covers=(SERVE_LOCK,))
    path = browser.obtain(python, log=VENV / "browser.log")
    print(f"2/3 检查代码 · Checking the code (browser: {path})", flush=True)
    failed = [name for name, command in CHECKS if not check(python, name, command)]
    print("3/3 运行测试 · Running the tests", flush=True)
    variables = environment.child_environment() | {browser.VARIABLE: str(path)}
    tested = subprocess.run(
        [python, "-m", "pytest", *PARALLEL, *arguments], cwd=ROOT, check=False, env=variables
    )
    if failed:
        print(f"未通过 · Failed: {', '.join(failed)}", flush=True)
    return tested.returncode or len(failed)


def check(python: Path, name: str, command: tuple[str, ...]) -> bool:
    """Run one check, show its output where it fails, and tell whether it passed."""
    done = subprocess.run(
        [python, *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
        env=environment.child_environment(),
    )
    passed = done.returncode == 0
    print(f"    {name}: {'通过 · passed' if passed else '未通过 · FAILED'}", flush=True)
    if not passed:
        print(done.stdout, flush=True)
    return passed
