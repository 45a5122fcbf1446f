"""What the search index is made of, read from the graph: names, sentences, and what each has to do with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from ontology.names import FOAF, ORG, PROV, RDFS, SCHEMA, SDMX_DIMENSION, SKOS, TD
from server import queries
from server.addresses import path_of
from server.kinds import ENTITIES, Kind, kind_of
from server.search.hits import NOTHING, Words
from server.source import Reading
from server.wording import date_en, date_vi

_LINKS: Final = (
    *(ORG.organization, ORG.member, ORG.memberDuring, PROV.agent, SCHEMA.organizer, SCHEMA.location, SCHEMA.startDate),
    *(SDMX_DIMENSION.refArea, SDMX_DIMENSION.refPeriod, TD.bloc, TD.member, TD.recipient, TD.nominatedBy, TD.award),
    *(TD.indicator, TD.official, TD.post, TD.conference, TD.pact, TD.movement, TD.initiator, TD.document, TD.issuer),
    *(TD.forPeriod, TD.periodReviewed, TD.attestedOn),
)
"""Properties by which a claim names things and times. What a value is compared with is no subject of the claim."""

_LABELS: Final = frozenset(str(name) for name in (RDFS.label, SKOS.prefLabel, FOAF.name))
_YEARS: Final = re.compile(r"(\d{4})\b")
_LONGEST_PERIOD: Final = 10
"""Years of a period that each count as a year; of a longer one the first and the last do."""

ALWAYS: Final = (0, 9999)

Tag = tuple[str, str]
"""A dimension of the facets and a value: `("bloc", "tay-nam-bo")`, `("year", "2023")`."""


@dataclass(frozen=True)
class Name:
    """One name of an entity."""

    text: str
    is_label: bool
    language: str


@dataclass
class Entity:
    """An entity that can be found."""

    iri: str
    kind: Kind
    names: list[Name]
    detail: Words = NOTHING
    day: str = ""
    """Of an article: when it was published."""
    years: tuple[int, int] | None = None
    """Of a province: the years between which it existed, `ALWAYS` where nothing begins or ends it."""

    def best(self, language: str) -> str:
        """The name to show: a label in `language` before any other label, a label before any other name."""
        return min(
            self.names,
            key=lambda name: (not name.is_label, name.language != language, name.language != "vi", name.text),
        ).text


@dataclass
class Sentence:
    """A sentence, and the claims that rest on it with the article of each."""

    text: str
    claims: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Material:
    """All that can be found in a release."""

    entities: list[Entity]
    sentences: list[Sentence]
    tags_of_entity: dict[str, set[Tag]]
    tags_of_claim: dict[str, set[Tag]]


def read_material(reading: Reading) -> Material:
    """Read what a release's index is made of; a few short queries each of which reads one kind of thing whole."""
    entities = _entities(reading)
    sentences: dict[str, Sentence] = {}
    named: defaultdict[str, set[str]] = defaultdict(set)
    for row in reading.rows(queries.text("search_sentences")):
        claim, article = row["claim"].value, row["article"].value
        text = row["sentence"].value
        sentences.setdefault(text, Sentence(text)).claims.append((claim, article))
        named[claim].add(article)
    tags_of_claim: defaultdict[str, set[Tag]] = defaultdict(set)
    for property_ in _LINKS:
        for row in reading.rows(queries.bind("search_links", property=[NamedNode(str(property_))])):
            value = row["value"].value
            tags_of_claim[row["claim"].value].update(tags(value))
            if path_of(value) is not None:
                named[row["claim"].value].add(value)
    tags_of_entity: defaultdict[str, set[Tag]] = defaultdict(set)
    for claim, things in named.items():
        for thing in things:
            tags_of_entity[thing] |= tags_of_claim[claim]
    for row in reading.rows(queries.text("search_own_links")):
        tags_of_entity[row["entity"].value].update(tags(row["value"].value))
    for iri in entities:
        tags_of_entity[iri].update(tags(iri))
    _add_details(reading, entities)
    return Material(list(entities.values()), list(sentences.values()), dict(tags_of_entity), dict(tags_of_claim))


def tags(value: str) -> list[Tag]:
    """The facets that a value makes: an IRI of a bloc, a province or a period, or a date."""
    path = path_of(value)
    if path is None:
        return [("year", value[:4])] if re.match(r"\d{4}(-|\Z)", value) else []
    kind, _, rest = path.partition("/")
    if kind in {"bloc", "province"} and "#" not in rest:
        return [(kind, rest)]
    return [("year", year) for year in years(rest)] if kind == "period" else []


def years(notation: str) -> list[str]:
    """The years of a period by its notation: `2023-H1` is of 2023, `2021--2023` of three years."""
    ends = sorted(int(year) for part in notation.split("--") for year in _YEARS.findall(part)[:1])
    if not ends:
        return []
    if ends[-1] - ends[0] >= _LONGEST_PERIOD:
        return [str(ends[0]), str(ends[-1])]
    return [str(year) for year in range(ends[0], ends[-1] + 1)]


def _entities(reading: Reading) -> dict[str, Entity]:
    classes: defaultdict[str, set[str]] = defaultdict(set)
    names: defaultdict[str, dict[tuple[str, str], Name]] = defaultdict(dict)
    for row in reading.rows(queries.text("search_names")):
        name, iri = row["name"], row["entity"].value
        classes[iri].add(row["class"].value)
        if isinstance(name, Literal) and name.value.strip():
            language = name.language or ""
            found = Name(name.value, row["property"].value in _LABELS, language)
            before = names[iri].get((name.value, language))
            names[iri][name.value, language] = before if before is not None and before.is_label else found
    found_kinds = {iri: kind_of(classes[iri], ENTITIES) for iri in names}
    return {
        iri: Entity(iri, kind, list(of_entity.values()))
        for iri, of_entity in names.items()
        if (kind := found_kinds[iri]) is not None
    }


def _add_details(reading: Reading, entities: dict[str, Entity]) -> None:
    days: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in reading.rows(queries.text("search_details")):
        days[row["entity"].value][row["property"].value] = row["value"].value
    posts: dict[str, tuple[str, str]] = {}
    for row in reading.rows(queries.text("search_posts")):
        official = row["official"].value
        post = (row["on"].value if "on" in row else "", row["title"].value)
        posts[official] = max(post, posts.get(official, post))
    for iri, of_entity in days.items():
        if (entity := entities.get(iri)) is not None:
            entity.detail = _detail(of_entity)
            entity.day = of_entity.get(str(SCHEMA.datePublished), "")
    for iri, entity in entities.items():
        if entity.kind.slug == "province":
            begin, end = days[iri].get(str(TD.validFrom), ""), days[iri].get(str(TD.validUntil), "")
            entity.years = (_year(begin, ALWAYS[0]), _year(end, ALWAYS[1]))
    for iri, (_, title) in posts.items():
        if (entity := entities.get(iri)) is not None:
            entity.detail = Words(title, title)


def _year(day: str, otherwise: int) -> int:
    match = _YEARS.match(day)
    return int(match[1]) if match else otherwise


def _detail(days: dict[str, str]) -> Words:
    """The era of a unit, else the day of an event or of an article."""
    begin, end = days.get(str(TD.validFrom)), days.get(str(TD.validUntil))
    if begin or end:
        return era(begin, end)
    day = next(iter(_first(days, (str(SCHEMA.startDate), str(SCHEMA.datePublished)))), "")
    return Words(date_vi(day), date_en(day)) if day else NOTHING


def era(begin: str | None, end: str | None) -> Words:
    """The days between which a unit existed, in words."""
    vi = [f"từ {date_vi(begin)}"] if begin else []
    en = [f"from {date_en(begin)}"] if begin else []
    vi += [f"đến {date_vi(end)}"] if end else []
    en += [f"until {date_en(end)}"] if end else []
    return Words(" ".join(vi), " ".join(en))


def _first(days: dict[str, str], properties: Iterable[str]) -> list[str]:
    return [days[name] for name in properties if name in days]
