"""The cube.link view: the consolidated cubes once more, as cubes of the Cube Schema that LINDAS publishes and validates by.

Cube Schema (https://cube.link): core, constraints and user experience. It is made of the graph of the cubes alone, by the
queries in queries/cube/link-*.rq; every node has a name, also the nodes of lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, QueryTriples, Store, Triple

from graph_store.query_files import query_text
from ontology.names import RDF, SH


def cube_link_graph(cubes: Iterable[Triple]) -> list[Triple]:
    """The view of the graph of the consolidated cubes (`graph_store.cube.cells.cube_graph`)."""
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in cubes)
    made = [
        triple
        for name in ("link-constraints", "link-observations")
        for triple in cast(QueryTriples, store.query(query_text(f"cube/{name}.rq")))
    ]
    return [*made, *_value_lists(store)]


def _value_lists(store: Store) -> Iterator[Triple]:
    """What a key dimension may be, as `sh:in`: a constraint documents its cube's codes by it."""
    rows = cast(QuerySolutions, store.query(query_text("cube/link-values.rq")))
    for shape, same in groupby(rows, key=lambda row: cast(Literal, row["shape"]).value):
        values = [cast(NamedNode, row["value"]) for row in same]
        nodes = [NamedNode(f"{shape}-in-{number}") for number in range(1, len(values) + 1)]
        yield Triple(NamedNode(shape), NamedNode(SH["in"]), nodes[0])
        for node, value, rest in zip(nodes, values, [*nodes[1:], NamedNode(RDF.nil)], strict=True):
            yield Triple(node, NamedNode(RDF.first), value)
            yield Triple(node, NamedNode(RDF.rest), rest)
