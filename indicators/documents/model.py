"""What a report is once it is opened, and why one cannot be opened."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.errors import RuleOfLawDataError
from settings.reading import current

MOST_CHARACTERS = 1_000_000  # of a text; the longest reports have a tenth

# Why a file is refused: the key that callers word for their readers, and the words of the error.
REASONS = {
    "too_large": "the file is larger than the limit",
    "too_much": "the file holds far more than a report, or takes too long to read",
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
    """The largest file in bytes, by the settings."""
    return int(current().max_upload_mb * 1024 * 1024)
