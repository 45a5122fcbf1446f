"""Client processes that ask a SPARQL endpoint as fast as it answers, for `endpoint.py`."""

from __future__ import annotations

import json
import multiprocessing
import re
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from endpoint_servers import Target
from pyoxigraph import NamedNode

QUERIES = Path(__file__).with_name("endpoint_queries")
CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Load:
    """How a server is asked: by how many processes, for how long, how often at most."""

    clients: int
    seconds: float
    requests: int


def queries_of(kind: str, target: Target) -> list[str]:
    """The queries of one kind; of the point look-up there are a thousand, so that no cache answers for the graph."""
    text = (QUERIES / f"{kind}.rq").read_text(encoding="utf-8")
    if kind != "point":
        return [text]
    found = json.loads(Client(target).ask((QUERIES / "claims.rq").read_text(encoding="utf-8")))
    claims = [NamedNode(row["claim"]["value"]) for row in found["results"]["bindings"]]
    if not claims:
        sys.exit("the release has no claims to look up")
    return [text.replace("UNDEF", str(claim)) for claim in claims]


def must_agree(query: str, targets: list[Target]) -> None:
    """All servers have to answer with as many rows, or the figures would compare different work."""
    rows = {t.name: len(json.loads(Client(t).ask(query))["results"]["bindings"]) for t in targets}
    if len(set(rows.values())) != 1 or not min(rows.values()):
        sys.exit(f"different numbers of rows: {rows} for\n{query}")


def rate(target: Target, queries: list[str], load: Load) -> float:
    """Requests a second of all client processes together, between the first one's start and the last one's end."""
    done = _asked(target, queries, load)
    return sum(len(took) for took, _, _ in done) / (max(end for _, _, end in done) - min(start for _, start, _ in done))


def latencies(target: Target, queries: list[str], load: Load) -> list[float]:
    """Seconds that each request took, in ascending order."""
    return sorted(seconds for took, _, _ in _asked(target, queries, load) for seconds in took)


def _asked(target: Target, queries: list[str], load: Load) -> list[tuple[list[float], float, float]]:
    share = max(1, load.requests // load.clients)
    work = [
        (target, queries[n % len(queries) :] + queries[: n % len(queries)], share, load.seconds)
        for n in range(load.clients)
    ]
    with multiprocessing.get_context("spawn").Pool(load.clients) as pool:
        pool.starmap(_send, [(target, queries, max(20, len(queries) // load.clients), 2.0)] * load.clients)  # all warm
        return pool.starmap(_send, work, chunksize=1)


def _send(target: Target, queries: list[str], most: int, seconds: float) -> tuple[list[float], float, float]:
    """Send queries in turn until `most` are answered or the time is up: what each took, from when, until when."""
    client = Client(target)
    start = before = time.monotonic()
    took: list[float] = []
    while len(took) < most and before - start < seconds:
        client.ask(queries[len(took) % len(queries)])
        now = time.monotonic()
        took.append(now - before)
        before = now
    return took, start, before


class Client:
    """One kept-alive connection. Made of a socket, since http.client would cost more than a point look-up does."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._socket = socket.create_connection(("127.0.0.1", target.port), timeout=120)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb", buffering=1 << 16)

    def ask(self, query: str) -> bytes:
        """The body of the answer; anything but 200 ends the benchmark."""
        request = (
            f"GET {self._target.path}?query={quote(query)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            "Accept: application/sparql-results+json\r\n\r\n"
        )
        self._socket.sendall(request.encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self._file.readline()
            if not line:
                raise ConnectionError(f"{self._target.name} has closed the connection")
            head += line
        length = CONTENT_LENGTH.search(head)
        body = self._file.read(int(length[1])) if length else b"".join(self._chunks())
        if not head.startswith(b"HTTP/1.1 200"):
            raise ConnectionError(f"{self._target.name}: {head.splitlines()[0].decode()}: {body[:200]!r}")
        return body

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self._file.readline(), 16):
            yield self._file.read(size)
            self._file.readline()
        self._file.readline()
