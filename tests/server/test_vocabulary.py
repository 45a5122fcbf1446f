"""The ontology, the JSON-LD context and the shapes at their addresses, over the project's own ontology."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

from graph_store.engine import EmbeddedEngine
from graph_store.terms import as_stored, from_rdflib
from ontology import mint
from ontology.conformance import own_terms
from ontology.context import context
from ontology.load import SHAPE_SETS, every_shape, ontology_graph, reference_graph, shapes_graph
from ontology.names import SH, TD
from server.app import create_app
from server.config import ServerConfig
from server.source import FixedSource

MEDIA_TYPES = ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
TERMS = [term.removeprefix(str(TD)) for term in own_terms(ontology_graph(), str(TD))]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    store = Store()
    for name, graph in (("ontology", ontology_graph()), ("reference", reference_graph())):
        for triple in from_rdflib(graph):
            for home in (NamedNode(mint.graph(name)), DefaultGraph()):
                store.add(Quad(triple.subject, triple.predicate, triple.object, home))
    source = FixedSource("20260101T000000Z-0000", EmbeddedEngine.over(store))
    return create_app(ServerConfig(store=tmp_path_factory.mktemp("store")), source).test_client()


def triples(data: bytes, media_type: str) -> frozenset[Triple]:
    format_ = RdfFormat.from_media_type(media_type)
    assert format_ is not None
    return frozenset(quad.triple for quad in parse(data, format=format_))


@pytest.mark.parametrize("path", ["/ontology", "/ontology/0.2.0"])
@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_ontology_is_served_whole_in_the_format_asked_for(path: str, media_type: str, client: FlaskClient) -> None:
    answer = client.get(path, headers={"Accept": media_type})

    assert answer.headers["Content-Type"].startswith(media_type)
    assert "Accept" in answer.headers["Vary"]
    assert triples(answer.data, media_type) == as_stored(from_rdflib(ontology_graph()))


def test_ontology_is_a_page_to_a_browser(client: FlaskClient) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = client.get("/ontology", headers={"Accept": accept})

    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_ontology_is_refused_as_a_picture(client: FlaskClient) -> None:
    assert client.get("/ontology", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("term", TERMS)
def test_page_describes_every_term_at_its_anchor(term: str, client: FlaskClient) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    found = re.search(rf'<section class="term" id="{term}">(.*?)</section>', page, re.DOTALL)

    assert found is not None
    assert f"<code>td:{term}</code>" in found[1]
    assert "ví dụ" in found[1]
    assert 'lang="en"' in found[1]


def test_page_shows_metadata_schemes_and_vocabularies(client: FlaskClient) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text

    assert "Ontology Thi Đua" in page
    assert "0.2.0" in page
    assert "https://creativecommons.org/licenses/by/4.0/" in page
    assert 'href="/vi/page/scheme/awards"' in page
    assert [f'href="/shapes/{kind}.ttl"' in page for kind in SHAPE_SETS] == [True] * len(SHAPE_SETS)
    assert "http://purl.org/linked-data/cube" in page


def test_version_that_the_release_does_not_have_is_404(client: FlaskClient) -> None:
    answer = client.get("/ontology/0.1.0", headers={"Accept": "application/json"})

    assert answer.status_code == 404
    assert "0.2.0" in answer.json["detail"]


def test_ontology_as_a_file(client: FlaskClient) -> None:
    assert client.get("/ontology.ttl").headers["Content-Type"] == "text/turtle; charset=utf-8"
    missing = client.get("/ontology.pdf")
    assert missing.status_code == 404
    assert "ttl" in missing.json["detail"]


def test_alignment_leads_to_the_ontology(client: FlaskClient) -> None:
    answer = client.get("/alignment")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/ontology")


def test_context_is_served_to_scripts_of_any_site(client: FlaskClient) -> None:
    answer = client.get("/context.jsonld")

    assert answer.headers["Content-Type"] == "application/ld+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.data) == context(ontology_graph())


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
@pytest.mark.parametrize("kind", ["", *SHAPE_SETS])
def test_shapes_are_served_by_kind_in_the_format_asked_for(kind: str, media_type: str, client: FlaskClient) -> None:
    answer = client.get(f"/shapes/{kind}".rstrip("/"), headers={"Accept": media_type})
    expected = shapes_graph(kind) if kind else every_shape()

    found = triples(answer.data, media_type)
    shapes = {t.subject for t in found if t.object == NamedNode(str(SH.NodeShape))}
    assert len(found) == len(expected)
    assert {str(s.value) for s in shapes} == {str(s) for s in expected.subjects(None, SH.NodeShape)}


def test_shapes_as_files_and_unknown_ones(client: FlaskClient) -> None:
    assert b"shape:Claim" in client.get("/shapes.ttl").data
    assert b"shape:Claim" in client.get("/shapes/article.ttl").data
    assert b"shape:Claim" not in client.get("/shapes/reference.ttl").data
    for path in ("/shapes.pdf", "/shapes/article.pdf", "/shapes/nothing"):
        assert client.get(path).status_code == 404


def test_page_links_its_own_version_on_this_server_and_not_the_one_before(client: FlaskClient) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text

    assert 'href="/ontology/0.2.0"' in page
    assert "https://w3id.org/thidua/ontology/0.1.0" in page
    assert 'href="/ontology/0.1.0"' not in page


def test_changes_are_told_newest_first_and_in_vietnamese_first(client: FlaskClient) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    places = [page.index(words) for words in ("0.2.0: thêm", "0.2.0: adds", "0.1.0: các", "0.1.0: the first")]

    assert places == sorted(places)
