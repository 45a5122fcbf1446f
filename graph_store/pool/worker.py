"""A worker: one process that answers one query at a time, until it is killed or has grown too large."""

from __future__ import annotations

import os
import socket
import time
from typing import Final

from pyoxigraph import Store

from graph_store.errors import QueryError, QueryMemoryError
from graph_store.evaluation import evaluate
from graph_store.pool import wire
from graph_store.pool.sandbox import AddressSpace

_PIECE: Final = 1 << 16
"""Bytes of an answer that are gathered before they are sent."""

_QUICK: Final = 0.005
"""Seconds up to which a query is a quick one."""

_GROWN: Final = 64 << 20
"""Bytes of address space by which a worker may have grown and still go on."""


def answer_queries(connection: socket.socket, store: Store, megabytes: int, space: AddressSpace) -> None:
    """Answer what comes over the connection, until it is closed or this process is better replaced by a fresh one.

    Memory that a query has taken isn't all given back to the system, so the process ends after one that took much. A long one has been
    given a lower priority meanwhile (see `reply`): where that can't be taken back, it ends too.
    """
    most = space.size() + _GROWN
    niceness = os.getpriority(os.PRIO_PROCESS, 0)
    frames = wire.Frames(connection)
    while True:
        try:
            _, query = frames.next()
        except EOFError:
            return
        began = time.monotonic()
        sending = _Sending(connection)
        _answer(sending, store, query, megabytes)
        # A quick one has neither taken much nor been lowered, and need not wait for two calls of the system.
        is_last = time.monotonic() - began > _QUICK and (space.size() > most or not _is_as_before(niceness))
        sending.end(is_last)
        if is_last:
            return


def _is_as_before(niceness: int) -> bool:
    """Whether this process has its first priority, or may take it again (which takes a privilege, CAP_SYS_NICE)."""
    try:
        if os.getpriority(os.PRIO_PROCESS, 0) != niceness:
            os.setpriority(os.PRIO_PROCESS, 0, niceness)
    except PermissionError:
        return False
    return True


def _answer(sending: _Sending, store: Store, query: bytes, megabytes: int) -> None:
    try:
        evaluation = evaluate(store, *wire.query_of(query))
        sending.begin(evaluation.form, evaluation.media_type)
        evaluation.write(sending)
    except QueryError as error:
        sending.fail(error)
    except MemoryError:
        sending.fail(QueryMemoryError(megabytes))


class _Sending:
    """Takes an answer and sends it in frames, head, body and end together where they are short: one write."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._head = b""
        self._piece = bytearray()
        self._error = b""

    def begin(self, form: str, media_type: str) -> None:
        self._head = wire.frame(wire.HEAD, wire.packed([form, media_type]))

    def write(self, data: bytes) -> int:
        self._piece += data
        if len(self._piece) >= _PIECE:
            self._connection.sendall(self._head + wire.frame(wire.BODY, self._piece))
            self._head = b""
            self._piece.clear()
        return len(data)

    def flush(self) -> None:
        """The engine calls this at its end; what is left goes with `end`."""

    def fail(self, error: QueryError) -> None:
        self._error = wire.frame(wire.ERROR, wire.error_payload(error))

    def end(self, is_last: bool) -> None:
        end = wire.frame(wire.LAST if is_last else wire.END)
        rest = self._error or self._head + wire.frame(wire.BODY, self._piece)
        self._connection.sendall(rest + end)
