"""The graphs of the consolidated cubes in a release: made at each build, and checked against the claims again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import Store, Triple

from graph_store.cube.cells import cube_graph
from graph_store.cube.integrity import integrity_faults
from graph_store.cube.view import cube_link_graph
from graph_store.errors import IntegrityError, StoreError
from graph_store.terms import as_stored, graph_triples
from ontology import mint
from ontology.names import QB

GRAPHS: Final = ("cube", "cube-link")
"""Names of the graphs: the cubes, and their cube.link view."""

_SHOWN: Final = 3
"""How many faults, or triples that differ, are shown."""


def cube_graphs(store: Store) -> dict[str, list[Triple]]:
    """The graphs that the claims in `store` give, by name.

    The store's default graph must hold the union of its graphs. Raises `graph_store.errors.ClaimFormError`.
    """
    cubes = cube_graph(store)
    return {"cube": cubes, "cube-link": cube_link_graph(cubes)}


def require_integrity(cubes: Iterable[Triple]) -> None:
    """Raise `graph_store.errors.IntegrityError`, naming the first faults, where cubes are not well formed."""
    faults = integrity_faults(cubes)
    if faults:
        shown = "; ".join(map(str, faults[:_SHOWN]))
        raise IntegrityError(f"the consolidated cubes are not well formed, {len(faults):,} faults: {shown}")


def cube_faults(store: Store) -> Iterator[str]:
    """What is wrong with the cubes of a release: broken integrity constraints, and what the claims don't give.

    A release without cubes is faulty only where its claims give cells.
    """
    stored = {name: _stored(store, name) for name in GRAPHS}
    try:
        wanted = {name: as_stored(triples) for name, triples in cube_graphs(store).items()}
    except StoreError as error:
        yield str(error)
        return
    if not any(stored.values()) and not _has_cells(wanted):
        return
    yield from map(str, integrity_faults(stored["cube"]))
    for name in GRAPHS:
        yield from _differences(name, stored[name], wanted[name])


def _stored(store: Store, name: str) -> frozenset[Triple]:
    return frozenset(graph_triples(store, mint.graph(name)))


def _has_cells(graphs: Mapping[str, frozenset[Triple]]) -> bool:
    return any(t.predicate.value == str(QB.dataSet) for t in graphs["cube"])


def _differences(name: str, stored: frozenset[Triple], wanted: frozenset[Triple]) -> Iterator[str]:
    graph = mint.graph(name)
    for triples, what in ((wanted - stored, "lacks"), (stored - wanted, "has, and the claims don't give,")):
        if triples:
            shown = "; ".join(sorted(map(str, triples))[:_SHOWN])
            yield f"the graph {graph} {what} {len(triples):,} triples: {shown}{' ...' if len(triples) > _SHOWN else ''}"
