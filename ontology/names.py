"""The namespaces of the graph: our own and the vocabularies that it reuses.

Terms are `rdflib.term.URIRef`, which is a `str`, so they serve rdflib and pyoxigraph alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rdflib import Namespace

BASE: Final = "https://w3id.org/thidua/"
"""Base IRI of everything that the project mints."""

TD: Final = Namespace(BASE + "ontology#")
"""Our own classes and properties."""

ID: Final = Namespace(BASE + "id/")
"""Our own individuals: provinces, blocs, articles, claims ..."""

CUBE: Final = Namespace("https://cube.link/")
DCTERMS: Final = Namespace("http://purl.org/dc/terms/")
FOAF: Final = Namespace("http://xmlns.com/foaf/0.1/")
GEO: Final = Namespace("http://www.opengis.net/ont/geosparql#")
M8G: Final = Namespace("http://data.europa.eu/m8g/")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
ORG: Final = Namespace("http://www.w3.org/ns/org#")
OWL: Final = Namespace("http://www.w3.org/2002/07/owl#")
PROV: Final = Namespace("http://www.w3.org/ns/prov#")
QB: Final = Namespace("http://purl.org/linked-data/cube#")
RDF: Final = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS: Final = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA: Final = Namespace("https://schema.org/")
SDMX_ATTRIBUTE: Final = Namespace("http://purl.org/linked-data/sdmx/2009/attribute#")
SDMX_DIMENSION: Final = Namespace("http://purl.org/linked-data/sdmx/2009/dimension#")
SDMX_MEASURE: Final = Namespace("http://purl.org/linked-data/sdmx/2009/measure#")
SH: Final = Namespace("http://www.w3.org/ns/shacl#")
SKOS: Final = Namespace("http://www.w3.org/2004/02/skos/core#")
SKOSXL: Final = Namespace("http://www.w3.org/2008/05/skos-xl#")
TIME: Final = Namespace("http://www.w3.org/2006/time#")
UNIT: Final = Namespace("http://qudt.org/vocab/unit/")
XSD: Final = Namespace("http://www.w3.org/2001/XMLSchema#")

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of the data (LICENSE-DATA)."""

PREFIXES: Final[dict[str, str]] = {
    "td": str(TD),
    "id": str(ID),
    "cube": str(CUBE),
    "dcterms": str(DCTERMS),
    "foaf": str(FOAF),
    "geo": str(GEO),
    "m8g": str(M8G),
    "oa": str(OA),
    "org": str(ORG),
    "owl": str(OWL),
    "prov": str(PROV),
    "qb": str(QB),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "sdmx-attribute": str(SDMX_ATTRIBUTE),
    "sdmx-dimension": str(SDMX_DIMENSION),
    "sdmx-measure": str(SDMX_MEASURE),
    "sh": str(SH),
    "skos": str(SKOS),
    "skosxl": str(SKOSXL),
    "time": str(TIME),
    "unit": str(UNIT),
    "xsd": str(XSD),
}
"""Prefix to namespace IRI, for serialisers and for queries that leave their prefixes out."""


def split(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> tuple[str, str] | None:
    """The prefix of the namespace that the IRI lies in, and the rest of the IRI, which is empty for the namespace itself.

    `None` where the IRI lies in none of them; the longest where it lies in several.
    """
    within = [(prefix, namespace) for prefix, namespace in prefixes.items() if iri.startswith(namespace)]
    if not within:
        return None
    prefix, namespace = max(within, key=lambda item: len(item[1]))
    return prefix, iri.removeprefix(namespace)
