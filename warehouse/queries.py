"""The questions that pages and exports ask, each a typed function that returns a Polars frame.

Values come as floats for drawing (whole numbers and two decimals survive exactly); identifiers
in the SQL are ours, everything from outside is a bound parameter; every result is ordered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from indicators.notes import Note
from indicators.periods import Basis
from warehouse.connection import Warehouse
from warehouse.documents import with_documents
from warehouse.ids import number_of

# the columns of a point: what a chart, its table and its exports need of a shown observation
_POINT = """
    observation_id, district_code, district_zh, district_en, family_id, indicator_id,
    scope, scope_en, period_label, period_start, period_end, basis, shape, year, status,
    value::DOUBLE AS value, low::DOUBLE AS low, high::DOUBLE AS high,
    printed, qualifier, formula, note_keys,
    source_id, source_title, issuer, published, url, official, attribution, sources, in_conflict
"""

# what every question about a selection has in common
SELECTED = """
    district_code IN ($districts...)
    AND year BETWEEN $first_year AND $last_year AND basis IN ($bases...)
"""

_POINTS = f"""
SELECT {_POINT}, indicator_position
FROM shown_observation
WHERE {{of_indicators}} {SELECTED}
ORDER BY
    indicator_position, scope,
    list_position(['year', 'first_half', 'point', 'other_span', 'cumulative'], basis),
    shape, district_code, period_end, period_label
"""  # noqa: S608 - built from constants
POINTS = _POINTS.format(of_indicators="indicator_id IN ($indicators...) AND")
ALL_POINTS = _POINTS.format(of_indicators="")

FACT = """
SELECT district_code, indicator_key, scope_key, period_key
FROM figure
WHERE figure_id = $figure AND district_code IN ($districts...)
"""

SAME_FACT = """
SELECT
    o.observation_id, o.status,
    o.value::DOUBLE AS value, o.low::DOUBLE AS low, o.high::DOUBLE AS high,
    o.printed, o.qualifier, o.formula, o.conventions, o.char_start, o.char_end,
    o.source_id, o.source_title, o.issuer, o.published, o.url, o.official, o.attribution, o.read,
    s.sha256, o.place,
    o.district_code, o.district_zh, o.district_en, o.indicator_id, o.scope, o.scope_en,
    o.period_label, o.period_start, o.period_end, o.basis, n.note_keys, o.in_conflict
FROM flat_observation AS o
JOIN source AS s USING (source_key)
JOIN note_set AS n USING (note_set)
WHERE o.district_code = $district_code AND o.indicator_key = $indicator_key
    AND o.scope_key = $scope_key AND o.period_key = $period_key
ORDER BY o.figure_id <> $figure, o.place
"""

SOURCES_OF = """
SELECT as_id(figure_id) AS observation_id, source_key
FROM figure
WHERE figure_id IN ($figures...) AND district_code IN ($districts...)
ORDER BY list_position($figures, figure_id)
"""

GROWTH = """
SELECT
    as_id(g.growth_id) AS growth_id, g.district_code,
    d.label_zh AS district_zh, d.label_en AS district_en,
    i.indicator_id, sc.scope, p.period_label, p.year, p.basis, p.shape, g.kind,
    g.growth::DOUBLE AS growth, g.qualifier, g.printed,
    as_id(g.level_id) AS level_id, as_id(g.implied_id) AS implied_id,
    s.source_id, s.title AS source_title, s.issuer, s.published, s.url, s.official
FROM growth_figure AS g
JOIN district AS d USING (district_code)
JOIN period AS p USING (period_key)
JOIN source AS s USING (source_key)
JOIN scope AS sc USING (scope_key)
JOIN indicator AS i ON i.position = g.indicator_key
WHERE i.indicator_id IN ($indicators...) AND g.district_code IN ($districts...)
ORDER BY i.position, sc.scope, g.district_code, p.period_end, g.growth_id
"""

COVERAGE = """
WITH cell AS NOT MATERIALIZED (
    SELECT d.district_code, y.year, f.family_id, f.position
    FROM (SELECT unnest($districts) AS district_code) AS d
    CROSS JOIN (SELECT unnest(range($first_year, $last_year + 1)) AS year) AS y
    CROSS JOIN (SELECT family_id, position FROM family WHERE family_id IN ($families...)) AS f
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
LEFT JOIN (FROM coverage WHERE district_code IN ($districts...)) AS c
    ON c.district_code = cell.district_code AND c.year = cell.year AND c.family_id = cell.family_id
LEFT JOIN (FROM documented_year WHERE district_code IN ($districts...)) AS doc
    ON doc.district_code = cell.district_code AND doc.year = cell.year
ORDER BY cell.position, cell.district_code, cell.year
"""

IDENTITY_CHECKS = """
SELECT
    c.identity_id, c.kind, i.family_id, i.name_zh, i.name_en,
    c.district_code, d.label_zh AS district_zh, d.label_en AS district_en,
    c.scope, sc.name_en AS scope_en, c.period, c.year,
    c.whole::DOUBLE AS whole, c.parts::DOUBLE AS parts, c.part_values::DOUBLE[] AS part_values,
    c.rate::DOUBLE AS rate, c.quotient::DOUBLE AS quotient, c.result, c.observation_ids
FROM identity_result AS c
JOIN identity AS i USING (identity_id)
JOIN family AS f USING (family_id)
JOIN district AS d USING (district_code)
JOIN scope AS sc USING (scope)
WHERE c.district_code IN ($districts...)
ORDER BY
    CASE c.result WHEN 'violated' THEN 0 WHEN 'remainder' THEN 1 ELSE 2 END,
    f.position, c.identity_id, c.district_code, c.scope, c.period, c.source_id
"""

CONFLICTS = """
SELECT
    c.kind, a.district_code, a.district_zh, a.district_en, a.family_id, a.indicator_id,
    a.scope, a.scope_en, a.period_label,
    a.observation_id AS shown_id, a.printed AS shown_printed, a.value::DOUBLE AS shown_value,
    a.low::DOUBLE AS shown_low, a.high::DOUBLE AS shown_high,
    a.source_title AS shown_source, a.published AS shown_published, a.url AS shown_url,
    b.observation_id AS other_id, b.printed AS other_printed, b.value::DOUBLE AS other_value,
    b.low::DOUBLE AS other_low, b.high::DOUBLE AS other_high, b.status AS other_status,
    b.formula AS other_formula,
    b.source_title AS other_source, b.published AS other_published, b.url AS other_url
FROM conflict_pair AS c
JOIN flat_observation AS a ON a.district_code = c.district_code AND a.figure_id = c.shown_id
JOIN flat_observation AS b ON b.district_code = c.district_code AND b.figure_id = c.other_id
WHERE c.district_code IN ($districts...)
    AND a.district_code IN ($districts...) AND b.district_code IN ($districts...)
ORDER BY a.indicator_position, a.district_code, a.period_label, other_id
"""

GROWTH_CHECKS = """
SELECT
    k.result, i.district_code, i.district_zh, i.district_en, i.family_id, i.indicator_id,
    i.scope, i.scope_en, i.period_label, g.printed AS growth_printed, i.formula,
    i.low::DOUBLE AS implied_low, i.high::DOUBLE AS implied_high, i.source_title AS growth_source,
    r.value::DOUBLE AS reported, r.low::DOUBLE AS reported_low, r.high::DOUBLE AS reported_high,
    r.qualifier AS reported_qualifier, r.printed, r.source_title AS reported_source,
    k.independent,
    i.observation_id AS implied_id, r.observation_id AS reported_id
FROM growth_pair AS k
JOIN growth_figure AS g ON g.district_code = k.district_code AND g.growth_id = k.growth_id
JOIN flat_observation AS i ON i.district_code = k.district_code AND i.figure_id = k.implied_id
JOIN flat_observation AS r ON r.district_code = k.district_code AND r.figure_id = k.reported_id
WHERE k.district_code IN ($districts...) AND g.district_code IN ($districts...)
    AND i.district_code IN ($districts...) AND r.district_code IN ($districts...)
ORDER BY i.indicator_position, i.district_code, i.scope, i.period_label, r.source_id, k.growth_id
"""

CORRECTIONS = """
SELECT
    c.correction_id, c.action, c.printed, c.value::DOUBLE AS value, c.reason_zh, c.reason_en,
    c.since, c.reported_to,
    o.observation_id, o.district_zh, o.district_en, o.indicator_id, o.period_label
FROM correction AS c
LEFT JOIN flat_observation AS o ON o.figure_id = ('0x' || c.observation_id)::UBIGINT
ORDER BY c.correction_id
"""

DISTRICTS = """
SELECT
    d.district_code, d.label_zh, d.label_en, d.name_zh, d.pinyin, d.initials,
    d.city_code, d.city_zh, d.city_en, d.province_code, d.province_zh, d.province_en,
    t.facts AS observations, p.population, p.census_date
FROM district AS d
JOIN district_tally AS t USING (district_code)
LEFT JOIN population AS p USING (district_code)
WHERE t.facts > 0
ORDER BY d.district_code
"""

SOURCES = """
WITH tally AS (
    SELECT
        t.source_key, sum(t.figures)::BIGINT AS observations,
        list(DISTINCT d.label_zh ORDER BY d.label_zh) AS districts_zh,
        list(DISTINCT d.label_en ORDER BY d.label_en) AS districts_en
    FROM source_tally AS t JOIN district AS d USING (district_code)
    GROUP BY t.source_key
)
SELECT
    s.* EXCLUDE (source_key), coalesce(t.observations, 0) AS observations,
    coalesce(t.districts_zh, []) AS districts_zh, coalesce(t.districts_en, []) AS districts_en
FROM source AS s
LEFT JOIN tally AS t USING (source_key)
ORDER BY s.source_id
"""

CITED_SOURCES = f"""
WITH cited AS (
    SELECT DISTINCT source_key
    FROM figure JOIN period USING (period_key)
    WHERE {SELECTED}
),
tally AS (
    SELECT
        t.source_key, sum(t.figures)::BIGINT AS observations,
        list(DISTINCT d.label_zh ORDER BY d.label_zh) AS districts_zh,
        list(DISTINCT d.label_en ORDER BY d.label_en) AS districts_en
    FROM source_tally AS t JOIN district AS d USING (district_code)
    WHERE t.source_key IN (FROM cited)
    GROUP BY t.source_key
)
SELECT
    s.* EXCLUDE (source_key), coalesce(t.observations, 0) AS observations,
    coalesce(t.districts_zh, []) AS districts_zh, coalesce(t.districts_en, []) AS districts_en
FROM source AS s
JOIN cited USING (source_key)
LEFT JOIN tally AS t USING (source_key)
ORDER BY s.source_id
"""  # noqa: S608 - built from constants


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


def points(warehouse: Warehouse, indicators: Sequence[str] | None, chosen: Filter) -> pl.DataFrame:
    """The figure to show for each fact of these indicators (None: of all), one row a fact."""
    if indicators is None:
        return warehouse.query(ALL_POINTS, chosen.parameters())
    return warehouse.query(POINTS, {"indicators": list(indicators), **chosen.parameters()})


def same_fact(
    warehouse: Warehouse, observation_id: str, *, districts: Sequence[str] = ()
) -> pl.DataFrame:
    """An observation and all others for the same fact, the asked one first; empty if unknown.

    It is looked for in these districts first; in all others that takes longer.
    """
    figure = number_of(observation_id)
    asked = _near_first(warehouse, FACT, {"figure": figure}, districts, wanted=1)
    # its keys come first, so that its district alone is read; without any there is no such fact
    keys = asked.row(0) if asked.height else [None] * asked.width
    return warehouse.query(
        SAME_FACT, {"figure": figure, **dict(zip(asked.columns, keys, strict=True))}
    )


def documents(
    warehouse: Warehouse, observation_ids: Sequence[str], *, districts: Sequence[str]
) -> pl.DataFrame:
    """The document of each of these observations, in their order; unknown ones are left out.

    They are looked for in these districts first; those of others take longer.
    """
    figures = [number_of(key) for key in observation_ids]
    wanted = len(set(figures))
    found = _near_first(warehouse, SOURCES_OF, {"figures": figures}, districts, wanted=wanted)
    return with_documents(warehouse, found)


def _near_first(
    warehouse: Warehouse,
    sql: str,
    parameters: dict[str, object],
    districts: Sequence[str],
    *,
    wanted: int,
) -> pl.DataFrame:
    """Ask in these districts; in all, where fewer rows than wanted were found."""
    found = warehouse.query(sql, parameters | _of(districts, warehouse))
    if found.height < wanted:
        found = warehouse.query(sql, parameters | _of(None, warehouse))
    return found


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


def identity_checks(warehouse: Warehouse, districts: Sequence[str] | None = None) -> pl.DataFrame:
    """Every identity that could be checked for these districts (or all), violations first."""
    return warehouse.query(IDENTITY_CHECKS, _of(districts, warehouse))


def conflicts(warehouse: Warehouse, districts: Sequence[str] | None = None) -> pl.DataFrame:
    """Figures for one fact that exclude each other, with both sources."""
    return warehouse.query(CONFLICTS, _of(districts, warehouse))


def growth_checks(warehouse: Warehouse, districts: Sequence[str] | None = None) -> pl.DataFrame:
    """Values implied by growth statements beside the values that sources report for the same fact.

    `independent`: the reported value comes from another document than the growth statement.
    """
    return warehouse.query(GROWTH_CHECKS, _of(districts, warehouse))


def _of(districts: Sequence[str] | None, warehouse: Warehouse) -> dict[str, object]:
    """These districts as a bound parameter; without any, every one that has a figure."""
    if districts is None:
        every = warehouse.query("SELECT district_code FROM district_tally")
        districts = every["district_code"].to_list()
    return {"districts": list(districts)}


def corrections(warehouse: Warehouse) -> pl.DataFrame:
    """Known errors in published figures."""
    return warehouse.query(CORRECTIONS)


def districts(warehouse: Warehouse) -> pl.DataFrame:
    """Districts with at least one figure, with population where it is known."""
    return warehouse.query(DISTRICTS)


def districts_with(
    warehouse: Warehouse, indicators: Sequence[str], *, most: int
) -> tuple[str, ...]:
    """Codes of so many districts that have a figure of one of these indicators."""
    frame = warehouse.query(
        """
        SELECT DISTINCT h.district_code
        FROM holding AS h JOIN indicator AS i ON i.position = h.indicator_key
        WHERE i.indicator_id IN ($indicators...)
        ORDER BY h.district_code LIMIT $most
        """,
        {"indicators": list(indicators), "most": most},
    )
    return tuple(frame["district_code"])


def districts_read_in_full(warehouse: Warehouse) -> list[str]:
    """Codes of the districts of which a document was read in full."""
    frame = warehouse.query(
        "SELECT district_code FROM district_tally WHERE read_in_full ORDER BY district_code"
    )
    return frame["district_code"].to_list()


def sources(warehouse: Warehouse) -> pl.DataFrame:
    """All documents with the number of figures read from each."""
    return warehouse.query(SOURCES)


def cited_sources(warehouse: Warehouse, chosen: Filter) -> pl.DataFrame:
    """The documents that figures in the selection come from, counted as by `sources`."""
    return warehouse.query(CITED_SOURCES, chosen.parameters())


def years(warehouse: Warehouse) -> list[int]:
    """The years that have a figure, in order."""
    frame = warehouse.query("SELECT DISTINCT year FROM coverage ORDER BY year")
    return frame["year"].to_list()


def data_date(warehouse: Warehouse) -> date:
    """The day of the newest entry of the change log."""
    day: date = warehouse.query("SELECT data_date FROM build_info")["data_date"].item()
    return day


def notes(warehouse: Warehouse) -> dict[str, Note]:
    """The caveats of this data version by key, in their order."""
    frame = warehouse.query("SELECT note_key, zh, en, crosses FROM note ORDER BY position")
    return {
        key: Note(key=key, zh=zh, en=en, crosses=crosses)
        for key, zh, en, crosses in frame.iter_rows()
    }


DATA_SUMMARY = """
SELECT
    sum(observations)::BIGINT AS observations, sum(reported)::BIGINT AS reported,
    sum(derived)::BIGINT AS derived, sum(approximate)::BIGINT AS approximate,
    sum(scoped)::BIGINT AS scoped, sum(facts)::BIGINT AS facts,
    sum(facts_with_several)::BIGINT AS facts_with_several,
    count(*) AS districts,
    (SELECT min(year) FROM coverage) AS first_year, (SELECT max(year) FROM coverage) AS last_year,
    (SELECT count(*) FROM source) AS sources,
    (SELECT count(*) FROM source WHERE read = 'full') AS sources_in_full,
    (SELECT count(*) FROM source WHERE official) AS sources_official,
    (SELECT count(*) FROM conflict_pair) AS conflicts,
    (SELECT coalesce(sum(checks), 0)::BIGINT FROM identity_tally) AS identity_checks,
    (SELECT coalesce(sum(checks), 0)::BIGINT FROM identity_tally WHERE result = 'violated')
        AS identities_violated,
    (SELECT count(*) FROM growth_pair) AS growth_checks,
    (SELECT count(*) FROM growth_pair WHERE result = 'violated') AS growth_violated,
    (SELECT count(*) FROM growth_pair WHERE independent) AS growth_independent,
    (SELECT count(*) FROM correction) AS corrections
FROM district_tally
"""

FACTS_BY_BASIS = """
SELECT basis, sum(facts)::BIGINT AS facts, max_by(newest_label, newest_end) AS example
FROM holding
GROUP BY basis
ORDER BY basis
"""

FACTS_BY_INDICATOR = """
SELECT i.indicator_id, sum(h.facts)::BIGINT AS facts, count(DISTINCT h.district_code) AS districts
FROM holding AS h
JOIN indicator AS i ON i.position = h.indicator_key
GROUP BY i.indicator_id, i.position
ORDER BY i.position
"""

CHECK_FIGURES = """
SELECT
    o.observation_id, o.indicator_id, o.year, o.qualifier, o.printed,
    o.value::DOUBLE AS value, o.low::DOUBLE AS low, o.high::DOUBLE AS high, n.note_keys
FROM flat_observation AS o
JOIN note_set AS n USING (note_set)
WHERE o.district_code IN ($districts...) AND o.figure_id IN (SELECT unnest($figures::UBIGINT[]))
ORDER BY o.indicator_position, o.district_code, o.period_end, o.observation_id
"""

CONFLICT_REASONS = """
SELECT
    a.observation_id AS shown_id, b.observation_id AS other_id,
    CASE
        WHEN a.status <> b.status THEN 'status'
        WHEN aa.published_at_least <> ba.published_at_least THEN 'later'
        WHEN a.official <> b.official THEN 'official'
        ELSE 'order'
    END AS reason,
    a.status AS shown_status, a.issuer AS shown_issuer, a.official AS shown_official,
    b.issuer AS other_issuer, b.official AS other_official,
    aa.published_at_least AS shown_age, ba.published_at_least AS other_age
FROM conflict_pair AS c
JOIN flat_observation AS a ON a.district_code = c.district_code AND a.figure_id = c.shown_id
JOIN flat_observation AS b ON b.district_code = c.district_code AND b.figure_id = c.other_id
JOIN source_age AS aa ON aa.source_key = a.source_key
JOIN source_age AS ba ON ba.source_key = b.source_key
WHERE c.district_code IN ($districts...)
    AND a.district_code IN ($districts...) AND b.district_code IN ($districts...)
ORDER BY a.indicator_position, a.district_code, a.period_label, c.other_id
"""

DOCUMENTS_BY_YEAR = """
WITH figure_count AS (
    SELECT district_code, year, source_key, figures
    FROM source_tally
    WHERE district_code IN ($districts...)
),
covered AS (
    SELECT
        district_code, source_key,
        unnest(range(year(period_start), year(period_end) + 1))::INTEGER AS year
    FROM source
    WHERE district_code IN ($districts...) AND period_start IS NOT NULL
)
SELECT
    district_code, d.label_zh AS district_zh, d.label_en AS district_en, year,
    s.source_id, s.title, s.issuer, s.published, s.url, s.official, s.read,
    c.source_key IS NOT NULL AS covers, coalesce(f.figures, 0)::INTEGER AS figures
FROM figure_count AS f
FULL JOIN covered AS c USING (district_code, year, source_key)
JOIN district AS d USING (district_code)
JOIN (SELECT * EXCLUDE (district_code) FROM source) AS s USING (source_key)
WHERE year BETWEEN $first_year AND $last_year
ORDER BY district_code, year, covers DESC, source_id
"""


def data_summary(warehouse: Warehouse) -> dict[str, int]:
    """How much there is of everything, for sentences about the data as a whole."""
    return warehouse.query(DATA_SUMMARY).row(0, named=True)


def facts_by_basis(warehouse: Warehouse) -> pl.DataFrame:
    """The number of facts for each kind of period, with the label of a recent one."""
    return warehouse.query(FACTS_BY_BASIS)


def facts_by_indicator(warehouse: Warehouse) -> pl.DataFrame:
    """The number of facts and of districts for each indicator that has any."""
    return warehouse.query(FACTS_BY_INDICATOR)


def check_figures(warehouse: Warehouse, checks: pl.DataFrame) -> pl.DataFrame:
    """The figures that some rows of `identity_checks` were checked on."""
    figures = checks["observation_ids"].explode(empty_as_null=False).unique().sort()
    districts = checks["district_code"].unique().sort().to_list()
    parameters = {"districts": districts, "figures": [number_of(one) for one in figures]}
    return warehouse.query(CHECK_FIGURES, parameters)


def conflict_reasons(warehouse: Warehouse, districts: Sequence[str] | None = None) -> pl.DataFrame:
    """Why one figure of each conflict is the one to show.

    reason: status (reported over derived) | later (publication; a document without a date counts
    as its newest period) | official (over reprint) | order (nothing tells them apart).
    """
    return warehouse.query(CONFLICT_REASONS, _of(districts, warehouse))


def documents_by_year(
    warehouse: Warehouse, *, districts: Sequence[str], years: tuple[int, int]
) -> pl.DataFrame:
    """The documents that speak of a district and year, one row each, with their number of figures.

    `covers`: the year lies in the document's own period; otherwise it only mentions figures of it.
    """
    parameters = {"districts": list(districts), "first_year": years[0], "last_year": years[1]}
    return warehouse.query(DOCUMENTS_BY_YEAR, parameters)


CHANGE_LOG = "SELECT version, change_date, zh, en FROM change_log ORDER BY position"

DISTRICT_SOURCES = """
SELECT
    s.source_id, s.title, s.issuer, s.published, s.url, s.official, s.attribution, s.read,
    coalesce(t.observations, 0) AS observations
FROM source AS s
LEFT JOIN (
    SELECT source_key, sum(figures)::BIGINT AS observations
    FROM source_tally WHERE district_code = $district GROUP BY source_key
) AS t USING (source_key)
WHERE s.district_code = $district OR t.observations IS NOT NULL
ORDER BY s.read = 'full' DESC, s.published DESC, s.source_id
"""

DISTRICT_YEARS = """
SELECT DISTINCT year FROM coverage WHERE district_code = $district ORDER BY year
"""

POPULATION = """
SELECT population, census_date, printed, official, url
FROM population
WHERE district_code = $district
ORDER BY census_date
"""


def change_log(warehouse: Warehouse) -> pl.DataFrame:
    """What each version of the figures changed, newest first."""
    return warehouse.query(CHANGE_LOG)


def district_sources(warehouse: Warehouse, district: str) -> pl.DataFrame:
    """The documents of one district, those read in full first, with its figures in each."""
    return warehouse.query(DISTRICT_SOURCES, {"district": district})


def population(warehouse: Warehouse, district: str) -> pl.DataFrame:
    """The residents of one district with day and source; empty where they are not on file."""
    return warehouse.query(POPULATION, {"district": district})


def district_years(warehouse: Warehouse, district: str) -> list[int]:
    """The years for which one district has a figure, in order."""
    frame = warehouse.query(DISTRICT_YEARS, {"district": district})
    return frame["year"].to_list()


ALIKE = f"""
SELECT i.indicator_id, max(alike.figures)::INTEGER AS figures
FROM (
    SELECT indicator_key, count(*) AS figures
    FROM figure JOIN period USING (period_key)
    WHERE place = 1 AND {SELECTED}
    GROUP BY indicator_key, scope_key, basis, shape
) AS alike
JOIN indicator AS i ON i.position = alike.indicator_key
GROUP BY i.indicator_id, i.position
ORDER BY i.position
"""  # noqa: S608 - built from constants

HOLDINGS = f"""
WITH chosen AS (
    SELECT scope_key, basis, shape, count(*)::INTEGER AS figures
    FROM figure JOIN period USING (period_key)
    WHERE place = 1 AND indicator_key = $indicator_key AND {SELECTED}
    GROUP BY scope_key, basis, shape
),
every AS (
    SELECT scope_key, basis, shape, max_by(newest_label, newest_end) AS newest_label
    FROM holding
    WHERE indicator_key = $indicator_key
    GROUP BY scope_key, basis, shape
)
SELECT
    sc.scope, sc.name_en AS scope_en, e.basis, e.shape, e.newest_label,
    coalesce(c.figures, 0) AS figures
FROM every AS e
JOIN scope AS sc USING (scope_key)
LEFT JOIN chosen AS c USING (scope_key, basis, shape)
ORDER BY
    sc.scope,
    list_position(['year', 'first_half', 'point', 'other_span', 'cumulative'], e.basis), e.shape
"""  # noqa: S608 - built from constants

INDICATOR_KEY = """
SELECT position AS indicator_key FROM indicator WHERE indicator_id = $indicator
"""

COMPANIONS = f"""
WITH chosen AS (
    SELECT f.district_code, f.period_key, f.indicator_key, f.scope_key, p.shape
    FROM figure AS f JOIN period AS p USING (period_key)
    WHERE f.place = 1 AND f.value IS NOT NULL AND {SELECTED}
),
own AS (
    SELECT c.district_code, c.period_key
    FROM chosen AS c
    JOIN indicator AS i ON i.position = c.indicator_key
    JOIN scope AS sc USING (scope_key)
    WHERE i.indicator_id = $indicator AND sc.scope = $scope AND c.shape = $shape
),
shared AS (
    SELECT c.indicator_key, c.scope_key, c.shape, count(*)::INTEGER AS shared
    FROM chosen AS c SEMI JOIN own USING (district_code, period_key)
    GROUP BY c.indicator_key, c.scope_key, c.shape
)
SELECT i.indicator_id, sc.scope, sc.name_en AS scope_en, s.shape, s.shared
FROM shared AS s
JOIN indicator AS i ON i.position = s.indicator_key
JOIN scope AS sc USING (scope_key)
WHERE i.indicator_id <> $indicator OR sc.scope <> $scope
ORDER BY s.shared DESC, sc.scope <> '', i.position, sc.scope, s.shape
"""  # noqa: S608 - built from constants


def alike(warehouse: Warehouse, chosen: Filter) -> pl.DataFrame:
    """The indicators that the selection holds, each with the most figures of one scope and shape.

    Shape: the kind of period, see the table `period`.
    """
    return warehouse.query(ALIKE, chosen.parameters())


def holdings(warehouse: Warehouse, indicator: str, chosen: Filter) -> pl.DataFrame:
    """What there is of an indicator: one row for each scope and kind of period, anywhere.

    `figures` are those in the selection, maybe none.
    """
    key = warehouse.query(INDICATOR_KEY, {"indicator": indicator}).row(0, named=True)
    return warehouse.query(HOLDINGS, {**key, **chosen.parameters()})


def companions(
    warehouse: Warehouse, indicator: str, chosen: Filter, *, scope: str, shape: str
) -> pl.DataFrame:
    """Indicators with a value for the same district and period as this one, most shared first."""
    own = {"indicator": indicator, "scope": scope, "shape": shape}
    return warehouse.query(COMPANIONS, {**own, **chosen.parameters()})
