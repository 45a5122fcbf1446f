"""Answers that are longer than what is waited for: passed on while they are still being computed."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from typing import IO, Final

from graph_store.engine import CHUNK, Answer
from graph_store.errors import QueryError, QueryEvaluationError
from graph_store.evaluation import Form


class GrowingAnswer(Answer):
    """An answer that another thread writes to a file of its own, so that a client that reads slowly holds up no worker.

    Its `size` is unknown. Whoever reads it gets what has come, waits for more, and is raised to where the rest doesn't come.
    """

    def __init__(self, form: Form, media_type: str, begun: bytes) -> None:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
        file.write(begun)
        super().__init__(form, media_type, file)
        self.size = None
        self._changed: Final = threading.Condition()
        self._length = len(begun)
        self._ended = False
        self._error: QueryError | None = None

    def fill(self, pieces: Callable[[], Iterator[bytes]], done: Callable[[], None]) -> None:
        """Write the pieces, in a thread of their own; `done` is called at their end, however it comes."""
        threading.Thread(target=self._fill, args=(pieces, done), daemon=True).start()

    def _fill(self, pieces: Callable[[], Iterator[bytes]], done: Callable[[], None]) -> None:
        error: QueryError | None = None
        try:
            for piece in pieces():
                with self._changed:
                    if self._body.closed:
                        break  # nobody reads it any more
                    self._body.seek(self._length)
                    self._body.write(piece)
                    self._length += len(piece)
                    self._changed.notify_all()
        except QueryError as raised:
            error = raised
        except Exception as raised:  # whatever it is, the answer must not look whole
            error = QueryEvaluationError(f"the answer broke off: {raised}")
        finally:
            done()
            with self._changed:
                self._ended, self._error = True, error
                self._changed.notify_all()

    def file(self) -> IO[bytes]:
        """The whole body; waits for its end and raises what ended it early."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended)
            if self._error is not None:
                raise self._error
            self.size = self._length
        return super().file()

    def chunks(self) -> Iterator[bytes]:
        """The body as it comes; raises where the rest doesn't come."""
        at = 0
        try:
            while piece := self._piece(at):
                at += len(piece)
                yield piece
        finally:
            self.close()

    def _piece(self, at: int) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: self._length > at or self._ended)
            if self._length == at and self._error is not None:
                raise self._error
            self._body.seek(at)
            return self._body.read(CHUNK)

    def close(self) -> None:
        """Give up the body: what is still being computed is given up too."""
        with self._changed:
            self._body.close()
