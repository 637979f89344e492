-- What growth statements imply joins the figures; `implied` is complete now, see facts.sql.

CREATE OR REPLACE TEMP TABLE derived AS
SELECT
    number_of(district_code, indicator_id, scope, earlier_label, source_id, 'derived', printed) AS figure_id,
    district_code, indicator_key, scope_key, earlier_key AS period_key, source_key, 'derived' AS status,
    i.value, i.low, i.high, printed, qualifier, 1 AS step, char_start, i.formula,
    string_split(i.conventions, ';') AS conventions, notes,
    growth_id
FROM stated
JOIN implied AS i USING (growth_id);

INSERT INTO fresh BY NAME SELECT * EXCLUDE (growth_id) FROM derived;

INSERT INTO growth_figure BY NAME
SELECT
    growth_id, s.district_code, s.indicator_key, s.scope_key, s.period_key, s.source_key,
    s.kind, s.growth::DECIMAL(18, 4) AS growth, s.qualifier, s.printed, s.char_start, s.level_id,
    d.figure_id AS implied_id
FROM stated AS s
LEFT JOIN derived AS d USING (growth_id)
ORDER BY s.district_code, growth_id;

-- Beside each figure what its notes depend on (`note_choice` has the answer for each combination), and
-- what its rank depends on.
CREATE OR REPLACE TEMP VIEW weighed AS
SELECT
    f.*, p.period_end, p.basis, coalesce(f.low = f.high, false) AS exact, f.scope_key <> whole.scope_key AS scoped,
    CASE WHEN f.district_code IN (FROM note_district) THEN f.district_code ELSE '' END AS note_district,
    s.official, s.attribution, a.published_at_least
FROM fresh AS f
JOIN period AS p USING (period_key)
JOIN scope AS whole ON whole.scope = ''
JOIN source AS s USING (source_key)
JOIN source_age AS a USING (source_key);
