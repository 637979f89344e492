"""Small folders of figures of our own, for builds that must fail or that show one rule."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from warehouse.inputs import CORRECTIONS, GROWTH, OBSERVATIONS, POPULATION, SCOPES, SOURCES
from warehouse.paths import SEED_DATA

Add = Callable[..., None]

COLUMNS = {
    "observations.csv": OBSERVATIONS,
    "growth.csv": GROWTH,
    "sources.csv": SOURCES,
    "scopes.csv": SCOPES,
    "population.csv": POPULATION,
    "corrections.csv": CORRECTIONS,
}
FACT = {
    "district": "440306",
    "district_name": "宝安区",
    "indicator": "reconsideration.received",
    "period_start": "2024-01-01",
    "period_end": "2024-12-31",
    "source": "s001",
}
DEFAULTS = {
    "observations.csv": FACT | {"value": "100", "printed": "100件"},
    "growth.csv": FACT | {"kind": "pct_change", "growth": "25", "printed": "25%"},
    "sources.csv": {
        "id": "s001",
        "title": "Report",
        "issuer": "Bureau",
        "published": "2025-01-15",
        "url": "https://example.org/report",
        "official": "yes",
        "attribution": "stated",
        "read": "excerpt",
    },
    "scopes.csv": {"kind": "part"},
    "population.csv": {
        "district": "440306",
        "district_name": "宝安区",
        "date": "2020-11-01",
        "population": "1000",
        "printed": "1000人",
        "basis": "census",
        "official": "yes",
        "url": "https://example.org/census",
    },
    "corrections.csv": FACT
    | {
        "id": "c001",
        "action": "flag",
        "expect": "100件",
        "reason_zh": "原因",
        "reason_en": "reason",
        "since": "2025-02-01",
    },
}
CHANGES = """
[[changes]]
version = "{version}"
date = 2025-02-01
zh = ["首个版本"]
en = ["first version"]
"""


def _new_seed(folder: Path) -> Path:
    """A folder of figures without any figure, but with a source to take one from."""
    folder.mkdir()
    for name, columns in COLUMNS.items():
        (folder / name).write_text(",".join(columns) + "\n", encoding="utf-8")
    (folder / "notes.toml").write_text("", encoding="utf-8")
    (folder / "changes.toml").write_text(CHANGES.format(version="2025.02"), encoding="utf-8")
    # the catalogue's identities name some of the scopes that ship
    (folder / "scopes.csv").write_bytes((SEED_DATA / "scopes.csv").read_bytes())
    _adder(folder)("sources.csv")
    return folder


def _adder(folder: Path) -> Add:
    """A function that adds a row, sound but for the cells that are given."""

    def add(name: str, **cells: str) -> None:
        row = DEFAULTS[name] | cells
        with (folder / name).open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(row.get(c, "") for c in COLUMNS[name])

    return add


@pytest.fixture(scope="session")
def new_seed() -> Callable[[Path], Path]:
    return _new_seed


@pytest.fixture(scope="session")
def adder() -> Callable[[Path], Add]:
    return _adder


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    return _new_seed(tmp_path / "seed")


@pytest.fixture
def add(seed: Path) -> Add:
    return _adder(seed)
