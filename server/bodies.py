"""WSGI middleware that has a request's body whole before anything is done with the request.

The server reads a body while the application asks for it, for as long as the client likes. Read before a place among the
requests under way is taken, a slow body keeps nobody else waiting; `server.connections` ends it in the end.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

from server.watching import Wsgi

_PIECE: Final = 1 << 16
_AT_ONCE: Final = frozenset({"/health", "/ready", "/metrics"})
"""Answered however many requests are under way: what asks whether the server lives must not wait in its queue."""

_BROKEN_OFF: Final = (
    b'{"status": 400, "title": "Bad request", "detail": "The body is %d bytes long, not the %s of Content-Length."}\n'
)


def whole_bodies(app: Wsgi, most: int, at_once: int) -> Wsgi:
    """`app`, called by at most `at_once` threads at a time, each with a body of at most `most` bytes in memory.

    A longer body is left where it is: the application refuses it by its length, or reads it itself. A body that ends
    before its `Content-Length` is answered 400: what a client that has broken off has sent of a query or an update is
    not what it meant. A chunked body (RFC 9112, section 7.1) that breaks off can't be told from a whole one here.
    """
    places = threading.BoundedSemaphore(at_once)

    def with_body(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if _has_body(environ):
            fault = _take(environ, most)
            if fault is not None:
                headers = [("Content-Type", "application/problem+json"), ("Content-Length", str(len(fault)))]
                start_response("400 Bad Request", headers)
                return [fault]
        if environ.get("PATH_INFO") in _AT_ONCE:
            return app(environ, start_response)
        with places:  # the answer may be sent without it: it has been computed when the application returns
            return app(environ, start_response)

    return with_body


def _has_body(environ: dict[str, Any]) -> bool:
    return environ.get("CONTENT_LENGTH", "") not in {"", "0"} or "HTTP_TRANSFER_ENCODING" in environ


def _take(environ: dict[str, Any], most: int) -> bytes | None:
    """Put the whole body in the place of the stream; a problem document where it broke off."""
    length = environ.get("CONTENT_LENGTH", "")
    expected = int(length) if length.isascii() and length.isdigit() else None
    if expected is not None and expected > most:
        return None
    stream = environ["wsgi.input"]
    body = bytearray()
    wanted = most + 1 if expected is None else expected
    while len(body) < wanted:
        piece = stream.read(min(_PIECE, wanted - len(body)))
        if not piece:
            break
        body += piece
    if expected is not None and len(body) < expected:
        return _BROKEN_OFF % (len(body), length.encode())
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))  # one more than allowed is refused as too long
    return None
