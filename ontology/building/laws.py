"""The laws and resolutions, and the articles of them that are cited, in the reference graph."""

from __future__ import annotations

from datetime import date

from rdflib import Graph, Literal, URIRef

from ontology import mint
from ontology.building.naming import add_names
from ontology.names import DCTERMS, FOAF, PROV, RDF, SCHEMA, TD, XSD
from ontology.tables import laws


def add_laws(graph: Graph) -> None:
    """Add every law of the tables with its cited articles. Raises `OntologyError` where a table is faulty."""
    for law in laws.laws():
        _add_law(graph, law)
    by_slug = {law.slug: law for law in laws.laws()}
    for provision in laws.provisions():
        _add_provision(graph, provision, by_slug[provision.law])


def _add_law(graph: Graph, law: laws.Law) -> None:
    node = URIRef(law.iri)
    for kind in (TD.Document, FOAF.Document):
        graph.add((node, RDF.type, kind))
    add_names(graph, node, law.number, law.number_en)
    _add_titles(graph, node, law.title_vi, law.title_en)
    graph.add((node, TD.issuer, URIRef(mint.entity("organisation", law.issuer))))
    _add_day(graph, node, SCHEMA.datePublished, law.issued)
    _add_day(graph, node, TD.validFrom, law.in_force)
    _add_day(graph, node, TD.validUntil, law.until)
    for amended in law.amends:
        graph.add((node, SCHEMA.legislationChanges, URIRef(mint.entity("document", amended))))
    if law.replaced_by:
        graph.add((node, DCTERMS.isReplacedBy, URIRef(mint.entity("document", law.replaced_by))))
    if law.source:
        graph.add((node, DCTERMS.source, URIRef(law.source)))


def _add_provision(graph: Graph, provision: laws.Provision, law: laws.Law) -> None:
    node = URIRef(provision.iri)
    for kind in (TD.Provision, PROV.Entity):
        graph.add((node, RDF.type, kind))
    add_names(graph, node, f"Điều {provision.article}, {law.number}", f"Article {provision.article}, {law.number_en}")
    _add_titles(graph, node, provision.subject_vi, provision.subject_en)
    graph.add((node, DCTERMS.isPartOf, URIRef(law.iri)))


def _add_titles(graph: Graph, node: URIRef, title_vi: str | None, title_en: str | None) -> None:
    for title, language in ((title_vi, "vi"), (title_en, "en")):
        if title:
            graph.add((node, DCTERMS.title, Literal(title, lang=language)))


def _add_day(graph: Graph, node: URIRef, predicate: URIRef, day: date | None) -> None:
    if day is not None:
        graph.add((node, predicate, Literal(day.isoformat(), datatype=XSD.date)))
