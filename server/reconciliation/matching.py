"""Candidates for a query, with scores that mean something.

The score is that of the name times that of the properties. A name that is the same to the letter has 100; one that is the
same but for its diacritics `BARE` where the query has none and `MISWRITTEN` where it has others; any other 85 times its
likeness. Each property that a candidate contradicts halves the score; each that the graph does not know of it takes a
tenth. A candidate is a match where it alone is certain: see `_decided`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from ontology.names import ID
from ontology.tables.places import provinces
from server.reconciliation.properties import PROPERTIES, Property
from server.reconciliation.requests import TYPES, Query, Stated, iri_of
from server.reconciliation.values import Known, Values, read_values
from server.reconciliation.wording import era_of, read_name
from server.search import Hit, SearchIndex
from server.search.folding import accented, fold
from server.search.index import Candidate as Name
from server.search.names import without_general_words
from server.search.similarity import similarity
from server.source import Reading

EXACT: Final = 100.0
BARE: Final = 98.0
SQUEEZED: Final = 95.0
MISWRITTEN: Final = 92.0
_LIKE: Final = 85.0
_LEAST: Final = 40.0
"""Score below which a candidate helps nobody."""
_CONTRADICTED: Final = 0.5
_UNKNOWN: Final = 0.9
_LOOKED_AT: Final = 200
"""Names that are compared with a query."""
_LISTED: Final = 2000
"""Entities that are looked through for properties alone."""

_CLOSED: Final = frozenset({"province", "bloc", "award", "indicator", "body", "concept"})
"""Kinds whose names are a closed list, where other diacritics are a misspelling. A person with other ones is another person."""
_CITY: Final = re.compile(r"(tp|thanh pho) |.* city$")


@cache
def _provinces() -> frozenset[str]:
    """The IRIs of the units that are provinces and no cities."""
    return frozenset(unit.iri for unit in provinces() if unit.kind == "province")


@dataclass
class Candidate:
    """An entity that may be the one that is meant, and why."""

    hit: Hit
    name_score: float
    """How well its best name fits, 0 to 100; 0 where the query has no name."""
    is_identifier: bool = False
    """Whether the query is the identifier itself."""
    agreeing: int = 0
    contradicting: int = 0
    unknown: int = 0
    match: bool = field(default=False)

    @property
    def score(self) -> float:
        """From 0 to 100, see the module."""
        stated = self.agreeing + self.contradicting + self.unknown
        name = self.name_score or (100.0 * self.agreeing / stated if stated else 0.0)
        return round(name * _CONTRADICTED**self.contradicting * _UNKNOWN**self.unknown, 1)

    @property
    def is_certain(self) -> bool:
        """Whether nothing but a namesake speaks against it."""
        if self.is_identifier:
            return True
        if self.contradicting:
            return False
        if not self.name_score:
            return self.agreeing > 0 and not self.unknown
        if self.hit.kind.slug in _CLOSED:
            return self.name_score >= MISWRITTEN
        # Of a person of whom the graph knows nothing that the table states, the name alone says too little.
        return self.name_score >= SQUEEZED and (self.agreeing > 0 or not self.unknown)


def match_all(reading: Reading, index: SearchIndex, queries: Mapping[str, Query]) -> dict[str, list[Candidate]]:
    """The candidates of each query, the best first, as many as it wants."""
    read = {key: _with_era(query) for key, query in queries.items()}
    found = {key: _candidates(index, query) for key, query in read.items()}
    values = _values(reading, index, read, found)
    results = {}
    for key, query in read.items():
        for candidate in found[key]:
            for stated in query.stated:
                _compare(index, candidate, stated, values[stated.property.id])
            if _CITY.match(fold(query.text)) and candidate.hit.iri in _provinces():
                candidate.contradicting += 1  # the words name the city, not the province that is called after it
        kept = [each for each in found[key] if each.score >= _LEAST and (query.text or each.agreeing)]
        kept.sort(
            key=lambda each: (-each.score, not each.is_certain, list(TYPES).index(each.hit.kind.slug), each.hit.iri)
        )
        _decided(kept)
        results[key] = kept[: query.limit]
    return results


def _with_era(query: Query) -> Query:
    """The query with the era that its words tell as a property beside those that it states."""
    text, era = read_name(query.text)
    if not era:
        return query
    return Query(text, query.kinds, query.limit, (*query.stated, Stated(PROPERTIES["era"], (era,))))


def _candidates(index: SearchIndex, query: Query) -> list[Candidate]:
    kinds = query.kinds or tuple(TYPES)
    if not query.text:
        able = [kind for kind in kinds if all(stated.property.of(kind) for stated in query.stated)]
        return [Candidate(hit, 0.0) for hit in index.of_kinds(able, _LISTED)]
    named = index.lookup.entity(iri_of(query.text))
    if named is not None and named.kind.slug in kinds:
        return [Candidate(named, EXACT, is_identifier=True)]
    key, form = fold(query.text), accented(query.text)
    best: dict[int, float] = {}
    for candidate in index.candidates(query.text, kinds, _LOOKED_AT):
        score = _name_score(key, form, candidate)
        best[candidate.item] = max(score, best.get(candidate.item, 0.0))
    items = [item for item, score in best.items() if score >= _LEAST]
    return [
        Candidate(hit, best[item])
        for item, hit in zip(items, index.lookup.hits(items), strict=True)
        if hit.kind.slug in kinds
    ]


def _name_score(key: str, form: str, name: Name) -> float:
    if key == name.key:
        if form == name.accented:
            return EXACT
        return BARE if form == key else MISWRITTEN
    if key.replace(" ", "") == name.key.replace(" ", ""):
        return SQUEEZED
    # All provinces have `tỉnh` in common, which makes none more like another.
    return _LIKE * similarity(without_general_words(name.kind, key), without_general_words(name.kind, name.key))


def _values(
    reading: Reading, index: SearchIndex, queries: Mapping[str, Query], found: Mapping[str, Sequence[Candidate]]
) -> dict[str, Values]:
    """The values of all properties that some query states, of all candidates of those queries: one reading a property."""
    wanted: dict[str, tuple[Property, dict[str, None]]] = {}
    for key, query in queries.items():
        for stated in query.stated:
            iris = wanted.setdefault(stated.property.id, (stated.property, {}))[1]
            iris.update(dict.fromkeys(candidate.hit.iri for candidate in found[key]))
    return {name: read_values(reading, index, property_, iris) for name, (property_, iris) in wanted.items()}


def _compare(index: SearchIndex, candidate: Candidate, stated: Stated, values: Values) -> None:
    if not stated.texts:
        return
    iri = candidate.hit.iri
    known = values.get(iri, [])
    if stated.property.id == "year":
        _compare_year(candidate, stated, known)
        return
    if any(_agrees(stated.property, text, value) for text in stated.texts for value in known) or _agrees_by_claims(
        index, stated.property, stated.texts, iri
    ):
        candidate.agreeing += 1
    elif known:
        candidate.contradicting += 1
    else:
        candidate.unknown += 1


def _compare_year(candidate: Candidate, stated: Stated, known: Sequence[Known]) -> None:
    """A unit agrees with the years in which it existed; of anything else, no claim about a year says nothing against it."""
    bounds = candidate.hit.years
    years = [int(text[:4]) for text in stated.texts if text[:4].isascii() and text[:4].isdigit()]
    if bounds is not None and years:
        if any(bounds[0] <= year <= bounds[1] for year in years):
            candidate.agreeing += 1
        else:
            candidate.contradicting += 1
    elif any(value.raw == str(year) for value in known for year in years):
        candidate.agreeing += 1
    else:
        candidate.unknown += 1


def _agrees(property_: Property, text: str, value: Known) -> bool:
    if property_.id == "era":
        return value.raw == "unchanged" or value.raw == (era_of(text) or text)
    if property_.id == "gso-code":
        return text.lstrip("0") == value.raw.lstrip("0")
    if value.form == "date":
        return value.raw.startswith(text[:10]) and len(text) >= 4
    if value.id and iri_of(text) == f"{ID}{value.id}":
        return True
    folded = fold(text)
    names = {fold(value.raw), fold(value.en), fold(value.id.rpartition("/")[2])}
    return folded in names or text == value.raw or (property_.value_kind == "post" and _is_in(folded, fold(value.raw)))


def _is_in(part: str, whole: str) -> bool:
    """Whether a post is a shorter form of another: `Chủ tịch` of `Chủ tịch Ủy ban nhân dân tỉnh`."""
    return bool(part) and f" {part} " in f" {whole} "


def _agrees_by_claims(index: SearchIndex, property_: Property, texts: Sequence[str], iri: str) -> bool:
    """Whether some claim about the entity is about one of these blocs or provinces, where no list says so."""
    if not property_.facet:
        return False
    values = index.values(iri, property_.facet)
    if not {iri_of(text).rpartition("/")[2] for text in texts}.isdisjoint(values):
        return True
    names = index.lookup.labels(property_.facet, values).values()
    return not {fold(text) for text in texts}.isdisjoint(fold(each) for name in names for each in (name.text, name.en))


def _decided(candidates: Sequence[Candidate]) -> None:
    """Mark the match, where one candidate alone is certain, or alone of the certain ones fits best.

    Namesakes are told apart by the properties that are stated, or by diacritics, never by chance.
    """
    certain = [each for each in candidates if each.is_certain]
    if not certain:
        return
    best = max((each.agreeing - each.unknown, each.name_score) for each in certain)
    fitting = [each for each in certain if (each.agreeing - each.unknown, each.name_score) == best]
    if len(fitting) == 1 and (len(certain) == 1 or _tells(fitting[0], certain)):
        fitting[0].match = True


def _tells(best: Candidate, certain: Sequence[Candidate]) -> bool:
    """Whether `best` is set apart from all its namesakes by a property, or by the only name that is the same to the letter."""
    others = [each for each in certain if each is not best]
    by_property = all(best.agreeing > each.agreeing for each in others)
    by_name = best.name_score == EXACT and all(each.name_score < EXACT for each in others)
    return by_property or by_name
