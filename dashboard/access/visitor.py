"""Where the session at work is connected from, and what the sign-in says of its person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from settings.model import is_here

# Whatever passes a request on for somebody else says so in one of these, or in X-Forwarded-….
PASSED_ON = frozenset(
    {"forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"}
)


@dataclass(frozen=True)
class Visitor:
    """A browser's connection; `listening` is the address that the server was told to listen on."""

    peer: str = ""
    listening: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)  # names in small letters
    claims: Mapping[str, object] = field(default_factory=dict)  # of who has signed in

    @property
    def is_at_this_machine(self) -> bool:
        """Whether the browser runs on this machine and nothing stands in between.

        The names are looked at as well: another site's address may lead to this machine, and a
        proxy that says nothing of itself still sends the address that the reader has open.
        """
        host = self.headers.get("host", "")
        return (
            is_here(self.listening)
            and _is_loopback(self.peer)
            and not any(map(_tells_of_proxy, self.headers))
            and is_here(_name(f"//{host}"))
            and urlsplit(self.headers.get("origin", "")).netloc == host
        )


def visitor() -> Visitor | None:
    """The visitor whose session is at work in this thread; None in a thread of no session."""
    context = get_script_run_ctx()
    if context is None:
        return None
    client = runtime.get_instance().get_client(context.session_id)
    connection = client.client_context if client else None
    if connection is None:  # the window has been closed since
        return Visitor()
    return Visitor(
        peer=str(connection.remote_ip or ""),
        listening=st.get_option("server.address") or "",
        headers={name.lower(): value for name, value in connection.headers},
        claims=st.user.to_dict(),
    )


def _is_loopback(peer: str) -> bool:
    try:
        return ip_address(peer).is_loopback
    except ValueError:
        return False


def _tells_of_proxy(header: str) -> bool:
    return header in PASSED_ON or header.startswith("x-forwarded")


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
