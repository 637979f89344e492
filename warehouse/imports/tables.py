"""The accepted rows of a draft as CSV files with the columns of seed_data, and the text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from indicators.districts import load_districts
from indicators.review import Draft, Kind, Row, to_json
from warehouse.csv_files import cell
from warehouse.imports.history import REPORT, REVIEW
from warehouse.inputs import GROWTH, OBSERVATIONS, SCOPES, SOURCES

_Cells = Mapping[str, str]


def import_files(draft: Draft, import_id: str) -> dict[str, bytes]:
    """Every file of an import by its name."""
    accepted = sorted(draft.accepted, key=lambda row: row.char_start)
    figures = [row for row in accepted if row.kind is not Kind.GROWTH]
    growth = [row for row in accepted if row.kind is Kind.GROWTH]
    # the text is the report's own file, and what was undone is of no interest any more
    review = draft.model_copy(update={"text": "", "past": (), "future": ()})
    return {
        "observations.csv": _csv(OBSERVATIONS, (_figure(draft, r, import_id) for r in figures)),
        "growth.csv": _csv(GROWTH, (_growth(draft, r, import_id) for r in growth)),
        "sources.csv": _csv(SOURCES, [_source(draft, import_id)]),
        "scopes.csv": _csv(SCOPES, _scopes(draft)),
        REPORT: draft.text.encode(),
        REVIEW: to_json(review).encode(),
    }


def _csv(columns: Sequence[str], rows: Iterable[_Cells]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def _figure(draft: Draft, row: Row, source: str) -> _Cells:
    return {**_fact(draft, row, source), "value": cell(row.value)}


def _growth(draft: Draft, row: Row, source: str) -> _Cells:
    # the decimals of a growth are its stated precision
    growth = "" if row.growth is None else f"{row.growth:f}"
    kind = row.growth_kind.value if row.growth_kind else ""
    return {**_fact(draft, row, source), "kind": kind, "growth": growth}


def _fact(draft: Draft, row: Row, source: str) -> _Cells:
    district = draft.district_of(row)
    return {
        "district": district,
        "district_name": load_districts().by_code(district).name_zh,
        "indicator": row.indicator or "",
        "scope": row.scope,
        "period_start": cell(row.period_start),
        "period_end": cell(row.period_end),
        "qualifier": row.qualifier,
        "printed": row.printed,
        "source": source,
        "char_start": str(row.char_start),
        "notes": ";".join(row.notes),
    }


def _source(draft: Draft, import_id: str) -> _Cells:
    report = draft.report
    return {
        "id": import_id,
        "title": " ".join(report.title.split()),
        "issuer": " ".join(report.issuer.split()),
        "published": report.published,
        "period_start": cell(report.period_start),
        "period_end": cell(report.period_end),
        "district": report.district,
        "url": report.url,
        "official": "yes" if report.official else "no",
        "attribution": report.attribution.value,
        "sha256": draft.sha256,
        "read": "full",
    }


def _scopes(draft: Draft) -> list[_Cells]:
    """All scopes in use, so that an import explains itself; unnamed in English, as in Chinese."""
    used = sorted({row.scope for row in draft.accepted if row.scope})
    english = draft.report.scope_names
    return [
        {"name_zh": scope, "name_en": english.get(scope) or scope, "kind": "other"}
        for scope in used
    ]
