"""An article's graph as the checks look things up in it, and which claim a node of it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ontology.names import OA, PROV, RDF, TD

_SHARED: Final = frozenset(map(str, (RDF.type, PROV.wasDerivedFrom, PROV.wasGeneratedBy, TD.evidence)))
"""Properties by which a claim names what is not its own matter: its class, article and run (evidence is its part)."""


class Description:
    """The triples of one article graph, looked up by subject and predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._values: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._named_by: dict[str, set[str]] = defaultdict(set)
        """The nodes that each node names, by properties other than those that every claim has."""
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                self._values[triple.subject.value, triple.predicate.value].append(triple.object.value)
                if isinstance(triple.object, NamedNode) and triple.predicate.value not in _SHARED:
                    self._named_by[triple.subject.value].add(triple.object.value)
        claims = [s for (s, predicate), types in self._values.items() if _is_claim(predicate, types)]
        self.claims: tuple[str, ...] = tuple(sorted(claims))
        self._parts = {part: claim for claim in self.claims for part in self._parts_of(claim)}
        self._names: dict[str, str] | None = None

    def values(self, subject: str, predicate: str) -> list[str]:
        """The values of a property, IRIs and literals alike as strings; empty where there is none."""
        return self._values.get((subject, str(predicate)), [])

    def objects_of(self, predicate: str) -> list[str]:
        """The values that any subject has for a property."""
        return [value for (_, p), values in self._values.items() if p == str(predicate) for value in values]

    def claim_of(self, node: str) -> str | None:
        """The claim that a node is, or is a part of: its evidence, a target or a selector."""
        return self._parts.get(node)

    def named_by(self, node: str) -> str | None:
        """The first claim of the text that names a thing: a conference, an official, a period ...

        What only such a thing names (the days that a period begins and ends on) counts as named with it.
        """
        if self._names is None:
            self._names = self._first_names()
        return self._names.get(node)

    def sentence(self, claim: str) -> str | None:
        """The sentence that a claim rests on."""
        return next((words for e in self.values(claim, TD.evidence) for words in self.values(e, TD.sentence)), None)

    def selectors(self, evidence: str) -> Iterator[str]:
        """The selectors of an annotation's targets."""
        for target in self.values(evidence, OA.hasTarget):
            yield from self.values(target, OA.hasSelector)

    def _parts_of(self, claim: str) -> Iterator[str]:
        yield claim
        for evidence in self.values(claim, TD.evidence):
            yield from (evidence, *self.values(evidence, OA.hasTarget), *self.selectors(evidence))

    def _first_names(self) -> dict[str, str]:
        """The first claim that names each thing, directly or through one thing between."""
        names: dict[str, str] = {}
        claims = sorted(self.claims, key=lambda claim: (self._start(claim), claim))
        for claim in claims:
            for thing in self._named_by[claim]:
                names.setdefault(thing, claim)
        for thing, claim in list(names.items()):
            for further in self._named_by.get(thing, ()):
                names.setdefault(further, claim)
        return names

    def _start(self, claim: str) -> int:
        """Where in the text the claim's words begin; behind all others where that is not known."""
        starts = [
            s for e in self.values(claim, TD.evidence) for q in self.selectors(e) for s in self.values(q, OA.start)
        ]
        return min((int(start) for start in starts if start.isdecimal()), default=2**63)


def _is_claim(predicate: str, types: list[str]) -> bool:
    return predicate == str(RDF.type) and str(TD.Claim) in types
