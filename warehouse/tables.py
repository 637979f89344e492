"""Turns the catalogue, the dimensions and the facts into rows of the star schema.

Knows columns, not SQL. Exact numbers travel as text, which the database reads into decimals;
row order follows from content alone, so the same files give the same tables.
"""

from __future__ import annotations

from decimal import Decimal

from indicators.catalogue import Catalogue
from indicators.comparability import shape
from indicators.numerals import read_numeral
from indicators.observations import Observation, Status
from indicators.periods import Period
from warehouse.facts import Facts, growth_id
from warehouse.identities import Row, all_identities
from warehouse.inputs import Inputs


def table_rows(inputs: Inputs, facts: Facts) -> dict[str, list[Row]]:
    """Rows of every table of the schema, in the order in which the tables must be loaded."""
    identities = list(all_identities(inputs.catalogue))
    return {
        "change_log": _change_log(inputs),
        "unit": [_unit(unit.id, inputs.catalogue) for unit in inputs.catalogue.units.values()],
        "family": _families(inputs.catalogue),
        "indicator": _indicators(inputs.catalogue),
        "district": _districts(inputs),
        "period": _periods(facts),
        "scope": _scopes(inputs),
        "source": _sources(inputs),
        "note": _notes(inputs),
        "population": _population(inputs),
        "observation": [_observation(key, item) for key, item in facts.observations.items()],
        "observation_note": _observation_notes(facts),
        "growth_statement": _growth_statements(facts),
        "correction": _corrections(facts),
        "identity": [identity.row for identity in identities],
        "identity_term": [term for identity in identities for term in identity.terms],
    }


def _change_log(inputs: Inputs) -> list[Row]:
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


def _periods(facts: Facts) -> list[Row]:
    observed = {item.fact.period for item in facts.observations.values()}
    stated = {item.statement.fact.period for item in facts.growth}
    return [_period(period) for period in sorted(observed | stated, key=lambda p: p.label)]


def _period(period: Period) -> Row:
    return {
        "period_label": period.label, "period_start": period.start, "period_end": period.end,
        "basis": period.basis.value, "shape": shape(period), "year": period.year,
    }  # fmt: skip


def _scopes(inputs: Inputs) -> list[Row]:
    ordered = sorted(inputs.scopes.values(), key=lambda scope: scope.name_zh)
    return [{"scope": s.name_zh, "name_en": s.name_en, "kind": s.kind} for s in ordered]


def _sources(inputs: Inputs) -> list[Row]:
    return [
        {
            "source_id": s.id, "title": s.title, "issuer": s.issuer, "published": s.published,
            "district_code": s.district or None,
            "period_start": s.period and s.period.start, "period_end": s.period and s.period.end,
            "url": s.url, "official": s.official, "attribution": s.attribution.value,
            "read": s.read, "sha256": s.sha256,
        }
        for s in sorted(inputs.sources.values(), key=lambda source: source.id)
    ]  # fmt: skip


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


def _observation(key: str, item: Observation) -> Row:
    fact = item.fact
    return {
        "observation_id": key, "district_code": fact.district, "indicator_id": fact.indicator,
        "scope": fact.scope, "period_label": fact.period.label, "source_id": item.source,
        "status": item.status.value, "value": _text(item.value),
        "low": _text(item.bounds.low), "high": _text(item.bounds.high),
        "printed": item.printed, "qualifier": item.qualifier, "step": _text(_printed_step(item)),
        "char_start": item.char_start, "char_end": item.char_end,
        "formula": item.formula, "conventions": list(item.conventions),
    }  # fmt: skip


def _observation_notes(facts: Facts) -> list[Row]:
    return [
        {"observation_id": key, "note_key": note}
        for key in facts.observations
        for note in facts.notes[key]
    ]


def _growth_statements(facts: Facts) -> list[Row]:
    return [
        {
            "growth_id": growth_id(s), "district_code": s.fact.district,
            "indicator_id": s.fact.indicator, "scope": s.fact.scope,
            "period_label": s.fact.period.label, "source_id": s.source,
            "kind": s.growth.kind.value, "growth": _text(s.growth.growth),
            "qualifier": s.growth.qualifier, "printed": s.printed, "char_start": s.char_start,
            "level_id": item.level_id, "implied_id": item.implied_id,
        }
        for item in facts.growth
        for s in (item.statement,)
    ]  # fmt: skip


def _corrections(facts: Facts) -> list[Row]:
    return [
        {
            "correction_id": c.id, "observation_id": key, "action": c.action.value,
            "printed": c.expect, "value": _text(c.value),
            "reason_zh": c.reason_zh, "reason_en": c.reason_en,
            "since": c.since, "reported_to": c.reported_to,
        }
        for c, key in facts.corrections
    ]  # fmt: skip


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _printed_step(item: Observation) -> Decimal:
    """One unit of the last digit as printed; 1 for derived values, which are not printed."""
    numeral = read_numeral(item.printed) if item.status is Status.REPORTED else None
    return numeral.place if numeral else Decimal(1)
