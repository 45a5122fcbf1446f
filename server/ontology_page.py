"""The ontology as a page: what it says of itself, its terms, each with an anchor so that `/ontology#Bloc` leads to it, its
code schemes, and the vocabularies that it builds on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode

from ontology import mint
from ontology.names import DCTERMS, OWL, RDF, RDFS, SKOS, TD
from server import queries
from server.labels import Labels, Value, iris_in, read_labels
from server.source import Reading, Row, Term, by_property

_CLASSES = frozenset(str(name) for name in (OWL.Class, RDFS.Class))
_PROPERTIES = frozenset(
    str(n) for n in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property)
)
_GRAPH = NamedNode(mint.graph("ontology"))

_HEADER = (
    ("Phiên bản", "Version", OWL.versionIRI),
    ("Phiên bản trước", "Prior version", OWL.priorVersion),
    ("Phát hành lần đầu", "First issued", DCTERMS.issued),
    ("Sửa đổi", "Modified", DCTERMS.modified),
    ("Tác giả", "Creator", DCTERMS.creator),
    ("Giấy phép", "Licence", DCTERMS.license),
    ("Cách trích dẫn", "How to cite", DCTERMS.bibliographicCitation),
    ("Thay đổi", "Changes", SKOS.changeNote),
)
"""What the head of the page shows of the ontology's metadata, in this order."""


@dataclass(frozen=True)
class Wording:
    """Texts of one property in Vietnamese and in English, each in the order of its words."""

    vi: list[str] = field(default_factory=list)
    en: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.vi or self.en)


@dataclass(frozen=True)
class OntologyTerm:
    """A class or property: its name, its definition, examples and notes, and what joins it to other terms."""

    name: str
    title: Value
    kinds: list[Value]
    definition: Wording
    examples: Wording
    scope: Wording
    reasons: Wording
    changes: Wording
    relations: list[tuple[Value, list[Value]]]


@dataclass(frozen=True)
class Section:
    """The terms of one sort, by name."""

    anchor: str
    vi: str
    en: str
    terms: list[OntologyTerm]


@dataclass(frozen=True)
class Fact:
    """One line of the ontology's metadata: its name in both languages, and its values."""

    vi: str
    en: str
    values: list[Value]


@dataclass(frozen=True)
class OntologyPage:
    """All that the page shows."""

    title: Value
    description: Wording
    version: str
    facts: list[Fact]
    sections: list[Section]
    schemes: list[tuple[Value, int]]
    vocabularies: list[tuple[str, int]]


def read_page(reading: Reading) -> OntologyPage:
    """The page of a release's ontology, read once a release."""
    return reading.once("ontology", lambda: _read(reading))


def _read(reading: Reading) -> OntologyPage:
    terms = reading.rows(queries.bind("ontology_terms", graph=[_GRAPH]))
    header = by_property(reading.rows(queries.bind("ontology_header", graph=[_GRAPH])))
    schemes = reading.rows(queries.text("concept_schemes"))
    named = {iri for row in (*terms, *schemes) for iri in iris_in(row.values())}
    named |= {iri for values in header.values() for iri in iris_in(values)}
    labels = read_labels(reading, named)
    titles = Labels({str(TD): _titles(header)})
    return OntologyPage(
        title=Value(text=titles.vi(str(TD)) or "Ontology", en=titles.en(str(TD)) or "Ontology"),
        description=_wording(header.get(str(DCTERMS.description), [])),
        version=next((v.value for v in header.get(str(OWL.versionInfo), [])), ""),
        facts=_facts(header, labels),
        sections=_sections(terms, labels),
        schemes=[(labels.value(row["scheme"]), int(row["count"].value)) for row in schemes],
        vocabularies=[
            (row["vocabulary"].value, int(row["count"].value))
            for row in reading.rows(queries.bind("ontology_vocabularies", graph=[_GRAPH]))
        ],
    )


def _sections(rows: Iterable[Row], labels: Labels) -> list[Section]:
    by_term: dict[str, list[Row]] = {}
    for row in rows:
        by_term.setdefault(row["term"].value, []).append(row)
    classes = {iri: {row["class"].value for row in of_term} for iri, of_term in by_term.items()}
    terms = {iri: _term(iri, of_term, labels) for iri, of_term in sorted(by_term.items())}

    def of(kinds: frozenset[str]) -> list[OntologyTerm]:
        return [term for iri, term in terms.items() if classes[iri] & kinds]

    return [
        Section("classes", "Lớp", "Classes", of(_CLASSES)),
        Section("properties", "Thuộc tính", "Properties", of(_PROPERTIES)),
    ]


def _term(iri: str, rows: list[Row], labels: Labels) -> OntologyTerm:
    texts = by_property(rows)
    relations = [
        (labels.iri(name), [labels.value(value) for value in _unique(values)])
        for name, values in sorted(texts.items())
        if any(isinstance(value, NamedNode) for value in values)
    ]
    return OntologyTerm(
        name=iri.removeprefix(str(TD)),
        title=labels.iri(iri),
        kinds=[labels.value(kind) for kind in _unique([row["class"] for row in rows])],
        definition=_wording([*texts.get(str(SKOS.definition), []), *texts.get(str(RDFS.comment), [])]),
        examples=_wording(texts.get(str(SKOS.example), [])),
        scope=_wording(texts.get(str(SKOS.scopeNote), [])),
        reasons=_wording(texts.get(str(SKOS.editorialNote), [])),
        changes=_wording(texts.get(str(SKOS.changeNote), [])),
        relations=relations,
    )


def _facts(header: dict[str, list[Term]], labels: Labels) -> list[Fact]:
    facts = []
    for vi, en, name in _HEADER:
        values = [labels.value(term) for term in sorted(header.get(str(name), []), key=_newest_and_vietnamese_first)]
        if name == OWL.priorVersion:  # no release but its own serves that one
            values = [replace(value, href=None) for value in values]
        if values:
            facts.append(Fact(vi, en, values))
    return facts


def _newest_and_vietnamese_first(term: Term) -> tuple[tuple[int, ...], bool]:
    """A key that puts a note of a later version (`0.2.0: ...`) first, and in each the Vietnamese one."""
    number = re.match(r"(\d+)\.(\d+)\.(\d+):", term.value)
    return tuple(-int(part) for part in number.groups()) if number else (), _language(term) == "en"


def _language(term: Term) -> str | None:
    return term.language if isinstance(term, Literal) else None


def _titles(header: dict[str, list[Term]]) -> dict[str, str]:
    names = (*header.get(str(RDFS.label), []), *header.get(str(DCTERMS.title), []))
    return {name.language or "": name.value for name in names if isinstance(name, Literal)}


def _unique(terms: Iterable[Term]) -> list[Term]:
    return sorted(set(terms), key=lambda term: term.value)


def _wording(terms: Iterable[Term]) -> Wording:
    literals = [term for term in _unique(terms) if isinstance(term, Literal)]
    return Wording(
        vi=[text.value for text in literals if text.language != "en"],
        en=[text.value for text in literals if text.language == "en"],
    )
