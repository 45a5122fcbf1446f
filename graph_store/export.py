"""A release written out: the whole with its named graphs, one graph, or the union of all, streamed to a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, serialize

from graph_store import compression
from graph_store.errors import DamagedReleaseError, ExportError
from graph_store.files import atomic_file
from graph_store.formats import DATASETS, GRAPHS, WRITTEN_PREFIXES
from graph_store.terms import graph_names
from graph_store.troubles import damage, is_damage
from graph_store.xml_text import XmlText


def write(store: Store, format_: str, output: IO[bytes], graph: str | None = None) -> None:
    """Write `store` (a release's, see `Release.open`) to `output` in a format of `graph_store.formats`.

    `nquads` and `trig` keep the named graphs apart; `turtle`, `ntriples`, `jsonld` and `rdfxml` hold the union of all
    graphs, each triple once. With `graph`, an IRI, only that graph is written. Memory stays flat. Raises `ExportError`,
    also where `rdfxml` can't hold a character of a literal, and `DamagedReleaseError` where a file of the graph is damaged.
    """
    if format_ not in DATASETS and format_ not in GRAPHS:
        raise ExportError(f"no format {format_!r}; there are {', '.join((*DATASETS, *GRAPHS))}")
    try:
        if graph is not None:
            _require(store, graph)
        if format_ in DATASETS:
            serialize(named_quads(store, graph), output, DATASETS[format_], prefixes=WRITTEN_PREFIXES)
        else:
            source = DefaultGraph() if graph is None else NamedNode(graph)
            text = cast(IO[bytes], XmlText(output)) if format_ == "rdfxml" else output
            store.dump(text, GRAPHS[format_], from_graph=source, prefixes=WRITTEN_PREFIXES)
    except RuntimeError as error:
        if not is_damage(error):
            raise
        raise DamagedReleaseError(damage(error)) from error


def write_file(store: Store, format_: str, path: Path, graph: str | None = None) -> None:
    """As `write`, into the file `path`, which appears, or is replaced, when the export is whole.

    It is compressed as its ending says: `.gz` or `.zst`.
    """
    with export_file(path) as file, compression.compressing(file, compression.by_ending(path.name)) as output:
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


def named_quads(store: Store, graph: str | None = None) -> Iterator[Quad]:
    """The quads of the named graphs, or of one of them, graph by graph, in the order of their names."""
    graphs = [graph] if graph is not None else graph_names(store)
    for iri in graphs:
        yield from store.quads_for_pattern(None, None, None, NamedNode(iri))
