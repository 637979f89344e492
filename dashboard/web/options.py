"""What an operator may decide about the web server; every field has a default for one laptop."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


class LoggedAddress(StrEnum):
    """How much of a visitor's address the log keeps."""

    NONE = "none"
    NETWORK = "network"  # 192.0.2.0/24, 2001:db8::/48
    FULL = "full"


@dataclass(frozen=True)
class WebOptions:
    """The decisions; `prefix` is the path below which the site is served, "" or "/fazhi"."""

    prefix: str = ""
    frame_ancestors: tuple[str, ...] = ()  # sites that may show ours in a frame
    encrypted: bool = False  # readers come by https
    hsts_seconds: int = 0  # for how long browsers are to insist on that
    metrics_networks: tuple[Network, ...] = LOOPBACK
    most_sessions: int = 200
    log_json: bool = False
    log_level: str = "info"
    log_address: LoggedAddress = LoggedAddress.NONE
    script_sources: tuple[str, ...] = ()  # hashes of scripts that stand in a page

    def may_see_metrics(self, client: str) -> bool:
        """Whether a client's address is in one of the networks.

        >>> WebOptions().may_see_metrics("127.0.0.1"), WebOptions().may_see_metrics("192.0.2.7")
        (True, False)
        """
        try:
            address = ip_address(client)
        except ValueError:
            return False
        return any(address in network for network in self.metrics_networks)


def clean_prefix(path: str) -> str:
    """A prefix as paths begin with it.

    >>> clean_prefix("fazhi/"), clean_prefix("/")
    ('/fazhi', '')
    """
    return f"/{path.strip('/')}".rstrip("/")
