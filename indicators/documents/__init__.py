"""Opens a report as it was downloaded: bytes of a web page, PDF, Word or text file → its text."""

from __future__ import annotations

from indicators.documents.model import REASONS, Document, DocumentError, upload_limit
from indicators.documents.opening import pasted, read_document

__all__ = [
    "REASONS",
    "Document",
    "DocumentError",
    "pasted",
    "read_document",
    "upload_limit",
]
