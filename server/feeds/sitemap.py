"""The sitemap (https://www.sitemaps.org/protocol.html, version 0.9) and what robots.txt says (RFC 9309).

It has the pages that stand for themselves: of blocs, provinces, conferences, officials, awards, indicators and articles, in
both languages, each with the other as its alternate. Claims are shown on the pages of their articles; the event
stream lists them one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from ontology.names import SCHEMA
from server import queries
from server.addresses import page, path_of
from server.feeds.history import History
from server.feeds.versions import time_of
from server.kinds import ENTITIES, kind_of
from server.source import Reading

KINDS: Final = ("bloc", "province", "conference", "official", "award", "indicator", "article")
"""The kinds whose pages are listed, in the order of the sitemap (slugs of `server.kinds.ENTITIES`)."""

PER_PART: Final = 1000
"""Things in one part; each has an address in every language. The protocol allows 50,000 addresses and 50 MB."""

STATIC: Final = ("/", "/downloads", "/compare", "/query", "/api-guide")
"""Pages of the site itself, listed where the application has them."""

NOT_FOR_ROBOTS: Final = (
    *("/sparql?", "/search?", "/vi/search?", "/en/search?", "/vi/query?", "/en/query?"),
    *("/vi/compare?", "/en/compare?", "/api/", "/reconcile", "/graphs"),
)
"""Addresses that are answers to questions, of which there is no end (prefixes, RFC 9309, section 2.2.2)."""


@dataclass(frozen=True)
class Listed:
    """A page in the sitemap: its address without a language, and when it last changed (W3C date and time, UTC)."""

    address: str
    changed: str


def read_listed(reading: Reading, history: History) -> list[Listed]:
    """The entities' pages, by kind and address; a second or so at a million triples.

    An article changes with its claims, anything else with the articles that have a claim about it.
    """
    kinds = [kind for kind in ENTITIES if kind.slug in KINDS]
    classes: dict[str, set[str]] = {}
    query = queries.bind("feed_pages", **{"class": [NamedNode(kind.iri) for kind in kinds]})
    for row in reading.rows(query):
        classes.setdefault(row["entity"].value, set()).add(row["class"].value)
    changed = _changed(reading, history, [kind.iri for kind in kinds if kind.slug != "article"])
    oldest = min((version.release for version in history.versions), default=reading.release)
    found = []
    for iri, of_entity in classes.items():
        kind, path = kind_of(of_entity, ENTITIES), path_of(iri)
        if kind is not None and kind.slug in KINDS and path is not None:
            found.append((KINDS.index(kind.slug), page(path), changed.get(iri, oldest)))
    return [Listed(address, time_of(release)) for _, address, release in sorted(found)]


def parts(listed: list[Listed]) -> list[list[Listed]]:
    """The sitemap's files; there is always one."""
    return [listed[begin : begin + PER_PART] for begin in range(0, max(1, len(listed)), PER_PART)]


def newest(part: list[Listed], otherwise: str) -> str:
    """When the last of these pages changed."""
    return max((one.changed for one in part), default=otherwise)


def _changed(reading: Reading, history: History, classes: list[str]) -> dict[str, str]:
    """The release in which articles, and what they speak of, last changed, by IRI."""
    of_segments = history.changed
    found: dict[str, str] = {}
    articles = queries.bind("feed_pages", **{"class": [NamedNode(str(SCHEMA.NewsArticle))]})
    for row in reading.rows(articles):
        article = row["entity"].value
        if release := of_segments.get(article.rpartition("/")[2]):
            found[article] = release
    if len(set(found.values())) < 2:  # all are of one release, so that nothing has to be told apart
        return found
    for row in reading.rows(queries.bind("feed_mentions", **{"class": [NamedNode(iri) for iri in classes]})):
        release = found.get(row["article"].value, "")
        entity = row["entity"].value
        found[entity] = max(release, found.get(entity, ""))
    return {iri: release for iri, release in found.items() if release}
