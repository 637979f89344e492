"""From a file to its draft: the one under review already, or a new reading of the report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indicators.documents.model import Document
from indicators.periods import Period
from indicators.review import Draft, confirm, describe, draft_from
from warehouse.imports.drafts import load_draft


@dataclass(frozen=True)
class Given:
    """What the person says about a report, so that it need not be found in it."""

    district: str | None = None
    period: Period | None = None
    url: str = ""


def draft_of_file(path: Path, folder: Path, given: Given) -> Draft:
    """The saved draft of this file's text, decisions and all, or a new one, not saved yet.

    Raises DocumentError for a file that cannot be opened.
    """
    from indicators.documents import read_document  # slow to import: readers of PDF and Word

    return draft_of_document(read_document(path.read_bytes(), name=path.name), folder, given)


def draft_of_document(document: Document, folder: Path, given: Given) -> Draft:
    """The saved draft of this text with what is given now, or a new reading of it."""
    saved = load_draft(document.sha256, folder)
    if saved is not None:
        return _with_given(saved, given)
    from indicators.reading import read_report  # slow to import: the tables of all towns

    reading = read_report(
        document.text,
        title=document.title,
        issuer=document.issuer,
        published=document.published,
        district=given.district,
        period=given.period,
    )
    return _with_given(draft_from(document, reading, url=given.url), given)


def _with_given(draft: Draft, given: Given) -> Draft:
    if given.district:
        draft = confirm(draft, given.district)
    if given.period:
        draft = describe(draft, period=given.period.label)
    return describe(draft, url=given.url) if given.url else draft
