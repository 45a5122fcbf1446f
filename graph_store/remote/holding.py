"""What a store elsewhere holds: which release, and how it is to be asked for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from pyoxigraph import Literal, QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from graph_store.errors import RemoteStoreError
from graph_store.query_files import filled
from graph_store.remote.asking import AskingError, Endpoint
from graph_store.remote.credentials import Credentials
from graph_store.remote.journal import PUBLICATION
from graph_store.remote.store import UNION

_WITHIN: Final = 10.0
"""Seconds that the store has for each of the questions about itself."""
_LONGEST: Final = 1 << 20
_ACCEPT: Final = QueryResultsFormat.JSON.media_type


class NotHeldError(RemoteStoreError):
    """The store holds no whole release: none was published to it, or one is just being."""


class Holding:
    """A store at its query endpoint. For several threads."""

    def __init__(self, url: str, credentials: Credentials | None = None) -> None:
        """Looks how the store is to be asked. Raises `RemoteStoreError` where it can't be."""
        self.url: Final = url
        self.endpoint: Final = Endpoint(
            url, credentials=(credentials.user, credentials.password) if credentials else None
        )
        self.union: Final = UNION if self._has_solution(filled("remote/has-graph.rq", graph=UNION)) else ""
        """The graph that is the default graph, in a store that has none of its own; else empty."""
        self.cuts_at: Final = self._cuts_at()
        """Rows at which the store cuts answers, where it tells."""

    def release(self, deadline: float | None = None) -> str:
        """The release that is there as a whole, by the journal of publications. Raises `NotHeldError`, and `AskingError`."""
        found = self._select(filled("remote/release.rq", publication=PUBLICATION), deadline)
        cells = [row[0] for row in found] if isinstance(found, QuerySolutions) else []
        if len(cells) != 1 or not isinstance(cells[0], Literal):
            raise NotHeldError(
                f"{self.url}: it holds no whole release; `thidua publish` is to put one there, or is at it"
            )
        return cells[0].value

    def held(self) -> str:
        """The same, for whoever looks now and then. Raises `RemoteStoreError`."""
        with self._naming():
            return self.release()

    @contextmanager
    def _naming(self) -> Iterator[None]:
        """An error of asking in the block is told as one of the store."""
        try:
            yield
        except AskingError as error:
            raise RemoteStoreError(f"{self.url}: {error}") from error

    def _has_solution(self, query: str) -> bool:
        with self._naming():
            found = self._select(query, None)
        return isinstance(found, QuerySolutions) and next(iter(found), None) is not None

    def _select(self, query: str, deadline: float | None) -> QuerySolutions | QueryBoolean:
        with self.endpoint.ask(query, _ACCEPT, deadline or time.monotonic() + _WITHIN, _LONGEST) as asked:
            body = asked.read()
        try:
            return parse_query_results(body, QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise RemoteStoreError(f"{self.url}: it is no SPARQL endpoint: {error}") from error

    def _cuts_at(self) -> int | None:
        """Virtuoso says so in a header, of tables alone; so it is asked for one that is long, and not listened to further."""
        query, deadline = filled("remote/everything.rq"), time.monotonic() + _WITHIN
        with self._naming(), self.endpoint.ask(query, _ACCEPT, deadline, _LONGEST) as asked:
            rows = asked.header("X-SPARQL-MaxRows")
        return int(rows) if rows is not None else None
