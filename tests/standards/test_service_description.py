"""The W3C's three tests of SPARQL 1.1 Service Description, which it has in prose, against a live server."""

from __future__ import annotations

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF

from tests.live import Server

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


@pytest.fixture(scope="module")
def described(writable: Server) -> Graph:
    """returns-rdf: a GET on the endpoint returns RDF."""
    status, headers, content = writable.get("/sparql")
    assert (status, headers["content-type"].partition(";")[0]) == (200, "text/turtle")
    return Graph().parse(data=content, format="turtle")


def test_has_endpoint_triple(described: Graph, writable: Server) -> None:
    (service,) = described.subjects(RDF.type, SD.Service)
    assert URIRef(f"{writable.url}/sparql") in set(described.objects(service, SD.endpoint))


def test_conforms_to_schema(described: Graph) -> None:
    """What the properties of the vocabulary lead to has the classes that are their ranges (section 3)."""
    ranges = {
        SD.defaultDataset: SD.Dataset,
        SD.defaultGraph: SD.Graph,
        SD.namedGraph: SD.NamedGraph,
        SD.graph: SD.Graph,
    }
    for predicate, kind in ranges.items():
        for value in described.objects(None, predicate):
            assert (value, RDF.type, kind) in described
    assert all(isinstance(value, URIRef) for value in described.objects(None, SD.supportedLanguage))
    assert all(isinstance(value, URIRef) for value in described.objects(None, SD.resultFormat))
    assert {SD.SPARQL11Query, SD.SPARQL11Update} <= set(described.objects(None, SD.supportedLanguage))
