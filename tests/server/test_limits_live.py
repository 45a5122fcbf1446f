"""Limits as a client meets them: statuses, broken connections, and a server that goes on."""

from __future__ import annotations

import http.client
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.live import Server, publish

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r . ?s ?t ?u }"
LONG = "SELECT ?a ?b ?d ?e ?g ?h { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("store")
    publish(root)
    running = Server(root, query_workers=2, query_seconds=1, query_megabytes=128, waiting=4, waiting_seconds=20)
    try:
        yield running
    finally:
        running.stop(signal.SIGTERM)


def path(query: str) -> str:
    return f"/sparql?{urlencode({'query': query})}"


def supervisors(server: Server) -> set[int]:
    """The processes below the server's that have the graph."""
    found, below = set(), {server.process.pid}
    while below:
        above = below.pop()
        told = [tasks.read_text() for tasks in Path(f"/proc/{above}/task").glob("*/children")]  # by thread
        for pid in map(int, " ".join(told).split()):
            is_supervisor = b"graph_store.pool.supervisor" in Path(f"/proc/{pid}/cmdline").read_bytes()
            (found if is_supervisor else below).add(pid)  # its workers, forked, have its command line
    return found


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("query", "status", "title"),
    [
        (CROSS, 503, "The query took too long"),
        ("SELECT * " + "{" * 40_000, 400, "The query needs too much memory"),
        ("SELECT * {", 400, "Malformed query"),
    ],
    ids=["time", "stack", "syntax"],
)
def test_a_query_that_meets_a_limit_is_told_and_the_next_is_answered(
    server: Server, query: str, status: int, title: str
) -> None:
    body = urlencode({"query": query}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for answer in (server.get(path(query)) if len(query) < 5000 else (), server.ask("POST", "/sparql", body, headers)):
        if answer:
            assert (answer[0], title.encode() in answer[2]) == (status, True)
    assert server.get(path("ASK {}"))[0] == 200


@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_an_answer_that_fails_on_its_way_breaks_the_connection(server: Server, coding: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", path(LONG), headers={"Accept": "text/csv", "Accept-Encoding": coding})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Content-Length")) == (200, None)
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        answer.read()
    connection.close()


def test_an_answer_broken_off_is_one_line_in_the_log(tmp_path: Path) -> None:
    publish(tmp_path)
    running = Server(tmp_path, query_workers=1, query_seconds=1)
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        running.get(path(LONG), "text/csv")
    status, errors = running.stop(signal.SIGTERM)
    assert status == 0
    assert "an answer was broken off: the query was ended after 1 s" in errors
    assert "Traceback" not in errors


def test_a_client_that_would_not_see_it_break_waits_for_the_end(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection._http_vsn, connection._http_vsn_str = 10, "HTTP/1.0"  # type: ignore[attr-defined]
    connection.request("GET", path(LONG), headers={"Accept": "text/csv"})
    assert connection.getresponse().status in {400, 503}  # by its length or its time
    connection.close()


def test_more_queries_than_may_wait_are_turned_away_with_when_to_come_again(server: Server) -> None:
    with ThreadPoolExecutor(16) as clients:
        answers = list(clients.map(lambda _: server.get(path(CROSS)), range(16)))
    assert {status for status, _, _ in answers} == {503}
    turned_away = [headers for _, headers, _ in answers if "retry-after" in headers]
    assert turned_away
    assert all(1 <= int(headers["retry-after"]) <= 60 for headers in turned_away)
    assert server.get(path("ASK {}"))[0] == 200


def test_a_client_with_too_much_under_way_is_told_so(tmp_path: Path) -> None:
    publish(tmp_path)
    running = Server(tmp_path, query_workers=2, query_seconds=1, per_client=2)
    try:
        with ThreadPoolExecutor(8) as clients:
            statuses = [status for status, _, _ in clients.map(lambda _: running.get(path(CROSS)), range(8))]
        assert set(statuses) == {429, 503}
        assert running.get(path("ASK {}"))[0] == 200
    finally:
        running.stop(signal.SIGTERM)


def test_a_server_whose_supervisor_has_been_killed_starts_another(server: Server) -> None:
    assert server.get(path("ASK {}"))[0] == 200
    for query in ("ASK { ?s ?p ?o }", "ASK { GRAPH ?g { ?s ?p ?o } }"):  # from memory, and from the disk
        until(lambda: len(supervisors(server)) == 2)
        old = supervisors(server)
        for pid in old:
            os.kill(pid, signal.SIGKILL)
        until(partial(has_begun_anew, server, old, query))


def has_begun_anew(server: Server, old: set[int], query: str) -> bool:
    return server.get(path(query))[0] == 200 and not old & supervisors(server)
