"""What the graphs of the cubes hold beside cells: structures, code lists, constraints and the values that dimensions have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode, Store, Triple

from graph_store.cube.cells import CUBES, Cell, Cube
from graph_store.cube.view import link_constraints, value_list, value_shapes
from graph_store.terms import as_stored, from_rdflib
from ontology import load, mint
from ontology.names import RDF, SH, SKOS

CUBE, LINK = mint.graph("cube"), mint.graph("cube-link")
"""IRIs of the graphs."""

_CUBES: Final = {cube.name: cube for cube in CUBES}
_IN, _FIRST, _REST, _NIL = map(NamedNode, (SH["in"], RDF.first, RDF.rest, RDF.nil))

Place = tuple[str, str]
"""A dimension: the name of its cube, and its name there."""


@dataclass(frozen=True)
class Structure:
    """What the cubes are whatever the claims: `ontology/cube.ttl`, and what the view makes of it."""

    triples: frozenset[Triple]
    constraints: frozenset[Triple]
    shapes: Mapping[Place, str]
    """The IRI of the shape that lists the values of a dimension."""


def structure() -> Structure:
    """The structure by today's files."""
    return _structure(as_stored(from_rdflib(load.cube_structure_graph())))


@lru_cache(maxsize=2)
def _structure(triples: frozenset[Triple]) -> Structure:
    by_property = value_shapes(triples)
    shapes = {
        (cube.name, name): by_property[mint.cube(cube.name), str(property_)]
        for cube in CUBES
        for name, property_ in cube.dimensions.items()
    }
    return Structure(triples, as_stored(link_constraints(triples)), shapes)


@dataclass
class Values:
    """The values that the dimensions have in some cells."""

    used: dict[Place, set[str]] = field(default_factory=lambda: defaultdict(set))
    """IRIs by dimension."""

    @classmethod
    def listed(cls, store: Store, shapes: Mapping[Place, str]) -> Values:
        """Those that the graph of the view lists."""
        values, graph = cls(), NamedNode(LINK)
        for place, shape in shapes.items():
            node = _only(store, NamedNode(shape), _IN, graph)
            while node is not None and node != _NIL:
                if (value := _only(store, node, _FIRST, graph)) is not None:
                    values.used[place].add(value.value)
                node = _only(store, node, _REST, graph)
        return values

    def add(self, cell: Cell) -> None:
        """Count in the values of a cell."""
        for name, value in cell.values.items():
            self.used[cell.cube.name, name].add(value)

    def copy(self) -> Values:
        """The same values, to be changed."""
        return Values(defaultdict(set, {place: set(values) for place, values in self.used.items()}))

    def rest(self, structure: Structure) -> dict[str, frozenset[Triple]]:
        """What the graphs, by IRI, hold beside cells where these are all values."""
        lists = (
            triple
            for place, shape in structure.shapes.items()
            for triple in value_list(shape, [NamedNode(value) for value in sorted(self.used[place])])
        )
        return {
            CUBE: structure.triples.union(self._code_lists()),
            LINK: structure.constraints.union(lists),
        }

    def _code_lists(self) -> Iterator[Triple]:
        for (cube, name), values in self.used.items():
            if code_list := _CUBES[cube].code_lists.get(name):
                for value in values:
                    yield Triple(NamedNode(value), NamedNode(RDF.type), NamedNode(SKOS.Concept))
                    yield Triple(NamedNode(value), NamedNode(SKOS.inScheme), NamedNode(mint.code_list(code_list)))


def dimensions_of(triples: Iterable[Triple], cube: Cube) -> Iterator[tuple[Place, str]]:
    """The dimension values among the triples of a cell of that cube."""
    names = {str(property_): name for name, property_ in cube.dimensions.items()}
    for triple in triples:
        name = names.get(triple.predicate.value)
        if name is not None and isinstance(triple.object, NamedNode):
            yield (cube.name, name), triple.object.value


def _only(store: Store, subject: NamedNode, predicate: NamedNode, graph: NamedNode) -> NamedNode | None:
    objects = (quad.object for quad in store.quads_for_pattern(subject, predicate, None, graph))
    return next((term for term in objects if isinstance(term, NamedNode)), None)
