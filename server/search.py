"""Search by name, without regard to diacritics: an index in memory, made once a release from all labels."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal

from ontology.names import RDFS, SKOS
from server import queries
from server.addresses import href, path_of
from server.kinds import ENTITIES, Kind, kind_of
from server.source import Reading
from server.wording import fold

_NAMES = frozenset({str(RDFS.label), str(SKOS.prefLabel)})


@dataclass(frozen=True)
class Hit:
    """An entity that a search found."""

    iri: str
    name: str
    en: str
    kind: Kind

    @property
    def path(self) -> str:
        """Its path below `/id/`, which tells namesakes apart."""
        return path_of(self.iri) or self.iri

    @property
    def href(self) -> str:
        """The address of its page."""
        return href(self.iri) or self.iri


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind, the best first; `count` is how many there are in all."""

    kind: Kind
    count: int
    hits: list[Hit]


@dataclass(frozen=True)
class _Entry:
    hit: Hit
    keys: tuple[str, ...]
    """Each of its names, folded."""
    names: tuple[str, ...]
    """Each of its names in composed form and lower case, to prefer what agrees in diacritics too."""


class SearchIndex:
    """All entities that have a name and a kind that pages group by."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self._entries = list(entries)

    def search(self, query: str, kind: Kind | None = None, limit: int = 20, skip: int = 0) -> list[HitGroup]:
        """Entities with a name that has every word of `query` (as a part of a word), grouped by kind.

        In a group the exact name comes first, then names that begin so, then names with a word that begins so; among
        equals those that agree in diacritics, then the shorter. `kind` restricts to one group; an empty query lists
        all of that kind. `limit` hits are given of each group, after the first `skip`.
        """
        folded = fold(query)
        if not folded and kind is None:
            return []
        composed = _composed(query)
        scored = [
            (score, entry.hit)
            for entry in self._entries
            if (kind is None or entry.hit.kind == kind) and (score := _score(entry, folded, composed)) is not None
        ]
        scored.sort(key=lambda pair: (*pair[0], fold(pair[1].name), pair[1].iri))
        groups = []
        for each in ENTITIES:
            hits = [hit for _, hit in scored if hit.kind == each]
            if hits:
                groups.append(HitGroup(each, len(hits), hits[skip : skip + limit]))
        return groups


def index_of(reading: Reading) -> SearchIndex:
    """The index of a release, made on the first search."""
    return reading.once("search", lambda: _build(reading))


def _build(reading: Reading) -> SearchIndex:
    classes: dict[str, set[str]] = {}
    names: dict[str, dict[str, tuple[bool, str]]] = {}
    for row in reading.rows(queries.text("search_names")):
        name = row["name"]
        entity = row["entity"].value
        classes.setdefault(entity, set()).add(row["class"].value)
        if isinstance(name, Literal):
            is_label = row["property"].value in _NAMES
            names.setdefault(entity, {})[name.value] = (is_label, name.language or "")
    entries = []
    for entity, of_entity in names.items():
        kind = kind_of(classes[entity], ENTITIES)
        if kind is not None:
            keys = tuple(dict.fromkeys(fold(name) for name in of_entity))
            hit = Hit(entity, _best(of_entity, "vi"), _best(of_entity, "en"), kind)
            entries.append(_Entry(hit, keys, tuple(_composed(name) for name in of_entity)))
    return SearchIndex(entries)


def _best(names: dict[str, tuple[bool, str]], language: str) -> str:
    """The name to show: a label in `language` before any other label, a label before any other name."""
    return min(names, key=lambda name: (not names[name][0], names[name][1] != language, names[name][1] != "vi", name))


def _score(entry: _Entry, folded: str, composed: str) -> tuple[int, bool, int] | None:
    """How well an entry answers, the lower the better; `None` where a word of the query is in none of its names."""
    if not folded:
        return 0, False, 0
    words = folded.split()
    best: tuple[int, int] | None = None
    for key in entry.keys:
        if not all(word in key for word in words):
            continue
        if key == folded:
            rank = 0
        elif key.startswith(folded):
            rank = 1
        elif f" {folded}" in f" {key}":
            rank = 2
        else:
            rank = 3
        best = min(best or (rank, len(key)), (rank, len(key)))
    if best is None:
        return None
    return best[0], not any(composed in name for name in entry.names), best[1]


def _composed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).lower().split())
