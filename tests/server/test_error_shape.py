import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph_store.engine import EmbeddedEngine
from graph_store.errors import (
    AnswerTooLargeError,
    ClientLimitError,
    EndpointError,
    OverloadedError,
    QueryDeadlineError,
    QueryError,
    QueryMemoryError,
)
from server.app import create_app
from server.config import ServerConfig
from server.source import FixedSource


@pytest.mark.parametrize("accept", ["application/json", "*/*", "text/turtle", "image/png", "application/problem+json"])
def test_a_program_is_told_of_an_error_as_a_problem_document(client: FlaskClient, accept: str) -> None:
    answer = client.get("/nowhere", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json == {"status": 404, "title": "No such page", "detail": "Nothing is at /nowhere on this server."}


def test_a_person_is_told_of_an_error_on_a_page(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "Không tìm thấy trang" in answer.text
    assert "Nothing is at /nowhere on this server." in answer.text


def test_a_missing_store_is_503_and_names_the_directory_and_the_way_out(tmp_path: Path) -> None:
    client = create_app(ServerConfig(store=tmp_path / "nothing")).test_client()
    for path in ("/vi/", "/ready", "/id/bloc/x", "/sparql?query=ASK%7B%7D"):
        answer = client.get(path, headers={"Accept": "application/json"})
        assert answer.status_code == 503
        assert str(tmp_path / "nothing") in answer.json["detail"]
        assert "thidua build" in answer.json["detail"]


class _BrokenEngine(EmbeddedEngine):
    def __init__(self) -> None:
        pass

    def query(self, *_: object, **__: object) -> object:  # type: ignore[override]
        raise RuntimeError("a secret of the inside")


def test_an_error_that_nobody_foresaw_is_500_without_its_inside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app(ServerConfig(store=tmp_path), FixedSource("r", _BrokenEngine())).test_client()
    answer = client.get("/vi/page/bloc/x", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["title"]) == (500, "Server error")
    assert "secret" not in answer.text
    assert "a secret of the inside" in caplog.text


class _FailingEngine(EmbeddedEngine):
    def __init__(self, error: QueryError) -> None:
        self._error = error

    def query(self, *_: object, **__: object) -> object:  # type: ignore[override]
        raise self._error


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (QueryDeadlineError(2.5), 503, "after 2.5 s"),
        (QueryMemoryError(512), 400, "512 MB"),
        (AnswerTooLargeError(1_000_000), 400, "1,000,000 bytes"),
        (OverloadedError("64 queries wait already", 3), 503, "64 queries wait already"),
        (ClientLimitError("this client has 8 queries under way", 3), 429, "this client"),
        (EndpointError("http://127.0.0.1:9/sparql", "connection refused"), 502, "<http://127.0.0.1:9/sparql>"),
        (EndpointError("http://127.0.0.1:9/sparql", "no answer within 5 s", timed_out=True), 504, "within 5 s"),
    ],
)
def test_a_query_that_meets_a_limit_is_told_which(tmp_path: Path, error: QueryError, status: int, said: str) -> None:
    client = create_app(ServerConfig(store=tmp_path), FixedSource("r", _FailingEngine(error))).test_client()
    answer = client.get("/sparql?query=ASK%7B%7D")
    assert (answer.status_code, answer.json["status"]) == (status, status)
    assert said in answer.json["detail"]
    assert answer.headers.get("Retry-After") == ("3" if isinstance(error, OverloadedError) else None)


@pytest.mark.parametrize(
    "path", ["/vi/", "/vi/page/bloc/tay-nam-bo", "/sparql?query=ASK%7B%7D", "/nowhere", "/static/thidua.css"]
)
def test_every_answer_has_the_security_headers(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/sparql?query=ASK%7B%7D", "cross-origin"),
        ("/context.jsonld", "cross-origin"),
        ("/vi/page/bloc/tay-nam-bo", "same-origin"),
    ],
)
def test_other_sites_may_embed_data_and_not_pages(client: FlaskClient, path: str, policy: str) -> None:
    assert client.get(path).headers.get_all("Cross-Origin-Resource-Policy") == [policy]


@pytest.mark.parametrize(
    "path", ["/en/", "/vi/page/bloc/tay-nam-bo", "/sparql", "/vi/search?q=a", "/ontology", "/nowhere"]
)
def test_pages_load_nothing_from_elsewhere_and_have_no_inline_code(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers={"Accept": "text/html"}).text
    for attributes, code in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL):
        assert not code or 'type="application/ld+json"' in attributes  # data, which no policy runs
    assert " style=" not in page
    assert "<style" not in page
    for tag in ("src=", '<link rel="stylesheet" href='):
        assert f'{tag}"http' not in page


def test_health_names_the_release(client: FlaskClient) -> None:
    answer = client.get("/health")
    assert answer.json == {"status": "ok", "release": "20240401T000000Z-0000"}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
