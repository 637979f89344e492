"""What the documents of a few figures say, asked by itself.

Joined to the figures by the database, every document of the country would be prepared first.
"""

from __future__ import annotations

import polars as pl

from warehouse.connection import Warehouse

DOCUMENTS = """
SELECT
    source_key, source_id, title AS source_title, issuer, published, url, official, attribution
FROM source
WHERE source_key IN (SELECT unnest($keys::INTEGER[]))
"""


def with_documents(warehouse: Warehouse, rows: pl.DataFrame) -> pl.DataFrame:
    """These rows with what their documents say instead of `source_key`."""
    keys = rows["source_key"].unique().sort().to_list()
    found = warehouse.query(DOCUMENTS, {"keys": keys})
    return rows.join(found, on="source_key", how="left", maintain_order="left").drop("source_key")
