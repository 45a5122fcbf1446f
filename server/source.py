"""Where the server reads from: the current release behind a query engine, and nothing else of the store.

Routes see `Reading` alone, so they can be tested over any engine that takes a query as text. A `Reading` is bound to
one release: a request keeps the one it began with, and an old release's engine goes when its last request ends.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, Protocol, TypeVar, cast

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from graph_store.engine import EmbeddedEngine, QueryEngine
from graph_store.errors import StoreError
from graph_store.release import Release
from graph_store.releases import ReleaseStore

Term = NamedNode | BlankNode | Literal
Row = Mapping[str, Term]
"""One solution: variable name to term; an unbound variable is absent."""

_JSON = "application/sparql-results+json"
_LOOKS_EVERY: Final = 0.005
"""Seconds in which the pointer isn't looked at again; publishing alone takes longer."""

_HEAD: Final = re.compile(r"\A(?:#.*\n)+")
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class Reading:
    """One release, open for reading."""

    def __init__(self, release: str, engine: QueryEngine) -> None:
        self.release = release
        self.engine = engine
        self._kept: dict[str, object] = {}
        self._making: dict[str, threading.RLock] = {}
        self._lock = threading.Lock()

    def rows(self, query: str) -> list[Row]:
        """The solutions of a SELECT, as terms by variable.

        The comment at its head is left out: engines look for words in a query that decide where it can be answered.
        """
        return solutions(self.engine.query(_HEAD.sub("", query), [_JSON]).read())[1]

    def once(self, name: str, compute: Callable[[], _T]) -> _T:
        """What `compute` gave the first time it was asked for under `name`: exact, since a release never changes."""
        if name not in self._kept:
            with self._lock:
                lock = self._making.setdefault(name, threading.RLock())
            with lock:  # of this name alone: no request waits for what it doesn't ask for
                if name not in self._kept:
                    self._kept[name] = compute()
        return cast(_T, self._kept[name])


def solutions(json: bytes) -> tuple[list[str], list[Row]]:
    """The variables and the rows of a SELECT's answer in the SPARQL JSON format."""
    parsed = parse_query_results(json, QueryResultsFormat.JSON)
    assert isinstance(parsed, QuerySolutions)
    names = [variable.value for variable in parsed.variables]
    rows: list[Row] = [
        {name: cast(Term, term) for name, term in zip(names, solution, strict=True) if term is not None}
        for solution in parsed
    ]
    return names, rows


def by_property(rows: Iterable[Row]) -> dict[str, list[Term]]:
    """The values of each property, of rows that bind `?property` and `?value`."""
    found: dict[str, list[Term]] = {}
    for row in rows:
        found.setdefault(row["property"].value, []).append(row["value"])
    return found


class Source(Protocol):
    """Gives the release to read now."""

    def current(self) -> Reading:
        """The current release. Raises `graph_store.errors.StoreError`, which names the store, where there is none."""
        ...


class FixedSource:
    """A source that stays with one engine: for tests, and for serving one old release."""

    def __init__(self, release: str, engine: QueryEngine) -> None:
        self._reading = Reading(release, engine)

    def current(self) -> Reading:
        """The one release."""
        return self._reading


def has_failed(engine: QueryEngine) -> bool:
    """Whether the engine answers no more and another is to take its place; only those of processes of their own ever do."""
    return bool(getattr(engine, "has_failed", False))


class ReleaseSource:
    """Follows a store's `current` pointer: looks at the file every 5 ms, where there are requests, and opens a release that is new.

    `open_release` makes the engine of a release; without it, queries run in this process, with no limit.
    """

    def __init__(self, root: Path, open_release: Callable[[Release], QueryEngine] = EmbeddedEngine) -> None:
        self._store = ReleaseStore(root)
        self._open = open_release
        self._pointer = root / "current"
        self._lock = threading.Lock()
        self._seen: object = None
        self._looked = 0.0
        self._reading: Reading | None = None

    def current(self) -> Reading:
        """The release that the pointer names now; where a new one can't be opened, the old one goes on being served.

        It does too while another thread opens the new one.
        """
        reading = self._reading
        now = time.monotonic()
        if reading is not None and now - self._looked < _LOOKS_EVERY and not has_failed(reading.engine):
            return reading
        self._looked = now
        seen = self._mark()
        if reading is not None and seen == self._seen and not has_failed(reading.engine):
            return reading
        if not self._lock.acquire(blocking=reading is None):
            assert reading is not None, "where there is none, the lock is waited for"
            return reading
        try:
            if self._reading is None or seen != self._seen or has_failed(self._reading.engine):
                self._reading = self._opened()
                self._seen = seen
            return self._reading
        finally:
            self._lock.release()

    def _mark(self) -> object:
        """What changes when the pointer is replaced: one `stat`, a microsecond, but other threads run meanwhile."""
        try:
            status = self._pointer.stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def _opened(self) -> Reading:
        try:
            release = self._store.current()
            if (
                self._reading is not None
                and release.id == self._reading.release
                and not has_failed(self._reading.engine)
            ):
                return self._reading
            return Reading(release.id, self._open(release))
        except StoreError:
            if self._reading is None:
                raise
            _log.exception("the new release can't be opened; still serving %s", self._reading.release)
            return self._reading
