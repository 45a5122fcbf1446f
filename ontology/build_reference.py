"""Builds the reference graph from the tables: provinces of both eras, their changes, blocs, country and codes.

A maintainer edits a table, never Turtle. Every entity has one `rdfs:label` in Vietnamese and one in English.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rdflib import Graph, Literal, URIRef

from ontology import mint, reference
from ontology.codes import Code, Scheme, concepts, schemes
from ontology.names import DCTERMS, ORG, PREFIXES, PROV, RDF, RDFS, SKOS, TD, XSD
from ontology.places import Change, Province

WIKIDATA: Final = "http://www.wikidata.org/entity/"
GEONAMES: Final = "https://sws.geonames.org/"

_CLASSES: Final[dict[str, tuple[URIRef, ...]]] = {
    "award": (TD.Award,),
    "indicator": (TD.Indicator,),
}
"""Classes of a scheme's codes, besides `skos:Concept`."""

_BLOC_ROLES: Final = frozenset({"leader", "deputy", "member"})
"""Roles of a unit in its bloc (`org:Role`); the others are roles in a conference (`prov:Role`)."""

_DAY_FORM: Final = "%d/%m/%Y"


def build() -> Graph:
    """The reference graph. Raises `OntologyError` where a table is faulty."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for scheme in schemes():
        _add_scheme(graph, scheme, concepts(scheme.name))
    _add_country(graph, reference.country())
    by_slug = {province.slug: province for province in reference.provinces()}
    for province in by_slug.values():
        _add_province(graph, province, by_slug)
    for change in reference.changes():
        _add_change(graph, change, by_slug)
    for bloc in reference.blocs():
        _add_bloc(graph, bloc)
    return graph


def _add_names(graph: Graph, node: URIRef, name_vi: str, name_en: str, alt_names: Iterable[str] = ()) -> None:
    graph.add((node, RDFS.label, Literal(name_vi, lang="vi")))
    graph.add((node, RDFS.label, Literal(name_en, lang="en")))
    for name in alt_names:
        graph.add((node, SKOS.altLabel, Literal(name, lang="vi")))


def _add_scheme(graph: Graph, scheme: Scheme, members: tuple[Code, ...]) -> None:
    node = URIRef(scheme.iri)
    graph.add((node, RDF.type, SKOS.ConceptScheme))
    _add_names(graph, node, scheme.label_vi, scheme.label_en)
    graph.add((node, DCTERMS.description, Literal(scheme.definition_vi, lang="vi")))
    graph.add((node, DCTERMS.description, Literal(scheme.definition_en, lang="en")))
    for code in members:
        _add_code(graph, node, code)


def _add_code(graph: Graph, scheme: URIRef, code: Code) -> None:
    node = URIRef(code.iri)
    role = (ORG.Role if code.notation in _BLOC_ROLES else PROV.Role,) if code.scheme == "role" else ()
    for kind in (SKOS.Concept, *_CLASSES.get(code.scheme, ()), *role):
        graph.add((node, RDF.type, kind))
    _add_names(graph, node, code.label_vi, code.label_en)
    for language, label, definition in (
        ("vi", code.label_vi, code.definition_vi),
        ("en", code.label_en, code.definition_en),
    ):
        graph.add((node, SKOS.prefLabel, Literal(label, lang=language)))
        graph.add((node, SKOS.definition, Literal(definition, lang=language)))
    graph.add((node, SKOS.notation, Literal(code.notation)))
    graph.add((node, SKOS.inScheme, scheme))
    _add_extra(graph, node, scheme, code)


def _add_extra(graph: Graph, node: URIRef, scheme: URIRef, code: Code) -> None:
    """What only awards and indicators have: level and legal basis, broader code and code elsewhere."""
    if broader := code.extra.get("broader"):
        graph.add((node, SKOS.broader, URIRef(mint.code(code.scheme, broader))))
    else:
        graph.add((node, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, node))
    if match := code.extra.get("close_match"):
        graph.add((node, SKOS.closeMatch, URIRef(match)))
    if level := code.extra.get("level"):
        graph.add((node, TD.awardLevel, Literal(level)))
    if basis := code.extra.get("legal_basis"):
        graph.add((node, TD.legalBasis, Literal(basis, lang="vi")))


def _add_country(graph: Graph, country: reference.Country) -> None:
    node = URIRef(country.iri)
    graph.add((node, RDF.type, TD.Country))
    _add_names(graph, node, country.name, country.name_en, country.alt_names)
    graph.add((node, TD.iso31662, Literal(country.iso)))
    _add_matches(graph, node, country.wikidata, country.geonames)


def _add_matches(graph: Graph, node: URIRef, wikidata: str | None, geonames: str | None) -> None:
    if wikidata:
        graph.add((node, SKOS.closeMatch, URIRef(WIKIDATA + wikidata)))
    if geonames:
        graph.add((node, SKOS.closeMatch, URIRef(f"{GEONAMES}{geonames}/")))


def _add_province(graph: Graph, province: Province, by_slug: dict[str, Province]) -> None:
    node = URIRef(province.iri)
    for kind in (TD.Province, ORG.FormalOrganization):
        graph.add((node, RDF.type, kind))
    _add_names(graph, node, province.name, province.name_en, province.alt_names)
    graph.add((node, TD.unitKind, URIRef(mint.code("unit-kind", province.kind))))
    graph.add((node, TD.gsoCode, Literal(province.gso_code)))
    if province.iso:
        graph.add((node, TD.iso31662, Literal(province.iso)))
    _add_matches(graph, node, province.wikidata, province.geonames)
    for predicate, day in ((TD.validFrom, province.first), (TD.validUntil, province.last)):
        if day is not None:
            graph.add((node, predicate, Literal(day.isoformat(), datatype=XSD.date)))
    if province.successor:
        graph.add((node, DCTERMS.isReplacedBy, URIRef(by_slug[province.successor].iri)))
    _add_era(graph, node, province)


def _add_era(graph: Graph, node: URIRef, province: Province) -> None:
    """A note that tells two units of one name apart: from or until which day the unit is valid."""
    if province.last is not None:
        vi, en = f"đến hết ngày {province.last:{_DAY_FORM}}", f"until {province.last.isoformat()}"
    elif province.first is not None:
        vi, en = f"từ ngày {province.first:{_DAY_FORM}}", f"from {province.first.isoformat()}"
    else:
        return
    graph.add((node, SKOS.note, Literal(f"{province.name} ({vi})", lang="vi")))
    graph.add((node, SKOS.note, Literal(f"{province.name_en} ({en})", lang="en")))


def _add_change(graph: Graph, change: Change, by_slug: dict[str, Province]) -> None:
    node = URIRef(change.iri)
    after = URIRef(by_slug[change.after].iri)
    graph.add((node, RDF.type, ORG.ChangeEvent))
    graph.add((node, RDF.type, TD.ProvinceMerger if change.kind == "merger" else TD.ProvinceStatusChange))
    _add_names(graph, node, change.label_vi, change.label_en)
    graph.add((node, TD.operatingDate, Literal(change.operating.isoformat(), datatype=XSD.date)))
    if change.legal_basis:
        graph.add((node, TD.legalBasis, Literal(change.legal_basis, lang="vi")))
    if change.legal_date:
        graph.add((node, TD.legalDate, Literal(change.legal_date.isoformat(), datatype=XSD.date)))
    for slug in change.before:
        before = URIRef(by_slug[slug].iri)
        graph.add((node, ORG.originalOrganization, before))
        graph.add((before, ORG.changedBy, node))
    graph.add((node, ORG.resultingOrganization, after))
    graph.add((after, ORG.resultedFrom, node))
    for predicate, kind in ((TD.kindBefore, change.kind_before), (TD.kindAfter, change.kind_after)):
        if kind:
            graph.add((node, predicate, URIRef(mint.code("unit-kind", kind))))


def _add_bloc(graph: Graph, bloc: reference.Bloc) -> None:
    node = URIRef(bloc.iri)
    for kind in (TD.Bloc, ORG.OrganizationalCollaboration):
        graph.add((node, RDF.type, kind))
    _add_names(graph, node, bloc.name, bloc.name_en, bloc.alt_names)
    graph.add((node, SKOS.note, Literal(f"source of the name: {bloc.source}", lang="en")))
