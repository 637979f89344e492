"""The formats that a document leaves in; pages, card menus and the command line offer the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.exports.document import Document, Progress
from dashboard.exports.templates import TemplateError
from dashboard.words import Words

Maker = Callable[[Document, bytes | None, Progress | None], bytes]
_OFFICE = "application/vnd.openxmlformats-officedocument."


# Each takes a moment to import, which only those who ask for the format shall wait for.


def _slides(document: Document, template: bytes | None, progress: Progress | None) -> bytes:
    from dashboard.exports.slides import pptx_bytes

    return pptx_bytes(document, template=template, progress=progress)


def _word(document: Document, template: bytes | None, progress: Progress | None) -> bytes:
    from dashboard.exports.word import docx_bytes

    return docx_bytes(document, template=template, progress=progress)


def _pdf(document: Document, template: bytes | None, progress: Progress | None) -> bytes:
    from dashboard.exports.print.pdf import pdf_bytes

    del template
    return pdf_bytes(document, layout="a4", progress=progress)


def _pdf_slides(document: Document, template: bytes | None, progress: Progress | None) -> bytes:
    from dashboard.exports.print.pdf import pdf_bytes

    del template
    return pdf_bytes(document, layout="slides", progress=progress)


def _archive(document: Document, template: bytes | None, progress: Progress | None) -> bytes:
    from dashboard.exports.archive import zip_bytes

    del template
    return zip_bytes(document, progress=progress)


@dataclass(frozen=True)
class FileFormat:
    """A format: how its files end, what it is called, who makes it; `key` also names its text.

    `template`: whether a person's own template can be its frame.
    """

    key: str
    suffix: str
    mime: str
    make: Maker
    template: bool = False

    def label(self, words: Words) -> str:
        """What it is called."""
        return words(f"file_format.{self.key}", suffix=f".{self.suffix}")


FORMATS: dict[str, FileFormat] = {
    one.key: one
    for one in (
        FileFormat(
            "pptx", "pptx", f"{_OFFICE}presentationml.presentation", _slides, template=True
        ),
        FileFormat(
            "docx", "docx", f"{_OFFICE}wordprocessingml.document", _word, template=True
        ),
        FileFormat("pdf", "pdf", "application/pdf", _pdf),
        FileFormat("pdf_slides", "pdf", "application/pdf", _pdf_slides),
        FileFormat("zip", "zip", "application/zip", _archive),
    )
}  # fmt: skip


def of_suffix(suffix: str) -> FileFormat | None:
    """The format of files that end like this (pptx), the first one where there are two."""
    wanted = suffix.lower().removeprefix(".")
    return next((one for one in FORMATS.values() if one.suffix == wanted), None)


def template_problem(error: TemplateError, words: Words) -> str:
    """What is wrong with a template, and what to do about it."""
    reason = error.reason if "." in error.reason else f"word_template.{error.reason}"
    return words(reason, **error.values)
