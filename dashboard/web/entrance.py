"""Which addresses there are: pages, files, what Streamlit answers; everything else is a 404.

Streamlit by itself answers any address with its start page, also those of typing errors, of other
programs' health checks and of interfaces that are switched off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.api.places import PAGES
from dashboard.web.compression import BEST, chosen
from dashboard.web.files import ASK_FIRST, IMMUTABLE, Content, Files
from dashboard.web.options import WebOptions
from dashboard.web.plain_pages import plain_page
from dashboard.web.seats import Seats
from dashboard.web.start_page import STREAMLIT, start_page
from dashboard.web.themes import first_themes

ROOT = Path(__file__).resolve().parents[2]
OWN_FOLDER = ROOT / "static"
ICONS = Path(__file__).parent / "assets" / "material-symbols-rounded.woff2"
ICON = Path(__file__).parents[1] / "icon.png"
FAVICONS = ("/favicon.png", "/favicon.ico")
ICONS_OF_STREAMLIT = "/static/media/MaterialSymbols-Rounded."

# What Streamlit answers, and everything below.
PASSED_ON = (
    "/_stcore/health/",
    "/_stcore/host-config/",
    "/_stcore/upload_file/",
    "/api/",
    "/auth/login/",
    "/auth/logout/",
    "/media/",
    "/oauth2callback/",
)
METRICS = ("/_stcore/metrics", "/api/metrics")
A_DAY = "public, max-age=86400, stale-while-revalidate=604800"
READS = ("GET", "HEAD")
START = "overview"  # has no address of its own but that of the site
NAMED = PAGES - {START}


@dataclass(frozen=True)
class Site:
    """The files and the start page of this server."""

    page: Content
    files: Files

    @classmethod
    def installed(cls) -> Site:
        """Those of the Streamlit that is installed, and ours."""
        original = (STREAMLIT / "index.html").read_text(encoding="utf-8")
        page = start_page(original, first_themes())
        files = Files({"/app/static": OWN_FOLDER, "/static": STREAMLIT / "static"})
        return cls(Content.of(page.encode(), ".html"), files)

    def file(self, path: str) -> tuple[Content, str] | None:
        """The content of a path and how long it may be kept; None where there is no file."""
        if path.startswith(ICONS_OF_STREAMLIT):
            return self.files.content(ICONS), ASK_FIRST  # its name says nothing about our cut
        if path in FAVICONS:
            return self.files.content(ICON), ASK_FIRST
        found = self.files.find(path)
        if found is None:
            return None
        if path.startswith("/static/"):
            return self.files.content(found), IMMUTABLE
        return self.files.content(found), A_DAY if found.suffix == ".woff2" else ASK_FIRST

    def pack(self) -> None:
        """Pack what a first visit loads before anybody asks."""
        named = re.findall(r'"\./(static/(?:js|css)/[^"]+)"', self.page.body.decode())
        for name in named:
            self.files.content(STREAMLIT / name).packed(BEST)


class Entrance:
    """Answers with a page or a file, passes on what is Streamlit's, and refuses the rest."""

    def __init__(self, app: ASGIApp, *, options: WebOptions, site: Site, seats: Seats) -> None:
        """Stand before `app`."""
        self._app = app
        self._options = options
        self._site = site
        self._seats = seats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Decide by the path."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        answer = await self._answer(request)
        await (answer or self._app)(scope, receive, send)

    async def _answer(self, request: Request) -> Response | None:
        """Our answer; None for what is passed on.

        The path is what was asked for; `request.url` also holds what the sender calls our host.
        """
        prefix, path = self._options.prefix, str(request.scope["path"])
        if path in (prefix, f"{prefix}/") or path.removeprefix(f"{prefix}/") in NAMED:
            return self._page(request)
        path = path.removeprefix(prefix) if path.startswith(f"{prefix}/") else ""
        if path == f"/{START}":
            return _redirected(request, f"{prefix}/")
        if path.removeprefix("/").removesuffix("/") in PAGES:
            return _redirected(request, f"{prefix}{path}".rstrip("/"))
        if path in METRICS:
            client = request.client.host if request.client else ""
            return None if self._options.may_see_metrics(client) else self._missing()
        if f"{path}/".startswith(PASSED_ON):
            return None
        return await self._file(request, path) or self._missing()

    def _page(self, request: Request) -> Response:
        prefix = self._options.prefix
        if prefix and request.scope["path"] == prefix:
            return _redirected(request, f"{prefix}/")
        if request.method not in READS:
            return Response(status_code=405, headers={"Allow": ", ".join(READS)})
        if not self._seats.has_place(request.cookies):
            retry = {"Retry-After": str(self._seats.retry_seconds)}
            return plain_page("full", status=503, prefix=prefix, headers=retry)
        answer = self._sent(request, self._site.page, f"private, {ASK_FIRST}")
        self._seats.give_name(request, answer, path=f"{prefix}/")
        return answer

    async def _file(self, request: Request, path: str) -> Response | None:
        if request.method not in READS:
            return None
        found = await run_in_threadpool(self._site.file, path)
        return await run_in_threadpool(self._sent, request, *found) if found else None

    def _sent(self, request: Request, content: Content, caching: str) -> Response:
        return content.answer(
            encoding=chosen(request.headers.get("accept-encoding", "")),
            known=request.headers.get("if-none-match", ""),
            caching=caching,
            head=request.method == "HEAD",
        )

    def _missing(self) -> Response:
        return plain_page("missing", status=404, prefix=self._options.prefix)


def _redirected(request: Request, path: str) -> Response:
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(
        f"{path}?{query}" if query else path, 308, headers={"Cache-Control": "no-cache"}
    )
