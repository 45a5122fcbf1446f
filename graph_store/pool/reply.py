"""One query put to one worker: its answer as it comes, ended at its deadline and at its bounds."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from typing import Final

from graph_store.errors import (
    AnswerTooLargeError,
    QueryDeadlineError,
    QueryError,
    QueryEvaluationError,
    QueryMemoryError,
)
from graph_store.evaluation import Form
from graph_store.pool import wire
from graph_store.pool.handle import Worker
from graph_store.pool.limits import Limits

_HELD: Final = 4 << 20
"""Bytes of an answer that are waited for before the first is passed on: up to there an error is told instead."""

_LOWERED_AFTER: Final = 0.15
"""Seconds after which a query goes on at a lower priority, so that short ones are as quick beside it as without it."""


class Reply:
    """The answer of `worker` to a query that is sent to it here. `form` and `media_type` are known once `begin` has returned."""

    form: Form
    media_type: str

    def __init__(self, worker: Worker, query: bytes, limits: Limits) -> None:
        self._worker: Final = worker
        self._limits: Final = limits
        self._deadline: Final = time.monotonic() + limits.seconds
        self._lower_at = time.monotonic() + min(_LOWERED_AFTER, limits.seconds)
        self._length = 0
        self.ended = False
        """Whether the worker has answered to the end."""
        self.is_last = False
        """Whether the worker takes no other query."""
        worker.send(query)

    def begin(self) -> tuple[io.BytesIO, bool]:
        """The answer, or its first `_HELD` bytes and that there is more. Raises the errors of a query."""
        body = io.BytesIO()
        for piece in self.pieces():
            body.write(piece)
            if self._length > _HELD:
                return body, False
        return body, True

    def pieces(self) -> Iterator[bytes]:
        """The body, or the rest of it, as it comes. Raises the errors of a query."""
        while True:
            kind, payload = self._next()
            if kind == wire.BODY:
                self._length += len(payload)
                if self._length > self._limits.answer_bytes:
                    raise AnswerTooLargeError(self._limits.answer_bytes)
                yield payload
            elif kind == wire.HEAD:
                self.form, self.media_type = json.loads(payload)
            elif kind == wire.ERROR:
                self._next()
                raise wire.error_of(payload)
            else:
                return

    def _next(self) -> tuple[bytes, bytes]:
        """The next frame, at the latest by the deadline."""
        while True:
            try:
                kind, payload = self._worker.next(self._time_left())
            except BlockingIOError:
                continue
            except (EOFError, OSError):
                raise self._cause() from None
            if kind in {wire.END, wire.LAST}:
                self.ended, self.is_last = True, kind == wire.LAST
            return kind, payload

    def _time_left(self) -> float:
        """Seconds until something is to be done; does it where it is time."""
        now = time.monotonic()
        if now >= self._deadline:
            self._worker.kill()
            raise QueryDeadlineError(self._limits.seconds)
        if now >= self._lower_at:
            self._worker.lower()
            self._lower_at = self._deadline
        # To a fiftieth of a second, so that the worker need not be told anew for each frame.
        return max(0.02, round(min(self._lower_at, self._deadline) - now, 2))

    def _cause(self) -> QueryError:
        """Why the worker has ended in the middle of its answer."""
        if self._worker.ended_by():
            # It is ended by its own abort (no memory), by the kernel for its stack, or for the memory of the machine.
            return QueryMemoryError(self._limits.megabytes)
        return QueryEvaluationError("the query can't be answered: its worker has ended")
