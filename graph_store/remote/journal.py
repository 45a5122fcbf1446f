"""What is in a remote store, remembered in that store: a graph of its own with a hash for each graph that was put whole.

A journal here would go on telling of a store that was emptied, restored from a backup, or that another machine has
published to since; one there goes where its data go, and any machine can go on from it. What it says is believed only
where the store's own count agrees, and the check at the end reads the graphs back.

    <PUBLICATION> schema:version "RELEASE" ;        once the release is there as a whole
        dcterms:hasPart <GRAPH> .                   a graph that is ours; said before anything is written to it
    <GRAPH> schema:sha256 "HASH" .                  its content, once it is there as a whole
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from graph_store.remote.store import RemoteStore
from ontology import mint
from ontology.names import DCTERMS, SCHEMA

PUBLICATION: Final = mint.graph("publication")
"""The graph that holds the journal."""

_EVERY: Final = 16
"""Graphs after which the journal is written: so many are sent again at most after a crash."""

_PART: Final = NamedNode(DCTERMS.hasPart)
_HASH: Final = NamedNode(SCHEMA.sha256)
_VERSION: Final = NamedNode(SCHEMA.version)


class Journal:
    """The journal of one remote store. Raises `RemoteStoreError` where that can't be reached."""

    def __init__(self, remote: RemoteStore, count: int) -> None:
        """Read what `remote` holds; `count` is the number of triples that its graph `PUBLICATION` has."""
        self._remote: Final = remote
        self._new: dict[str, str] = {}
        self.graphs: frozenset[str] = frozenset()
        """The graphs that were published to the store, also those that are not there as a whole."""
        self.hashes: Mapping[str, str] = {}
        """Hash of each graph that was put whole."""
        self.release: str | None = None
        """The release that is there as a whole."""
        if count:
            self._read(remote.graph(PUBLICATION, count))

    def begin(self, ours: Iterable[str], whole: Mapping[str, str]) -> None:
        """Say that the graphs `ours` are going to be written or removed, but for those in `whole`, which are there by hash."""
        self._write(ours, whole, None)

    def note(self, graph: str, hash_: str) -> None:
        """Remember that a graph is there as a whole. Written now and then: see `flush`."""
        self._new[graph] = hash_
        if len(self._new) >= _EVERY:
            self.flush()

    def flush(self) -> None:
        """Write what has been noted."""
        if self._new:
            self._remote.add(PUBLICATION, _hashes(self._new))
            self._new.clear()

    def end(self, whole: Mapping[str, str], release: str) -> None:
        """Say which graphs are there, by hash, and of which release they are the whole."""
        self._write(whole, whole, release)

    def strike(self, graphs: Collection[str]) -> None:
        """Say that these are not there as wanted, whatever was said before."""
        whole = {iri: hash_ for iri, hash_ in self.hashes.items() if iri not in graphs}
        if self.release is not None or len(whole) < len(self.hashes):
            self._write(self.graphs, whole, None)

    def _write(self, ours: Iterable[str], whole: Mapping[str, str], release: str | None) -> None:
        """Replace the journal, in one request, so that no crash leaves half of it."""
        self._new.clear()
        self.graphs, self.hashes, self.release = frozenset(ours), dict(whole), release
        publication = NamedNode(PUBLICATION)
        triples = [Triple(publication, _PART, NamedNode(iri)) for iri in sorted(self.graphs)]
        if release is not None:
            triples.append(Triple(publication, _VERSION, Literal(release)))
        triples += _hashes(whole)
        self._remote.put(PUBLICATION, lambda: triples, whole=True)

    def _read(self, triples: Iterable[Triple]) -> None:
        parts: set[str] = set()
        hashes: dict[str, set[str]] = defaultdict(set)
        for triple in triples:
            subject, value = triple.subject, triple.object
            if triple.predicate == _PART and isinstance(value, NamedNode):
                parts.add(value.value)
            elif triple.predicate == _HASH and isinstance(subject, NamedNode) and isinstance(value, Literal):
                hashes[subject.value].add(value.value)
            elif triple.predicate == _VERSION and isinstance(value, Literal):
                self.release = value.value
        self.graphs = frozenset(parts)
        # Two hashes of one graph are two publishers at the same time: then neither is believed.
        self.hashes = {graph: found.pop() for graph, found in hashes.items() if len(found) == 1}


def _hashes(hashes: Mapping[str, str]) -> list[Triple]:
    return [Triple(NamedNode(graph), _HASH, Literal(hash_)) for graph, hash_ in sorted(hashes.items())]
