"""The search index of one release."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from server.kinds import ENTITIES, Kind, by_slug
from server.search.database import build
from server.search.facets import Dimension, Items
from server.search.folding import accented, fold
from server.search.hits import DIMENSIONS, SENTENCE, Answer, Choice, Facet, Hit, HitGroup, Question, Words
from server.search.lookup import Lookup
from server.search.material import Material, Tag
from server.search.similarity import similarity

KINDS: Final = (*ENTITIES, SENTENCE)
_KEPT: Final = 32 << 20
"""Bytes of matches that are kept, for the further pages and facets of the searches made last."""
_BEST: Final = 100_000_000
"""A score of names below which the name is exact; see sql/names.sql."""

_ALIKE: Final = 0.5
"""Likeness of names from which one is offered in the place of the other."""

_SQL: Final = Path(__file__).with_name("sql")
_Matches = tuple[NDArray[np.int32], NDArray[np.int64]]
"""The numbers of items and the score of each, the lower the better."""


class Candidate(NamedTuple):
    """A name that may be the one that is meant."""

    item: int
    kind: str
    """The slug of the kind of the entity."""
    key: str
    """The name, folded."""
    accented: str
    """The name with its diacritics, see `server.search.folding.accented`."""


@cache
def sql(name: str) -> str:
    """The statement `name`."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


class SearchIndex:
    """All entities that have a name and a kind that pages group by, and all sentences that claims rest on."""

    def __init__(self, material: Material) -> None:
        # Items are numbered in the order in which equally good hits are given.
        entities = sorted(material.entities, key=lambda entity: (fold(entity.best("vi")), entity.iri))
        days = {entity.iri: entity.day for entity in entities if entity.kind.slug == "article"}
        newest = {id(s): max(days.get(article, "") for _, article in s.claims) for s in material.sentences}
        sentences = sorted(material.sentences, key=lambda s: s.text)
        sentences.sort(key=lambda s: newest[id(s)], reverse=True)
        first = len(entities)
        self._count: Final = first + len(sentences)
        self._database: Final = build(enumerate(entities), enumerate(sentences, first))
        self.lookup: Final = Lookup(self._database, {e.iri: item for item, e in enumerate(entities)}, days)
        tags: list[tuple[int, Iterable[Tag]]] = [
            *((item, material.tags_of_entity.get(e.iri, ())) for item, e in enumerate(entities)),
            *(
                (item, set().union(*(material.tags_of_claim.get(claim, set()) for claim, _ in s.claims)))
                for item, s in enumerate(sentences, first)
            ),
        ]
        kinds = [(item, e.kind.slug) for item, e in enumerate(entities)]
        kinds += [(item, SENTENCE.slug) for item in range(first, self._count)]
        self._dimensions: Final = {"kind": Dimension(kinds, self._count)}
        for name in DIMENSIONS[1:]:
            pairs = ((item, value) for item, of_item in tags for dimension, value in of_item if dimension == name)
            self._dimensions[name] = Dimension(pairs, self._count)
        numbers = {kind.slug: number for number, kind in enumerate(KINDS)}
        self._kind_numbers: Final = np.array([numbers[slug] for _, slug in kinds], dtype=np.int8)
        self._kept: Final[LRUCache[tuple[str, str], _Matches]] = LRUCache(_KEPT, getsizeof=_size)
        self._lock: Final = threading.Lock()

    def search(self, query: str, kind: Kind | None = None, limit: int = 20, skip: int = 0) -> list[HitGroup]:
        """Entities with a name that has every word of `query` (as the beginning of a word), grouped by kind.

        In a group the exact name comes first, then names that begin so, then names that have the words elsewhere; among
        equals those that agree in diacritics, then the shorter. The group with the best hit comes first. `kind`
        restricts to one group; an empty query lists all of that kind. `limit` hits are given of each group, after the
        first `skip`.
        """
        filters = {"kind": kind.slug} if kind else {}
        return [g for g in self.find(Question(query, filters, limit, skip)).groups if g.kind is not SENTENCE]

    def find(self, question: Question) -> Answer:
        """What a search finds, with its facets. Without words and without a facet it finds nothing.

        A sentence is found by its whole words, but for the last, which may be the beginning of one. The counts of a facet
        are those of the hits that there would be if only that facet's value were another.
        """
        folded = fold(question.text)
        if not folded and not question.filters:
            return Answer(0, [], [])
        items, scores = self._matches(folded, accented(question.text))
        having = {name: self._dimensions[name].having(value) for name, value in question.filters.items()}
        matched = np.zeros(self._count, dtype=bool)
        matched[items] = True
        left = matched.copy()
        for other in having.values():
            left &= other
        groups = self._groups(question, folded.split(), items, scores, left)
        return Answer(int(left.sum()), groups, self._facets(question.filters, matched, having))

    def knows(self, dimension: str, value: str) -> bool:
        """Whether anything in the release has this value of a facet."""
        return value in self._dimensions[dimension] or (dimension == "kind" and any(k.slug == value for k in KINDS))

    def suggest(self, text: str, limit: int = 8, kinds: Sequence[str] = (), skip: int = 0) -> list[Hit]:
        """The entities that best answer what somebody is typing, of all kinds (or of `kinds`) in one list."""
        folded = fold(text)
        if not folded:
            return []
        items, scores = self._matches(folded, accented(text))
        left = np.zeros(self._count, dtype=bool)
        for kind in kinds or [each.slug for each in ENTITIES]:
            left |= self._dimensions["kind"].having(kind)
        kept = left[items]
        items, scores = items[kept], scores[kept]
        # By tier, then by kind, then by the rest of the score: a province goes before a post that begins with its name.
        order = np.lexsort((items, scores, self._kind_numbers[items], scores // _BEST))
        return self.lookup.hits(items[order][skip : skip + limit].tolist())

    def candidates(self, text: str, kinds: Sequence[str] = (), limit: int = 60) -> list[Candidate]:
        """Entities of which a name has some word of `text`, or the same letters: those with the rarest words first.

        One entry an entity and name; the caller tells how alike they are.
        """
        words = fold(text).split()
        if not words:
            return []
        # A word of four letters or more may have a wrong ending, so its beginning is looked for.
        match = " OR ".join(f'"{word[:-1] if len(word) > 3 else word}" *' for word in dict.fromkeys(words))
        slugs = kinds or [kind.slug for kind in ENTITIES]
        values = {"squeezed": "".join(words), "match": match, "kinds": f" {' '.join(slugs)} ", "limit": limit}
        with self._database.reading() as connection:
            rows = connection.execute(sql("candidates"), values).fetchall()
        return [Candidate(*row) for row in rows]

    def near(self, text: str, limit: int) -> list[Hit]:
        """The entities with the names most like `text`, for a search that has found nothing."""
        folded = fold(text)
        best: dict[int, float] = {}
        for candidate in self.candidates(text):
            alike = similarity(folded, candidate.key)
            if alike >= _ALIKE:
                best[candidate.item] = max(alike, best.get(candidate.item, 0.0))
        return self.lookup.hits(sorted(best, key=lambda item: (-best[item], item))[:limit])

    def of_kinds(self, kinds: Sequence[str], limit: int) -> list[Hit]:
        """The entities of some kinds, in the order of their names, at most `limit`."""
        left = np.zeros(self._count, dtype=bool)
        for kind in kinds:
            left |= self._dimensions["kind"].having(kind)
        return self.lookup.hits(np.flatnonzero(left)[:limit].tolist())

    def values(self, iri: str, dimension: str) -> list[str]:
        """The values of a facet that an entity has."""
        item = self.lookup.item(iri)
        return [] if item is None else self._dimensions[dimension].of(item)

    def _matches(self, folded: str, form: str) -> _Matches:
        if not folded:
            return np.arange(self._count, dtype=np.int32), np.zeros(self._count, dtype=np.int64)
        with self._lock:
            if (kept := self._kept.get((folded, form))) is not None:
                return kept
        words = folded.split()
        begun = " AND ".join(f'"{word}" *' for word in words)
        whole = " AND ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}" *'])
        values = {"key": folded, "accented": form}
        with self._database.reading() as connection:
            rows = connection.execute(sql("names"), values | {"match": begun}).fetchall()
            rows += connection.execute(sql("sentences"), values | {"match": whole}).fetchall()
        both = np.array(rows, dtype=np.int64).reshape(-1, 2)
        found = both[:, 0].astype(np.int32), both[:, 1].copy()
        if _size(found) < _KEPT:
            with self._lock:
                self._kept[folded, form] = found
        return found

    def _groups(
        self,
        question: Question,
        words: list[str],
        items: NDArray[np.int32],
        scores: NDArray[np.int64],
        left: Items,
    ) -> list[HitGroup]:
        found: list[tuple[int, HitGroup]] = []
        for kind in KINDS:
            kept = (left & self._dimensions["kind"].having(kind.slug))[items]
            if not kept.any():
                continue
            of_kind, score = items[kept], scores[kept]
            order = np.lexsort((of_kind, score))
            page = of_kind[order][question.skip : question.skip + question.limit].tolist()
            if kind is SENTENCE:
                group = HitGroup(kind, len(of_kind), [], self.lookup.passages(page, words))
                found.append((1 << 60, group))  # after all entities
            else:
                found.append((int(score.min()) // _BEST, HitGroup(kind, len(of_kind), self.lookup.hits(page))))
        return [group for _, group in sorted(found, key=lambda pair: pair[0])]

    def _facets(self, filters: Mapping[str, str], matched: Items, having: Mapping[str, Items]) -> list[Facet]:
        facets = []
        for name in DIMENSIONS:
            items = matched.copy()
            for other in having.keys() - {name}:
                items &= having[other]
            counts = self._dimensions[name].counts(items)
            chosen = filters.get(name)
            if chosen is not None and chosen not in dict(counts):
                counts.append((chosen, 0))
            labels = self._labels(name, [value for value, _ in counts])
            choices = [Choice(value, labels[value], count, value == chosen) for value, count in counts]
            facets.append(Facet(name, sorted(choices, key=lambda choice: _order(name, choice))))
        return facets

    def _labels(self, dimension: str, values: list[str]) -> dict[str, Words]:
        if dimension == "kind":
            return {value: Words(kind.vi, kind.en) for value in values if (kind := by_slug(value, KINDS))}
        if dimension == "year":
            return {value: Words(value, value) for value in values}
        return self.lookup.labels(dimension, values)


def _size(matches: _Matches) -> int:
    return matches[0].nbytes + matches[1].nbytes + 256


def _order(dimension: str, choice: Choice) -> tuple[int, str]:
    """Years the latest first, kinds as everywhere, the rest the most frequent first."""
    if dimension == "year":
        return -int(choice.value), ""
    if dimension == "kind":
        return [kind.slug for kind in KINDS].index(choice.value), ""
    return -choice.count, choice.label.text
