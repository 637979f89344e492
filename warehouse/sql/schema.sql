-- Star schema of the warehouse: dimensions, then facts. Everything is built from files and never changed in place.
-- Values are in the catalogue's unit (yuan, percent, whole counts); an empty bound is open.

CREATE TABLE build_info (
    data_version VARCHAR NOT NULL,
    changes_version VARCHAR NOT NULL,
    data_date DATE NOT NULL
);

CREATE TABLE unit (
    unit_id VARCHAR PRIMARY KEY,
    zh VARCHAR NOT NULL,
    en VARCHAR NOT NULL,
    whole BOOLEAN NOT NULL
);

CREATE TABLE family (
    family_id VARCHAR PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    name_zh VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL
);

CREATE TABLE indicator (
    indicator_id VARCHAR PRIMARY KEY,
    family_id VARCHAR NOT NULL REFERENCES family,
    position INTEGER NOT NULL UNIQUE,
    name_zh VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    definition_zh VARCHAR NOT NULL,
    definition_en VARCHAR NOT NULL,
    unit_id VARCHAR NOT NULL REFERENCES unit,
    measure VARCHAR NOT NULL CHECK (measure IN ('flow', 'stock', 'rate', 'change', 'cumulative')),
    polarity VARCHAR NOT NULL CHECK (polarity IN ('neutral', 'higher_is_better', 'lower_is_better')),
    precision INTEGER NOT NULL,
    numerators VARCHAR[] NOT NULL,
    denominator VARCHAR
);

CREATE TABLE district (
    district_code VARCHAR PRIMARY KEY,
    name_zh VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    label_zh VARCHAR NOT NULL UNIQUE,
    label_en VARCHAR NOT NULL UNIQUE,
    pinyin VARCHAR NOT NULL,
    initials VARCHAR NOT NULL,
    city_code VARCHAR NOT NULL,
    city_zh VARCHAR NOT NULL,
    city_en VARCHAR NOT NULL,
    province_code VARCHAR NOT NULL,
    province_zh VARCHAR NOT NULL,
    province_en VARCHAR NOT NULL
);
COMMENT ON COLUMN district.district_code IS 'GB/T 2260 code; functional zones without one have a code of ours';
COMMENT ON COLUMN district.label_zh IS 'unique in the country: names that several districts share carry their city';

CREATE TABLE period (
    period_label VARCHAR PRIMARY KEY,
    period_start DATE,
    period_end DATE NOT NULL,
    basis VARCHAR NOT NULL CHECK (basis IN ('year', 'first_half', 'other_span', 'point', 'cumulative')),
    shape VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    CHECK (period_start IS NULL OR period_start <= period_end)
);
COMMENT ON COLUMN period.period_start IS 'inclusive; NULL for a cumulative figure of unknown start';
COMMENT ON COLUMN period.shape IS 'periods of one shape cover like spans and may be compared over time';

CREATE TABLE scope (
    scope VARCHAR PRIMARY KEY,
    name_en VARCHAR NOT NULL,
    kind VARCHAR NOT NULL
);
COMMENT ON COLUMN scope.scope IS 'empty = the whole district, unqualified';

CREATE TABLE source (
    source_id VARCHAR PRIMARY KEY,
    title VARCHAR NOT NULL,
    issuer VARCHAR NOT NULL,
    published VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    official BOOLEAN NOT NULL,
    attribution VARCHAR NOT NULL CHECK (attribution IN ('stated', 'inferred')),
    read VARCHAR NOT NULL CHECK (read IN ('full', 'excerpt')),
    sha256 VARCHAR NOT NULL CHECK (sha256 = '' OR length(sha256) = 64)
);
COMMENT ON COLUMN source.official IS 'the government''s own site; otherwise a reprint';
COMMENT ON COLUMN source.read IS 'full: the whole document was read; excerpt: only the passages with these figures';
COMMENT ON COLUMN source.sha256 IS 'of the text that was read, where we have it';

CREATE TABLE note (
    note_key VARCHAR PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    zh VARCHAR NOT NULL,
    en VARCHAR NOT NULL,
    crosses DATE
);

CREATE TABLE population (
    district_code VARCHAR PRIMARY KEY REFERENCES district,
    census_date DATE NOT NULL,
    population BIGINT NOT NULL CHECK (population > 0),
    printed VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    official BOOLEAN NOT NULL,
    url VARCHAR NOT NULL
);

CREATE TABLE observation (
    observation_id VARCHAR PRIMARY KEY,
    district_code VARCHAR NOT NULL REFERENCES district,
    indicator_id VARCHAR NOT NULL REFERENCES indicator,
    scope VARCHAR NOT NULL REFERENCES scope,
    period_label VARCHAR NOT NULL REFERENCES period,
    source_id VARCHAR NOT NULL REFERENCES source,
    status VARCHAR NOT NULL CHECK (status IN ('reported', 'derived', 'computed')),
    value DECIMAL(20, 4),
    low DECIMAL(20, 4),
    high DECIMAL(20, 4),
    printed VARCHAR NOT NULL,
    qualifier VARCHAR NOT NULL,
    step DECIMAL(20, 4) NOT NULL,
    char_start INTEGER,
    char_end INTEGER,
    formula VARCHAR NOT NULL,
    conventions VARCHAR[] NOT NULL,
    CHECK (low IS NULL OR high IS NULL OR low <= high),
    CHECK (value IS NULL OR low IS NULL OR low <= value),
    CHECK (value IS NULL OR high IS NULL OR value <= high),
    CHECK (status <> 'reported' OR value IS NOT NULL)
);
COMMENT ON COLUMN observation.value IS 'NULL where only bounds are known';
COMMENT ON COLUMN observation.step IS 'one unit of the last digit as printed';

CREATE TABLE observation_note (
    observation_id VARCHAR NOT NULL REFERENCES observation,
    note_key VARCHAR NOT NULL REFERENCES note,
    PRIMARY KEY (observation_id, note_key)
);

CREATE TABLE growth_statement (
    growth_id VARCHAR PRIMARY KEY,
    district_code VARCHAR NOT NULL REFERENCES district,
    indicator_id VARCHAR NOT NULL REFERENCES indicator,
    scope VARCHAR NOT NULL REFERENCES scope,
    period_label VARCHAR NOT NULL REFERENCES period,
    source_id VARCHAR NOT NULL REFERENCES source,
    kind VARCHAR NOT NULL CHECK (kind IN ('pct_change', 'multiple', 'added_multiple')),
    growth DECIMAL(20, 4) NOT NULL,
    qualifier VARCHAR NOT NULL,
    printed VARCHAR NOT NULL,
    char_start INTEGER,
    level_id VARCHAR REFERENCES observation,
    implied_id VARCHAR REFERENCES observation
);
COMMENT ON COLUMN growth_statement.level_id IS 'the value that the statement speaks of, when its source gives one';
COMMENT ON COLUMN growth_statement.implied_id IS 'the earlier value that follows from it';

CREATE TABLE correction (
    correction_id VARCHAR PRIMARY KEY,
    observation_id VARCHAR,
    action VARCHAR NOT NULL CHECK (action IN ('drop', 'override', 'flag')),
    printed VARCHAR NOT NULL,
    value DECIMAL(20, 4),
    reason_zh VARCHAR NOT NULL,
    reason_en VARCHAR NOT NULL,
    since DATE NOT NULL,
    reported_to VARCHAR NOT NULL
);
COMMENT ON COLUMN correction.observation_id IS 'the figure concerned; NULL where the figure was dropped';

CREATE TABLE identity (
    identity_id VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL CHECK (kind IN ('sum', 'at_most', 'rate', 'half_year', 'range')),
    family_id VARCHAR NOT NULL REFERENCES family,
    name_zh VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL
);

CREATE TABLE identity_term (
    identity_id VARCHAR NOT NULL REFERENCES identity,
    position INTEGER NOT NULL,
    role VARCHAR NOT NULL CHECK (role IN ('whole', 'part', 'rate')),
    indicator_id VARCHAR NOT NULL REFERENCES indicator,
    scope VARCHAR REFERENCES scope,
    PRIMARY KEY (identity_id, position)
);
COMMENT ON TABLE identity_term IS
    'sum: parts add up to the whole; at_most: part <= whole; rate: 100 * sum(part) / whole = rate; half_year: part = first half, whole = full year; range: 0 <= whole <= 100';
COMMENT ON COLUMN identity_term.scope IS 'NULL = the same scope on all terms';
