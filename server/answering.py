"""From a query to what is sent: kept answers, validators, codings. For the fast way and for the framework alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from werkzeug.http import parse_etags

from graph_store.engine import Answer
from server.answer_cache import AnswerCache, Headers, Kept, entity_tag, is_lasting, normal
from server.coding import LEAST, coded, coded_pieces, coding
from server.formats import Choice
from server.headers import FOR_SCRIPTS, SAFETY
from server.protocol import QueryRequest
from server.source import Reading

_WHOLE: Final = 8 << 20
"""Answers up to this size (bytes) are sent in one piece, and may be kept; longer ones lie in a file."""

_ALWAYS: Final = [*SAFETY, *FOR_SCRIPTS, ("Vary", "Accept, Accept-Encoding")]


@dataclass(frozen=True, slots=True)
class Sent:
    """A response: status line, headers, and the body, whole or in pieces; `close` is to be called at its end."""

    status: str
    headers: Headers
    body: Iterable[bytes]
    answer: Answer | None = None
    answered: bool = True
    """Whether the engine was asked, and not what is kept."""


@dataclass(frozen=True, slots=True)
class Client:
    """What an answer depends on of who asks."""

    accept_encoding: str = ""
    if_none_match: str = ""
    needs_length: bool = False
    """Whether it would take a broken connection for the end of the answer, as those of HTTP/1.0 do (RFC 1945, 7.2.2)."""

    @classmethod
    def of(cls, environ: Mapping[str, Any]) -> Client:
        """The client of a request, by its WSGI environment."""
        return cls(
            environ.get("HTTP_ACCEPT_ENCODING", ""),
            environ.get("HTTP_IF_NONE_MATCH", ""),
            environ.get("SERVER_PROTOCOL") in {"HTTP/1.0", "HTTP/1"},  # granian says the latter
        )


class Answering:
    """Answers queries with data, from what is kept where it can."""

    def __init__(self, cache: AnswerCache) -> None:
        self.cache: Final = cache

    def answer(
        self, reading: Reading, asked: QueryRequest, choice: Choice | None, client: Client
    ) -> tuple[Sent, Kept | None]:
        """The response to a query, and what of it can be given again. Raises the engine's errors."""
        query = asked.query or ""
        lasting = is_lasting(query)
        code = coding(client.accept_encoding)
        media_type = choice.content_type if choice else ""
        key = (reading.release, normal(query), media_type, asked.default_graphs, asked.named_graphs, code)
        tag = entity_tag(key) if lasting and choice else ""
        if tag and matches(client.if_none_match, tag):
            return not_modified(tag), None
        kept = self.cache.get(key) if lasting else None
        if kept is not None:
            self.cache.hits += 1
            return sent(kept), kept
        self.cache.misses += 1
        engine_types = [choice.engine_type] if choice else []
        answer = reading.engine.query(query, engine_types, asked.default_graphs, asked.named_graphs)
        if client.needs_length:
            answer.file()  # waits for the end
        headers = [("Content-Type", media_type or answer.media_type), *_freshness(tag), *_ALWAYS]
        timing = _timing(answer)
        if answer.size is None or answer.size > _WHOLE:
            return _streamed(answer, [*headers, *timing], "" if client.needs_length else code), None
        made = _made(answer, headers, code, tag, query)
        if lasting:
            self.cache.put(key, made)
        return Sent("200 OK", [*made.headers, *timing], [made.body]), made if lasting else None


def sent(kept: Kept) -> Sent:
    """A kept answer as a response."""
    return Sent("200 OK", kept.headers, [kept.body], answered=False)


def not_modified(tag: str) -> Sent:
    """What a client is told that has the answer already (RFC 9110, 15.4.5)."""
    return Sent("304 Not Modified", [*_freshness(tag), *_ALWAYS], [], answered=False)


def matches(if_none_match: str, tag: str) -> bool:
    """Whether a client has what the tag stands for (RFC 9110, 13.1.2)."""
    if not if_none_match:
        return False
    return parse_etags(if_none_match).contains_weak(tag.strip('"'))


def _freshness(tag: str) -> Headers:
    """An answer may be kept by anyone who asks each time whether it still holds; where it never does, by nobody."""
    return [("ETag", tag), ("Cache-Control", "no-cache")] if tag else [("Cache-Control", "no-store")]


def _timing(answer: Answer) -> Headers:
    """What the answer took, in milliseconds (W3C Server Timing): an engine that explains no plan tells at least that."""
    if not answer.seconds:
        return []
    return [("Server-Timing", ", ".join(f"{stage};dur={s * 1000:.1f}" for stage, s in answer.seconds.items()))]


def _made(answer: Answer, headers: Headers, code: str, tag: str, query: str) -> Kept:
    body = answer.read()
    answer.close()
    if code and len(body) >= LEAST:
        body = coded(body, code)
        headers = [*headers, ("Content-Encoding", code)]
    return Kept([*headers, ("Content-Length", str(len(body)))], body, tag, query)


def _streamed(answer: Answer, headers: Headers, code: str) -> Sent:
    if code:
        return Sent("200 OK", [*headers, ("Content-Encoding", code)], coded_pieces(answer.chunks(), code), answer)
    length = [("Content-Length", str(answer.size))] if answer.size is not None else []
    return Sent("200 OK", [*headers, *length], answer.chunks(), answer)
