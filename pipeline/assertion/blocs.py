"""What claims about blocs state: members, leaders, conferences, pacts, rankings."""

from __future__ import annotations

from pyoxigraph import Triple

from ontology import periods
from ontology.names import ORG, SCHEMA, TD
from pipeline.claims import Conference, Leadership, Membership, Pact, Ranking
from pipeline.entities import Entities
from pipeline.readers import Article
from pipeline.triples import day, decimal, link, literal, typed, vietnamese, whole

_KIND_LABELS = {
    "annual-review": "Hội nghị tổng kết",
    "mid-year-review": "Hội nghị sơ kết",
    "pact-signing": "Lễ ký kết giao ước thi đua",
    "launch": "Hội nghị phát động thi đua",
    "other": "Hội nghị",
}


def membership(node: str, claim: Membership, entities: Entities, article: Article) -> list[Triple]:
    """An org:Membership, and the direct link between bloc and member."""
    bloc, member = entities.bloc(claim.bloc), entities.agent(claim.member, claim.period)
    triples = [
        *typed(node, TD.MembershipClaim, ORG.Membership),
        link(node, ORG.organization, bloc),
        link(node, ORG.member, member),
        link(node, ORG.role, entities.code("role", "member")),
        link(bloc, TD.hasMember, member),
    ]
    if claim.period:
        triples.append(link(node, ORG.memberDuring, entities.period(claim.period)))
    return triples


def leadership(node: str, claim: Leadership, entities: Entities, article: Article) -> list[Triple]:
    """An org:Membership in the role of leader or deputy."""
    return [
        *typed(node, TD.LeadershipClaim, ORG.Membership),
        link(node, ORG.organization, entities.bloc(claim.bloc)),
        link(node, ORG.member, entities.agent(claim.unit, claim.period)),
        link(node, ORG.role, entities.code("role", claim.role)),
        link(node, ORG.memberDuring, entities.period(claim.period)),
    ]


def conference(node: str, claim: Conference, entities: Entities, article: Article) -> list[Triple]:
    """The conference, and what the claim says of it."""
    meeting = entities.conference(claim)
    bloc, period = entities.bloc(claim.bloc), entities.period(claim.period)
    said = [
        (SCHEMA.organizer, bloc),
        (TD.conferenceKind, entities.code("conference-kind", claim.kind)),
        (TD.periodReviewed, period),
    ]
    if claim.province:
        said.append((SCHEMA.location, entities.agent(claim.province, claim.date[:4] if claim.date else claim.period)))
    triples = [
        *typed(node, TD.ConferenceClaim),
        link(node, TD.conference, meeting),
        *typed(meeting, TD.Conference, SCHEMA.Event),
    ]
    entities.call(meeting, f"{_KIND_LABELS[claim.kind]} {periods.labels(claim.period)[0]}, Cụm thi đua {claim.bloc}")
    for subject in (node, meeting):
        triples += [link(subject, predicate, target) for predicate, target in said]
        if claim.date:
            triples.append(literal(subject, SCHEMA.startDate, day(claim.date)))
        if claim.place:
            triples.append(literal(subject, TD.placeAsStated, vietnamese(claim.place)))
    return triples


def pact(node: str, claim: Pact, entities: Entities, article: Article) -> list[Triple]:
    """The pact, and whose and of which year it is."""
    pact = entities.pact(claim)
    bloc, period = entities.bloc(claim.bloc), entities.period(claim.period)
    entities.call(pact, f"Giao ước thi đua {periods.labels(claim.period)[0]}, Cụm thi đua {claim.bloc}")
    return [
        *typed(node, TD.PactClaim),
        link(node, TD.pact, pact),
        *typed(pact, TD.Pact),
        *(link(subject, TD.bloc, bloc) for subject in (node, pact)),
        *(link(subject, TD.forPeriod, period) for subject in (node, pact)),
    ]


def ranking(node: str, claim: Ranking, entities: Entities, article: Article) -> list[Triple]:
    """Rank and points of a member in its bloc."""
    triples = [
        *typed(node, TD.RankingClaim),
        link(node, TD.bloc, entities.bloc(claim.bloc)),
        link(node, TD.member, entities.agent(claim.member, claim.period)),
        link(node, TD.forPeriod, entities.period(claim.period)),
    ]
    if claim.rank is not None:
        triples.append(literal(node, TD.rank, whole(claim.rank)))
    if claim.score is not None:
        triples.append(literal(node, TD.score, decimal(claim.score)))
        triples.append(link(node, TD.qualifier, entities.code("bound", claim.bound or "exact")))
    return triples
