"""Things that were made lately, kept by what was used last; safe to share between threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Kept(Generic[Thing]):
    """As many as fit, the newest always; what was used longest ago gives way."""

    def __init__(self, *, most: Callable[[], int], size: Callable[[Thing], int]) -> None:
        """The sizes of all things together stay within what `most` says."""
        self._most = most
        self._size = size
        self._things: OrderedDict[Hashable, tuple[Thing, int]] = OrderedDict()
        self._total = 0
        self._lock = Lock()

    def __len__(self) -> int:
        """How many there are."""
        return len(self._things)

    def get(self, key: Hashable) -> Thing | None:
        """What is kept under this key, which is then the one used last."""
        with self._lock:
            if key not in self._things:
                return None
            self._things.move_to_end(key)
            return self._things[key][0]

    def once(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """What is kept under this key, made where it is not.

        Two who ask at the same moment may both make it; nobody waits for the other.
        """
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key][0]
        made = make()
        size = self._size(made)
        with self._lock:
            _, before = self._things.pop(key, (made, 0))
            self._things[key] = made, size
            self._total += size - before
            while self._total > self._most() and len(self._things) > 1:
                _, (_, gone) = self._things.popitem(last=False)
                self._total -= gone
        return made

    def clear(self) -> None:
        """Keep none."""
        with self._lock:
            self._things.clear()
            self._total = 0
