"""What follows from graphs by the rules of OWL 2 RL (OWL 2 Profiles, section 4.3), by the reasoner `reasonable`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import Graph
from rdflib.term import Node
from reasonable import PyReasoner


def closure(graphs: Iterable[Graph]) -> Graph:
    """The triples of `graphs` and what they entail by the rules of OWL 2 RL.

    The rules are complete for the facts that an ontology of the profile entails of its individuals (theorem PR1). What
    they say of every term alone (each is of type owl:Thing, the same as itself and below itself) may be left out.
    """
    base = Graph(bind_namespaces="none")
    for graph in graphs:
        for triple in graph:
            base.add(triple)
    reasoner = PyReasoner()
    reasoner.from_graph(base)
    for triple in reasoner.reason():
        base.add(triple)
    return base


def closure_of_file(path: Path) -> Iterator[tuple[Node, Node, Node]]:
    """The triples of a Turtle file, whose name ends in `.ttl`, and what they entail: `closure` for large graphs.

    Numbers and dates may come in another form of their value.
    """
    reasoner = PyReasoner()
    reasoner.load_file(str(path))
    yield from reasoner.reason()
