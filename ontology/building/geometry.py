"""The boundaries of provinces in the reference graph: one `geo:Geometry` a province (OGC GeoSPARQL 1.1, sections 8.4, 8.5)."""

from __future__ import annotations

from rdflib import Graph, Literal, URIRef

from ontology.building.naming import add_both, add_names, add_source
from ontology.names import GEO, RDF, SKOS
from ontology.tables.geometry import SOURCE, Boundary, boundaries


def add_geometry(graph: Graph) -> None:
    """Add the boundary of every province."""
    for boundary in boundaries():
        _add_boundary(graph, boundary)


def _add_boundary(graph: Graph, boundary: Boundary) -> None:
    node = URIRef(boundary.iri)
    graph.add((URIRef(boundary.province.iri), GEO.hasDefaultGeometry, node))
    graph.add((node, RDF.type, GEO.Geometry))
    add_names(graph, node, f"Ranh giới {boundary.province.name}", f"Boundary of {boundary.province.name_en}")
    # Without the IRI of a reference system a wktLiteral is in CRS84: longitude first, degrees.
    graph.add((node, GEO.asWKT, Literal(boundary.wkt, datatype=GEO.wktLiteral)))
    add_source(graph, node, None, [SOURCE])
    if boundary.note_vi:
        add_both(graph, node, SKOS.scopeNote, boundary.note_vi, boundary.note_en)
