"""What every entity of the reference graph has: labels in both languages, other names, matches elsewhere, sources."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from rdflib import Graph, Literal, URIRef

from ontology.names import DCTERMS, RDFS, SKOS, TD, XSD

WIKIDATA: Final = "http://www.wikidata.org/entity/"
GEONAMES: Final = "https://sws.geonames.org/"

DAY_FORM: Final = "%d/%m/%Y"
"""How a day is written in Vietnamese."""

ARTICLES: Final = "articles"
"""What a cell `source` says where a row rests on articles of the evaluation set alone."""


def add_names(graph: Graph, node: URIRef, name_vi: str, name_en: str, alt_names: Iterable[str] = ()) -> None:
    """Label `node` once in Vietnamese and once in English; `alt_names` are Vietnamese."""
    add_both(graph, node, RDFS.label, name_vi, name_en)
    for name in alt_names:
        graph.add((node, SKOS.altLabel, Literal(name, lang="vi")))


def add_both(graph: Graph, node: URIRef, predicate: URIRef, text_vi: str, text_en: str) -> None:
    """Say the same of `node` in Vietnamese and in English."""
    graph.add((node, predicate, Literal(text_vi, lang="vi")))
    graph.add((node, predicate, Literal(text_en, lang="en")))


def add_matches(graph: Graph, node: URIRef, wikidata: str | None, geonames: str | None) -> None:
    """Join `node` to its Wikidata item (`Q881`) and its GeoNames feature (`1562822`), where known."""
    if wikidata:
        graph.add((node, SKOS.closeMatch, URIRef(WIKIDATA + wikidata)))
    if geonames:
        graph.add((node, SKOS.closeMatch, URIRef(f"{GEONAMES}{geonames}/")))


def add_source(graph: Graph, node: URIRef, source: str | None, addresses: Iterable[str | None] = ()) -> None:
    """Say what `node` rests on: a note that names the source, and each address where it can be read."""
    if source == ARTICLES:
        add_both(graph, node, SKOS.note, "Nguồn: tin bài của tập đánh giá", "Source: articles of the evaluation set")
    elif source:
        add_both(graph, node, SKOS.note, f"Nguồn: {source}", f"Source: {source}")
    for address in addresses:
        if address:
            graph.add((node, DCTERMS.source, URIRef(address)))


def add_validity(graph: Graph, node: URIRef, first: date | None, last: date | None) -> None:
    """State the first and the last day that `node` exists, where known."""
    for predicate, day in ((TD.validFrom, first), (TD.validUntil, last)):
        if day is not None:
            graph.add((node, predicate, Literal(day.isoformat(), datatype=XSD.date)))
