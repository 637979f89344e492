"""The whole data set as files: CSV for spreadsheets, Parquet, and a Frictionless data package.

The same data version gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import itertools
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import BinaryIO

import polars as pl

from indicators.errors import RuleOfLawDataError
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.csv_files import spreadsheet_csv_bytes
from warehouse.datapackage import TABLES, check_package, package_files, table_descriptions
from warehouse.ids import number_of

TEXTS = Path(__file__).parent / "export_texts"

Write = Callable[[BinaryIO], object]

_OBSERVATIONS = """
SELECT
    o.observation_id, o.district_code, o.district_zh, o.district_en,
    d.city_zh, d.city_en, d.province_zh, d.province_en,
    o.family_id, f.name_zh AS family_zh, f.name_en AS family_en,
    o.indicator_id, i.name_zh AS indicator_zh, i.name_en AS indicator_en,
    u.zh AS unit_zh, u.en AS unit_en, o.measure, o.scope,
    CASE WHEN o.scope <> '' THEN o.scope_en ELSE '' END AS scope_en,
    o.period_label, o.period_start, o.period_end, o.basis, o.year,
    o.status, o.value, o.low, o.high, o.printed, o.qualifier, o.formula, o.conventions,
    o.place = 1 AS shown, o.in_conflict,
    coalesce(n.note_keys, []) AS note_keys,
    coalesce(n.notes_zh, '') AS notes_zh, coalesce(n.notes_en, '') AS notes_en,
    o.source_id, o.source_title, o.issuer, o.published, o.url, o.official, o.attribution, o.read,
    o.char_start, o.char_end, (SELECT data_version FROM build_info) AS data_version
FROM flat_observation AS o
JOIN district AS d ON d.district_code = o.district_code
JOIN family AS f ON f.family_id = o.family_id
JOIN indicator AS i ON i.indicator_id = o.indicator_id
JOIN unit AS u ON u.unit_id = i.unit_id
LEFT JOIN (
    SELECT
        note_set, list(note_key ORDER BY position) AS note_keys,
        string_agg(zh, '' ORDER BY position) AS notes_zh,
        string_agg(en, ' ' ORDER BY position) AS notes_en
    FROM (SELECT note_set, unnest(note_keys) AS note_key FROM note_set)
    JOIN note USING (note_key)
    GROUP BY note_set
) AS n USING (note_set)
"""

_ORDER = """
ORDER BY
    o.indicator_position, o.scope, o.district_code, o.period_end, o.period_label, o.place
"""

_OF_INDICATORS = f"{_OBSERVATIONS} WHERE o.indicator_key BETWEEN $first AND $last {_ORDER}"
_THESE = f"""
{_OBSERVATIONS}
WHERE o.district_code IN ($districts...) AND o.figure_id IN (SELECT unnest($figures::UBIGINT[]))
{_ORDER}
"""
_SHARES = """
SELECT min(indicator_key) AS first, max(indicator_key) AS last
FROM (
    SELECT indicator_key, sum(sum(facts)) OVER (ORDER BY indicator_key) // $facts AS share
    FROM holding GROUP BY indicator_key
)
GROUP BY share ORDER BY share
"""

MOST_AT_ONCE = 1_000_000  # observations of which a file is made in memory
A_SHARE = 200_000  # facts that are read at once, unless a single indicator has more


class Format(StrEnum):
    """What can be written."""

    CSV = "csv"
    PARQUET = "parquet"
    DATAPACKAGE = "datapackage"


class UnwritableExportError(RuleOfLawDataError):
    """The files cannot be written where they were asked for."""


class TooLargeExportError(RuleOfLawDataError):
    """There are too many observations for a format that is made in memory."""


def all_observations(warehouse: Warehouse) -> Iterator[pl.DataFrame]:
    """Every observation with all that is known of it, exact numbers as decimals.

    A frame for some indicators at a time, so that a whole country need not be in memory; one
    without rows where there are none.
    """
    shares = warehouse.query(_SHARES, {"facts": A_SHARE}).rows(named=True)
    for share in shares or [{"first": 0, "last": -1}]:
        yield warehouse.query(_OF_INDICATORS, share)


def these_observations(
    warehouse: Warehouse, districts: Collection[str], observation_ids: Collection[str]
) -> pl.DataFrame:
    """As `all_observations`, but only these observations, which are of these districts."""
    figures = [number_of(one) for one in observation_ids]
    return warehouse.query(_THESE, {"districts": sorted(districts), "figures": figures})


def count_of_observations(warehouse: Warehouse) -> int:
    """How many observations the files would hold."""
    count: int = warehouse.query("SELECT count(*) AS n FROM figure")["n"].item()
    return count


def write_csv(warehouse: Warehouse, file: BinaryIO) -> None:
    """Write all observations as CSV for spreadsheets."""
    for place, rows in enumerate(all_observations(warehouse)):
        file.write(spreadsheet_csv_bytes(rows, begins=place == 0))


def write_parquet(warehouse: Warehouse, file: BinaryIO) -> None:
    """Write all observations as Parquet, typed."""
    import pyarrow.parquet  # type: ignore[import-untyped]  # slow to import, and needed here only

    frames = (rows.to_arrow() for rows in all_observations(warehouse))
    first = next(frames)
    with pyarrow.parquet.ParquetWriter(file, first.schema, compression="zstd") as writer:
        for rows in itertools.chain([first], frames):
            writer.write_table(rows)


def export_csv_bytes(warehouse: Warehouse) -> bytes:
    """All observations as CSV for spreadsheets."""
    return _bytes(write_csv, warehouse)


def export_parquet_bytes(warehouse: Warehouse) -> bytes:
    """All observations as Parquet, typed."""
    return _bytes(write_parquet, warehouse)


def _bytes(write: Callable[[Warehouse, BinaryIO], None], warehouse: Warehouse) -> bytes:
    buffer = io.BytesIO()
    write(warehouse, buffer)
    return buffer.getvalue()


def export_datapackage_zip(warehouse: Warehouse) -> bytes:
    """The data package with its README in one zip file, as frictionless can open it."""
    return zip_bytes({**package_files(warehouse), "README.txt": readme(warehouse)})


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """Files by their path in one zip file: the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)  # of 1980: the same bytes whenever it is written
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, also when it is written on Windows
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def export(warehouse: Warehouse, folder: Path, formats: tuple[Format, ...]) -> list[Path]:
    """Write the data set into a folder and name the files; the data package is checked there.

    Raises UnwritableExportError, TooLargeExportError for a data package of a whole country, and
    InvalidPackageError should the package be at fault.
    """
    if Format.DATAPACKAGE in formats and count_of_observations(warehouse) > MOST_AT_ONCE:
        raise TooLargeExportError(
            f"a data package is made in memory, and there are more than {MOST_AT_ONCE:,} "
            "observations: ask for --format parquet or csv"
        )
    files: dict[str, Write] = {}
    if Format.CSV in formats:
        files["observations.csv"] = partial(write_csv, warehouse)
    if Format.PARQUET in formats:
        files["observations.parquet"] = partial(write_parquet, warehouse)
    if Format.DATAPACKAGE in formats:
        for name, content in package_files(warehouse).items():
            files[f"datapackage/{name}"] = partial(_write_bytes, content)
    files["README.txt"] = partial(_write_bytes, readme(warehouse))
    written = _write(folder, files)
    if Format.DATAPACKAGE in formats:
        check_package(folder / "datapackage")
    return written


def readme(warehouse: Warehouse) -> bytes:
    """What the files hold and how to read them, in both languages."""
    columns = column_texts()
    descriptions = table_descriptions(warehouse)
    count = count_of_observations(warehouse)
    text = (TEXTS / "readme.txt").read_text(encoding="utf-8").format(
        version=warehouse.version,
        data_date=queries.data_date(warehouse),
        observations=count,
        columns_zh=_listing({row["name"]: row["zh"] for row in columns}),
        columns_en=_listing({row["name"]: row["en"] for row in columns}),
        tables_zh=_listing(TABLES),
        tables_en=_listing(descriptions),
    )  # fmt: skip
    return text.encode()


def column_texts() -> list[dict[str, str]]:
    """What each column of the observations holds: name, zh and en."""
    with (TEXTS / "columns.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _listing(texts: dict[str, str]) -> str:
    width = max(map(len, texts)) + 2
    return "\n".join(f"{name:<{width}}{text}" for name, text in texts.items())


def _write_bytes(content: bytes, file: BinaryIO) -> None:
    file.write(content)


def _write(folder: Path, files: Mapping[str, Write]) -> list[Path]:
    written: list[Path] = []
    try:
        for name, write in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write(file)
            written.append(path)
    except OSError as error:
        reason = error.strerror or error
        raise UnwritableExportError(f"cannot write to {folder} ({reason})") from error
    return written
