"""The graph of the consolidated cubes that claims give, and its cube.link view."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, parse

from graph_store.cube.cells import CUBES, Cube, cube_graph
from graph_store.cube.graphs import require_integrity
from graph_store.cube.integrity import integrity_faults
from graph_store.cube.view import cube_link_graph
from graph_store.errors import ClaimFormError, IntegrityError
from graph_store.terms import as_stored, to_rdflib
from ontology import load, mint
from ontology.names import CUBE, ID, PREFIXES, QB, RDF, RDFS, SDMX_MEASURE, SH, SKOS, TD, XSD

FILES = Path(__file__).with_name("cube")


def read(name: str) -> list[Triple]:
    return [quad.triple for quad in parse((FILES / name).read_bytes(), RdfFormat.TURTLE)]


def store_of(triples: Iterable[Triple]) -> Store:
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    return store


def about(prefix: str, triples: Iterable[Triple]) -> frozenset[Triple]:
    return frozenset(t for t in triples if str(t.subject).startswith(f"<{ID}{prefix}"))


def row_sets(triples: Iterable[Triple], query: str) -> set[tuple[str, ...]]:
    rows = store_of(triples).query(query, prefixes=PREFIXES)
    assert isinstance(rows, QuerySolutions)
    return {tuple(term.value for term in row if isinstance(term, NamedNode | Literal)) for row in rows}


@pytest.fixture(scope="module")
def cubes() -> frozenset[Triple]:
    return as_stored(cube_graph(store_of(read("claims.ttl"))))


def test_claims_give_just_these_cells(cubes: frozenset[Triple]) -> None:
    assert about("cell/", cubes) == as_stored(read("cells.ttl"))


def test_same_claims_give_the_same_triples_whatever_their_order(cubes: frozenset[Triple]) -> None:
    assert as_stored(cube_graph(store_of(reversed(read("claims.ttl"))))) == cubes


def test_code_lists_hold_the_codes_that_cells_use(cubes: frozenset[Triple]) -> None:
    listed = row_sets(
        cubes, "SELECT ?list ?code WHERE { ?code a skos:Concept ; skos:inScheme ?list . ?list a skos:ConceptScheme }"
    )
    assert {(name.rpartition("/")[2], code.rpartition("/")[2]) for name, code in listed} == {
        ("indicators", "grdp"),
        ("indicators", "tourist-arrivals"),
        ("measures", "growth"),
        ("measures", "level"),
        ("units", "PERCENT"),
        ("units", "person"),
    }


def test_cubes_keep_the_integrity_constraints_with_cells_and_without(cubes: frozenset[Triple]) -> None:
    assert integrity_faults(cubes) == []
    assert integrity_faults(cube_graph(Store())) == []


def test_cube_that_breaks_a_constraint_is_not_let_through(cubes: frozenset[Triple]) -> None:
    require_integrity(cubes)
    without_values = [t for t in cubes if t.predicate != NamedNode(SDMX_MEASURE.obsValue)]
    with pytest.raises(
        IntegrityError, match=r"not well formed, 2 faults: IC-14: .*/id/cell/indicators/bloc/tay-nam-bo"
    ):
        require_integrity(without_values)


@pytest.mark.parametrize("cube", CUBES, ids=lambda cube: cube.name)
def test_cells_are_made_as_the_structure_of_their_cube_says(cube: Cube) -> None:
    graph = load.cube_structure_graph()
    structure = graph.value(rdflib.URIRef(mint.cube(cube.name)), QB.structure)
    components = sorted(graph.objects(structure, QB.component), key=lambda c: int(str(graph.value(c, QB.order))))
    dimensions = [str(graph.value(c, QB.dimension)) for c in components if (c, QB.dimension, None) in graph]
    assert dimensions == list(map(str, cube.dimensions.values()))
    assert [str(graph.value(c, QB.measure)) for c in components if (c, QB.measure, None) in graph] == [
        str(cube.measure)
    ]
    assert str(graph.value(rdflib.URIRef(cube.measure), RDFS.range)) == cube.datatype
    for variable, name in cube.code_lists.items():
        code_list = graph.value(rdflib.URIRef(cube.dimensions[variable]), QB.codeList)
        assert str(code_list) == mint.code_list(name)


def test_structures_have_no_blank_node_and_are_named_in_both_languages() -> None:
    graph = load.cube_structure_graph()
    assert not [term for term in graph.all_nodes() if isinstance(term, rdflib.BNode)]
    for class_ in (QB.DataSet, QB.DataStructureDefinition, QB.ComponentSpecification, SKOS.ConceptScheme):
        for thing in graph.subjects(RDF.type, class_):
            languages = {
                label.language for label in graph.objects(thing, RDFS.label) if isinstance(label, rdflib.Literal)
            }
            assert languages == {"vi", "en"}, thing


@pytest.mark.parametrize(
    ("statement", "other", "reason"),
    [
        (
            "td:qualifier <bound/exact>",
            "td:qualifier <bound/perhaps>",
            "qualifier that the rule does not know: perhaps",
        ),
        (
            "sdmx-measure:obsValue 8.5",
            'sdmx-measure:obsValue "eight"',
            "claim/a/1 has a value that is no number: 'eight'",
        ),
        (
            "sdmx-measure:obsValue 8.5",
            'sdmx-measure:obsValue "INF"^^xsd:double',
            "has a value that is no number: 'INF'",
        ),
        (
            "sdmx-measure:obsValue 8.5",
            'sdmx-measure:obsValue "NaN"^^xsd:double',
            "has a value that is no number: 'NaN'",
        ),
    ],
)
def test_claim_that_can_not_be_consolidated_is_named(statement: str, other: str, reason: str) -> None:
    text = (FILES / "claims.ttl").read_text(encoding="utf-8").replace(statement, other, 1)
    with pytest.raises(ClaimFormError, match=reason):
        cube_graph(store_of(quad.triple for quad in parse(text, RdfFormat.TURTLE)))


def test_cells_of_different_dimension_values_have_different_names() -> None:
    soc_trang, person = mint.entity("province", "Sóc Trăng"), mint.code("unit", "person")
    names = {
        mint.cell("indicators", soc_trang, mint.period("2021/2025"), unit)
        for unit in (
            person,
            "http://qudt.org/vocab/unit/PERSON",
            "http://example.org/person",
            "http://example.org/Person",
        )
    }
    assert len(names) == 4
    assert mint.cell("indicators", soc_trang, person) != mint.cell(
        "indicators", mint.entity("bloc", "Sóc Trăng"), person
    )


@pytest.fixture(scope="module")
def view(cubes: frozenset[Triple]) -> frozenset[Triple]:
    return as_stored(cube_link_graph(cubes))


def conforms(view: Iterable[Triple], name: str) -> bool:
    """Whether the observations of one cube.link cube keep to its constraint, in the way of the tools: as its target."""
    graph = to_rdflib(view, rdflib.Graph(bind_namespaces="none"))
    cube = rdflib.URIRef(f"{ID}cube-link/{name}")
    constraint, observations = graph.value(cube, CUBE.observationConstraint), graph.value(cube, CUBE.observationSet)
    assert constraint is not None
    for observation in graph.objects(observations, CUBE.observation):
        graph.add((constraint, SH.targetNode, observation))
    return bool(pyshacl.validate(graph, shacl_graph=graph, inplace=True)[0])


@pytest.mark.parametrize("name", [cube.name for cube in CUBES])
def test_observations_of_a_cube_link_cube_keep_to_its_constraint(view: frozenset[Triple], name: str) -> None:
    assert conforms(view, name)


@pytest.mark.parametrize("name", [cube.name for cube in CUBES])
def test_each_property_of_a_cube_link_observation_is_needed_and_no_other_allowed(
    view: frozenset[Triple], name: str
) -> None:
    members = [t for t in view if str(t.subject).endswith(f"/{name}#observations>") and isinstance(t.object, NamedNode)]
    observation = min((t.object for t in members if t.predicate.value == str(CUBE.observation)), key=str)
    assert isinstance(observation, NamedNode)
    statements = [t for t in view if t.subject == observation]
    assert len(statements) >= 8
    for statement in statements:
        assert not conforms(view - {statement}, name), statement
        doubled = Triple(statement.subject, statement.predicate, NamedNode("http://example.org/other"))
        assert not conforms(view | {doubled}, name), doubled
    other = Triple(observation, NamedNode(RDFS.label), Literal("thừa"))
    assert not conforms(view | {other}, name)


def test_cube_link_value_outside_the_codes_or_of_another_type_breaks_the_constraint(view: frozenset[Triple]) -> None:
    def replaced(predicate: str, value: NamedNode | Literal) -> list[Triple]:
        return [Triple(t.subject, t.predicate, value) if t.predicate.value == predicate else t for t in view]

    assert not conforms(replaced(str(TD.indicator), NamedNode(mint.code("indicator", "unheard-of"))), "indicators")
    assert not conforms(replaced(str(TD.rank), Literal("1.5", datatype=NamedNode(XSD.decimal))), "ranks")


def test_cube_link_observations_are_the_cells_themselves_and_say_nothing_else_of_them(
    cubes: frozenset[Triple], view: frozenset[Triple]
) -> None:
    observations = row_sets(view, "SELECT ?observation WHERE { ?observation a cube:Observation }")
    assert observations == row_sets(cubes, "SELECT ?cell WHERE { ?cell a td:Cell }")
    new = {t.predicate.value for t in about("cell/", view) - cubes}
    assert new == {str(RDF.type), str(CUBE.observedBy)}


def test_cube_link_cubes_are_described_and_their_dimensions_typed(view: frozenset[Triple]) -> None:
    described = row_sets(
        view,
        """PREFIX s: <http://schema.org/> SELECT ?cube WHERE { ?cube a cube:Cube ; s:name ?vi , ?en ; s:description ?text ;
        cube:observationSet/a cube:ObservationSet ; cube:observationConstraint/a cube:Constraint
        FILTER(LANG(?vi) = "vi" && LANG(?en) = "en" && LANG(?text) = "vi") }""",
    )
    assert len(described) == 3
    keys = row_sets(view, "SELECT ?shape WHERE { ?shape a cube:KeyDimension ; sh:path ?path ; sh:in ?list }")
    assert len(keys) == 5 + 3 + 3
    assert len(row_sets(view, "SELECT ?shape WHERE { ?shape a cube:MeasureDimension ; sh:datatype ?type }")) == 3
    assert not [t for t in view if isinstance(t.subject, BlankNode) or isinstance(t.object, BlankNode)]
