"""Times of the warehouse: a build from the figures that ship, and each question that pages ask."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench.samples import Measured
from dashboard.context import load_data
from dashboard.pages.data.all_figures import A_PAGE
from dashboard.selection import default_selection
from warehouse import queries, searching
from warehouse.build import build
from warehouse.connection import Warehouse, open_warehouse

FAMILY = "reconsideration"
QUERY_AIM = 20.0  # milliseconds


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def builds(folder: Path, *, times: int) -> Measured:
    """Builds into empty folders, the last of which is `folder`."""
    others = [folder.with_name(f"{folder.name}-{number}") for number in range(1, times)]
    values = tuple(seconds(partial(build, folder=place)) for place in [*others, folder])
    return Measured("warehouse: build from seed_data", "s", values)


def all_queries(folder: Path, *, times: int) -> list[Measured]:
    """Every public question of warehouse.queries on the default selection, the quickest first."""
    warehouse = open_warehouse(folder=folder)
    known = arguments(warehouse)
    measured = [_asked(name, ask, times) for name, ask in _calls(warehouse, known)]
    return sorted(measured, key=lambda one: one.median)


def _calls(
    warehouse: Warehouse, known: dict[str, Any]
) -> Iterator[tuple[str, Callable[[], object]]]:
    for name, question in questions().items():
        wanted = list(inspect.signature(question).parameters)[1:]
        given = {parameter: known[parameter] for parameter in wanted}
        yield name, partial(question, warehouse, **given)


def _asked(name: str, ask: Callable[[], object], times: int) -> Measured:
    ask()  # the first one reads from the file
    values = tuple(seconds(ask) * 1000 for _ in range(times))
    return Measured(f"query: {name}", "ms", values, aim=QUERY_AIM)


def questions() -> dict[str, Callable[..., Any]]:
    """The public functions of these modules whose first argument is the warehouse, by name."""
    return {
        name: function
        for module in (queries, searching)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and next(iter(inspect.signature(function).parameters), "") == "warehouse"
    }


def arguments(warehouse: Warehouse) -> dict[str, Any]:
    """What to ask for, by the name of the parameter: the default selection, one family, one fact.

    A new question with a parameter of a new name needs an entry here.
    """
    data = load_data()
    selection = default_selection(data.offer)
    indicators = [one.id for one in data.catalogue.family(FAMILY).indicators.values()]
    points = queries.points(warehouse, indicators, selection.filter)
    return {
        "indicators": indicators,
        "indicator": indicators[0],
        "chosen": selection.filter,
        "districts": list(selection.districts),
        "district": selection.districts[0],
        "years": (selection.first_year, selection.last_year),
        "families": [family.id for family in data.catalogue.families],
        "family": FAMILY,
        "kind": "sum",
        "scope": points["scope"][0],
        "shape": points["shape"][0],
        "observation_id": points["observation_id"][0],
        "observation_ids": points["observation_id"].to_list(),
        "checks": queries.identity_checks(warehouse, selection.districts),
        "wanted": searching.ANY,
        "order": searching.Order.SUBJECT,
        "first": 0,
        "most": A_PAGE,
    }
