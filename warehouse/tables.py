"""Turns the catalogue and the other dimensions into rows of the star schema.

Knows columns, not SQL. Row order follows from content alone, so the same files give the same
tables. The facts are read by the database itself, see `staging`.
"""

from __future__ import annotations

from collections.abc import Iterable

from indicators.catalogue import Catalogue
from warehouse.identities import Row, all_identities
from warehouse.inputs import Inputs, Scope


def measure_rows(inputs: Inputs) -> dict[str, list[Row]]:
    """Rows of the tables that figures are read with, in loading order."""
    return {
        "unit": [_unit(unit.id, inputs.catalogue) for unit in inputs.catalogue.units.values()],
        "family": _families(inputs.catalogue),
        "indicator": _indicators(inputs.catalogue),
        "district": _districts(inputs),
        "scope": scopes(inputs.scopes.values()),
        "note": _notes(inputs),
    }


def other_rows(inputs: Inputs) -> dict[str, list[Row]]:
    """Rows of the other tables that come from files and the catalogue, in loading order."""
    identities = list(all_identities(inputs.catalogue))
    return {
        "change_log": change_log(inputs),
        "population": _population(inputs),
        "identity": [
            {
                "identity_key": key, **identity.row,
                "parts_wanted": sum(term["role"] == "part" for term in identity.terms),
            }
            for key, identity in enumerate(identities)
        ],
        "identity_term": [term for identity in identities for term in identity.terms],
    }  # fmt: skip


def change_log(inputs: Inputs) -> list[Row]:
    """The change log, newest first."""
    return [
        {
            "version": c.version, "position": place, "change_date": c.date,
            "zh": list(c.zh), "en": list(c.en),
        }
        for place, c in enumerate(inputs.changes)
    ]  # fmt: skip


def _unit(unit_id: str, catalogue: Catalogue) -> Row:
    unit = catalogue.units[unit_id]
    return {"unit_id": unit.id, "zh": unit.zh, "en": unit.en, "whole": unit.whole}


def _families(catalogue: Catalogue) -> list[Row]:
    return [
        {"family_id": f.id, "position": place, "name_zh": f.name_zh, "name_en": f.name_en}
        for place, f in enumerate(catalogue.families)
    ]


def _indicators(catalogue: Catalogue) -> list[Row]:
    return [
        {
            "indicator_id": i.id, "family_id": i.family, "position": place,
            "name_zh": i.name_zh, "name_en": i.name_en,
            "definition_zh": i.definition_zh, "definition_en": i.definition_en,
            "unit_id": i.unit, "measure": i.measure.value, "polarity": i.polarity.value,
            "precision": i.precision,
            "numerators": list(i.numerators), "denominator": i.denominator,
        }
        for place, i in enumerate(catalogue)
    ]  # fmt: skip


def _districts(inputs: Inputs) -> list[Row]:
    return [
        {
            "district_code": d.code, "name_zh": d.name_zh, "name_en": d.name_en,
            "label_zh": d.label_zh, "label_en": d.label_en,
            "pinyin": d.pinyin, "initials": d.initials,
            "city_code": d.city.code, "city_zh": d.city.name_zh, "city_en": d.city.name_en,
            "province_code": d.province.code,
            "province_zh": d.province.name_zh, "province_en": d.province.name_en,
        }
        for d in inputs.districts
    ]  # fmt: skip


def scopes(found: Iterable[Scope], *, after: int = -1) -> list[Row]:
    """Scopes with keys that follow `after`."""
    ordered = sorted(found, key=lambda scope: scope.name_zh)
    return [
        {"scope_key": key, "scope": s.name_zh, "name_en": s.name_en, "kind": s.kind}
        for key, s in enumerate(ordered, start=after + 1)
    ]


def _notes(inputs: Inputs) -> list[Row]:
    return [
        {"note_key": n.key, "position": place, "zh": n.zh, "en": n.en, "crosses": n.crosses}
        for place, n in enumerate(inputs.notes.values())
    ]


def _population(inputs: Inputs) -> list[Row]:
    return [
        {
            "district_code": p.district, "census_date": p.day, "population": p.population,
            "printed": p.printed, "basis": p.basis, "official": p.official, "url": p.url,
        }
        for p in sorted(inputs.population, key=lambda item: item.district)
    ]  # fmt: skip
