"""One query evaluated over an open store, up to the bytes of its answer; where it runs and where they go is for others to say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final, Literal, Protocol

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

from graph_store.errors import NotAcceptableError, QueryEvaluationError, QuerySyntaxError
from graph_store.formats import GRAPHS, SOLUTIONS, WRITTEN_PREFIXES, by_media_type
from graph_store.service import refuse_service
from ontology.names import ID, PREFIXES

Form = Literal["solutions", "boolean", "graph"]

_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_BEFORE, _AFTER = 20, 10
"""Characters of a malformed query that are shown before and after the place where parsing failed."""
_CHARACTER_CLASS = re.compile(r"\[(?:[^\[\]'\"]|'[^']*'|\"[^\"]*\")*\]|\['.*\Z", re.DOTALL)


_PREFIXES: Final = [(f"{prefix}:", prefix, iri) for prefix, iri in PREFIXES.items()]


class Sink(Protocol):
    """What an answer is written to."""

    def write(self, data: bytes, /) -> object:
        """Take some bytes."""
        ...


@dataclass(frozen=True)
class Evaluation:
    """A query under way: its `form` and the `media_type` (no charset) of its answer are known, the answer is not."""

    form: Form
    media_type: str
    _serialize: Callable[[IO[bytes]], object]
    _text: str

    def write(self, out: Sink | IO[bytes]) -> None:
        """Write the answer. Only now most of the computation is done, so that this raises what `evaluate` does."""
        with raising(self._text):
            self._serialize(out)  # type: ignore[arg-type] # the engine calls `write` and nothing else


def evaluate(
    store: Store,
    text: str,
    accept: Sequence[str] = (),
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Evaluation:
    """Begin to answer one SPARQL query; see `graph_store.engine.QueryEngine.query` for the arguments and the errors."""
    refuse_service(text)
    chosen = bool(default_graphs or named_graphs)
    with raising(text):
        results = store.query(
            text,
            base_iri=str(ID),
            prefixes=used_prefixes(text),
            default_graph=[NamedNode(iri) for iri in default_graphs] if chosen else None,
            named_graphs=[NamedNode(iri) for iri in named_graphs] if chosen else None,
        )
    return _evaluation(results, tuple(accept), text)


def used_prefixes(text: str) -> dict[str, str]:
    """The project's prefixes that the query may use: the engine reads anew what it is given, at half the cost of a short query."""
    return PREFIXES if "\\" in text else {prefix: iri for begins, prefix, iri in _PREFIXES if begins in text}


class raising:  # noqa: N801 - reads as what it does
    """What the engine raises in the block, as an error of ours."""

    def __init__(self, text: str) -> None:
        self._text: Final = text

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, SyntaxError):
            raise _syntax_error(str(error), self._text) from error
        if isinstance(error, (RuntimeError, OSError, ValueError)):
            raise QueryEvaluationError(f"the query can't be answered: {error}") from error


def _evaluation(
    results: QuerySolutions | QueryBoolean | QueryTriples, accept: tuple[str, ...], text: str
) -> Evaluation:
    if isinstance(results, QueryTriples):
        media_type = choose("graph", accept)
        format_ = RdfFormat.from_media_type(media_type)
        return Evaluation(
            "graph", media_type, lambda out: serialize(results, out, format=format_, prefixes=WRITTEN_PREFIXES), text
        )
    form: Form = "boolean" if isinstance(results, QueryBoolean) else "solutions"
    media_type = choose(form, accept)
    result_format = QueryResultsFormat.from_media_type(media_type)
    return Evaluation(form, media_type, lambda out: results.serialize(out, format=result_format), text)


_OFFERED: Final[dict[Form, tuple[str, ...]]] = {
    "graph": tuple(by_media_type(GRAPHS)),
    "boolean": tuple(by_media_type(SOLUTIONS)),
    "solutions": tuple(by_media_type(SOLUTIONS)),
}
"""The media types of each form of answer."""


def choose(form: Form, accept: tuple[str, ...]) -> str:
    """The media type of an answer: the first in `accept` that its form can have. Raises `NotAcceptableError`."""
    offered = _OFFERED[form]
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
