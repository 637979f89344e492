-- The rows of observations.csv and growth.csv with short keys instead of names. `observation_cells` and
-- `growth_cells` are the cells of the files as text, see staging.py.
--
-- A row is plain when its printed form is a number in digits, written like its value, and some unit:
-- then it says just that number (a count with decimals does not). A row that cannot be right is bad and keeps the cells that tell it from others.

CREATE OR REPLACE TEMP TABLE staged_figure AS
SELECT
    district_code, indicator_key, scope_key, source_key, period_start, period_end, whole, measure,
    TRY_CAST(value AS DECIMAL(18, 4)) AS value, printed, qualifier, plain, place_of(value) AS step,
    TRY_CAST(char_start AS INTEGER) AS char_start, notes,
    bad_row(district_code, name_zh, district_name, indicator_key, scope_key, source_key, own, source, printed)
        OR bad_span(first_day, period_start, period_end) OR bad_offset(char_start)
        OR (measure = 'stock') IS DISTINCT FROM (period_start IS NOT DISTINCT FROM period_end)
        OR (NOT plain AND bad_number(value)) AS bad,
    CASE WHEN bad THEN [district, indicator, scope, first_day, last_day, source] END AS cells
FROM (
    SELECT
        c.*, d.district_code, d.name_zh, i.indicator_key, i.whole, i.measure, sc.scope_key, s.source_key,
        p.own, as_day(first_day) AS period_start, as_day(last_day) AS period_end,
        qualifier = '' AND value <> '' AND plain_number(printed) = value
            AND NOT (i.whole AND contains(value, '.')) AS plain
    FROM observation_cells AS c
    LEFT JOIN district AS d ON d.district_code = c.district
    LEFT JOIN staging_indicator AS i ON i.indicator_id = c.indicator
    LEFT JOIN scope AS sc ON sc.scope = c.scope
    LEFT JOIN named_source AS s ON s.source_id = c.source
    LEFT JOIN staging_part AS p ON p.file = c.filename
);

CREATE OR REPLACE TEMP TABLE staged_growth AS
SELECT
    district_code, indicator_key, scope_key, source_key, period_start, period_end, whole,
    kind, growth, printed, qualifier, TRY_CAST(char_start AS INTEGER) AS char_start, notes,
    bad_row(district_code, name_zh, district_name, indicator_key, scope_key, source_key, own, source, printed)
        OR bad_span(first_day, period_start, period_end) OR bad_offset(char_start)
        OR kind NOT IN ('pct_change', 'multiple', 'added_multiple') OR bad_number(growth) AS bad,
    CASE WHEN bad THEN [district, indicator, scope, first_day, last_day, source] END AS cells
FROM (
    SELECT
        c.*, d.district_code, d.name_zh, i.indicator_key, i.whole, sc.scope_key, s.source_key,
        p.own, as_day(first_day) AS period_start, as_day(last_day) AS period_end
    FROM growth_cells AS c
    LEFT JOIN district AS d ON d.district_code = c.district
    LEFT JOIN staging_indicator AS i ON i.indicator_id = c.indicator
    LEFT JOIN scope AS sc ON sc.scope = c.scope
    LEFT JOIN named_source AS s ON s.source_id = c.source
    LEFT JOIN staging_part AS p ON p.file = c.filename
);
