"""What a search asks and what it finds, as the page, the JSON and other modules see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ontology.names import TD
from server.addresses import href, path_of
from server.evidence import Part
from server.kinds import Kind

SENTENCE: Final = Kind("sentence", str(TD.sentence), "Câu văn trong bài báo", "Sentences of articles", "Sentence")
"""The kind of the sentences that claims rest on, which come after all entities."""

DIMENSIONS: Final = ("kind", "bloc", "province", "year")
"""What a search can be narrowed by, in the order of the page."""


@dataclass(frozen=True)
class Words:
    """A text in both languages, for the filter `named`."""

    text: str
    """In Vietnamese."""
    en: str


NOTHING: Final = Words("", "")


@dataclass(frozen=True)
class Hit:
    """An entity that a search found."""

    iri: str
    name: str
    en: str
    kind: Kind
    detail: Words = NOTHING
    """What tells it from its namesakes: the era of a province, the post of an official, the day of an article."""

    years: tuple[int, int] | None = None
    """Of a province: the first and the last whole or begun year of its existence, as far as there are any."""

    @property
    def text(self) -> str:
        """The name in Vietnamese, for the filter `named`."""
        return self.name

    @property
    def path(self) -> str:
        """Its path below `/id/`, which tells namesakes apart."""
        return path_of(self.iri) or self.iri

    @property
    def href(self) -> str:
        """The address of its page, without a language."""
        return href(self.iri) or self.iri


@dataclass(frozen=True)
class Passage:
    """A sentence that a search found. One that several articles have in the same words is one passage."""

    sentence: str
    parts: list[Part]
    """The sentence, with the words of the search marked."""
    claims: list[str]
    """IRIs of the claims that rest on it, a few at most, those of the first article before those of the others."""
    articles: list[Hit]
    """The articles that have it, a few at most, the newest first."""
    article_count: int

    @property
    def href(self) -> str:
        """The address of the page of the first claim, without a language."""
        return href(self.claims[0]) or self.claims[0]


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind, the best first; `count` is how many there are in all."""

    kind: Kind
    count: int
    hits: list[Hit]
    passages: list[Passage] = field(default_factory=list)
    """Of the kind `SENTENCE`, in the place of `hits`."""


@dataclass(frozen=True)
class Choice:
    """A value that a search can be narrowed to, and how many hits would be left."""

    value: str
    """As addresses write it: the slug of a kind, the end of a bloc's or province's path, a year."""
    label: Words
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """The values of one dimension that the hits have, the most frequent first; years the latest first."""

    dimension: str
    choices: list[Choice]


@dataclass(frozen=True)
class Question:
    """What is searched: some words, narrowed by facets (dimension to value), and which part of the hits to give."""

    text: str
    filters: Mapping[str, str] = field(default_factory=dict)
    limit: int = 20
    """Hits of each group."""
    skip: int = 0


@dataclass(frozen=True)
class Answer:
    """The hits by kind, the group with the best hit first and sentences last, and the facets."""

    total: int
    groups: list[HitGroup]
    facets: list[Facet]
