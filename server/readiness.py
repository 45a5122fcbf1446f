"""Whether queries can be answered: the engine is asked the smallest one, and has a second for it."""

from __future__ import annotations

import threading
from typing import Final

from graph_store.errors import StoreError
from server.errors import ProblemError
from server.source import Source

WITHIN: Final = 1.0
"""Seconds that the engine has."""

_QUERY: Final = "ASK {}"


class Probe:
    """Asks the engine, one question at a time: an engine that hangs holds one thread however often it is asked for."""

    def __init__(self, source: Source, within: float = WITHIN) -> None:
        self._source = source
        self._within = within
        self._lock = threading.Lock()
        self._asking: _Question | None = None

    def release(self) -> str:
        """The release that queries are answered from. Raises `ProblemError` (503) with the reason where they aren't."""
        with self._lock:
            if self._asking is None or self._asking.ended.is_set():
                self._asking = _Question(self._source)
            asked = self._asking
        if not asked.ended.wait(self._within):
            raise _unready(f"The query engine has not answered within {self._within:g} s.")
        if asked.error is not None:
            raise _unready(f"{asked.error}.")
        return asked.release


class _Question:
    """One question to the engine, asked in a thread of its own."""

    def __init__(self, source: Source) -> None:
        self.ended = threading.Event()
        self.release = ""
        self.error: Exception | None = None
        self._source = source
        threading.Thread(target=self._ask, daemon=True, name="readiness").start()

    def _ask(self) -> None:
        try:
            reading = self._source.current()
            reading.engine.query(_QUERY).close()
            self.release = reading.release
        except StoreError as error:
            self.error = error
        except Exception as error:  # whatever it is, the engine doesn't answer
            self.error = RuntimeError(f"the query engine failed: {type(error).__name__}")
        finally:
            self.ended.set()


def _unready(detail: str) -> ProblemError:
    return ProblemError(503, "Chưa sẵn sàng", "Not ready", detail, headers={"Retry-After": "1"})
