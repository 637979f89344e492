"""Finds a Chromium or Chrome for the browser tests, and gets one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from launcher.problems import Problem

# Kaleido reads the same variable.
VARIABLE = "BROWSER_PATH"
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
MAC_PLACES = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS_PLACES = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
DEBIAN_PACKAGES = ("chromium", "fonts-noto-cjk")
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as p: print(p.chromium.executable_path)"
)


def find(environ: Mapping[str, str], *, platform: str = sys.platform) -> Path | None:
    """Return an installed browser that starts, or None.

    Raises:
        Problem: The person named a browser in BROWSER_PATH that is not there.
    """
    named = environ.get(VARIABLE)
    if named and not Path(named).is_file():
        raise Problem(
            f"环境变量 {VARIABLE} 指向的浏览器不存在：{named}。",
            f"The browser that the variable {VARIABLE} names does not exist: {named}.",
        )
    if named:
        return Path(named)
    return next((path for path in candidates(environ, platform=platform) if starts(path)), None)


def candidates(environ: Mapping[str, str], *, platform: str) -> Iterator[Path]:
    """Yield the browsers on the search path, then those at the system's usual places."""
    for name in NAMES:
        found = shutil.which(name, path=environ.get("PATH", ""))
        if found:
            yield Path(found)
    yield from (path for path in usual_places(environ, platform=platform) if path.is_file())


def usual_places(environ: Mapping[str, str], *, platform: str) -> Iterator[Path]:
    """Yield where macOS and Windows put browsers, whether or not one is there."""
    if platform == "darwin":
        for folder in (Path("/Applications"), Path(environ.get("HOME", "/")) / "Applications"):
            yield from (folder / place for place in MAC_PLACES)
    if platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if environ.get(variable):
                yield from (Path(environ[variable]) / place for place in WINDOWS_PLACES)


def starts(path: Path) -> bool:
    """Tell whether the file is a browser that runs, not a stub that asks for another package."""
    if os.name == "nt":  # There, asking for the version opens a window.
        return True
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def obtain(python: Path, *, log: Path) -> Path:
    """Return a browser, installing one if need be.

    As root on Debian the distribution's Chromium and a Chinese font are installed, elsewhere
    Playwright downloads its own. What the installers print goes to the log file.

    Raises:
        Problem: There is none and none could be had.
    """
    found = find(os.environ) or of_playwright(python)
    if found:
        return found
    print("    安装测试用的浏览器 · Getting a browser for the tests", flush=True)
    for commands in ways(python):
        if all(run_quietly(command, log=log) for command in commands):
            found = find(os.environ) or of_playwright(python)
            if found:
                return found
    by_hand = f"sudo apt-get install {' '.join(DEBIAN_PACKAGES)}"
    raise Problem(
        "没有找到 Chromium 或 Chrome，也没能自动安装：请安装 Google Chrome"
        f"（Debian：{by_hand}），或用环境变量 {VARIABLE} 指明它的位置。",
        "There is no Chromium or Chrome and none could be downloaded: install Google Chrome"
        f" (Debian: {by_hand}), or name its place in the variable {VARIABLE}.",
        detail=f"({log})",
    )


def ways(python: Path) -> Iterator[list[list[str]]]:
    """Yield the ways to get a browser, best first, each as the commands it takes."""
    playwright = [str(python), "-m", "playwright", "install", "chromium"]
    if is_root() and shutil.which("apt-get"):
        yield [["apt-get", "update"], ["apt-get", "install", "-y", *DEBIAN_PACKAGES]]
        yield [[*playwright, "--with-deps"]]
    yield [playwright]


def is_root() -> bool:
    """Tell whether we may install packages of the system."""
    return sys.platform != "win32" and os.geteuid() == 0


def run_quietly(command: list[str], *, log: Path) -> bool:
    """Run an installer that asks nothing, its output added to the log file."""
    with log.open("a", encoding="utf-8") as output:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        )
    return done.returncode == 0


def of_playwright(python: Path) -> Path | None:
    """Return the browser that Playwright downloaded earlier, if it did."""
    asked = subprocess.run(
        [python, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=False
    )
    path = Path(asked.stdout.strip() or "missing")
    return path if path.is_file() else None
