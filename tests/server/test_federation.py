"""SERVICE over HTTP: statuses, what is told of it, and that its answers are never kept."""

from __future__ import annotations

import signal
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Store

from graph_store.engine import EmbeddedEngine
from graph_store.federation.engine import FederatingEngine
from graph_store.federation.listing import Listed
from graph_store.federation.services import Services
from ontology import mint
from server.app import create_app
from server.config import ServerConfig
from server.source import FixedSource
from tests.live import Server, publish
from tests.speaking import Speaker, results, says, speaking

ANSWER = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"17"}}]}}'
BLOC = mint.entity("bloc", "Tây Nam bộ")


@pytest.fixture
def speaker() -> Iterator[Speaker]:
    with speaking(says(results(ANSWER))) as started:
        yield started


@pytest.fixture
def federating(store: Store, speaker: Speaker) -> FlaskClient:
    services = Services([Listed(speaker.url, "Thống kê", private=True), Listed("http://127.0.0.1:9/", private=True)])
    engine = FederatingEngine(EmbeddedEngine.over(store), services)
    config = ServerConfig(Path("unused"), services="services.toml")
    return create_app(config, FixedSource("20260101T000000Z-0000", engine), services).test_client()


def query(endpoint: str, silent: str = "") -> str:
    return f"SELECT ?name ?n {{ <{BLOC}> rdfs:label ?name FILTER(LANG(?name) = 'vi') SERVICE {silent} <{endpoint}> {{ ?x ?y ?n }} }}"


def test_what_an_endpoint_says_is_joined_and_never_kept(federating: FlaskClient, speaker: Speaker) -> None:
    for _ in range(2):
        answer = federating.get("/sparql", query_string={"query": query(speaker.url)}, headers={"Accept": "text/csv"})
        assert answer.text.splitlines() == ["name,n", "Tây Nam bộ,17"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert "service;dur=" in answer.headers["Server-Timing"]
    assert len(speaker.queries) == 2


def test_the_page_shows_the_joined_table(federating: FlaskClient, speaker: Speaker) -> None:
    page = federating.get("/sparql", query_string={"query": query(speaker.url)}, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "17" in page.text


@pytest.mark.parametrize(
    ("endpoint", "status", "title"),
    [
        ("http://127.0.0.1:9/", 502, "Another endpoint failed"),
        ("http://elsewhere/", 400, "SERVICE refused"),
    ],
)
def test_an_endpoint_that_is_not_there_or_not_listed_is_told(
    federating: FlaskClient, endpoint: str, status: int, title: str
) -> None:
    answer = federating.get("/sparql", query_string={"query": query(endpoint)}, headers={"Accept": "text/csv"})
    assert (answer.status_code, answer.json["title"]) == (status, title)
    assert endpoint in answer.json["detail"]
    silent = {"query": query(endpoint, "SILENT")}
    answer = federating.get("/sparql", query_string=silent, headers={"Accept": "text/csv"})
    assert answer.text.splitlines() == ["name,n", "Tây Nam bộ,"]


def test_updates_ask_nobody(federating: FlaskClient, speaker: Speaker) -> None:
    update = f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{speaker.url}> {{ ?s ?p ?o }} }}"
    assert federating.post("/sparql", data={"update": update}).status_code == 403
    assert speaker.queries == []


def test_the_endpoints_are_told_of(federating: FlaskClient, client: FlaskClient, speaker: Speaker) -> None:
    told = federating.get("/limits", headers={"Accept": "application/json"}).json
    assert (told["services"][0]["iri"], told["services"][0]["title"]) == (speaker.url, "Thống kê")
    assert "private" not in told["services"][0]
    page = federating.get("/limits", headers={"Accept": "text/html"}).text
    assert speaker.url in page
    assert "Thống kê" in page
    for asked, is_federating in ((federating, True), (client, False)):
        description = asked.get("/sparql", headers={"Accept": "text/turtle"}).text
        assert ("sd:BasicFederatedQuery" in description) == is_federating
        assert "Limits: Length of a query: " in description
        assert "/limits>" in description
    assert client.get("/limits", headers={"Accept": "application/json"}).json["services"] == []


def test_what_was_asked_is_counted(federating: FlaskClient, speaker: Speaker) -> None:
    for endpoint in (speaker.url, speaker.url, "http://127.0.0.1:9/"):
        federating.get("/sparql", query_string={"query": query(endpoint)}, headers={"Accept": "text/csv"})
    metrics = federating.get("/metrics").text
    assert f'thidua_service_requests_total{{endpoint="{speaker.url}",outcome="answered"}} 2.0' in metrics
    assert 'thidua_service_requests_total{endpoint="http://127.0.0.1:9/",outcome="unreachable"} 1.0' in metrics
    assert 'thidua_queries_total{outcome="endpoint failed"} 1.0' in metrics


def test_a_server_with_workers_federates_though_they_reach_no_network(tmp_path: Path, speaker: Speaker) -> None:
    publish(tmp_path / "store")
    (tmp_path / "services.toml").write_text(f'[[endpoint]]\niri = "{speaker.url}"\nprivate = true\n')
    server = Server(tmp_path / "store", query_workers=2, services=str(tmp_path / "services.toml"))
    try:
        status, _, body = server.get(f"/sparql?{urllib.parse.urlencode({'query': query(speaker.url)})}", "text/csv")
        assert (status, body.decode().splitlines()) == (200, ["name,n", "Tây Nam bộ,17"])
        status, _, body = server.get("/metrics")
        assert b"thidua_workers_busy" in body
    finally:
        code, errors = server.stop(signal.SIGTERM)
    assert (code, errors) == (0, "")
