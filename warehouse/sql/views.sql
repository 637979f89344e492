-- The facts as everybody asks for them: names instead of short keys, ids as text, one name for one thing.

CREATE MACRO as_id(number) AS format('{:015x}', number);

-- One row a figure, with everything that a chart, a table or an export needs.
CREATE VIEW flat_observation AS
SELECT
    as_id(f.figure_id) AS observation_id, f.figure_id,
    f.district_code, d.label_zh AS district_zh, d.label_en AS district_en,
    i.indicator_id, i.family_id, i.position AS indicator_position, i.measure,
    sc.scope, sc.name_en AS scope_en,
    p.period_label, p.period_start, p.period_end, p.basis, p.shape, p.year,
    f.status, f.value, f.low, f.high, f.printed, f.qualifier, f.step,
    f.char_start, f.char_start + length(f.printed) AS char_end, f.formula, f.conventions,
    s.source_id, s.title AS source_title, s.issuer, s.published, s.url, s.official, s.attribution, s.read,
    f.place, f.sources, f.in_conflict, f.note_set,
    f.indicator_key, f.scope_key, f.period_key, f.source_key
FROM figure AS f
JOIN district AS d USING (district_code)
JOIN indicator AS i ON i.position = f.indicator_key
JOIN scope AS sc USING (scope_key)
JOIN period AS p USING (period_key)
JOIN source AS s USING (source_key);

-- The figure to show for each fact.
CREATE VIEW shown_observation AS
SELECT o.*, n.note_keys
FROM flat_observation AS o
JOIN note_set AS n USING (note_set)
WHERE o.place = 1;

CREATE VIEW observation AS
SELECT
    as_id(f.figure_id) AS observation_id, f.district_code, i.indicator_id, sc.scope, p.period_label, s.source_id,
    f.status, f.value, f.low, f.high, f.printed, f.qualifier, f.step,
    f.char_start, f.char_start + length(f.printed) AS char_end, f.formula, f.conventions
FROM figure AS f
JOIN indicator AS i ON i.position = f.indicator_key
JOIN scope AS sc USING (scope_key)
JOIN period AS p USING (period_key)
JOIN source AS s USING (source_key);
COMMENT ON VIEW observation IS 'figures: one district, indicator, scope, period and source each';
COMMENT ON COLUMN observation.observation_id IS 'follows from the content, so that links last';
COMMENT ON COLUMN observation.scope IS 'empty = the whole district, unqualified';
COMMENT ON COLUMN observation.status IS
    'reported: printed in the source; derived: implied by a growth statement; computed: from other observations';
COMMENT ON COLUMN observation.value IS 'in the unit of the indicator; NULL where only bounds are known';
COMMENT ON COLUMN observation.low IS 'lowest value that the wording allows; NULL = open';
COMMENT ON COLUMN observation.high IS 'highest value that the wording allows; NULL = open';
COMMENT ON COLUMN observation.printed IS
    'as printed, without surrounding text; for a derived value the growth as printed';
COMMENT ON COLUMN observation.qualifier IS 'hedging word, such as 约 or 余';
COMMENT ON COLUMN observation.step IS 'one unit of the last digit as printed';
COMMENT ON COLUMN observation.char_start IS 'where the printed form begins in the text of a source read in full';
COMMENT ON COLUMN observation.char_end IS 'where it ends, exclusive';
COMMENT ON COLUMN observation.formula IS 'how a derived value follows';
COMMENT ON COLUMN observation.conventions IS
    'readings of the printed growth that allow a derived value: rounding, truncation, hedge';

CREATE VIEW observation_note AS
SELECT as_id(f.figure_id) AS observation_id, unnest(n.note_keys) AS note_key
FROM figure AS f
JOIN note_set AS n USING (note_set)
WHERE len(n.note_keys) > 0;
COMMENT ON VIEW observation_note IS 'which notes concern which observation';

CREATE VIEW growth_statement AS
SELECT
    as_id(g.growth_id) AS growth_id, g.district_code, i.indicator_id, sc.scope, p.period_label, s.source_id,
    g.kind, g.growth, g.qualifier, g.printed, g.char_start,
    as_id(g.level_id) AS level_id, as_id(g.implied_id) AS implied_id
FROM growth_figure AS g
JOIN indicator AS i ON i.position = g.indicator_key
JOIN scope AS sc USING (scope_key)
JOIN period AS p USING (period_key)
JOIN source AS s USING (source_key);
COMMENT ON VIEW growth_statement IS 'growth as the sources state it, against the same period a year earlier';
COMMENT ON COLUMN growth_statement.growth_id IS 'follows from the content';
COMMENT ON COLUMN growth_statement.scope IS 'empty = the whole district, unqualified';
COMMENT ON COLUMN growth_statement.kind IS
    'pct_change: percent, a decline is negative; multiple: new / old; added_multiple: new / old - 1';
COMMENT ON COLUMN growth_statement.growth IS 'as printed; its decimals are the stated precision';
COMMENT ON COLUMN growth_statement.qualifier IS 'hedging word';
COMMENT ON COLUMN growth_statement.printed IS 'as printed';
COMMENT ON COLUMN growth_statement.char_start IS 'where it begins in the text of a source read in full';
COMMENT ON COLUMN growth_statement.level_id IS 'the value that the statement speaks of, when its source gives one';
COMMENT ON COLUMN growth_statement.implied_id IS 'the earlier value that follows from it';

-- All figures for one fact, the one to show first: reported over derived, later publication over
-- earlier, official over reprint; the id decides what is left, so that every build agrees.
CREATE VIEW ranked_observation AS
SELECT as_id(figure_id) AS observation_id, place, sources FROM figure;
COMMENT ON VIEW ranked_observation IS 'all observations of a fact in order of preference';
COMMENT ON COLUMN ranked_observation.place IS '1 = the one to show';
COMMENT ON COLUMN ranked_observation.sources IS 'observations of the same fact';

CREATE VIEW conflict AS
SELECT as_id(shown_id) AS shown_id, as_id(other_id) AS other_id, kind FROM conflict_pair;
COMMENT ON VIEW conflict IS 'observations of the same fact that exclude each other';
COMMENT ON COLUMN conflict.shown_id IS 'the observation to show';
COMMENT ON COLUMN conflict.other_id IS 'the one that does not agree with it';
COMMENT ON COLUMN conflict.kind IS
    'sources: they disagree, or one was revised; growth: a growth statement does not fit';

-- Growth as stated against the earlier value as reported elsewhere: the proof that derivation works.
CREATE VIEW growth_check AS
SELECT
    as_id(growth_id) AS growth_id, as_id(implied_id) AS implied_id, as_id(reported_id) AS reported_id,
    result
FROM growth_pair;
COMMENT ON VIEW growth_check IS 'growth as stated against the earlier value as reported';
COMMENT ON COLUMN growth_check.growth_id IS 'the statement';
COMMENT ON COLUMN growth_check.implied_id IS 'the earlier value that follows from it';
COMMENT ON COLUMN growth_check.reported_id IS 'the value that a source reports';
COMMENT ON COLUMN growth_check.result IS 'holds or violated';

-- The terms of the identities by the keys of the figures.
CREATE VIEW identity_term_key AS
SELECT
    i.identity_key, i.kind, t.position, t.role, n.position AS indicator_key, named.scope_key,
    whole.scope_key AS whole_key
FROM identity_term AS t
JOIN identity AS i USING (identity_id)
JOIN indicator AS n USING (indicator_id)
JOIN scope AS whole ON whole.scope = ''
LEFT JOIN scope AS named ON named.scope = t.scope;

-- Every identity wherever its terms are reported, with the figures that it was checked on. Counts are
-- checked on the figures shown; a printed rate on the counts of its own source, which it was made from.
CREATE VIEW identity_result AS
SELECT
    c.identity_key, i.identity_id, i.kind, c.district_code, sc.scope,
    CASE WHEN i.kind = 'half_year' THEN c.year::VARCHAR ELSE p.period_label END AS period,
    coalesce(s.source_id, '') AS source_id,
    c.whole, c.parts, c.part_values, c.rate,
    CASE WHEN i.kind = 'rate' THEN round(100 * c.parts / nullif(c.whole, 0), 2)::DECIMAL(20, 2) END AS quotient,
    CASE i.kind
        WHEN 'range' THEN CASE WHEN whole_low < 0 OR whole_high > 100 THEN 'violated' ELSE 'holds' END
        -- multiplied out: a quotient would be inexact just where rounding and truncation turn
        WHEN 'rate' THEN CASE
            WHEN (100 * parts_high < rate_low * whole_low AND NOT parts_open)
                OR (100 * parts_low >= rate_high * whole_high AND whole_high > 0) THEN 'violated' ELSE 'holds' END
        ELSE CASE
            WHEN parts_low > whole_high AND NOT whole_open THEN 'violated'
            WHEN i.kind IN ('at_most', 'half_year') OR parts_open OR whole_open THEN 'holds'
            WHEN parts_high < whole_low THEN 'remainder'
            ELSE 'holds' END
    END AS result,
    list_transform(c.figure_ids, lambda id: as_id(id)) AS observation_ids,
    c.figure_ids, c.year
FROM (
    SELECT
        identity_key, district_code, scope_key, period_key, source_key, year,
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
        list(figure_id ORDER BY role = 'part', position) AS figure_ids,
        list(value ORDER BY position) FILTER (role = 'part') AS part_values
    FROM (
        SELECT
            t.identity_key, t.position, t.role, f.district_code,
            CASE WHEN t.scope_key IS NULL THEN f.scope_key ELSE t.whole_key END AS scope_key,
            CASE WHEN t.kind = 'half_year' THEN -1 ELSE f.period_key END AS period_key,
            CASE WHEN t.kind = 'rate' THEN f.source_key ELSE -1 END AS source_key,
            p.year, f.figure_id, f.value, f.low, f.high, f.step
        FROM figure AS f
        JOIN period AS p USING (period_key)
        JOIN identity_term_key AS t USING (indicator_key)
        WHERE f.status = 'reported'
            AND (f.place = 1 OR t.kind = 'rate')
            AND (t.scope_key IS NULL OR t.scope_key = f.scope_key)
            AND (t.kind <> 'half_year'
                OR (t.role = 'whole' AND p.basis = 'year')
                OR (t.role = 'part' AND p.basis = 'first_half'))
    )
    GROUP BY identity_key, district_code, scope_key, period_key, source_key, year
) AS c
JOIN identity AS i USING (identity_key)
JOIN scope AS sc USING (scope_key)
LEFT JOIN period AS p USING (period_key)
LEFT JOIN source AS s USING (source_key)
WHERE CASE i.kind
    WHEN 'range' THEN whole IS NOT NULL
    WHEN 'rate' THEN whole IS NOT NULL AND rate IS NOT NULL AND parts_found = i.parts_wanted
    WHEN 'sum' THEN whole IS NOT NULL AND parts_found >= 2
    ELSE whole IS NOT NULL AND parts IS NOT NULL END;
CREATE VIEW identity_check AS SELECT * EXCLUDE (identity_key, figure_ids, year) FROM identity_result;
COMMENT ON VIEW identity_check IS 'every identity wherever its terms are reported';
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
