"""Counting while writing: so that a small change to a large store costs no look at all of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from graph_store.counts import Counts, count
from graph_store.release import Manifest
from ontology import mint
from ontology.names import RDF, TD

_RECOUNT: Final = 4
"""All is counted anew where at least one triple in this many was written: a look at all of them is cheaper then."""

_MOST_CHANGED: Final = 200_000
"""Changed triples that are kept in memory."""

_TYPE, _CLAIM = NamedNode(RDF.type), NamedNode(TD.Claim)
_GRAPHS: Final = mint.graph("")
_ARTICLES: Final = mint.graph("article/")


class Tally:
    """The counts of a draft: those of the release that it began from, and what was written since. See `counts.Counts`."""

    def __init__(self, base: Manifest | None) -> None:
        self._base: Final = base
        self._articles = self._claims = self._triples = self._quads = 0
        self.written = 0
        """Triples written, each in as many graphs as it was written to."""
        self.graphs: Final[dict[str, tuple[int, int]]] = {}
        """By kind of graph (`article`, `cube` ...): how many more of them there are, and how many more triples they hold."""
        self._changed: set[Triple] | None = set() if base else None

    def graph(self, iri: str, before: int, after: int) -> None:
        """A graph that had `before` triples is going to have `after`."""
        more = bool(after) - bool(before)
        if iri.startswith(_ARTICLES):
            self._articles += more
        self.patched(iri, more, after - before)

    def patched(self, iri: str, graphs: int, triples: int) -> None:
        """There are so many more of the graph (1, 0 or -1), and it has so many more triples."""
        kind = iri.removeprefix(_GRAPHS).partition("/")[0]
        held = self.graphs.get(kind, (0, 0))
        self.graphs[kind] = held[0] + graphs, held[1] + triples

    @property
    def changed(self) -> frozenset[Triple] | None:
        """The triples that some graph states now and none did before, or the other way round; None where they are too many."""
        return None if self._changed is None or self._counts_anew() else frozenset(self._changed)

    def adding(self, store: Store, triples: Iterable[Triple], quads: int) -> None:
        """Distinct triples are about to be written, as `quads` statements of graphs that lack them; asked before that."""
        self.written += quads
        self._quads += quads
        if self._counts_anew():
            return
        for triple in triples:
            if Quad(triple.subject, triple.predicate, triple.object, DefaultGraph()) not in store:
                self._in_union(triple, 1)

    def removed(self, triple: Triple, *, from_all: bool) -> None:
        """A graph has lost a triple; `from_all`: no graph has it any more."""
        self._quads -= 1
        if from_all:
            self._in_union(triple, -1)

    def result(self, store: Store) -> Counts:
        """The counts of the store as it stands, all of it written."""
        if self._base is None or self._counts_anew():
            return count(store)
        base = self._base
        return Counts(
            articles=base.articles + self._articles,
            claims=base.claims + self._claims,
            triples=base.triples + self._triples,
            quads=base.quads + self._quads,
        )

    def _counts_anew(self) -> bool:
        return self._base is None or self.written * _RECOUNT >= self._base.triples

    def _in_union(self, triple: Triple, change: int) -> None:
        self._triples += change
        if self._changed is not None:
            self._changed ^= {triple}
            if len(self._changed) > _MOST_CHANGED:
                self._changed = None
        if triple.object == _CLAIM and triple.predicate == _TYPE:
            self._claims += change
