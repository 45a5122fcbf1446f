"""The ontology as a page: its classes and properties, each with an anchor, so that `/ontology#Bloc` leads to it."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from ontology import mint
from ontology.names import OWL, RDF, RDFS, SKOS, TD
from server import queries
from server.labels import Labels, Value, iris_in, read_labels
from server.source import Reading, Row, Term

_CLASSES = frozenset(str(name) for name in (OWL.Class, RDFS.Class))
_PROPERTIES = frozenset(
    str(n) for n in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property)
)


@dataclass(frozen=True)
class OntologyTerm:
    """A class or property: its name, its definitions by language, and what joins it to other terms."""

    name: str
    title: Value
    definitions: dict[str, str]
    relations: list[tuple[Value, list[Value]]]


@dataclass(frozen=True)
class Section:
    """The terms of one sort, by name."""

    anchor: str
    vi: str
    en: str
    terms: list[OntologyTerm]


def read_terms(reading: Reading) -> list[Section]:
    """The ontology's own terms, read once a release."""
    return reading.once("ontology", lambda: _read(reading))


def _read(reading: Reading) -> list[Section]:
    rows = reading.rows(queries.bind("ontology_terms", graph=[NamedNode(mint.graph("ontology"))]))
    labels = read_labels(reading, {iri for row in rows for iri in iris_in(row.values())})
    classes: dict[str, set[str]] = {}
    by_term: dict[str, list[Row]] = {}
    for row in rows:
        classes.setdefault(row["term"].value, set()).add(row["class"].value)
        by_term.setdefault(row["term"].value, []).append(row)
    terms = {iri: _term(iri, of_term, labels) for iri, of_term in sorted(by_term.items())}

    def of(kinds: frozenset[str]) -> list[OntologyTerm]:
        return [term for iri, term in terms.items() if classes[iri] & kinds]

    return [
        Section("classes", "Lớp", "Classes", of(_CLASSES)),
        Section("properties", "Thuộc tính", "Properties", of(_PROPERTIES)),
    ]


def _term(iri: str, rows: list[Row], labels: Labels) -> OntologyTerm:
    definitions: dict[str, str] = {}
    related: dict[str, dict[Term, Value]] = {}
    for row in rows:
        value, name = row["value"], row["property"].value
        if isinstance(value, Literal) and name in {str(SKOS.definition), str(RDFS.comment)}:
            definitions.setdefault(value.language or "", value.value)
        elif isinstance(value, NamedNode):
            related.setdefault(name, {})[value] = labels.value(value)
    relations = [(labels.iri(name), list(values.values())) for name, values in sorted(related.items())]
    return OntologyTerm(iri.removeprefix(str(TD)), labels.iri(iri), definitions, relations)
