"""The sitemap by the rules of its protocol, and robots.txt."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree
from pyoxigraph import NamedNode, Quad

from ontology.names import ID, RDF, TD
from server.feeds import sitemap
from tests.server.feeds.following import FIRST, SECOND, OneOf, reading_of, served, with_confidence

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
CLAIM = f"{ID}claim/nfd-2022/leadership-6b174f4e"


def parts(client: FlaskClient) -> list[etree._Element]:
    index = etree.fromstring(client.get("/sitemap.xml").data)
    assert index.tag == f"{SITEMAP}sitemapindex"
    return [etree.fromstring(client.get(urlsplit(loc.text).path).data) for loc in index.iter(f"{SITEMAP}loc")]


def urls(client: FlaskClient) -> dict[str, etree._Element]:
    found = [url for part in parts(client) for url in part.findall(f"{SITEMAP}url")]
    by_address = {url.findtext(f"{SITEMAP}loc"): url for url in found}
    assert len(by_address) == len(found), "each address stands once"
    return by_address


def test_every_address_is_absolute_and_has_both_languages(client: FlaskClient) -> None:
    found = urls(client)
    assert found
    for address, url in found.items():
        assert re.match(r"http://localhost/(vi|en)/", address)
        alternates = {link.get("hreflang"): link.get("href") for link in url.findall(LINK)}
        assert alternates.keys() == {"vi", "en"}
        assert address in alternates.values()
        assert set(alternates.values()) <= found.keys()
        order = [child.tag for child in url]
        assert order[0] == f"{SITEMAP}loc"


def test_entities_that_pages_show_are_listed_and_claims_are_not(client: FlaskClient) -> None:
    found = urls(client)
    for path in ("article/nfd-2022", "conference/dong-bang-song-hong/2023-H1/mid-year-review"):
        assert f"http://localhost/vi/page/{path}" in found
    assert not [address for address in found if "/page/claim/" in address]


def test_parts_are_bounded(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = urls(client)
    monkeypatch.setattr(sitemap, "PER_PART", 3)
    assert len(parts(client)) > 2
    assert all(len(part) <= 6 for part in parts(client))
    assert urls(client).keys() == whole.keys()


def test_lastmod_is_of_the_article_that_changed(quads: list[Quad], tmp_path: Path) -> None:
    source = OneOf(reading_of(FIRST, quads))
    client = served(source, tmp_path)
    urls(client)
    source.reading = reading_of(SECOND, with_confidence(quads, CLAIM, "0.5"))
    found = urls(client)

    def changed(path: str) -> str:
        return found[f"http://localhost/en/page/{path}"].findtext(f"{SITEMAP}lastmod")

    assert changed("article/nfd-2022") == "2024-05-01T00:00:00Z"
    assert changed("article/dong-bang-2023-h1") == "2024-04-01T00:00:00Z"
    assert changed("conference/dong-bang-song-hong/2023-H1/mid-year-review") == "2024-04-01T00:00:00Z"


@pytest.mark.parametrize("changed", [CLAIM, f"{ID}claim/tay-nam-bo-2023/movement-45a5c6fa"])
def test_lastmod_of_a_bloc_is_that_of_its_newest_article(quads: list[Quad], tmp_path: Path, changed: str) -> None:
    bloc = NamedNode(f"{ID}bloc/tay-nam-bo")
    held = [*quads, Quad(bloc, NamedNode(str(RDF.type)), NamedNode(str(TD.Bloc)), NamedNode(f"{ID}graph/reference"))]
    source = OneOf(reading_of(FIRST, held))
    client = served(source, tmp_path)
    urls(client)
    source.reading = reading_of(SECOND, with_confidence(held, changed, "0.5"))
    url = urls(client)["http://localhost/vi/page/bloc/tay-nam-bo"]
    assert url.findtext(f"{SITEMAP}lastmod") == "2024-05-01T00:00:00Z"


def test_gzip_by_address_and_by_header(client: FlaskClient) -> None:
    plain = client.get("/sitemap-1.xml").data
    packed = client.get("/sitemap-1.xml.gz")
    assert packed.mimetype == "application/gzip"
    assert gzip.decompress(packed.data) == plain
    coded = client.get("/sitemap-1.xml", headers={"Accept-Encoding": "gzip"})
    assert coded.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(coded.data) == plain


@pytest.mark.parametrize(
    "name", ["sitemap-0.xml", "sitemap-99.xml", "sitemap-x.xml", "sitemap-1.html", "sitemap-1.xml.bz2"]
)
def test_part_that_is_not_there_is_404(client: FlaskClient, name: str) -> None:
    assert client.get(f"/{name}").status_code == 404


def test_robots_keeps_crawlers_from_questions_and_names_the_sitemap(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    lines = answer.text.splitlines()
    assert "Sitemap: http://localhost/sitemap.xml" in lines
    refused = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    assert "/sparql?" in refused
    assert "/vi/search?" in refused
    pages = [urlsplit(address).path for address in urls(client)]
    assert not [page for page in pages for prefix in refused if page.startswith(prefix)]
