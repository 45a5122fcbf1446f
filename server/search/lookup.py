"""What the numbers of an index' items stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ontology.names import ID
from server.kinds import ENTITIES, by_slug
from server.search.database import Database
from server.search.folding import parts
from server.search.hits import NOTHING, Hit, Passage, Words

_MOST: Final = 3
"""Claims and articles that are named beside a sentence."""


class Lookup:
    """The entities and sentences of an index, by number or by IRI."""

    def __init__(self, database: Database, items: Mapping[str, int], days: Mapping[str, str]) -> None:
        """`items` are the numbers of the entities, `days` the days of publication of the articles, by IRI."""
        self._database: Final = database
        self._items: Final = items
        self._days: Final = days

    def item(self, iri: str) -> int | None:
        """The number of an entity."""
        return self._items.get(iri)

    def entity(self, iri: str) -> Hit | None:
        """An entity by its IRI; `None` where the index has none."""
        item = self._items.get(iri)
        return None if item is None else self.hits([item])[0]

    def hits(self, items: Sequence[int]) -> list[Hit]:
        """Entities by number, in the order of `items`."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT item, iri, kind, vi, en, detail_vi, detail_en, first_year, last_year FROM entity WHERE item IN ({_numbers(items)})"
            ).fetchall()
        found = {}
        for item, iri, slug, vi, en, detail_vi, detail_en, first, last in rows:
            kind = by_slug(slug, ENTITIES)
            assert kind is not None, "the index has entities of these kinds alone"
            years = None if first is None else (first, last)
            found[item] = Hit(iri, vi, en, kind, Words(detail_vi, detail_en) if detail_vi else NOTHING, years)
        return [found[item] for item in items]

    def passages(self, items: Sequence[int], words: Sequence[str]) -> list[Passage]:
        """Sentences by number, in the order of `items`, with the folded `words` marked."""
        with self._database.reading() as connection:
            texts = dict(connection.execute(f"SELECT item, text FROM sentence WHERE item IN ({_numbers(items)})"))
            rows = connection.execute(
                f"SELECT item, claim, article FROM claim WHERE item IN ({_numbers(items)}) ORDER BY claim"
            ).fetchall()
        sources: dict[int, dict[str, list[str]]] = {}
        for item, claim, article in rows:
            sources.setdefault(item, {}).setdefault(article, []).append(claim)
        passages = []
        for item in items:
            of_item = sources[item]
            newest = sorted(sorted(of_item), key=lambda article: self._days.get(article, ""), reverse=True)
            passages.append(
                Passage(
                    texts[item],
                    parts(texts[item], words),
                    [claim for article in newest for claim in of_item[article]][:_MOST],
                    [article for iri in newest[:_MOST] if (article := self.entity(iri)) is not None],
                    len(of_item),
                )
            )
        return passages

    def labels(self, dimension: str, values: Iterable[str]) -> dict[str, Words]:
        """The names of blocs or provinces by the ends of their paths, with what tells namesakes apart.

        One that has no name is called by the end of its path.
        """
        labels = {}
        iris = {value: f"{ID}{dimension}/{value}" for value in values}
        items = {self._items[iri] for iri in iris.values() if iri in self._items}
        found = {hit.iri: hit for hit in self.hits(sorted(items))}
        for value, iri in iris.items():
            hit = found.get(iri)
            if hit is None:
                labels[value] = Words(value, value)
            elif dimension == "province" and hit.detail.text:
                labels[value] = Words(f"{hit.name} ({hit.detail.text})", f"{hit.en} ({hit.detail.en})")
            else:
                labels[value] = Words(hit.name, hit.en)
        return labels


def _numbers(items: Iterable[int]) -> str:
    """Numbers as a list for SQL; `int` makes sure that they are."""
    return ",".join(str(int(item)) for item in items)
