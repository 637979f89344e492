-- The figures of one batch of districts, normalised: `fresh`, one row an observation, not yet ranked,
-- and `stated`, one row a growth statement with the level that it speaks of.

CREATE OR REPLACE TEMP TABLE fresh AS
SELECT
    number_of(f.district_code, i.indicator_id, sc.scope, p.period_label, s.source_id, 'reported', f.printed)
        AS figure_id,
    f.district_code, f.indicator_key, f.scope_key, p.period_key, f.source_key, 'reported' AS status,
    f.value, f.low, f.high, f.printed, f.qualifier, f.step, f.char_start, '' AS formula,
    []::VARCHAR[] AS conventions, f.notes, NULL::INTEGER AS note_set
FROM (
    SELECT *, value AS low, value AS high
    FROM staged_figure WHERE plain AND in_batch(district_code)
    UNION ALL BY NAME
    SELECT f.* EXCLUDE (step), form.low, form.high, form.step
    FROM staged_figure AS f
    JOIN form USING (printed, value, qualifier, whole, measure)
    WHERE NOT f.plain AND in_batch(f.district_code)
) AS f
JOIN staging_indicator AS i USING (indicator_key)
JOIN scope AS sc USING (scope_key)
JOIN source AS s USING (source_key)
JOIN staging_period AS sp
    ON sp.period_end = f.period_end AND sp.period_start IS NOT DISTINCT FROM f.period_start
JOIN period AS p ON p.period_key = sp.period_key;

CREATE OR REPLACE TEMP TABLE stated AS
SELECT
    number_of(g.district_code, i.indicator_id, sc.scope, p.period_label, s.source_id, g.printed, NULL)
        AS growth_id,
    g.district_code, g.indicator_key, g.scope_key, p.period_key, g.source_key, e.period_key AS earlier_key,
    e.period_label AS earlier_label, i.indicator_id, sc.scope, s.source_id, g.whole,
    g.kind, g.growth, g.qualifier, g.printed, g.char_start, g.notes,
    l.figure_id AS level_id, l.value AS level, l.low AS level_low, l.high AS level_high,
    l.printed AS level_printed, l.qualifier AS level_qualifier, l.step AS level_step
FROM staged_growth AS g
JOIN staging_indicator AS i USING (indicator_key)
JOIN scope AS sc USING (scope_key)
JOIN source AS s USING (source_key)
JOIN staging_period AS sp
    ON sp.period_end = g.period_end AND sp.period_start IS NOT DISTINCT FROM g.period_start
JOIN period AS p ON p.period_key = sp.period_key
LEFT JOIN period AS e ON e.period_key = sp.earlier_key
LEFT JOIN fresh AS l
    ON l.district_code = g.district_code AND l.indicator_key = g.indicator_key
    AND l.scope_key = g.scope_key AND l.period_key = p.period_key AND l.source_key = g.source_key
WHERE in_batch(g.district_code);

-- What a statement implies. The common case, an unhedged growth of a count to the unit, is worked out here;
-- it is the same arithmetic as `indicators.growth` (see there), with every fraction multiplied out:
-- the growth in steps of its last digit, the ratio new / old as whole numbers over `unit`, times 2.
CREATE OR REPLACE TEMP TABLE implied AS
WITH counted AS NOT MATERIALIZED (
    SELECT
        *, level::HUGEINT AS now,
        CASE kind WHEN 'pct_change' THEN 200 ELSE 2 END::HUGEINT * scale AS unit,
        steps * 2 + CASE kind WHEN 'multiple' THEN 0 WHEN 'pct_change' THEN 200 ELSE 2 END * scale AS ratio
    FROM (
        SELECT
            *, (1 / place_of(growth))::HUGEINT AS scale, replace(growth, '.', '')::HUGEINT AS steps
        FROM stated
        WHERE level_id IS NOT NULL AND whole AND qualifier = '' AND level_qualifier = '' AND level_step = 1
            AND level_low = level_high AND level BETWEEN 1 AND 1000000000000
    )
    WHERE steps BETWEEN -1000000000 AND 1000000000
),
allowed AS NOT MATERIALIZED (
    SELECT
        *,
        -- rounded: from half a step below to half a step above
        greatest(1, up(now * unit, ratio + 1)) AS rounded_low, down(now * unit, ratio - 1) AS rounded_high,
        -- truncated toward zero: less than one step further from zero
        greatest(1, CASE WHEN steps >= 0 THEN down(now * unit, ratio + 2) + 1 ELSE up(now * unit, ratio) END)
            AS cut_low,
        CASE WHEN steps <= 0 THEN up(now * unit, ratio - 2) - 1 ELSE down(now * unit, ratio) END AS cut_high
    FROM counted
    WHERE ratio > 2
),
found AS NOT MATERIALIZED (
    SELECT
        *, rounded_low <= rounded_high AS rounding, cut_low <= cut_high AS truncation,
        CASE WHEN NOT rounding THEN cut_low WHEN NOT truncation THEN rounded_low
            ELSE least(rounded_low, cut_low) END AS low,
        CASE WHEN NOT rounding THEN cut_high WHEN NOT truncation THEN rounded_high
            ELSE greatest(rounded_high, cut_high) END AS high
    FROM allowed
)
SELECT
    growth_id,
    CASE WHEN low = high THEN low END::DECIMAL(18, 4) AS value,
    low::DECIMAL(18, 4) AS low, high::DECIMAL(18, 4) AS high,
    format('{:,}', now::BIGINT) || ' ÷ '
        || CASE WHEN kind = 'multiple' THEN growth ELSE
            '(1 ' || CASE WHEN steps < 0 THEN '−' ELSE '+' END || ' ' || ltrim(growth, '-')
            || CASE WHEN kind = 'pct_change' THEN '%' ELSE '' END || ')' END
        || ' → ' || format('{:,}', low::BIGINT)
        || CASE WHEN low < high THEN '–' || format('{:,}', high::BIGINT) ELSE '' END AS formula,
    concat_ws(';', CASE WHEN rounding THEN 'rounding' END, CASE WHEN truncation THEN 'truncation' END)
        AS conventions
FROM found
WHERE (rounding OR truncation) AND high <= 99999999999999;
