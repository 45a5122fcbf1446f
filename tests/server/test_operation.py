"""What whoever runs the server asks of it: health, readiness, metrics, limits."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from pyoxigraph import Store

from graph_store.engine import EmbeddedEngine
from graph_store.errors import MissingStoreError, QueryDeadlineError
from graph_store.pool.engine import PoolEngine
from graph_store.pool.limits import Limits
from server.app import create_app
from server.config import ServerConfig
from server.errors import ProblemError
from server.metrics import Metrics
from server.readiness import Probe
from server.source import FixedSource, Reading, ReleaseSource
from tests.live import publish


class Hanging(EmbeddedEngine):
    """An engine that answers once it is let."""

    def __init__(self) -> None:
        self.let = threading.Event()
        self.asked = 0

    def query(self, *_: Any, **__: Any) -> Any:
        self.asked += 1
        self.let.wait(30)
        return EmbeddedEngine.over(Store()).query("ASK {}")


class Failing(EmbeddedEngine):
    """An engine that fails in one way."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def query(self, *_: Any, **__: Any) -> Any:
        raise self._error


def samples(client: FlaskClient, **headers: str) -> dict[tuple[str, ...], float]:
    """Every sample of `/metrics` by its name and the values of its labels, in the order of their names."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_a_server_without_a_store_is_healthy_and_not_ready(tmp_path: Path) -> None:
    client = create_app(ServerConfig(store=tmp_path / "none")).test_client()
    assert client.get("/health").json == {"status": "ok"}
    answer = client.get("/ready")
    assert (answer.status_code, answer.json["title"]) == (503, "Not ready")
    assert "thidua build" in answer.json["detail"]
    assert answer.headers["Retry-After"] == "1"


def test_a_server_whose_engine_answers_is_ready(client: FlaskClient) -> None:
    answer = client.get("/ready")
    assert answer.json == {"status": "ready", "release": "20240401T000000Z-0000"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_engine_that_hangs_is_not_ready_and_holds_one_thread_until_it_answers() -> None:
    engine = Hanging()
    probe = Probe(FixedSource("r", engine), within=0.05)
    for _ in range(3):
        with pytest.raises(ProblemError) as caught:
            probe.release()
        assert (caught.value.status, caught.value.detail) == (503, "The query engine has not answered within 0.05 s.")
    assert engine.asked == 1
    engine.let.set()
    assert Probe(FixedSource("r", engine)).release() == "r"


@pytest.mark.parametrize(
    ("error", "said"), [(RuntimeError("inside"), "failed: RuntimeError"), (QueryDeadlineError(1), "ended after 1 s")]
)
def test_an_engine_that_fails_is_not_ready_with_the_reason(error: Exception, said: str) -> None:
    with pytest.raises(ProblemError) as caught:
        Probe(FixedSource("r", Failing(error))).release()
    assert said in caught.value.detail
    assert "inside" not in caught.value.detail


def test_queries_are_counted_by_how_they_ended(source: FixedSource, tmp_path: Path) -> None:
    client = create_app(ServerConfig(store=tmp_path), source).test_client()
    for query in ("ASK {}", "ASK {}", "ASK", "ASK { SERVICE <a:b> {} }"):
        client.get("/sparql", query_string={"query": query})
    client.get("/sparql")
    found = samples(client)
    counts = {key[1]: value for key, value in found.items() if key[0] == "thidua_queries_total"}
    assert {outcome: count for outcome, count in counts.items() if count} == {
        "ok": 2, "malformed": 1, "service refused": 1,
    }  # fmt: skip
    assert {"deadline", "memory", "overloaded", "client limit", "cancelled"} < counts.keys()
    assert found["thidua_query_seconds_count",] == 4
    assert found["thidua_http_request_seconds_count", "GET", "/sparql", "2xx"] == 3
    assert found["thidua_http_request_seconds_count", "GET", "/sparql", "4xx"] == 2


def test_labels_have_no_value_that_a_client_chooses(source: FixedSource, tmp_path: Path) -> None:
    client = create_app(ServerConfig(store=tmp_path), source).test_client()
    for path in ("/id/bloc/a", "/id/bloc/b", "/nowhere/a", "/nowhere/b"):
        client.get(path)
    client.open("/health", method="SPY")
    text = client.get("/metrics").text
    for chosen in ("bloc", "nowhere", "SPY"):
        assert chosen not in text
    assert samples(client)["thidua_http_request_seconds_count", "GET", "none", "4xx"] == 2


def test_the_release_and_its_age_are_told_where_there_is_one(source: FixedSource, tmp_path: Path) -> None:
    metrics = Metrics(source, clock=lambda: 1_711_929_600.0 + 90)  # 90 s after 2024-04-01
    text = metrics.written(None)[0].decode()
    assert 'thidua_release_info{release="20240401T000000Z-0000"} 1.0' in text
    assert "thidua_release_age_seconds 90.0" in text

    class Nothing:
        def current(self) -> Reading:
            raise MissingStoreError(tmp_path)

    text = Metrics(Nothing()).written(None)[0].decode()
    assert "thidua_release_info{" not in text
    assert not any(line.startswith("thidua_release_age_seconds") for line in text.splitlines())


def test_the_pool_and_the_cache_tell_how_they_are(tmp_path: Path) -> None:
    publish(tmp_path)
    limits = Limits(workers=1, seconds=0.5)
    source = ReleaseSource(tmp_path, lambda release: PoolEngine(release, limits, in_memory=False))
    client = create_app(ServerConfig(store=tmp_path), source).test_client()
    cross = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r }"
    assert client.get("/sparql", query_string={"query": cross}).status_code == 503
    for _ in range(3):
        assert client.get("/sparql", query_string={"query": "ASK {}"}).status_code == 200
    text = client.get("/metrics").text.splitlines()
    for line in (
        "thidua_workers_busy 0.0",
        "thidua_queries_waiting 0.0",
        'thidua_worker_restarts_total{cause="killed"} 1.0',
        'thidua_worker_restarts_total{cause="signal"} 0.0',
        'thidua_cache_lookups_total{result="hit"} 2.0',
        'thidua_queries_total{outcome="deadline"} 1.0',
        'thidua_queries_total{outcome="ok"} 3.0',
    ):
        assert line in text
    assert any(line.startswith("thidua_cache_bytes ") and float(line.split()[1]) > 0 for line in text)
    source.current().engine.close()  # type: ignore[attr-defined]


def test_two_applications_count_apart(source: FixedSource, tmp_path: Path) -> None:
    one, two = (create_app(ServerConfig(store=tmp_path), source).test_client() for _ in range(2))
    one.get("/sparql?query=ASK%7B%7D")
    assert samples(one)["thidua_queries_total", "ok"] == 1
    assert samples(two)["thidua_queries_total", "ok"] == 0


def test_openmetrics_is_written_where_it_is_asked_for(client: FlaskClient) -> None:
    answer = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.mimetype == "application/openmetrics-text"
    assert answer.text.endswith("# EOF\n")


@pytest.mark.parametrize(
    ("setting", "address", "headers", "status"),
    [
        ("local", "127.0.0.1", {}, 200),
        ("local", "::1", {}, 200),
        ("local", "192.0.2.1", {}, 403),
        ("local", "", {}, 403),
        ("local", "127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, 403),
        ("local", "127.0.0.1", {"Forwarded": "for=192.0.2.1"}, 403),
        ("all", "192.0.2.1", {}, 200),
        ("off", "127.0.0.1", {}, 403),
    ],
)
def test_metrics_are_read_by_whom_the_setting_lets_in(
    source: FixedSource, tmp_path: Path, setting: str, address: str, headers: dict[str, str], status: int
) -> None:
    client = create_app(ServerConfig(store=tmp_path, metrics=setting), source).test_client()
    answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == status


def test_limits_are_told_to_programs_and_people(client: FlaskClient) -> None:
    told = {limit["name"]: limit for limit in client.get("/limits").json["limits"]}
    assert told["query_bytes"] == {
        "name": "query_bytes", "vi": "Độ dài truy vấn", "en": "Length of a query", "value": 4096, "unit": "bytes",
    }  # fmt: skip
    page = client.get("/limits", headers={"Accept": "text/html"})
    assert page.mimetype == "text/html"
    assert "Độ dài truy vấn" in page.text
    assert "4.096" in page.text
    assert "Accept" in page.headers["Vary"]
    assert client.get("/limits", headers={"Accept": "image/png"}).status_code == 406


def test_the_page_with_the_query_form_leads_to_the_limits(client: FlaskClient) -> None:
    assert 'href="/limits"' in client.get("/sparql", headers={"Accept": "text/html"}).text
