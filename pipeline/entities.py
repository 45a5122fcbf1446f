"""Entities: which IRI a stated name stands for in one article, and what the article's graph must say of it.

Rules of identity: a province is the legal unit of that name on the day that the claim speaks of; a central body is known by all
its names (see `ontology.tables.bodies`); a bloc, movement, document, conference or pact is known by its name (see `ontology.mint`); a
person is a name with the body they serve: the province that their posts name, else the central level, else this article alone, so
that homonyms are never joined by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from pyoxigraph import Literal, Triple

from ontology import mint, periods, reference
from ontology.names import FOAF, ORG, RDFS, SKOS, TD
from ontology.tables.bodies import body_named
from pipeline.claims import Claim, Post
from pipeline.language.places import is_introduced, spellings
from pipeline.triples import label, literal, typed
from pipeline.view import fold_text

_UNDATED = date(2025, 6, 30)
"""The day a province's name is read for where neither claim nor article gives one: the last of the older era."""

_CENTRAL = re.compile(
    r"\b(?:trung ương|chính phủ|thủ tướng|quốc hội|chủ tịch nước|bộ trưởng|thứ trưởng|bộ chính trị|việt nam|toàn quốc|vụ trưởng|"
    r"cục trưởng|tổng cục|bộ [a-zđ]|ban bí thư|nhà nước)"
)


@dataclass(slots=True)
class Entities:
    """The entities of one article. `triples` collects what its graph must say of those that no reference data describes."""

    article: str
    day: date | None
    bodies: dict[str, str]
    triples: dict[Triple, None] = field(default_factory=dict)

    def say(self, statements: Iterable[Triple]) -> None:
        """Add statements, each once."""
        for statement in statements:
            self.triples.setdefault(statement)

    def period(self, notation: str) -> str:
        """The IRI of a period, described."""
        self.say(periods.triples(notation))
        return mint.period(notation)

    def bloc(self, name: str) -> str:
        """The IRI of a bloc by its name."""
        known = reference.bloc_named(name)
        if known is not None and known.name == name:
            return known.iri
        iri = mint.entity("bloc", name)
        self.say([*typed(iri, TD.Bloc, ORG.OrganizationalCollaboration), label(iri, name)])
        return iri

    def agent(self, name: str, period: str | None = None) -> str:
        """The IRI of a province, the country, a person of the article, or else an organisation of that name."""
        if reference.is_country(name):
            return reference.country().iri
        if name in self.bodies:
            return self.person(name)
        province = reference.province_on(name, self._day_of(period)) if name in spellings().values() else None
        return province.iri if province else self.organisation(name)

    def organisation(self, name: str) -> str:
        """The IRI of an organisation by its name; a central body has one under all its names, and the reference graph names it."""
        known = body_named(name)
        if known is not None:
            return known.iri
        iri = mint.entity("organisation", name)
        self.say([*typed(iri, ORG.Organization, FOAF.Agent), label(iri, name)])
        return iri

    def area(self, name: str, period: str) -> str:
        """The IRI of an observation's area: a bloc (`Cụm: ...`), the country, or a province on the period's day."""
        _, bloc, rest = name.partition("Cụm: ")
        return self.bloc(rest) if bloc else self.agent(name, period)

    def person(self, name: str) -> str:
        """The IRI of an official, described."""
        iri = mint.official(name, self.bodies.get(name, self.article))
        self.say([*typed(iri, TD.Official, FOAF.Person), label(iri, name)])
        self.say([literal(iri, FOAF.name, Literal(name))])
        return iri

    def code(self, scheme: str, notation: str, *classes: str) -> str:
        """The IRI of a code; one that the reference lists lack is described in the article's graph."""
        iri = reference.unit_iri(notation) if scheme == "unit" else mint.code(scheme, notation)
        if notation not in reference.codes(scheme):
            self.say([*typed(iri, SKOS.Concept, *classes), literal(iri, SKOS.notation, Literal(notation))])
            self.say([literal(iri, RDFS.label, Literal(notation.replace("-", " "), language="en"))])
        return iri

    def named(self, kind: str, name: str, *classes: str) -> str:
        """The IRI of a thing known by its name alone (a movement, a document, a post), described."""
        iri = mint.entity(kind, name)
        self.say([*typed(iri, *classes), label(iri, name)])
        return iri

    def _day_of(self, period: str | None) -> date:
        """The day a province's name is read for: the period's last, but never later than the article itself."""
        last = periods.parse(period).last if period else None
        days = [d for d in (last, self.day) if d is not None]
        return min(days, default=_UNDATED)


def bodies_of(claims: Iterable[Claim]) -> dict[str, str]:
    """The body that each person with a post serves: a province's name, or `trung-uong` for the central level."""
    titles: dict[str, list[str]] = {}
    for claim in claims:
        if isinstance(claim, Post):
            titles.setdefault(claim.person, []).append(claim.title)
    found = {person: _body(of_person) for person, of_person in titles.items()}
    return {person: body for person, body in found.items() if body}


def _body(titles: list[str]) -> str:
    for title in map(fold_text, titles):
        for match in _province_names().finditer(title):
            if is_introduced(match[0], title[: match.start()]):
                return match[0]
    return "trung-uong" if any(_CENTRAL.search(fold_text(t)) for t in titles) else ""


@cache
def _province_names() -> re.Pattern[str]:
    names = sorted({fold_text(n) for n in spellings().values()}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def people_of(claims: Iterable[Claim], article: str) -> Iterator[tuple[str, str]]:
    """Every person that the claims name, with the body that tells them from their namesakes."""
    stated = list(claims)
    bodies = bodies_of(stated)
    for claim in stated:
        person = getattr(claim, "person", None)
        if person:
            yield person, bodies.get(person, article)
