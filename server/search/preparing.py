"""The index of a release is made in a thread of its own, so that no request holds up the others while it is made."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from typing import Final

from server.errors import ProblemError
from server.search.index import SearchIndex
from server.search.material import read_material
from server.source import Reading

_WAITS: Final = 30.0
"""Seconds that a request waits for the index; it is then answered 503 and may come again."""

_log = logging.getLogger(__name__)


class _Making:
    """The index of one release: being made, made, or failed. A failure is told once; the request after that tries again.

    It doesn't keep the reading, which keeps it: both are to go when the last request of the release ends.
    """

    def __init__(self, reading: Reading) -> None:
        self._lock: Final = threading.Lock()
        self._attempt = _begun(reading)
        self._told = False

    def result(self, reading: Reading, seconds: float) -> SearchIndex:
        """The index, once it is there. Raises what the making raised, and `ProblemError` (503) when `seconds` are over."""
        with self._lock:
            if self._told and self._attempt.done():
                self._attempt, self._told = _begun(reading), False
            attempt = self._attempt
        try:
            return attempt.result(seconds)
        except TimeoutError as error:
            if attempt.done():
                raise  # of the making itself
            detail = f"The search index of release {reading.release} is still being made; try again in a few seconds."
            headers = {"Retry-After": "5"}
            raise ProblemError(503, "Chưa tìm kiếm được", "Search isn't ready yet", detail, headers=headers) from error
        finally:
            if attempt.done() and attempt.exception() is not None:
                with self._lock:
                    self._told = self._told or attempt is self._attempt


def prepare(reading: Reading) -> None:
    """Begin to make the index of a release, where nobody has; returns at once."""
    _making(reading)


def index_of(reading: Reading, seconds: float = _WAITS) -> SearchIndex:
    """The index of a release; waits for it where it is being made.

    Raises `ProblemError` (503) when it isn't there after `seconds`, and the error of the store where the graph can't be read.
    """
    return _making(reading).result(reading, seconds)


def _making(reading: Reading) -> _Making:
    return reading.once("search", lambda: _Making(reading))


def _begun(reading: Reading) -> Future[SearchIndex]:
    """The index, being made in a thread that the process' end doesn't wait for."""
    attempt: Future[SearchIndex] = Future()

    def make() -> None:
        try:
            attempt.set_result(SearchIndex(read_material(reading)))
        except Exception as error:
            _log.exception("the search index of release %s can't be made", reading.release)
            attempt.set_exception(error)

    threading.Thread(target=make, name="search index", daemon=True).start()
    return attempt
