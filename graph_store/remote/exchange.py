"""From what a store answers in the forms that all write alike to what a client asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final, cast

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from graph_store.errors import RemoteStoreError
from graph_store.evaluation import Form
from graph_store.formats import WRITTEN_PREFIXES

_JSON: Final = QueryResultsFormat.JSON.media_type
_TRIPLES: Final = RdfFormat.N_TRIPLES.media_type

ASKED_FOR: Final[dict[Form, str]] = {"solutions": _JSON, "boolean": _JSON, "graph": _TRIPLES}
"""The media type that a store is asked for."""

_CALLED_SO: Final = {"text/plain": _TRIPLES, "application/json": _JSON}
_BOOLEANS: Final = {value: f'{{"head":{{}},"boolean":{str(value).lower()}}}'.encode() for value in (True, False)}


def called(media_type: str) -> str:
    """A media type by its name, where stores have another for it: N-Triples were text/plain until RDF 1.1."""
    return _CALLED_SO.get(media_type, media_type)


def write(form: Form, pieces: Iterator[bytes], out: IO[bytes], media_type: str) -> int:
    """Write an answer that comes in `pieces` in another format; the number of triples, where it has some.

    Raises what the pieces do, and `RemoteStoreError` where they are no such answer.
    """
    source = cast(IO[bytes], _Pieces(pieces))
    try:
        if form == "graph":
            return _write_triples(source, out, media_type)
        found = parse_query_results(source, QueryResultsFormat.JSON)
        if form == "boolean":
            found = parse_query_results(_BOOLEANS[_is_true(found)], QueryResultsFormat.JSON)
        elif not isinstance(found, QuerySolutions):
            raise ValueError("it is a boolean")
        found.serialize(out, QueryResultsFormat.from_media_type(media_type))
    except (SyntaxError, ValueError) as error:
        raise RemoteStoreError(f"the store's answer can't be read: {error}") from error
    return 0


def _write_triples(source: IO[bytes], out: IO[bytes], media_type: str) -> int:
    count = 0

    def triples() -> Iterator[Triple]:
        nonlocal count
        for quad in parse(source, format=RdfFormat.N_TRIPLES, lenient=True):
            count += 1
            yield quad.triple

    serialize(triples(), out, format=RdfFormat.from_media_type(media_type), prefixes=WRITTEN_PREFIXES)
    return count


def _is_true(found: QueryBoolean | QuerySolutions) -> bool:
    """The answer to ASK; Virtuoso gives a table with one cell."""
    if isinstance(found, QueryBoolean):
        return bool(found)
    row = next(iter(found), None)
    cell = row[0] if row is not None else None
    return isinstance(cell, Literal) and cell.value in {"1", "true"}


class _Pieces:
    """Pieces of bytes as a file to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """Some bytes; none at the end."""
        if not self._left:
            self._left = memoryview(next(self._pieces, b""))
        piece = self._left if size < 0 else self._left[:size]
        self._left = self._left[len(piece) :]
        return bytes(piece)
