"""A server on 127.0.0.1 that answers as a test tells it to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """An answer; `cut` leaves out so many bytes of the body that its length promises, `hang` waits for the test's end."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    hang: bool = False


@dataclass
class Faulty:
    """The server's address, and the requests that it had: method, path and the Authorization header."""

    url: str
    requests: list[tuple[str, str, str | None]] = field(default_factory=list)


@contextmanager
def faulty(answer: Callable[[int], Answer]) -> Iterator[Faulty]:
    """A server whose answer to request number n, from 0, is `answer(n)`."""
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            said = answer(len(server.requests))
            server.requests.append((self.command, self.path, self.headers.get("Authorization")))
            if said.hang:
                ended.wait(30)
                self.close_connection = True
                return
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body[: len(said.body) - said.cut])
            self.close_connection = bool(said.cut)

        do_GET = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = Faulty(f"http://127.0.0.1:{listening.server_port}/store")
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        ended.set()
        listening.shutdown()
        thread.join()
        listening.server_close()
