"""Labels in bulk, and terms made ready to be shown: one query for all the IRIs of a page."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cachetools import LRUCache
from pyoxigraph import BlankNode, Literal, NamedNode

from ontology.names import XSD
from server import queries, wording
from server.addresses import href, is_outside, path_of, short
from server.source import Reading, Term

_BATCH = 1000
_MOST_KEPT = 50_000
_DATES = frozenset(str(kind) for kind in (XSD.date, XSD.dateTime, XSD.gYearMonth, XSD.gYear))
_TRUTH = {True: ("có", "yes"), False: ("không", "no")}
_NUMBERS = frozenset(str(kind) for kind in (XSD.integer, XSD.decimal, XSD.double, XSD.float, XSD.nonNegativeInteger))


@dataclass(frozen=True)
class Value:
    """A term as a page shows it."""

    text: str
    """In Vietnamese where there is a Vietnamese form."""
    en: str
    """In English where there is an English form, else the same as `text`."""
    iri: str = ""
    """Of an IRI: itself, in full."""
    href: str | None = None
    outside: bool = False
    lang: str | None = None
    """Of a literal with a language: its tag."""
    raw: str = ""
    """Of a literal: its lexical form."""

    @property
    def code(self) -> str:
        """The last segment of the IRI, by which templates tell codes (`exact`, `above`, `leader`) apart."""
        return self.iri.rpartition("/")[2]


class Labels:
    """The names of entities, Vietnamese and English, and terms shown by them."""

    def __init__(self, by_language: dict[str, dict[str, str]]) -> None:
        self._names = by_language

    def vi(self, iri: str) -> str | None:
        """The Vietnamese name, else one without a language, else the English one, else any."""
        return self._first(iri, ("vi", "", "en"))

    def en(self, iri: str) -> str | None:
        """The English name, else what `vi` gives."""
        return self._first(iri, ("en", "vi", ""))

    def has(self, iri: str) -> bool:
        """Whether the entity has any name."""
        return iri in self._names

    def value(self, term: Term) -> Value:
        """A term ready to be shown."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, BlankNode):
            return Value(text=f"_:{term.value}", en=f"_:{term.value}")
        return _literal(term)

    def iri(self, iri: str) -> Value:
        """An IRI ready to be shown: by its name, or by its short form where it has none."""
        text = self.vi(iri) or short(iri).strip("<>")
        return Value(text=text, en=self.en(iri) or text, iri=iri, href=href(iri), outside=is_outside(iri))

    def _first(self, iri: str, languages: tuple[str, ...]) -> str | None:
        names = self._names.get(iri, {})
        return next((names[language] for language in languages if language in names), next(iter(names.values()), None))


def read_labels(reading: Reading, iris: Iterable[str]) -> Labels:
    """Look up the labels of `iris`, a thousand to a query. Where a language has several, the first in order is taken.

    Those looked up before are kept with the release, since pages name the same blocs, periods and properties again and again.
    """
    kept = reading.once("labels", _Kept)
    wanted = set(iris)
    found = kept.get(wanted)
    missing = sorted(wanted - found.keys())
    for begin in range(0, len(missing), _BATCH):
        batch = missing[begin : begin + _BATCH]
        names: dict[str, dict[str, str]] = {iri: {} for iri in batch}
        for row in reading.rows(queries.bind("labels", entity=[NamedNode(iri) for iri in batch])):
            label = row["label"]
            if isinstance(label, Literal):
                of_entity = names[row["entity"].value]
                language = label.language or ""
                of_entity[language] = min(label.value, of_entity.get(language, label.value))
        kept.put({iri: of_entity for iri, of_entity in names.items() if of_entity or path_of(iri)})
        found.update(names)
    return Labels({iri: of_entity for iri, of_entity in found.items() if of_entity})


class _Kept:
    """The names of the entities that were asked for last; of what is not ours, only those that the graph names."""

    def __init__(self) -> None:
        self._names: LRUCache[str, dict[str, str]] = LRUCache(_MOST_KEPT)
        self._lock = threading.Lock()

    def get(self, iris: Iterable[str]) -> dict[str, dict[str, str]]:
        """The names that are kept, by IRI."""
        with self._lock:
            return {iri: self._names[iri] for iri in iris if iri in self._names}

    def put(self, names: Mapping[str, dict[str, str]]) -> None:
        """Keep names; each entity's are whole."""
        with self._lock:
            self._names.update(names)


def iris_in(terms: Iterable[Term]) -> set[str]:
    """The IRIs among `terms`."""
    return {term.value for term in terms if isinstance(term, NamedNode)}


def _literal(literal: Literal) -> Value:
    datatype = literal.datatype.value
    raw = literal.value
    if literal.language:
        return Value(text=raw, en=raw, lang=literal.language, raw=raw)
    if datatype == str(XSD.boolean):
        return Value(*_TRUTH[raw in {"true", "1"}], raw=raw)
    if datatype in _DATES:
        return Value(text=wording.date_vi(raw), en=wording.date_en(raw), raw=raw)
    if datatype in _NUMBERS:
        return Value(text=wording.number_vi(raw), en=wording.number_en(raw), raw=raw)
    return Value(text=raw, en=raw, raw=raw)
