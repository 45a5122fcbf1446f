"""Triples in the form in which a store gives them back, told without writing each to a store."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from graph_store.terms import as_stored
from ontology.names import XSD

TYPES = (
    "string",
    "integer",
    "nonNegativeInteger",
    "decimal",
    "double",
    "boolean",
    "date",
    "gYear",
    "dateTime",
    "anyURI",
)
WORDS = st.sampled_from(["6.70", "6.7", "007", "+5", "1e3", "true", "1", "2024-03-27", "2024", "Hoà Bình", "x", ""])
LITERALS = st.one_of(
    st.builds(lambda words, name: Literal(words, datatype=NamedNode(XSD[name])), WORDS, st.sampled_from(TYPES)),
    st.builds(lambda words, language: Literal(words, language=language), WORDS, st.sampled_from(["vi", "EN", "en-GB"])),
    st.builds(Literal, st.text(max_size=5)),
)
NODES = st.sampled_from([NamedNode("http://example.org/a"), NamedNode("http://example.org/b"), BlankNode("n")])
TRIPLES = st.lists(st.builds(Triple, NODES, st.just(NamedNode("http://example.org/p")), st.one_of(LITERALS, NODES)))


@given(TRIPLES)
def test_form_is_that_which_a_store_gives_back(triples: list[Triple]) -> None:
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
    assert as_stored(triples) == frozenset(quad.triple for quad in store)
