"""Assertion: an article's claims as RDF, one named graph an article, every claim with its evidence.

The modelling is docs/ontology.md's: one node a claim (W3C ORG, Data Cube, schema.org and PROV classes beside our own), its words
as a Web Annotation (W3C Recommendation 2017, sections 3 and 4.2) on the article. No blank nodes and no clock: the same claims give
the same triples.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyoxigraph import Literal, Triple

from ontology import bounds, mint, periods
from ontology.names import DCTERMS, FOAF, OA, ORG, PROV, QB, SCHEMA, SDMX_ATTRIBUTE, SDMX_DIMENSION, SDMX_MEASURE, TD
from ontology.tables.posts import post_kind
from pipeline.claims import (
    Award,
    Claim,
    Conference,
    Document,
    Leadership,
    Membership,
    Movement,
    Observation,
    Pact,
    Participation,
    Post,
    Ranking,
)
from pipeline.entities import Entities, people_of
from pipeline.readers import Article
from pipeline.triples import day, decimal, label, link, literal, offset, typed, vietnamese, whole

_CONTEXT = 32
"""Characters of prefix and suffix that a quote selector carries."""

_AWARD_CLASSES = {"nominated": TD.AwardNomination, "conferred": TD.AwardConferral, "revoked": TD.AwardRevocation}
_AWARD_SHORTCUTS = {"nominated": TD.nominatedFor, "conferred": TD.wasConferred}


@dataclass(frozen=True, slots=True)
class Located:
    """A claim with its offsets in the stored text and the whole sentence that it stands in."""

    claim: Claim
    sentence: str


def assert_article(article: Article, claims: Sequence[Located], version: str, written: date | None) -> list[Triple]:
    """All triples of an article's graph. `version` names the pipeline; `written` is the article's day as far as it is known."""
    stated = [c.claim for c in claims]
    entities = Entities(article.id, written, dict(people_of(stated, article.id)))
    iri = mint.article(article.id)
    entities.say(_article(article, iri, entities))
    run = mint.run(version)
    entities.say([*typed(run, PROV.Activity), label(run, f"Trích xuất bằng thidua {version}")])
    meeting = _reported_conference(stated)
    for located in claims:
        node = mint.claim(article.id, located.claim.type, located.claim.key())
        entities.say(_common(node, located, iri, run))
        entities.say(_evidence(node, located, iri, article.text))
        entities.say(_STATEMENTS[type(located.claim)](node, located.claim, entities, article))
        if meeting and isinstance(located.claim, Participation):
            entities.say([link(node, TD.conference, meeting), link(meeting, PROV.qualifiedAssociation, node)])
    return list(entities.triples)


def assert_repeat(article: Article, original: str) -> list[Triple]:
    """All triples of the graph of an article that repeats another, whose id is `original`: its metadata, and no claim."""
    entities = Entities(article.id, None, {})
    iri = mint.article(article.id)
    entities.say([*_article(article, iri, entities), link(iri, DCTERMS.isVersionOf, mint.article(original))])
    return list(entities.triples)


def _reported_conference(claims: Sequence[Claim]) -> str | None:
    """The conference that an article reports, where it reports just one: what people are said to take part in."""
    meetings = [c for c in claims if isinstance(c, Conference)]
    return mint.conference(meetings[0].bloc, meetings[0].period, meetings[0].kind) if len(meetings) == 1 else None


def _article(article: Article, iri: str, entities: Entities) -> list[Triple]:
    triples = [
        *typed(iri, SCHEMA.NewsArticle),
        label(iri, article.title),
        literal(iri, SCHEMA.headline, vietnamese(article.title)),
        literal(iri, DCTERMS.identifier, Literal(article.id)),
        literal(iri, TD.textDigest, Literal(hashlib.sha256(article.text.encode("utf-8")).hexdigest())),
    ]
    if article.published:
        triples.append(literal(iri, SCHEMA.datePublished, day(article.published)))
    if article.publisher:
        triples.append(link(iri, SCHEMA.publisher, entities.organisation(article.publisher)))
    if article.url:
        triples.append(link(iri, SCHEMA.url, article.url))
    return [*triples, *(link(iri, SCHEMA.isBasedOn, url) for url in article.further_urls)]


def _common(node: str, located: Located, article: str, run: str) -> list[Triple]:
    return [
        *typed(node, TD.Claim),
        link(node, PROV.wasDerivedFrom, article),
        link(node, PROV.wasGeneratedBy, run),
        link(node, TD.evidence, mint.evidence(node)),
        literal(node, TD.rule, Literal(located.claim.rule)),
    ]


def _evidence(node: str, located: Located, article: str, text: str) -> list[Triple]:
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


def _membership(node: str, claim: Membership, entities: Entities, article: Article) -> list[Triple]:
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


def _leadership(node: str, claim: Leadership, entities: Entities, article: Article) -> list[Triple]:
    return [
        *typed(node, TD.LeadershipClaim, ORG.Membership),
        link(node, ORG.organization, entities.bloc(claim.bloc)),
        link(node, ORG.member, entities.agent(claim.unit, claim.period)),
        link(node, ORG.role, entities.code("role", claim.role)),
        link(node, ORG.memberDuring, entities.period(claim.period)),
    ]


def _conference(node: str, claim: Conference, entities: Entities, article: Article) -> list[Triple]:
    meeting = mint.conference(claim.bloc, claim.period, claim.kind)
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
        label(meeting, f"{_KIND_LABELS[claim.kind]} {periods.labels(claim.period)[0]}, Cụm thi đua {claim.bloc}"),
    ]
    for subject in (node, meeting):
        triples += [link(subject, predicate, target) for predicate, target in said]
        if claim.date:
            triples.append(literal(subject, SCHEMA.startDate, day(claim.date)))
        if claim.place:
            triples.append(literal(subject, TD.placeAsStated, vietnamese(claim.place)))
    return triples


_KIND_LABELS = {
    "annual-review": "Hội nghị tổng kết",
    "mid-year-review": "Hội nghị sơ kết",
    "pact-signing": "Lễ ký kết giao ước thi đua",
    "launch": "Hội nghị phát động thi đua",
    "other": "Hội nghị",
}


def _pact(node: str, claim: Pact, entities: Entities, article: Article) -> list[Triple]:
    pact = mint.pact(claim.bloc, claim.period)
    bloc, period = entities.bloc(claim.bloc), entities.period(claim.period)
    return [
        *typed(node, TD.PactClaim),
        link(node, TD.pact, pact),
        *typed(pact, TD.Pact),
        label(pact, f"Giao ước thi đua {periods.labels(claim.period)[0]}, Cụm thi đua {claim.bloc}"),
        *(link(subject, TD.bloc, bloc) for subject in (node, pact)),
        *(link(subject, TD.forPeriod, period) for subject in (node, pact)),
    ]


def _post(node: str, claim: Post, entities: Entities, article: Article) -> list[Triple]:
    post, kind = entities.named("post", claim.title, ORG.Post), post_kind(claim.title)
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


def _participation(node: str, claim: Participation, entities: Entities, article: Article) -> list[Triple]:
    return [
        *typed(node, TD.ParticipationClaim, PROV.Association),
        link(node, PROV.agent, entities.person(claim.person)),
        link(node, PROV.hadRole, entities.code("role", claim.role)),
    ]


def _award(node: str, claim: Award, entities: Entities, article: Article) -> list[Triple]:
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


def _ranking(node: str, claim: Ranking, entities: Entities, article: Article) -> list[Triple]:
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


_BOUND_PROPERTIES: dict[bounds.Side, str] = {"lower": TD.lowerBound, "upper": TD.upperBound}


def _observation(node: str, claim: Observation, entities: Entities, article: Article) -> list[Triple]:
    triples = [
        *typed(node, TD.IndicatorObservation, QB.Observation),
        link(node, TD.indicator, entities.code("indicator", claim.indicator, TD.Indicator)),
        link(node, TD.measure, entities.code("measure", claim.measure)),
        link(node, SDMX_DIMENSION.refArea, entities.area(claim.area, claim.period)),
        link(node, SDMX_DIMENSION.refPeriod, entities.period(claim.period)),
        literal(node, SDMX_MEASURE.obsValue, decimal(claim.value)),
        link(node, SDMX_ATTRIBUTE.unitMeasure, entities.code("unit", claim.unit)),
        link(node, TD.qualifier, entities.code("bound", claim.bound)),
    ]
    if claim.words:
        triples.append(literal(node, TD.statedAs, vietnamese(claim.words)))
    if side := bounds.side(claim.bound, claim.value):
        triples.append(literal(node, _BOUND_PROPERTIES[side], decimal(claim.value)))
    if claim.measure == "growth":
        triples.append(link(node, TD.comparedWith, entities.period(periods.year_before(claim.period))))
    return triples


def _movement(node: str, claim: Movement, entities: Entities, article: Article) -> list[Triple]:
    movement = entities.named("movement", claim.name, TD.Movement)
    triples = [*typed(node, TD.MovementClaim), link(node, TD.movement, movement)]
    if claim.initiator:
        triples.append(link(node, TD.initiator, entities.agent(claim.initiator)))
    return triples


def _document(node: str, claim: Document, entities: Entities, article: Article) -> list[Triple]:
    document = entities.named("document", claim.number, TD.Document, FOAF.Document)
    triples = [*typed(node, TD.DocumentClaim), link(node, TD.document, document)]
    if claim.date:
        triples.append(literal(node, SCHEMA.datePublished, day(claim.date)))
    if claim.issuer:
        triples.append(link(node, TD.issuer, entities.agent(claim.issuer, claim.date[:4] if claim.date else None)))
    return triples


_STATEMENTS: dict[type[Claim], Callable[[str, Any, Entities, Article], list[Triple]]] = {
    Membership: _membership,
    Leadership: _leadership,
    Conference: _conference,
    Pact: _pact,
    Post: _post,
    Participation: _participation,
    Award: _award,
    Ranking: _ranking,
    Observation: _observation,
    Movement: _movement,
    Document: _document,
}
