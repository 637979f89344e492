"""The log: one line of JSON for each event, the same for ours, Streamlit's and uvicorn's.

A line says when, how grave, who says so, what, and in answer to which request. It never holds a
cookie, the query of an address or the text of a report.
"""

from __future__ import annotations

import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.json import JsonFormatter

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
THEIRS = ("streamlit", "uvicorn", "py.warnings")


class Lines(JsonFormatter):
    """Writes a record with the names that log collectors know."""

    def __init__(self) -> None:
        """Name the fields; Chinese stays readable."""
        super().__init__("%(message)s", json_ensure_ascii=False)

    def add_fields(
        self,
        log_data: dict[str, Any],
        record: logging.LogRecord,
        message_dict: dict[str, Any],
    ) -> None:
        """Begin every line with the same fields."""
        log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat(
            "T", "milliseconds"
        )
        log_data["level"] = record.levelname.lower()
        log_data["logger"] = record.name
        if request := REQUEST_ID.get():
            log_data["request_id"] = request
        super().add_fields(log_data, record, message_dict)


def write_json(level: str) -> None:
    """Let everything that is logged come out in this form."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Lines())
    logging.captureWarnings(capture=True)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # those that exist already write for themselves; what is made later inherits from these
    for name in [*THEIRS, *logging.Logger.manager.loggerDict]:
        if name.partition(".")[0] in THEIRS:
            logger = logging.getLogger(name)
            logger.handlers = []
            logger.propagate = True
    # They write addresses of visitors and of what they looked for; our line a request does not.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
