"""Slow clients against a running server: nobody else waits for them, and each is cut in the end."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from graph_store.releases import ReleaseStore
from ontology import mint
from ontology.names import RDFS
from tests.live import free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the watch over connections needs Linux")

SILENT = 4.0
RUN = (
    "import sys; from pathlib import Path; from server.config import ServerConfig; from server.serve import serve; "
    "config = ServerConfig(Path(sys.argv[1]), port=int(sys.argv[2]), query_workers=2, access_log=sys.argv[3]); "
    "serve(config, silent=float(sys.argv[4]))"
)
MANY = 50
LARGE = "/sparql?" + urlencode({"query": "SELECT * { ?a ?p ?b . ?c ?q ?d } LIMIT 60000"})
"""An answer of some 10 MB: more than the kernels take between two sockets."""


class Running:
    """A server with a store of 400 triples, that cuts after `SILENT` seconds."""

    def __init__(self, root: Path) -> None:
        label = NamedNode(str(RDFS.label))
        entities = [NamedNode(mint.entity("bloc", f"số {number}")) for number in range(400)]
        with ReleaseStore(root / "store").draft() as draft:
            draft.put_graph(mint.graph("extra"), [Triple(entity, label, Literal("x" * 20)) for entity in entities])
            draft.publish({})
        self.log = root / "access.jsonl"
        self._is_stopping = False
        self.port = free_port()
        command = [sys.executable, "-W", "ignore", "-c", RUN, root / "store", self.port, self.log, SILENT]
        self.process = subprocess.Popen(
            [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline()

    def stop(self) -> None:
        """Tell the server to stop; once, for a second signal may find it with its handlers gone."""
        if not self._is_stopping:
            self._is_stopping = True
            self.process.send_signal(signal.SIGTERM)

    def end(self) -> int:
        """Stop the server; its exit status. A worker that outlives the time for it is killed with it."""
        self.stop()
        try:
            return self.process.wait(timeout=60)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            _, self.errors = self.process.communicate()

    def connect(self, head: bytes, receive_buffer: int | None = None) -> socket.socket:
        """A connection that has sent `head`."""
        made = socket.socket()
        made.settimeout(30)
        if receive_buffer is not None:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        try:
            made.connect(("127.0.0.1", self.port))
            made.sendall(head)
        except OSError:
            made.close()
            raise
        return made

    def asks(self, path: str = "/sparql?query=ASK%7B%7D", within: float = 5.0) -> int:
        """The status that an honest client gets in that many seconds."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=within)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    started = Running(tmp_path_factory.mktemp("slow"))
    try:
        yield started
    finally:
        started.end()


def is_cut(connection: socket.socket, within: float) -> bool:
    """Whether the server ends the connection in that many seconds; what it still sends is read and thrown away."""
    connection.settimeout(within)
    try:
        while connection.recv(1 << 20):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


SLOW: dict[str, Callable[[Running], socket.socket]] = {
    "silence": lambda server: server.connect(b""),
    "headers that stop": lambda server: server.connect(b"GET /sparql HTTP/1.1\r\nHost: x\r\nX-Slow: "),
    "a body that stops": lambda server: server.connect(
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n\r\nASK"
    ),
    "a chunked body that stops": lambda server: server.connect(
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nASK"
    ),
}


@pytest.mark.parametrize("kind", SLOW)
def test_an_honest_client_is_answered_beside_many_that_stop_and_these_are_cut(running: Running, kind: str) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(SLOW[kind](running)) for _ in range(MANY)]
        assert running.asks() == 200
        assert running.asks("/health") == 200
        assert all(is_cut(connection, 3 * SILENT) for connection in slow)
    assert running.asks() == 200


@pytest.mark.parametrize(
    "head",
    [
        b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9999\r\n\r\n",
    ],
    ids=["headers", "body"],
)
def test_a_client_that_sends_byte_by_byte_is_cut_all_the_same(running: Running, head: bytes) -> None:
    with running.connect(head) as drip:
        drip.settimeout(0.2)  # the time between one byte and the next
        for _ in range(int(4 * SILENT / 0.2)):
            try:
                drip.sendall(b"a")
                if not drip.recv(1):
                    break
            except TimeoutError:
                continue
            except ConnectionError:
                break
        else:
            pytest.fail("never cut")


def test_clients_that_never_read_keep_nobody_waiting_and_are_cut(running: Running) -> None:
    request = f"GET {LARGE} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode()
    with ExitStack() as stack:
        slow = [stack.enter_context(running.connect(request, receive_buffer=4096)) for _ in range(6)]
        for connection in slow:  # each has its first byte: it is being answered
            assert connection.recv(1)
        assert running.asks() == 200
        lines = _cancelled(running)
        assert lines, "the answers that nobody read were never given up"
        assert all(is_cut(connection, 3 * SILENT) for connection in slow)
    assert running.asks() == 200


def _cancelled(running: Running) -> list[dict[str, object]]:
    """Answers that were given up, once there is one; each look waits for an honest request."""
    for _ in range(2000):
        lines = [json.loads(line) for line in running.log.read_text().splitlines()]
        if found := [line for line in lines if line["outcome"] == "cancelled"]:
            return found
        with running.connect(b"") as silent:  # waits as long as a silent connection is let be, at most
            silent.settimeout(0.1)
            try:
                silent.recv(1)
            except TimeoutError:
                continue
    return []


def test_idle_connections_are_cut(running: Running) -> None:
    with running.connect(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n") as idle:
        assert idle.recv(12) == b"HTTP/1.1 200"
        assert is_cut(idle, 30)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /" + b"a" * 66_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 600_000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 101 + b"\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", b"400"),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\nContent-Type: application/sparql-query\r\n\r\nASK", b"413"),
    ],
    ids=["address", "header", "headers", "malformed", "two lengths", "body"],
)  # fmt: skip
def test_a_request_beyond_the_limits_is_refused(running: Running, request_: bytes, status: bytes) -> None:
    with running.connect(request_) as connection:
        assert connection.recv(12) == b"HTTP/1.1 " + status


def test_a_long_answer_under_way_is_ended_when_the_server_is_stopped_and_no_new_one_begun(tmp_path: Path) -> None:
    server = Running(tmp_path)
    try:
        request = f"GET {LARGE} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode()
        with server.connect(request) as under_way:
            answer = http.client.HTTPResponse(under_way)
            answer.begin()
            server.stop()
            assert _is_refused(server)
            body = answer.read()
        assert len(body.splitlines()) == 60_001  # read to its end, or `read` would have raised
    finally:
        status = server.end()
    assert (status, server.errors) == (0, b"")


def _is_refused(server: Running) -> bool:
    """Whether new connections come to be refused; each that isn't is answered or cut first."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with server.connect(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") as late:
                late.settimeout(2)
                late.recv(1)
        except TimeoutError:
            continue
        except ConnectionError:
            return True
    return False
