import json

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from ontology import mint
from ontology.names import OA, PROV, RDF, RDFS, TD
from ontology.tables import identities

BLOC = "bloc/tay-nam-bo"
LABEL = NamedNode(RDFS.label)


def triples(body: bytes, format_: RdfFormat) -> set[Triple]:
    return {quad.triple for quad in parse(body, format_)}


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/turtle", "/data/bloc/tay-nam-bo.ttl"),
        ("application/n-triples", "/data/bloc/tay-nam-bo.nt"),
        ("application/ld+json", "/data/bloc/tay-nam-bo.jsonld"),
        ("application/json", "/data/bloc/tay-nam-bo.json"),
        ("application/rdf+xml", "/data/bloc/tay-nam-bo.rdf"),
        ("application/rdf+xml;q=0.4, text/turtle;q=0.3", "/data/bloc/tay-nam-bo.rdf"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/vi/page/bloc/tay-nam-bo"),
        ("*/*", "/vi/page/bloc/tay-nam-bo"),
    ],
)
def test_an_entity_is_303_to_its_page_or_its_data_by_accept(client: FlaskClient, accept: str, location: str) -> None:
    answer = client.get(f"/id/{BLOC}", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Location"]) == (303, location)
    assert "Accept" in answer.headers["Vary"]


def test_iri_that_was_given_up_leads_to_that_of_the_same_thing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = {(None, mint.entity("bloc", "miền Tây")): mint.entity("bloc", "Tây Nam bộ")}
    monkeypatch.setattr(identities, "exceptions", lambda: joined)

    moved = client.get("/id/bloc/mien-tay", headers={"Accept": "text/turtle"})
    followed = client.get("/id/bloc/mien-tay", headers={"Accept": "text/turtle"}, follow_redirects=True)

    assert (moved.status_code, moved.headers["Location"]) == (301, f"/id/{BLOC}")
    assert followed.data == client.get(f"/data/{BLOC}.ttl").data


def test_an_entity_in_a_format_there_is_not_is_406(client: FlaskClient) -> None:
    assert client.get(f"/id/{BLOC}", headers={"Accept": "image/png"}).status_code == 406


def test_following_the_redirect_gives_the_description_as_turtle(client: FlaskClient) -> None:
    answer = client.get(f"/id/{BLOC}", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/turtle; charset=utf-8")
    bloc = NamedNode(mint.entity("bloc", "Tây Nam bộ"))
    found = triples(answer.data, RdfFormat.TURTLE)
    assert Triple(bloc, NamedNode(RDF.type), NamedNode(TD.Bloc)) in found
    assert {t.object.value for t in found if t.subject == bloc and t.predicate == LABEL} == {"Tây Nam bộ", "Southwest"}
    long_an = NamedNode(mint.entity("province", "Long An"))
    assert Triple(bloc, NamedNode(TD.hasMember), long_an) in found
    assert "Long An" in {t.object.value for t in found if t.subject == long_an and t.predicate == LABEL}


@pytest.mark.parametrize(
    ("ending", "media_type", "format_"),
    [
        ("ttl", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("nt", "application/n-triples", RdfFormat.N_TRIPLES),
        ("jsonld", "application/ld+json", RdfFormat.JSON_LD),
        ("rdf", "application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_the_description_is_the_same_in_every_format(
    client: FlaskClient, ending: str, media_type: str, format_: RdfFormat
) -> None:
    answer = client.get(f"/data/{BLOC}.{ending}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    expected = triples(client.get(f"/data/{BLOC}.nt").data, RdfFormat.N_TRIPLES)
    assert triples(answer.data, format_) == expected


def test_data_without_an_ending_is_negotiated(client: FlaskClient) -> None:
    answer = client.get(f"/data/{BLOC}", headers={"Accept": "application/ld+json"})
    assert answer.headers["Content-Type"] == "application/ld+json"
    json.loads(answer.data)


def claim_path(client: FlaskClient, kind: str) -> str:
    query = f"SELECT ?c WHERE {{ ?c a td:{kind} }} ORDER BY ?c LIMIT 1"
    rows = client.get("/sparql", query_string={"query": query}).json["results"]["bindings"]
    return rows[0]["c"]["value"].partition("/id/")[2]


def test_the_description_of_a_claim_has_its_evidence_down_to_the_selectors(client: FlaskClient) -> None:
    path = claim_path(client, "RankingClaim")
    found = triples(client.get(f"/data/{path}.nt").data, RdfFormat.N_TRIPLES)
    predicates = {t.predicate.value for t in found}
    assert {TD.sentence, OA.exact, OA.start, OA.end, OA.hasSource, PROV.wasDerivedFrom} <= {
        type(TD.sentence)(p) for p in predicates
    }


def test_a_named_graph_is_described_by_its_content(client: FlaskClient) -> None:
    found = triples(client.get("/data/graph/article/nfd-2022.nt").data, RdfFormat.N_TRIPLES)
    assert NamedNode(mint.article("nfd-2022")) in {t.subject for t in found}
    assert client.get("/vi/page/graph/article/nfd-2022").status_code == 200


def test_a_fragment_that_is_part_of_the_iri_is_kept(client: FlaskClient) -> None:
    path = claim_path(client, "RankingClaim").replace("claim/", "evidence/") + "%23quote"
    answer = client.get(f"/id/{path}", headers={"Accept": "text/turtle"})
    assert answer.headers["Location"] == f"/data/{path}.ttl"
    assert b"oa:exact" in client.get(answer.headers["Location"]).data


@pytest.mark.parametrize("prefix", ["/id/", "/vi/page/", "/data/"])
def test_an_unknown_entity_is_404_and_named(client: FlaskClient, prefix: str) -> None:
    for accept in ("text/html", "application/json"):
        answer = client.get(f"{prefix}bloc/dai-tay-duong", headers={"Accept": accept})
        assert answer.status_code == 404
        assert "https://w3id.org/thidua/id/bloc/dai-tay-duong" in answer.text


@pytest.mark.parametrize("prefix", ["/id/", "/vi/page/", "/data/"])
@pytest.mark.parametrize(
    "path",
    [
        "%3E%20%7D%20UNION%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20%23",
        "bloc/tay-nam-bo%3E%20a%20%3C",
        "%22%5C",
        "a%0Ab",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "%7B%7Bconfig%7D%7D",
        "%00",
        "%FF",
        "bloc/tay-nam-bo%E2%80%AE",
        "x%27%20OR%20%271%27=%271",
    ],
)
def test_a_path_that_tries_to_break_out_of_the_query_is_404(client: FlaskClient, prefix: str, path: str) -> None:
    answer = client.get(prefix + path, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "<script>" not in answer.text
