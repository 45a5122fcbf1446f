"""The listed endpoints at work: each asked by few at a time and with patience of its own, so that none holds the others up."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from graph_store.errors import EndpointError, OverloadedError
from graph_store.federation.listing import Listed
from graph_store.pool.limits import Limits
from graph_store.pool.turns import Places
from graph_store.remote.asking import AskingError, Endpoint, Why

_ACCEPT: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
_FAILURES: Final = 3
"""Failures in a row after which an endpoint is left alone."""
REST: Final = 30.0
"""Seconds for which it then is."""
_ITS_OWN: Final[frozenset[Why]] = frozenset({"unreachable", "late", "failed"})
"""Reasons for which another query would fare no better."""

Solution = Sequence[object]
"""The terms of one solution, None where a variable is unbound."""
Solutions = tuple[list[str], list[Solution]]
"""Variables, and solutions with terms in their order."""

OUTCOMES: Final = ("answered", "unreachable", "late", "failed", "refused", "large", "unreadable", "busy", "resting")
"""How asking an endpoint may end."""


class Service:
    """One endpoint. For several threads."""

    def __init__(self, listed: Listed) -> None:
        self.listed: Final = listed
        self.asked: Final[Counter[str]] = Counter()
        """How often it was asked, by how that ended: one of `OUTCOMES`."""
        self._endpoint: Final = Endpoint(listed.url, may_be_private=listed.private)
        limits = Limits(
            workers=listed.at_once, waiting=listed.waiting, waiting_seconds=listed.seconds, per_client=listed.waiting
        )
        self._places: Final = Places(limits)
        self._lock: Final = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0

    @property
    def waiting(self) -> int:
        """How many queries wait to ask it."""
        return self._places.waiting

    def ask(self, query: str, deadline: float, most: int) -> tuple[Solutions, int]:
        """The variables and solutions of a SELECT (of an ASK no variable, and one solution where it is true), and the answer's length.

        `deadline` is a time of `time.monotonic`, `most` the longest answer in bytes. Raises `EndpointError`, and
        `OverloadedError` where too many ask it already.
        """
        rest = self._rests_until - time.monotonic()
        if rest > 0:
            self.asked["resting"] += 1
            raise self._error(f"it failed {self._failures} times in a row, and is asked again in {rest:.0f} s")
        try:
            with self._places.place():
                return self._counted(query, deadline, most)
        except OverloadedError as error:
            self.asked["busy"] += 1
            raise OverloadedError(f"SERVICE <{self.listed.iri}>: {error.reason}", error.retry_after) from error

    def _counted(self, query: str, deadline: float, most: int) -> tuple[Solutions, int]:
        try:
            with self._endpoint.ask(query, _ACCEPT, deadline, most) as asked:
                body = asked.read()
                found = _parsed(body, asked.media_type)
        except AskingError as error:
            self._ended(error.why)
            reason = error.in_full() if error.why == "refused" else str(error)
            raise self._error(reason, timed_out=error.why == "late") from error
        self._ended("answered")
        return found, len(body)

    def _ended(self, outcome: str) -> None:
        with self._lock:
            self.asked[outcome] += 1
            self._failures = self._failures + 1 if outcome in _ITS_OWN else 0
            if self._failures >= _FAILURES:
                self._rests_until = time.monotonic() + REST

    def _error(self, reason: str, *, timed_out: bool = False) -> EndpointError:
        return EndpointError(self.listed.iri, reason, timed_out=timed_out)


class Services:
    """All of them, by IRI."""

    def __init__(self, listed: Iterable[Listed] = ()) -> None:
        self._services: Final = {one.iri: Service(one) for one in listed}

    def __bool__(self) -> bool:
        return bool(self._services)

    def get(self, iri: str) -> Service | None:
        """The service of that very IRI."""
        return self._services.get(iri)

    @property
    def places(self) -> int:
        """How many queries may ask or wait to ask at the same time, all together."""
        return sum(service.listed.at_once + service.listed.waiting for service in self.all())

    def all(self) -> Sequence[Service]:
        """Every one, in the order of the list."""
        return list(self._services.values())


def _parsed(body: bytes, media_type: str) -> Solutions:
    format_ = QueryResultsFormat.from_media_type(media_type)
    try:
        if format_ not in {QueryResultsFormat.JSON, QueryResultsFormat.XML}:
            raise ValueError(f"it is {media_type or 'without a media type'}")
        found = parse_query_results(body, format_)
        if isinstance(found, QueryBoolean):
            return [], [()] if found else []
        assert isinstance(found, QuerySolutions), "results are solutions or a boolean"
        names = [variable.value for variable in found.variables]
        return names, [tuple(row[name] for name in names) for row in found]
    except (SyntaxError, ValueError) as error:
        raise AskingError("unreadable", f"its answer is no SPARQL results: {error}") from error
