"""The SPARQL endpoint described for programs (SPARQL 1.1 Service Description, W3C Recommendation 2013)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode, Triple

from graph_store.catalogue.names import FORMATS, SD, SERVICE, VOID
from graph_store.catalogue.terms import from_file, link, typed, words
from graph_store.formats import GRAPHS, SOLUTIONS
from ontology import mint
from ontology.names import DCTERMS, RDF, RDFS

_JSON_LD: Final = FORMATS["JSON-LD"]
"""As the W3C lists it (Unique URIs for File Formats); the name that pyoxigraph 0.5 has for it is not in that list."""


@dataclass(frozen=True)
class Offered:
    """What a server offers beside answers to queries, and what those may cost."""

    is_writable: bool = False
    """Whether updates are taken."""
    is_federating: bool = False
    """Whether SERVICE may ask other endpoints."""
    limits: Mapping[str, str] = field(default_factory=dict)
    """The limits in words, by language."""
    limits_at: str = ""
    """Where programs are told the limits."""


def service_description(
    address: str, triples: int, graphs: Mapping[str, int], offered: Offered = Offered()
) -> list[Triple]:
    """The description of the endpoint that was asked at `address`, beside which stands the address it is known by.

    `triples` is the size of the default graph. `graphs` are the named graphs that are told
    one by one, by name, with their triples: those of no article. The graphs of articles are left out: there may be
    thousands, each a few hundred triples, and a client that opens the endpoint would load them all to learn what the
    catalogue says in one number.
    """
    default = f"{SERVICE}#default-graph"
    formats = [_JSON_LD if name == "jsonld" else f.iri for table in (SOLUTIONS, GRAPHS) for name, f in table.items()]
    return [
        *from_file("service.ttl", SERVICE),
        *([link(SERVICE, SD.endpoint, address)] if _is_iri(address) else []),
        *([link(SERVICE, SD.supportedLanguage, SD.SPARQL11Update)] if offered.is_writable else []),
        *([link(SERVICE, SD.feature, SD.BasicFederatedQuery)] if offered.is_federating else []),
        *words(SERVICE, [DCTERMS.description], offered.limits),
        *([link(SERVICE, RDFS.seeAlso, offered.limits_at)] if _is_iri(offered.limits_at) else []),
        *(link(SERVICE, SD.resultFormat, iri) for iri in formats),
        typed(default, VOID.triples, triples),
        *(triple for name, number in graphs.items() for triple in _named_graph(name, number)),
    ]


def _named_graph(name: str, triples: int) -> list[Triple]:
    node, graph = f"{SERVICE}#graph-{name}", f"{SERVICE}#graph-{name}-content"
    return [
        link(f"{SERVICE}#dataset", SD.namedGraph, node),
        link(node, RDF.type, SD.NamedGraph),
        link(node, SD.name, mint.graph(name)),
        link(node, SD.graph, graph),
        link(graph, RDF.type, SD.Graph),
        typed(graph, VOID.triples, triples),
    ]


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True
