"""The JSON-LD context: what is written with it is read back as the same graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic

from ontology.context import CONTEXT_IRI, context
from ontology.load import ontology_graph, reference_graph
from ontology.names import BASE, ID, ORG, RDFS, TD, XSD

# rdflib's own reader of JSON-LD uses a class that rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

CONTEXT = context(ontology_graph())


def read(document: dict[str, object]) -> Graph:
    return Graph().parse(data=json.dumps(CONTEXT | document), format="json-ld")


def test_claim_in_short_names_is_read_as_our_terms() -> None:
    graph = read(
        {
            "@id": str(ID["claim/a/1"]),
            "@type": ["Claim", "RankingClaim"],
            "bloc": str(ID["bloc/tay-nam-bo"]),
            "rank": 2,
            "score": "938.21",
            "org:member": str(ID["province/soc-trang"]),
            "rdfs:label": {"vi": "thứ 2", "en": "second"},
        }
    )
    claim = ID["claim/a/1"]

    assert (claim, TD.bloc, ID["bloc/tay-nam-bo"]) in graph
    assert (claim, TD["rank"], Literal(2)) in graph
    assert (claim, TD.score, Literal("938.21", datatype=XSD.decimal)) in graph
    assert (claim, ORG.member, ID["province/soc-trang"]) in graph
    assert set(graph.objects(claim, RDFS.label)) == {Literal("thứ 2", lang="vi"), Literal("second", lang="en")}


def test_name_that_is_also_a_prefix_keeps_its_own() -> None:
    graph = read({"@id": str(ID["cell/a"]), "td:unit": {"@id": "unit:PERCENT"}})

    assert set(graph) == {(ID["cell/a"], TD.unit, URIRef("http://qudt.org/vocab/unit/PERCENT"))}


@pytest.mark.parametrize("name", ["article", "reference"])
def test_graph_written_with_the_context_is_read_back_the_same(name: str, fixtures: Path) -> None:
    graph = reference_graph() if name == "reference" else Graph().parse(fixtures / "article-graph.ttl")

    text = graph.serialize(format="json-ld", context=CONTEXT["@context"])

    assert isomorphic(Graph().parse(data=text, format="json-ld"), graph)


def test_context_names_every_term_of_ours_and_is_published_below_our_base() -> None:
    entries = json.dumps(CONTEXT["@context"])

    for term in set(ontology_graph().subjects()):
        if str(term).startswith(str(TD)):
            assert f'"td:{str(term).removeprefix(str(TD))}"' in entries, term
    assert CONTEXT_IRI.startswith(BASE)
