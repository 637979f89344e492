"""How large each indicator is in a made-up district, and which counts follow from which."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicators.catalogue import load_catalogue

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Sizes:
    """The tables of `sizes.toml`, in the order in which `truth` evaluates them."""

    flows: dict[str, float]
    parts: dict[str, tuple[str, float]]
    splits: dict[str, dict[str, float]]
    sums: dict[str, tuple[str, ...]]
    money: dict[str, tuple[str, float]]
    stocks: dict[str, float]
    stock_sums: dict[str, tuple[str, ...]]
    rates: dict[str, tuple[float, float]]
    changes: dict[str, tuple[float, float]]
    running_totals: dict[str, tuple[str, float]]
    scoped_parts: dict[str, dict[str, float]]

    @property
    def ids(self) -> set[str]:
        """Everything that a size is given for, hidden counts too; quotients of counts need none."""
        return set().union(
            self.flows, self.parts, self.sums, self.money, self.stocks, self.stock_sums,
            self.rates, self.changes, self.running_totals, *self.splits.values(),
        )  # fmt: skip


@cache
def load_sizes() -> Sizes:
    """The sizes; ValueError names what the catalogue has and the file lacks."""
    content = tomllib.loads((FOLDER / "sizes.toml").read_text(encoding="utf-8"))
    sizes = Sizes(**content)
    wanted = {indicator.id for indicator in load_catalogue() if not indicator.denominator}
    if missing := sorted(wanted - sizes.ids):
        raise ValueError(f"sizes.toml says nothing of {', '.join(missing)}")
    return sizes
