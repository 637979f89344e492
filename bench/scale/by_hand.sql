-- The questions of the pages as one would write them by hand for the tables as they are stored.

-- name: points
SELECT
    as_id(f.figure_id) AS observation_id, f.district_code,
    d.label_zh AS district_zh, d.label_en AS district_en, i.family_id, i.indicator_id,
    sc.scope, sc.name_en AS scope_en, p.period_label, p.period_start, p.period_end, p.basis, p.shape, p.year,
    f.status, f.value::DOUBLE AS value, f.low::DOUBLE AS low, f.high::DOUBLE AS high,
    f.printed, f.qualifier, f.formula, n.note_keys,
    s.source_id, s.title AS source_title, s.issuer, s.published, s.url, s.official, s.attribution,
    f.sources, f.in_conflict, i.position AS indicator_position
FROM (
    SELECT * FROM figure
    WHERE district_code IN ({districts}) AND indicator_key IN ({indicators}) AND place = 1
) AS f
JOIN (
    SELECT * FROM period WHERE year BETWEEN {first_year} AND {last_year} AND basis IN ({bases})
) AS p USING (period_key)
JOIN district AS d USING (district_code)
JOIN indicator AS i ON i.position = f.indicator_key
JOIN scope AS sc USING (scope_key)
JOIN source AS s USING (source_key)
JOIN note_set AS n USING (note_set)
ORDER BY
    i.position, sc.scope,
    CASE p.basis
        WHEN 'year' THEN 1 WHEN 'first_half' THEN 2 WHEN 'point' THEN 3 WHEN 'other_span' THEN 4 ELSE 5 END,
    p.shape, f.district_code, p.period_end, p.period_label

-- name: growth_statements
SELECT
    as_id(g.growth_id) AS growth_id, g.district_code, d.label_zh AS district_zh, d.label_en AS district_en,
    i.indicator_id, sc.scope, p.period_label, p.year, p.basis, p.shape, g.kind,
    g.growth::DOUBLE AS growth, g.qualifier, g.printed,
    as_id(g.level_id) AS level_id, as_id(g.implied_id) AS implied_id,
    s.source_id, s.title AS source_title, s.issuer, s.published, s.url, s.official
FROM (
    SELECT * FROM growth_figure WHERE district_code IN ({districts}) AND indicator_key IN ({indicators})
) AS g
JOIN district AS d USING (district_code)
JOIN indicator AS i ON i.position = g.indicator_key
JOIN scope AS sc USING (scope_key)
JOIN period AS p USING (period_key)
JOIN source AS s USING (source_key)
ORDER BY i.position, sc.scope, g.district_code, p.period_end, g.growth_id

-- name: coverage
SELECT
    cell.district_code, d.label_zh AS district_zh, d.label_en AS district_en,
    cell.year, cell.family_id, coalesce(c.facts, 0)::INTEGER AS facts,
    CASE
        WHEN c.facts IS NOT NULL THEN 'present'
        WHEN doc.read_in_full THEN 'silent'
        WHEN doc.read_in_full IS NOT NULL THEN 'not_read'
        ELSE 'no_report'
    END AS state
FROM (
    SELECT district_code, year::INTEGER AS year, family_id, position
    FROM (SELECT unnest([{districts}]) AS district_code),
        (SELECT unnest(range({first_year}, {last_year} + 1)) AS year), family
) AS cell
JOIN district AS d USING (district_code)
LEFT JOIN (SELECT * FROM coverage WHERE district_code IN ({districts})) AS c USING (district_code, year, family_id)
LEFT JOIN (SELECT * FROM documented_year WHERE district_code IN ({districts})) AS doc USING (district_code, year)
ORDER BY cell.position, cell.district_code, cell.year

-- name: same_fact
SELECT
    as_id(f.figure_id) AS observation_id, f.status,
    f.value::DOUBLE AS value, f.low::DOUBLE AS low, f.high::DOUBLE AS high,
    f.printed, f.qualifier, f.formula, f.conventions,
    f.char_start, f.char_start + length(f.printed) AS char_end,
    s.source_id, s.title AS source_title, s.issuer, s.published, s.url, s.official, s.attribution, s.read,
    s.sha256, f.place, f.district_code, d.label_zh AS district_zh, d.label_en AS district_en,
    i.indicator_id, sc.scope, sc.name_en AS scope_en,
    p.period_label, p.period_start, p.period_end, p.basis, n.note_keys, f.in_conflict
FROM (SELECT * FROM figure WHERE district_code IN ({districts}) AND figure_id = {figure}) AS asked
JOIN figure AS f USING (district_code, indicator_key, scope_key, period_key)
JOIN district AS d USING (district_code)
JOIN indicator AS i ON i.position = f.indicator_key
JOIN scope AS sc USING (scope_key)
JOIN period AS p USING (period_key)
JOIN source AS s ON s.source_key = f.source_key
JOIN note_set AS n ON n.note_set = f.note_set
ORDER BY f.figure_id <> {figure}, f.place

-- name: documents
SELECT
    as_id(f.figure_id) AS observation_id,
    s.source_id, s.title AS source_title, s.issuer, s.published, s.url, s.official, s.attribution
FROM (
    SELECT figure_id, source_key FROM figure
    WHERE district_code IN ({districts}) AND figure_id IN ({figures})
) AS f
JOIN source AS s USING (source_key)
ORDER BY list_position([{figures}]::UBIGINT[], f.figure_id)

-- name: population
SELECT population, census_date, printed, official, url
FROM population
WHERE district_code = {district}
ORDER BY census_date

-- name: observations
SELECT
    as_id(f.figure_id) AS observation_id, f.district_code,
    d.label_zh AS district_zh, d.label_en AS district_en, i.family_id, i.indicator_id,
    sc.scope, sc.name_en AS scope_en, p.period_label, p.basis, p.year,
    f.status, f.value::DOUBLE AS value, f.low::DOUBLE AS low, f.high::DOUBLE AS high,
    f.printed, f.qualifier, f.formula,
    s.source_id, s.title AS source_title, s.issuer, s.published, s.url, s.official, s.attribution,
    f.char_start, f.place = 1 AS shown, f.sources, f.in_conflict, n.note_keys
FROM (SELECT * FROM figure WHERE district_code IN ({districts})) AS f
JOIN (
    SELECT * FROM period WHERE year BETWEEN {first_year} AND {last_year} AND basis IN ({bases})
) AS p USING (period_key)
JOIN district AS d USING (district_code)
JOIN indicator AS i ON i.position = f.indicator_key
JOIN scope AS sc USING (scope_key)
JOIN source AS s USING (source_key)
JOIN note_set AS n USING (note_set)
ORDER BY i.position, sc.scope, f.district_code, p.period_end, p.period_label, f.place
LIMIT {most}

-- name: alike
SELECT i.indicator_id, max(figures)::INTEGER AS figures
FROM (
    SELECT f.indicator_key, count(*) AS figures
    FROM figure AS f
    JOIN (
        SELECT * FROM period WHERE year BETWEEN {first_year} AND {last_year} AND basis IN ({bases})
    ) AS p USING (period_key)
    WHERE f.district_code IN ({districts}) AND f.place = 1
    GROUP BY f.indicator_key, f.scope_key, p.basis, p.shape
) AS alike
JOIN indicator AS i ON i.position = alike.indicator_key
GROUP BY ALL
ORDER BY any_value(i.position)

-- name: holdings
WITH everything AS (
    SELECT scope_key, basis, shape, max_by(newest_label, newest_end) AS newest_label
    FROM holding
    WHERE indicator_key IN ({indicators})
    GROUP BY ALL
),
here AS (
    SELECT f.scope_key, p.basis, p.shape, count(*) AS figures
    FROM figure AS f
    JOIN (
        SELECT * FROM period WHERE year BETWEEN {first_year} AND {last_year} AND basis IN ({bases})
    ) AS p USING (period_key)
    WHERE f.district_code IN ({districts}) AND f.indicator_key IN ({indicators}) AND f.place = 1
    GROUP BY ALL
)
SELECT
    sc.scope, sc.name_en AS scope_en, e.basis, e.shape, e.newest_label,
    coalesce(h.figures, 0)::INTEGER AS figures
FROM everything AS e
LEFT JOIN here AS h USING (scope_key, basis, shape)
JOIN scope AS sc USING (scope_key)
ORDER BY
    sc.scope,
    list_position(['year', 'first_half', 'point', 'other_span', 'cumulative'], e.basis), e.shape

-- name: companions
WITH chosen AS (
    SELECT f.district_code, f.period_key, f.indicator_key, f.scope_key, p.shape
    FROM figure AS f
    JOIN (
        SELECT * FROM period WHERE year BETWEEN {first_year} AND {last_year} AND basis IN ({bases})
    ) AS p USING (period_key)
    WHERE f.district_code IN ({districts}) AND f.place = 1 AND f.value IS NOT NULL
),
shared AS (
    SELECT o.indicator_key, o.scope_key, o.shape, count(*) AS shared
    FROM chosen AS o
    SEMI JOIN (
        SELECT district_code, period_key FROM chosen
        WHERE indicator_key IN ({indicators}) AND scope_key = (SELECT scope_key FROM scope WHERE scope = '')
            AND shape = '{shape}'
    ) AS own USING (district_code, period_key)
    GROUP BY ALL
)
SELECT i.indicator_id, sc.scope, sc.name_en AS scope_en, s.shape, s.shared::INTEGER AS shared
FROM shared AS s
JOIN indicator AS i ON i.position = s.indicator_key
JOIN scope AS sc USING (scope_key)
WHERE i.position NOT IN ({indicators}) OR sc.scope <> ''
ORDER BY shared DESC, sc.scope <> '', i.position, sc.scope, s.shape

-- name: district_sources
SELECT
    s.source_id, s.title, s.issuer, s.published, s.url, s.official, s.attribution, s.read,
    coalesce(o.figures, 0) AS observations
FROM source AS s
LEFT JOIN (
    SELECT source_key, count(*) AS figures
    FROM figure WHERE district_code = {district} AND status = 'reported'
    GROUP BY source_key
) AS o USING (source_key)
WHERE s.district_code = {district} OR o.figures IS NOT NULL
ORDER BY s.read = 'full' DESC, s.published DESC, s.source_id

-- name: documents_by_year
WITH figures AS (
    SELECT f.district_code, p.year, f.source_key, count(*) AS figures
    FROM figure AS f
    JOIN period AS p USING (period_key)
    WHERE f.district_code IN ({districts}) AND f.status = 'reported'
    GROUP BY ALL
),
covered AS (
    SELECT
        district_code, source_key, unnest(range(year(period_start), year(period_end) + 1))::INTEGER AS year
    FROM source
    WHERE district_code IN ({districts}) AND period_start IS NOT NULL
)
SELECT
    district_code, d.label_zh AS district_zh, d.label_en AS district_en, year,
    s.source_id, s.title, s.issuer, s.published, s.url, s.official, s.read,
    c.source_key IS NOT NULL AS covers, coalesce(f.figures, 0)::INTEGER AS figures
FROM figures AS f
FULL JOIN covered AS c USING (district_code, year, source_key)
JOIN district AS d USING (district_code)
JOIN source AS s USING (source_key)
WHERE year BETWEEN {first_year} AND {last_year}
ORDER BY district_code, year, covers DESC, source_id
