"""A web page saved with all its files in one (.mht, .mhtml) → the bytes of the page itself."""

from __future__ import annotations

import email
import re

_MARK = re.compile(
    rb"\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?MIME-Version:", re.IGNORECASE
)
_MARK_WITHIN = 4096  # bytes


def page_within(data: bytes) -> bytes | None:
    """The first page of an archive; None when this is no archive or holds no page."""
    if not _MARK.match(data[:_MARK_WITHIN]):
        return None
    for part in email.message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else None
    return None
