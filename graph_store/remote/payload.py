"""A graph as the bodies of requests: one, or several where a store does not take it in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, cast

from pyoxigraph import BlankNode, RdfFormat, Triple, serialize

from graph_store.formats import GRAPHS, WRITTEN_PREFIXES, media_type

FORMATS: Final = ("ntriples", "turtle")
"""Formats that a graph can be sent in, by their names in `graph_store.formats`; the default first."""


def parts(triples: Iterable[Triple], format_: str, size: int) -> Iterator[bytes]:
    """The graph as bodies of at most `size` triples each, in a format of `FORMATS`.

    All triples with blank nodes are in the first body, however many, since the nodes of two bodies are never the same.
    """
    local: list[Triple] = []
    rest: list[Triple] = []
    for triple in triples:
        (local if _has_blank_node(triple) else rest).append(triple)
    first = max(size - len(local), 0)
    bodies = chain([local + rest[:first]], (rest[n : n + size] for n in range(first, len(rest), size)))
    return (_written(body, GRAPHS[format_]) for body in bodies if body)


def content_type(format_: str) -> str:
    """The media type of a format of `FORMATS`."""
    return media_type(format_)


def _has_blank_node(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def _written(triples: Iterable[Triple], format_: RdfFormat) -> bytes:
    return cast(bytes, serialize(triples, format=format_, prefixes=WRITTEN_PREFIXES))
