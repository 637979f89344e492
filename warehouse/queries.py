"""The questions that pages and exports ask, each a typed function that returns a Polars frame.

Values come as floats for drawing (whole numbers and two decimals survive exactly); identifiers
in the SQL are ours, everything from outside is a bound parameter; every result is ordered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from indicators.periods import Basis
from warehouse.connection import Warehouse

# the columns of a point: what a chart, its table and its exports need of a shown observation
_POINT = """
    observation_id, district_code, district_zh, district_en, family_id, indicator_id, scope, scope_en,
    period_label, period_start, period_end, basis, shape, year, status,
    value::DOUBLE AS value, low::DOUBLE AS low, high::DOUBLE AS high,
    printed, qualifier, formula, note_keys, source_id, source_title, issuer, published, url, official,
    attribution, sources, in_conflict
"""

_SELECTED = """
    district_code = ANY($districts) AND year BETWEEN $first_year AND $last_year AND basis = ANY($bases)
"""

POINTS = f"""
SELECT {_POINT}, indicator_position
FROM shown_observation
WHERE indicator_id = ANY($indicators) AND {_SELECTED}
ORDER BY indicator_position, scope, basis, shape, district_code, period_end, period_label
"""  # noqa: S608 - built from constants

OBSERVATIONS = f"""
SELECT
    o.observation_id, o.district_code, o.district_zh, o.district_en, o.family_id, o.indicator_id,
    o.scope, o.scope_en, o.period_label, o.basis, o.year, o.status,
    o.value::DOUBLE AS value, o.low::DOUBLE AS low, o.high::DOUBLE AS high, o.printed, o.qualifier,
    o.formula, o.source_id, o.source_title, o.issuer, o.published, o.url, o.official, o.attribution,
    o.char_start, r.place = 1 AS shown, r.sources,
    EXISTS (FROM conflict AS c WHERE o.observation_id IN (c.shown_id, c.other_id)) AS in_conflict,
    coalesce((
        SELECT list(n.note_key ORDER BY n.note_key) FROM observation_note AS n
        WHERE n.observation_id = o.observation_id
    ), []) AS note_keys
FROM flat_observation AS o
JOIN ranked_observation AS r USING (observation_id)
WHERE {_SELECTED}
ORDER BY o.indicator_position, o.scope, o.district_code, o.period_end, o.period_label, r.place
"""  # noqa: S608 - built from constants

SAME_FACT = """
SELECT
    o.observation_id, o.status, o.value::DOUBLE AS value, o.low::DOUBLE AS low, o.high::DOUBLE AS high,
    o.printed, o.qualifier, o.formula, o.conventions, o.char_start, o.char_end, o.source_id, o.source_title,
    o.issuer, o.published, o.url, o.official, o.attribution, o.read, s.sha256, r.place,
    o.district_code, o.district_zh, o.district_en, o.indicator_id, o.scope, o.scope_en,
    o.period_label, o.period_start, o.period_end, o.basis,
    coalesce((
        SELECT list(n.note_key ORDER BY n.note_key) FROM observation_note AS n
        WHERE n.observation_id = o.observation_id
    ), []) AS note_keys,
    EXISTS (FROM conflict AS c WHERE o.observation_id IN (c.shown_id, c.other_id)) AS in_conflict
FROM flat_observation AS o
JOIN ranked_observation AS r USING (observation_id)
JOIN source AS s USING (source_id)
JOIN flat_observation AS asked
    ON asked.observation_id = $observation_id
    AND asked.district_code = o.district_code AND asked.indicator_id = o.indicator_id
    AND asked.scope = o.scope AND asked.period_label = o.period_label
ORDER BY o.observation_id <> $observation_id, r.place
"""

GROWTH = """
SELECT
    g.growth_id, g.district_code, d.label_zh AS district_zh, d.label_en AS district_en,
    g.indicator_id, g.scope, g.period_label, p.year, p.basis, p.shape, g.kind,
    g.growth::DOUBLE AS growth, g.qualifier, g.printed, g.level_id, g.implied_id,
    g.source_id, s.title AS source_title, s.issuer, s.published, s.url, s.official
FROM growth_statement AS g
JOIN district AS d USING (district_code)
JOIN period AS p USING (period_label)
JOIN source AS s USING (source_id)
JOIN indicator AS i USING (indicator_id)
WHERE g.indicator_id = ANY($indicators) AND g.district_code = ANY($districts)
ORDER BY i.position, g.scope, g.district_code, p.period_end, g.growth_id
"""

COVERAGE = """
WITH cell AS (
    SELECT d.district_code, y.year, f.family_id, f.position
    FROM (SELECT unnest($districts) AS district_code) AS d
    CROSS JOIN (SELECT unnest(range($first_year, $last_year + 1)) AS year) AS y
    CROSS JOIN (SELECT family_id, position FROM family WHERE family_id = ANY($families)) AS f
)
SELECT
    cell.district_code, d.label_zh AS district_zh, d.label_en AS district_en,
    cell.year::INTEGER AS year, cell.family_id,
    coalesce(c.facts, 0)::INTEGER AS facts,
    CASE
        WHEN c.facts IS NOT NULL THEN 'present'
        WHEN doc.read_in_full THEN 'silent'
        WHEN doc.read_in_full IS NOT NULL THEN 'not_read'
        ELSE 'no_report'
    END AS state
FROM cell
JOIN district AS d USING (district_code)
LEFT JOIN coverage AS c
    ON c.district_code = cell.district_code AND c.year = cell.year AND c.family_id = cell.family_id
LEFT JOIN documented_year AS doc
    ON doc.district_code = cell.district_code AND doc.year = cell.year
ORDER BY cell.position, cell.district_code, cell.year
"""

IDENTITY_CHECKS = """
SELECT
    c.identity_id, c.kind, i.family_id, i.name_zh, i.name_en,
    c.district_code, d.label_zh AS district_zh, d.label_en AS district_en, c.scope, sc.name_en AS scope_en,
    c.period, c.whole::DOUBLE AS whole, c.parts::DOUBLE AS parts, c.part_values::DOUBLE[] AS part_values,
    c.rate::DOUBLE AS rate, c.quotient::DOUBLE AS quotient, c.result, c.observation_ids
FROM identity_check AS c
JOIN identity AS i USING (identity_id)
JOIN family AS f USING (family_id)
JOIN district AS d USING (district_code)
JOIN scope AS sc USING (scope)
ORDER BY
    CASE c.result WHEN 'violated' THEN 0 WHEN 'remainder' THEN 1 ELSE 2 END,
    f.position, c.identity_id, c.district_code, c.scope, c.period
"""

CONFLICTS = """
SELECT
    c.kind, a.district_code, a.district_zh, a.district_en, a.family_id, a.indicator_id, a.scope, a.scope_en,
    a.period_label,
    a.observation_id AS shown_id, a.printed AS shown_printed, a.value::DOUBLE AS shown_value,
    a.low::DOUBLE AS shown_low, a.high::DOUBLE AS shown_high,
    a.source_title AS shown_source, a.published AS shown_published, a.url AS shown_url,
    b.observation_id AS other_id, b.printed AS other_printed, b.value::DOUBLE AS other_value,
    b.low::DOUBLE AS other_low, b.high::DOUBLE AS other_high, b.status AS other_status,
    b.formula AS other_formula,
    b.source_title AS other_source, b.published AS other_published, b.url AS other_url
FROM conflict AS c
JOIN flat_observation AS a ON a.observation_id = c.shown_id
JOIN flat_observation AS b ON b.observation_id = c.other_id
ORDER BY a.indicator_position, a.district_code, a.period_label, other_id
"""

GROWTH_CHECKS = """
SELECT
    k.result, i.district_code, i.district_zh, i.district_en, i.family_id, i.indicator_id, i.scope, i.scope_en,
    i.period_label, g.printed AS growth_printed, i.formula,
    i.low::DOUBLE AS implied_low, i.high::DOUBLE AS implied_high, i.source_title AS growth_source,
    r.value::DOUBLE AS reported, r.printed, r.source_title AS reported_source,
    r.source_id <> i.source_id AS independent, i.observation_id AS implied_id, r.observation_id AS reported_id
FROM growth_check AS k
JOIN growth_statement AS g USING (growth_id)
JOIN flat_observation AS i ON i.observation_id = k.implied_id
JOIN flat_observation AS r ON r.observation_id = k.reported_id
ORDER BY i.indicator_position, i.district_code, i.scope, i.period_label, r.source_id
"""

CORRECTIONS = """
SELECT
    c.correction_id, c.action, c.printed, c.value::DOUBLE AS value, c.reason_zh, c.reason_en,
    c.since, c.reported_to, o.observation_id, o.district_zh, o.district_en, o.indicator_id, o.period_label
FROM correction AS c
LEFT JOIN flat_observation AS o USING (observation_id)
ORDER BY c.correction_id
"""

DISTRICTS = """
SELECT
    d.district_code, d.label_zh, d.label_en, d.name_zh, d.pinyin, d.initials,
    d.city_code, d.city_zh, d.city_en, d.province_code, d.province_zh, d.province_en,
    count(*) AS observations, p.population, p.census_date
FROM district AS d
JOIN shown_observation AS o USING (district_code)
LEFT JOIN population AS p USING (district_code)
GROUP BY ALL
ORDER BY d.district_code
"""

SOURCES = """
SELECT
    s.*, count(o.observation_id) AS observations,
    list(DISTINCT o.district_zh ORDER BY o.district_zh) AS districts_zh,
    list(DISTINCT o.district_en ORDER BY o.district_en) AS districts_en
FROM source AS s
LEFT JOIN flat_observation AS o ON o.source_id = s.source_id AND o.status = 'reported'
GROUP BY ALL
ORDER BY s.source_id
"""


@dataclass(frozen=True)
class Filter:
    """Which districts, years (inclusive) and kinds of period are asked for."""

    districts: tuple[str, ...]
    first_year: int
    last_year: int
    bases: tuple[Basis, ...]

    def parameters(self) -> dict[str, object]:
        """As bound parameters."""
        return {
            "districts": list(self.districts),
            "first_year": self.first_year,
            "last_year": self.last_year,
            "bases": [basis.value for basis in self.bases],
        }


def points(warehouse: Warehouse, indicators: Sequence[str], chosen: Filter) -> pl.DataFrame:
    """The figure to show for each fact of these indicators, one row a fact."""
    return warehouse.query(POINTS, {"indicators": list(indicators), **chosen.parameters()})


def observations(warehouse: Warehouse, chosen: Filter) -> pl.DataFrame:
    """Every observation, also those that another one for the same fact is shown instead of."""
    return warehouse.query(OBSERVATIONS, chosen.parameters())


def same_fact(warehouse: Warehouse, observation_id: str) -> pl.DataFrame:
    """An observation and all others for the same fact, the asked one first; empty if unknown."""
    return warehouse.query(SAME_FACT, {"observation_id": observation_id})


def growth_statements(
    warehouse: Warehouse, indicators: Sequence[str], districts: Sequence[str]
) -> pl.DataFrame:
    """Growth as the sources state it, with the level it speaks of and the value it implies."""
    parameters = {"indicators": list(indicators), "districts": list(districts)}
    return warehouse.query(GROWTH, parameters)


def coverage(
    warehouse: Warehouse,
    *,
    districts: Sequence[str],
    years: tuple[int, int],
    families: Sequence[str],
) -> pl.DataFrame:
    """District x year x family: number of facts and why a cell is empty.

    state: present | silent (a report was read in full and says nothing) | not_read (documents
    are known, none was read in full) | no_report (no document is known).
    """
    parameters = {
        "districts": list(districts),
        "first_year": years[0],
        "last_year": years[1],
        "families": list(families),
    }
    return warehouse.query(COVERAGE, parameters)


def identity_checks(warehouse: Warehouse) -> pl.DataFrame:
    """Every identity that could be checked, violations first."""
    return warehouse.query(IDENTITY_CHECKS)


def conflicts(warehouse: Warehouse) -> pl.DataFrame:
    """Figures for one fact that exclude each other, with both sources."""
    return warehouse.query(CONFLICTS)


def growth_checks(warehouse: Warehouse) -> pl.DataFrame:
    """Values implied by growth statements beside the values that sources report for the same fact.

    `independent`: the reported value comes from another document than the growth statement.
    """
    return warehouse.query(GROWTH_CHECKS)


def corrections(warehouse: Warehouse) -> pl.DataFrame:
    """Known errors in published figures."""
    return warehouse.query(CORRECTIONS)


def districts(warehouse: Warehouse) -> pl.DataFrame:
    """Districts with at least one figure, with population where it is known."""
    return warehouse.query(DISTRICTS)


def sources(warehouse: Warehouse) -> pl.DataFrame:
    """All documents with the number of figures read from each."""
    return warehouse.query(SOURCES)


def years(warehouse: Warehouse) -> list[int]:
    """The years that have a figure, in order."""
    frame = warehouse.query("SELECT DISTINCT year FROM shown_observation ORDER BY year")
    return frame["year"].to_list()


def data_date(warehouse: Warehouse) -> date:
    """The day of the newest entry of the change log."""
    return warehouse.query("SELECT data_date FROM build_info")["data_date"].item()
