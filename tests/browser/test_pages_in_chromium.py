"""The pages as a reader sees them: a server over three articles of the corpus, looked at with Chromium."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from graph_store.claims import read_claims
from graph_store.releases import ReleaseStore
from ontology import mint
from tests.browser.conftest import Tab

CORPUS = Path(__file__).parents[2] / "corpus"
ARTICLES = ("digest-001", "digest-002", "digest-003")
COMMAND = (sys.executable, "-W", "ignore", "-m", "thidua")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Path:
    """A store built by the command line."""
    root = tmp_path_factory.mktemp("store")
    files = [CORPUS / "articles" / f"{name}.txt" for name in ARTICLES]
    command = [*COMMAND, "build", *files, "--metadata", CORPUS / "sources.jsonl", "--store", root]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Iterator[str]:
    """The address of a running server, without the last slash."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*COMMAND, "serve", "--store", root, "--port", str(port)]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        try:
            assert server.stdout.readline() == f"Thi Đua Graph: http://127.0.0.1:{port}/\n"
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


@pytest.fixture(scope="module")
def leadership(root: Path) -> dict[str, Any]:
    """The first claim of the store that says who leads a bloc."""
    claims = read_claims(ReleaseStore(root).current().open())
    return next(claim for claim in claims if claim["type"] == "leadership")


def assert_quiet(page: Tab, site: str) -> None:
    """Nothing was asked of anybody but our server, which was asked, and the console has nothing to say."""
    assert {f"{u.scheme}://{u.netloc}" for u in map(urlsplit, page.requests)} == {site}
    assert page.complaints == []


SEEN = """(e => {
  const box = e.getBoundingClientRect(), at = getComputedStyle(e);
  return box.width > 20 && box.height > 8 && at.visibility == "visible" && +at.opacity == 1
    && at.color != at.backgroundColor;
})"""
"""Whether an element takes up room and can be seen."""

EVIDENCE = f"""[...document.querySelectorAll("li.claim")].map(claim => ({{
  words: claim.querySelector("p.words").innerText,
  sentences: [...claim.querySelectorAll("figure.evidence")].map(figure => ({{
    sentence: figure.querySelector("blockquote").innerText,
    marked: figure.querySelector("mark").innerText,
    stands_out: getComputedStyle(figure.querySelector("mark")).backgroundColor
      != getComputedStyle(figure.querySelector("blockquote")).backgroundColor,
    article: figure.querySelector(".source a").getAttribute("href"),
    seen: [claim.querySelector("p.words"), ...figure.querySelectorAll("blockquote, mark, .source a:first-child")].every({SEEN}),
  }})),
}}))"""
"""The claims of a page as a reader sees them."""


def test_entity_page_shows_a_claim_its_sentence_with_the_quote_marked_and_its_article(
    page: Tab, site: str, root: Path, leadership: dict[str, Any], tmp_path: Path
) -> None:
    article, quote = leadership["article"], leadership["quote"]
    page.show(f"{site}/vi/page/{mint.entity('bloc', leadership['bloc']).partition('/id/')[2]}")
    found = [
        (claim["words"], one)
        for claim in page.value(EVIDENCE)
        for one in claim["sentences"]
        if one["marked"] == quote and leadership["unit"] in claim["words"]
    ]
    assert found, f"no claim with the quote {quote!r}"
    words, evidence = found[0]
    assert leadership["period"] in words
    assert evidence["seen"]
    assert evidence["stands_out"]
    assert evidence["article"] == f"/vi/page/article/{article}"
    text = ReleaseStore(root).current().text(article)
    assert evidence["sentence"] in text
    assert quote in evidence["sentence"]
    assert unicodedata.is_normalized("NFC", words)
    assert leadership["bloc"] in page.value("document.querySelector('h1').innerText")
    assert page.value("document.characterSet") == "UTF-8"
    assert page.picture(tmp_path / "entity.png").startswith(b"\x89PNG")
    assert_quiet(page, site)


def test_article_of_a_claim_is_one_click_away(page: Tab, site: str, leadership: dict[str, Any]) -> None:
    page.show(f"{site}/vi/page/{mint.entity('bloc', leadership['bloc']).partition('/id/')[2]}")
    link = f"figure.evidence .source a[href='/vi/page/article/{leadership['article']}']"
    page.show(f"{site}/vi/page/article/{leadership['article']}", lambda: page.click(link))
    headline = (CORPUS / "articles" / f"{leadership['article']}.txt").read_text("utf-8").splitlines()[0]
    assert page.value("document.querySelector('h1').innerText") == headline
    marked = page.value("[...document.querySelectorAll('.beside blockquote mark')].map(m => m.innerText)")
    assert any(leadership["quote"] in words for words in marked)  # marks that overlap are shown as one
    assert_quiet(page, site)


def test_front_page_shows_counts_examples_and_a_search_that_finds_without_diacritics(
    page: Tab, site: str, root: Path
) -> None:
    page.show(f"{site}/vi/")
    text = page.value("document.body.innerText")
    assert f"{ReleaseStore(root).current().manifest.claims} thông tin có dẫn chứng" in text
    assert "Các cụm thi đua của Việt Nam, mỗi con số có câu văn làm chứng" in text
    assert page.value("document.querySelectorAll('a[href^=\"/vi/query?query=\"]').length") >= 5
    page.value("document.querySelector('.big-search input').focus()")
    page.insert("dong nam bo")
    page.show(f"{site}/vi/search?q=dong+nam+bo", lambda: page.click(".big-search button"))
    assert "Đông Nam bộ" in page.value("document.querySelector('main').innerText")
    assert_quiet(page, site)


def test_sparql_page_answers_a_query_without_javascript(page: Tab, site: str, leadership: dict[str, Any]) -> None:
    bloc = leadership["bloc"]
    query = f'SELECT ?name WHERE {{ ?bloc a td:Bloc ; rdfs:label ?name FILTER(?name = "{bloc}"@vi) }}'
    page.command("Emulation.setScriptExecutionDisabled", value=True)
    page.show(f"{site}/sparql")
    page.value("document.querySelector('#query').select()")
    page.insert(query)
    page.show(f"{site}/sparql?query=SELECT", lambda: page.click("form.query button"))
    cells = page.value("[...document.querySelectorAll('table.results td')].map(c => c.innerText)")
    assert cells == [bloc]
    assert page.value("document.querySelector('#query').value") == query
    assert_quiet(page, site)
