"""What the server counts about itself, in the form that Prometheus reads; names no person.

A registry of its own: nothing else of this process ends up in it unasked.
"""

from __future__ import annotations

import logging
from pathlib import PurePosixPath

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from dashboard.api.places import PAGES

QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
SLOW = (0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 30)
KINDS = ("static", "app", "api", "media", "_stcore")


class Metrics:
    """The counts of one server."""

    def __init__(self) -> None:
        """Begin at nought."""
        # when each count began: twice the lines, and nobody asks
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        ProcessCollector(namespace="fazhi", registry=self.registry)
        GCCollector(registry=self.registry)
        self.requests = self._counter("requests", "Answered requests", "kind", "status")
        self.request_seconds = self._histogram("request_seconds", "Time to answer", QUICK, "kind")
        self.sessions = self._gauge("sessions", "Open pages")
        self.sessions_limit = self._gauge("sessions_limit", "Open pages at most")
        self.refused = self._counter("sessions_refused", "Pages refused for want of a seat")
        self.runs = self._counter("script_runs", "Runs of a page or a part of it", "result")
        self.run_seconds = self._histogram("script_run_seconds", "From change to answer", SLOW)
        self.queries = self._histogram("query_seconds", "Queries of the warehouse", QUICK)
        self.exports = self._counter("exports", "Files handed out", "format")
        self.uploads = self._counter("uploads", "Files handed in")
        self.imports = self._gauge("imports", "Approved imports that stand")
        self.errors = self._counter("errors", "Errors in the log", "logger")
        self.data_version = Info("fazhi_data", "What is served", registry=self.registry)

    def answered(self, path: str, status: int, seconds: float) -> None:
        """A request was answered; `path` is as the log has it."""
        kind = kind_of(path)
        self.requests.labels(kind, str(status)).inc()
        self.request_seconds.labels(kind).observe(seconds)
        if status == 200 and (kind == "media" or path.startswith("/api/chart.")):
            self.exports.labels(PurePosixPath(path).suffix.removeprefix(".") or "other").inc()
        if status == 204 and path.startswith("/_stcore/upload_file/"):
            self.uploads.inc()

    def text(self) -> bytes:
        """Everything, as it is now."""
        return generate_latest(self.registry)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"fazhi_{name}", text, labels, registry=self.registry)

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(f"fazhi_{name}", text, registry=self.registry)

    def _histogram(
        self, name: str, text: str, buckets: tuple[float, ...], *labels: str
    ) -> Histogram:
        return Histogram(f"fazhi_{name}", text, labels, buckets=buckets, registry=self.registry)


class ErrorCounter(logging.Handler):
    """Counts what is logged as an error, by the package that says so."""

    def __init__(self, metrics: Metrics) -> None:
        """Count in these metrics."""
        super().__init__(logging.ERROR)
        self._metrics = metrics

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        self._metrics.errors.labels(record.name.partition(".")[0]).inc()


def kind_of(path: str) -> str:
    """What was asked for, in a few words: paths that nobody thought of must not become labels.

    >>> kind_of("/reconsideration"), kind_of("/static/js/a.js"), kind_of("/wp-login.php")
    ('page', 'static', 'other')
    """
    first = path.removeprefix("/").partition("/")[0]
    if not first or first in PAGES:
        return "page"
    return first if first in KINDS else "other"
