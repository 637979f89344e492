-- From `fresh` to the facts as they are stored: ranked, with their conflicts and notes.

-- Most facts have one figure. Of several the one to show comes first: reported over derived, later
-- publication over earlier, official over reprint; the id decides what is left, so that every build agrees.
CREATE OR REPLACE TEMP TABLE several AS
SELECT
    w.district_code, w.indicator_key, w.scope_key, w.period_key, w.source_key, w.figure_id, w.status,
    w.low, w.high, n AS sources,
    row_number() OVER (
        PARTITION BY w.district_code, w.indicator_key, w.scope_key, w.period_key
        ORDER BY
            CASE w.status WHEN 'reported' THEN 0 WHEN 'computed' THEN 1 ELSE 2 END,
            w.published_at_least DESC, w.official DESC, w.figure_id
    ) AS place
FROM weighed AS w
JOIN (
    SELECT district_code, indicator_key, scope_key, period_key, count(*) AS n
    FROM fresh GROUP BY ALL HAVING count(*) > 1
) USING (district_code, indicator_key, scope_key, period_key);

-- Figures for the same fact whose bounds exclude each other; kind tells a revision or a
-- disagreement of sources from a growth statement that does not fit the reported earlier value.
CREATE OR REPLACE TEMP TABLE excluded AS
SELECT
    shown.district_code, shown.figure_id AS shown_id, other.figure_id AS other_id,
    CASE WHEN other.status = 'derived' OR shown.status = 'derived' THEN 'growth' ELSE 'sources' END AS kind
FROM (FROM several WHERE place = 1) AS shown
JOIN (FROM several WHERE place > 1) AS other
    USING (district_code, indicator_key, scope_key, period_key)
WHERE other.low > shown.high OR other.high < shown.low;

INSERT INTO conflict_pair FROM excluded ORDER BY district_code, shown_id, other_id;

INSERT INTO figure BY NAME
SELECT
    w.* EXCLUDE (
        notes, note_set, period_end, basis, exact, scoped, note_district, official, attribution,
        published_at_least
    ),
    coalesce(w.note_set, n.note_set) AS note_set,
    coalesce(s.place, 1) AS place, coalesce(s.sources, 1) AS sources,
    figure_id IN (SELECT shown_id FROM excluded UNION ALL SELECT other_id FROM excluded) AS in_conflict
FROM weighed AS w
LEFT JOIN note_choice AS n
    USING (notes, indicator_key, note_district, status, basis, exact, scoped, official, attribution)
LEFT JOIN (SELECT figure_id, place, sources FROM several) AS s USING (figure_id)
ORDER BY district_code, indicator_key, scope_key, period_end, period_key, place;
