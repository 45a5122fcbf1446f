"""Releases published one after the other while clients ask: no request fails, and no answer mixes two of them."""

from __future__ import annotations

import csv
import http.client
import io
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from graph_store.releases import ReleaseStore
from tests.live import Server

RELEASES = 10
CLIENTS = 6
GRAPHS = [f"http://x/graph-{number}" for number in range(40)]
NUMBERS = "SELECT ?n (COUNT(*) AS ?c) { GRAPH ?g { ?s <http://x/number> ?n } } GROUP BY ?n"
LONG = "SELECT ?n ?a ?d { ?s <http://x/number> ?n . ?a <http://x/of> ?b . ?d <http://x/of> ?e }"
"""Some 18 MB: sent while it is being computed."""


def publish(root: Path, number: int) -> None:
    """A release in which each graph has its number, and some triples that make answers long."""
    with ReleaseStore(root).draft() as draft:
        for graph in GRAPHS:
            triples = [Triple(NamedNode("http://x/s"), NamedNode("http://x/number"), Literal(number))]
            triples += [
                Triple(NamedNode(f"{graph}/{n}/{'x' * 40}"), NamedNode("http://x/of"), Literal(n)) for n in range(10)
            ]
            draft.put_graph(graph, triples)
        draft.publish({})


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    publish(tmp_path, 0)
    running = Server(tmp_path, query_workers=4, query_seconds=60, cache_megabytes=1)
    try:
        yield running
    finally:
        running.stop(signal.SIGTERM)


class _Client(threading.Thread):
    """Asks over one connection, kept alive, until it is stopped; keeps what was wrong and the releases it has seen."""

    def __init__(self, server: Server, query: str) -> None:
        super().__init__(daemon=True)
        self._path = f"/sparql?{urlencode({'query': query})}"
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.stopped = threading.Event()
        self.faults: list[str] = []
        self.seen: list[int] = []
        self.answers = 0

    def run(self) -> None:
        try:
            while not self.stopped.is_set():
                self._ask()
        except (OSError, http.client.HTTPException) as error:
            self.faults.append(repr(error))
        finally:
            self._connection.close()

    def _ask(self) -> None:
        self._connection.request("GET", self._path, headers={"Accept": "text/csv"})
        answer = self._connection.getresponse()
        body = answer.read().decode()
        rows = list(csv.reader(io.StringIO(body)))[1:]
        numbers = {row[0] for row in rows}
        self.answers += 1
        if answer.status != 200 or len(numbers) != 1:
            self.faults.append(f"{answer.status}: numbers {sorted(numbers)}")
            self.stopped.set()
        else:
            self.seen.append(int(numbers.pop()))


def test_ten_releases_are_taken_over_under_load(server: Server) -> None:
    clients = [_Client(server, LONG if number == 0 else NUMBERS) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    for number in range(1, RELEASES + 1):
        publish(server.root, number)
        until = time.monotonic() + 120
        while not all(client.seen and client.seen[-1] >= number for client in clients[1:] if not client.faults):
            assert time.monotonic() < until, f"release {number} has not been taken over"
            clients[1].stopped.wait(0.01)
    for client in clients:
        client.stopped.set()
        client.join(60)
    assert [fault for client in clients for fault in client.faults] == []
    for client in clients:
        assert client.seen == sorted(client.seen), "no client goes back to an old release"
    answers = sum(client.answers for client in clients)
    print(f"{RELEASES} releases taken over under load: {answers:,} answers, 0 failed, 0 of two releases")
    assert answers > RELEASES * (CLIENTS - 1)
    assert clients[0].seen
