"""What was asked for last, kept to be given again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from cachetools import LRUCache

_T = TypeVar("_T")


class Kept(Generic[_T]):
    """So many things that were asked for last, by key, made where they aren't there. For several threads."""

    def __init__(self, most: int) -> None:
        self._cache: LRUCache[Hashable, _T] = LRUCache(most)
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """What is kept under `key`, or what `make` gives; two threads may both make it, and must make the same."""
        with self._lock:
            if key in self._cache:
                return self._cache[key]
        made = make()
        with self._lock:
            self._cache[key] = made
        return made
