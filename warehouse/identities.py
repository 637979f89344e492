"""Rows of the accounting identities: those of the catalogue and those that a measure implies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indicators.catalogue import (
    AtMostIdentity,
    Catalogue,
    Identity,
    Indicator,
    Measure,
    split_term,
)

Row = dict[str, object]


@dataclass(frozen=True)
class IdentityRows:
    """One identity and its terms, as rows of `identity` and `identity_term`."""

    row: Row
    terms: list[Row]


def all_identities(catalogue: Catalogue) -> Iterator[IdentityRows]:
    """Every identity that a build checks."""
    for family in catalogue.families:
        for identity in family.identities:
            yield _declared(identity, family.id)
    for indicator in catalogue:
        if indicator.measure is Measure.FLOW:
            yield _half_year(indicator)
        if indicator.measure is Measure.RATE:
            yield _range(indicator)
        if indicator.denominator:
            yield _rate(indicator, catalogue)


def _declared(identity: Identity, family: str) -> IdentityRows:
    if isinstance(identity, AtMostIdentity):
        terms = [("whole", identity.larger), ("part", identity.smaller)]
    else:
        terms = [("whole", identity.total), *(("part", part) for part in identity.parts)]
    return _rows(identity.id, identity.kind, family, (identity.name_zh, identity.name_en), terms)


def _half_year(indicator: Indicator) -> IdentityRows:
    names = (
        f"{indicator.short_zh}：上半年 ≤ 全年",
        f"{indicator.short_en}: first half ≤ full year",
    )
    terms = [("whole", indicator.id), ("part", indicator.id)]
    return _rows(f"{indicator.id}:half_year", "half_year", indicator.family, names, terms)


def _range(indicator: Indicator) -> IdentityRows:
    names = (f"{indicator.short_zh}：0%–100%", f"{indicator.short_en}: 0%–100%")
    return _rows(
        f"{indicator.id}:range", "range", indicator.family, names, [("whole", indicator.id)]
    )


def _rate(indicator: Indicator, catalogue: Catalogue) -> IdentityRows:
    upper = [catalogue[part] for part in indicator.numerators]
    lower = catalogue[indicator.denominator or ""]
    above_zh, above_en = (
        " + ".join(i.short_zh for i in upper),
        " + ".join(i.short_en for i in upper),
    )
    if len(upper) > 1:
        above_zh, above_en = f"({above_zh})", f"({above_en})"
    names = (
        f"{indicator.short_zh} = {above_zh} ÷ {lower.short_zh}",
        f"{indicator.short_en} = {above_en} ÷ {lower.short_en}",
    )
    terms = [("rate", indicator.id), ("whole", lower.id), *(("part", i.id) for i in upper)]
    return _rows(f"{indicator.id}:rate", "rate", indicator.family, names, terms)


def _rows(
    identity_id: str,
    kind: str,
    family: str,
    names: tuple[str, str],
    terms: list[tuple[str, str]],
) -> IdentityRows:
    """An identity that names a scope on one term means the whole district on the others."""
    split = [(role, *split_term(term)) for role, term in terms]
    scoped = any(scope for _, _, scope in split)
    return IdentityRows(
        row={
            "identity_id": identity_id, "kind": kind, "family_id": family,
            "name_zh": names[0], "name_en": names[1],
        },
        terms=[
            {
                "identity_id": identity_id, "position": place, "role": role,
                "indicator_id": indicator, "scope": scope or ("" if scoped else None),
            }
            for place, (role, indicator, scope) in enumerate(split)
        ],
    )  # fmt: skip
