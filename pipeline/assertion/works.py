"""What claims about movements and documents state."""

from __future__ import annotations

from pyoxigraph import Triple

from ontology.names import SCHEMA, TD
from pipeline.claims import Document, Movement
from pipeline.entities import Entities
from pipeline.readers import Article
from pipeline.triples import day, link, literal, typed


def movement(node: str, claim: Movement, entities: Entities, article: Article) -> list[Triple]:
    """The movement, and who started it."""
    triples = [*typed(node, TD.MovementClaim), link(node, TD.movement, entities.movement(claim.name))]
    if claim.initiator:
        triples.append(link(node, TD.initiator, entities.agent(claim.initiator)))
    return triples


def document(node: str, claim: Document, entities: Entities, article: Article) -> list[Triple]:
    """The document, its day and its issuer."""
    triples = [*typed(node, TD.DocumentClaim), link(node, TD.document, entities.document(claim))]
    if claim.date:
        triples.append(literal(node, SCHEMA.datePublished, day(claim.date)))
    if claim.issuer:
        triples.append(link(node, TD.issuer, entities.agent(claim.issuer, claim.date[:4] if claim.date else None)))
    return triples
