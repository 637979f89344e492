"""The server's browser, which draws figures and prints pages with the fonts we ship.

It starts when the first picture is asked for and stays; later pictures take a fraction of a second.
"""

from __future__ import annotations

import asyncio
import atexit
import concurrent.futures
import contextlib
import html
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

import kaleido
from choreographer.browsers import Chromium
from choreographer.channels import Pipe
from kaleido.errors import JavascriptError, KaleidoError

from dashboard.exports.page_printer import PageError, printed

FONTS = Path(__file__).resolve().parent.parent / "fonts"
# Only for characters that our fonts lack.
SYSTEM_FONTS: Sequence[str] = ("/usr/share/fonts", "/usr/local/share/fonts")

TABS = 2  # pictures drawn or pages printed at the same time
START_SECONDS = 60.0
DRAW_SECONDS = 20.0
PRINT_SECONDS = 60.0  # a document of a hundred pages takes five
STOP_SECONDS = 5.0


class ImageUnavailable(Exception):
    """The server cannot draw this picture; the message says why."""


class _BrowserFailed(Exception):
    """The browser died or did not answer."""


def draw(figure: dict[str, Any], options: dict[str, Any]) -> bytes:
    """Draw a figure with Kaleido's options; where the browser fails, once more with a new one.

    Raises:
        ImageUnavailable: There is no browser, or it failed twice, or it cannot draw this figure.
    """
    return _with_browser(lambda renderer: renderer.draw(figure, options))


def print_pdf(page: str) -> bytes:
    """Print a page of HTML to a tagged PDF with an outline; sizes and footers are in its style.

    The page reaches nothing outside itself and runs no script. Retries and errors are those of
    `draw`.
    """
    return _with_browser(lambda renderer: renderer.print(page))


def image_available() -> bool:
    """Tell whether there is a browser to draw with; does not start it."""
    return _browser_path() is not None


def stop_renderer() -> None:
    """Stop the browser, if it runs; the next picture starts another."""
    global _current
    with _lock:
        renderer, _current = _current, None
        if renderer is not None:
            renderer.stop()


# ---------------------------------------------------------------- one browser for the process


def _with_browser(task: Callable[[_Renderer], bytes]) -> bytes:
    """Give a browser something to do as soon as it has a tab for it; a second one, if it fails."""
    with _slots:
        try:
            return _attempt(task)
        except _BrowserFailed:
            pass
        try:
            return _attempt(task)
        except _BrowserFailed as error:
            raise ImageUnavailable(f"The browser failed twice: {error}") from error


def _attempt(task: Callable[[_Renderer], bytes]) -> bytes:
    """Do it with the running browser, which a failure puts away."""
    renderer = _running()
    try:
        return task(renderer)
    except (KaleidoError, JavascriptError) as error:
        raise ImageUnavailable(f"The figure cannot be drawn: {error}") from error
    except PageError as error:
        raise ImageUnavailable(f"The page cannot be printed: {error}") from error
    except Exception as error:  # whatever a dying browser causes, in its pipes or its answers
        _put_away(renderer)
        raise _BrowserFailed(f"{type(error).__name__} {error}".strip()) from error


def _running() -> _Renderer:
    """The browser, started if need be."""
    global _current
    with _lock:
        if _current is None:
            path = _browser_path()
            if path is None:
                raise ImageUnavailable(
                    "No Chrome or Chromium was found: install one, or name it in BROWSER_PATH."
                )
            _current = _Renderer(path)
            # Anew each time: at exit it must run before the clean-up of the browser's own folders.
            atexit.unregister(stop_renderer)
            atexit.register(stop_renderer)
        return _current


def _put_away(renderer: _Renderer) -> None:
    """Stop a browser that failed, unless another thread did so already."""
    global _current
    with _lock:
        if _current is renderer:
            _current = None
            renderer.stop(kill=True)


def _browser_path() -> str | None:
    """The browser's program: the one in BROWSER_PATH, otherwise one at a usual place."""
    path = os.environ.get("BROWSER_PATH") or Chromium.find_browser(skip_local=False)
    return path if path and Path(path).is_file() else None


class _Renderer:
    """A browser and the thread that talks to it.

    Kaleido's own server sleeps between pictures: it does not notice that its browser is missing or
    dead, and callers wait for ever. Here the thread's event loop keeps running, and waits end.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._browser: kaleido.Kaleido | None = None
        self._opened: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._folder = Path(tempfile.mkdtemp(prefix="figures-"))
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="figures", daemon=True)
        self._thread.start()
        try:
            self._opened.result(timeout=START_SECONDS)
        except Exception as error:
            self.stop(kill=True)
            reason = "it does not answer." if isinstance(error, TimeoutError) else error.args[0]
            raise ImageUnavailable(f"The browser {path} did not start: {reason}") from error

    def draw(self, figure: dict[str, Any], options: dict[str, Any]) -> bytes:
        """Draw one picture, waiting a limited time."""
        return self._wait_for(self._opened_browser.calc_fig(figure, opts=options), DRAW_SECONDS)

    def print(self, page: str) -> bytes:
        """Print one page, waiting a limited time; it is handed over as a file."""
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=self._folder, suffix=".html", delete=False
        ) as file:
            file.write(page)
        path = Path(file.name)
        try:
            return self._wait_for(printed(self._opened_browser, path), PRINT_SECONDS)
        finally:
            path.unlink(missing_ok=True)

    @property
    def _opened_browser(self) -> kaleido.Kaleido:
        assert self._browser is not None  # noqa: S101 - it was opened
        return self._browser

    def _wait_for(self, work: Coroutine[Any, Any, bytes], seconds: float) -> bytes:
        """What the browser's thread makes of it, within so many seconds."""
        waiting = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return bytes(waiting.result(timeout=seconds))
        finally:
            waiting.cancel()

    def stop(self, *, kill: bool = False) -> None:
        """End the browser and its thread; one that failed is not asked but killed."""
        if kill:
            _kill(self._browser)
        with contextlib.suppress(RuntimeError):  # the loop has ended by itself
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(4 * STOP_SECONDS)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        """Keep a browser open until it is asked to stop."""
        try:
            self._browser = self._new_browser()
            await self._open(self._browser)
            self._opened.set_result(None)
            await self._stopping.wait()
        except (Exception, asyncio.CancelledError) as error:
            self._opened.set_exception(error)
        finally:
            await _close(self._browser)

    async def _open(self, browser: kaleido.Kaleido) -> None:
        """Open the browser, unless it is asked to stop before."""
        opening = asyncio.ensure_future(browser.open())
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({opening, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        opening.cancel()  # does nothing where it is done
        await opening

    def _new_browser(self) -> kaleido.Kaleido:
        """A browser that is not open yet; without MathJax it loads nothing from outside."""
        return kaleido.Kaleido(
            path=self._path,
            n=TABS,
            timeout=None,  # we wait ourselves: after its own time-out Kaleido waits once more
            mathjax=False,
            browser_cls=_Browser,
            font_config=_font_config(self._folder),
        )


async def _close(browser: kaleido.Kaleido | None) -> None:
    """Close a browser, if need be by force."""
    if browser is not None:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(browser.close(), STOP_SECONDS)
        _kill(browser)


def _kill(browser: kaleido.Kaleido | None) -> None:
    """Kill a browser's processes, where they run."""
    process = getattr(browser, "subprocess", None)
    if process is None or process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:  # the process we know only starts the browser; they are in a group of their own
        os.killpg(process.pid, signal.SIGKILL)


class _Browser(Chromium):
    """Chromium with our fonts and no network: everything it draws is on this machine."""

    def __init__(self, channel: Pipe, path: str, *, font_config: Path | None) -> None:
        super().__init__(channel, path)
        self._fonts = {"FONTCONFIG_FILE": str(font_config)} if font_config else {}

    def get_cli(self) -> Sequence[str]:
        """Chromium's command, told to look up no host (it would ask for updates)."""
        quiet = ("--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND")
        return [*super().get_cli(), *quiet]

    def get_env(self) -> dict[str, str]:
        """Chromium's environment, with our fonts."""
        return {**super().get_env(), **self._fonts}


def _font_config(folder: Path) -> Path | None:
    """A configuration of fonts with ours first, on Linux; other systems have Chinese fonts."""
    if not sys.platform.startswith("linux"):
        return None
    places = [("dir", FONTS), *(("dir", path) for path in SYSTEM_FONTS)]
    places += [("cachedir", folder / "cache"), ("cachedir", "/var/cache/fontconfig")]
    lines = "".join(f"<{kind}>{html.escape(str(path))}</{kind}>" for kind, path in places)
    config = folder / "fonts.conf"
    config.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig>{lines}</fontconfig>",
        encoding="utf-8",
    )
    return config


_lock = threading.Lock()
_slots = threading.BoundedSemaphore(TABS)
_current: _Renderer | None = None
