"""Reading a report once more, with the district and the period that a person has given."""

from __future__ import annotations

import streamlit as st

from dashboard.context import Context
from dashboard.pages.importing.desk import Desk, untick
from indicators.documents import Document
from indicators.reading import read_report
from indicators.review import Decision, Draft, decide, draft_from


def offer_to_reread(desk: Desk, context: Context) -> None:
    """A button; what was decided about a figure that is found again as it was stays decided."""
    words = context.words
    report = desk.draft.report
    if not (report.district and report.period):
        return
    st.button(
        words("import_report.reread"),
        key="import-reread",
        type="primary" if not desk.draft.rows else "tertiary",
        icon=":material/refresh:",
        help=words("import_report.reread_help"),
        on_click=_reread,
        args=(desk,),
    )


def _reread(desk: Desk) -> None:
    if desk.took(reread):
        untick()


def reread(draft: Draft) -> Draft:
    """The draft of a new reading, with the report's facts and the decisions of the old one."""
    report = draft.report
    reading = read_report(
        draft.text, title=report.title, issuer=report.issuer, published=report.published,
        district=report.district, period=report.period,
    )  # fmt: skip
    document = Document(
        name=report.name, format=report.format, text=draft.text, title=report.title,
        issuer=report.issuer, index_number=report.index_number, published=report.published,
        sha256=draft.sha256,
    )  # fmt: skip
    new = draft_from(document, reading, created=draft.created).model_copy(update={"report": report})
    old = {row.id: row for row in draft.rows}
    for decision in (Decision.ACCEPTED, Decision.REJECTED):
        same = [
            row.id for row in new.rows
            if row.id in old and old[row.id].decision is decision and not old[row.id].edited
            and (row.indicator, row.period) == (old[row.id].indicator, old[row.id].period)
        ]  # fmt: skip
        new = decide(new, same, decision)
    kept = {row.id: row for row in draft.rows if row.edited}
    rows = tuple(kept.get(row.id, row) for row in new.rows)
    return new.model_copy(update={"rows": rows, "past": (), "future": ()})
