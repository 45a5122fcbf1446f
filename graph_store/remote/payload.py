"""A graph as the bodies of requests: one, or several where a store does not take it in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, cast

from pyoxigraph import BlankNode, RdfFormat, Triple, serialize

from graph_store.formats import GRAPHS, WRITTEN_PREFIXES, media_type

FORMATS: Final = ("ntriples", "turtle")
"""Formats that a graph can be sent in, by their names in `graph_store.formats`; the default first."""


def parts(read: Callable[[], Iterable[Triple]], format_: str, size: int | None = None) -> Iterator[bytes]:
    """The graph that `read` goes through as bodies of at most `size` triples each, in a format of `FORMATS`.

    All triples with blank nodes are in the first body, however many, since the nodes of two bodies are never the same.
    Memory stays flat: it is gone through twice.
    """
    body = [triple for triple in read() if _has_blank_node(triple)]
    for triple in read():
        if _has_blank_node(triple):
            continue
        if size is not None and len(body) >= size:
            yield _written(body, GRAPHS[format_])
            body = []
        body.append(triple)
    if body:
        yield _written(body, GRAPHS[format_])


def content_type(format_: str) -> str:
    """The media type of a format of `FORMATS`."""
    return media_type(format_)


def _has_blank_node(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def _written(triples: Iterable[Triple], format_: RdfFormat) -> bytes:
    return cast(bytes, serialize(triples, format=format_, prefixes=WRITTEN_PREFIXES))
