"""Which cells the changed articles of a draft touch: no other needs to be made again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Store

from graph_store.cube.cells import Cell, cells
from graph_store.draft import Changes
from ontology import mint
from ontology.names import PROV, SCHEMA, TD
from parallel.ordered import batches

CUBES: Final = NamedNode(mint.graph("cube"))
"""The graph of the cubes."""

LINKS: Final = tuple(map(NamedNode, (PROV.wasDerivedFrom, TD.consistentClaim, TD.disagreeingClaim)))
"""How a cell names the claims about it; each is named once."""

_DERIVED, _PUBLISHED = NamedNode(PROV.wasDerivedFrom), NamedNode(SCHEMA.datePublished)
_GRAPHS: Final = 200
"""Graphs of articles looked at together, so that memory stays flat."""


class Touched:
    """The cells that claims of changed articles are about, or were about before, in a draft's `contents`."""

    def __init__(self, store: Store, changes: Changes) -> None:
        self._store: Final = store
        self._stated: Final[dict[str, set[str]]] = defaultdict(set)
        """By cell: the claims of changed articles about it; the cell may not have been made yet."""
        claims = set(changes.claims)
        for graphs in batches(sorted(changes.graphs), _GRAPHS):
            now = {claim for graph in graphs for claim in _claims_of(store, graph)}
            claims |= now
            for cell in cells(_extract(store, now)):
                self._stated[cell.iri].update(claim.claim for claim in cell.claims)
        made = {cell for claim in claims for cell in self._naming(claim)}
        self.iris: Final = sorted(made.union(self._stated))
        """IRIs of the cells, those that no claim is about any more among them."""

    def cells(self, iris: Collection[str]) -> Iterator[Cell]:
        """Some of the cells, each with every claim about it; those that no claim is about any more are left out."""
        wanted = frozenset(iris)
        claims = {claim for iri in wanted for claim in (*self._stated.get(iri, ()), *self._named_by(iri))}
        there = (claim for claim in claims if graph_of(self._store, claim))
        # A ranking claim gives a cell of scores and one of ranks; here may be but some of the other one's claims.
        return (cell for cell in cells(_extract(self._store, there)) if cell.iri in wanted)

    def _naming(self, claim: str) -> Iterator[str]:
        for link in LINKS:
            for quad in self._store.quads_for_pattern(None, link, NamedNode(claim), CUBES):
                yield _value(quad.subject)

    def _named_by(self, cell: str) -> Iterator[str]:
        for link in LINKS:
            for quad in self._store.quads_for_pattern(NamedNode(cell), link, None, CUBES):
                yield _value(quad.object)


def graph_of(store: Store, claim: str) -> str | None:
    """The IRI of the graph that states a claim; None where there is no such claim."""
    quads = store.quads_for_pattern(NamedNode(claim), _DERIVED, None, None)
    return next((quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)), None)


def _claims_of(store: Store, graph: str) -> Iterator[str]:
    return (_value(quad.subject) for quad in store.quads_for_pattern(None, _DERIVED, None, NamedNode(graph)))


def _extract(store: Store, claims: Iterable[str]) -> Store:
    """A store of what is said of some claims, and when their articles were published: all that the cubes' queries ask."""
    found = Store()
    articles: set[object] = set()
    for claim in claims:
        quads = list(store.quads_for_pattern(NamedNode(claim), None, None, DefaultGraph()))
        found.extend(quads)
        articles.update(quad.object for quad in quads if quad.predicate == _DERIVED)
    for article in articles:
        if isinstance(article, NamedNode):
            found.extend(store.quads_for_pattern(article, _PUBLISHED, None, DefaultGraph()))
    return found


def _value(term: object) -> str:
    if not isinstance(term, NamedNode):
        raise TypeError(f"a cell and a claim have IRIs, and not {term}")
    return term.value
