"""The cube.link view: the consolidated cubes once more, as cubes of the Cube Schema that LINDAS publishes and validates by.

Cube Schema (https://cube.link): core, constraints and user experience. It is made of the graph of the cubes alone, by the
queries in queries/cube/link-*.rq; every node has a name, also the nodes of lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, QueryTriples, Store, Triple

from graph_store.query_files import query_text
from ontology.names import RDF, SH


def cube_link_graph(cubes: Iterable[Triple]) -> list[Triple]:
    """The view of the graph of the consolidated cubes (`graph_store.cube.cells.cube_graph`)."""
    store = _store(cubes)
    rows = cast(QuerySolutions, store.query(query_text("cube/link-values.rq")))
    lists = (
        value_list(shape, [cast(NamedNode, row["value"]) for row in same])
        for shape, same in groupby(rows, key=lambda row: cast(Literal, row["shape"]).value)
    )
    return [*_made(store, "link-constraints"), *_made(store, "link-observations"), *chain.from_iterable(lists)]


def link_constraints(structure: Iterable[Triple]) -> list[Triple]:
    """What of the view follows from the structures of the cubes alone: all but observations and lists of values."""
    return _made(_store(structure), "link-constraints")


def link_observations(structure: Iterable[Triple], cells: Iterable[Triple]) -> list[Triple]:
    """What the view says of some cells."""
    return _made(_store([*structure, *cells]), "link-observations")


def value_list(shape: str, values: Sequence[NamedNode]) -> Iterator[Triple]:
    """What a key dimension may be, in order, as `sh:in`: a constraint documents its cube's codes by it."""
    nodes = [NamedNode(f"{shape}-in-{number}") for number in range(1, len(values) + 1)]
    if nodes:
        yield Triple(NamedNode(shape), NamedNode(SH["in"]), nodes[0])
    for node, value, rest in zip(nodes, values, [*nodes[1:], NamedNode(RDF.nil)], strict=False):
        yield Triple(node, NamedNode(RDF.first), value)
        yield Triple(node, NamedNode(RDF.rest), rest)


def value_shapes(structure: Iterable[Triple]) -> dict[tuple[str, str], str]:
    """The IRI of the shape that lists the values of a key dimension, by the IRI of its data set and its property."""
    rows = cast(QuerySolutions, _store(structure).query(query_text("cube/link-shapes.rq")))
    return {
        (cast(NamedNode, row["dataSet"]).value, cast(NamedNode, row["property"]).value): cast(
            Literal, row["shape"]
        ).value
        for row in rows
    }


def _store(triples: Iterable[Triple]) -> Store:
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
    return store


def _made(store: Store, name: str) -> list[Triple]:
    return list(cast(QueryTriples, store.query(query_text(f"cube/{name}.rq"))))
