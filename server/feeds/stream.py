"""The claims as a Linked Data Event Stream: a root that lists the pages, and pages of versions that never change.

LDES 1.0 (https://w3id.org/ldes/specification) and TREE (https://w3id.org/tree/specification). A page holds versions of
one release, so its relation's bounds are one time, and inclusive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, cast

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize
from rdflib import Namespace

from ontology.names import DCTERMS, LICENCE, PREFIXES, PROV, RDF, XSD
from server import queries
from server.feeds.history import History, Page
from server.feeds.versions import Version
from server.formats import GRAPHS, Choice, Format
from server.source import Reading, Term

LDES: Final = Namespace("https://w3id.org/ldes#")
TREE: Final = Namespace("https://w3id.org/tree#")
AS: Final = Namespace("https://www.w3.org/ns/activitystreams#")

FORMATS: Final = (
    GRAPHS[0],
    Format("trig", "TriG", ("application/trig",)),
    *(format_ for format_ in GRAPHS[1:] if format_.name != "rdf"),
    Format("nq", "N-Quads", ("application/n-quads",)),
)
"""What the stream comes in. RDF/XML is missing: it can't hold every character that a quotation may have."""

_PREFIXES: Final = PREFIXES | {"ldes": str(LDES), "tree": str(TREE), "as": str(AS)}
_POLLING: Final = "PT1H"
_OF_A_RUN: Final = str(PROV.wasGeneratedBy)
"""No part of a version, since it may change without the claim having changed."""


def written(triples: Sequence[Triple], choice: Choice) -> bytes:
    """Triples in the format chosen; the same triples give the same bytes."""
    format_ = RdfFormat.from_media_type(choice.engine_type)
    assert format_ is not None, "every format on offer is one of Oxigraph's"
    return cast(bytes, serialize(triples, format=format_, prefixes=_PREFIXES))


def root_triples(history: History, host: str) -> list[Triple]:
    """The stream with its root: how it is read, what it keeps, and where each page is. `host` ends in a slash."""
    stream, root, kept = (NamedNode(f"{host}ldes{end}") for end in ("#stream", "", "#retention"))
    triples = [
        _triple(stream, RDF.type, _iri(LDES.EventStream)),
        _triple(stream, LDES.timestampPath, _iri(DCTERMS.created)),
        _triple(stream, LDES.versionOfPath, _iri(DCTERMS.isVersionOf)),
        _triple(stream, LDES.versionDeletePath, _iri(RDF.type)),
        _triple(stream, LDES.versionDeleteObject, _iri(AS.Delete)),
        _triple(stream, LDES.pollingInterval, Literal(_POLLING, datatype=_iri(XSD.duration))),
        _triple(stream, DCTERMS.title, Literal("Các phiên bản của từng thông tin", language="vi")),
        _triple(stream, DCTERMS.title, Literal("Versions of claims", language="en")),
        _triple(stream, DCTERMS.license, NamedNode(LICENCE)),
        _triple(stream, TREE.view, root),
        _triple(root, RDF.type, _iri(TREE.Node)),
        _triple(root, RDF.type, _iri(LDES.EventSource)),
        _triple(root, LDES.retentionPolicy, kept),
        _triple(kept, RDF.type, _iri(LDES.RetentionPolicy)),
        _triple(kept, LDES.versionAmount, Literal("1", datatype=_iri(XSD.integer))),
    ]
    for number, page in enumerate(history.pages.values()):
        triples += _relations(root, _page_node(host, page), _time(history.versions[page.start]), number)
    return triples


def page_triples(reading: Reading, history: History, page: Page, host: str) -> list[Triple]:
    """A page with its versions, each whole: what the claim states, and its evidence in blank nodes."""
    stream, node = NamedNode(f"{host}ldes#stream"), _page_node(host, page)
    versions = history.versions[page.start : page.stop]
    triples = [
        _triple(stream, RDF.type, _iri(LDES.EventStream)),
        _triple(stream, TREE.view, NamedNode(f"{host}ldes")),
        _triple(node, RDF.type, _iri(TREE.Node)),
        _triple(node, LDES.immutable, Literal("true", datatype=_iri(XSD.boolean))),
        *(_triple(stream, TREE.member, NamedNode(version.version_iri)) for version in versions),
    ]
    claims = [NamedNode(version.iri) for version in versions if not version.is_gone]
    stated: dict[str, set[tuple[str, Term]]] = defaultdict(set)
    evidence: dict[str, dict[str, set[tuple[str, Term]]]] = defaultdict(lambda: defaultdict(set))
    if claims:
        for row in reading.rows(queries.bind("claim_statements", claim=claims)):
            stated[row["claim"].value].add((row["property"].value, row["value"]))
        for row in reading.rows(queries.bind("feed_evidence", claim=claims)):
            evidence[row["claim"].value][row["node"].value].add((row["property"].value, row["value"]))
    for number, version in enumerate(versions):
        triples += _member(version, stated[version.iri], evidence[version.iri], f"v{number}e")
    return triples


def _relations(root: NamedNode, page: NamedNode, time: Literal, number: int) -> Iterator[Triple]:
    """That all versions of the page have this time (TREE, section 2.2: a comparison for each bound)."""
    for kind, label in ((TREE.GreaterThanOrEqualToRelation, "from"), (TREE.LessThanOrEqualToRelation, "until")):
        relation = BlankNode(f"{label}{number}")
        yield Triple(root, _iri(TREE.relation), relation)
        yield Triple(relation, _iri(RDF.type), _iri(kind))
        yield Triple(relation, _iri(TREE.node), page)
        yield Triple(relation, _iri(TREE.path), _iri(DCTERMS.created))
        yield Triple(relation, _iri(TREE.value), time)


def _member(
    version: Version,
    stated: set[tuple[str, Term]],
    evidence: Mapping[str, set[tuple[str, Term]]],
    label: str,
) -> Iterator[Triple]:
    """One version; of a claim that is gone, that it was deleted (ActivityStreams vocabulary, `Delete`)."""
    node = NamedNode(version.version_iri)
    if version.is_gone:
        yield _triple(node, RDF.type, _iri(AS.Delete))
    yield _triple(node, DCTERMS.isVersionOf, NamedNode(version.iri))
    yield _triple(node, DCTERMS.created, _time(version))
    # Blank nodes, for what a member is made of is read by following them (TREE, member extraction).
    nodes: dict[str, NamedNode | BlankNode] = {
        iri: BlankNode(f"{label}{number}") for number, iri in enumerate(sorted(evidence))
    }
    nodes[version.iri] = node
    for subject, statements in ((version.iri, stated), *sorted(evidence.items())):
        for property_, value in sorted(statements, key=_order):
            if property_ == _OF_A_RUN:
                continue
            part = nodes.get(value.value, value) if isinstance(value, NamedNode) else value
            yield Triple(nodes[subject], NamedNode(property_), part)


def _order(statement: tuple[str, Term]) -> tuple[str, str]:
    return statement[0], str(statement[1])


def _page_node(host: str, page: Page) -> NamedNode:
    return NamedNode(f"{host}ldes/{page.name}")


def _time(version: Version) -> Literal:
    return Literal(version.time, datatype=_iri(XSD.dateTime))


def _triple(subject: NamedNode | BlankNode, property_: str, value: NamedNode | BlankNode | Literal) -> Triple:
    return Triple(subject, _iri(property_), value)


def _iri(iri: str) -> NamedNode:
    return NamedNode(str(iri))
