"""What every page works with: language, open warehouse, catalogue and the filters' selection."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import polars as pl
import streamlit as st

from dashboard.selection import Offer, Selection
from dashboard.words import Language, Words
from indicators.catalogue import Catalogue, load_catalogue
from indicators.notes import Note
from warehouse import queries
from warehouse.connection import Warehouse, open_warehouse
from warehouse.paths import publish_folder
from warehouse.publish import file_version, served

DEFAULT_DISTRICTS = 6


@dataclass(frozen=True, eq=False)
class Data:
    """An open warehouse and what is asked of it on every page, read once a data version.

    There is one of each version, so that it can stand for its version in a key.
    """

    warehouse: Warehouse
    catalogue: Catalogue
    notes: dict[str, Note]
    districts: pl.DataFrame
    offer: Offer

    @property
    def version(self) -> str:
        """The data version."""
        return self.warehouse.version

    @cached_property
    def labels(self) -> dict[Language, dict[str, str]]:
        """What each district is called, by its code; names that others have tell more."""
        columns = {Language.ZH: "label_zh", Language.EN: "label_en"}
        codes = self.districts["district_code"]
        return {
            language: dict(zip(codes, self.districts[column], strict=True))
            for language, column in columns.items()
        }

    @cached_property
    def populations(self) -> dict[str, int]:
        """Residents by district code, where they are known."""
        known = self.districts.filter(pl.col("population").is_not_null())
        return dict(zip(known["district_code"], known["population"], strict=True))

    def around(self, codes: Collection[str], *, most: int) -> tuple[str, ...]:
        """All districts where they are not too many; otherwise these and those nearest to them.

        Nearest are those of the same cities, then those of the same provinces.
        """
        if self.districts.height <= most:
            return self.offer.districts
        chosen = pl.col("district_code").is_in(list(codes))
        own = self.districts.filter(chosen)
        near = self.districts.select(
            "district_code",
            distance=pl.when(chosen).then(0)
            .when(pl.col("city_code").is_in(own["city_code"].to_list())).then(1)
            .when(pl.col("province_code").is_in(own["province_code"].to_list())).then(2),
        )  # fmt: skip
        near = near.drop_nulls().sort("distance", maintain_order=True)
        return tuple(near["district_code"].head(max(most, own.height)))


@dataclass(frozen=True)
class Context:
    """Data, language and selection of one page view."""

    data: Data
    words: Words
    selection: Selection

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue."""
        return self.data.catalogue

    @property
    def warehouse(self) -> Warehouse:
        """The open warehouse."""
        return self.data.warehouse

    def short(self, indicator_id: str) -> str:
        """An indicator's short name."""
        indicator = self.catalogue[indicator_id]
        return self.words.pick(indicator.short_zh, indicator.short_en)

    def scope_name(self, scope_zh: str, scope_en: str) -> str:
        """A scope as a subtitle shows it; the whole district has words of its own."""
        if not scope_zh:
            return self.words("card.whole_district")
        return self.words("card.scope", scope=self.words.pick(scope_zh, scope_en))


_opening = threading.Lock()


def load_data(version: str | None = None) -> Data:
    """The data of a version, or of the one served now; opened once and shared by all sessions."""
    with _opening:  # two who come at once would each open the data, and keep what is theirs
        path = served(publish_folder(), version)  # the last good one where the newest is damaged
        found = path.stat()
        return _load(path, (found.st_ino, found.st_mtime_ns))


@lru_cache(maxsize=4)
def _load(path: Path, _: tuple[int, int]) -> Data:
    """Opened anew where a damaged file was built again under its name."""
    warehouse = open_warehouse(folder=path.parent, version=file_version(path))
    districts = queries.districts(warehouse)
    return Data(
        warehouse=warehouse,
        catalogue=load_catalogue(),
        notes=queries.notes(warehouse),
        districts=districts,
        offer=Offer(
            districts=tuple(districts["district_code"]),
            years=tuple(queries.years(warehouse)),
            default_districts=_default_districts(warehouse, districts),
        ),
    )


def _default_districts(warehouse: Warehouse, districts: pl.DataFrame) -> tuple[str, ...]:
    """Districts with a report read in full, then those with the most figures."""
    full = queries.districts_read_in_full(warehouse)
    ranked = districts.with_columns(full=pl.col("district_code").is_in(full)).sort(
        "full", "observations", descending=True, maintain_order=True
    )
    chosen = set(ranked["district_code"].head(DEFAULT_DISTRICTS))
    return tuple(code for code in districts["district_code"] if code in chosen)


_KEY = "context"


def set_current(context: Context) -> None:
    """Hand the context of this run to the page."""
    st.session_state[_KEY] = context


def current() -> Context:
    """The context of this run."""
    context: Context = st.session_state[_KEY]
    return context


def browser_language() -> Language:
    """Chinese unless the browser clearly asks for another language."""
    locale = (st.context.locale or "zh").lower()
    return Language.ZH if locale.startswith("zh") else Language.EN
