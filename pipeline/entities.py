"""Entities: which IRI a stated name stands for in one article, and what the article's graph must say of it.

A province is the legal unit of that name on the day that the claim speaks of; the rules for all else are in `pipeline.identity`, and
the exceptions to them in `ontology/tables/identities.csv`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import Literal, Triple

from ontology import mint, periods, reference
from ontology.names import FOAF, ORG, RDFS, SKOS, TD
from ontology.tables.bodies import body_named
from ontology.tables.identities import settled
from pipeline.claims import Conference, Document, Pact, Post
from pipeline.identity.blocs import bloc_iri
from pipeline.identity.bodies import UNDATED
from pipeline.identity.documents import document_iri
from pipeline.identity.indicators import indicator_names
from pipeline.identity.organisations import organisation_iri, post_iri
from pipeline.language.places import spellings
from pipeline.triples import label, literal, typed

_OFTEN = frozenset({"launch", "other"})
"""Kinds of conferences that a bloc may hold several times for one period: the day tells them apart."""


@dataclass(slots=True)
class Entities:
    """The entities of one article. `triples` and `names` collect what its graph must say of those that no
    reference data describes.

    `scope` is that of what is known in this article alone, `bodies` gives the body that each person serves, `numbered` the one that
    each number of a bloc belongs to.
    """

    article: str
    day: date | None
    bodies: Mapping[str, str]
    numbered: Mapping[str, str] = field(default_factory=dict)
    triples: dict[Triple, None] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    scope: str = field(init=False)

    def __post_init__(self) -> None:
        self.scope = mint.article_scope(self.article)

    def say(self, statements: Iterable[Triple]) -> None:
        """Add statements, each once."""
        for statement in statements:
            self.triples.setdefault(statement)

    def call(self, iri: str, name: str) -> None:
        """Give a thing its label: of several names that one article has for it, the fullest."""
        self.names[iri] = max(self.names.get(iri, ""), name, key=lambda known: (len(known), known))

    def statements(self) -> list[Triple]:
        """All that has been said, with the labels."""
        return [*self.triples, *(label(iri, name) for iri, name in self.names.items())]

    def period(self, notation: str) -> str:
        """The IRI of a period, described."""
        self.say(periods.triples(notation))
        return mint.period(notation)

    def bloc(self, name: str) -> str:
        """The IRI of a bloc by its name."""
        known = reference.bloc_named(name)
        iri = self._settled(bloc_iri(name, self.scope, self.numbered))
        if known is None or known.name != name or iri != known.iri:
            self.say(typed(iri, TD.Bloc, ORG.OrganizationalCollaboration))
            self.call(iri, name)
        return iri

    def conference(self, claim: Conference) -> str:
        """The IRI of a bloc's conference; a mid-year review of a year is that of its first half."""
        halved = claim.kind == "mid-year-review" and claim.period.isdecimal()
        period = f"{claim.period}-H1" if halved else claim.period
        scope = (claim.date or self.scope) if claim.kind in _OFTEN else ""
        return self._settled(mint.conference(self.bloc(claim.bloc), period, claim.kind, scope))

    def pact(self, claim: Pact) -> str:
        """The IRI of a bloc's emulation pact."""
        return self._settled(mint.pact(self.bloc(claim.bloc), claim.period))

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
        return self._named(name, organisation_iri(name, self.scope))

    def publisher(self, name: str) -> str:
        """The IRI of an article's publisher: its name comes from the metadata, which a maintainer keeps, so it is the same everywhere."""
        known = body_named(name)
        return self._named(name, known.iri if known else mint.entity("organisation", name))

    def _named(self, name: str, by_rule: str) -> str:
        iri = self._settled(by_rule)
        if (known := body_named(name)) is None or known.iri != iri:
            self.say(typed(iri, ORG.Organization, FOAF.Agent))
            self.call(iri, name)
        return iri

    def area(self, name: str, period: str) -> str:
        """The IRI of an observation's area: a bloc (`Cụm: ...`), the country, or a province on the period's day."""
        _, bloc, rest = name.partition("Cụm: ")
        return self.bloc(rest) if bloc else self.agent(name, period)

    def person(self, name: str) -> str:
        """The IRI of an official, described."""
        iri = self._settled(mint.official(name, self.bodies.get(name, self.scope)))
        self.say([*typed(iri, TD.Official, FOAF.Person), literal(iri, FOAF.name, Literal(name))])
        self.call(iri, name)
        return iri

    def indicator(self, notation: str, words: str = "") -> str:
        """The IRI of an indicator; `words` are those of the article that its code is made of."""
        return self.code("indicator", notation, TD.Indicator, names=indicator_names(notation, words))

    def code(self, scheme: str, notation: str, *classes: str, names: Mapping[str, str] | None = None) -> str:
        """The IRI of a code; one that the reference lists lack is described in the article's graph.

        `names` are its labels by language; without any, its own words have to do, which are English as a rule.
        """
        iri = reference.unit_iri(notation) if scheme == "unit" else mint.code(scheme, notation)
        if notation not in reference.codes(scheme):
            self.say([*typed(iri, SKOS.Concept, *classes), literal(iri, SKOS.notation, Literal(notation))])
            known = names or {"en": notation.replace("-", " ")}
            self.say(literal(iri, RDFS.label, Literal(text, language=language)) for language, text in known.items())
        return iri

    def post(self, claim: Post) -> str:
        """The IRI of the post that a claim names, described."""
        iri = self._settled(post_iri(claim.title, self.bodies.get(claim.person, self.scope), self.scope))
        self.say(typed(iri, ORG.Post))
        self.call(iri, claim.title)
        return iri

    def movement(self, name: str) -> str:
        """The IRI of the movement of that name, described: a movement is known by its name, whoever takes part in it."""
        iri = self._settled(mint.entity("movement", name))
        self.say(typed(iri, TD.Movement))
        self.call(iri, name)
        return iri

    def document(self, claim: Document) -> str:
        """The IRI of the document that a claim cites, described."""
        iri = self._settled(document_iri(claim, self.scope))
        self.say(typed(iri, TD.Document, FOAF.Document))
        self.call(iri, claim.number)
        return iri

    def _settled(self, iri: str) -> str:
        return settled(iri, self.article)

    def _day_of(self, period: str | None) -> date:
        """The day a province's name is read for: the period's last, but never later than the article itself."""
        last = periods.parse(period).last if period else None
        days = [d for d in (last, self.day) if d is not None]
        return min(days, default=UNDATED)
