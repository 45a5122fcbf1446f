"""The graph of a release as workers have it: on the disk, or in memory, where the union of all graphs is kept by itself besides.

Most queries ask the default graph, which is that union. Where it shares a store with the named graphs, the engine meets each triple
twice on its way; by itself it answers in two thirds of the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pyoxigraph import DefaultGraph, Quad, Store

_OTHERS: Final = ("graph", "from", "\\")
"""What a query has somewhere that asks other graphs than the default one, or that hides a word behind an escape."""


class Graphs:
    """The stores of one release."""

    def __init__(self, whole: Store, union: Store | None = None) -> None:
        """`whole` has every graph; `union`, where there is one, the default graph alone."""
        self._whole: Final = whole
        self._union: Final = union

    @classmethod
    def on_disk(cls, graph: str) -> Graphs:
        """Read as they are asked."""
        return cls(Store.read_only(graph))

    @classmethod
    def in_memory(cls, graph: str) -> Graphs:
        """Loaded. The default graph comes last into the whole: of the triples that share a term the engine meets the newest first."""
        stored = Store.read_only(graph)
        whole, union = Store(), Store()
        whole.bulk_extend(_named(stored))
        whole.bulk_extend(_default(stored))
        union.bulk_extend(_default(stored))
        return cls(whole, union)

    def of(self, text: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Store:
        """The store for a query: the smaller one where it can't tell the difference."""
        if self._union is None or default_graphs or named_graphs:
            return self._whole
        folded = text.lower()
        return self._whole if any(word in folded for word in _OTHERS) else self._union


def _named(stored: Store) -> Iterator[Quad]:
    return (quad for name in stored.named_graphs() for quad in stored.quads_for_pattern(None, None, None, name))


def _default(stored: Store) -> Iterator[Quad]:
    return iter(stored.quads_for_pattern(None, None, None, DefaultGraph()))
