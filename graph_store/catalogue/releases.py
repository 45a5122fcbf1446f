"""A release as a `dcat:Dataset`: what it is called, what it covers, which one comes before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Triple

from graph_store.catalogue.names import ADMS, CATALOGUE, DCAT, DCATAP, EU, IANA, SERIES, issued
from graph_store.catalogue.statistics import Statistics
from graph_store.catalogue.terms import from_file, link, text, typed, words
from ontology import mint
from ontology.names import BASE, DCTERMS, LICENCE, RDF, RDFS, XSD

_GRAPHS: Final = {
    "ontology": ("Bản thể học", "Ontology"),
    "reference": ("Dữ liệu tham chiếu: tỉnh, cụm, bảng mã", "Reference data: provinces, blocs, codes"),
    "cube": ("Khối dữ liệu hợp nhất", "Consolidated cubes"),
    "cube-link": ("Khối dữ liệu hợp nhất theo cube.link", "Consolidated cubes in the cube.link view"),
}


@dataclass(frozen=True)
class ReleaseFacts:
    """What the catalogue says of any release, of the current one as of those before."""

    id: str
    previous: str | None
    """Id of the release that it was built from, which may have been pruned since; None where it is the first."""
    articles: int | None = None
    """None where nobody knows, as with `claims`; nothing is said of them then."""
    claims: int | None = None


def facts_of(release_id: str, previous: str | None, found: Statistics, claims: int) -> ReleaseFacts:
    """The facts of a release with these statistics, which has so many claims."""
    articles = found.graphs.get("article")
    return ReleaseFacts(release_id, previous, articles.graphs if articles else 0, claims)


def release_dataset(facts: ReleaseFacts) -> list[Triple]:
    """The description of a release (DCAT 3, sections 6.6, 11 and 12; DCAT-AP 3.0.1, Dataset)."""
    iri = mint.release(facts.id)
    titles = {
        "vi": f"Đồ thị Thi Đua, bản phát hành {facts.id}",
        "en": f"Thi Đua Graph, release {facts.id}",
    }
    notes = {
        "vi": f"{facts.articles} bài báo, {facts.claims} thông tin có dẫn chứng.",
        "en": f"{facts.articles} articles, {facts.claims} claims.",
    }
    before = [] if facts.previous is None else [DCAT.prev, DCAT.previousVersion]
    return [
        *from_file("release.ttl", iri),
        *words(iri, (DCTERMS.title, RDFS.label), titles),
        *words(iri, (ADMS.versionNotes,), {} if facts.articles is None else notes),
        text(iri, DCTERMS.identifier, iri),
        text(iri, DCAT.version, facts.id),
        typed(iri, DCTERMS.issued, issued(facts.id), XSD.dateTime),
        typed(iri, DCTERMS.modified, issued(facts.id), XSD.dateTime),
        *(link(iri, predicate, mint.release(facts.previous or "")) for predicate in before),
    ]


def current(release_id: str, coverage: tuple[str, str] | None, graphs: Iterable[str] = ()) -> list[Triple]:
    """What holds of the current release alone, and of catalogue and series as they stand with it.

    `graphs` are the kinds of named graphs that it has; each but those of articles has an address where it can be read.
    """
    iri = mint.release(release_id)
    stands = [
        *from_file("live.ttl", iri),
        *(triple for kind in graphs if kind != "article" for triple in _live_graph(iri, kind)),
        *(typed(of, DCTERMS.modified, issued(release_id), XSD.dateTime) for of in (CATALOGUE, SERIES)),
    ]
    return stands if coverage is None else [*stands, *_temporal(iri, coverage, (iri, CATALOGUE, SERIES))]


def _live_graph(iri: str, kind: str) -> Iterator[Triple]:
    """One named graph as the server gives it now, as Turtle."""
    node = f"{iri}#live-{kind}"
    address = f"{BASE}ontology.ttl" if kind == "ontology" else f"{BASE}data/graph/{kind}.ttl"
    named = _GRAPHS.get(kind, (f"Đồ thị con “{kind}”", f"Graph “{kind}”"))
    titles = dict(zip(("vi", "en"), named, strict=True))
    yield link(iri, DCAT.distribution, node)
    yield link(node, RDF.type, DCAT.Distribution)
    yield from words(node, (DCTERMS.title, DCTERMS.description), titles)
    yield link(node, DCTERMS.license, LICENCE)
    yield link(node, DCAT.accessURL, address)
    yield link(node, DCAT.downloadURL, address)
    yield link(node, DCAT.mediaType, IANA["text/turtle"])
    yield link(node, DCTERMS["format"], EU["file-type/RDF_TURTLE"])
    yield link(node, DCATAP.availability, EU["planned-availability/AVAILABLE"])


def _temporal(iri: str, coverage: tuple[str, str], covering: Iterable[str]) -> list[Triple]:
    period = f"{iri}#temporal"
    first, last = coverage
    return [
        *(link(of, DCTERMS.temporal, period) for of in covering),
        link(period, RDF.type, DCTERMS.PeriodOfTime),
        typed(period, DCAT.startDate, first, XSD.date),
        typed(period, DCAT.endDate, last, XSD.date),
    ]
