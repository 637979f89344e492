"""Puts the web server together, from outside to inside, out of what an operator has decided."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, replace
from ipaddress import ip_network
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from dashboard.api.code_version import code_version
from dashboard.web import logs
from dashboard.web.conversations import Conversations
from dashboard.web.entrance import Entrance, Site
from dashboard.web.headers import SecureHeaders
from dashboard.web.loading import load_in_background
from dashboard.web.metrics import ErrorCounter, Metrics
from dashboard.web.metrics_page import metrics_route
from dashboard.web.options import LoggedAddress, WebOptions, clean_prefix
from dashboard.web.requests import Noted
from dashboard.web.seats import Seating, Seats
from dashboard.web.start_page import script_hashes
from settings.model import Settings

LOG = logging.getLogger(__name__)


def options_of(settings: Settings, *, prefix: str) -> WebOptions:
    """What the settings say about the web server; `prefix` is the one that Streamlit goes by."""
    networks = settings.metrics_from if settings.metrics else ()
    return WebOptions(
        prefix=clean_prefix(prefix),
        frame_ancestors=settings.frame_ancestors,
        encrypted=urlsplit(settings.public_address).scheme == "https",
        hsts_seconds=settings.hsts_seconds,
        metrics_networks=tuple(ip_network(network) for network in networks),
        most_sessions=settings.max_sessions,
        log_json=settings.log_format == "json",
        log_level=settings.log_level,
        log_address=LoggedAddress(settings.log_address),
    )


@dataclass(frozen=True)
class WebServer:
    """The parts that share something."""

    options: WebOptions
    site: Site
    seats: Seats
    metrics: Metrics

    @classmethod
    def of(cls, options: WebOptions) -> WebServer:
        """A server with these options that has seen nobody yet."""
        site = Site.installed()
        hashes = script_hashes(site.page.body.decode())
        known = replace(options, script_sources=(*options.script_sources, *hashes))
        return cls(known, site, Seats(options.most_sessions), Metrics())

    def start(self) -> None:
        """Log, count, load and pack; before the first request."""
        if self.options.log_json:
            logs.write_json(self.options.log_level)
        logging.getLogger().addHandler(ErrorCounter(self.metrics))
        load_in_background(self.metrics.queries.observe)
        threading.Thread(target=self.site.pack, name="packing", daemon=True).start()
        LOG.info("serving", extra={"code": code_version(), "sessions_limit": self.seats.most})

    @property
    def middleware(self) -> list[Middleware]:
        """What a request goes through, in this order."""
        options, metrics, seats = self.options, self.metrics, self.seats
        return [
            Middleware(Noted, options=options, metrics=metrics),
            Middleware(SecureHeaders, options=options),
            Middleware(Entrance, options=options, site=self.site, seats=seats),
            Middleware(Seating, seats=seats, prefix=options.prefix, metrics=metrics),
            Middleware(Conversations, metrics=metrics),
        ]

    @property
    def routes(self) -> list[BaseRoute]:
        """Addresses of its own."""
        return [metrics_route(self.metrics, seats=self.seats, prefix=self.options.prefix)]
