"""What tests of the dashboard share: data as it serves them, contexts, failures that show."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence

import pytest

from dashboard.access import editing
from dashboard.access.visitor import Visitor
from dashboard.charts.series import Panel, panels
from dashboard.context import Context, Data, load_data
from dashboard.selection import BasisChoice, Selection
from dashboard.words import Language, Words
from warehouse import queries
from warehouse.connection import Warehouse

MakeContext = Callable[..., Context]
PanelsOf = Callable[..., list[Panel]]


@pytest.fixture
def served(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """The warehouse, where the dashboard finds it."""
    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(warehouse.path.parent))
    return warehouse


@pytest.fixture(scope="session")
def data(warehouse: Warehouse) -> Data:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RULE_OF_LAW_WAREHOUSE", str(warehouse.path.parent))
        return load_data()


@pytest.fixture(scope="session")
def make_context(data: Data) -> MakeContext:
    """A context of any language and districts; everything unless told otherwise."""

    def make(
        language: str = "zh",
        districts: Sequence[str] | None = None,
        *,
        first: int = 0,
        last: int = 9999,
    ) -> Context:
        years = [year for year in data.offer.years if first <= year <= last]
        codes = data.offer.districts if districts is None else tuple(districts)
        chosen = Selection(codes, years[0], years[-1], tuple(BasisChoice))
        return Context(data, Words(Language(language)), chosen)

    return make


@pytest.fixture(scope="session")
def zh(make_context: MakeContext) -> Context:
    return make_context()


@pytest.fixture(scope="session")
def panels_of() -> PanelsOf:
    """Every panel of a context, or those of some indicators."""

    def find(context: Context, *indicators: str) -> list[Panel]:
        wanted = indicators or [indicator.id for indicator in context.catalogue]
        rows = queries.points(context.warehouse, wanted, context.selection.filter)
        return panels(rows, context.catalogue, context.words)

    return find


HERE = Visitor(
    peer="127.0.0.1",
    listening="localhost",
    headers={"host": "localhost:8501", "origin": "http://localhost:8501"},
)


@pytest.fixture(autouse=True)
def at_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test of the pages has no connection; it stands for a person at the own machine."""
    monkeypatch.setattr(editing, "visitor", lambda: HERE)


@pytest.fixture(autouse=True)
def nothing_failed(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A page turns what fails into a sentence; a test that does not expect it must not pass.

    A test that does expects it clears the log.
    """
    yield
    failed = [r for r in caplog.records if r.name == "dashboard.failures"]
    assert not failed, logging.Formatter().format(failed[0])
