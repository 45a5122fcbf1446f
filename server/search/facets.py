"""Facets: which values the items of an index have, and how many of some items have each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

Items = NDArray[np.bool_]
"""A set of items: true at the number of each."""


class Dimension:
    """One dimension, such as `bloc`: pairs of an item and a value, as two arrays of numbers beside each other."""

    def __init__(self, pairs: Iterable[tuple[int, str]], count: int) -> None:
        """`count` is how many items there are in all."""
        self._numbers: Final[dict[str, int]] = {}
        found = [(item, self._numbers.setdefault(value, len(self._numbers))) for item, value in pairs]
        both = np.array(sorted(found), dtype=np.int32).reshape(-1, 2)  # sorted by item, for `of`
        self._item: Final = both[:, 0].copy()
        self._value: Final = both[:, 1].copy()
        self._values: Final = list(self._numbers)
        self._count: Final = count

    def __contains__(self, value: str) -> bool:
        return value in self._numbers

    def having(self, value: str) -> Items:
        """The items with this value; none where nothing has it."""
        items = np.zeros(self._count, dtype=bool)
        if (number := self._numbers.get(value)) is not None:
            items[self._item[self._value == number]] = True
        return items

    def counts(self, items: Items) -> list[tuple[str, int]]:
        """The values that some of `items` have, and how many do."""
        found = np.bincount(self._value[items[self._item]], minlength=len(self._values))
        return [(self._values[number], int(found[number])) for number in np.flatnonzero(found)]

    def of(self, item: int) -> list[str]:
        """The values of one item."""
        begin, end = np.searchsorted(self._item, [item, item + 1])
        return sorted(self._values[number] for number in self._value[begin:end])
