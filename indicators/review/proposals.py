"""A new indicator for a figure that the catalogue has no place for, as an entry to complete."""

from __future__ import annotations

import json

from indicators.catalogue import Measure, Polarity, load_catalogue
from indicators.review.decisions import describe
from indicators.review.model import Draft, Row


def proposal(
    draft: Draft,
    row_id: str,
    *,
    family: str,
    name_zh: str,
    key: str = "",
    name_en: str = "",
    measure: Measure | str | None = None,
) -> str:
    """The entry for `catalogue/<family>.toml`, with what is not known yet left empty.

    What the figure tells is filled in: its unit by the measure word, the kind of number by its
    period. The sentence is not repeated: the catalogue holds no report's text.
    """
    row = draft.row(row_id)
    kind = Measure(measure) if measure else _measure(row)
    unit = _unit(row)
    fields = {
        "name_zh": name_zh,
        "short_zh": name_zh[:12],
        "name_en": name_en,
        "short_en": name_en[:48],
        "definition_zh": "",
        "definition_en": "",
        "unit": unit,
        "measure": kind.value,
        "polarity": Polarity.NEUTRAL.value,
    }
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    precision = 2 if unit == "percent" else 0
    return "\n".join(
        [
            f"# 加到 {family}.toml，补全空着的各项 · add to {family}.toml and complete",
            f"# 印作 printed as: {' '.join(row.printed.split())}",
            f"[indicators.{key or 'new_indicator'}]",
            *lines,
            f"precision = {precision}",
            f"reads = [{json.dumps(name_zh, ensure_ascii=False)}]",
            "",
        ]
    )


def propose(draft: Draft, row_id: str, entry: str) -> Draft:
    """Keep an entry with the draft; an empty one takes the proposal back."""
    draft.row(row_id)
    others = {key: text for key, text in draft.report.proposals.items() if key != row_id}
    return describe(draft, proposals={**others, row_id: entry} if entry else others)


def _measure(row: Row) -> Measure:
    if row.measure == "%":
        return Measure.RATE
    if row.period is not None and row.period.start == row.period.end:
        return Measure.STOCK
    return Measure.FLOW


def _unit(row: Row) -> str:
    """The first unit of the catalogue that this measure word counts; empty when there is none."""
    units = load_catalogue().units.values()
    return next((unit.id for unit in units if row.measure in unit.measures), "")
