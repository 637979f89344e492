"""The figures of a view as a Frictionless data package: plain CSV tables and what they mean."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.context import Context
from dashboard.exports.interchange.figures import Charts, coverage, figures
from dashboard.words import Language, Words
from warehouse import queries
from warehouse.csv_files import LIST_DELIMITER, inert_csv_bytes
from warehouse.datapackage import DESCRIPTOR
from warehouse.export import column_texts, zip_bytes

README = Path(__file__).parent / "readme.txt"
Json = dict[str, Any]

_SOURCE = (
    "source_id", "source_title", "issuer", "published", "url", "official", "attribution", "read",
)  # fmt: skip
_KEYS = {
    "charts": ["chart"],
    "figures": ["chart", "position"],
    "sources": ["source_id"],
    "coverage": ["chart", "district_code", "year"],
}
_REFERENCES = {
    "figures": {"chart": "charts", "source_id": "sources"},
    "coverage": {"chart": "charts"},
}
_ZH, _EN = Words(Language.ZH), Words(Language.EN)


def datapackage_zip(charts: Charts, context: Context) -> bytes:
    """The package with its README in one zip file; the same view gives the same bytes."""
    tables = _tables(charts, context)
    contents = {name: inert_csv_bytes(table) for name, table in tables.items()}
    descriptor = json.dumps(_descriptor(tables, contents, context), ensure_ascii=False, indent=2)
    files = {_path(name): content for name, content in contents.items()}
    readme = _readme(charts, tables, context)
    return zip_bytes({DESCRIPTOR: f"{descriptor}\n".encode(), **files, "README.txt": readme})


def _tables(charts: Charts, context: Context) -> dict[str, pl.DataFrame]:
    """The tables that hold something; sources stand by themselves, figures refer to them."""
    drawn = figures(charts, context)
    documents = drawn.select(_SOURCE).unique("source_id", maintain_order=True)
    tables = {
        "charts": _chart_list(charts),
        "figures": drawn.drop(name for name in _SOURCE if name != "source_id"),
        "sources": documents,
        "coverage": coverage(charts),
    }
    return {name: table for name, table in tables.items() if not table.is_empty()}


def _chart_list(charts: Charts) -> pl.DataFrame:
    rows = [
        {
            "chart": number,
            "key": chart.key,
            "kind": chart.kind,
            "title": chart.title,
            "subtitle": chart.subtitle,
            "notes": " ".join(chart.notes),
            "alt": chart.alt,
        }
        for number, (chart, _) in enumerate(charts, start=1)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _descriptor(
    tables: dict[str, pl.DataFrame], contents: dict[str, bytes], context: Context
) -> Json:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "rule-of-law-indicators-view",
        "title": _both("package.title"),
        "version": context.data.version,
        "created": f"{queries.data_date(context.warehouse)}T00:00:00Z",
        "licenses": [
            {
                "name": "MIT",
                "title": "MIT License for our own words; figures, dates and addresses are facts",
                "path": "https://opensource.org/license/mit",
            }
        ],
        "sources": _sources(tables),
        "resources": [_resource(name, tables, contents[name]) for name in tables],
    }


def _sources(tables: dict[str, pl.DataFrame]) -> list[Json]:
    documents = tables.get("sources")
    if documents is None:
        return []
    named = documents.select("issuer", "source_title", "url").iter_rows()
    return [{"title": f"{issuer}：{title}", "path": url} for issuer, title, url in named]


def _resource(name: str, tables: dict[str, pl.DataFrame], content: bytes) -> Json:
    return {
        "name": name,
        "type": "table",
        "title": _both(f"package.{name}"),
        "path": _path(name),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(column, kind, name) for column, kind in tables[name].schema.items()],
            "missingValues": [""],
            "primaryKey": _KEYS[name],
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": table, "fields": [column]}}
                for column, table in _REFERENCES.get(name, {}).items()
            ],
        },
    }


def _field(name: str, kind: pl.DataType, table: str) -> Json:
    zh, en = column_meaning(name)
    field: Json = {"name": name, "title": zh, "description": en}
    if isinstance(kind, pl.List):
        field |= {"type": "list", "delimiter": LIST_DELIMITER, "itemType": "string"}
    else:
        field["type"] = _type(kind)
    return field | ({"constraints": {"required": True}} if name in _KEYS[table] else {})


def _type(kind: pl.DataType) -> str:
    if kind.is_integer():
        return "integer"
    if kind.is_numeric():
        return "number"
    return {pl.Date(): "date", pl.Boolean(): "boolean"}.get(kind, "string")


def column_meaning(name: str) -> tuple[str, str]:
    """What a column holds, in Chinese and English."""
    return _known_columns().get(name) or (_ZH(f"drawn.{name}"), _EN(f"drawn.{name}"))


@cache
def _known_columns() -> dict[str, tuple[str, str]]:
    return {row["name"]: (row["zh"], row["en"]) for row in column_texts()}


def _readme(charts: Charts, tables: dict[str, pl.DataFrame], context: Context) -> bytes:
    columns = tables["figures"].columns if "figures" in tables else []
    numbered = [
        f"{number}. {chart.title}{_subtitle(chart.subtitle)}"
        for number, (chart, _) in enumerate(charts, start=1)
    ]
    text = README.read_text(encoding="utf-8").format(
        title_zh=_ZH("package.title"),
        title_en=_EN("package.title"),
        version=context.data.version,
        data_date=queries.data_date(context.warehouse),
        charts="\n".join(numbered),
        files_zh=_listing({_path(name): _ZH(f"package.{name}") for name in tables}),
        files_en=_listing({_path(name): _EN(f"package.{name}") for name in tables}),
        columns_zh=_listing({name: column_meaning(name)[0] for name in columns}),
        columns_en=_listing({name: column_meaning(name)[1] for name in columns}),
    )
    return text.encode()


def _subtitle(text: str) -> str:
    return f"（{text}）" if text else ""


def _listing(texts: dict[str, str]) -> str:
    width = max(map(len, texts), default=0) + 2
    return "\n".join(f"{name:<{width}}{text}" for name, text in texts.items())


def _both(key: str) -> str:
    return f"{_ZH(key)} {_EN(key)}"


def _path(table: str) -> str:
    return f"data/{table}.csv"
