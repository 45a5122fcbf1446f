"""What goes between the server and a worker: frames over a Unix socket.

A frame is its kind (one byte), the length of its payload (4 bytes, little endian) and the payload. A query is one frame. Its answer is a
head and pieces of the body, or at any place an error instead of the rest, and then an end: `END` where the worker takes another query,
`LAST` where it does not.
"""

from __future__ import annotations

import json
import marshal
import socket
import struct
from collections.abc import Callable, Sequence
from typing import Any, Final

from graph_store.errors import (
    NotAcceptableError,
    QueryError,
    QueryEvaluationError,
    QueryMemoryError,
    QuerySyntaxError,
    ServiceRefusedError,
)

QUERY: Final = b"Q"
HEAD: Final = b"H"
BODY: Final = b"B"
END: Final = b"E"
LAST: Final = b"L"
ERROR: Final = b"X"

_HEADER: Final = struct.Struct("<cI")
HEADER_BYTES: Final = _HEADER.size

_RECEIVED: Final = 1 << 16

_ERRORS: Final[dict[type[QueryError], Callable[[Any], tuple[Any, ...]]]] = {
    QuerySyntaxError: lambda error: (error.reason, error.line, error.column),
    ServiceRefusedError: lambda error: (error.line, error.column, error.reason),
    NotAcceptableError: lambda error: (error.form, error.asked, error.offered),
    QueryMemoryError: lambda error: (error.megabytes,),
    QueryEvaluationError: lambda error: (str(error),),
}
"""The errors that a worker tells, with the arguments that make them anew."""


def frame(kind: bytes, payload: bytes | bytearray = b"") -> bytes:
    """A frame as it is sent."""
    return _HEADER.pack(kind, len(payload)) + payload


def header(data: bytes | bytearray) -> tuple[bytes, int]:
    """The kind of the frame that begins with these `HEADER_BYTES` bytes, and the length of its payload."""
    kind, length = _HEADER.unpack(data[:HEADER_BYTES])
    return kind, length


class Frames:
    """Reads frames from a socket. `OSError`, `TimeoutError` and `EOFError` (the other end is gone) are the reader's to handle."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket: Final = connection
        self._buffer: Final = bytearray()

    def next(self) -> tuple[bytes, bytes]:
        """Kind and payload of the next frame; what has come of it is kept where the socket's timeout ends the wait."""
        buffer = self._buffer
        while True:
            if len(buffer) >= HEADER_BYTES:
                kind, length = header(buffer)
                if len(buffer) >= HEADER_BYTES + length:
                    payload = bytes(memoryview(buffer)[HEADER_BYTES : HEADER_BYTES + length])
                    del buffer[: HEADER_BYTES + length]
                    return kind, payload
            received = self._socket.recv(_RECEIVED)
            if not received:
                raise EOFError
            buffer += received


def query(text: str, accept: Sequence[str], default_graphs: Sequence[str], named_graphs: Sequence[str]) -> bytes:
    """The payload of a query, which both ends, of one Python, write and read as `marshal` does."""
    return marshal.dumps((text, tuple(accept), tuple(default_graphs), tuple(named_graphs)))


def query_of(payload: bytes) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What `query` was given."""
    parts: tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]] = marshal.loads(payload)
    return parts


def packed(value: object) -> bytes:
    """A JSON value as bytes: what comes from a worker, which a query may have got hold of, is only ever read as JSON."""
    return json.dumps(value).encode()


def error_payload(error: QueryError) -> bytes:
    """What is sent of an error of one of the kinds in the table above, or of a subclass."""
    kind = next(kind for kind in _ERRORS if isinstance(error, kind))
    return packed([kind.__name__, _ERRORS[kind](error)])


def error_of(payload: bytes) -> QueryError:
    """The error that `error_payload` was given."""
    name, arguments = json.loads(payload)
    kind = next(kind for kind in _ERRORS if kind.__name__ == name)
    return kind(*(tuple(value) if isinstance(value, list) else value for value in arguments))
