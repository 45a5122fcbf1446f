"""The cells of the consolidated cubes as RDF: claims read from a store, consolidated cell by cell.

RDF Data Cube (W3C Recommendation 2014), section 5. No blank nodes and no clock: the same claims give the same triples.
The structures are in ontology/cube.ttl, the queries in queries/cube/, the rule in `graph_store.cube.rule`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import partial
from itertools import groupby
from typing import Final, cast

from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions, Store, Triple

from graph_store.cube.rule import QUALIFIERS, Consolidated, Stated, consolidate
from graph_store.errors import ClaimFormError
from graph_store.query_files import query_text
from graph_store.terms import from_rdflib
from ontology import bounds, load, mint
from ontology.names import PROV, QB, RDF, SDMX_ATTRIBUTE, SDMX_DIMENSION, SDMX_MEASURE, SKOS, TD, XSD

_BOUND: Final = mint.code("bound", "x").removesuffix("x")
"""What the IRI of every code of the scheme `bound` begins with."""


_BOUNDS: Final[dict[bounds.Side, str]] = {"lower": TD.lowerBound, "upper": TD.upperBound}


@dataclass(frozen=True)
class Cube:
    """One cube: its dimensions by the variable of its query that gives their values, and the property of its measure."""

    name: str
    cell_class: str
    dimensions: Mapping[str, str]
    measure: str
    datatype: str = str(XSD.decimal)
    is_qualified: bool = True
    """Whether a cell says if its value is exact, approximate or a bound."""
    has_bounds: bool = False
    code_lists: Mapping[str, str] = field(default_factory=dict)
    """The variables of coded dimensions, each with the name of its code list."""


CUBES: Final = (
    Cube(
        "indicators",
        TD.IndicatorCell,
        {
            "area": SDMX_DIMENSION.refArea,
            "period": SDMX_DIMENSION.refPeriod,
            "indicator": TD.indicator,
            "measure": TD.measure,
            "unit": TD.unit,
        },
        SDMX_MEASURE.obsValue,
        has_bounds=True,
        code_lists={"indicator": "indicators", "measure": "measures", "unit": "units"},
    ),
    Cube("scores", TD.ScoreCell, {"bloc": TD.bloc, "member": TD.member, "period": SDMX_DIMENSION.refPeriod}, TD.score),
    Cube(
        "ranks",
        TD.RankCell,
        {"bloc": TD.bloc, "member": TD.member, "period": SDMX_DIMENSION.refPeriod},
        TD.rank,
        datatype=str(XSD.integer),
        is_qualified=False,
    ),
)
"""The three cubes, as ontology/cube.ttl defines them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that claims are about, with what they state of it."""

    cube: Cube
    values: Mapping[str, str]
    """The IRIs of its dimension values, by the names in `Cube.dimensions` and in their order."""
    claims: tuple[Stated, ...]

    @property
    def iri(self) -> str:
        """It follows from the dimension values."""
        return mint.cell(self.cube.name, *self.values.values())

    def triples(self) -> list[Triple]:
        """What the cube's graph holds of it. Raises `ClaimFormError` where a claim has a qualifier that the rule does not know."""
        return list(_cell(self.cube, self.values, _consolidated(self.claims)))

    def code_lists(self) -> Iterator[Triple]:
        """What makes its codes members of their code lists (section 8.1); a validator that sees this graph alone finds them."""
        for name, code_list in self.cube.code_lists.items():
            yield _link(self.values[name], RDF.type, SKOS.Concept)
            yield _link(self.values[name], SKOS.inScheme, mint.code_list(code_list))


def cells(store: Store) -> Iterator[Cell]:
    """Every cell that a claim in `store` is about, cube by cube.

    The store's default graph must hold the union of its graphs. Raises `ClaimFormError` where a claim has a value that is no
    number.
    """
    for cube in CUBES:
        rows = cast(QuerySolutions, store.query(query_text(f"cube/{cube.name}.rq")))
        for place, same in groupby(rows, key=partial(_place, tuple(cube.dimensions))):
            yield Cell(cube, dict(zip(cube.dimensions, place, strict=True)), tuple(_stated(row) for row in same))


def _place(dimensions: tuple[str, ...], row: QuerySolution) -> tuple[str, ...]:
    return tuple(_text(row, name) for name in dimensions)


def cube_graph(store: Store) -> list[Triple]:
    """The graph of the consolidated cubes that the claims in `store` give: structures, code lists and cells.

    The store's default graph must hold the union of its graphs. Raises `ClaimFormError` where a claim has a value that
    is no number or a qualifier that the rule does not know.
    """
    triples, listed = from_rdflib(load.cube_structure_graph()), set[Triple]()
    for cell in cells(store):
        triples += cell.triples()
        listed.update(cell.code_lists())
    return [*triples, *listed]


def _stated(row: QuerySolution) -> Stated:
    claim, value = _text(row, "claim"), _text(row, "value")
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ClaimFormError(f"claim {claim} has a value that is no number: {value!r}", claim)
    return Stated(
        claim,
        _text(row, "article"),
        number,
        _text(row, "qualifier").removeprefix(_BOUND),
        _text(row, "published"),
        _text(row, "words"),
    )


def _text(row: QuerySolution, name: str) -> str:
    term = row[name]
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _consolidated(claims: Iterable[Stated]) -> Consolidated:
    stated = list(claims)
    unknown = next((claim.claim for claim in stated if claim.qualifier not in QUALIFIERS), None)
    try:
        return consolidate(stated)
    except ValueError as error:
        raise ClaimFormError(str(error), unknown) from error


def _cell(cube: Cube, values: Mapping[str, str], found: Consolidated) -> Iterator[Triple]:
    """The triples of one cell."""
    cell = mint.cell(cube.name, *values.values())
    for class_ in (QB.Observation, TD.Cell, cube.cell_class):
        yield _link(cell, RDF.type, class_)
    yield _link(cell, QB.dataSet, mint.cube(cube.name))
    for name, value in values.items():
        yield _link(cell, cube.dimensions[name], value)
    yield _literal(cell, cube.measure, found.value, cube.datatype)
    if cube.is_qualified:
        yield _link(cell, TD.qualifier, mint.code("bound", found.qualifier))
    if cube.has_bounds:
        yield _link(cell, SDMX_ATTRIBUTE.unitMeasure, values["unit"])
        if side := bounds.side(found.qualifier, found.value):
            yield _literal(cell, _BOUNDS[side], found.value, XSD.decimal)
    yield _literal(cell, TD.sourceCount, found.source_count, XSD.integer)
    yield _literal(cell, TD.disputed, "true" if found.disagreeing else "false", XSD.boolean)
    for property_, claims in (
        (PROV.wasDerivedFrom, found.agreeing),
        (TD.consistentClaim, found.consistent),
        (TD.disagreeingClaim, found.disagreeing),
    ):
        for claim in claims:
            yield _link(cell, property_, claim.claim)


def _link(subject: str, predicate: str, target: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(target))


def _literal(subject: str, predicate: str, value: str | int | Decimal, datatype: str) -> Triple:
    lexical = format(value, "f") if isinstance(value, Decimal) else str(value)
    return Triple(NamedNode(subject), NamedNode(predicate), Literal(lexical, datatype=NamedNode(datatype)))
