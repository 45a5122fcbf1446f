"""What a release holds, in the numbers of VoID, counted by SPARQL (queries/catalogue/*.rq).

All numbers are of distinct triples, as a query of the default graph finds them, and leave the catalogue's own graph out:
what is stated there of the release would else have to count itself. A triple that another graph states too stays in.

What it costs is told in docs/catalogue.md. Memory grows with the number of different subjects and values, which the engine
keeps to count them, and not with the number of triples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store, Triple

from graph_store.catalogue.names import GRAPH
from graph_store.query_files import query_text
from graph_store.terms import graph_triples
from ontology.names import ID, RDF

_TYPE: Final = NamedNode(RDF.type)
_ALL: Final = DefaultGraph()


@dataclass
class PropertyCounts:
    """How often a property is used, of how many subjects, with how many different values."""

    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True)
class GraphCounts:
    """The named graphs of one kind, and their triples, each counted in its graph."""

    graphs: int
    triples: int


@dataclass
class Statistics:
    """The numbers of one release; IRIs are plain strings."""

    subjects: int
    objects: int
    entities: int
    """Subjects whose IRI is one of ours (`void:uriSpace`), parts with a fragment among them."""
    properties: dict[str, PropertyCounts]
    classes: dict[str, int]
    links: dict[tuple[str, str], int]
    """Links by relation and the site that they lead to (`https://sws.geonames.org/`)."""
    graphs: dict[str, GraphCounts]
    """By kind: `article`, `reference`, `cube` ..."""
    examples: tuple[str, ...] = ()
    coverage: tuple[str, str] | None = None
    """The first and the last day (xsd:date) of the periods that claims are about; None where there are none."""

    @property
    def triples(self) -> int:
        """Distinct triples."""
        return sum(counts.triples for counts in self.properties.values())


def statistics(store: Store) -> Statistics:
    """Count the release or draft in `store`, whose default graph holds the union of its named graphs."""
    found = _of_all(store)
    _leave_out(_Own(store), found)
    return without_nothing(found)


def without_nothing(found: Statistics) -> Statistics:
    """The numbers without properties and classes that nothing has (any more), in order."""
    found.properties = {iri: counts for iri, counts in sorted(found.properties.items()) if counts.triples}
    found.classes = {iri: number for iri, number in sorted(found.classes.items()) if number}
    return found


def _of_all(store: Store) -> Statistics:
    (nodes,) = _rows(store, "subjects")
    (values,) = _rows(store, "objects")
    return Statistics(
        subjects=int(nodes["subjects"]),
        objects=int(values["objects"]),
        entities=int(nodes.get("entities", 0)),
        properties={
            row["property"]: PropertyCounts(int(row["triples"]), int(row["subjects"]), int(row["objects"]))
            for row in _rows(store, "properties")
        },
        classes={row["class"]: int(row["entities"]) for row in _rows(store, "classes")},
        links=links(store),
        graphs={
            row["kind"]: GraphCounts(int(row["graphs"]), int(row["triples"]))
            for row in _rows(store, "graphs")
            if row["kind"] != "catalogue"
        },
        examples=examples(store),
        coverage=coverage(store),
    )


def links(store: Store) -> dict[tuple[str, str], int]:
    """How many links there are, by relation and the site that they lead to."""
    return {(row["link"], row["site"]): int(row["triples"]) for row in _rows(store, "links")}


def examples(store: Store) -> tuple[str, ...]:
    """IRIs of one thing of each of a few kinds."""
    return tuple(row["example"] for row in _rows(store, "examples"))


def coverage(store: Store) -> tuple[str, str] | None:
    """The first and the last day of the periods that claims are about; None where there are none."""
    return next(((row["first"], row["last"]) for row in _rows(store, "coverage") if "first" in row), None)


class _Own:
    """The triples that the catalogue's graph alone states."""

    def __init__(self, store: Store) -> None:
        self._store: Final = store
        self.triples: Final = frozenset(t for t in graph_triples(store, GRAPH) if not self._elsewhere(t))

    def _elsewhere(self, triple: Triple) -> bool:
        quads = self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return any(isinstance(q.graph_name, NamedNode) and q.graph_name.value != GRAPH for q in quads)

    def alone(self, subject: object, predicate: object, value: object) -> bool:
        """Whether no triple of this form (None for any term) is left without the catalogue's own."""
        quads = self._store.quads_for_pattern(subject, predicate, value, _ALL)  # type: ignore[arg-type]
        return all(quad.triple in self.triples for quad in quads)


def _leave_out(own: _Own, found: Statistics) -> None:
    """Take from numbers of everything what is there through the catalogue's own triples alone."""
    for triple in own.triples:
        found.properties[triple.predicate.value].triples -= 1
        if triple.predicate == _TYPE and isinstance(triple.object, NamedNode):
            found.classes[triple.object.value] -= 1
    for subject, predicate in {(t.subject, t.predicate) for t in own.triples}:
        found.properties[predicate.value].subjects -= own.alone(subject, predicate, None)
    for predicate, value in {(t.predicate, t.object) for t in own.triples}:
        found.properties[predicate.value].objects -= own.alone(None, predicate, value)
    for subject in {t.subject for t in own.triples}:
        if own.alone(subject, None, None):
            found.subjects -= 1
            found.entities -= isinstance(subject, NamedNode) and subject.value.startswith(str(ID))
    found.objects -= sum(own.alone(None, None, value) for value in {t.object for t in own.triples})


def _rows(store: Store, name: str) -> Iterator[Mapping[str, str]]:
    """The solutions of a query of the catalogue, each variable that is bound with its value as a string."""
    results = cast(QuerySolutions, store.query(query_text(f"catalogue/{name}.rq")))
    names = [variable.value for variable in results.variables]
    for solution in results:
        bound = zip(names, solution, strict=True)
        yield {key: cast(NamedNode | Literal, term).value for key, term in bound if term is not None}
