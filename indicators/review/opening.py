"""From a document and its reading to a draft in which nothing is decided yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from indicators.documents.model import Document
from indicators.observations import Attribution
from indicators.reading.model import Figure, GrowthFigure, Guess, Reading, Unplaced
from indicators.review.model import Decision, Draft, DraftGuess, Kind, Numeral, Report, Row

REPEATS = "repeats"
_PREFIX = {Kind.FIGURE: "f", Kind.GROWTH: "g", Kind.UNPLACED: "u"}


def draft_from(
    document: Document, reading: Reading, *, url: str = "", created: datetime | None = None
) -> Draft:
    """The draft of a reading; all rows open, but those that repeat a figure are rejected.

    Rows stand in the order of the text, and their ids follow from kind and place (`f120`), so
    reading the same text again gives the same ids.
    """
    rows = sorted(_rows(reading), key=lambda row: (row.char_start, row.kind, row.reader))
    return Draft(
        sha256=document.sha256,
        created=created or datetime.now(UTC).replace(microsecond=0),
        report=_report(document, reading, url),
        rows=_with_ids(rows),
        numerals=tuple(
            Numeral(printed=n.printed, char_start=n.char_start, reason=n.reason)
            for n in reading.rejected
        ),
        warnings=reading.warnings,
        text=document.text,
    )


def is_official(url: str) -> bool:
    """Whether an address is on a government's own site."""
    host = urlsplit(url).hostname or ""
    return host == "gov.cn" or host.endswith(".gov.cn")


def _report(document: Document, reading: Reading, url: str) -> Report:
    period, known = reading.period, reading.district
    return Report(
        name=document.name,
        format=document.format,
        title=document.title or reading.title or document.name,
        issuer=document.issuer,
        published=document.published,
        index_number=document.index_number,
        url=url,
        official=is_official(url),
        district=known.code,
        attribution=known.attribution,
        evidence=known.evidence,
        candidates=known.candidates,
        # what the report itself names needs no second look
        confirmed=bool(known.code) and known.attribution is Attribution.STATED,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        period_evidence=reading.period_evidence,
    )


def _rows(reading: Reading) -> Iterator[Row]:
    own = reading.district.code
    yield from (_figure(item, own) for item in reading.figures)
    yield from (_growth(item, own) for item in reading.growth)
    yield from (_unplaced(item) for item in reading.unplaced)


def _with_ids(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Two readers may find the same figure: the second has its number in the id (`f120-2`)."""
    seen: Counter[str] = Counter()
    named: list[Row] = []
    for row in rows:
        key = f"{_PREFIX[row.kind]}{row.char_start}"
        seen[key] += 1
        count = seen[key]
        named.append(row.model_copy(update={"id": key if count == 1 else f"{key}-{count}"}))
    return tuple(named)


def _figure(item: Figure, own: str) -> Row:
    return _placed(item, own, Kind.FIGURE).model_copy(
        update={
            "value": item.value,
            "low": item.bounds.low,
            "high": item.bounds.high,
            "qualifier": item.qualifier,
            "notes": item.notes,
            "guesses": _guesses(item.guesses),
        }
    )


def _growth(item: GrowthFigure, own: str) -> Row:
    return _placed(item, own, Kind.GROWTH).model_copy(
        update={
            "growth_kind": item.growth.kind,
            "growth": item.growth.growth,
            "qualifier": item.growth.qualifier,
        }
    )


def _placed(item: Figure | GrowthFigure, own: str, kind: Kind) -> Row:
    """What figures and growth have in common."""
    repeats = item.repeats is not None
    return Row(
        id="",
        kind=kind,
        decision=Decision.REJECTED if repeats else Decision.OPEN,
        reason=REPEATS if repeats else "",
        district="" if item.district == own else item.district,
        indicator=item.indicator,
        scope=item.scope,
        period_start=item.period.start if item.period else None,
        period_end=item.period.end if item.period else None,
        printed=item.printed,
        char_start=item.char_start,
        sentence=item.sentence,
        rule=item.rule,
        confidence=item.confidence,
        reader=item.reader,
    )


def _unplaced(item: Unplaced) -> Row:
    period = item.period
    return Row(
        id="",
        kind=Kind.UNPLACED,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        value=item.value,
        low=item.bounds.low,
        high=item.bounds.high,
        qualifier=item.qualifier,
        printed=item.printed,
        char_start=item.char_start,
        sentence=item.sentence,
        measure=item.measure,
        confidence=max((guess.confidence for guess in item.guesses), default=0.0),
        reason=item.reason,
        guesses=_guesses(item.guesses),
    )


def _guesses(guesses: Sequence[Guess]) -> tuple[DraftGuess, ...]:
    return tuple(
        DraftGuess(indicator=g.indicator, confidence=g.confidence, rule=g.rule) for g in guesses
    )
