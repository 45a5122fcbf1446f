"""Claims as pages show them: their kind, what they state, and the words they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from server import queries
from server.addresses import page, path_of, short
from server.evidence import Evidence, Part, marked, read_evidence
from server.keeping import Kept
from server.kinds import CLAIMS, OTHER_CLAIM, Kind, kind_of
from server.labels import Labels, Value, iris_in, read_labels
from server.source import Reading, Term

_OF_ONE_SOURCE = frozenset(
    (
        *("prov:wasDerivedFrom", "prov:wasGeneratedBy", "td:evidence", "td:rule", "td:confidence"),
        *("td:statedAs", "td:attestedOn"),
    )
)
"""Properties that tell where a claim comes from and how it is worded, not what it states."""
_MOST_ORDERED = 2000
_UNRANKED = 1_000_000
_ENTITIES_KEPT = 64


@dataclass(frozen=True)
class Mention:
    """A claim that belongs on a page, before anything but its place in the order is read."""

    claim: str
    kind: Kind
    order: tuple[object, ...]


@dataclass(frozen=True)
class Claim:
    """A claim with its values (by property, `org:member`) and evidence, ready for a template."""

    iri: str
    kind: Kind
    values: dict[str, list[Value]]
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def href(self) -> str:
        """The address of the claim's own page."""
        return page(path_of(self.iri) or self.iri)

    def get(self, *properties: str) -> Value | None:
        """The first value of the first of `properties` that has one."""
        return next((self.values[name][0] for name in properties if name in self.values), None)


@dataclass(frozen=True)
class SentenceGroup:
    """A sentence of an article, and the claims that rest on it."""

    parts: list[Part]
    claims: list[Claim]


def mentions_of(reading: Reading, entity: NamedNode) -> list[Mention]:
    """The claims that name an entity: the newest period first, then by rank, then by article.

    Of more than `_MOST_ORDERED` claims they come by article alone, since reading each one's period would take seconds. Those of the
    entities asked for last are kept, since a page is asked for in two languages, page by page, and as data.
    """
    kept: Kept[list[Mention]] = reading.once("mentions", lambda: Kept(_ENTITIES_KEPT))
    return kept.get(entity.value, lambda: _read_mentions(reading, entity))


def _read_mentions(reading: Reading, entity: NamedNode) -> list[Mention]:
    classes: dict[str, set[str]] = {}
    order: dict[str, tuple[str, int]] = {}
    for row in reading.rows(queries.bind("claims_in_order", entity=[entity])):
        claim = row["claim"].value
        classes.setdefault(claim, set()).add(row["class"].value)
        period = row["period"].value.rpartition("/")[2] if "period" in row else ""
        order[claim] = period, int(row["rank"].value) if "rank" in row else _UNRANKED
    if len(classes) > _MOST_ORDERED:
        order = {}
        for row in reading.rows(queries.bind("claims_about", entity=[entity])):
            classes.setdefault(row["claim"].value, set()).add(row["class"].value)
    nothing = "", _UNRANKED
    return _mentions(
        {
            claim: (of_claim, (_newest_first(order.get(claim, nothing)[0]), order.get(claim, nothing)[1], claim))
            for claim, of_claim in classes.items()
        }
    )


def mentions_in(reading: Reading, article: NamedNode) -> list[Mention]:
    """The claims of an article, in the order of its text."""
    found: dict[str, tuple[set[str], tuple[object, ...]]] = {}
    for row in reading.rows(queries.bind("claims_of_article", article=[article])):
        order = (int(row["start"].value), row["claim"].value)
        found.setdefault(row["claim"].value, (set(), order))[0].add(row["class"].value)
    return _mentions(found)


def read_claims(reading: Reading, claims: Sequence[Mention], also: Iterable[str] = ()) -> tuple[list[Claim], Labels]:
    """Read all that a page says of `claims`, in the same order, and the labels of what they name.

    `also`: further IRIs to look up the labels of by the way, so that a page asks for labels once.
    """
    terms = [NamedNode(mention.claim) for mention in claims]
    statements: dict[str, dict[str, list[Term]]] = {}
    shown: list[Term] = []
    for row in reading.rows(queries.bind("claim_statements", claim=terms)) if terms else []:
        of_claim = statements.setdefault(row["claim"].value, {})
        of_claim.setdefault(short(row["property"].value), []).append(row["value"])
        shown.append(row["value"])
    labels = read_labels(reading, iris_in(shown) | set(also))
    evidence = read_evidence(reading, [mention.claim for mention in claims]) if terms else {}
    return [
        Claim(
            mention.claim,
            mention.kind,
            {name: [labels.value(v) for v in values] for name, values in statements.get(mention.claim, {}).items()},
            evidence.get(mention.claim, []),
        )
        for mention in claims
    ], labels


def by_sentence(claims: Iterable[Claim]) -> list[SentenceGroup]:
    """Claims that follow each other on one sentence, joined; the sentence has all their quotes marked."""
    groups: list[tuple[str, list[Claim]]] = []
    for claim in claims:
        sentence = claim.evidence[0].sentence if claim.evidence else ""
        if groups and groups[-1][0] == sentence:
            groups[-1][1].append(claim)
        else:
            groups.append((sentence, [claim]))
    return [
        SentenceGroup(marked(sentence, [claim.evidence[0].span for claim in members if claim.evidence]), members)
        for sentence, members in groups
    ]


def by_statement(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Claims that state the same, from several articles or places, joined in the order of the first of each."""
    joined: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        values = tuple(
            (name, tuple(sorted(value.iri or value.raw for value in shown)))
            for name, shown in sorted(claim.values.items())
            if name not in _OF_ONE_SOURCE
        )
        joined.setdefault((claim.kind.slug, values), []).append(claim)
    return list(joined.values())


def _mentions(found: dict[str, tuple[set[str], tuple[object, ...]]]) -> list[Mention]:
    mentions = [
        Mention(claim, kind_of(classes, CLAIMS) or OTHER_CLAIM, order) for claim, (classes, order) in found.items()
    ]
    return sorted(mentions, key=lambda mention: mention.order)


def _newest_first(period: str) -> tuple[int, ...]:
    """A key that puts later notations (`2023-H1` after `2022`) before earlier ones, and no period last."""
    return tuple(-ord(character) for character in period) or (0,)
