"""The values of properties, read for many entities at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from ontology.names import TD, XSD
from server import queries
from server.addresses import path_of
from server.labels import Labels, iris_in, read_labels
from server.reconciliation.properties import Property
from server.search import SearchIndex
from server.source import Reading, Term

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_INTEGERS = frozenset(str(kind) for kind in (XSD.integer, XSD.nonNegativeInteger, XSD.int))
_DECIMALS = frozenset(str(kind) for kind in (XSD.decimal, XSD.double, XSD.float))


@dataclass(frozen=True)
class Known:
    """One value of a property: an entity of the service by `id`, or a text, a number or a date in `raw`."""

    raw: str
    id: str = ""
    en: str = ""
    """Of an entity: its name in English; `raw` is that in Vietnamese."""
    form: str = "str"
    """`str`, `int`, `float` or `date`, as the data extension names them (section 7.4 of the report)."""

    def member(self, language: str = "vi") -> dict[str, object]:
        """The value as the data extension gives it."""
        if self.id:
            return {"id": self.id, "name": self.en if language == "en" and self.en else self.raw}
        if self.form == "int":
            return {"int": int(self.raw)}
        if self.form == "float":
            return {"float": float(self.raw)}
        return {self.form: f"{self.raw}T00:00:00Z" if self.form == "date" else self.raw}


Values = dict[str, list[Known]]
"""The values of one property, by the IRI of the entity."""


def read_values(reading: Reading, index: SearchIndex, property_: Property, iris: Collection[str]) -> Values:
    """The values of a property of entities that `index` has; entities without a value are absent."""
    iris = [iri for iri in dict.fromkeys(iris) if (hit := index.lookup.entity(iri)) and property_.of(hit.kind.slug)]
    if not iris:
        return {}
    if property_.id == "era":
        return _eras(reading, property_, iris)
    found = _terms(reading, property_, [NamedNode(iri) for iri in iris])
    labels = read_labels(reading, iris_in(term for of_entity in found.values() for term in of_entity))
    values = {}
    for iri in iris:
        kept = {known for term in found.get(iri, ()) if (known := _known(property_, term, labels)) is not None}
        if not kept and property_.facet:
            kept = _of_facet(index, property_, iri)
        if kept:
            values[iri] = sorted(kept, key=lambda known: (known.raw, known.id))
    return values


def _terms(reading: Reading, property_: Property, terms: Sequence[NamedNode]) -> dict[str, list[Term]]:
    found: defaultdict[str, list[Term]] = defaultdict(list)
    for name, of in (("reconcile_forward", property_.forward), ("reconcile_inverse", property_.inverse)):
        if of:
            for row in reading.rows(queries.bind(name, property=[NamedNode(str(each)) for each in of], entity=terms)):
                found[row["entity"].value].append(row["value"])
    for names, tells in property_.claims:
        bound = {"names": [NamedNode(str(names))], "tells": [NamedNode(str(tells))]}
        for row in reading.rows(queries.bind("reconcile_through_claims", entity=terms, **bound)):
            found[row["entity"].value].append(row["value"])
    return found


def _eras(reading: Reading, property_: Property, iris: Iterable[str]) -> Values:
    """`from-2025` of a unit that a change of 2025 made, `until-2025` of one that it ended, `unchanged` of all others."""
    terms = [NamedNode(iri) for iri in iris]
    of_property = [NamedNode(str(each)) for each in property_.forward]
    eras = dict.fromkeys(iris, "unchanged")
    for row in reading.rows(queries.bind("reconcile_forward", property=of_property, entity=terms)):
        eras[row["entity"].value] = "from-2025" if row["property"].value == str(TD.validFrom) else "until-2025"
    return {iri: [Known(era)] for iri, era in eras.items()}


def _of_facet(index: SearchIndex, property_: Property, iri: str) -> set[Known]:
    values = index.values(iri, property_.facet)
    if property_.facet == "year":
        return {Known(value, form="int") for value in values}
    names = index.lookup.labels(property_.facet, values)
    return {Known(names[value].text, f"{property_.facet}/{value}", names[value].en) for value in values}


def _known(property_: Property, term: Term, labels: Labels) -> Known | None:
    """A term as a value; `None` where the property leaves it out."""
    if isinstance(term, BlankNode):
        return None
    if isinstance(term, NamedNode):
        iri = term.value
        if property_.within:
            return Known(iri.removeprefix(property_.within).strip("/")) if iri.startswith(property_.within) else None
        path = path_of(iri)
        return Known(labels.vi(iri) or path or iri, path or "", labels.en(iri) or "") if path else Known(iri)
    if property_.within or (property_.language and term.language != property_.language):
        return None
    return Known(term.value, form=_form(term))


def _form(literal: Literal) -> str:
    """How the data extension writes a literal; one that is not of its datatype's form is a text."""
    datatype = literal.datatype.value
    if datatype in _INTEGERS and literal.value.lstrip("-").isdigit():
        return "int"
    if datatype in _DECIMALS and _NUMBER.fullmatch(literal.value):
        return "float"
    return "date" if _DAY.fullmatch(literal.value) and datatype == str(XSD.date) else "str"
