"""Query engines: SPARQL text in, a finished answer out.

The interface says nothing of processes or of stores, so that a pool of killable workers or a remote endpoint can take
the embedded engine's place.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, Final, Literal, Protocol

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from graph_store.depth import refuse_depth
from graph_store.errors import NotAcceptableError, QueryEvaluationError, QuerySyntaxError
from graph_store.formats import GRAPHS, SOLUTIONS, WRITTEN_PREFIXES, by_media_type
from graph_store.release import Release
from graph_store.service import refuse_service
from ontology.names import ID, PREFIXES

Form = Literal["solutions", "boolean", "graph"]

_IN_MEMORY: Final = 8 << 20
"""Largest answer kept in memory, in bytes; a larger one is spooled to a temporary file."""

_CHUNK: Final = 1 << 16

_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_BEFORE, _AFTER = 20, 10
"""Characters of a malformed query that are shown before and after the place where parsing failed."""
_CHARACTER_CLASS = re.compile(r"\[(?:[^\[\]'\"]|'[^']*'|\"[^\"]*\")*\]|\['.*\Z", re.DOTALL)


class Answer:
    """A finished answer: its `form`, `media_type` (no charset), `size` in bytes, and the bytes, whole or in chunks."""

    def __init__(self, form: Form, media_type: str, body: IO[bytes]) -> None:
        self.form: Final = form
        self.media_type: Final = media_type
        self._body = body
        self.size: Final = body.tell()
        """Length of the body in bytes."""

    def read(self) -> bytes:
        """The whole body."""
        self._body.seek(0)
        return self._body.read()

    def file(self) -> IO[bytes]:
        """The body as a file, at its beginning; `close` closes it."""
        self._body.seek(0)
        return self._body

    def chunks(self) -> Iterator[bytes]:
        """The body in pieces of at most 64 KiB; the body is closed at the end, so this runs once."""
        self._body.seek(0)
        with self._body as body:
            while piece := body.read(_CHUNK):
                yield piece

    def close(self) -> None:
        """Give up the body (and its temporary file); it also goes with the answer itself."""
        self._body.close()

    def __del__(self) -> None:
        self._body.close()


class QueryEngine(Protocol):
    """Answers SPARQL queries over one release."""

    def query(
        self,
        text: str,
        accept: Sequence[str] = (),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Answer one SPARQL 1.1 query.

        `accept`: media types, the best first; the first that fits the query's form is used, and where none is given,
        `application/sparql-results+json` or `text/turtle`. `default_graphs` and `named_graphs` are IRIs as in the
        SPARQL protocol (section 2.1.4): given either, they are the whole dataset; without both, the default graph is
        the union of all graphs, and every named graph can be reached by GRAPH. The
        project's prefixes may be left out, and relative IRIs are those of `id:`.

        Computation has ended when this returns: an error is raised here and never found in a half-sent body. Raises
        `QuerySyntaxError`, `QueryDepthError`, `ServiceRefusedError`, `NotAcceptableError` or `QueryEvaluationError`.
        """
        ...


class EmbeddedEngine:
    """Runs queries in this process over a release, or over a store in memory (`EmbeddedEngine.over`)."""

    def __init__(self, release: Release) -> None:
        self._store = release.open()

    @classmethod
    def over(cls, store: Store) -> EmbeddedEngine:
        """An engine over an open store, whose default graph is to hold the union (see `graph_store.draft`)."""
        engine = cls.__new__(cls)
        engine._store = store
        return engine

    def query(
        self,
        text: str,
        accept: Sequence[str] = (),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """See `QueryEngine.query`."""
        refuse_service(text)
        refuse_depth(text)
        try:
            chosen = bool(default_graphs or named_graphs)
            results = self._store.query(
                text,
                base_iri=str(ID),
                prefixes=PREFIXES,
                default_graph=[NamedNode(iri) for iri in default_graphs] if chosen else None,
                named_graphs=[NamedNode(iri) for iri in named_graphs] if chosen else None,
            )
            return _answer(results, tuple(accept))
        except SyntaxError as error:
            raise _syntax_error(str(error), text) from error
        except (RuntimeError, OSError, ValueError) as error:
            raise QueryEvaluationError(f"the query can't be answered: {error}") from error


def _answer(results: QuerySolutions | QueryBoolean | QueryTriples, accept: tuple[str, ...]) -> Answer:
    body = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    try:
        if isinstance(results, QueryTriples):
            media_type = _chosen("graph", accept, tuple(by_media_type(GRAPHS)))
            format_ = RdfFormat.from_media_type(media_type)
            serialize(results, body, format=format_, prefixes=WRITTEN_PREFIXES)
            return Answer("graph", media_type, body)
        form: Form = "boolean" if isinstance(results, QueryBoolean) else "solutions"
        media_type = _chosen(form, accept, tuple(by_media_type(SOLUTIONS)))
        results.serialize(body, format=QueryResultsFormat.from_media_type(media_type))
        return Answer(form, media_type, body)
    except BaseException:
        body.close()
        raise


def _chosen(form: Form, accept: tuple[str, ...], offered: tuple[str, ...]) -> str:
    if not accept:
        return offered[0]
    for media_type in accept:
        if media_type in offered:
            return media_type
    raise NotAcceptableError(form, accept, offered)


def _syntax_error(message: str, query: str) -> QuerySyntaxError:
    """The engine's message with its place taken out, and the words at that place for its lists of letter ranges."""
    match = _PLACE.match(message)
    if match is None:
        return QuerySyntaxError(message)
    line, column = int(match[1]), int(match[2])
    return QuerySyntaxError(f"{_sentence(match[3])}{_near(query, line, column)}", line, column)


def _sentence(expected: str) -> str:
    """What the engine says in words (`Prefix not found`); of a bare list of tokens, which misleads, nothing."""
    parts = (part.strip() for part in _CHARACTER_CLASS.sub("", expected.removeprefix("one of ")).split(", "))
    said = next((part for part in parts if " " in part), None)
    return f"{said}, " if said else "unexpected text "


def _near(query: str, line: int, column: int) -> str:
    lines = query.split("\n")
    text = lines[line - 1] if line <= len(lines) else ""
    words = text[max(0, column - 1 - _BEFORE) : column - 1 + _AFTER].strip()
    at_end = not "\n".join([text[column - 1 :], *lines[line:]]).strip()
    where = f"near “{words}”" if words else "at the beginning of the line"
    return f"{where}; the query may end too early" if at_end else where
