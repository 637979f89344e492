"""Data of our own in an older and a newer state, and a chart of both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.charts.drawing import Drawn, draw
from dashboard.charts.recipe import SeriesRecipe
from dashboard.context import Data, load_data
from dashboard.selection import BasisChoice
from dashboard.words import Language, Words
from tests.warehouse.conftest import adder, new_seed  # noqa: F401 - fixtures
from warehouse.build import build

BAOAN, GUANGMING, ZHENHAI = "440306", "440311", "330211"
ZH = Words(Language.ZH)
RECIPE = SeriesRecipe(
    districts=(BAOAN, GUANGMING, ZHENHAI),
    first_year=2020,
    bases=(BasisChoice.YEAR,),
    indicator="reconsideration.received",
    shape="year",
)
# district, year and printed figure
OLDER = (
    (BAOAN, 2022, 100), (BAOAN, 2023, 120), (GUANGMING, 2022, 80), (GUANGMING, 2023, 90),
    (ZHENHAI, 2023, 70),
)  # fmt: skip
NEWER = ((BAOAN, 2022, 100), (BAOAN, 2023, 125), (BAOAN, 2024, 150), (GUANGMING, 2022, 80))
OTHER_SOURCE = 2022  # what is said of this year is from a document of its own
NAMES = {BAOAN: "宝安区", GUANGMING: "光明区", ZHENHAI: "镇海区"}

Figures = tuple[tuple[str, int, int], ...]


@pytest.fixture(scope="session")
def data_of(
    new_seed: Callable[[Path], Path],  # noqa: F811
    adder: Callable[[Path], Callable[..., None]],  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Figures], Data]:
    """Builds a warehouse of these figures, and opens it."""

    def make(figures: Figures) -> Data:
        folder = tmp_path_factory.mktemp("own")
        add = adder(new_seed(folder / "seed"))
        add("sources.csv", id="s002", title="Former report")
        for district, year, value in figures:
            add(
                "observations.csv", district=district, district_name=NAMES[district],
                period_start=f"{year}-01-01", period_end=f"{year}-12-31", value=str(value),
                printed=f"{value}件", source="s002" if year == OTHER_SOURCE else "s001",
            )  # fmt: skip
        build(seed=folder / "seed", folder=folder / "published")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("RULE_OF_LAW_WAREHOUSE", str(folder / "published"))
            return load_data()

    return make


@pytest.fixture(scope="session")
def older(data_of: Callable[[Figures], Data]) -> Data:
    return data_of(OLDER)


@pytest.fixture(scope="session")
def newer(data_of: Callable[[Figures], Data]) -> Data:
    return data_of(NEWER)


def drawn(data: Data, language: Language = Language.ZH) -> Drawn:
    found = draw(RECIPE, data, Words(language))
    assert found is not None
    return found
