"""The vocabularies, IRIs and addresses of the catalogue."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from rdflib import Namespace

from graph_store.release import begun
from ontology import mint
from ontology.names import BASE, DCTERMS, FOAF, ID, OWL, PROV, RDF, RDFS, SKOS, XSD

ADMS: Final = Namespace("http://www.w3.org/ns/adms#")
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
DCATAP: Final = Namespace("http://data.europa.eu/r5r/")
EU: Final = Namespace("http://publications.europa.eu/resource/authority/")
FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
IANA: Final = Namespace("https://www.iana.org/assignments/media-types/")
SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
VOID: Final = Namespace("http://rdfs.org/ns/void#")

PREFIXES: Final[dict[str, str]] = {
    "adms": str(ADMS),
    "dcat": str(DCAT),
    "dcatap": str(DCATAP),
    "dcterms": str(DCTERMS),
    "foaf": str(FOAF),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "sd": str(SD),
    "skos": str(SKOS),
    "spdx": str(SPDX),
    "vcard": str(VCARD),
    "void": str(VOID),
    "xsd": str(XSD),
}
"""Prefix to namespace IRI, for the catalogue written out."""

GRAPH: Final = mint.graph("catalogue")
"""The named graph of a release that holds its catalogue."""

CATALOGUE: Final = f"{ID}catalogue"
"""The catalogue (`dcat:Catalog`)."""

SERIES: Final = f"{ID}series/releases"
"""The series of all releases (`dcat:DatasetSeries`)."""

SERVICE: Final = f"{ID}service/sparql"
"""The SPARQL endpoint (`dcat:DataService`, `sd:Service`)."""

ENDPOINT: Final = f"{BASE}sparql"
"""The address of the endpoint."""


def issued(release_id: str) -> str:
    """When a release was begun, as its id says it: an xsd:dateTime in UTC.

    >>> issued("20240401T063000Z-0000")
    '2024-04-01T06:30:00Z'
    """
    return f"{begun(release_id):%Y-%m-%dT%H:%M:%SZ}"


def export_address(release_id: str, name: str) -> str:
    """Where a file of a release's exports is downloaded."""
    return f"{BASE}exports/{quote(release_id)}/{quote(name)}"
