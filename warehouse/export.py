"""The whole data set as files: CSV for spreadsheets, Parquet, and a Frictionless data package.

The same data version gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import polars as pl

from indicators.errors import RuleOfLawDataError
from warehouse import queries
from warehouse.connection import Warehouse
from warehouse.csv_files import spreadsheet_csv_bytes
from warehouse.datapackage import TABLES, check_package, package_files, table_descriptions

TEXTS = Path(__file__).parent / "export_texts"

ALL_OBSERVATIONS = """
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
ORDER BY
    o.indicator_position, o.scope, o.district_code, o.period_end, o.period_label, o.place
"""


class Format(StrEnum):
    """What can be written."""

    CSV = "csv"
    PARQUET = "parquet"
    DATAPACKAGE = "datapackage"


class UnwritableExportError(RuleOfLawDataError):
    """The files cannot be written where they were asked for."""


def all_observations(warehouse: Warehouse) -> pl.DataFrame:
    """Every observation with all that is known of it, exact numbers as decimals."""
    return warehouse.query(ALL_OBSERVATIONS)


def export_csv_bytes(warehouse: Warehouse) -> bytes:
    """All observations as CSV for spreadsheets."""
    return spreadsheet_csv_bytes(all_observations(warehouse))


def export_parquet_bytes(warehouse: Warehouse) -> bytes:
    """All observations as Parquet, typed."""
    buffer = io.BytesIO()
    all_observations(warehouse).write_parquet(buffer)
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

    Raises UnwritableExportError, and InvalidPackageError should the package be at fault.
    """
    files: dict[str, bytes] = {}
    if Format.CSV in formats:
        files["observations.csv"] = export_csv_bytes(warehouse)
    if Format.PARQUET in formats:
        files["observations.parquet"] = export_parquet_bytes(warehouse)
    if Format.DATAPACKAGE in formats:
        package = package_files(warehouse)
        files |= {f"datapackage/{name}": content for name, content in package.items()}
    files["README.txt"] = readme(warehouse)
    written = _write(folder, files)
    if Format.DATAPACKAGE in formats:
        check_package(folder / "datapackage")
    return written


def readme(warehouse: Warehouse) -> bytes:
    """What the files hold and how to read them, in both languages."""
    columns = column_texts()
    descriptions = table_descriptions(warehouse)
    count = warehouse.query("SELECT count(*) AS n FROM observation")["n"].item()
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


def _write(folder: Path, files: dict[str, bytes]) -> list[Path]:
    written: list[Path] = []
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            written.append(path)
    except OSError as error:
        reason = error.strerror or error
        raise UnwritableExportError(f"cannot write to {folder} ({reason})") from error
    return written
