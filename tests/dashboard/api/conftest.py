"""A server of the addresses alone, and one chart of every kind as the pages draw it."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from starlette.applications import Starlette

from bench.serving import HOST, free_port
from dashboard.api.addresses import chart_address
from dashboard.api.routes import routes
from dashboard.charts import kinds, views
from dashboard.charts.chart import Chart
from dashboard.charts.compositions import composition_charts
from dashboard.charts.landscape import landscape_charts
from dashboard.charts.movements import all_figures, movement_chart
from dashboard.charts.panel_periods import comparable_pairs, period_names
from dashboard.charts.profiles import comparisons, figures_of_all, profile_chart
from dashboard.charts.rates import rates_chart
from dashboard.charts.series import Mode
from dashboard.context import Context
from dashboard.words import Language
from tests.dashboard.conftest import MakeContext, PanelsOf
from warehouse.connection import Warehouse

RECEIVED, CONCLUDED = "reconsideration.received", "reconsideration.concluded"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


Ask = Callable[..., Answer]
Address = Callable[..., str]


def fetch(address: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> Answer:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.request(method, f"{parts.path}?{parts.query}", headers=headers or {})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a server that has only the addresses of charts."""
    port = free_port()
    app = Starlette(routes=routes())
    server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=port, log_level=40, ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://{HOST}:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def ask(site: str, served: Warehouse) -> Ask:
    """Ask for a path, with the data that ship."""
    del served

    def get(path: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> Answer:
        return fetch(f"{site}{path}", method=method, headers=headers)

    return get


@pytest.fixture
def address(site: str) -> Address:
    """The path and query of a chart."""

    def made(chart: Chart, suffix: str, language: str = "zh", **more: str) -> str:
        found = chart_address(
            chart.recipe, suffix=suffix, language=Language(language), base=site, **more
        )
        return found.removeprefix(site)

    return made


@pytest.fixture(scope="session")
def chosen(make_context: MakeContext) -> Context:
    """The default districts, all years."""
    made = make_context()
    districts = made.data.offer.default_districts
    return replace(made, selection=replace(made.selection, districts=districts))


@pytest.fixture(scope="session")
def charts(chosen: Context, panels_of: PanelsOf) -> dict[str, Chart]:
    """One chart of every kind of recipe."""
    family = chosen.catalogue.family("reconsideration")
    panel, *_ = (one for one in panels_of(chosen, RECEIVED) if not one.scope)
    other, *_ = (one for one in panels_of(chosen, CONCLUDED) if one.shape == panel.shape)
    everybody = figures_of_all(chosen)
    district = panel.rows["district_code"][0]
    compared = comparisons(everybody, district, chosen, mode=Mode.LEVEL)
    (start, end), *_ = comparable_pairs(panel)
    found = [
        kinds.panel_chart(panel, chosen),
        kinds.multiples_chart(panel, chosen),
        views.ranking_view(panel, next(iter(period_names(panel, chosen.words))), chosen),
        views.change_view(panel, start, end, chosen),
        views.scatter_view(panel, other, chosen),
        composition_charts(family, chosen)[0],
        landscape_charts(family, chosen)[0],
        rates_chart(family, chosen),
        kinds.coverage_chart(chosen, families=(family.id,)),
        profile_chart(compared, chosen, mode=Mode.LEVEL),
        movement_chart(all_figures(chosen), chosen),
    ]
    return {chart.recipe.kind: chart for chart in found if chart}
