"""The catalogue over HTTP, the well-known address of VoID, and the description of the SPARQL service."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from rdflib import RDF, Graph, URIRef

from graph_store.catalogue.graph import release_catalogue
from graph_store.catalogue.names import CATALOGUE, DCAT, GRAPH, SD, VOID
from graph_store.catalogue.statistics import statistics
from graph_store.formats import GRAPHS, SOLUTIONS
from graph_store.releases import Release, ReleaseStore
from ontology import mint
from server.app import create_app
from server.config import ServerConfig

ARTICLES = Path(__file__).with_name("articles.trig")
MANIFEST = (
    Path(__file__).parents[2].parent / "shared" / "standards" / "sparql11" / "service-description" / "manifest.ttl"
)


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """A release of the articles of these tests, with its catalogue."""
    articles = Store()
    articles.load(path=str(ARTICLES))
    with ReleaseStore(tmp_path).draft() as draft:
        for graph in articles.named_graphs():
            triples = [quad.triple for quad in articles.quads_for_pattern(None, None, None, graph)]
            draft.put_graph(str(graph.value), triples)  # type: ignore[union-attr]
        draft.put_graph(GRAPH, release_catalogue(draft.id, None, statistics(draft.contents())))
        return draft.publish()


@pytest.fixture
def site(release: Release, tmp_path: Path) -> FlaskClient:
    """A server of that release."""
    return create_app(ServerConfig(store=tmp_path)).test_client()


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"]
)
def test_catalogue_comes_in_the_format_asked_for_and_says_the_same(accept: str, site: FlaskClient) -> None:
    answer = site.get("/catalog", headers={"Accept": accept})
    found = {quad.triple for quad in parse(answer.data, RdfFormat.from_media_type(accept))}

    assert (answer.status_code, answer.mimetype) == (200, accept)
    assert "Accept" in answer.headers["Vary"]
    assert CATALOGUE in {t.subject.value for t in found if t.object == NamedNode(DCAT.Catalog)}  # type: ignore[union-attr]
    assert found == {quad.triple for quad in parse(site.get("/catalog.nt").data, RdfFormat.N_TRIPLES)}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("ending", ["ttl", "nt", "jsonld", "rdf"])
def test_catalogue_is_a_file_with_an_ending(ending: str, site: FlaskClient) -> None:
    assert site.get(f"/catalog.{ending}").status_code == 200


def test_unknown_ending_and_unacceptable_format_are_told(site: FlaskClient) -> None:
    assert site.get("/catalog.pdf").status_code == 404
    assert site.get("/catalog", headers={"Accept": "image/png"}).status_code == 406


def test_reader_gets_a_page_in_both_languages_that_leads_to_the_files(site: FlaskClient, release: Release) -> None:
    answer = site.get("/catalog", headers={"Accept": "text/html"})

    assert answer.mimetype == "text/html"
    for words in (
        "Danh mục dữ liệu",
        "Catalogue of Thi Đua Graph",
        release.id,
        "SPARQL",
        "/catalog.jsonld",
        "td:Claim",
    ):
        assert words in answer.text
    assert answer.headers["Link"] == '</catalog.ttl>; rel="describedby"; type="text/turtle"'
    assert 'href="/catalog"' in site.get("/vi/").text
    assert '<link rel="describedby" type="text/turtle" href="/catalog.ttl">' in site.get("/vi/").text


def test_exports_made_while_the_server_runs_are_in_its_catalogue(
    site: FlaskClient, release: Release, tmp_path: Path
) -> None:
    assert b"thidua.nq.gz" not in site.get("/catalog.ttl").data
    file = {
        "name": "thidua.nq.gz", "kind": "dataset", "table": None, "format": "nquads", "media_type": "application/n-quads",
        "compression": "gzip", "bytes": 98765, "sha256": "ab" * 32, "title": {"vi": "Toàn bộ", "en": "The whole"},
    }  # fmt: skip
    folder = tmp_path / "exports" / release.id
    folder.mkdir(parents=True)
    (folder / "index.json").write_text(
        json.dumps({"release": release.id, "created": "2024-04-01T00:00:00Z", "files": [file]}), encoding="utf-8"
    )

    assert f"https://w3id.org/thidua/exports/{release.id}/thidua.nq.gz".encode() in site.get("/catalog.ttl").data
    page = site.get("/catalog", headers={"Accept": "text/html"}).text
    assert f'href="/exports/{release.id}/thidua.nq.gz"' in page
    assert "98.765" in page
    (folder / "index.json").write_text("{", encoding="utf-8")
    broken = site.get("/catalog.ttl")
    assert broken.status_code == 200
    assert b"thidua.nq.gz" not in broken.data


@pytest.mark.parametrize(
    ("accept", "leads_to"),
    [(None, "/catalog.ttl"), ("text/turtle", "/catalog.ttl"), ("application/rdf+xml", "/catalog.rdf")],
)
def test_well_known_address_of_void_leads_to_the_description(
    accept: str | None, leads_to: str, site: FlaskClient
) -> None:
    headers = {"Accept": accept} if accept else {}
    answer = site.get("/.well-known/void", headers=headers)
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)
    followed = site.get("/.well-known/void", headers=headers, follow_redirects=True)
    found = Graph().parse(data=followed.data, format="turtle" if leads_to.endswith("ttl") else "xml")
    assert (None, RDF.type, VOID.Dataset) in found


def test_release_without_a_catalogue_has_one_without_statistics(client: FlaskClient) -> None:
    found = Graph().parse(data=client.get("/catalog.ttl").data, format="turtle")

    assert (URIRef(CATALOGUE), RDF.type, DCAT.Catalog) in found
    assert (None, VOID.triples, None) not in found
    page = client.get("/catalog", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "20240401T000000Z-0000" in page.text
    assert "0 articles" not in page.text, "what nobody knows is not said"


@pytest.mark.parametrize("accept", ["text/turtle", "*/*", None])
def test_endpoint_without_a_query_describes_itself_as_the_tests_of_the_w3c_want(
    accept: str | None, site: FlaskClient
) -> None:
    """returns-rdf, has-endpoint-triple and conforms-to-schema of the service description tests."""
    if not MANIFEST.is_file():
        pytest.skip("the W3C's tests are not beside the project (../shared/standards/sparql11)")
    names = set(
        Graph().parse(MANIFEST).objects(None, URIRef("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#name"))
    )
    assert len(names) == 3, "a test that is new needs its own lines here"
    answer = site.get("/sparql", headers={"Accept": accept} if accept else {})
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    found = Graph().parse(data=answer.data, format="turtle")
    (service,) = found.subjects(RDF.type, SD.Service)
    assert URIRef("http://localhost/sparql") in set(found.objects(service, SD.endpoint))
    ranges = {
        SD.defaultDataset: SD.Dataset,
        SD.defaultGraph: SD.Graph,
        SD.namedGraph: SD.NamedGraph,
        SD.graph: SD.Graph,
    }
    for predicate, kind in ranges.items():
        values = set(found.objects(None, predicate))
        assert values
        assert values == {value for value in values if (value, RDF.type, kind) in found}
    for predicate in (SD.name, SD.resultFormat, SD.feature, SD.supportedLanguage, SD.defaultEntailmentRegime):
        assert all(isinstance(value, URIRef) for value in found.objects(None, predicate))


def test_description_of_the_service_says_what_is_true(site: FlaskClient, release: Release) -> None:
    found = Graph().parse(data=site.get("/sparql", headers={"Accept": "text/turtle"}).data, format="turtle")
    store = release.open()

    assert len(set(found.objects(None, SD.resultFormat))) == len(SOLUTIONS) + len(GRAPHS)
    assert set(found.objects(None, SD.feature)) == {SD.UnionDefaultGraph}
    default = found.value(None, SD.defaultGraph)
    default = found.value(found.value(None, RDF.type, SD.Dataset), SD.defaultGraph) if default is None else default
    assert int(str(found.value(default, VOID.triples))) == release.manifest.triples
    told = {
        str(found.value(node, SD.name)): int(str(found.value(found.value(node, SD.graph), VOID.triples)))
        for node in found.subjects(RDF.type, SD.NamedGraph)
    }
    held = {g.value: len(list(store.quads_for_pattern(None, None, None, g))) for g in store.named_graphs()}  # type: ignore[union-attr,arg-type]
    assert told == {name: size for name, size in held.items() if not name.startswith(mint.graph("article/"))}
    assert GRAPH in told


def test_head_of_the_endpoint_is_that_of_its_description(site: FlaskClient) -> None:
    answer = site.head("/sparql", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "text/turtle", b"")


def test_parameters_without_a_query_are_no_request_for_the_description(site: FlaskClient) -> None:
    answer = site.get("/sparql", query_string={"default-graph-uri": GRAPH}, headers={"Accept": "text/turtle"})
    assert answer.status_code == 400
