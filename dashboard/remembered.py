"""What was made of one data version for one language and selection, kept for everybody who asks.

A published version never changes, so whatever is made of it stays true; only the last few hundred
things are kept. Who gets one shares it with others and must not change it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from dashboard.context import Context
from dashboard.kept import Kept

Thing = TypeVar("Thing")
MOST = 400  # a chart takes some 50 kB

_kept: Kept[object] = Kept(most=lambda: MOST, size=lambda _: 1)


def once(name: Hashable, context: Context, make: Callable[[], Thing]) -> Thing:
    """What `make` returns, made at most once for this name and context while it is remembered.

    Two who ask at the same moment may both make it; nobody waits for the other.
    """
    key = (name, context.data, context.words.language, context.selection)
    return cast("Thing", _kept.once(key, make))


def forget() -> None:
    """Make everything anew; for tests and measurements."""
    _kept.clear()
