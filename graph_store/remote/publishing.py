"""A release put into a remote store: what is there already stays, what is no longer in the release leaves."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from pyoxigraph import Store

from graph_store.errors import RemoteStoreError
from graph_store.remote.equality import Comparison, Content, Verdict, compare, content, contents, triples_of
from graph_store.remote.journal import PUBLICATION, Journal
from graph_store.remote.store import UNION, RemoteStore


class Steps(Protocol):
    """Told how far it has come."""

    def begin(self, what: str, total: int) -> None:
        """Work of `total` graphs begins."""
        ...

    def done(self) -> None:
        """One more graph is done."""
        ...


@dataclass
class Outcome:
    """What was done. Filled as it goes on, so that it tells how far an interrupted run came."""

    graphs: int = 0
    """Graphs of the release, their union among them where it is published."""
    triples: int = 0
    """Triples of the named graphs, each counted in each graph that has it."""
    union: int | None = None
    """Triples of the union, where it is published."""
    sent: int = 0
    present: int = 0
    """Graphs that were there already."""
    removed: int = 0
    foreign: list[str] = field(default_factory=list)
    """Graphs beside ours, named like them, that no publication put there; they are left alone."""
    comparisons: list[Comparison] = field(default_factory=list)

    @property
    def different(self) -> list[Comparison]:
        """The graphs that differ."""
        return [found for found in self.comparisons if found.verdict is Verdict.DIFFERENT]


class Publication:
    """One release and one remote store; `load` and then `check`. Both raise `RemoteStoreError`."""

    def __init__(self, store: Store, release: str, remote: RemoteStore, steps: Steps, *, union: bool = True) -> None:
        """`union`: whether the union of all graphs is put there too, for queries of the default graph."""
        self._store, self._release, self._remote, self._steps = store, release, remote, steps
        self.outcome = Outcome()
        self._here = self._read(union)
        self._prefix = _common_start([*self._here, PUBLICATION])

    def load(self) -> None:
        """Put each graph that is not there, and remove those of earlier publications that the release does not have."""
        there = self._remote.counts(self._prefix)
        journal = Journal(self._remote, there.get(PUBLICATION, 0))
        self._leave_to_others(there, journal)
        whole = {
            iri: wanted.hash
            for iri, wanted in self._here.items()
            if journal.hashes.get(iri) == wanted.hash and there.get(iri) == wanted.triples
        }
        obsolete = sorted(journal.graphs - self._here.keys())
        self.outcome.present = len(whole)
        self.outcome.foreign = sorted(there.keys() - journal.graphs - self._here.keys() - {PUBLICATION, UNION})
        if len(whole) == len(self._here) and not obsolete and journal.release == self._release:
            return
        journal.begin([*self._here, *obsolete], whole)
        try:
            self._send(journal, whole, obsolete)
        except BaseException:
            self._remote.hurry()
            with contextlib.suppress(RemoteStoreError):
                journal.flush()
            raise
        journal.end({iri: wanted.hash for iri, wanted in self._here.items()}, self._release)

    def check(self, sample: int | None = None, *, strike: bool = True) -> None:
        """Compare what is here and there: every graph by its count, and by its hash all, or `sample` of them drawn by lot.

        With `strike`, graphs that differ although the journal has them as whole are struck from it, so that the next
        `load` puts them again; without it, nothing is written.
        """
        there = self._remote.counts(self._prefix)
        journal = Journal(self._remote, there.pop(PUBLICATION, 0))
        ours = {iri: count for iri, count in there.items() if iri in self._here or iri in journal.graphs}
        drawn = list(self._here) if sample is None else random.sample(list(self._here), min(sample, len(self._here)))
        self._steps.begin("compared", len({*self._here, *ours}))
        for comparison in compare(self._store, self._remote, self._here, ours, frozenset(drawn)):
            self.outcome.comparisons.append(comparison)
            self._steps.done()
        if strike and self.outcome.different:
            journal.strike({found.graph for found in self.outcome.different})

    def _read(self, union: bool) -> dict[str, Content]:
        self._steps.begin("read", sum(1 for _ in self._store.named_graphs()))
        here: dict[str, Content] = {}
        for iri, found in contents(self._store):
            here[iri] = found
            self._steps.done()
        self.outcome.graphs = len(here)
        self.outcome.triples = sum(found.triples for found in here.values())
        if union:
            here[UNION] = content(triples_of(self._store, UNION), UNION)
            self.outcome.union = here[UNION].triples
            self.outcome.graphs += 1
        return here

    def _leave_to_others(self, there: Mapping[str, int], journal: Journal) -> None:
        """Raise `RemoteStoreError` where the union would overwrite what somebody else has put there."""
        if UNION in self._here and UNION not in journal.graphs and there.get(UNION):
            raise RemoteStoreError(
                f"{self._remote.addresses.query}: its default graph shows {there[UNION]:,} triples that no publication put there, so "
                "the union of all graphs can't go there: empty it, or publish without the union"
            )

    def _send(self, journal: Journal, whole: Mapping[str, str], obsolete: Iterable[str]) -> None:
        missing = [iri for iri in self._here if iri not in whole]
        self._steps.begin("sent", len(missing))
        for iri in obsolete:
            self._remote.remove(iri)
            self.outcome.removed += 1
        for iri in missing:
            self._remote.put(iri, partial(triples_of, self._store, iri))
            journal.note(iri, self._here[iri].hash)
            self.outcome.sent += 1
            self._steps.done()


def _common_start(names: Sequence[str]) -> str:
    """What all names start with, letter by letter."""
    first, last = min(names), max(names)
    return next((first[:n] for n, letter in enumerate(first) if letter != last[n : n + 1]), first)
