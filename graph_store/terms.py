"""Between rdflib and pyoxigraph, and from what was asked to be stored to what the store gives back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, TypeVar, cast

import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Store,
    Triple,
)

from ontology.names import XSD

_T = TypeVar("_T")
_STRING: Final = NamedNode(XSD.string)
Term = NamedNode | BlankNode | Literal


def as_stored(triples: Iterable[Triple]) -> frozenset[Triple]:
    """The triples as the store will give them back.

    Oxigraph keeps numbers by their value: `6.70` comes back as `6.7`, and every type derived from xsd:integer (such as
    xsd:nonNegativeInteger) as xsd:integer. Comparing with a stored graph, and checking shapes, takes this form.
    """
    return frozenset(map(_stored_triple, triples))


def _stored_triple(triple: Triple) -> Triple:
    value = triple.object
    if not isinstance(value, Literal) or value.language is not None:
        return triple
    if value.datatype == _STRING or (stored := _stored_literal(value)) == value:
        return triple
    return Triple(triple.subject, triple.predicate, stored)


@lru_cache(maxsize=100_000)
def _stored_literal(literal: Literal) -> Literal:
    """A literal after a way through a store; articles state the same years and figures again and again."""
    store = Store()
    store.add(Quad(_STRING, _STRING, literal, DefaultGraph()))
    return cast(Literal, next(iter(store)).object)


def graph_names(store: Store) -> list[str]:
    """The IRIs of the named graphs of the store, in order."""
    return sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))


def graph_triples(store: Store, iri: str) -> Iterator[Triple]:
    """The triples of a named graph of the store; none where there is no such graph."""
    return (quad.triple for quad in store.quads_for_pattern(None, None, None, NamedNode(iri)))


def with_stable_blank_nodes(triples: Iterable[Triple], graph: str) -> list[Triple]:
    """Rename blank nodes by their place in the graph (RDFC-1.0) and by the graph's IRI.

    So a graph parsed twice gives the same triples, and the blank nodes of two graphs stay apart in their union.
    """
    given = list(triples)
    if not any(isinstance(term, BlankNode) for triple in given for term in (triple.subject, triple.object)):
        return given
    dataset = Dataset(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in given)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    prefix = "".join(c if c.isalnum() else "-" for c in graph.rpartition("/graph/")[2])
    return [Triple(_named(q.subject, prefix), q.predicate, _named(q.object, prefix)) for q in dataset]


def to_rdflib(triples: Iterable[Triple], into: rdflib.Graph) -> rdflib.Graph:
    """Add pyoxigraph triples to an rdflib graph and return it."""
    for triple in triples:
        into.add((_rdflib_term(triple.subject), rdflib.URIRef(triple.predicate.value), _rdflib_term(triple.object)))
    return into


def from_rdflib(graph: rdflib.Graph) -> list[Triple]:
    """The triples of an rdflib graph as pyoxigraph ones."""
    return [Triple(_node(s), NamedNode(str(p)), _oxigraph_term(o)) for s, p, o in graph]


def _named(term: _T, prefix: str) -> _T | BlankNode:
    return BlankNode(f"{prefix}-{term.value}") if isinstance(term, BlankNode) else term


def _rdflib_term(term: object) -> rdflib.term.Identifier:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # Without normalisation: a shape is to see the words of the literal, not rdflib's reading of them.
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"an RDF 1.1 term is needed, not {term!r}")


def _node(term: rdflib.term.Node) -> NamedNode | BlankNode:
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    raise TypeError(f"an IRI or a blank node is needed, not {term!r}")


def _oxigraph_term(term: rdflib.term.Node) -> Term:
    if not isinstance(term, rdflib.Literal):
        return _node(term)
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))
