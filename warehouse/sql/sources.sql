-- The rows of sources.csv, as typed columns; a row that cannot be right is bad and keeps its id.

CREATE OR REPLACE TEMP TABLE staged_source AS
SELECT
    id AS source_id, title, issuer, published, nullif(district, '') AS district_code,
    as_day(first_day) AS period_start, as_day(last_day) AS period_end, url, official = 'yes' AS official,
    attribution, read, sha256,
    id = '' OR title = '' OR (own IS NULL AND (issuer = '' OR url = '')) OR coalesce(own <> id, false)
        OR count(*) OVER (PARTITION BY id) > 1
        OR (district <> '' AND d.district_code IS NULL)
        OR ((first_day <> '' OR last_day <> '') AND bad_span(first_day, period_start, period_end))
        OR NOT regexp_full_match(
            published, '(?:[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?)?')
        OR official NOT IN ('yes', 'no') OR attribution NOT IN ('stated', 'inferred')
        OR read NOT IN ('full', 'excerpt') OR NOT regexp_full_match(sha256, '(?:[0-9a-f]{64})?')
        AS bad,
    CASE WHEN bad THEN [id] END AS cells
FROM source_cells AS c
LEFT JOIN district AS d ON d.district_code = c.district
LEFT JOIN staging_part AS p ON p.file = c.filename;

-- Also a source that is not right can be named.
CREATE OR REPLACE TEMP TABLE named_source AS
SELECT
    source_id,
    row_number() OVER (ORDER BY source_id) - 1 + (SELECT coalesce(max(source_key) + 1, 0) FROM source)
        AS source_key
FROM (SELECT DISTINCT source_id FROM staged_source);
