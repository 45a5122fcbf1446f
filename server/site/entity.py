"""The page of any entity, as data for its template: what is stated of it, what points to it, the claims that name it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from ontology.names import DCTERMS, ID, OA, PROV, RDF, RDFS, SCHEMA, SDMX_DIMENSION, SKOS, TD
from server import queries, wording
from server.addresses import path_of
from server.claims import (
    Claim,
    Mention,
    SentenceGroup,
    by_sentence,
    by_statement,
    mentions_in,
    mentions_of,
    read_claims,
)
from server.errors import UnknownEntityError
from server.evidence import Article, read_articles
from server.kinds import CLAIMS, ENTITIES, OTHER_CLAIM, Kind, by_slug, kind_of
from server.labels import Labels, Value, iris_in
from server.parameters import Pager, paged, refused
from server.source import Reading, Row, Term, by_property

_NAMING = frozenset(str(name) for name in (RDF.type, RDFS.label, SKOS.prefLabel, SCHEMA.headline))
"""Properties that the head of the page shows, so the table of statements leaves them out."""
_LAST = frozenset(
    str(name) for name in (DCTERMS.identifier, TD.textDigest, TD.rule, TD.confidence, SKOS.notation, SKOS.inScheme)
)
"""Properties for machines, at the end of the table."""
_OF_CELLS = frozenset(str(name) for name in (PROV.wasDerivedFrom, TD.consistentClaim, TD.disagreeingClaim))
"""Properties by which a cell names claims: how each stands to its value is told by these alone."""
_CELL = str(TD.Cell)
_DAYS = {str(TD.validFrom): ("từ", "from"), str(TD.validUntil): ("đến", "until")}
_SHOWN_ABOVE = frozenset({str(TD.evidence), str(PROV.wasDerivedFrom)})
"""Of a claim: its sentence and article stand at the head of its page."""
_EVIDENCE = frozenset(str(name) for name in (OA.Annotation, OA.SpecificResource))


@dataclass(frozen=True)
class Statement:
    """One property of the entity and its values, or, pointing the other way, the entities that have it as value."""

    property: Value
    values: list[Value]


@dataclass(frozen=True)
class Group:
    """The claims of one kind: how many there are, and those that this page shows, those that state the same together."""

    kind: Kind
    count: int
    shown: int
    stated: list[list[Claim]]


@dataclass(frozen=True)
class Tenure:
    """Who led a bloc in one period."""

    period: Value
    leaders: list[Value]
    deputies: list[Value]


@dataclass(frozen=True)
class EntityPage:
    """All that the template of an entity's page shows."""

    iri: str
    path: str
    title: Value
    kind: Kind | None
    types: list[Value]
    statements: list[Statement]
    incoming: list[Statement]
    groups: list[Group]
    claim: Claim | None = None
    article: Article | None = None
    sentences: list[SentenceGroup] = field(default_factory=list)
    tenures: list[Tenure] = field(default_factory=list)
    only: Kind | None = None
    """The kind of claim that a paged list is restricted to."""
    pager: Pager | None = None

    @property
    def era(self) -> Value | None:
        """Until when or since when a legal unit is valid, where its statements tell."""
        days = {s.property.iri: s.values[0] for s in self.statements if s.property.iri in _DAYS}
        parts = [(*words, days[name]) for name, words in _DAYS.items() if name in days]
        if not parts:
            return None
        vi, en = (", ".join(f"{part[n]} {(part[2].text, part[2].en)[n]}" for part in parts) for n in (0, 1))
        return Value(text=f"({vi})", en=f"({en})")


@dataclass(frozen=True)
class View:
    """Which part of a long page is asked for, and how long its parts are."""

    group_size: int
    page_size: int
    only: str = ""
    page: int = 1


@dataclass(frozen=True)
class _Own:
    """What is stated of the entity and what points to it, as terms."""

    statements: dict[str, list[Term]]
    incoming: dict[str, list[Term]]

    @property
    def classes(self) -> set[str]:
        """The IRIs of the entity's classes."""
        return iris_in(self.statements.get(str(RDF.type), ()))

    def iris(self) -> set[str]:
        """Every IRI that the page will name for these statements."""
        both = (self.statements, self.incoming)
        return {name for side in both for name in side} | {
            iri for side in both for values in side.values() for iri in iris_in(values)
        }


def read_entity(reading: Reading, iri: NamedNode, view: View) -> EntityPage:
    """Read what the page of `iri` shows.

    Raises `UnknownEntityError` where the graph has nothing of it, and `ProblemError` for a kind of claims that there isn't (400) or a page
    past the last (404).
    """
    own = _Own(
        by_property(reading.rows(queries.bind("statements", entity=[iri]))),
        by_property(reading.rows(queries.bind("incoming", entity=[iri]))),
    )
    classes = own.classes
    is_article = str(SCHEMA.NewsArticle) in classes
    is_claim = str(TD.Claim) in classes
    mentions = mentions_in(reading, iri) if is_article else mentions_of(reading, iri)
    if not own.statements and not own.incoming and not mentions and not is_known(reading, iri):
        raise UnknownEntityError(iri.value)
    only = by_slug(view.only, (*CLAIMS, OTHER_CLAIM))
    if view.only and only is None:
        raise refused("kind", view.only, f"one of {', '.join(kind.slug for kind in CLAIMS)}")
    shown, pager = _shown(mentions, view, only, by_page=is_article or only is not None)
    self_mention = [Mention(iri.value, kind_of(classes, CLAIMS) or OTHER_CLAIM, ())] if is_claim else []
    leaders = reading.rows(queries.bind("leaders_of_bloc", bloc=[iri])) if str(TD.Bloc) in classes else []
    named = own.iris() | {iri.value} | {term.value for row in leaders for term in row.values()}
    claims, labels = read_claims(reading, [*self_mention, *shown], named)
    claim = claims.pop(0) if is_claim else None
    return EntityPage(
        iri=iri.value,
        path=path_of(iri.value) or iri.value,
        title=_cell_title(own.statements, labels) if _CELL in classes else _title(iri.value, labels, claim, classes),
        kind=kind_of(classes, ENTITIES),
        types=[labels.iri(name) for name in sorted(classes, key=_ours_first)],
        statements=_statements(own.statements, labels, _SHOWN_ABOVE if is_claim else frozenset()),
        incoming=_statements(own.incoming, labels),
        groups=[] if is_article else _groups(mentions, claims),
        claim=claim,
        article=read_articles(reading, [iri.value]).get(iri.value) if is_article else None,
        sentences=by_sentence(claims) if is_article else [],
        tenures=_tenures(leaders, labels),
        only=only,
        pager=pager,
    )


def is_known(reading: Reading, iri: NamedNode) -> bool:
    """Whether the graph has anything of `iri`: a statement about it or one that names it, or a named graph so called."""
    return bool(reading.rows(queries.bind("known", entity=[iri])))


def _shown(
    mentions: Sequence[Mention], view: View, only: Kind | None, by_page: bool
) -> tuple[Sequence[Mention], Pager | None]:
    """The claims that this view shows: the first of each kind, or one page of a long list."""
    if not by_page:
        return [m for kind in (*CLAIMS, OTHER_CLAIM) for m in _of(mentions, kind)[: view.group_size]], None
    listed = _of(mentions, only) if only else list(mentions)
    return paged(listed, view.page, view.page_size)


def _of(mentions: Iterable[Mention], kind: Kind) -> list[Mention]:
    return [mention for mention in mentions if mention.kind == kind]


def _groups(mentions: Sequence[Mention], claims: Sequence[Claim]) -> list[Group]:
    groups = []
    for kind in (*CLAIMS, OTHER_CLAIM):
        members = [claim for claim in claims if claim.kind == kind]
        if members:
            groups.append(Group(kind, len(_of(mentions, kind)), len(members), by_statement(members)))
    return groups


def _statements(
    found: dict[str, list[Term]], labels: Labels, left_out: frozenset[str] = frozenset()
) -> list[Statement]:
    """The table of statements: without names, and without claims, which have their own place on the page, but a cell's."""
    statements = []
    for name in sorted(found, key=lambda name: (name in _LAST, not name.startswith(str(TD)), name)):
        values = [term for term in found[name] if name in _OF_CELLS or not term.value.startswith(str(ID) + "claim/")]
        if name not in _NAMING | left_out and values:
            shown = sorted((labels.value(term) for term in values), key=_by_name)
            statements.append(Statement(labels.iri(name), shown))
    return statements


def _title(iri: str, labels: Labels, claim: Claim | None, classes: set[str]) -> Value:
    name = labels.vi(iri)
    if name is not None:
        return Value(text=name, en=labels.en(iri) or name)
    if claim is not None:
        return Value(text=claim.kind.vi, en=claim.kind.en)
    if classes & _EVIDENCE:
        return Value(text="Bằng chứng", en="Evidence")
    if iri.startswith(str(ID) + "graph/"):
        return Value(text=f"Đồ thị {iri.partition('/graph/')[2]}", en=f"Named graph {iri.partition('/graph/')[2]}")
    last = path_of(iri) or iri
    return Value(text=last, en=last)


def _cell_title(statements: dict[str, list[Term]], labels: Labels) -> Value:
    """What a cell is the value of: its measure, then the things that its other dimensions name."""
    what = [labels.iri(str(name)) for name in (TD.score, TD.rank) if str(name) in statements]
    what += [labels.value(term) for name in (TD.indicator, TD.measure) for term in statements.get(str(name), [])]
    places = (SDMX_DIMENSION.refArea, TD.member, TD.bloc, SDMX_DIMENSION.refPeriod)
    where = [labels.value(term) for name in places for term in statements.get(str(name), [])]

    def joined(text: Callable[[Value], str]) -> str:
        return " — ".join(", ".join(map(text, part)) for part in (what, where))

    return Value(text=joined(lambda value: value.text), en=joined(lambda value: value.en))


def _tenures(rows: Iterable[Row], labels: Labels) -> list[Tenure]:
    """Leaders and deputies by period, the newest first."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for row in rows:
        leaders, deputies = found.setdefault(row["period"].value, (set(), set()))
        role = row["role"].value.rpartition("/")[2]
        {"leader": leaders, "deputy": deputies}.get(role, set()).add(row["member"].value)

    def shown(iris: set[str]) -> list[Value]:
        return sorted((labels.iri(iri) for iri in iris), key=_by_name)

    return [Tenure(labels.iri(period), *map(shown, found[period])) for period in sorted(found, reverse=True)]


def _by_name(value: Value) -> tuple[str, str]:
    """Vietnamese names in the order of the alphabet; by code point `Đ` would come after `Z`."""
    return wording.fold(value.text), value.text


def _ours_first(iri: str) -> tuple[bool, str]:
    return not iri.startswith(str(TD)), iri
