"""The graph of consequences: all that a second reasoner finds and no more, less what says nothing."""

from __future__ import annotations

import owlrl
import pytest
import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from graph_store.materialised import GRAPH, entailed, entailed_faults, is_useful
from graph_store.releases import ReleaseStore
from graph_store.terms import as_stored, from_rdflib, to_rdflib
from ontology import mint
from ontology.load import ontology_graph
from ontology.names import DCTERMS, ID, ORG, OWL, PROV, RDF, RDFS, SCHEMA, TD, XSD
from tests.graph_store.conftest import article, triple

A, B, C = (f"https://example.org/{name}" for name in "abc")


def store_of(*triples: Triple, graph: str = "article/a", ontology: bool = False) -> Store:
    """A store with the triples in one graph and, if wanted, the ontology in another."""
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object, NamedNode(mint.graph(graph))) for t in triples)
    if ontology:
        name = NamedNode(mint.graph("ontology"))
        store.extend(Quad(t.subject, t.predicate, t.object, name) for t in from_rdflib(ontology_graph()))
    return store


def test_second_reasoner_finds_the_same_consequences_of_ontology_and_articles() -> None:
    given = (*article("a-1").triples, *article("a-2", members=("Đắk Lắk",)).triples)
    dated = triple(
        mint.claim("a-1", "membership", "x"), TD.attestedOn, Literal("2023-03-27", datatype=NamedNode(XSD.date))
    )
    store = store_of(*given, dated, ontology=True)
    stated = as_stored(quad.triple for quad in store)

    closed = to_rdflib(stated, rdflib.Graph(bind_namespaces="none"))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)  # type: ignore[no-untyped-call]
    useful = rdflib.Graph(bind_namespaces="none")
    for found in closed:
        if is_useful(*found):
            useful.add(found)

    assert entailed(store) == as_stored(from_rdflib(useful)) - stated
    assert triple(dated.subject.value, DCTERMS.date, dated.object) in entailed(store)  # type: ignore[union-attr, arg-type]


@pytest.mark.parametrize(
    ("axioms", "given", "wanted"),
    [
        ([(A, RDFS.subPropertyOf, B)], [(C, A, C + "1")], (C, B, C + "1")),
        ([(A, RDFS.subClassOf, B)], [(C, RDF.type, A)], (C, RDF.type, B)),
        ([(A, OWL.inverseOf, B)], [(C, A, C + "1")], (C + "1", B, C)),
        ([(A, RDF.type, OWL.SymmetricProperty)], [(C, A, C + "1")], (C + "1", A, C)),
        ([(A, RDF.type, OWL.TransitiveProperty)], [(C, A, C + "1"), (C + "1", A, C + "2")], (C, A, C + "2")),
        ([(A, RDFS.range, B)], [(C, A, C + "1")], (C + "1", RDF.type, B)),
    ],
    ids=["sub-property", "sub-class", "inverse", "symmetric", "transitive", "range"],
)  # fmt: skip
def test_consequences_of_each_kind_of_axiom_are_drawn(
    axioms: list[tuple[str, str, str]], given: list[tuple[str, str, str]], wanted: tuple[str, str, str]
) -> None:
    store = store_of(*(triple(*one) for one in (*axioms, *given)))

    assert triple(*wanted) in entailed(store)


def test_ontology_has_no_property_chains_which_the_reasoner_does_not_draw() -> None:
    assert list(ontology_graph().triples((None, OWL.propertyChainAxiom, None))) == []


def test_what_is_stated_anywhere_is_not_repeated() -> None:
    axiom, given, consequence = triple(A, RDFS.subPropertyOf, B), triple(C, A, "x:1"), triple(C, B, "x:1")

    assert consequence in entailed(store_of(axiom, given))
    assert consequence not in entailed(store_of(axiom, given, consequence))


def test_nothing_is_drawn_from_the_graph_of_consequences_itself() -> None:
    store = store_of(triple(A, RDFS.subPropertyOf, B))
    store.add(Quad(NamedNode(C), NamedNode(A), NamedNode("x:1"), NamedNode(GRAPH)))

    assert entailed(store) == frozenset()


def test_what_holds_of_everything_is_left_out() -> None:
    found = entailed(store_of(*article("a-1").triples, ontology=True))

    assert found
    language = tuple(map(str, (OWL, RDF, RDFS, XSD)))
    for one in found:
        assert one.subject != one.object
        assert not any(isinstance(t, NamedNode) and t.value.startswith(language) for t in (one.subject, one.object))


def with_consequences(store: ReleaseStore) -> Store:
    """A release of an article, the ontology and what they entail."""
    with store.draft() as draft:
        draft.put_article(*article("a-1").arguments)
        draft.put_graph(mint.graph("ontology"), from_rdflib(ontology_graph()))
        draft.put_graph(GRAPH, entailed(draft.contents()))
        return draft.publish().open()


def test_query_over_a_super_class_has_answers_only_when_materialised(store: ReleaseStore) -> None:
    query = f"ASK {{ ?x a <{SCHEMA.Claim}> , <{PROV.Entity}> ; <{ORG.member}> <{ID}province/ca-mau> }}"
    plain = Store()
    plain.extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in article("a-1").triples)
    plain.extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in from_rdflib(ontology_graph()))

    assert not plain.query(query)
    assert with_consequences(store).query(query)


def test_consequences_that_are_missing_or_too_many_are_faults(store: ReleaseStore) -> None:
    whole = with_consequences(store)
    assert list(entailed_faults(whole)) == []
    with store.draft() as draft:
        some = sorted(draft.graph(GRAPH), key=str)[1:]
        draft.put_graph(GRAPH, [*some, triple(A, B, C)])
        faulty = draft.publish().open()

    assert [fault.partition(":")[0] for fault in entailed_faults(faulty)] == ["the graph https"] * 2
    assert "lacks 1 triples" in next(entailed_faults(faulty))
    assert "don't entail, 1 triples" in list(entailed_faults(faulty))[1]


def test_release_without_the_graph_is_not_asked_for_it(store: ReleaseStore) -> None:
    with store.draft() as draft:
        draft.put_article(*article("a-1").arguments)
        draft.put_graph(mint.graph("ontology"), from_rdflib(ontology_graph()))
        assert list(entailed_faults(draft.publish().open())) == []
