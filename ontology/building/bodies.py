"""The central bodies in the reference graph."""

from __future__ import annotations

from rdflib import Graph, URIRef

from ontology import mint
from ontology.building.naming import add_matches, add_names, add_source, add_validity
from ontology.names import DCTERMS, M8G, ORG, RDF, TD
from ontology.tables.bodies import Body, bodies


def add_bodies(graph: Graph) -> None:
    """Add the bodies with what they are parts of and what took over from them."""
    by_slug = {body.slug: body for body in bodies()}
    for body in by_slug.values():
        _add_body(graph, body, by_slug)


def _add_body(graph: Graph, body: Body, by_slug: dict[str, Body]) -> None:
    node = URIRef(body.iri)
    of_state = (TD.StateBody, M8G.PublicOrganisation) if body.of_state else ()
    for kind in (TD.CentralBody, ORG.FormalOrganization, *of_state):
        graph.add((node, RDF.type, kind))
    add_names(graph, node, body.name, body.name_en, body.alt_names)
    graph.add((node, ORG.classification, URIRef(mint.code("body-kind", body.kind))))
    add_matches(graph, node, body.wikidata, None)
    add_source(graph, node, body.source, [body.source_url])
    add_validity(graph, node, body.first, body.last)
    for predicate, slug in ((ORG.subOrganizationOf, body.parent), (DCTERMS.isReplacedBy, body.successor)):
        if slug:
            graph.add((node, predicate, URIRef(by_slug[slug].iri)))
