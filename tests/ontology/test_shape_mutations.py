"""Every rule of every shape is needed: the valid fixtures, spoiled in one place each, are refused for just that place.

The spoiled versions (mutants) are read off the shapes, so a new shape is covered as soon as it has its fixtures:

- a required value is removed (sh:minCount, sh:hasValue, sh:qualifiedMinCount), along sequence and inverse paths as well;
- one value more is given than there may be (sh:maxCount, sh:qualifiedMaxCount, sh:uniqueLang);
- a value gets another kind (a literal for an IRI, an IRI for a literal), or is an IRI that no rule expects;
- a value is added that a paired property lacks (sh:equals) or has (sh:disjoint);
- a closed shape gets a property that it does not know.

All mutants of a file are checked in one graph; each is a copy of the fixture under IRIs of its own, so they don't meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from graph_store.shapes import prepared
from ontology.names import BASE, SH

Validate = Callable[[Graph, Graph], list[Any]]
Change = list[tuple[Node, Node, Node]]

FOREIGN = URIRef("http://example.org/foreign")
UNKNOWN = URIRef("http://example.org/unknown")
KINDS = (SH.nodeKind, SH["class"], SH.datatype, SH.pattern, SH["in"], SH.languageIn, SH["or"])
KIND_FAULTS = frozenset({"NodeKind", "Class", "Datatype", "Pattern", "In", "LanguageIn", "Or"})


@dataclass(frozen=True)
class Mutant:
    """A change of a fixture, with the shape that must refuse the focus node for it and the constraints that may say so."""

    shape: Node
    focus: Node
    faults: frozenset[str]
    removed: tuple[tuple[Node, Node, Node], ...] = ()
    added: tuple[tuple[Node, Node, Node], ...] = ()

    def __str__(self) -> str:
        return f"{self.focus}: {' or '.join(sorted(self.faults))} of -{list(self.removed)} +{list(self.added)}"


class Path:
    """A property path of SHACL (section 2.3.1) from one node of a fixture: its last steps, and where more could begin."""

    def __init__(self, data: Graph, shapes: Graph, focus: Node, path: Node) -> None:
        self.inverse = shapes.value(path, SH.inversePath)
        self.ends: list[tuple[Node, Node]] = []
        """Node and predicate of each last step; for an inverse path the node is its object."""
        if self.inverse is not None:
            self.ends = [(focus, self.inverse)]
        elif (alternatives := shapes.value(path, SH.alternativePath)) is not None:
            self.ends = [(focus, step) for step in Collection(shapes, alternatives)]
        elif isinstance(path, URIRef):
            self.ends = [(focus, path)]
        else:
            *steps, last = Collection(shapes, path)
            nodes = {focus}
            for step in steps:
                back = shapes.value(step, SH.inversePath)
                reached = (data.subjects(back, node) if back else data.objects(node, step) for node in nodes)
                nodes = {value for values in reached for value in values}
            self.ends = [(node, last) for node in sorted(nodes, key=str)]
        self.triples: Change = sorted(
            triple
            for node, step in self.ends
            for triple in data.triples((None, step, node) if self.inverse else (node, step, None))
        )

    def value(self, triple: tuple[Node, Node, Node]) -> Node:
        """The value that a last step leads to."""
        return triple[0 if self.inverse else 2]

    def to(self, value: Node) -> tuple[Node, Node, Node]:
        """A last step that leads to `value`."""
        node, step = self.ends[0]
        return (value, step, node) if self.inverse else (node, step, value)


def mutants(data: Graph, shapes: Graph) -> Iterator[Mutant]:
    """All mutants of a valid fixture."""
    for shape in sorted({s for kind in TARGETS for s in shapes.subjects(kind, None)}, key=str):
        for focus in sorted(focus_nodes(data, shapes, shape), key=str):
            if shapes.value(shape, SH.closed) is not None:
                yield Mutant(shape, focus, frozenset({"Closed"}), added=((focus, UNKNOWN, Literal("?")),))
            for rule in sorted(shapes.objects(shape, SH.property), key=str):
                for mutant in rule_mutants(data, shapes, focus, rule):
                    if focus in focus_nodes(mutated(data, mutant), shapes, shape):
                        yield mutant


def rule_mutants(data: Graph, shapes: Graph, focus: Node, rule: Node) -> Iterator[Mutant]:
    """The mutants of one property shape at one focus node."""
    step = shapes.value(rule, SH.path)
    assert step is not None
    path = Path(data, shapes, focus, step)
    if path.ends:
        yield from removals(shapes, focus, rule, path)
        yield from additions(shapes, focus, rule, path)
        yield from pairings(data, shapes, focus, rule, path)
        yield from replacements(shapes, focus, rule, path)


def removals(shapes: Graph, focus: Node, rule: Node, path: Path) -> Iterator[Mutant]:
    if (needed := shapes.value(rule, SH.hasValue)) is not None:
        yield Mutant(rule, focus, frozenset({"HasValue"}), removed=(path.to(needed),))
    for least, fault in ((SH.minCount, "MinCount"), (SH.qualifiedMinCount, "QualifiedMinCount")):
        count = number(shapes, rule, least)
        counted = qualified(shapes, rule, path) if fault == "QualifiedMinCount" else path.triples
        for kept in combinations(counted, count - 1) if count else ():
            removed = tuple(triple for triple in counted if triple not in kept)
            yield Mutant(rule, focus, frozenset({fault}), removed=removed)


def pairings(data: Graph, shapes: Graph, focus: Node, rule: Node, path: Path) -> Iterator[Mutant]:
    if shapes.value(rule, SH.equals) is not None:
        yield Mutant(rule, focus, frozenset({"Equals"}), added=(path.to(FOREIGN),))
    for other in shapes.objects(rule, SH.disjoint):
        for value in data.objects(focus, other):
            yield Mutant(rule, focus, frozenset({"Disjoint"}), added=(path.to(value),))


def additions(shapes: Graph, focus: Node, rule: Node, path: Path) -> Iterator[Mutant]:
    if shapes.value(rule, SH.maxCount) is not None:
        more = number(shapes, rule, SH.maxCount) + 1 - len(path.triples)
        values = [URIRef(f"{FOREIGN}-{i}") if path.inverse else Literal(f"more {i}") for i in range(more)]
        yield Mutant(rule, focus, frozenset({"MaxCount"}), added=tuple(path.to(value) for value in values))
    if shapes.value(rule, SH.qualifiedMaxCount) is not None:
        present = {path.value(triple) for triple in path.triples}
        more = number(shapes, rule, SH.qualifiedMaxCount) + 1 - len(qualified(shapes, rule, path))
        added = tuple(path.to(value) for value in among(shapes, rule) if value not in present)[:more]
        yield Mutant(rule, focus, frozenset({"QualifiedMaxCount"}), added=added)
    if shapes.value(rule, SH.uniqueLang) is not None:
        for triple in path.triples:
            again = Literal(f"{path.value(triple)} again", lang=getattr(path.value(triple), "language", None))
            yield Mutant(rule, focus, frozenset({"UniqueLang"}), added=(path.to(again),))


def replacements(shapes: Graph, focus: Node, rule: Node, path: Path) -> Iterator[Mutant]:
    if path.inverse or not any(shapes.value(rule, kind) is not None for kind in KINDS):
        return
    for triple in path.triples:
        subject, predicate, value = triple
        other: Node = Literal("other") if isinstance(value, URIRef) else FOREIGN
        yield Mutant(rule, focus, KIND_FAULTS, (triple,), ((subject, predicate, other),))
        if isinstance(value, URIRef) and any(shapes.value(rule, kind) for kind in (SH.pattern, SH["in"], SH["class"])):
            yield Mutant(rule, focus, KIND_FAULTS, (triple,), ((subject, predicate, FOREIGN),))


def number(shapes: Graph, rule: Node, predicate: URIRef) -> int:
    value = shapes.value(rule, predicate)
    return int(str(value)) if value is not None else 0


def among(shapes: Graph, rule: Node) -> list[Node]:
    """The values that a qualified value shape allows, which must be a list."""
    shape = shapes.value(rule, SH.qualifiedValueShape)
    listed = shapes.value(shape, SH["in"])
    assert listed is not None, "a qualified value shape of another form than sh:in needs mutants of its own"
    return list(Collection(shapes, listed))


def qualified(shapes: Graph, rule: Node, path: Path) -> Change:
    if shapes.value(rule, SH.qualifiedValueShape) is None:
        return []
    return [triple for triple in path.triples if path.value(triple) in among(shapes, rule)]


NEEDED = (*KINDS, SH.minCount, SH.maxCount, SH.hasValue, SH.equals, SH.disjoint)
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)


def focus_nodes(data: Graph, shapes: Graph, shape: Node) -> set[Node]:
    classes = {node for kind in shapes.objects(shape, SH.targetClass) for node in data.subjects(RDF.type, kind)}
    subjects = {node for p in shapes.objects(shape, SH.targetSubjectsOf) for node in data.subjects(p, None)}
    return (
        classes | subjects | {node for p in shapes.objects(shape, SH.targetObjectsOf) for node in data.objects(None, p)}
    )


def mutated(data: Graph, mutant: Mutant) -> Graph:
    copy = Graph(bind_namespaces="none")
    for triple in {*data, *mutant.added} - set(mutant.removed):
        copy.add(triple)
    return copy


class Copy:
    """Renames the nodes of a fixture, so that copy `number` of it stands apart from the others."""

    def __init__(self, number: int, data: Graph, shapes: Graph) -> None:
        self._host = f"https://m{number}.example/"
        self._number = number
        named = {term for triple in shapes for term in triple}
        self._kept = named | set(data.predicates()) | set(data.objects(None, RDF.type))
        self._described = set(data.subjects())

    def node(self, node: Node) -> Node:
        """The node in this copy: what the shapes name stays, and so do predicates, classes and literals."""
        if isinstance(node, BNode):
            return BNode(f"{node}m{self._number}")
        if not isinstance(node, URIRef) or node in self._kept:
            return node
        if node.startswith(BASE):
            return URIRef(node.replace(BASE, self._host, 1))
        return URIRef(f"{self._host}{node}") if node in self._described else node

    def graph(self, triples: Graph) -> Change:
        """The copy's triples."""
        return [(self.node(s), p, self.node(o)) for s, p, o in triples]


def test_copies_of_a_valid_fixture_in_one_graph_conform(shape_file: Any, validate: Validate) -> None:
    data, shapes = shape_file.valid(), shape_file.shapes()
    batch = Graph(bind_namespaces="none")
    for number in range(3):
        for triple in Copy(number, data, shapes).graph(data):
            batch.add(triple)

    assert len(batch) > len(data)
    assert validate(batch, shapes) == []


def survivors(data: Graph, found: list[Mutant], shapes: Graph, validate: Validate) -> list[str]:
    """The mutants of a fixture that `shapes` do not refuse for their change."""
    batch, copies = Graph(bind_namespaces="none"), []
    for number, mutant in enumerate(found):
        copies.append(Copy(number, data, shapes))
        for triple in copies[-1].graph(mutated(data, mutant)):
            batch.add(triple)
    refused = {(v.shape, v.node, v.constraint) for v in validate(batch, prepared(shapes))}
    return [
        str(mutant)
        for mutant, copy in zip(found, copies, strict=True)
        if not any((mutant.shape, copy.node(mutant.focus), fault) in refused for fault in mutant.faults)
    ]


def test_every_mutant_of_a_valid_fixture_is_refused_for_its_change(
    shape_file: Any, validate: Validate, record_property: Callable[[str, object], None]
) -> None:
    data, shapes = shape_file.valid(), shape_file.shapes()
    found = list(mutants(data, shapes))

    assert survivors(data, found, shapes, validate) == []
    assert set(must_be_mutated(shapes)) - {mutant.shape for mutant in found} == set()
    record_property("mutants", len(found))
    print(f"{shape_file.name}: {len(found)} mutants, all refused")


def must_be_mutated(shapes: Graph) -> Iterator[Node]:
    """The rules of which the fixture must give at least one mutant."""
    for shape in {s for kind in TARGETS for s in shapes.subjects(kind, None)}:
        if shapes.value(shape, SH.closed) is not None:
            yield shape
        for rule in shapes.objects(shape, SH.property):
            if any(shapes.value(rule, p) is not None for p in NEEDED):
                yield rule


@pytest.mark.parametrize("lost", [SH.minCount, SH.maxCount, SH.hasValue, SH.nodeKind, SH.pattern, SH.closed], ids=str)
def test_mutant_survives_where_its_rule_is_lost(lost: URIRef, shape_files: list[Any], validate: Validate) -> None:
    """The test of mutants is no formality: it notices a rule that is missing."""
    (file,) = [file for file in shape_files if file.name == "article/leadership"]
    weak = Graph(bind_namespaces="none")
    for triple in file.shapes():
        if triple[1] not in {lost, SH.ignoredProperties if lost == SH.closed else lost}:
            weak.add(triple)
    found = list(mutants(file.valid(), file.shapes()))
    # A literal for an IRI breaks the pattern too, so the pattern goes with the kind.
    if lost == SH.nodeKind:
        weak.remove((None, SH.pattern, None))

    assert survivors(file.valid(), found, weak, validate)
