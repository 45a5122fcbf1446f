"""A server on 127.0.0.1 that says on each connection what a test has it say, byte by byte."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs


@dataclass
class Speaker:
    """The server's address, and the queries that it was asked."""

    url: str
    queries: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)


Say = Callable[[socket.socket, Speaker], None]


@contextmanager
def speaking(say: Say, *, reads: bool = True) -> Iterator[Speaker]:
    """A server that reads a request, unless told not to, and has `say` answer it; the connection is closed then."""
    listening = socket.create_server(("127.0.0.1", 0))
    speaker = Speaker(f"http://127.0.0.1:{listening.getsockname()[1]}/sparql")

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=_answer, args=(connection, say, speaker, reads), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield speaker
    finally:
        speaker.ended.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def _answer(connection: socket.socket, say: Say, speaker: Speaker, reads: bool) -> None:
    with connection, contextlib.suppress(OSError):
        if reads:
            speaker.queries += parse_qs(request_of(connection)[1]).get("query", [])
        say(connection, speaker)


def request_of(connection: socket.socket) -> tuple[bytes, str]:
    """The head and the body of a request, to its end: who answers and closes before that has the answer thrown away."""
    read = b""
    while b"\r\n\r\n" not in read:
        read += connection.recv(65536)
    head, _, body = read.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head, body.decode()


def drop(connection: socket.socket, speaker: Speaker, text: bytes) -> None:
    """Send a text one byte every 50 ms, so that no time-out of a socket ever comes."""
    for byte in text:
        connection.sendall(bytes([byte]))
        if speaker.ended.wait(0.05):
            return


def says(answer: bytes) -> Say:
    """Says it all at once."""
    return lambda connection, _: connection.sendall(answer)


def results(body: bytes, media_type: str = "application/sparql-results+json", *headers: str) -> bytes:
    """An answer of success."""
    lines = [
        "HTTP/1.1 200 OK",
        f"Content-Type: {media_type}",
        f"Content-Length: {len(body)}",
        *headers,
        "Connection: close",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
