"""What is loaded beside the first visitor: what the first page needs, and not the rest."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

from dashboard.web import loading
from dashboard.web.metrics import Metrics
from tests import event_loop
from warehouse import connection
from warehouse.connection import Warehouse

ROOT = Path(__file__).resolve().parents[3]
# what takes long to import, and what stands for our own pages
HEAVY = ("dashboard.site", "duckdb", "pandas", "polars", "xlsxwriter", "pptx", "docx", "kaleido")


def imported(statement: str) -> set[str]:
    """The modules that a fresh Python has loaded after a statement."""
    code = f"import sys; {statement}; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_server_answers_before_anything_heavy_is_loaded() -> None:
    assert not imported("import asgi") & set(HEAVY)


def test_in_the_background_the_first_page_is_loaded_and_no_more() -> None:
    """pandas takes a second; a page loads it with its first table, below the first chart."""
    found = imported("from dashboard.web import loading; loading._load(print)")
    assert {"dashboard.site", "dashboard.pages.overview", "polars"} <= found
    assert "pandas" not in found


def test_what_comes_later_is_loaded_once_and_not_while_something_else_is() -> None:
    loads: list[ASGIApp] = []

    def load() -> ASGIApp:
        assert loading._loading.locked()
        loads.append(PlainTextResponse("here"))
        return loads[-1]

    sent: list[str] = []

    async def receive() -> dict[str, str]:
        return {"type": "http.request"}

    async def send(message: dict[str, object]) -> None:
        sent.append(str(message["type"]))

    later = loading.Later(load)
    for _ in range(3):
        event_loop.run(later({"type": "http"}, receive, send))  # type: ignore[arg-type]
    assert len(loads) == 1
    assert sent.count("http.response.start") == 3


def test_queries_are_timed_also_when_they_fail(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    metrics = Metrics()
    monkeypatch.setattr(connection, "_observers", [])
    connection.observe_queries(metrics.queries.observe)

    warehouse.query("SELECT 1")
    with pytest.raises(duckdb.Error):
        warehouse.query("SELECT no_such_column")
    assert "fazhi_query_seconds_count 2.0" in metrics.text().decode()


def test_data_are_opened_once_by_those_who_come_together(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard import context

    monkeypatch.setenv("RULE_OF_LAW_WAREHOUSE", str(warehouse.path.parent))
    context._load.cache_clear()
    opened: list[context.Data] = []
    people = [threading.Thread(target=lambda: opened.append(context.load_data())) for _ in range(4)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert len(opened) == 4
    assert len({id(data) for data in opened}) == 1
