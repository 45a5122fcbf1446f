"""Whether a remote store holds what a release does: graph by graph, by counts and by hashes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Store, Triple

from graph_store.remote.store import UNION, RemoteStore
from graph_store.remote.values import value_of
from graph_store.terms import graph_names, with_stable_blank_nodes

_SHOWN: Final = 3
"""How many triples that differ are kept to be shown."""


@dataclass(frozen=True)
class Content:
    """What a graph holds: its number of triples, and their hash, see `content`."""

    triples: int
    hash: str


class Verdict(Enum):
    """What comparing a graph of a release with the same graph of a remote store says."""

    SAME = "the same"
    NORMALISED = "the same values in other forms"
    COUNTED = "the same number of triples, not compared one by one"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Comparison:
    """A graph here and there. `missing` and `extra` are examples of triples that are only here or only there."""

    graph: str
    here: int
    there: int
    verdict: Verdict
    other_forms: int = 0
    """Triples whose object has another form there."""
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


def content(triples: Iterable[Triple], graph: str) -> Content:
    """The number of triples of a graph, and the SHA-256, in hexadecimal, of their N-Triples lines in order of code points.

    Blank nodes are named by RDFC-1.0 first. So the hash is the same wherever it is computed. Two stores that write a
    number differently give different hashes.
    """
    lines = sorted(f"{triple} .\n" for triple in with_stable_blank_nodes(triples, graph))
    hasher = sha256()
    for line in lines:
        hasher.update(line.encode())
    return Content(len(lines), hasher.hexdigest())


def contents(store: Store) -> Iterator[tuple[str, Content]]:
    """The name and the content of each named graph of a release that is not empty, in order of name."""
    for iri in graph_names(store):
        found = content(triples_of(store, iri), iri)
        if found.triples:
            yield iri, found


def triples_of(store: Store, iri: str) -> Iterator[Triple]:
    """The triples of a graph of a release, or of the union of all for the name `UNION`."""
    graph = DefaultGraph() if iri == UNION else NamedNode(iri)
    return (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))


def compare(
    store: Store,
    remote: RemoteStore,
    here: Mapping[str, Content],
    there: Mapping[str, int],
    read_back: Collection[str],
) -> Iterator[Comparison]:
    """Compare the graphs named in `here` or `there`: all by the counts that the remote gave, those in `read_back` by hash too.

    `here` holds the contents of the release's graphs, `there` the counts of the remote's. Where hashes differ, triples
    are compared by value. A graph that only one side has is different.
    """
    for iri in sorted({*here, *there}):
        wanted, count = here.get(iri, Content(0, "")), there.get(iri, 0)
        if not wanted.triples or not count or iri not in read_back:
            verdict = Verdict.COUNTED if wanted.triples == count else Verdict.DIFFERENT
            yield Comparison(iri, wanted.triples, count, verdict)
            continue
        found = remote.graph(iri, count)
        if content(found, iri) == wanted and count == wanted.triples:
            yield Comparison(iri, wanted.triples, count, Verdict.SAME)
        else:
            given = with_stable_blank_nodes(triples_of(store, iri), iri)
            yield by_value(iri, frozenset(given), found, count)


def by_value(iri: str, here: frozenset[Triple], there: frozenset[Triple], count: int | None = None) -> Comparison:
    """Compare two forms of a graph by the values of their terms; `count` is what the remote says its number is.

    Several triples of one value on either side are as good as one: a store that keeps values has them once.
    """
    only_here, only_there = here - there, there - here
    values_here, values_there = set(map(value_of, here)), set(map(value_of, there))
    missing = sorted(str(t) for t in only_here if value_of(t) not in values_there)
    extra = sorted(str(t) for t in only_there if value_of(t) not in values_here)
    number = len(there) if count is None else count
    # A count that disagrees with what was read back means that the remote changes, or hands out part of what it has.
    different = missing or extra or number != len(there)
    verdict = Verdict.DIFFERENT if different else Verdict.NORMALISED if only_here else Verdict.SAME
    return Comparison(
        iri, len(here), number, verdict, len(only_here) - len(missing), tuple(missing[:_SHOWN]), tuple(extra[:_SHOWN])
    )
