"""Adds the headers of the policy to every answer; behind TLS, cookies travel encrypted only."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.web import policy
from dashboard.web.options import WebOptions

ANY_SITE = "*"


class SecureHeaders:
    """An answer's own headers stay; what would open it to every site goes."""

    def __init__(self, app: ASGIApp, *, options: WebOptions) -> None:
        """Stand before `app`."""
        self._app = app
        self._options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Change the beginning of the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(self._options.prefix)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _guard(MutableHeaders(scope=message), self._options, path)
            await send(message)

        await self._app(scope, receive, send_guarded)


def _guard(sent: MutableHeaders, options: WebOptions, path: str) -> None:
    media_type = sent.get("content-type", "").partition(";")[0].strip().lower()
    if sent.get("access-control-allow-origin") == ANY_SITE:
        del sent["access-control-allow-origin"]
    for name, value in policy.headers(options, path=path, media_type=media_type).items():
        sent.setdefault(name, value)
    if options.encrypted and (cookies := sent.getlist("set-cookie")):
        del sent["set-cookie"]
        for cookie in cookies:
            sent.append("set-cookie", encrypted_only(cookie))


def encrypted_only(cookie: str) -> str:
    """A cookie that never travels in the open.

    >>> encrypted_only("a=1; Path=/"), encrypted_only("a=1; secure")
    ('a=1; Path=/; Secure', 'a=1; secure')
    """
    parts = {part.strip().lower() for part in cookie.split(";")}
    return cookie if "secure" in parts else f"{cookie}; Secure"
