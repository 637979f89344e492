"""A document as a Word file, laid out as Chinese official documents are."""

from __future__ import annotations

from dashboard.exports.word.assembly import docx_bytes

__all__ = ["docx_bytes"]
