"""The downloads page and the citations."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html
from pyoxigraph import Quad

from graph_store.exports.index import FileEntry, Index, exports_folder
from graph_store.exports.tables import Title
from graph_store.exports.terms import citation
from graph_store.release import Manifest
from graph_store.releases import ReleaseStore
from ontology import mint
from server.feeds.citing import Cited
from tests.server.feeds.following import FIRST, OneOf, reading_of, served


@pytest.mark.parametrize(("language", "words"), [("vi", "Tải về"), ("en", "Downloads")])
def test_page_is_in_its_language(client: FlaskClient, language: str, words: str) -> None:
    page = html.fromstring(client.get(f"/{language}/downloads").data)
    assert page.xpath("//h1")[0].text_content() == words
    assert page.get("lang") == language
    addresses = page.xpath("//main//a/@href")
    assert {"/sparql", "/ldes", f"/feeds/claims.atom?lang={language}", f"/cite.bib?release={FIRST}"} <= set(addresses)


def test_address_without_language_leads_to_the_readers(client: FlaskClient) -> None:
    answer = client.get("/downloads", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/downloads")


def releases(client: FlaskClient, language: str) -> html.HtmlElement:
    page = html.fromstring(client.get(f"/{language}/downloads").data)
    return page.xpath("//section[@aria-labelledby='releases']")[0]


def test_release_without_files_says_how_they_are_made(client: FlaskClient) -> None:
    listed = releases(client, "en")
    assert not listed.xpath(".//table")
    assert f"thidua exports --release {FIRST}" in listed.text_content()


def test_files_of_a_release_have_size_and_sum(quads: list[Quad], tmp_path: Path) -> None:
    store = ReleaseStore(tmp_path, lambda: datetime(2024, 4, 1, tzinfo=UTC))
    with store.draft() as draft:
        for graph in {quad.graph_name.value for quad in quads}:
            draft.put_graph(graph, [quad.triple for quad in quads if quad.graph_name.value == graph])
        release = draft.publish()
    folder = exports_folder(tmp_path, release.id)
    folder.mkdir(parents=True)
    (folder / "dataset.nq.gz").write_bytes(b"packed")
    entry = FileEntry(
        name="dataset.nq.gz",
        kind="dataset",
        table=None,
        format="nq",
        media_type="application/n-quads",
        compression="gzip",
        bytes=1234567,
        sha256="a" * 64,
        rdfc10=None,
        rows=1,
        title=Title("Đồ thị", "The graph"),
    )
    (folder / "index.json").write_bytes(Index(release.id, "2024-04-01T00:00:00Z", (entry,)).to_json())
    client = served(OneOf(reading_of(release.id, quads)), tmp_path)
    for language, size in (("vi", "1.234.567"), ("en", "1,234,567")):
        (row,) = releases(client, language).xpath(".//tbody/tr")
        assert row.xpath(".//a/@href") == [f"/exports/{release.id}/dataset.nq.gz"]
        assert [cell.text_content() for cell in row][2:] == [size, "a" * 64]


def test_words_are_those_of_the_exports() -> None:
    manifest = Manifest(FIRST, "2024-04-01T00:00:00Z", None, 0, 0, 0, 0)
    assert Cited.of(FIRST).text == citation(manifest)


def test_citation_is_given_in_each_form(client: FlaskClient) -> None:
    iri = mint.release(FIRST)
    bib = client.get("/cite.bib")
    assert bib.mimetype == "application/x-bibtex"
    assert bib.text.startswith(f"@misc{{thidua-{FIRST},")
    assert f"url = {{{iri}}}" in bib.text
    assert bib.text.count("{") == bib.text.count("}")
    (item,) = json.loads(client.get("/cite.json").data)
    assert item["type"] == "dataset"
    assert item["URL"] == iri
    assert item["issued"] == {"date-parts": [[2024, 4, 1]]}
    ris = client.get("/cite.ris").data.decode().split("\r\n")
    assert ris[0] == "TY  - DATA"
    assert ris[-2] == "ER  - "
    assert f"UR  - {iri}" in ris


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/cite.bib?release={FIRST}", 200),
        ("/cite.bib?release=nonsense", 400),
        ("/cite.bib?release=", 400),
        ("/cite.json?release=20990101T000000Z-0000", 404),
        ("/cite.docx", 404),
    ],
)
def test_release_must_be_one_of_ours(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_release_without_a_day_is_cited_without_one() -> None:
    cited = Cited.of("some-release")
    assert cited.date == ""
    assert "()" not in cited.text
