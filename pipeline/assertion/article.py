"""The graph of one article: itself, and each of its claims with what all claims have and what its type states."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from pyoxigraph import Literal, Triple

from ontology import mint
from ontology.names import DCTERMS, PROV, SCHEMA, TD
from pipeline.assertion import blocs, figures, people, works
from pipeline.assertion.evidence import Located, evidence
from pipeline.calibration.model import confidence
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
from pipeline.entities import Entities
from pipeline.identity.people import people_of
from pipeline.readers import Article
from pipeline.triples import day, decimal, label, link, literal, typed, vietnamese

_STATEMENTS: dict[type[Claim], Callable[[str, Any, Entities, Article], list[Triple]]] = {
    Membership: blocs.membership,
    Leadership: blocs.leadership,
    Conference: blocs.conference,
    Pact: blocs.pact,
    Post: people.post,
    Participation: people.participation,
    Award: people.award,
    Ranking: blocs.ranking,
    Observation: figures.observation,
    Movement: works.movement,
    Document: works.document,
}
"""What a claim of each type states of its node, beside what all claims have."""


def assert_article(
    article: Article,
    claims: Sequence[Located],
    version: str,
    written: date | None,
    numbered: Mapping[str, str] | None = None,
) -> list[Triple]:
    """All triples of an article's graph.

    `version` names the pipeline; `written` is the article's day as far as it is known; `numbered` gives the body that each number of
    a bloc belongs to (`pipeline.identity.blocs`).
    """
    stated = [c.claim for c in claims]
    bodies = dict(people_of(stated, mint.article_scope(article.id), written))
    entities = Entities(article.id, written, bodies, numbered or {})
    iri = mint.article(article.id)
    entities.say(_article(article, iri, entities))
    run = mint.run(version)
    entities.say([*typed(run, PROV.Activity), label(run, f"Trích xuất bằng thidua {version}")])
    meeting = _reported_conference(stated, entities)
    for located in claims:
        node = mint.claim(article.id, located.claim.type, located.claim.key())
        entities.say(_common(node, located, iri, run))
        entities.say(evidence(node, located, iri, article.text))
        entities.say(_STATEMENTS[type(located.claim)](node, located.claim, entities, article))
        if meeting and isinstance(located.claim, Participation):
            entities.say([link(node, TD.conference, meeting), link(meeting, PROV.qualifiedAssociation, node)])
    return entities.statements()


def assert_repeat(article: Article, original: str) -> list[Triple]:
    """All triples of the graph of an article that repeats another, whose id is `original`: its metadata, and no claim."""
    entities = Entities(article.id, None, {}, {})
    iri = mint.article(article.id)
    entities.say([*_article(article, iri, entities), link(iri, DCTERMS.isVersionOf, mint.article(original))])
    return entities.statements()


def _reported_conference(claims: Sequence[Claim], entities: Entities) -> str | None:
    """The conference that an article reports, where it reports just one: what people are said to take part in."""
    meetings = [c for c in claims if isinstance(c, Conference)]
    return entities.conference(meetings[0]) if len(meetings) == 1 else None


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
        triples.append(link(iri, SCHEMA.publisher, entities.publisher(article.publisher)))
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
        literal(node, TD.confidence, decimal(confidence(located.claim))),
    ]
