"""What the graphs of a release entail, as a graph of its own: for stores and queries that draw no conclusions themselves.

The rules are those of OWL 2 RL (OWL 2 Profiles, section 4.3), over all other graphs together. Kept is what a query can ask
for: what an individual's, or a term's, super-classes, super-properties and inverses say of it. Property chains, which the
ontology has none of, are not drawn by the reasoner (`reasonable` 0.4). Left out is

- what a graph states itself;
- what holds of everything or of the language that the graph is written in: a triple whose subject or object is a term of
  OWL, RDF, RDFS or XSD, such as `x a owl:Thing`;
- what says of a thing that it is itself, or below itself: subject and object are the same;
- further domains and ranges of properties, which reasoners differ about; the types that they give to things are kept;
- what has a literal for its subject, which RDF does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import rdflib
from pyoxigraph import RdfFormat, Store, Triple, serialize

from graph_store.catalogue.names import GRAPH as CATALOGUE
from graph_store.terms import as_stored, from_rdflib, graph_names, graph_triples
from ontology import mint
from ontology.names import OWL, RDF, RDFS, XSD
from ontology.reasoning import closure_of_file

GRAPH: Final = mint.graph("entailed")
"""The graph that holds the consequences."""

_APART: Final = {GRAPH, CATALOGUE}
"""Graphs that nothing is concluded from: these themselves, and what is said of the release, which comes after them."""

_LANGUAGE: Final[tuple[str, ...]] = (str(OWL), str(RDF), str(RDFS), str(XSD))
_SHOWN: Final = 3


def entailed(store: Store) -> frozenset[Triple]:
    """What the named graphs of `store` but `GRAPH` and the catalogue entail and none of them states, less what is left out.

    All triples are in memory at once.
    """
    stated = {triple for name in graph_names(store) if name not in _APART for triple in graph_triples(store, name)}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "stated.ttl"
        serialize(stated, str(path), RdfFormat.N_TRIPLES)
        found = rdflib.Graph(bind_namespaces="none")
        for triple in closure_of_file(path):
            if is_useful(*triple):
                found.add(triple)
    return as_stored(from_rdflib(found)) - stated


def is_useful(subject: rdflib.term.Node, predicate: rdflib.term.Node, object_: rdflib.term.Node) -> bool:
    """Whether a consequence is one that is kept, be it stated or not."""
    if isinstance(subject, rdflib.Literal) or subject == object_ or predicate in {RDFS.domain, RDFS.range}:
        return False
    return not any(isinstance(term, rdflib.URIRef) and str(term).startswith(_LANGUAGE) for term in (subject, object_))


def entailed_faults(store: Store) -> Iterator[str]:
    """How the graph of consequences of a release, where it has one, differs from what the other graphs entail."""
    stored = frozenset(graph_triples(store, GRAPH))
    if not stored:
        return
    wanted = entailed(store)
    for triples, what in ((wanted - stored, "lacks"), (stored - wanted, "has, and the other graphs don't entail,")):
        if triples:
            shown = "; ".join(sorted(map(str, triples))[:_SHOWN])
            yield f"the graph {GRAPH} {what} {len(triples):,} triples: {shown}{' ...' if len(triples) > _SHOWN else ''}"
