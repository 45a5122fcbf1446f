"""What differs between the claims of two releases: added, withdrawn, changed.

The rule. Claims are compared article by article, within the named graphs that differ.

- A claim whose IRI both releases have is *changed* where anything else is said of it: confidence, quote, offsets, a name.
- Of the claims of one article and type that only one release has, an old one and a new one are one claim *changed* where
  they agree in all that they speak of and differ in what they state of it (`STATED`), and no other of those
  claims could be meant as well. A claim's IRI is made of its content, so a figure that was read wrongly and is now read
  right has a new IRI; told as one withdrawn and one added, it would look like two facts.
- The others are *added* or *withdrawn*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from pyoxigraph import Store

from graph_store.claims import OF_ALL, TYPES, claims_in

STATED: Final[dict[str, frozenset[str]]] = {
    "membership": frozenset({"period"}),
    "leadership": frozenset({"role"}),
    "conference": frozenset({"date", "province", "place"}),
    "pact": frozenset(),
    "post": frozenset({"title"}),
    "participation": frozenset({"role"}),
    "award": frozenset({"status"}),
    "ranking": frozenset({"rank", "score", "bound"}),
    "observation": frozenset({"value", "unit", "bound"}),
    "movement": frozenset({"initiator"}),
    "document": frozenset({"date", "issuer"}),
}
"""By type, the fields that hold what a claim states; the other fields of its type say of what."""

_GRAPHS: Final = 100
"""Articles whose claims are read at a time, from both releases."""

Claim = Mapping[str, Any]


@dataclass(frozen=True)
class ClaimChange:
    """One claim that differs; `before` and `after` are its forms in the releases, each None where the release lacks it."""

    kind: str
    """`added`, `withdrawn` or `changed`."""
    iri_before: str | None
    iri_after: str | None
    before: Claim | None
    after: Claim | None

    @property
    def claim(self) -> Claim:
        """The newest form."""
        found = self.after if self.after is not None else self.before
        assert found is not None
        return found

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in which the forms differ, where there are two."""
        if self.before is None or self.after is None:
            return ()
        names = (*TYPES[self.claim["type"]].fields, *OF_ALL)
        return tuple(name for name in names if self.before.get(name) != self.after.get(name))


def claim_changes(old: Store, new: Store, graphs: Iterable[str]) -> Iterator[ClaimChange]:
    """The changes of claims in these named graphs, which are those of the articles that differ, in their order.

    Within an article they come in the order of the text. Memory holds the claims of a hundred articles. Raises
    `ClaimFormError`.
    """
    names = iter(graphs)
    while batch := list(islice(names, _GRAPHS)):
        yield from compared(claims_in(old, batch), claims_in(new, batch))


def compared(before: Mapping[str, Claim], after: Mapping[str, Claim]) -> list[ClaimChange]:
    """The changes between claims by their IRIs, in order of article and place in the text."""
    return sorted(_changes(before, after), key=lambda change: _place(change.claim))


def _changes(before: Mapping[str, Claim], after: Mapping[str, Claim]) -> Iterator[ClaimChange]:
    for iri in before.keys() & after.keys():
        if before[iri] != after[iri]:
            yield ClaimChange("changed", iri, iri, before[iri], after[iri])
    gone, come = _by_subject(before, after), _by_subject(after, before)
    for subject in gone.keys() | come.keys():
        olds, news = gone.get(subject, []), come.get(subject, [])
        if len(olds) == len(news) == 1:
            yield ClaimChange("changed", olds[0], news[0], before[olds[0]], after[news[0]])
        else:
            yield from (ClaimChange("withdrawn", iri, None, before[iri], None) for iri in olds)
            yield from (ClaimChange("added", None, iri, None, after[iri]) for iri in news)


def _by_subject(claims: Mapping[str, Claim], others: Mapping[str, Claim]) -> dict[tuple[object, ...], list[str]]:
    """The IRIs that the others lack, by article, type and what the claim speaks of."""
    found: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for iri in claims.keys() - others.keys():
        claim = claims[iri]
        spoken_of = (name for name in TYPES[claim["type"]].fields if name not in STATED[claim["type"]])
        found[claim["article"], claim["type"], *(claim.get(name) for name in spoken_of)].append(iri)
    return found


def _place(claim: Claim) -> tuple[Any, ...]:
    """Article, place in the text, type, and the content, so that the order is always the same."""
    return claim["article"], claim["start"], claim["end"], claim["type"], str(sorted(claim.items()))
