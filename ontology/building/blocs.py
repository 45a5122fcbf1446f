"""The blocs of provinces in the reference graph."""

from __future__ import annotations

from rdflib import Graph, Literal, URIRef

from ontology import reference
from ontology.building.naming import add_names
from ontology.names import ORG, RDF, SKOS, TD


def add_blocs(graph: Graph) -> None:
    """Add the blocs that the tables know."""
    for bloc in reference.blocs():
        _add_bloc(graph, bloc)


def _add_bloc(graph: Graph, bloc: reference.Bloc) -> None:
    node = URIRef(bloc.iri)
    for kind in (TD.Bloc, ORG.OrganizationalCollaboration):
        graph.add((node, RDF.type, kind))
    add_names(graph, node, bloc.name, bloc.name_en, bloc.alt_names)
    graph.add((node, SKOS.note, Literal(f"source of the name: {bloc.source}", lang="en")))
