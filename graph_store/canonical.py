"""The hash of an RDF dataset that does not depend on how it is written (W3C RDF Dataset Canonicalization, RDFC-1.0).

It is SHA-256 of the canonical N-Quads document: each quad once, a line each, in code point order, blank nodes named by
their place in the graph.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, Final

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

_RUN: Final = 25_000
"""Quads that are sorted at a time in memory, about 6 MB of lines."""

_MERGED: Final = 256
"""Sorted runs that are merged at a time: each is an open file."""


@dataclass(frozen=True)
class Canonical:
    """What identifies the content of a dataset."""

    sha256: str
    """SHA-256 of the canonical N-Quads document, in hexadecimal."""
    quads: int
    """Distinct quads; triples, where the dataset is one graph."""
    blank_nodes: bool
    """Whether there are any. Without them the canonical document is the sorted N-Quads document."""


def canonical(quads: Iterable[Quad | Triple], scratch: Path | None = None) -> Canonical:
    """Hash a dataset; triples and quads of the default graph make up one graph.

    Memory stays flat: lines are sorted in runs, which lie in temporary files in the folder `scratch` (the system's where
    it is None) and are merged. Only quads with blank nodes are held together in memory. They alone decide how blank
    nodes are named: the algorithm hashes for each the quads that mention it (RDFC-1.0, sections 4.6 and 4.8).
    """
    with ExitStack() as files:
        named: list[Quad] = []
        runs = [_run(files, scratch, lines) for lines in _sorted_lines(_without_blank_nodes(quads, named))]
        while len(runs) > _MERGED:
            merged, rest = runs[:_MERGED], runs[_MERGED:]
            runs = [*rest, _run(files, scratch, _once(merged))]
            for run in merged:
                run.close()
        digest, count = sha256(), 0
        for line in _once([*runs, _canonical_lines(named)]):
            digest.update(line)
            count += 1
    return Canonical(digest.hexdigest(), count, bool(named))


def _without_blank_nodes(quads: Iterable[Quad | Triple], named: list[Quad]) -> Iterator[Quad]:
    """The quads without blank nodes; those that have some go into `named`."""
    for each in quads:
        graph = each.graph_name if isinstance(each, Quad) else DefaultGraph()
        quad = each if isinstance(each, Quad) else Quad(each.subject, each.predicate, each.object, graph)
        if (
            isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, NamedNode | Literal)
            and not isinstance(graph, BlankNode)
        ):
            yield quad
        else:
            named.append(quad)


def _canonical_lines(quads: Iterable[Quad]) -> list[bytes]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(_lines(dataset))


def _sorted_lines(quads: Iterator[Quad]) -> Iterator[list[bytes]]:
    while lines := _lines(islice(quads, _RUN)):
        yield sorted(lines)  # UTF-8 sorts as its code points do


def _lines(quads: Iterable[Quad]) -> list[bytes]:
    """Lines of canonical N-Quads: Oxigraph escapes as RDFC-1.0 has it, and a line break in a literal is none in a line."""
    document = serialize(quads, format=RdfFormat.N_QUADS)
    return document.splitlines(keepends=True) if document else []


def _run(files: ExitStack, scratch: Path | None, lines: Iterable[bytes]) -> IO[bytes]:
    file = files.enter_context(tempfile.TemporaryFile(dir=scratch))  # noqa: SIM115 - `files` closes it
    file.writelines(lines)
    file.seek(0)
    return file


def _once(runs: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """The lines of sorted runs, merged, each once."""
    previous = b""
    for line in heapq.merge(*runs):
        if line != previous:
            yield line
            previous = line
