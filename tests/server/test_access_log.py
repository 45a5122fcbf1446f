"""The access log: a line of JSON a request, and nothing in it that points to a person unless that is asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from server.access_log import AccessLog, must_be_writable
from server.app import create_app
from server.config import ServerConfig
from server.source import FixedSource

ASK = "ASK { ?s ?p ?o }"
Logged = Callable[..., tuple[FlaskClient, Callable[[], list[dict[str, Any]]]]]


@pytest.fixture
def logged(source: FixedSource, tmp_path: Path) -> Logged:
    """A client of an application that logs, and what reads its log."""

    def make(**settings: Any) -> tuple[FlaskClient, Callable[[], list[dict[str, Any]]]]:
        log = tmp_path / "access.jsonl"
        app = create_app(ServerConfig(store=tmp_path, access_log=str(log), **settings), source)
        return app.test_client(), lambda: [json.loads(line) for line in log.read_text().splitlines()]

    return make


def test_a_line_tells_what_was_asked_and_how_it_was_answered(logged: Logged) -> None:
    client, lines = logged()
    size = len(client.get("/id/bloc/tay-nam-bo?x=secret", headers={"Accept": "text/turtle"}).data)
    (line,) = lines()
    assert line.pop("time").endswith("Z")
    assert 0 < line.pop("seconds") < 10
    assert line == {
        "method": "GET",
        "route": "/id/<path:path>",
        "path": "/id/bloc/tay-nam-bo",
        "status": 303,
        "bytes": size,
        "outcome": "ok",
        "release": "20240401T000000Z-0000",
    }


def test_a_query_is_logged_by_hash_and_form_alone(logged: Logged) -> None:
    client, lines = logged()
    client.get("/sparql", query_string={"query": ASK}, headers={"User-Agent": "Someone/1.0"})
    (line,) = lines()
    assert (line["query"], line["form"]) == (hashlib.sha256(ASK.encode()).hexdigest()[:16], "ASK")
    assert line["path"] == line["route"] == "/sparql"
    for secret in (ASK, "Someone", "127.0.0.1"):
        assert secret not in json.dumps(line)


def test_addresses_and_texts_are_logged_where_that_is_asked_for(logged: Logged) -> None:
    client, lines = logged(log_clients=True, log_queries=True)
    client.get("/sparql", query_string={"query": ASK})
    (line,) = lines()
    assert (line["client"], line["query_text"]) == ("127.0.0.1", ASK)


@pytest.mark.parametrize(
    ("path", "status", "outcome"),
    [
        ("/sparql?query=SELECT", 400, "malformed"),
        ("/sparql?query=SELECT&format=html", 400, "malformed"),
        ("/sparql?query=ASK%7BSERVICE%20%3Ca:b%3E%7B%7D%7D", 400, "service refused"),
        ("/sparql?query=ASK%7B" + "%7B" * 300, 400, "too deep"),
        ("/sparql?query=" + "x" * 200_000, 413, "refused"),
        ("/nowhere", 404, "refused"),
        ("/context.jsonld", 200, "ok"),
    ],
)
def test_the_outcome_says_why_a_request_failed(logged: Logged, path: str, status: int, outcome: str) -> None:
    client, lines = logged()
    client.get(path)
    (line,) = lines()
    assert (line["status"], line["outcome"]) == (status, outcome)
    assert ("route" in line) == (path != "/nowhere")


def test_a_query_that_no_accepted_format_can_carry_is_not_acceptable(logged: Logged) -> None:
    client, lines = logged()
    client.get("/sparql", query_string={"query": ASK}, headers={"Accept": "image/png"})
    assert lines()[0]["outcome"] == "not acceptable"


def test_what_a_client_sends_can_neither_end_a_line_nor_break_the_log(logged: Logged) -> None:
    client, lines = logged(log_queries=True)
    client.get("/id/a%0A%7B%22status%22:200%7D%ff", query_string={"query": "x"})
    client.get("/sparql", query_string={"query": "ASK {\n}\u2028\U0001f600"})
    assert [line["path"] for line in lines()] == ['/id/a\n{"status":200}\ufffd', "/sparql"]


def test_a_log_that_was_moved_away_is_begun_anew(logged: Logged, tmp_path: Path) -> None:
    client, lines = logged()
    client.get("/health")
    (tmp_path / "access.jsonl").rename(tmp_path / "access.jsonl.1")
    client.get("/health")
    assert len(lines()) == 1


def test_a_log_that_cannot_be_written_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"absent/access\.jsonl"):
        must_be_writable(str(tmp_path / "absent" / "access.jsonl"))


def test_the_log_on_standard_error_has_one_line_a_request(
    source: FixedSource, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    create_app(ServerConfig(store=tmp_path, access_log="-"), source).test_client().get("/health")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["path"] == "/health"
    assert AccessLog("-")
