"""What was made of one data version for one language and selection, kept for everybody who asks.

A published version never changes, so whatever is made of it stays true; only the last few hundred
things are kept. Who gets one shares it with others and must not change it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

from dashboard.context import Context

Thing = TypeVar("Thing")
MOST = 400  # a chart takes some 50 kB

_kept: OrderedDict[Hashable, object] = OrderedDict()
_lock = Lock()


def once(name: Hashable, context: Context, make: Callable[[], Thing]) -> Thing:
    """What `make` returns, made at most once for this name and context while it is remembered.

    Two who ask at the same moment may both make it; nobody waits for the other.
    """
    key = (name, context.data, context.words.language, context.selection)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return cast("Thing", _kept[key])
    made = make()
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Make everything anew; for tests and measurements."""
    with _lock:
        _kept.clear()
