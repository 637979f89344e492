"""Answers that depend on the data version only, asked once: a published version never changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from warehouse.connection import Warehouse

Answer = TypeVar("Answer")


@lru_cache(maxsize=64)
def _asked(question: Callable[[Warehouse], object], warehouse: Warehouse) -> object:
    return question(warehouse)


def answer(question: Callable[[Warehouse], Answer], warehouse: Warehouse) -> Answer:
    """What a query of `warehouse.queries` without further parameters returns; do not change it."""
    known: Answer = _asked(question, warehouse)  # type: ignore[assignment]
    return known
