"""The fast way: queries by GET that ask for data are answered before the framework, which takes as long as a short query does.

What it answers it answers as the framework would, by the same functions (`protocol`, `answering`). Everything else goes on to the
framework: pages, posts, and errors, which are told there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, Final

from werkzeug.wrappers import Request
from werkzeug.wsgi import ClosingIterator

from graph_store.errors import StoreError
from graph_store.pool.turns import asking
from server.answer_cache import AnswerCache, Kept
from server.answering import Answering, Client, Sent, matches, not_modified, sent
from server.errors import ProblemError
from server.formats import UnknownFormatError
from server.negotiation import NotAcceptableError
from server.protocol import data_choice, plain_query, read_request
from server.record import KEY
from server.source import Source

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

ERROR: Final = "thidua.error"
"""Key of the environment under which the framework finds what went wrong here."""

_PATHS: Final = frozenset({"/sparql", "/sparql/"})
_ALIASES: Final = 4096
"""Bytes of query, at most, under whose very spelling an answer is kept beside its normal form."""

_log = logging.getLogger(__name__)


class QueryPath:
    """A WSGI application before the one of the framework, `rest`."""

    def __init__(self, rest: Application, answering: Answering, source: Source, max_query_bytes: int) -> None:
        self._rest: Final = rest
        self._answering: Final = answering
        self._cache: Final[AnswerCache] = answering.cache
        self._source: Final = source
        self._max_query_bytes: Final = max_query_bytes

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, or have the framework answer it."""
        asking.set(environ.get("REMOTE_ADDR", ""))
        if environ["PATH_INFO"] not in _PATHS or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self._rest(environ, start_response)
        try:
            found = self._answered(environ)
        except (ProblemError, StoreError, NotAcceptableError, UnknownFormatError) as error:
            environ[ERROR] = error
            found = None
        if found is None:
            return self._rest(environ, start_response)
        start_response(found.status, found.headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            if found.answer is not None:
                found.answer.close()
            return []
        return found.body if found.answer is None else ClosingIterator(found.body, [found.answer.close])

    def _answered(self, environ: Environ) -> Sent | None:
        """The response, or None for what is the framework's."""
        if "query=" not in (spelling := environ.get("QUERY_STRING", "")):
            return None
        reading = self._source.current()
        record = environ.get(KEY)
        if record is not None:
            record.route, record.release = "/sparql", reading.release
        accept = environ.get("HTTP_ACCEPT", "")
        client = Client.of(environ)
        alias = (reading.release, spelling, accept, client.accept_encoding)
        if (kept := self._cache.get(alias)) is not None:
            self._cache.hits += 1
            if record is not None:
                record.query, record.cache = kept.query, "hit"
            return not_modified(kept.etag) if matches(client.if_none_match, kept.etag) else sent(kept)
        asked = plain_query(spelling, self._max_query_bytes) or read_request(Request(environ), self._max_query_bytes)
        if asked.query is None:
            return None
        if record is not None:
            record.query = asked.query
        choice, is_page = data_choice(asked, accept)
        if is_page:
            return None
        response, kept = self._answering.answer(reading, asked, choice, client)
        if record is not None:
            record.cache = "miss" if response.answered else "hit"
        self._remember(alias, kept)
        return response

    def _remember(self, alias: tuple[str, ...], kept: Kept | None) -> None:
        if kept is not None and len(alias[1]) <= _ALIASES:
            self._cache.put(alias, kept)
