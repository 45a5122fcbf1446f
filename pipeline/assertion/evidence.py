"""Evidence: the annotation that joins a claim to its words (Web Annotation, W3C Recommendation 2017, sections 3 and 4.2)."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, Triple

from ontology import mint
from ontology.names import OA, TD
from pipeline.claims import Claim
from pipeline.triples import link, literal, offset, typed, vietnamese

_CONTEXT = 32
"""Characters of prefix and suffix that a quote selector carries."""


@dataclass(frozen=True, slots=True)
class Located:
    """A claim with its offsets in the stored text and the whole sentence that it stands in."""

    claim: Claim
    sentence: str


def evidence(node: str, located: Located, article: str, text: str) -> list[Triple]:
    """The annotation that joins a claim to its words; positions are code points of the stored text."""
    iri = mint.evidence(node)
    target, position, quote = f"{iri}#target", f"{iri}#position", f"{iri}#quote"
    start, end = located.claim.start, located.claim.end
    return [
        *typed(iri, OA.Annotation),
        link(iri, OA.hasBody, node),
        link(iri, OA.motivatedBy, OA.identifying),
        literal(iri, TD.sentence, vietnamese(located.sentence)),
        link(iri, OA.hasTarget, target),
        *typed(target, OA.SpecificResource),
        link(target, OA.hasSource, article),
        link(target, OA.hasSelector, position),
        link(target, OA.hasSelector, quote),
        *typed(position, OA.TextPositionSelector),
        literal(position, OA.start, offset(start)),
        literal(position, OA.end, offset(end)),
        *typed(quote, OA.TextQuoteSelector),
        literal(quote, OA.exact, vietnamese(text[start:end])),
        literal(quote, OA.prefix, Literal(text[max(0, start - _CONTEXT) : start])),
        literal(quote, OA.suffix, Literal(text[end : end + _CONTEXT])),
    ]
