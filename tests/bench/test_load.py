from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.load import crowd, people
from bench.load.client import Run, visitor
from bench.load.people import Told, _change, _districts, visit
from bench.load.server import child
from bench.serving import DASHBOARD, ROOT, served
from tests import event_loop
from warehouse.connection import Warehouse


@pytest.fixture
def address(warehouse: Warehouse, tmp_path: Path) -> Iterator[str]:
    environ = {"RULE_OF_LAW_WAREHOUSE": str(warehouse.path.parent)}
    with served(DASHBOARD, folder=ROOT, log=tmp_path / "log", environ=environ) as started:
        yield started


async def _session(address: str, changes: int) -> tuple[list[Run], list[list[str]]]:
    person, runs, chosen = random.Random(3), [], []  # noqa: S311 - not for secrets
    async with visitor(address) as page:
        runs.append(await page.open("reconsideration"))
        for _ in range(changes):
            runs.append(await _change(page, person))
            chosen.append(list(page.widgets["f_districts"].values))
        assert "d=" in page.query
    return runs, chosen


@pytest.mark.long
def test_people_change_filters_and_report_what_they_waited(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs, chosen = event_loop.run(_session(address, changes=5))
    assert all(0 < run.chart <= run.seconds for run in runs)
    assert len({*map(tuple, chosen)}) > 1

    monkeypatch.setattr(crowd, "ARRIVING", 0.0)
    came = event_loop.run(
        crowd.wave(address, child(address), users=2, seconds=0.0, seed=1, settle=0)
    )
    assert (len(came.told.opened), came.told.errors.total(), came.told.refused) == (2, 0, 0)
    assert came.memory_full > 50
    assert came.busy > 0

    told = Told()
    event_loop.run(visit(f"{address}/nowhere", told, until=0.0, seed=1, delay=0.0))
    assert told.errors.total() == 1, "what is not there is no success"


def test_a_person_keeps_between_one_district_and_a_handful() -> None:
    options = (*(f"{number}\n label" for number in range(40)), "a whole city")
    person = random.Random(1)  # noqa: S311 - not for secrets
    chosen = [options[0]]
    sizes = set()
    for _ in range(200):
        before, chosen = chosen, _districts(chosen, options, person)
        assert len({*before} ^ {*chosen}) == 1
        sizes.add(len(chosen))

    assert min(sizes) == 1
    assert max(sizes) <= people.MOST_DISTRICTS
    assert "a whole city" not in chosen
