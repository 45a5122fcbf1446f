"""Every page of the demonstration graph: no link leads nowhere, every statement has its source, every format says the same."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from server.app import create_app
from server.config import ServerConfig

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "vi"}
WITH_CLAIMS = (
    "bloc",
    "province",
    "conference",
    "official",
    "award",
    "indicator",
    "article",
    "movement",
    "document",
    "pact",
)
"""Kinds of entities whose pages list claims."""


@pytest.fixture(scope="module")
def site(demo_store: Path) -> FlaskClient:
    return create_app(ServerConfig(store=demo_store)).test_client()


@pytest.fixture(scope="module")
def pages(site: FlaskClient) -> dict[str, str]:
    """Every page that links lead to from the front page in Vietnamese, by its address.

    Of forms with parameters (a search, a query, a comparison) one is followed for each page that links to it.
    """
    found: dict[str, str] = {}
    seen, waiting, broken = {"/vi/"}, ["/vi/"], []
    while waiting:
        address = waiting.pop()
        with site.get(address, headers=BROWSER) as answer:
            text = answer.text if answer.mimetype == "text/html" else ""
        if answer.status_code not in {200, 301, 302, 303}:
            broken.append((address, answer.status_code))
        if not text or answer.status_code != 200:
            continue
        found[address] = text
        for link in links(address, text):
            if link not in seen and not link.startswith(("/en/", "/sparql?", "/vi/query?", "/data/", "/id/")):
                seen.add(link)
                waiting.append(link)
    assert broken == []
    return found


def links(address: str, page: str) -> Iterator[str]:
    """The addresses on this server that a page names, without fragments."""
    for found in re.findall(r'(?:href|src)="([^"]+)"', page):
        link = unescape(found).partition("#")[0]
        if link.startswith("?"):
            link = address.partition("?")[0] + link
        if link.startswith("/") and not ("?" in link and "/search" in link):
            yield link


def entity_pages(pages: dict[str, str], *kinds: str) -> Iterator[tuple[str, str]]:
    """Path below `/id/` and page of the entities of these kinds."""
    for address, page in pages.items():
        path = unquote(address.removeprefix("/vi/page/"))
        if path != address and "?" not in path and path.partition("/")[0] in kinds:
            yield path, page


def test_all_pages_are_reached_and_no_internal_link_is_broken(pages: dict[str, str], site: FlaskClient) -> None:
    counts = {kind: sum(1 for _ in entity_pages(pages, kind)) for kind in (*WITH_CLAIMS, "claim", "cell")}
    print(f"{len(pages)} pages: {counts}")
    claims = site.get("/sparql", query_string={"query": "SELECT ?c { ?c a td:Claim }"}).json["results"]["bindings"]
    assert counts["claim"] == len(claims)
    assert all(counts[kind] for kind in WITH_CLAIMS)


def test_every_fragment_that_a_page_links_to_is_there(pages: dict[str, str]) -> None:
    for address, page in pages.items():
        for fragment in re.findall(r'href="#([^"]+)"', page):
            assert f'id="{unescape(fragment)}"' in page, (address, fragment)


def test_every_claim_on_a_page_has_a_link_to_its_source(pages: dict[str, str]) -> None:
    shown = 0
    for path, page in entity_pages(pages, *WITH_CLAIMS):
        if path.startswith("article/"):
            statements = re.findall(r'<li class="claim">.*?</li>', page, re.DOTALL)
            assert all('class="permalink" href="/vi/page/claim/' in one for one in statements), path
        else:
            statements = re.findall(r'<li class="claim">.*?</li>', page, re.DOTALL)
            assert all('<p class="source"><a href="/vi/page/article/' in one for one in statements), path
        shown += len(statements)
    assert shown > 1000


def test_every_line_of_a_table_of_statements_leads_to_what_states_it(pages: dict[str, str]) -> None:
    lines = 0
    for path, page in entity_pages(pages, *WITH_CLAIMS):
        for table in re.findall(r'<table class="lines">.*?</table>', page, re.DOTALL):
            for row in re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2], re.DOTALL):
                assert re.search(r'href="/vi/page/(claim|cell)/', row), (path, row)
                lines += 1
        for table in re.findall(r'<table class="matrix">.*?</table>', page, re.DOTALL):
            for cell in re.findall(r"<td>((?:(?!</td>).)+)</td>", table.partition("<tbody>")[2], re.DOTALL):
                assert re.search(r'href="/vi/page/(claim|cell)/', cell), (path, cell)
                lines += 1
    assert lines > 500


def test_a_claims_page_has_its_sentence_with_the_quote_marked_and_the_article(pages: dict[str, str]) -> None:
    for path, page in entity_pages(pages, "claim"):
        told = page.partition('class="the-claim"')[2].partition("</section>")[0]
        assert "<mark>" in told, path
        assert 'href="/vi/page/article/' in told, path


def test_data_of_every_page_with_claims_parse_and_agree(pages: dict[str, str], site: FlaskClient) -> None:
    compared = 0
    for path, _ in entity_pages(pages, *WITH_CLAIMS):
        turtle, json_ld = (site.get(f"/data/{quote(path)}.{ending}") for ending in ("ttl", "jsonld"))
        assert (turtle.status_code, json_ld.status_code, json_ld.mimetype) == (200, 200, "application/ld+json"), path
        triples = {str(quad) for quad in parse(turtle.data, RdfFormat.TURTLE)}
        assert triples == {str(quad) for quad in parse(json_ld.data, RdfFormat.JSON_LD)}, path
        plain = json.loads(site.get(f"/data/{quote(path)}.json").data)
        rows = list(csv.DictReader(io.StringIO(site.get(f"/data/{quote(path)}.csv").text)))
        claims = {claim["iri"] for claim in plain["claims"]["items"]}
        assert {row["claim"] for row in rows} == claims, path
        assert {row["sentence"] for row in rows} == {
            one["sentence"] for claim in plain["claims"]["items"] for one in claim["evidence"]
        }, path
        assert f"<{plain['iri']}>" in turtle.text or plain["iri"] in str(triples), path
        stated = {value["iri"] for s in plain["statements"] for value in s["values"] if "iri" in value}
        assert all(iri in str(triples) for iri in stated), path
        compared += 1
    assert compared > 300


def test_english_pages_are_whole_too(pages: dict[str, str], site: FlaskClient) -> None:
    for path, _ in entity_pages(pages, "bloc", "province", "indicator", "award", "conference"):
        assert site.get(f"/en/page/{path}", headers=BROWSER).status_code == 200, path
