"""What a report is once it is opened, and why one cannot be opened."""

from __future__ import annotations

import os
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from indicators.errors import RuleOfLawDataError

LIMIT = 20 * 1024 * 1024  # bytes of a file, unless the environment says otherwise
LIMIT_VARIABLE = "RULE_OF_LAW_MAX_UPLOAD_MB"

# Why a file is refused: the key that callers word for their readers, and the words of the error.
REASONS = {
    "too_large": "the file is larger than the limit",
    "empty": "the file holds no text",
    "scanned": "the PDF holds pictures of pages and no text: recognise its text first",
    "unreadable": "the PDF does not say which characters its letters are: save it anew as text",
    "encrypted": "the file asks for a password: save it without one",
    "broken": "the file is damaged or incomplete",
    "old_word": "this is a file of an old Word or of WPS: save it as .docx",
    "unknown_format": "the file is no web page, PDF, .docx or text file",
}


@dataclass(frozen=True)
class Document:
    """A report: where it came from, its text, and what its head says about it.

    `format` is html, pdf, docx, txt or pasted; `published` an ISO date; `sha256` is that of the
    text in UTF-8. What is not known is an empty string.
    """

    name: str
    format: str
    text: str
    title: str
    issuer: str
    index_number: str
    published: str
    sha256: str


class DocumentError(RuleOfLawDataError):
    """A file that cannot be opened as a report; `reason` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        """Keep the reason for callers that have words of their own for it."""
        self.reason = reason
        super().__init__(REASONS[reason])


def upload_limit() -> int:
    """The largest file in bytes: what RULE_OF_LAW_MAX_UPLOAD_MB says, otherwise LIMIT."""
    setting = os.environ.get(LIMIT_VARIABLE, "").strip()
    if not setting:
        return LIMIT
    try:
        limit = int(Decimal(setting) * 1024 * 1024)
    except (InvalidOperation, OverflowError, ValueError):
        limit = 0
    if limit <= 0:
        raise RuleOfLawDataError(f"{LIMIT_VARIABLE}={setting} is not a number of megabytes")
    return limit
