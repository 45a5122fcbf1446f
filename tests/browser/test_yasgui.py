"""YASGUI, on a page of another origin in a real browser, asks the endpoint as its users do."""

from __future__ import annotations

import functools
import http.server
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from ontology import mint
from tests.browser.conftest import Tab
from tests.live import Server, publish

YASGUI = Path(__file__).parents[1] / "clients" / "yasgui"
BLOC = mint.entity("bloc", "Tây Nam bộ")
NAME = f"SELECT ?name WHERE {{ <{BLOC}> <http://www.w3.org/2000/01/rdf-schema#label> ?name }} ORDER BY ?name"

pytestmark = pytest.mark.skipif(
    not (YASGUI / "node_modules").is_dir(), reason="YASGUI is not installed: npm ci --prefix tests/clients/yasgui"
)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("store")
    publish(root)
    running = Server(root, query_workers=2)
    yield f"{running.url}/sparql"
    assert running.stop(signal.SIGTERM) == (0, "")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves the page, and says nothing of it."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """The page's address, of another origin than the endpoint's."""
    handler = functools.partial(Quiet, directory=str(YASGUI))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()
    thread.join()
    server.server_close()


def shown(page: Tab, address: str, selector: str) -> str:
    """What an element says once it is there."""
    page.show(address)
    until = time.monotonic() + 30
    while not (text := page.value(f"document.querySelector({selector!r})?.innerText ?? ''")):
        assert time.monotonic() < until, page.value("document.body.innerText")
        time.sleep(0.05)
    return str(text)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "accept",
    ["", "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"],
)
def test_its_table_shows_the_answer(page: Tab, endpoint: str, elsewhere: str, method: str, accept: str) -> None:
    asked = urlencode({"endpoint": endpoint, "query": NAME, "method": method, "accept": accept})
    table = shown(page, f"{elsewhere}?{asked}", ".yasr table tbody")
    assert "Tây Nam bộ" in table
    assert not any("CORS" in complaint for complaint in page.complaints)


def test_it_chooses_a_dataset(page: Tab, endpoint: str, elsewhere: str) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    asked = {"endpoint": endpoint, "query": query, "method": "POST", "graph": "http://example.org/none"}
    assert "0" in shown(page, f"{elsewhere}?{urlencode(asked)}", ".yasr table tbody")


def test_it_shows_triples(page: Tab, endpoint: str, elsewhere: str) -> None:
    asked = urlencode({"endpoint": endpoint, "query": f"DESCRIBE <{BLOC}>", "method": "POST"})
    assert "Tây Nam bộ" in shown(page, f"{elsewhere}?{asked}", ".yasr_results")


def test_it_shows_what_is_wrong_with_a_query(page: Tab, endpoint: str, elsewhere: str) -> None:
    query = "SELECT * { SERVICE <http://elsewhere/> { ?s ?p ?o } }"  # one that its own parser lets through
    asked = urlencode({"endpoint": endpoint, "query": query, "method": "GET"})
    assert "this server asks no other endpoints" in shown(page, f"{elsewhere}?{asked}", ".yasr_results")
