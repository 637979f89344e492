"""A provider of sign-ins on this machine, a server that trusts it, and a client that forges."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from bench.serving import HOST, ROOT, free_port

SECONDS = 60
EDITOR, STRANGER = "li@example.org", "wang@example.org"
PEOPLE = {  # a subject, and what the provider says of the person
    "editor": {"email": EDITOR, "email_verified": True},
    "stranger": {"email": STRANGER, "email_verified": True},
    "pretender": {"email": EDITOR, "email_verified": False},
}


@contextmanager
def provider(log: Path) -> Iterator[str]:
    """An OpenID provider where a button signs one in; its address."""
    port = free_port()
    people = [json.dumps({"sub": sub, **claims}) for sub, claims in PEOPLE.items()]
    words = [word for person in people for word in ("--user-claims", person)]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *words]
    address = f"http://{HOST}:{port}"
    metadata = f"{address}/.well-known/openid-configuration"
    environ = {"AUTHLIB_INSECURE_TRANSPORT": "1"}  # it is on this machine
    with _running(command, log, environ, answers=metadata):
        yield metadata


@contextmanager
def server(metadata: str, editors: Path, log: Path, **values: str) -> Iterator[str]:
    """The dashboard as `python -m dashboard.web` serves it, where editors sign in; its address."""
    port = int(values.pop("port", 0)) or free_port()
    address = f"http://{HOST}:{port}"
    given = {
        "audience": "public",
        "address": HOST,
        "port": str(port),
        "public_address": address,
        "sign_in": "true",
        "oidc_metadata": metadata,
        "oidc_client_id": "dashboard",
        "oidc_client_secret": "known-to-the-provider-alone",
        "cookie_secret": "signs-the-cookies-of-these-tests-only",
        "editors_file": str(editors),
        **values,
    }
    environ = {f"RULE_OF_LAW_{key.upper()}": value for key, value in given.items()}
    command = [sys.executable, "-m", "dashboard.web"]
    with _running(command, log, environ, answers=f"{address}/_stcore/health"):
        yield address
    written = log.read_text(encoding="utf-8", errors="replace")
    assert given["cookie_secret"] not in written
    assert given["oidc_client_secret"] not in written


@contextmanager
def _running(
    command: list[str], log: Path, environ: Mapping[str, str], *, answers: str
) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"} | dict(environ),
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait(answers, process, log)
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - our own
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace")[-3000:])


@contextmanager
def forging(
    address: str, cookies: Mapping[str, str] | None = None, *, origin: str = ""
) -> Iterator[Forger]:
    """Connect; with the cookies of a browser, as that browser."""
    known = dict(cookies or {})
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in known.items())}
    protocols = ["streamlit", known.get("_streamlit_xsrf", "")]
    stream = f"ws://{urlsplit(address).netloc}/_stcore/stream"
    with connect(
        stream,
        origin=origin or address,  # type: ignore[arg-type]
        additional_headers=headers,
        subprotocols=[word for word in protocols if word],  # type: ignore[misc]
        max_size=None,
    ) as socket:
        yield Forger(socket)


class CallbackElsewhere(httpx.HTTPTransport):
    """As a proxy before several replicas does: the way back leads to another one."""

    def __init__(self, address: str) -> None:
        """Lead it to this one."""
        super().__init__()
        self._port = urlsplit(address).port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, the last one of a sign-in to that replica."""
        if request.url.path.endswith("/oauth2callback"):
            request.url = request.url.copy_with(port=self._port)
        return super().handle_request(request)


def cookies_of(
    person: str, address: str, *, transport: httpx.BaseTransport | None = None
) -> dict[str, str]:
    """What a browser holds after signing in, got by its addresses alone."""
    with httpx.Client(
        base_url=address, follow_redirects=True, timeout=SECONDS, transport=transport
    ) as client:
        client.get("/_stcore/health").raise_for_status()  # gives the token against forgery
        with forging(address) as visitor:
            press = {id_of(visitor.say(page="methods"), "button", "sign-in-start"): True}
            said = visitor.say(page="methods", **press)
        way = next(m.auth_redirect.url for m in said if m.HasField("auth_redirect"))
        form = client.get(way).raise_for_status()
        client.post(form.url, data={"sub": person}).raise_for_status()
        return dict(client.cookies)


class Forger:
    """Speaks to the server as a page in a browser would, and says what it likes."""

    def __init__(self, socket: ClientConnection) -> None:
        """Speak through a connection."""
        self._socket = socket

    def say(
        self,
        *,
        page: str = "",
        page_hash: str = "",
        fragment: str = "",
        silence: float = SECONDS,
        **widgets: Any,  # noqa: ANN401 - what a widget holds
    ) -> list[ForwardMsg]:
        """Ask for a run; `widgets` are ids with what they hold: a text, or True for a press.

        A run that there is no reason for is refused without a word: `silence` waits so long.
        """
        state = ClientState(page_name=page, page_script_hash=page_hash, fragment_id=fragment)
        for widget_id, value in widgets.items():
            held = state.widget_states.widgets.add(id=widget_id)
            if value is True:
                held.trigger_value = True
            else:
                held.string_value = value
        self._socket.send(BackMsg(rerun_script=state).SerializeToString())
        return list(self._until_finished(silence))

    def _until_finished(self, silence: float) -> Iterator[ForwardMsg]:
        while True:
            try:
                data = self._socket.recv(timeout=silence, decode=False)
            except TimeoutError:
                return
            message = ForwardMsg.FromString(data)
            yield message
            if message.WhichOneof("type") == "script_finished":
                return


def elements(messages: list[ForwardMsg], kind: str) -> list[Any]:
    """The elements of a kind that a run has drawn."""
    found = [m.delta.new_element for m in messages if m.WhichOneof("type") == "delta"]
    return [getattr(one, kind) for one in found if one.WhichOneof("type") == kind]


def id_of(messages: list[ForwardMsg], kind: str, key: str) -> str:
    """The id of the widget with this key."""
    ids = (element.id for element in elements(messages, kind))
    return next(str(found) for found in ids if found.endswith(f"-{key}"))
