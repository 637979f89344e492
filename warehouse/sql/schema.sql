-- Star schema of the warehouse: dimensions, then facts. Everything is built from files and never changed in place.
-- Values are in the catalogue's unit (yuan, percent, whole counts); an empty bound is open.

CREATE TABLE build_info (
    data_version VARCHAR NOT NULL,
    changes_version VARCHAR NOT NULL,
    data_date DATE NOT NULL,
    schema_digest VARCHAR NOT NULL
);

-- What the figures were built from, so that a later build adds only what is new.
CREATE TABLE built_from (
    part VARCHAR PRIMARY KEY,
    digest VARCHAR NOT NULL
);
COMMENT ON TABLE built_from IS 'the folders of figures that this file was built from';
COMMENT ON COLUMN built_from.part IS 'empty = the figures that ship; otherwise an import';
COMMENT ON COLUMN built_from.digest IS 'SHA-256 over its files';
COMMENT ON TABLE build_info IS 'which data this file holds';
COMMENT ON COLUMN build_info.schema_digest IS 'of the SQL that made this file; files of another make are not opened';

CREATE TABLE change_log (
    version VARCHAR PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    change_date DATE NOT NULL,
    zh VARCHAR[] NOT NULL,
    en VARCHAR[] NOT NULL
);
COMMENT ON TABLE change_log IS 'what each version of the figures added, revised or withdrew, in words';
COMMENT ON COLUMN change_log.version IS 'year and month';
COMMENT ON COLUMN change_log.position IS 'order, newest first';
COMMENT ON COLUMN change_log.change_date IS 'day of the entry';
COMMENT ON COLUMN change_log.zh IS 'what changed in Chinese, a sentence each';
COMMENT ON COLUMN change_log.en IS 'what changed in English, a sentence each';

CREATE TABLE unit (
    unit_id VARCHAR PRIMARY KEY,
    zh VARCHAR NOT NULL,
    en VARCHAR NOT NULL,
    whole BOOLEAN NOT NULL
);
COMMENT ON TABLE unit IS 'units of the values: the measure word of a count, yuan, percent';
COMMENT ON COLUMN unit.unit_id IS 'id';
COMMENT ON COLUMN unit.zh IS 'measure word or symbol in Chinese';
COMMENT ON COLUMN unit.en IS 'plural noun or symbol in English';
COMMENT ON COLUMN unit.whole IS 'whether only whole numbers are possible';

CREATE TABLE family (
    family_id VARCHAR PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    name_zh VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL
);
COMMENT ON TABLE family IS 'families of indicators';
COMMENT ON COLUMN family.family_id IS 'id';
COMMENT ON COLUMN family.position IS 'order in lists, from 0';
COMMENT ON COLUMN family.name_zh IS 'name in Chinese';
COMMENT ON COLUMN family.name_en IS 'name in English';

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
COMMENT ON TABLE indicator IS 'the catalogue of indicators';
COMMENT ON COLUMN indicator.indicator_id IS 'id: family and short name';
COMMENT ON COLUMN indicator.position IS 'order in lists, from 0';
COMMENT ON COLUMN indicator.name_zh IS 'name in Chinese';
COMMENT ON COLUMN indicator.name_en IS 'name in English';
COMMENT ON COLUMN indicator.definition_zh IS 'definition in Chinese';
COMMENT ON COLUMN indicator.definition_en IS 'definition in English';
COMMENT ON COLUMN indicator.measure IS
    'flow: counted over a period; stock: at a point in time; rate: share of a whole, 0-100; change: percent; cumulative: since a start that the source does not give';
COMMENT ON COLUMN indicator.polarity IS 'whether more is better; mostly neither';
COMMENT ON COLUMN indicator.precision IS 'decimals to show';
COMMENT ON COLUMN indicator.numerators IS 'for a rate that is a quotient of counts: the indicators above the line';
COMMENT ON COLUMN indicator.denominator IS 'and the indicator below it';

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
COMMENT ON TABLE district IS 'county-level divisions of China and functional zones with an administration of their own';
COMMENT ON COLUMN district.district_code IS 'GB/T 2260 code; functional zones without one have a code of ours';
COMMENT ON COLUMN district.name_zh IS 'name in Chinese';
COMMENT ON COLUMN district.name_en IS 'name in English';
COMMENT ON COLUMN district.label_zh IS 'unique in the country: names that several districts share carry their city';
COMMENT ON COLUMN district.label_en IS 'the same in English';
COMMENT ON COLUMN district.pinyin IS 'for search';
COMMENT ON COLUMN district.initials IS 'of the pinyin, for search';
COMMENT ON COLUMN district.city_code IS 'prefecture-level division';
COMMENT ON COLUMN district.city_zh IS 'its name in Chinese';
COMMENT ON COLUMN district.city_en IS 'its name in English';
COMMENT ON COLUMN district.province_code IS 'province-level division';
COMMENT ON COLUMN district.province_zh IS 'its name in Chinese';
COMMENT ON COLUMN district.province_en IS 'its name in English';

CREATE TABLE period (
    period_key INTEGER NOT NULL,
    period_label VARCHAR PRIMARY KEY,
    period_start DATE,
    period_end DATE NOT NULL,
    basis VARCHAR NOT NULL CHECK (basis IN ('year', 'first_half', 'other_span', 'point', 'cumulative')),
    shape VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    CHECK (period_start IS NULL OR period_start <= period_end)
);
COMMENT ON COLUMN period.period_key IS 'short name within this file; another build may give another one';
COMMENT ON TABLE period IS 'periods of the figures, days inclusive';
COMMENT ON COLUMN period.period_label IS
    'SDMX label (2024, 2025-S1, 2024-Q3), one day, or an ISO interval; ../ = unknown start';
COMMENT ON COLUMN period.period_start IS 'inclusive; NULL for a cumulative figure of unknown start';
COMMENT ON COLUMN period.period_end IS 'inclusive';
COMMENT ON COLUMN period.basis IS
    'full year, first half, other span, point in time, or cumulative; figures of different bases are never compared';
COMMENT ON COLUMN period.shape IS 'periods of one shape cover like spans and may be compared over time';
COMMENT ON COLUMN period.year IS 'calendar year of the last day';

CREATE TABLE scope (
    scope_key INTEGER NOT NULL,
    scope VARCHAR PRIMARY KEY,
    name_en VARCHAR NOT NULL,
    kind VARCHAR NOT NULL
);
COMMENT ON COLUMN scope.scope_key IS 'short name within this file; another build may give another one';
COMMENT ON TABLE scope IS 'what a figure is restricted to';
COMMENT ON COLUMN scope.scope IS 'empty = the whole district, unqualified';
COMMENT ON COLUMN scope.name_en IS 'name in English';
COMMENT ON COLUMN scope.kind IS 'kind of restriction';

CREATE TABLE source (
    source_key INTEGER NOT NULL,
    source_id VARCHAR PRIMARY KEY,
    title VARCHAR NOT NULL,
    issuer VARCHAR NOT NULL,
    published VARCHAR NOT NULL,
    district_code VARCHAR REFERENCES district,
    period_start DATE,
    period_end DATE,
    url VARCHAR NOT NULL,
    official BOOLEAN NOT NULL,
    attribution VARCHAR NOT NULL CHECK (attribution IN ('stated', 'inferred')),
    read VARCHAR NOT NULL CHECK (read IN ('full', 'excerpt')),
    sha256 VARCHAR NOT NULL CHECK (sha256 = '' OR length(sha256) = 64)
);
COMMENT ON COLUMN source.source_key IS 'short name within this file; another build may give another one';
COMMENT ON TABLE source IS 'documents that the figures were read in';
COMMENT ON COLUMN source.source_id IS 'r = report read in full, s = excerpt';
COMMENT ON COLUMN source.title IS 'title as published';
COMMENT ON COLUMN source.issuer IS 'who published it';
COMMENT ON COLUMN source.published IS 'ISO date as far as known (2025, 2025-01, 2025-01-06), or empty';
COMMENT ON COLUMN source.district_code IS 'the district that the document is about; NULL when it covers several';
COMMENT ON COLUMN source.period_start IS 'first day of the period that the document covers, where it says so';
COMMENT ON COLUMN source.period_end IS 'last day of that period';
COMMENT ON COLUMN source.url IS 'address';
COMMENT ON COLUMN source.official IS 'the government''s own site; otherwise a reprint';
COMMENT ON COLUMN source.attribution IS
    'inferred: the document does not name its district; towns and sub-districts in it do';
COMMENT ON COLUMN source.read IS 'full: the whole document was read; excerpt: only the passages with these figures';
COMMENT ON COLUMN source.sha256 IS 'of the text that was read, where we have it';

CREATE TABLE note (
    note_key VARCHAR PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    zh VARCHAR NOT NULL,
    en VARCHAR NOT NULL,
    crosses DATE
);
COMMENT ON TABLE note IS 'remarks on figures';
COMMENT ON COLUMN note.note_key IS 'key';
COMMENT ON COLUMN note.position IS 'order in lists, from 0';
COMMENT ON COLUMN note.zh IS 'text in Chinese';
COMMENT ON COLUMN note.en IS 'text in English';
COMMENT ON COLUMN note.crosses IS 'the note concerns comparisons across this day only';

CREATE TABLE population (
    district_code VARCHAR PRIMARY KEY REFERENCES district,
    census_date DATE NOT NULL,
    population BIGINT NOT NULL CHECK (population > 0),
    printed VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    official BOOLEAN NOT NULL,
    url VARCHAR NOT NULL
);
COMMENT ON TABLE population IS 'residents by census, for rates per 100,000';
COMMENT ON COLUMN population.census_date IS 'reference day';
COMMENT ON COLUMN population.population IS 'residents';
COMMENT ON COLUMN population.printed IS 'as the source prints it';
COMMENT ON COLUMN population.basis IS 'which census';
COMMENT ON COLUMN population.official IS 'the government''s own site; otherwise a reprint';
COMMENT ON COLUMN population.url IS 'address';

-- The facts as they are stored: short keys, a number for an id, and sorted by district, so that a file of
-- many million figures stays small and a question about a few districts reads a few blocks. Keys and
-- references are checked set by set while the file is built; an index over them would double its size.
-- Everybody asks the views in views.sql.
CREATE TABLE figure (
    figure_id UBIGINT NOT NULL,
    district_code VARCHAR NOT NULL,
    indicator_key INTEGER NOT NULL,
    scope_key INTEGER NOT NULL,
    period_key INTEGER NOT NULL,
    source_key INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    value DECIMAL(18, 4),
    low DECIMAL(18, 4),
    high DECIMAL(18, 4),
    printed VARCHAR NOT NULL,
    qualifier VARCHAR NOT NULL,
    step DECIMAL(18, 4) NOT NULL,
    char_start INTEGER,
    formula VARCHAR NOT NULL,
    conventions VARCHAR[] NOT NULL,
    note_set INTEGER NOT NULL,
    place BIGINT NOT NULL,
    sources BIGINT NOT NULL,
    in_conflict BOOLEAN NOT NULL,
    CHECK (status IN ('reported', 'derived', 'computed')),
    CHECK (low IS NULL OR high IS NULL OR low <= high),
    CHECK (value IS NULL OR low IS NULL OR low <= value),
    CHECK (value IS NULL OR high IS NULL OR value <= high),
    CHECK (status <> 'reported' OR value IS NOT NULL)
);

-- When a source was published; where no date is printed, it cannot be older than the periods it reports.
CREATE TABLE source_age (
    source_key INTEGER NOT NULL,
    published_at_least VARCHAR NOT NULL
);

CREATE TABLE note_set (
    note_set INTEGER PRIMARY KEY,
    note_keys VARCHAR[] NOT NULL,
    digest BIGINT NOT NULL
);
COMMENT ON COLUMN note_set.digest IS 'follows from the keys: 40 bits of a SHA-256, for the data version';

CREATE TABLE growth_figure (
    growth_id UBIGINT NOT NULL,
    district_code VARCHAR NOT NULL,
    indicator_key INTEGER NOT NULL,
    scope_key INTEGER NOT NULL,
    period_key INTEGER NOT NULL,
    source_key INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    growth DECIMAL(18, 4) NOT NULL,
    qualifier VARCHAR NOT NULL,
    printed VARCHAR NOT NULL,
    char_start INTEGER,
    level_id UBIGINT,
    implied_id UBIGINT,
    CHECK (kind IN ('pct_change', 'multiple', 'added_multiple'))
);

CREATE TABLE conflict_pair (
    district_code VARCHAR NOT NULL,
    shown_id UBIGINT NOT NULL,
    other_id UBIGINT NOT NULL,
    kind VARCHAR NOT NULL
);

CREATE TABLE growth_pair (
    district_code VARCHAR NOT NULL,
    growth_id UBIGINT NOT NULL,
    implied_id UBIGINT NOT NULL,
    reported_id UBIGINT NOT NULL,
    result VARCHAR NOT NULL,
    independent BOOLEAN NOT NULL
);

-- How many identities of a district were checked, by result.
CREATE TABLE identity_tally (
    district_code VARCHAR NOT NULL,
    result VARCHAR NOT NULL,
    checks INTEGER NOT NULL
);

-- District x year x family: how many facts are known (see queries.coverage).
CREATE TABLE coverage (
    district_code VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    family_id VARCHAR NOT NULL,
    facts INTEGER NOT NULL,
    derived INTEGER NOT NULL
);

-- Which districts and years some document speaks of, and whether one that covers them was read in
-- full. A figure for a year outside a document's own period does not make that year read in full.
CREATE TABLE documented_year (
    district_code VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    read_in_full BOOLEAN NOT NULL
);

-- What a district has of each indicator, scope and kind of period; counts of the whole file are sums of these.
CREATE TABLE holding (
    district_code VARCHAR NOT NULL,
    indicator_key INTEGER NOT NULL,
    scope_key INTEGER NOT NULL,
    basis VARCHAR NOT NULL,
    shape VARCHAR NOT NULL,
    first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL,
    newest_label VARCHAR NOT NULL,
    newest_end DATE NOT NULL,
    facts INTEGER NOT NULL
);

-- How many figures of each kind a district has; counts of the whole file are sums of these.
CREATE TABLE district_tally (
    district_code VARCHAR NOT NULL,
    observations INTEGER NOT NULL,
    reported INTEGER NOT NULL,
    derived INTEGER NOT NULL,
    approximate INTEGER NOT NULL,
    scoped INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    facts_with_several INTEGER NOT NULL,
    read_in_full BOOLEAN NOT NULL,
    content HUGEINT NOT NULL,
    statements HUGEINT NOT NULL
);
COMMENT ON COLUMN district_tally.content IS 'a sum over all that its figures say, for the data version';
COMMENT ON COLUMN district_tally.statements IS 'the same of its growth statements';

-- Which district has how many reported figures from which document.
CREATE TABLE source_tally (
    district_code VARCHAR NOT NULL,
    source_key INTEGER NOT NULL,
    year INTEGER NOT NULL,
    figures INTEGER NOT NULL
);

CREATE TABLE correction (
    correction_id VARCHAR PRIMARY KEY,
    observation_id VARCHAR,
    action VARCHAR NOT NULL CHECK (action IN ('drop', 'override', 'flag')),
    printed VARCHAR NOT NULL,
    value DECIMAL(18, 4),
    reason_zh VARCHAR NOT NULL,
    reason_en VARCHAR NOT NULL,
    since DATE NOT NULL,
    reported_to VARCHAR NOT NULL
);
COMMENT ON TABLE correction IS 'known errors in published figures and what is done about them';
COMMENT ON COLUMN correction.correction_id IS 'id';
COMMENT ON COLUMN correction.observation_id IS 'the figure concerned; NULL where the figure was dropped';
COMMENT ON COLUMN correction.action IS
    'drop: left out; override: replaced by value; flag: kept as published and marked';
COMMENT ON COLUMN correction.printed IS 'as published';
COMMENT ON COLUMN correction.value IS 'the value used instead, for override';
COMMENT ON COLUMN correction.reason_zh IS 'reason in Chinese';
COMMENT ON COLUMN correction.reason_en IS 'reason in English';
COMMENT ON COLUMN correction.since IS 'day of the entry';
COMMENT ON COLUMN correction.reported_to IS 'who was told of the error';

CREATE TABLE identity (
    identity_key INTEGER NOT NULL,
    parts_wanted INTEGER NOT NULL,
    identity_id VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL CHECK (kind IN ('sum', 'at_most', 'rate', 'half_year', 'range')),
    family_id VARCHAR NOT NULL REFERENCES family,
    name_zh VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL
);
COMMENT ON TABLE identity IS 'accounting identities that every build checks';
COMMENT ON COLUMN identity.identity_key IS 'short name within this file; another build may give another one';
COMMENT ON COLUMN identity.parts_wanted IS 'how many parts it has';
COMMENT ON COLUMN identity.identity_id IS 'id';
COMMENT ON COLUMN identity.kind IS
    'sum: parts add up to the whole; at_most: part <= whole; rate: 100 * sum(part) / whole = rate; half_year: part = first half, whole = full year; range: 0 <= whole <= 100';
COMMENT ON COLUMN identity.name_zh IS 'name in Chinese';
COMMENT ON COLUMN identity.name_en IS 'name in English';

CREATE TABLE identity_term (
    identity_id VARCHAR NOT NULL REFERENCES identity,
    position INTEGER NOT NULL,
    role VARCHAR NOT NULL CHECK (role IN ('whole', 'part', 'rate')),
    indicator_id VARCHAR NOT NULL REFERENCES indicator,
    scope VARCHAR REFERENCES scope,
    PRIMARY KEY (identity_id, position)
);
COMMENT ON TABLE identity_term IS 'terms of the identities';
COMMENT ON COLUMN identity_term.position IS 'order of the terms, from 0';
COMMENT ON COLUMN identity_term.role IS 'whole, part or rate';
COMMENT ON COLUMN identity_term.scope IS
    'empty: the whole district where another term names a scope (''''), otherwise one scope on all terms (NULL)';
