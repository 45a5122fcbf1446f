"""The event stream: walked from its root, stable, and true to LDES and TREE."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize
from urllib.parse import urlsplit

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import Quad, RdfFormat, parse
from rdflib import RDF, URIRef
from rdflib.namespace import DCTERMS

from ontology.names import ID, OA, PROV, TD
from server.feeds.stream import AS, LDES, TREE
from tests.server.feeds.following import FIRST, SECOND, OneOf, reading_of, served, with_confidence, without_article

CLAIM = f"{ID}claim/nfd-2022/leadership-6b174f4e"


def path(address: str) -> str:
    return urlsplit(address).path


def graph(client: FlaskClient, address: str) -> rdflib.Graph:
    answer = client.get(address, headers={"Accept": "text/turtle"})
    assert answer.status_code == 200, answer.text
    return rdflib.Graph().parse(data=answer.data, format="turtle")


def nodes(client: FlaskClient) -> list[str]:
    root = graph(client, "/ldes")
    return sorted({path(str(node)) for node in root.objects(None, TREE.node)})


def walked(client: FlaskClient) -> list[tuple[URIRef, rdflib.Graph]]:
    """Each member with the page that it stands on, found as a client finds them."""
    root = graph(client, "/ldes")
    (stream,) = root.subjects(RDF.type, LDES.EventStream)
    assert (stream, TREE.view, URIRef("http://localhost/ldes")) in root
    pages = [graph(client, node) for node in nodes(client)]
    return [(member, page) for page in pages for member in page.objects(stream, TREE.member)]


def test_every_claim_is_reached_exactly_once(client: FlaskClient, quads: list[Quad]) -> None:
    claims = {
        q.subject.value for q in quads if q.predicate.value == str(PROV.wasDerivedFrom) and "/claim/" in q.subject.value
    }
    found = [str(page.value(member, DCTERMS.isVersionOf)) for member, page in walked(client)]
    assert len(found) == len(set(found)) == len(claims)
    assert set(found) == claims


def test_member_is_whole_and_has_its_own_iri(client: FlaskClient) -> None:
    (member, page) = next((m, p) for m, p in walked(client) if str(p.value(m, DCTERMS.isVersionOf)) == CLAIM)
    assert str(member) == f"{CLAIM}#{FIRST}"
    assert str(page.value(member, DCTERMS.created)) == "2024-04-01T00:00:00+00:00"
    assert (member, RDF.type, TD.LeadershipClaim) in page
    assert page.value(member, PROV.wasGeneratedBy) is None
    evidence = page.value(member, TD.evidence)
    assert isinstance(evidence, rdflib.BNode)
    assert page.value(evidence, OA.hasBody) == member
    target = page.value(evidence, OA.hasTarget)
    quotes = {str(q) for s in page.objects(target, OA.hasSelector) for q in page.objects(s, OA.exact)}
    # The article is written in NFD, and quotes are kept to the letter.
    assert {normalize("NFC", quote) for quote in quotes} == {
        "Đồng Tháp là Cụm trưởng Cụm thi đua các tỉnh miền Tây Nam bộ năm 2022"
    }


def test_relations_bound_the_times_of_their_pages(client: FlaskClient) -> None:
    root = graph(client, "/ldes")
    for kind in (TREE.GreaterThanOrEqualToRelation, TREE.LessThanOrEqualToRelation):
        relations = list(root.subjects(RDF.type, kind))
        assert len(relations) == len(nodes(client)) > 0
        for relation in relations:
            assert root.value(relation, TREE.path) == DCTERMS.created
            page = graph(client, path(str(root.value(relation, TREE.node))))
            assert set(page.objects(None, DCTERMS.created)) == {root.value(relation, TREE.value)}


def test_stream_says_how_it_is_read(client: FlaskClient) -> None:
    root = graph(client, "/ldes")
    (stream,) = root.subjects(RDF.type, LDES.EventStream)
    assert root.value(stream, LDES.timestampPath) == DCTERMS.created
    assert root.value(stream, LDES.versionOfPath) == DCTERMS.isVersionOf
    assert root.value(stream, LDES.versionDeleteObject) == AS.Delete
    retention = root.value(URIRef("http://localhost/ldes"), LDES.retentionPolicy)
    assert root.value(retention, LDES.versionAmount) == rdflib.Literal(1)


def test_same_store_served_again_gives_the_same_bytes(quads: list[Quad], tmp_path: Path) -> None:
    answers = []
    for root in (tmp_path / "one", tmp_path / "two"):
        client = served(OneOf(reading_of(FIRST, reversed(quads))), root)
        addresses = ["/ldes", *nodes(client), "/feeds/claims.atom?lang=vi"]
        answers.append([(address, client.get(address).data) for address in addresses])
        assert [(address, client.get(address).data) for address in addresses] == answers[-1]
    assert answers[0] == answers[1]


def test_statements_are_in_order(client: FlaskClient) -> None:
    """A set's order is another in each process, which the test before can't see."""
    statements: dict[str, list[tuple[str, str]]] = {}
    for line in client.get(f"{nodes(client)[0]}.nt").text.splitlines():
        subject, property_, value = line.removesuffix(" .").split(" ", 2)
        statements.setdefault(subject, []).append((property_, value))
    members = [found for subject, found in statements.items() if f"#{FIRST}" in subject]
    assert members
    for found in members:
        rest = found[2:]  # behind what it is a version of, and when it was made
        assert [property_ for property_, _ in rest] == sorted(property_ for property_, _ in rest)


def test_pages_last_and_the_root_does_not(client: FlaskClient) -> None:
    page = client.get(nodes(client)[0])
    assert "immutable" in page.headers["Cache-Control"]
    assert "immutable" not in client.get("/ldes").headers["Cache-Control"]
    again = client.get(nodes(client)[0], headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_next_release_adds_pages_and_says_what_is_gone(quads: list[Quad], tmp_path: Path) -> None:
    source = OneOf(reading_of(FIRST, quads))
    client = served(source, tmp_path)
    before = {str(member) for member, _ in walked(client)}
    source.reading = reading_of(SECOND, without_article(quads, "nfd-2022"))
    members = walked(client)
    gone = {str(page.value(m, DCTERMS.isVersionOf)) for m, page in members if (m, RDF.type, AS.Delete) in page}
    assert gone == {CLAIM, f"{ID}claim/nfd-2022/leadership-94a083df"}
    assert {str(m) for m, page in members if (m, RDF.type, AS.Delete) not in page} < before
    for member, page in members:
        if (member, RDF.type, AS.Delete) in page:
            assert len(list(page.predicate_objects(member))) == 3, "nothing is left of what it stated"


def test_page_whose_versions_have_moved_is_gone(quads: list[Quad], tmp_path: Path) -> None:
    source = OneOf(reading_of(FIRST, quads))
    client = served(source, tmp_path)
    old = nodes(client)
    source.reading = reading_of(SECOND, with_confidence(quads, CLAIM, "0.5"))
    moved = set(old) - set(nodes(client))
    assert moved
    assert {client.get(address).status_code for address in moved} == {410}


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("ttl", "text/turtle"),
        ("trig", "application/trig"),
        ("nt", "application/n-triples"),
        ("nq", "application/n-quads"),
        ("jsonld", "application/ld+json"),
    ],
)
def test_every_format_says_the_same(client: FlaskClient, ending: str, media_type: str) -> None:
    address = nodes(client)[0]
    expected = len(graph(client, address))
    for answer in (client.get(f"{address}.{ending}"), client.get(address, headers={"Accept": media_type})):
        assert answer.mimetype == media_type
        format_ = RdfFormat.from_media_type(media_type)
        assert len({quad.triple for quad in parse(answer.data, format_)}) == expected


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/ldes/nonsense", 404),
        ("/ldes/" + "0" * 24, 410),
        ("/ldes/" + "0" * 24 + ".exe", 404),
        ("/ldes.exe", 404),
    ],
)
def test_what_is_no_page_is_told_so(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_format_that_is_not_on_offer_is_406(client: FlaskClient) -> None:
    assert client.get("/ldes", headers={"Accept": "image/png"}).status_code == 406
