"""Builds the reference graph from the tables: provinces of both eras, their changes, central bodies, blocs, country and codes.

A maintainer edits a table, never Turtle. Every entity has one `rdfs:label` in Vietnamese and one in English.
"""

from __future__ import annotations

from rdflib import Graph

from ontology.building.blocs import add_blocs
from ontology.building.bodies import add_bodies
from ontology.building.codes import add_schemes
from ontology.building.geometry import add_geometry
from ontology.building.laws import add_laws
from ontology.building.places import add_places
from ontology.names import PREFIXES


def build() -> Graph:
    """The reference graph. Raises `OntologyError` where a table is faulty."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    add_schemes(graph)
    add_laws(graph)
    add_places(graph)
    add_geometry(graph)
    add_bodies(graph)
    add_blocs(graph)
    return graph
