"""What the database reads of many rows at once is what `indicators` reads of each by itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from indicators.districts import load_districts
from indicators.growth import Growth, GrowthError, GrowthKind, implied_earlier
from indicators.notes import keys_for
from indicators.observations import Attribution, GrowthStatement, Observation, Source, derive
from indicators.quantities import Bounds
from warehouse.build import build
from warehouse.connection import Warehouse, open_warehouse
from warehouse.ids import observation_id
from warehouse.inputs import InputReader

Add = Callable[..., None]

COUNT, MONEY, RATE = (
    "reconsideration.received",
    "legal_aid.losses_recovered",
    "mediation.success_rate",
)
CHANGE = "lawyers.revenue_growth"
FORMS = [  # indicator, value, qualifier, printed
    (COUNT, "583", "", "583宗"),
    (COUNT, "583", "", "583 宗"),
    (COUNT, "1234", "", "1,234件"),
    (COUNT, "1234", "", "１２３４件"),
    (COUNT, "0583", "", "583宗"),
    (COUNT, "583.0", "", "583.0宗"),
    (COUNT, "160000", "余", "16万余件"),
    (COUNT, "160000", "", "16万件"),
    (COUNT, "800", "约", "800件"),
    (COUNT, "3505", "余", "3505余件"),
    (COUNT, "1200", "", "一千二百件"),
    (COUNT, "12", "近", "12件"),
    (COUNT, "30", "超", "30件"),
    (COUNT, "7", "", "7个百分点内的案件"),
    (MONEY, "102000000", "", "1.02亿元"),
    (MONEY, "37.85", "", "37.85元"),
    (MONEY, "80000000", "", "8000万元"),
    (RATE, "98.5", "", "98.5%"),
    (RATE, "99", "超", "99%"),
    (RATE, "101.5", "", "101.5%"),
    (RATE, "30", "", "百分之三十"),
    (CHANGE, "-4.1", "", "4.1%"),
    (CHANGE, "4.1", "约", "4.1%"),
]


@pytest.fixture
def facts() -> Iterator[dict[str, str]]:
    """Districts and years, each pair once."""
    districts = list(load_districts())
    return (
        {
            "district": district.code,
            "district_name": district.name_zh,
            "period_start": f"{year}-01-01",
            "period_end": f"{year}-12-31",
        }
        for district in districts
        for year in range(2004, 2024)
    )


def built(seed: Path) -> Warehouse:
    build(seed=seed, user=seed / "nobody", folder=seed / "built")
    return open_warehouse(folder=seed / "built")


def each_by_itself(seed: Path) -> tuple[list[Observation], list[GrowthStatement]]:
    """The rows as the reader for single rows reads them."""
    reader = InputReader(seed)
    reader.read()
    reader.sources = {"s001"}
    part = reader.seed
    figures = [reader.observation(row, part) for row in reader.rows(part, "observations.csv")]
    growth = [reader.growth(row, part) for row in reader.rows(part, "growth.csv")]
    assert not reader.problems
    return [item for item in figures if item], [item for item in growth if item]


def as_stored(item: Observation) -> tuple[Any, ...]:
    return (
        observation_id(item), item.fact.district, item.fact.indicator, item.fact.period.label,
        item.value, item.bounds.low, item.bounds.high, item.printed, item.qualifier,
        item.char_start, item.char_end, item.formula, list(item.conventions),
    )  # fmt: skip


STORED = """
SELECT
    observation_id, district_code, indicator_id, period_label, value, low, high, printed, qualifier,
    char_start, char_end, formula, conventions
FROM observation WHERE status = $status ORDER BY ALL
"""


def test_every_form_reads_alike(seed: Path, add: Add, facts: Iterator[dict[str, str]]) -> None:
    for indicator, value, qualifier, printed in FORMS:
        cells = {"indicator": indicator, "value": value, "qualifier": qualifier}
        add("observations.csv", **next(facts), **cells, printed=printed, char_start="7")
    figures, _ = each_by_itself(seed)
    warehouse = built(seed)
    stored = warehouse.query(STORED, {"status": "reported"}).rows()
    assert len(stored) == len(FORMS)
    assert stored == sorted(map(as_stored, figures))
    warehouse.connection.close()


def test_every_growth_implies_the_same(
    seed: Path, add: Add, facts: Iterator[dict[str, str]]
) -> None:
    dice = random.Random(7)  # noqa: S311 - the same statements every time
    kinds = [kind.value for kind in GrowthKind]
    for _ in range(1500):
        fact = next(facts)
        level = dice.choice([1, 2, 7, 71, 254, 882, 90210, 16_777_216, 10**12])
        kind = dice.choices(kinds, [8, 1, 1])[0]
        growth = f"{dice.uniform(0.2, 5):.{dice.randrange(3)}f}"
        if kind == "pct_change":
            growth = f"{dice.uniform(-99, 300):.{dice.randrange(4)}f}"
        qualifier = dice.choices(["", "约", "近", "超"], [17, 1, 1, 1])[0]
        before = {"kind": kind, "growth": growth, "qualifier": qualifier, "printed": growth}
        if implies(level, GrowthKind(kind), growth, qualifier):
            add("observations.csv", **fact, value=str(level), printed=f"{level}件")
            add("growth.csv", **fact, **before)
    figures, statements = each_by_itself(seed)
    levels = {(item.fact, item.source): item for item in figures}
    implied = [derive(item, levels[item.fact, item.source], whole=True) for item in statements]
    warehouse = built(seed)
    stored = warehouse.query(STORED, {"status": "derived"}).rows()
    assert len(stored) > 700
    assert stored == sorted(map(as_stored, implied))
    warehouse.connection.close()


def implies(level: int, kind: GrowthKind, growth: str, qualifier: str) -> bool:
    """Whether any earlier value is possible; a build refuses a statement that has none."""
    stated = Growth(kind, Decimal(growth), qualifier)
    now = Bounds(Decimal(level), Decimal(level))
    try:
        implied_earlier(now, stated, current_printed=str(level), whole=True)
    except GrowthError:
        return False
    return True


def test_notes_are_those_of_each_figure(warehouse: Warehouse) -> None:
    """The figures that ship, asked one by one."""
    reader = InputReader()
    inputs = reader.read()
    reader.sources = set(warehouse.query("SELECT source_id FROM source")["source_id"])
    found = warehouse.query(
        "SELECT observation_id, note_keys, official, attribution FROM flat_observation"
        " JOIN note_set USING (note_set) WHERE status = 'reported'"
    )
    known = {row["observation_id"]: row for row in found.iter_rows(named=True)}
    items = [
        reader.observation(row, reader.seed) for row in reader.rows(reader.seed, "observations.csv")
    ]
    checked = 0
    for item in items:
        row = known.get(observation_id(item)) if item else None
        if item is None or row is None:
            continue
        source = Source(
            id="", title="", issuer="", published="", url="", official=row["official"],
            attribution=Attribution(row["attribution"]), read="",
        )  # fmt: skip
        family = inputs.catalogue[item.fact.indicator].family
        assert row["note_keys"] == sorted(keys_for(item, source, inputs.notes, family=family))
        checked += 1
    assert checked > 400


def test_a_wrong_cell_between_many_right_ones_is_named(
    seed: Path, add: Add, facts: Iterator[dict[str, str]]
) -> None:
    for _ in range(50):
        add("observations.csv", **next(facts))
    add("observations.csv", **next(facts), value="101", printed="100件")
    with pytest.raises(Exception, match=r"observations\.csv: line 52: value: 101 is not what"):
        built(seed)


def test_blanks_around_cells_do_not_matter(
    seed: Path, add: Add, facts: Iterator[dict[str, str]]
) -> None:
    fact = next(facts)
    add("observations.csv", **{name: f" {cell} " for name, cell in fact.items()}, printed=" 100件")
    warehouse = built(seed)
    found = warehouse.query("SELECT district_code, printed FROM observation").rows()
    assert found == [(fact["district"], "100件")]
    warehouse.connection.close()
