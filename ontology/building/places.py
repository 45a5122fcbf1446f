"""The country, the provinces of both eras and their changes in the reference graph."""

from __future__ import annotations

from rdflib import Graph, Literal, URIRef

from ontology import mint, reference
from ontology.building.naming import DAY_FORM, add_both, add_matches, add_names, add_source, add_validity
from ontology.names import DCTERMS, ORG, RDF, SKOS, TD, XSD
from ontology.tables.places import Change, Province


def add_places(graph: Graph) -> None:
    """Add the country, the provinces and the changes that join them."""
    _add_country(graph, reference.country())
    by_slug = {province.slug: province for province in reference.provinces()}
    for province in by_slug.values():
        _add_province(graph, province, by_slug)
    for change in reference.changes():
        _add_change(graph, change, by_slug)


def _add_country(graph: Graph, country: reference.Country) -> None:
    node = URIRef(country.iri)
    graph.add((node, RDF.type, TD.Country))
    add_names(graph, node, country.name, country.name_en, country.alt_names)
    graph.add((node, TD.iso31662, Literal(country.iso)))
    add_matches(graph, node, country.wikidata, country.geonames)


def _add_province(graph: Graph, province: Province, by_slug: dict[str, Province]) -> None:
    node = URIRef(province.iri)
    for kind in (TD.Province, ORG.FormalOrganization):
        graph.add((node, RDF.type, kind))
    add_names(graph, node, province.name, province.name_en, province.alt_names)
    graph.add((node, TD.unitKind, URIRef(mint.code("unit-kind", province.kind))))
    graph.add((node, TD.gsoCode, Literal(province.gso_code)))
    if province.iso:
        graph.add((node, TD.iso31662, Literal(province.iso)))
    add_matches(graph, node, province.wikidata, province.geonames)
    for name in province.alt_names_en:
        graph.add((node, SKOS.altLabel, Literal(name, lang="en")))
    add_source(graph, node, None, province.sources)
    add_validity(graph, node, province.first, province.last)
    if province.successor:
        graph.add((node, DCTERMS.isReplacedBy, URIRef(by_slug[province.successor].iri)))
    _add_era(graph, node, province)


def _add_era(graph: Graph, node: URIRef, province: Province) -> None:
    """A note that tells two units of one name apart: from or until which day the unit is valid."""
    if province.last is not None:
        vi, en = f"đến hết ngày {province.last:{DAY_FORM}}", f"until {province.last.isoformat()}"
    elif province.first is not None:
        vi, en = f"từ ngày {province.first:{DAY_FORM}}", f"from {province.first.isoformat()}"
    else:
        return
    add_both(graph, node, SKOS.note, f"{province.name} ({vi})", f"{province.name_en} ({en})")


def _add_change(graph: Graph, change: Change, by_slug: dict[str, Province]) -> None:
    node = URIRef(change.iri)
    after = URIRef(by_slug[change.after].iri)
    graph.add((node, RDF.type, ORG.ChangeEvent))
    graph.add((node, RDF.type, TD.ProvinceMerger if change.kind == "merger" else TD.ProvinceStatusChange))
    add_names(graph, node, change.label_vi, change.label_en)
    graph.add((node, TD.operatingDate, Literal(change.operating.isoformat(), datatype=XSD.date)))
    if change.legal_basis:
        graph.add((node, TD.legalBasis, URIRef(mint.entity("document", change.legal_basis))))
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
    for predicate, name in ((TD.nameBefore, change.name_before), (TD.nameAfter, change.name_after)):
        if name:
            graph.add((node, predicate, Literal(name, lang="vi")))
    add_source(graph, node, None, change.sources)
