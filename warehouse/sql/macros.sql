-- How cells are read and ids are made. `cell` is defined by the reader (see staging.py).

CREATE TEMP MACRO as_day(text) AS
    CASE WHEN length(text) = 10 AND text[5] = '-' AND text[8] = '-' THEN TRY_CAST(text AS DATE) END;

CREATE TEMP MACRO bad_span(first_day, period_start, period_end) AS
    period_end IS NULL OR (first_day <> '' AND period_start IS NULL)
    OR coalesce(period_start > period_end, false);

CREATE TEMP MACRO bad_number(text) AS NOT regexp_full_match(text, '-?[0-9]{1,14}(?:\.[0-9]{1,4})?');

CREATE TEMP MACRO bad_offset(text) AS text <> '' AND NOT regexp_full_match(text, '[0-9]{1,9}');

-- A number in digits and some unit, in which nothing else could be a numeral, a scale or a hedge.
CREATE TEMP MACRO plain_number(printed) AS regexp_extract(
    printed,
    '^([0-9]{1,14}(?:\.[0-9]{1,4})?)'
    '[^0-9０-９,，.．〇○零一壹二两贰三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿余多几数分]*$',
    1
);

-- One unit of the last digit of a number in digits: 30.0 -> 0.1.
CREATE TEMP MACRO place_of(number) AS
    CASE WHEN contains(number, '.') THEN
        CASE length(number) - position('.' IN number)
            WHEN 1 THEN 0.1 WHEN 2 THEN 0.01 WHEN 3 THEN 0.001 ELSE 0.0001 END
    ELSE 1 END::DECIMAL(18, 4);

-- Follows from what a fact says, so that links to it last: the first 60 bits of a SHA-256.
CREATE TEMP MACRO number_of(a, b, c, d, e, f, g) AS
    ('0x' || substr(sha256(concat_ws(chr(31), a, b, c, d, e, f, g)), 1, 15))::UBIGINT;

CREATE TEMP MACRO bad_row(district, name, given_name, indicator, scope, source, own, given_source, printed) AS
    district IS NULL OR name <> given_name OR indicator IS NULL OR scope IS NULL OR source IS NULL
    OR coalesce(own <> given_source, false) OR printed = '';

-- a / b for b > 0, to the next whole number up or down.
CREATE TEMP MACRO down(a, b) AS CASE WHEN a >= 0 THEN a // b ELSE -((b - 1 - a) // b) END;
CREATE TEMP MACRO up(a, b) AS CASE WHEN a >= 0 THEN (a + b - 1) // b ELSE -((-a) // b) END;
