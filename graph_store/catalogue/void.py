"""The statistics of a release as VoID (W3C Interest Group Note, 2011, sections 2, 4 and 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Triple

from graph_store.catalogue.names import FORMATS, GRAPH, PREFIXES, VOID
from graph_store.catalogue.statistics import PropertyCounts, Statistics
from graph_store.catalogue.terms import described, from_file, link, text, typed
from ontology import mint, names
from ontology.names import DCTERMS, FOAF, ID, RDF

_NAMESPACE: Final = re.compile(r"^.*[/#]")
_URI_SPACE: Final = NamedNode(VOID.uriSpace)
_SHORT: Final = {**PREFIXES, **names.PREFIXES}


def description(release: str, found: Statistics) -> list[Triple]:
    """The release (its IRI) as a `void:Dataset`, and the graph that says so as a `void:DatasetDescription`."""
    return [
        link(GRAPH, RDF.type, VOID.DatasetDescription),
        link(GRAPH, FOAF.primaryTopic, release),
        link(release, RDF.type, VOID.Dataset),
        text(release, VOID.uriSpace, str(ID)),
        link(release, VOID.feature, FORMATS.Turtle),
        *(link(release, VOID.vocabulary, iri) for iri in _vocabularies(found)),
        *(link(release, VOID.exampleResource, iri) for iri in found.examples),
        *numbers(release, found),
    ]


def numbers(release: str, found: Statistics) -> list[Triple]:
    """All that is counted: the whole, its partitions by property and by class, its graphs, its links."""
    whole = (
        (VOID.triples, found.triples),
        (VOID.entities, found.entities),
        (VOID.distinctSubjects, found.subjects),
        (VOID.distinctObjects, found.objects),
        (VOID.properties, len(found.properties)),
        (VOID.classes, len(found.classes)),
    )
    return [
        *(typed(release, predicate, number) for predicate, number in whole),
        *(t for iri, counts in found.properties.items() for t in _property(release, iri, counts)),
        *(t for iri, number in found.classes.items() for t in _class(release, iri, number)),
        *_graphs(release, found),
        *_links(release, found),
    ]


def _property(release: str, iri: str, counts: PropertyCounts) -> Iterator[Triple]:
    node = f"{release}#property-{_short(iri)}"
    yield link(release, VOID.propertyPartition, node)
    yield link(node, VOID.property, iri)
    yield typed(node, VOID.triples, counts.triples)
    yield typed(node, VOID.distinctSubjects, counts.subjects)
    yield typed(node, VOID.distinctObjects, counts.objects)


def _class(release: str, iri: str, number: int) -> Iterator[Triple]:
    node = f"{release}#class-{_short(iri)}"
    yield link(release, VOID.classPartition, node)
    yield link(node, VOID["class"], iri)
    yield typed(node, VOID.entities, number)


def _graphs(release: str, found: Statistics) -> Iterator[Triple]:
    """The graphs by kind. There may be thousands of articles, so their graphs are one subset and not one each."""
    for kind, counts in found.graphs.items():
        node = f"{release}#graph-{kind}"
        yield link(release, VOID.subset, node)
        yield link(node, RDF.type, VOID.Dataset)
        yield typed(node, VOID.triples, counts.triples)
        yield typed(node, VOID.documents, counts.graphs)
        if kind == "article":
            yield text(node, DCTERMS.identifier, f"{mint.graph(kind)}/")
        else:
            yield text(node, DCTERMS.identifier, mint.graph(kind))


def _links(release: str, found: Statistics) -> Iterator[Triple]:
    """A linkset for each relation to each dataset of others (VoID, section 5)."""
    known = from_file("linked.ttl")
    spaces = {t.object.value: t.subject for t in known if isinstance(t.object, Literal) and t.predicate == _URI_SPACE}
    targets = []
    for (relation, site), number in found.links.items():
        host = urlsplit(site).hostname or site
        target = spaces.get(site)
        there = target.value if isinstance(target, NamedNode) else f"{ID}dataset/{mint.slug(host)}"
        node = f"{release}#links-{_short(relation)}-{there.rpartition('/')[2]}"
        targets.append(link(node, VOID.objectsTarget, there))
        if target is None:
            yield link(there, RDF.type, VOID.Dataset)
            yield text(there, DCTERMS.title, host)
            yield text(there, VOID.uriSpace, site)
        yield link(release, VOID.subset, node)
        yield link(node, RDF.type, VOID.Linkset)
        yield link(node, VOID.linkPredicate, relation)
        yield link(node, VOID.subjectsTarget, release)
        yield typed(node, VOID.triples, number)
    yield from targets
    yield from described(targets, known)


def _vocabularies(found: Statistics) -> list[str]:
    """The namespaces of the properties and classes that are used."""
    return sorted({_namespace(iri) for iri in (*found.properties, *found.classes)})


def _namespace(iri: str) -> str:
    split = names.split(iri, _SHORT)
    return _SHORT[split[0]] if split else getattr(_NAMESPACE.match(iri), "group", lambda: iri)()


def _short(iri: str) -> str:
    """A term's name within an IRI: `td-Bloc`, or a name made of its last part where its namespace has no prefix."""
    split = names.split(iri, _SHORT)
    if split and split[1] and re.fullmatch(r"[\w.-]+", split[1]):
        return f"{split[0]}-{split[1]}"
    return f"{mint.slug(iri.rpartition('/')[2].rpartition('#')[2])}-{mint.digest(iri)}"
