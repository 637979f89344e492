"""The pages of a PDF as pictures, and where its chapters begin."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pypdfium2

from indicators.documents.pdf import PDFIUM


def page_images(pdf: bytes, *, width: int) -> list[bytes]:
    """Each page as a PNG of this width in pixels."""
    with _opened(pdf) as document:
        return [_png(page, width) for page in document]


def chapter_pages(pdf: bytes) -> list[int]:
    """The pages, from 1, on which the headings below the title begin, by the PDF's outline."""
    with _opened(pdf) as document:
        places = [mark.get_dest() for mark in document.get_toc() if mark.level == 1]
        return [place.get_index() + 1 for place in places]


def _png(page: pypdfium2.PdfPage, width: int) -> bytes:
    with closing(page), closing(page.render(scale=width / page.get_width())) as bitmap:
        target = io.BytesIO()
        bitmap.to_pil().save(target, "png", compress_level=1)
        return target.getvalue()


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A document, one at a time: PDFium must not be called from two threads at once."""
    with PDFIUM, closing(pypdfium2.PdfDocument(pdf)) as document:
        yield document
