"""The front page's data: counts and the newest articles, read once a release."""

from __future__ import annotations

from dataclasses import dataclass

from ontology.names import TD
from server import queries
from server.addresses import href
from server.evidence import date_value
from server.kinds import CLAIMS, ENTITIES, Kind
from server.labels import Value
from server.search import Hit, index_of
from server.source import Reading

_SHOWN = ("article", "bloc", "province", "official", "conference", "award", "indicator")
"""Kinds of entities that the front page counts."""


@dataclass(frozen=True)
class NewArticle:
    """A line of the list of newest articles."""

    headline: str
    href: str
    date: Value | None
    publisher: str


@dataclass(frozen=True)
class Front:
    """What the front page shows of one release."""

    claims: int
    by_claim: list[tuple[Kind, int]]
    by_entity: list[tuple[Kind, int]]
    blocs: list[Hit]
    articles: list[NewArticle]


def read_front(reading: Reading) -> Front:
    """The counts and lists of the front page."""
    return reading.once("front", lambda: _read(reading))


def _read(reading: Reading) -> Front:
    counts = {row["class"].value: int(row["count"].value) for row in reading.rows(queries.text("counts"))}
    kinds = {kind.slug: kind for kind in ENTITIES}
    groups = index_of(reading).search("", kinds["bloc"], limit=200)
    return Front(
        claims=counts.get(str(TD.Claim), 0),
        by_claim=[(kind, counts[kind.iri]) for kind in CLAIMS if counts.get(kind.iri)],
        by_entity=[(kinds[slug], counts.get(kinds[slug].iri, 0)) for slug in _SHOWN],
        blocs=groups[0].hits if groups else [],
        articles=_newest(reading),
    )


def _newest(reading: Reading) -> list[NewArticle]:
    return [
        NewArticle(
            row["headline"].value,
            href(row["article"].value) or "",
            date_value(row),
            row["publisherName"].value if "publisherName" in row else "",
        )
        for row in reading.rows(queries.text("newest_articles"))
    ]
