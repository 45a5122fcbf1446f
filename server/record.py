"""What is noted of one request while it is answered, for the access log and the metrics.

The record lies in the WSGI environment, so that whatever answers a request, inside Flask or before it, can add to it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal, cast, get_args

from flask import Response, has_request_context, request

from graph_store.errors import (
    AnswerTooLargeError,
    ClientLimitError,
    EndpointError,
    NotAcceptableError,
    OverloadedError,
    QueryDeadlineError,
    QueryDepthError,
    QueryError,
    QueryEvaluationError,
    QueryMemoryError,
    QuerySyntaxError,
    ServiceRefusedError,
    StoreError,
)
from server.source import Reading, Source

KEY: Final = "thidua.record"
"""Where the record is in the WSGI environment."""

Outcome = Literal[
    "ok",
    "malformed",
    "too deep",
    "not evaluable",
    "deadline",
    "memory",
    "answer too large",
    "overloaded",
    "client limit",
    "service refused",
    "endpoint failed",
    "not acceptable",
    "refused",
    "unavailable",
    "fault",
    "cancelled",
]
"""How a request ended. `refused`: any other status from 400 to 499. `unavailable`: no release can be read. `fault`: an error of
the server's own. `cancelled`: the client left before it had the whole answer."""

OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)

_OF_ERRORS: Final[tuple[tuple[type[Exception], Outcome], ...]] = (
    (QuerySyntaxError, "malformed"),
    (QueryDepthError, "too deep"),
    (ServiceRefusedError, "service refused"),
    (NotAcceptableError, "not acceptable"),
    (QueryDeadlineError, "deadline"),
    (QueryMemoryError, "memory"),
    (AnswerTooLargeError, "answer too large"),
    (ClientLimitError, "client limit"),
    (OverloadedError, "overloaded"),
    (EndpointError, "endpoint failed"),
    (QueryEvaluationError, "not evaluable"),
    (QueryError, "malformed"),
    (StoreError, "unavailable"),
)
"""The first class that an error is of decides."""


@dataclass
class RequestRecord:
    """One request and how it was answered. What nobody has noted is empty."""

    method: str
    path: str
    """The path without the query string, as the client sent it, percent-encoding undone."""
    client: str = ""
    """Address of the client, or of the proxy before this server."""
    came: datetime = field(default_factory=lambda: datetime.now(UTC))
    route: str = ""
    """The pattern of the route, such as `/id/<path:path>`; empty where none fits."""
    release: str = ""
    query: str | None = None
    """The text of the SPARQL query; `None` where the request has none."""
    cache: Literal["", "hit", "miss"] = ""
    outcome: Outcome | Literal[""] = ""
    """Noted where an error decides it; else the status does, once the request has ended."""
    status: int = 0
    sent: int = 0
    """Bytes of the body handed on to the client."""
    ready: float = 0.0
    """Seconds until the answer was begun."""
    seconds: float = 0.0
    """Seconds until the answer was handed on whole, or given up."""
    begun: float = field(default_factory=time.perf_counter, repr=False)

    def elapsed(self) -> float:
        """Seconds since the request came."""
        return time.perf_counter() - self.begun

    def end(self) -> None:
        """Settle time and outcome."""
        self.seconds = self.elapsed()
        self.outcome = self.outcome or _of_status(self.status)


def new_record(environ: Mapping[str, Any]) -> RequestRecord:
    """The record of a request that has just come."""
    raw = str(environ.get("PATH_INFO", ""))
    path = raw.encode("latin-1", "replace").decode("utf-8", "replace")  # PEP 3333: bytes in the guise of Latin-1
    return RequestRecord(str(environ.get("REQUEST_METHOD", "")), path, str(environ.get("REMOTE_ADDR", "")))


def noted() -> RequestRecord:
    """The record of the request that Flask is answering; one that nobody reads where nobody watches."""
    if KEY not in request.environ:
        request.environ[KEY] = new_record(request.environ)
    return cast(RequestRecord, request.environ[KEY])


def note_error(error: Exception) -> None:
    """Note an error as the outcome of the request under way."""
    for class_, outcome in _OF_ERRORS:
        if isinstance(error, class_):
            noted().outcome = outcome
            return


def note_route(response: Response) -> Response:
    """Note the pattern of the route that answered; a function to run after each request."""
    if request.url_rule is not None:
        noted().route = request.url_rule.rule
    return response


class NotedSource:
    """A source that notes which release a request reads."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def current(self) -> Reading:
        """The current release, see `Source.current`."""
        reading = self._source.current()
        if has_request_context():
            noted().release = reading.release
        return reading


def _of_status(status: int) -> Outcome:
    if status < 400:
        return "ok"
    if status == 406:
        return "not acceptable"
    return "refused" if status < 500 else "unavailable" if status == 503 else "fault"
