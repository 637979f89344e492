"""Slides: a document as PPTX, in our own look or in a user's template."""

from __future__ import annotations

from dashboard.exports.slides.deck import pptx_bytes
from dashboard.exports.templates import TemplateError

__all__ = ["TemplateError", "pptx_bytes"]
