"""Documents as PDF, an A4 report or 16:9 pages, and the pages of a PDF as pictures."""

from __future__ import annotations

from dashboard.exports.print.pdf import Layout, pdf_bytes
from dashboard.exports.print.previews import page_images

__all__ = ["Layout", "page_images", "pdf_bytes"]
