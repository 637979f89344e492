"""A report of our own and its reading, as the tests of review and import use it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from indicators.documents.model import Document
from indicators.growth import Growth, GrowthKind
from indicators.observations import Attribution
from indicators.periods import Period, parse_label
from indicators.quantities import stated_bounds
from indicators.reading.model import (
    Attributed,
    Figure,
    GrowthFigure,
    Guess,
    Reading,
    Rejected,
    Unplaced,
)
from indicators.review import Decision, Draft, decide, draft_from

TEXT = "全区收到复议申请882件，增长36.32%。受理700余件。现有律师35人。另办好事12桩。共收882件。"
DISTRICT = "440306"
HALF = "2025-S1"
SENTENCE = (0, 21)


def place(printed: str, text: str = TEXT) -> int:
    return text.index(printed)


def figure(
    printed: str = "882件",
    indicator: str = "reconsideration.received",
    *,
    value: int = 882,
    period: str = HALF,
    qualifier: str = "",
    at: int | None = None,
    confidence: float = 0.95,
    repeats: int | None = None,
    district: str = DISTRICT,
    text: str = TEXT,
) -> Figure:
    return Figure(
        district=district,
        indicator=indicator,
        scope="",
        period=parse_label(period),
        value=Decimal(value),
        bounds=stated_bounds(Decimal(value), qualifier, whole=True),
        qualifier=qualifier,
        printed=printed,
        char_start=place(printed, text) if at is None else at,
        sentence=SENTENCE,
        rule="rule",
        confidence=confidence,
        repeats=repeats,
        guesses=(Guess("reconsideration.accepted", 0.05, "other"),),
    )


def growth(printed: str = "36.32%", value: str = "36.32", *, text: str = TEXT) -> GrowthFigure:
    return GrowthFigure(
        district=DISTRICT,
        indicator="reconsideration.received",
        scope="",
        period=parse_label(HALF),
        growth=Growth(GrowthKind.PCT_CHANGE, Decimal(value)),
        printed=printed,
        char_start=place(printed, text),
        sentence=SENTENCE,
        rule="rule",
        confidence=0.9,
    )


UNPLACED = Unplaced(
    value=Decimal(12),
    measure="件",
    bounds=stated_bounds(Decimal(12), "", whole=True),
    qualifier="",
    printed="12桩",
    char_start=place("12桩"),
    sentence=(37, 44),
    period=parse_label(HALF),
    reason="no_rule",
    guesses=(Guess("legal_aid.accepted", 0.3, "guess"),),
)
FIGURES = (
    figure(),
    figure("700余件", "reconsideration.accepted", value=700, qualifier="余", confidence=0.8),
    figure("35人", "lawyers.lawyers", value=35, period="2025-06-30", confidence=0.99),
    figure(at=TEXT.rindex("882件"), repeats=place("882件")),
)


def reading(
    *,
    figures: Sequence[Figure] = FIGURES,
    growths: Sequence[GrowthFigure] = (growth(),),
    attribution: Attribution = Attribution.STATED,
    period: Period | None = parse_label(HALF),  # noqa: B008 - a frozen value
    text: str = TEXT,
) -> Reading:
    return Reading(
        text=text,
        title="",
        district=Attributed(DISTRICT, attribution, "宝安区"),
        period=period,
        period_evidence="上半年",
        figures=tuple(figures),
        growth=tuple(growths),
        derived=(),
        unplaced=(UNPLACED,) if text == TEXT else (),
        rejected=(Rejected("2025年", 0, "date"),),
        warnings=("not_a_report",),
    )


def document(text: str = TEXT, **fields: str) -> Document:
    known = {"name": "report.txt", "format": "txt", "title": "工作总结", "issuer": "司法局"}
    known |= {"index_number": "", "published": "2025-07-01"}
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(text=text, sha256=sha256, **(known | fields))


CREATED = datetime(2025, 7, 2, 8, 30, tzinfo=UTC)


def open_draft(read: Reading | None = None, **fields: str) -> Draft:
    """A draft in which nothing is decided but the repeated figure."""
    read = read or reading()
    return draft_from(document(read.text, **fields), read, created=CREATED)


def ready_draft(read: Reading | None = None) -> Draft:
    """A draft with every figure and growth accepted, which may be approved."""
    draft = open_draft(read)
    rows = [row.id for row in draft.rows if row.decision is Decision.OPEN and row.indicator]
    return decide(draft, rows, Decision.ACCEPTED)
