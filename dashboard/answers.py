"""Answers that depend on the data version only, asked once: a published version never changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import TypeVar

from warehouse.connection import Warehouse

Answer = TypeVar("Answer")


@lru_cache(maxsize=64)
def _asked(
    question: Callable[..., object], warehouse: Warehouse, parameters: tuple[Hashable, ...]
) -> object:
    return question(warehouse, *parameters)


def answer(question: Callable[..., Answer], warehouse: Warehouse, *parameters: Hashable) -> Answer:
    """What a query of `warehouse.queries` returns, asked once; do not change it."""
    known: Answer = _asked(question, warehouse, parameters)  # type: ignore[assignment]
    return known
