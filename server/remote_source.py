"""Reading from a store elsewhere that holds a published release (`thidua serve --engine URL`)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from graph_store.engine import QueryEngine
from graph_store.errors import RemoteStoreError
from graph_store.remote.holding import Holding
from server.source import Reading

_LOOKS_EVERY: Final = 1.0
"""Seconds in which the store isn't asked again which release it holds; each answer that it gives is checked besides."""


class RemoteSource:
    """Follows the store's journal of publications: which release is there as a whole."""

    def __init__(self, holding: Holding, open_release: Callable[[str], QueryEngine]) -> None:
        """`open_release` makes the engine for a release by its id."""
        self._holding: Final = holding
        self._open: Final = open_release
        self._lock: Final = threading.Lock()
        self._looked = -_LOOKS_EVERY
        self._failure: RemoteStoreError | None = None
        self._reading: Reading | None = None

    def current(self) -> Reading:
        """The release that the store holds. Raises `RemoteStoreError` where it can't be asked, or just gets another."""
        if time.monotonic() - self._looked >= _LOOKS_EVERY and self._lock.acquire(blocking=self._reading is None):
            try:
                if time.monotonic() - self._looked >= _LOOKS_EVERY:
                    self._look()
            finally:
                self._lock.release()
        if self._failure is not None:
            raise self._failure
        assert self._reading is not None, "where there is none, the look has failed"
        return self._reading

    def _look(self) -> None:
        try:
            release = self._holding.held()
            if self._reading is None or self._reading.release != release:
                self._reading = Reading(release, self._open(release))
            self._failure = None
        except RemoteStoreError as error:
            self._failure = error.with_traceback(None)
        self._looked = time.monotonic()
