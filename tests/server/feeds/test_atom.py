"""The Atom feed: what RFC 4287 asks for, its pages, its filters, and text that would be markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import etree
from pyoxigraph import Literal, Quad

from ontology.names import ID
from server.feeds import claims_feed
from tests.server.feeds.following import FIRST, SECOND, OneOf, reading_of, served, with_confidence, without_article

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
CLAIM = f"{ID}claim/nfd-2022/leadership-6b174f4e"


def feed(client: FlaskClient, query: str = "lang=vi") -> etree._Element:
    answer = client.get(f"/feeds/claims.atom?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/atom+xml"
    return etree.fromstring(answer.data)


def links(element: etree._Element) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def entries(client: FlaskClient, query: str = "lang=vi") -> list[etree._Element]:
    """The entries of all pages, by following `next`."""
    found = []
    address: str | None = f"/feeds/claims.atom?{query}"
    while address:
        page = etree.fromstring(client.get(address).data)
        found += page.findall(f"{ATOM}entry")
        address = links(page).get("next")
    return found


def test_feed_has_what_the_standard_asks_for(client: FlaskClient) -> None:
    found = feed(client)
    for element in (found, *found.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
            assert element.findtext(f"{ATOM}{name}").strip()
    assert found.findtext(f"{ATOM}author/{ATOM}name")
    assert links(found)["self"] == "http://localhost/feeds/claims.atom?lang=vi"
    for entry in found.findall(f"{ATOM}entry"):
        assert links(entry)["alternate"]
        assert entry.find(f"{ATOM}content").get("type") == "html"


def test_pages_hold_every_claim_once_the_newest_first(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims_feed, "PER_PAGE", 4)
    found = entries(client)
    names = [entry.findtext(f"{ATOM}id") for entry in found]
    assert len(names) == len(set(names)) > 8
    times = [entry.findtext(f"{ATOM}updated") for entry in found]
    assert times == sorted(times, reverse=True)
    second = feed(client, "lang=vi&page=2")
    assert links(second)["previous"] == "http://localhost/feeds/claims.atom?lang=vi"
    assert links(second)["next"].endswith("page=3")
    assert feed(client).findtext(f"{ATOM}id") == second.findtext(f"{ATOM}id")


def test_changed_claim_comes_first_and_keeps_its_id(quads: list[Quad], tmp_path: Path) -> None:
    source = OneOf(reading_of(FIRST, quads))
    client = served(source, tmp_path)
    before = {entry.findtext(f"{ATOM}id") for entry in entries(client)}
    source.reading = reading_of(SECOND, with_confidence(quads, CLAIM, "0.5"))
    after = entries(client)
    assert after[0].findtext(f"{ATOM}id") == CLAIM
    assert after[0].findtext(f"{ATOM}updated") == feed(client).findtext(f"{ATOM}updated") == "2024-05-01T00:00:00Z"
    assert {entry.findtext(f"{ATOM}id") for entry in after} == before


def test_withdrawn_claim_is_a_deleted_entry(quads: list[Quad], tmp_path: Path) -> None:
    source = OneOf(reading_of(FIRST, quads))
    client = served(source, tmp_path)
    feed(client)
    source.reading = reading_of(SECOND, without_article(quads, "nfd-2022"))
    gone = feed(client).findall(TOMBSTONE)
    assert CLAIM in {one.get("ref") for one in gone}
    assert {one.get("when") for one in gone} == {"2024-05-01T00:00:00Z"}


def test_markup_and_characters_that_xml_cannot_hold_stay_text(quads: list[Quad], tmp_path: Path) -> None:
    evil = '<script>alert("&")</script>\x0b]]>'
    named = ("#label", "#sentence")
    evil_quads = [
        Quad(q.subject, q.predicate, Literal(q.object.value + evil, language="vi"), q.graph_name)
        if q.predicate.value.endswith(named)
        else q
        for q in quads
    ]
    client = served(OneOf(reading_of(FIRST, evil_quads)), tmp_path)
    found = feed(client)
    contents = [entry.findtext(f"{ATOM}content") for entry in found.findall(f"{ATOM}entry")]
    assert all("&lt;script&gt;" in content for content in contents)
    assert not any("<script" in content for content in contents)
    titles = [entry.find(f"{ATOM}title") for entry in found.findall(f"{ATOM}entry")]
    assert any("<script>" in title.text for title in titles), "a title is plain text, where this is no markup"
    assert {title.get("type", "text") for title in titles} == {"text"}
    assert not list(found.iter("{*}script"))
    assert b"\x0b" not in client.get("/feeds/claims.atom").data


def test_languages_differ_and_accept_language_chooses(client: FlaskClient) -> None:
    vi, en = feed(client, "lang=vi"), feed(client, "lang=en")
    assert vi.findtext(f"{ATOM}title") != en.findtext(f"{ATOM}title")
    assert en.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    answer = client.get("/feeds/claims.atom", headers={"Accept-Language": "en"})
    assert answer.data == client.get("/feeds/claims.atom?lang=en").data
    assert "Accept-Language" in answer.headers["Vary"]
    assert "Accept-Language" not in client.get("/feeds/claims.atom?lang=en").headers.get("Vary", "")


def test_filters_narrow_the_feed(client: FlaskClient, quads: list[Quad]) -> None:
    bloc, province = f"{ID}bloc/tay-nam-bo", f"{ID}province/soc-trang"

    def naming(entity: str) -> set[str]:
        return {
            q.subject.value for q in quads if getattr(q.object, "value", "") == entity and "/claim/" in q.subject.value
        }

    def ids(query: str) -> set[str | None]:
        return {entry.findtext(f"{ATOM}id") for entry in entries(client, query)}

    assert ids("lang=vi&bloc=tay-nam-bo") == naming(bloc) != set()
    assert ids("lang=vi&bloc=tay-nam-bo&province=soc-trang") == naming(bloc) & naming(province) != set()
    assert feed(client, "lang=vi&bloc=tay-nam-bo").findtext(f"{ATOM}id") != feed(client).findtext(f"{ATOM}id")


def test_validator_spares_the_body(client: FlaskClient) -> None:
    answer = client.get("/feeds/claims.atom?lang=vi")
    again = client.get("/feeds/claims.atom?lang=vi", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page=0", 400),
        ("page=x", 400),
        ("page=١", 400),
        ("page=99999999999", 400),
        ("page=999", 404),
        ("lang=fr", 400),
        ("lang=", 400),
        ("bloc=no-such-bloc", 404),
        ("province=tay-nam-bo", 404),
        ("bloc=", 400),
        ("bloc=a%20b", 400),
        ("bloc=%3E%7D%20DROP", 400),
        ("province=..%2Fbloc", 400),
        ("bloc=" + "a" * 300, 400),
        ("bloc=%FF%00", 400),
    ],
)
def test_bad_parameters_are_refused(client: FlaskClient, query: str, status: int) -> None:
    answer = client.get(f"/feeds/claims.atom?{query}")
    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["detail"]
