"""Clients that federate: Comunica over our endpoint and another, and another engine's SERVICE to ours."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from ontology import mint
from tests.live import Server, publish
from tests.other_stores import OtherStore

COMUNICA = Path(__file__).with_name("comunica")
BLOC = mint.entity("bloc", "Tây Nam bộ")
POPULATION = "http://x/population"

absent = pytest.mark.skipif(
    not (COMUNICA / "node_modules").is_dir() or shutil.which("node") is None,
    reason="Comunica is not installed: npm ci --prefix tests/clients/comunica",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("store")
    publish(root)
    running = Server(root, query_workers=2)
    try:
        yield running
    finally:
        running.stop(signal.SIGTERM)


@pytest.fixture
def other(oxigraph: OtherStore) -> Iterator[str]:
    """The query address of a native Oxigraph that says something else of the bloc.

    A number, for Comunica 4.5 writes a literal with a language as `^^undefined:undefined` where it binds it.
    """
    triple = f"<{BLOC}> <{POPULATION}> 17000000 .".encode()
    headers = {"Content-Type": "text/turtle"}
    base = oxigraph.url.removesuffix("/store").rstrip("/")
    graph = f"{base}/store?default"
    urllib.request.urlopen(urllib.request.Request(graph, triple, headers, method="PUT")).close()
    yield f"{base}/query"
    urllib.request.urlopen(urllib.request.Request(graph, method="DELETE")).close()


def comunica(query: str, *endpoints: str) -> list[dict[str, str]]:
    command = ["node", "ask.mjs", query, *endpoints]
    done = subprocess.run(command, cwd=COMUNICA, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    rows: list[dict[str, str]] = json.loads(done.stdout)
    return rows


@absent
def test_comunica_asks_our_endpoint(server: Server) -> None:
    query = f'SELECT ?name WHERE {{ <{BLOC}> <http://www.w3.org/2000/01/rdf-schema#label> ?name FILTER(LANG(?name) = "vi") }}'
    assert comunica(query, f"{server.url}/sparql") == [{"name": "Tây Nam bộ"}]


@absent
def test_comunica_joins_our_endpoint_with_another(server: Server, other: str) -> None:
    query = (
        f"SELECT ?name ?people WHERE {{ ?bloc <{POPULATION}> ?people . "
        '?bloc <http://www.w3.org/2000/01/rdf-schema#label> ?name FILTER(LANG(?name) = "vi") }'
    )
    assert comunica(query, f"{server.url}/sparql", other) == [{"name": "Tây Nam bộ", "people": "17000000"}]


@absent
def test_comunica_follows_service_to_our_endpoint(server: Server, other: str) -> None:
    query = (
        f"SELECT ?name ?people WHERE {{ ?bloc <{POPULATION}> ?people . SERVICE <{server.url}/sparql> {{ "
        '?bloc <http://www.w3.org/2000/01/rdf-schema#label> ?name FILTER(LANG(?name) = "vi") } }'
    )
    assert comunica(query, other) == [{"name": "Tây Nam bộ", "people": "17000000"}]


def test_another_engine_federates_with_ours_by_service(server: Server) -> None:
    query = (
        f"SELECT ?name {{ SERVICE <{server.url}/sparql> {{ <{BLOC}> "
        '<http://www.w3.org/2000/01/rdf-schema#label> ?name FILTER(LANG(?name) = "vi") } }'
    )
    rows = Store().query(query)
    assert isinstance(rows, QuerySolutions)
    assert [row["name"].value for row in rows] == ["Tây Nam bộ"]  # type: ignore[union-attr]
