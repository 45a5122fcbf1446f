"""The evidence check: every claim has evidence, and every quote stands in the stored text where it says."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from ontology.names import OA, PROV, RDF, TD


@dataclass(frozen=True)
class Fault:
    """One reason not to publish an article."""

    reason: str
    claim: str | None = None
    """IRI of the claim at fault; None where the fault is the article's."""
    sentence: str | None = None
    """The sentence that the claim rests on."""

    def __str__(self) -> str:
        place = f"{self.claim}: " if self.claim else ""
        words = f" [“{self.sentence}”]" if self.sentence else ""
        return f"{place}{self.reason}{words}"


class Description:
    """The triples of one article graph, looked up by subject and predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._values: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._owners: dict[str, str] = {}
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                self._values[triple.subject.value, triple.predicate.value].append(triple.object.value)
        self.claims: tuple[str, ...] = tuple(
            sorted(subject for (subject, predicate), types in self._values.items() if _is_claim(predicate, types))
        )
        for claim in self.claims:
            self._own(claim)

    def values(self, subject: str, predicate: str) -> list[str]:
        """The values of a property, IRIs and literals alike as strings; empty where there is none."""
        return self._values.get((subject, str(predicate)), [])

    def objects_of(self, predicate: str) -> list[str]:
        """The values that any subject has for a property."""
        return [value for (_, p), values in self._values.items() if p == str(predicate) for value in values]

    def claim_of(self, node: str) -> str | None:
        """The claim that a node belongs to: itself, or that of which it is evidence, a target or a selector."""
        return self._owners.get(node)

    def sentence(self, claim: str) -> str | None:
        """The sentence that a claim rests on."""
        return next((words for e in self.values(claim, TD.evidence) for words in self.values(e, TD.sentence)), None)

    def selectors(self, evidence: str) -> Iterator[str]:
        """The selectors of an annotation's targets."""
        for target in self.values(evidence, OA.hasTarget):
            yield from self.values(target, OA.hasSelector)

    def _own(self, claim: str) -> None:
        self._owners[claim] = claim
        for evidence in self.values(claim, TD.evidence):
            for node in (evidence, *self.values(evidence, OA.hasTarget), *self.selectors(evidence)):
                self._owners[node] = claim


def _is_claim(predicate: str, types: list[str]) -> bool:
    return predicate == str(RDF.type) and str(TD.Claim) in types


def evidence_faults(description: Description, text: str) -> list[Fault]:
    """What is wrong between an article's graph and its stored text.

    Checked: each claim has evidence that has it for its body; `text[start:end]` is the quote, and its prefix and
    suffix stand beside it; the article's digest (SHA-256) is the text's. Offsets are code points, `end` exclusive.
    """
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    faults = [
        Fault(f"the graph was made from another text: its digest is {stated}, the stored text's {digest}")
        for stated in description.objects_of(TD.textDigest)
        if stated != digest
    ]
    for claim in description.claims:
        sentence = description.sentence(claim)
        faults += (Fault(reason, claim, sentence) for reason in _claim_faults(description, claim, text))
    return faults


def _claim_faults(description: Description, claim: str, text: str) -> Iterator[str]:
    if not description.values(claim, PROV.wasDerivedFrom):
        yield "it names no article that it comes from"
    evidences = description.values(claim, TD.evidence)
    if not evidences:
        yield "it has no evidence"
    for evidence in evidences:
        if claim not in description.values(evidence, OA.hasBody):
            yield f"its evidence {evidence} has another body"
        yield from _quote_faults(description, evidence, text)


def _quote_faults(description: Description, evidence: str, text: str) -> Iterator[str]:
    found: dict[str, list[str]] = defaultdict(list)
    for selector in description.selectors(evidence):
        for name in ("start", "end", "exact", "prefix", "suffix"):
            found[name] += description.values(selector, OA[name])
    numbers = [value for name in ("start", "end") for value in found[name] if value.isdecimal()]
    if len(numbers) != 2 or len(found["exact"]) != 1:
        yield "its evidence needs one start, one end and one quote"
        return
    start, end, quote = int(numbers[0]), int(numbers[1]), found["exact"][0]
    if start >= end or text[start:end] != quote:
        yield f"its quote “{quote}” differs from the text at {start}:{end}, “{text[start : min(end, start + 80)]}”"
    elif not all(text[:start].endswith(words) for words in found["prefix"]):
        yield f"the text before {start} differs from the prefix of its quote"
    elif not all(text[end:].startswith(words) for words in found["suffix"]):
        yield f"the text after {end} differs from the suffix of its quote"
