-- The questions of the pages as SQLite is asked them.

-- name: points
SELECT
    printf('%015x', f.figure_id) AS observation_id, f.district_code, d.label_zh, d.label_en,
    i.family_id, i.indicator_id, sc.scope, sc.name_en, p.period_label, p.period_start, p.period_end,
    p.basis, p.shape, p.year, f.status, f.value, f.low, f.high, f.printed, f.qualifier, f.formula, f.note_keys,
    s.source_id, s.title, s.issuer, s.published, s.url, s.official, s.attribution,
    f.sources, f.in_conflict, i.position
FROM figure AS f
JOIN period AS p USING (period_key)
JOIN district AS d USING (district_code)
JOIN indicator AS i ON i.position = f.indicator_key
JOIN scope AS sc USING (scope_key)
JOIN source AS s USING (source_key)
WHERE f.district_code IN ({districts}) AND f.indicator_key IN ({indicators}) AND f.place = 1
    AND p.year BETWEEN {first_year} AND {last_year} AND p.basis IN ({bases})
ORDER BY i.position, sc.scope, p.basis, p.shape, f.district_code, p.period_end, p.period_label

-- name: observations
SELECT
    printf('%015x', f.figure_id) AS observation_id, f.district_code, d.label_zh, d.label_en,
    i.family_id, i.indicator_id, sc.scope, sc.name_en, p.period_label, p.basis, p.year,
    f.status, f.value, f.low, f.high, f.printed, f.qualifier, f.formula,
    s.source_id, s.title, s.issuer, s.published, s.url, s.official, s.attribution,
    f.char_start, f.place = 1, f.sources, f.in_conflict, f.note_keys
FROM figure AS f
JOIN period AS p USING (period_key)
JOIN district AS d USING (district_code)
JOIN indicator AS i ON i.position = f.indicator_key
JOIN scope AS sc USING (scope_key)
JOIN source AS s USING (source_key)
WHERE f.district_code IN ({districts})
    AND p.year BETWEEN {first_year} AND {last_year} AND p.basis IN ({bases})
ORDER BY i.position, sc.scope, f.district_code, p.period_end, p.period_label, f.place
LIMIT {most}

-- name: same_fact
SELECT
    printf('%015x', f.figure_id) AS observation_id, f.status, f.value, f.low, f.high, f.printed,
    f.qualifier, f.formula, f.char_start, s.source_id, s.title, s.issuer, s.published, s.url, s.official,
    s.attribution, s.read, s.sha256, f.place, f.district_code, d.label_zh, d.label_en, i.indicator_id,
    sc.scope, sc.name_en, p.period_label, p.period_start, p.period_end, p.basis, f.note_keys, f.in_conflict
FROM figure AS asked
JOIN figure AS f USING (district_code, indicator_key, scope_key, period_key)
JOIN district AS d USING (district_code)
JOIN indicator AS i ON i.position = f.indicator_key
JOIN scope AS sc USING (scope_key)
JOIN period AS p USING (period_key)
JOIN source AS s ON s.source_key = f.source_key
WHERE asked.figure_id = {figure}
ORDER BY f.figure_id <> {figure}, f.place

-- name: companions
WITH chosen AS (
    SELECT f.district_code, f.period_key, f.indicator_key, f.scope_key, p.shape
    FROM figure AS f
    JOIN period AS p USING (period_key)
    WHERE f.district_code IN ({districts}) AND f.place = 1 AND f.value IS NOT NULL
        AND p.year BETWEEN {first_year} AND {last_year} AND p.basis IN ({bases})
)
SELECT i.indicator_id, sc.scope, sc.name_en, o.shape, count(*) AS shared
FROM chosen AS o
JOIN (
    SELECT district_code, period_key FROM chosen
    WHERE indicator_key IN ({indicators}) AND shape = '{shape}'
        AND scope_key = (SELECT scope_key FROM scope WHERE scope = '')
) AS own USING (district_code, period_key)
JOIN indicator AS i ON i.position = o.indicator_key
JOIN scope AS sc USING (scope_key)
WHERE o.indicator_key NOT IN ({indicators}) OR sc.scope <> ''
GROUP BY o.indicator_key, o.scope_key, o.shape
ORDER BY shared DESC, sc.scope <> '', i.position, sc.scope
