-- What is counted and checked of the districts of the batch, once their figures are stored.

INSERT INTO growth_pair
SELECT
    g.district_code, g.growth_id, i.figure_id, r.figure_id,
    CASE WHEN r.low > i.high OR r.high < i.low THEN 'violated' ELSE 'holds' END,
    r.source_key <> i.source_key
FROM growth_figure AS g
JOIN figure AS i ON i.district_code = g.district_code AND i.figure_id = g.implied_id
JOIN figure AS r
    ON r.status = 'reported' AND r.district_code = i.district_code AND r.indicator_key = i.indicator_key
    AND r.scope_key = i.scope_key AND r.period_key = i.period_key
WHERE in_batch(g.district_code) AND in_batch(i.district_code) AND in_batch(r.district_code)
ORDER BY g.district_code, g.growth_id, r.figure_id;

INSERT INTO identity_tally
SELECT district_code, result, count(*)
FROM identity_result
WHERE in_batch(district_code)
GROUP BY ALL ORDER BY ALL;

INSERT INTO coverage
SELECT f.district_code, p.year, i.family_id, count(*), count(*) FILTER (f.status = 'derived')
FROM figure AS f
JOIN period AS p USING (period_key)
JOIN indicator AS i ON i.position = f.indicator_key
WHERE f.place = 1 AND in_batch(f.district_code)
GROUP BY ALL ORDER BY ALL;

INSERT INTO documented_year
SELECT district_code, year, bool_or(read_in_full)
FROM (
    SELECT f.district_code, p.year, FALSE AS read_in_full
    FROM figure AS f JOIN period AS p USING (period_key)
    WHERE f.status = 'reported' AND in_batch(f.district_code)
    UNION ALL
    SELECT district_code, unnest(range(year(period_start), year(period_end) + 1)), read = 'full'
    FROM source
    WHERE in_batch(district_code) AND period_start IS NOT NULL
)
GROUP BY ALL ORDER BY ALL;

INSERT INTO holding
SELECT
    f.district_code, f.indicator_key, f.scope_key, p.basis, p.shape, min(p.year), max(p.year),
    max_by(p.period_label, p.period_end), max(p.period_end), count(*)
FROM figure AS f JOIN period AS p USING (period_key)
WHERE f.place = 1 AND in_batch(f.district_code)
GROUP BY ALL ORDER BY ALL;

INSERT INTO district_tally
SELECT
    f.district_code, count(*), count(*) FILTER (f.status = 'reported'), count(*) FILTER (f.status = 'derived'),
    count(*) FILTER (f.status = 'reported' AND f.low IS DISTINCT FROM f.high),
    count(*) FILTER (f.scope_key <> whole.scope_key), count(*) FILTER (f.place = 1),
    count(*) FILTER (f.place = 1 AND f.sources > 1), bool_or(s.read = 'full'),
    -- the id of a plain figure says all but where it stands and its notes; of the others everything counts
    sum(f.figure_id::HUGEINT * (2 + coalesce(f.char_start, -1) + n.digest)) + sum(
        CASE WHEN f.qualifier <> '' OR f.status <> 'reported' THEN
            md5_number_lower(concat_ws(
                chr(31), f.figure_id, f.qualifier, f.value, coalesce(f.low::VARCHAR, ''),
                coalesce(f.high::VARCHAR, ''), f.step, f.formula, f.conventions::VARCHAR
            )) ELSE 0 END),
    coalesce(any_value(g.statements), 0)
FROM figure AS f
JOIN note_set AS n USING (note_set)
LEFT JOIN (
    SELECT
        district_code, sum(md5_number_lower(concat_ws(
            chr(31), growth_id, kind, growth, qualifier, coalesce(char_start, -1), coalesce(level_id, 0),
            coalesce(implied_id, 0)
        ))) AS statements
    FROM growth_figure WHERE in_batch(district_code) GROUP BY district_code
) AS g USING (district_code)
JOIN (SELECT source_key, read FROM source) AS s USING (source_key)
JOIN scope AS whole ON whole.scope = ''
WHERE in_batch(f.district_code)
GROUP BY f.district_code ORDER BY f.district_code;

INSERT INTO source_tally
SELECT f.district_code, f.source_key, p.year, count(*)
FROM figure AS f JOIN period AS p USING (period_key)
WHERE f.status = 'reported' AND in_batch(f.district_code)
GROUP BY ALL ORDER BY ALL;
