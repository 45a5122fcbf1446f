"""Graphs on their way into the store, on the disk until there are enough for a bulk load."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final, cast

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

_END: Final = b" .\n"
"""How a line of N-Triples ends; within a literal a line break is escaped (N-Triples, section 2.4)."""


class Spool:
    """Named graphs waiting to be written, as N-Triples in a file without a name in `folder`.

    So that memory holds the name and the place of each, and no triples. A context is not needed: the file ends with the object.
    """

    def __init__(self, folder: Path) -> None:
        self._file: Final[IO[bytes]] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - it lives as long as the draft
        self._places: dict[str, tuple[int, int]] = {}
        self._with_blank_nodes: set[str] = set()
        self._sizes: dict[str, int] = {}
        self.triples = 0
        """How many wait."""

    def __contains__(self, iri: str) -> bool:
        return iri in self._places

    def put(self, iri: str, triples: frozenset[Triple]) -> None:
        """Lay down a graph, in place of what waits under that name."""
        content = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
        self._places[iri] = self._file.seek(0, io.SEEK_END), len(content)
        self._file.write(content)
        self.triples += len(triples) - self._sizes.get(iri, 0)
        self._sizes[iri] = len(triples)
        # `in` may find it within a literal, which does no harm.
        if b"_:" in content and any(isinstance(n, BlankNode) for t in triples for n in (t.subject, t.object)):
            self._with_blank_nodes.add(iri)
        else:
            self._with_blank_nodes.discard(iri)

    def get(self, iri: str) -> frozenset[Triple]:
        """The graph that waits under that name. Raises `KeyError`."""
        content = self._content(iri)
        return frozenset(quad.triple for quad in parse(content, format=RdfFormat.N_TRIPLES, rename_blank_nodes=False))

    def distinct(self) -> Iterator[Triple]:
        """All triples that wait, each once; memory holds them only where many are asked for."""
        seen: set[Triple] = set()
        for iri in self._places:
            for triple in self.get(iri):
                if triple not in seen:
                    seen.add(triple)
                    yield triple

    def extend(self, store: Store) -> None:
        """Write all to the store as `load_into` does, in one transaction."""
        store.extend(quad for iri in self._places for quad in quads(iri, self.get(iri)))
        self.clear()

    def load_into(self, store: Store) -> None:
        """Write all to the store, each triple in its graph and in the default graph, and have nothing waiting.

        A load from text takes half the time that quads of Python take, but gives blank nodes other names, so that graphs with
        some go in as quads.
        """
        named = (iri for iri in self._places if iri not in self._with_blank_nodes)
        store.bulk_load(cast(IO[bytes], _Lines(self._lines(named))), format=RdfFormat.N_QUADS, lenient=True)
        for iri in self._with_blank_nodes:
            store.bulk_extend(quads(iri, self.get(iri)))
        self.clear()

    def clear(self) -> None:
        """Have nothing waiting."""
        self._places.clear()
        self._sizes.clear()
        self._with_blank_nodes.clear()
        self.triples = 0
        self._file.seek(0)
        self._file.truncate()

    def close(self) -> None:
        """End the file."""
        self._file.close()

    def _content(self, iri: str) -> bytes:
        start, size = self._places[iri]
        self._file.seek(start)
        return self._file.read(size)

    def _lines(self, iris: Iterable[str]) -> Iterator[bytes]:
        for iri in iris:
            content = self._content(iri)
            yield content
            yield content.replace(_END, f" <{iri}> .\n".encode())


def quads(iri: str, triples: Iterable[Triple]) -> Iterator[Quad]:
    """The quads that keep a graph: each triple in the graph and in the default graph."""
    for triple in triples:
        for graph in (NamedNode(iri), DefaultGraph()):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


class _Lines(io.RawIOBase):
    """A file to read from, made of pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces: Final = pieces
        self._left = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._left = piece
        found, self._left = self._left[:size], self._left[size:]
        return found
