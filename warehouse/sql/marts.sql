-- What the pages ask, computed once at build from the star schema.

-- One row a figure, with everything that a chart, a table or an export needs.
CREATE VIEW flat_observation AS
SELECT
    o.*,
    d.label_zh AS district_zh, d.label_en AS district_en,
    i.family_id, i.position AS indicator_position, i.measure,
    p.period_start, p.period_end, p.basis, p.shape, p.year,
    s.title AS source_title, s.issuer, s.published, s.url, s.official, s.attribution, s.read,
    sc.name_en AS scope_en
FROM observation AS o
JOIN district AS d USING (district_code)
JOIN indicator AS i USING (indicator_id)
JOIN period AS p USING (period_label)
JOIN source AS s USING (source_id)
JOIN scope AS sc USING (scope);

-- When a source was published; where no date is printed, it cannot be older than the periods it reports.
CREATE VIEW source_age AS
SELECT
    s.source_id,
    coalesce(nullif(s.published, ''), max(o.period_end)::VARCHAR, '') AS published_at_least
FROM source AS s
LEFT JOIN flat_observation AS o ON o.source_id = s.source_id AND o.status = 'reported'
GROUP BY s.source_id, s.published;

-- All figures for one fact, the one to show first: reported over derived, later publication over
-- earlier, official over reprint; the id decides what is left, so that every build agrees.
CREATE TABLE ranked_observation AS
SELECT
    o.observation_id,
    row_number() OVER fact AS place,
    count(*) OVER (PARTITION BY district_code, indicator_id, scope, period_label) AS sources
FROM flat_observation AS o
JOIN source_age USING (source_id)
WINDOW fact AS (
    PARTITION BY district_code, indicator_id, scope, period_label
    ORDER BY
        CASE status WHEN 'reported' THEN 0 WHEN 'computed' THEN 1 ELSE 2 END,
        published_at_least DESC, official DESC, observation_id
)
ORDER BY o.observation_id;
COMMENT ON TABLE ranked_observation IS 'all observations of a fact in order of preference';
COMMENT ON COLUMN ranked_observation.place IS '1 = the one to show';
COMMENT ON COLUMN ranked_observation.sources IS 'observations of the same fact';

-- Figures for the same fact whose bounds exclude each other; kind tells a revision or a
-- disagreement of sources from a growth statement that does not fit the reported earlier value.
CREATE TABLE conflict AS
SELECT
    shown.observation_id AS shown_id,
    other.observation_id AS other_id,
    CASE WHEN other.status = 'derived' OR shown.status = 'derived' THEN 'growth' ELSE 'sources' END AS kind
FROM flat_observation AS shown
JOIN ranked_observation AS r ON r.observation_id = shown.observation_id AND r.place = 1
JOIN flat_observation AS other
    ON other.district_code = shown.district_code
    AND other.indicator_id = shown.indicator_id
    AND other.scope = shown.scope
    AND other.period_label = shown.period_label
    AND other.observation_id <> shown.observation_id
WHERE other.low > shown.high OR other.high < shown.low
ORDER BY shown_id, other_id;
COMMENT ON TABLE conflict IS 'observations of the same fact that exclude each other';
COMMENT ON COLUMN conflict.shown_id IS 'the observation to show';
COMMENT ON COLUMN conflict.other_id IS 'the one that does not agree with it';
COMMENT ON COLUMN conflict.kind IS
    'sources: they disagree, or one was revised; growth: a growth statement does not fit';

CREATE TABLE shown_observation AS
SELECT
    o.*,
    r.sources,
    coalesce(n.note_keys, []) AS note_keys,
    EXISTS (SELECT 1 FROM conflict AS c WHERE c.shown_id = o.observation_id) AS in_conflict
FROM flat_observation AS o
JOIN ranked_observation AS r ON r.observation_id = o.observation_id AND r.place = 1
LEFT JOIN (
    SELECT observation_id, list(note_key ORDER BY note_key) AS note_keys
    FROM observation_note GROUP BY observation_id
) AS n ON n.observation_id = o.observation_id
ORDER BY o.indicator_position, o.scope, o.district_code, o.period_end, o.period_label;

-- Growth as stated against the earlier value as reported elsewhere: the proof that derivation works.
CREATE TABLE growth_check AS
SELECT
    g.growth_id,
    i.observation_id AS implied_id,
    r.observation_id AS reported_id,
    CASE WHEN r.low > i.high OR r.high < i.low THEN 'violated' ELSE 'holds' END AS result
FROM growth_statement AS g
JOIN flat_observation AS i ON i.observation_id = g.implied_id
JOIN flat_observation AS r
    ON r.status = 'reported'
    AND r.district_code = i.district_code AND r.indicator_id = i.indicator_id
    AND r.scope = i.scope AND r.period_label = i.period_label
ORDER BY g.growth_id, r.observation_id;
COMMENT ON TABLE growth_check IS 'growth as stated against the earlier value as reported';
COMMENT ON COLUMN growth_check.growth_id IS 'the statement';
COMMENT ON COLUMN growth_check.implied_id IS 'the earlier value that follows from it';
COMMENT ON COLUMN growth_check.reported_id IS 'the value that a source reports';
COMMENT ON COLUMN growth_check.result IS 'holds or violated';

-- Every identity wherever its terms are reported, with the figures that it was checked on. Counts are
-- checked on the figures shown; a printed rate on the counts of its own source, which it was made from.
CREATE TABLE identity_check AS
WITH term AS (
    SELECT
        t.identity_id, i.kind, t.position, t.role, o.district_code,
        CASE WHEN t.scope IS NULL THEN o.scope ELSE '' END AS scope,
        CASE WHEN i.kind = 'half_year' THEN o.year::VARCHAR ELSE o.period_label END AS period,
        CASE WHEN i.kind = 'rate' THEN o.source_id ELSE '' END AS source_id,
        o.observation_id, o.value, o.low, o.high, o.step
    FROM identity_term AS t
    JOIN identity AS i USING (identity_id)
    JOIN flat_observation AS o ON o.indicator_id = t.indicator_id AND o.status = 'reported'
    JOIN ranked_observation AS r
        ON r.observation_id = o.observation_id
        AND (r.place = 1 OR i.kind = 'rate')
    WHERE (t.scope IS NULL OR t.scope = o.scope)
        AND (i.kind <> 'half_year'
            OR (t.role = 'whole' AND o.basis = 'year')
            OR (t.role = 'part' AND o.basis = 'first_half'))
),
wanted AS (
    SELECT identity_id, count(*) FILTER (role = 'part') AS parts_wanted FROM identity_term GROUP BY identity_id
),
checked AS (
    SELECT
        identity_id, kind, district_code, scope, period, source_id,
        max(value) FILTER (role = 'whole') AS whole,
        max(low) FILTER (role = 'whole') AS whole_low,
        max(high) FILTER (role = 'whole') AS whole_high,
        bool_or(role = 'whole' AND high IS NULL) AS whole_open,
        sum(value) FILTER (role = 'part') AS parts,
        sum(low) FILTER (role = 'part') AS parts_low,
        sum(high) FILTER (role = 'part') AS parts_high,
        bool_or(role = 'part' AND high IS NULL) AS parts_open,
        count(*) FILTER (role = 'part') AS parts_found,
        max(value) FILTER (role = 'rate') AS rate,
        max(low - step * 0.5) FILTER (role = 'rate') AS rate_low,
        max(high + step) FILTER (role = 'rate') AS rate_high,
        list(observation_id ORDER BY role = 'part', position) AS observation_ids,
        list(value ORDER BY position) FILTER (role = 'part') AS part_values
    FROM term
    GROUP BY identity_id, kind, district_code, scope, period, source_id
)
SELECT
    c.identity_id, c.kind, c.district_code, c.scope, c.period, c.source_id, c.whole, c.parts, c.part_values, c.rate,
    CASE WHEN c.kind = 'rate' THEN round(100 * c.parts / nullif(c.whole, 0), 2)::DECIMAL(20, 2) END AS quotient,
    CASE c.kind
        WHEN 'range' THEN CASE WHEN whole_low < 0 OR whole_high > 100 THEN 'violated' ELSE 'holds' END
        -- multiplied out: a quotient would be inexact just where rounding and truncation turn
        WHEN 'rate' THEN CASE
            WHEN (100 * parts_high < rate_low * whole_low AND NOT parts_open)
                OR (100 * parts_low >= rate_high * whole_high AND whole_high > 0) THEN 'violated' ELSE 'holds' END
        ELSE CASE
            WHEN parts_low > whole_high AND NOT whole_open THEN 'violated'
            WHEN c.kind IN ('at_most', 'half_year') OR parts_open OR whole_open THEN 'holds'
            WHEN parts_high < whole_low THEN 'remainder'
            ELSE 'holds' END
    END AS result,
    c.observation_ids
FROM checked AS c
JOIN wanted AS w USING (identity_id)
WHERE CASE c.kind
    WHEN 'range' THEN whole IS NOT NULL
    WHEN 'rate' THEN whole IS NOT NULL AND rate IS NOT NULL AND parts_found = parts_wanted
    WHEN 'sum' THEN whole IS NOT NULL AND parts_found >= 2
    ELSE whole IS NOT NULL AND parts IS NOT NULL END
ORDER BY c.identity_id, c.district_code, c.scope, c.period, c.source_id;
COMMENT ON TABLE identity_check IS 'every identity wherever its terms are reported';
COMMENT ON COLUMN identity_check.kind IS 'kind of the identity';
COMMENT ON COLUMN identity_check.scope IS 'empty = the whole district, unqualified';
COMMENT ON COLUMN identity_check.period IS 'period label; for half_year the year';
COMMENT ON COLUMN identity_check.source_id IS 'for rate: the source of all terms; otherwise empty';
COMMENT ON COLUMN identity_check.whole IS 'value of the whole';
COMMENT ON COLUMN identity_check.parts IS 'sum of the parts';
COMMENT ON COLUMN identity_check.part_values IS 'values of the parts';
COMMENT ON COLUMN identity_check.rate IS 'the rate as printed';
COMMENT ON COLUMN identity_check.quotient IS 'the rate from the counts';
COMMENT ON COLUMN identity_check.result IS 'holds; remainder: parts found fall short of the whole; violated';
COMMENT ON COLUMN identity_check.observation_ids IS 'the figures that it was checked on';

-- District x year x family: how many facts are known, and why a cell is empty (see queries.coverage).
CREATE TABLE coverage AS
SELECT district_code, year, family_id, count(*) AS facts, count(*) FILTER (status = 'derived') AS derived
FROM shown_observation
GROUP BY district_code, year, family_id
ORDER BY district_code, year, family_id;

-- Which districts and years some document speaks of, and whether one that covers them was read in
-- full. A figure for a year outside a document's own period does not make that year read in full.
CREATE TABLE documented_year AS
SELECT district_code, year, bool_or(read_in_full) AS read_in_full
FROM (
    SELECT district_code, year, FALSE AS read_in_full
    FROM flat_observation
    WHERE status = 'reported'
    UNION ALL
    SELECT district_code, unnest(range(year(period_start), year(period_end) + 1)), read = 'full'
    FROM source
    WHERE district_code IS NOT NULL AND period_start IS NOT NULL
)
GROUP BY district_code, year
ORDER BY district_code, year;
