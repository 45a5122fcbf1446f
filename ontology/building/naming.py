"""What every entity of the reference graph has: labels in both languages, other names, matches elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rdflib import Graph, Literal, URIRef

from ontology.names import RDFS, SKOS

WIKIDATA: Final = "http://www.wikidata.org/entity/"
GEONAMES: Final = "https://sws.geonames.org/"


def add_names(graph: Graph, node: URIRef, name_vi: str, name_en: str, alt_names: Iterable[str] = ()) -> None:
    """Label `node` once in Vietnamese and once in English; `alt_names` are Vietnamese."""
    graph.add((node, RDFS.label, Literal(name_vi, lang="vi")))
    graph.add((node, RDFS.label, Literal(name_en, lang="en")))
    for name in alt_names:
        graph.add((node, SKOS.altLabel, Literal(name, lang="vi")))


def add_matches(graph: Graph, node: URIRef, wikidata: str | None, geonames: str | None) -> None:
    """Join `node` to its Wikidata item (`Q881`) and its GeoNames feature (`1562822`), where known."""
    if wikidata:
        graph.add((node, SKOS.closeMatch, URIRef(WIKIDATA + wikidata)))
    if geonames:
        graph.add((node, SKOS.closeMatch, URIRef(f"{GEONAMES}{geonames}/")))
