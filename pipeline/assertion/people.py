"""What claims about people and honours state: posts, parts in events, awards."""

from __future__ import annotations

from pyoxigraph import Triple

from ontology.names import ORG, PROV, TD
from ontology.tables.posts import post_kind
from pipeline.claims import Award, Participation, Post
from pipeline.entities import Entities
from pipeline.readers import Article
from pipeline.triples import day, link, literal, typed, vietnamese

_AWARD_CLASSES = {"nominated": TD.AwardNomination, "conferred": TD.AwardConferral, "revoked": TD.AwardRevocation}
_AWARD_SHORTCUTS = {"nominated": TD.nominatedFor, "conferred": TD.wasConferred}


def post(node: str, claim: Post, entities: Entities, article: Article) -> list[Triple]:
    """The post that a person holds, on the day of the article."""
    post, kind = entities.post(claim), post_kind(claim.title)
    triples = [
        *typed(node, TD.PostClaim),
        link(node, TD.official, entities.person(claim.person)),
        link(node, TD.post, post),
        literal(node, TD.postTitle, vietnamese(claim.title)),
    ]
    if kind is not None:
        triples.append(link(post, ORG.role, kind.iri))
    if article.published:
        triples.append(literal(node, TD.attestedOn, day(article.published)))
    return triples


def participation(node: str, claim: Participation, entities: Entities, article: Article) -> list[Triple]:
    """A prov:Association of a person in a role."""
    return [
        *typed(node, TD.ParticipationClaim, PROV.Association),
        link(node, PROV.agent, entities.person(claim.person)),
        link(node, PROV.hadRole, entities.code("role", claim.role)),
    ]


def award(node: str, claim: Award, entities: Entities, article: Article) -> list[Triple]:
    """A nomination, conferral or revocation, and the direct link of the first two."""
    award = entities.code("award", claim.award, TD.Award)
    person = claim.is_person
    recipient = entities.person(claim.recipient) if person else entities.agent(claim.recipient, claim.period)
    triples = [
        *typed(node, _AWARD_CLASSES[claim.status]),
        link(node, TD.award, award),
        link(node, TD.recipient, recipient),
    ]
    if claim.period:
        triples.append(link(node, TD.forPeriod, entities.period(claim.period)))
    if claim.nominator:
        triples.append(link(node, TD.nominatedBy, entities.bloc(claim.nominator)))
    if claim.status in _AWARD_SHORTCUTS:
        triples.append(link(recipient, _AWARD_SHORTCUTS[claim.status], award))
    return triples
