"""What differs between two releases, quad by quad, and written as RDF Patch or as N-Quads.

Only named graphs count: the default graph is their union. Graphs are compared one by one. Two stores give the quads of
equal graphs in the same order, so equal graphs are passed over by reading both side by side, which keeps nothing; from
the first difference on, each quad is looked up in the other store. Memory doesn't grow with graphs or releases, but for
the names of the graphs.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby, zip_longest
from pathlib import Path
from typing import IO, Final

from pyoxigraph import NamedNode, Quad, Store

from graph_store.errors import ExportError
from graph_store.export import export_file
from graph_store.release import Release
from graph_store.terms import graph_names
from ontology.names import ID

ADDED: Final = "A"
REMOVED: Final = "D"

Change = tuple[str, Quad]
"""`ADDED` or `REMOVED`, and the quad."""


@dataclass(frozen=True)
class GraphChange:
    """A named graph that differs: how many of its triples are new, and how many are gone."""

    iri: str
    added: int
    removed: int


def quad_changes(old: Store, new: Store) -> Iterator[Change]:
    """What makes `new` of `old`: graph by graph in order of their names, in each first what goes, then what comes."""
    for name in sorted({*graph_names(old), *graph_names(new)}):
        yield from _in_graph(old, new, NamedNode(name))


def graph_changes(old: Store, new: Store) -> Iterator[GraphChange]:
    """The named graphs that differ, in order of their names."""
    for name, changes in groupby(quad_changes(old, new), key=lambda change: _graph(change[1])):
        counts = {ADDED: 0, REMOVED: 0}
        for kind, _ in changes:
            counts[kind] += 1
        yield GraphChange(name, counts[ADDED], counts[REMOVED])


def write_patch(old: Release, new: Release, out: IO[bytes]) -> None:
    """Write the changes from `old` to `new` as one transaction of an RDF Patch (https://afs.github.io/rdf-delta/rdf-patch).

    Its header has an id that stands for the content of `new`, and as `prev` the one that stands for `old`, so that the
    patches from release to release make a log. Blank nodes keep the labels that the releases have.
    """
    out.write(f"H id <{_version(new)}> .\nH prev <{_version(old)}> .\nTX .\n".encode())
    for kind, quad in quad_changes(old.open(), new.open()):
        out.write(f"{kind} {quad} .\n".encode())
    out.write(b"TC .\n")


def write_nquads(old: Release, new: Release, folder: Path) -> None:
    """Write the changes into `added.nq` and `removed.nq` of a folder, which is made where it isn't there.

    Raises `ExportError`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"{folder}: can't be made: {error.strerror or error}") from error
    with export_file(folder / "added.nq") as added, export_file(folder / "removed.nq") as removed:
        for kind, quad in quad_changes(old.open(), new.open()):
            (added if kind == ADDED else removed).write(f"{quad} .\n".encode())


def _in_graph(old: Store, new: Store, graph: NamedNode) -> Iterator[Change]:
    before, after = (store.quads_for_pattern(None, None, None, graph) for store in (old, new))
    for gone, come in zip_longest(before, after):
        if gone != come:
            break
    else:
        return
    # What both had up to here is equal; whatever the order of the rest, looking it up tells what the other lacks.
    yield from ((REMOVED, quad) for quad in chain([gone], before) if quad is not None and quad not in new)
    yield from ((ADDED, quad) for quad in chain([come], after) if quad is not None and quad not in old)


def _graph(quad: Quad) -> str:
    assert isinstance(quad.graph_name, NamedNode)
    return quad.graph_name.value


def _version(release: Release) -> str:
    """A UUID (RFC 9562, version 5) of the release by all that its manifest says, as a URN."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, str(ID))
    return uuid.uuid5(name, release.manifest.to_json().decode()).urn
