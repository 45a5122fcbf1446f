"""A release written out: the whole with its named graphs, one graph, or the union of all, streamed to a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, serialize

from graph_store.errors import ExportError
from graph_store.files import atomic_file
from graph_store.formats import DATASETS, GRAPHS, WRITTEN_PREFIXES


def write(store: Store, format_: str, output: IO[bytes], graph: str | None = None) -> None:
    """Write `store` (a release's, see `Release.open`) to `output` in a format of `graph_store.formats`.

    `nquads` and `trig` keep the named graphs apart; `turtle`, `ntriples`, `jsonld` and `rdfxml` hold the union of all
    graphs, each triple once. With `graph`, an IRI, only that graph is written. Memory stays flat. Raises `ExportError`.
    """
    if graph is not None:
        _require(store, graph)
    if format_ in DATASETS:
        serialize(_named_quads(store, graph), output, DATASETS[format_], prefixes=WRITTEN_PREFIXES)
    elif format_ in GRAPHS:
        source = DefaultGraph() if graph is None else NamedNode(graph)
        store.dump(output, GRAPHS[format_], from_graph=source, prefixes=WRITTEN_PREFIXES)
    else:
        raise ExportError(f"no format {format_!r}; there are {', '.join((*DATASETS, *GRAPHS))}")


def write_file(store: Store, format_: str, path: Path, graph: str | None = None) -> None:
    """As `write`, into the file `path`, which appears, or is replaced, when the export is whole."""
    with export_file(path) as output:
        write(store, format_, output, graph)


@contextmanager
def export_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears, or is replaced, when the block has ended well. Raises `ExportError` where it can't be written."""
    try:
        with atomic_file(path) as output:
            yield output
    except OSError as error:
        raise ExportError(f"{path}: can't be written: {error.strerror or error}") from error


def _require(store: Store, graph: str) -> None:
    try:
        there = store.contains_named_graph(NamedNode(graph))
    except ValueError as error:
        raise ExportError(f"{graph!r} is no IRI: {error}") from error
    if not there:
        raise ExportError(f"no graph <{graph}> in this release")


def _named_quads(store: Store, graph: str | None) -> Iterator[Quad]:
    """The quads of the named graphs, graph by graph, in the order of their names."""
    graphs = [graph] if graph is not None else sorted(g.value for g in store.named_graphs() if isinstance(g, NamedNode))
    for iri in graphs:
        yield from store.quads_for_pattern(None, None, None, NamedNode(iri))
