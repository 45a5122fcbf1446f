"""Each shape file: its valid fixture conforms, its invalid one breaks exactly the rules of the approved report."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from ontology import mint, periods
from ontology.load import ontology_graph, parse_all, reference_graph, shapes_graph
from ontology.names import OA, RDFS, SH, TD, XSD

SHAPES = sorted((Path(__file__).parents[2] / "ontology" / "shapes").glob("*.ttl"))
CLAIM_CLASSES = {term for term in ontology_graph().subjects(RDFS.subClassOf, TD.Claim) if term != TD.AwardClaim} | set(
    ontology_graph().subjects(RDFS.subClassOf, TD.AwardClaim)
)
Validate = Callable[[Graph, Graph], list[Any]]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda path: path.stem)
def test_valid_fixture_conforms_to_its_shape(shape: Path, fixtures: Path, validate: Validate) -> None:
    data = Graph().parse(fixtures / "shapes" / f"{shape.stem}-valid.ttl")

    assert validate(data, parse_all([shape])) == []


@pytest.mark.parametrize("shape", SHAPES, ids=lambda path: path.stem)
def test_invalid_fixture_breaks_the_rules_of_its_report(shape: Path, fixtures: Path, validate: Validate) -> None:
    data = Graph().parse(fixtures / "shapes" / f"{shape.stem}-invalid.ttl")
    with (fixtures / "shapes" / f"{shape.stem}-report.csv").open(encoding="utf-8", newline="") as file:
        approved = [tuple(row) for row in csv.reader(file)][1:]

    assert [violation[:3] for violation in validate(data, parse_all([shape]))] == approved


@pytest.mark.parametrize("shape", SHAPES, ids=lambda path: path.stem)
def test_violations_say_why_in_vietnamese_and_english(shape: Path, fixtures: Path, validate: Validate) -> None:
    data = Graph().parse(fixtures / "shapes" / f"{shape.stem}-invalid.ttl")

    for violation in validate(data, parse_all([shape])):
        assert set(violation.messages) == {"vi", "en"}


def test_article_graph_alone_conforms_to_all_shapes(fixtures: Path, validate: Validate) -> None:
    assert validate(Graph().parse(fixtures / "article-graph.ttl"), shapes_graph()) == []


def test_article_graph_beside_ontology_and_reference_conforms(fixtures: Path, validate: Validate) -> None:
    data = Graph().parse(fixtures / "article-graph.ttl")
    for triple in (*ontology_graph(), *reference_graph()):
        data.add(triple)

    assert validate(data, shapes_graph()) == []


def test_claim_that_loses_its_evidence_is_refused_by_all_shapes(fixtures: Path, validate: Validate) -> None:
    data = Graph().parse(fixtures / "article-graph.ttl")
    claim = URIRef("https://w3id.org/thidua/id/claim/small/leadership-1")
    data.remove((claim, TD.evidence, None))

    found = validate(data, shapes_graph())

    assert ("claim/small/leadership-1", "td:evidence", "MinCount") in [violation[:3] for violation in found]


def test_position_written_as_words_is_refused(fixtures: Path, validate: Validate) -> None:
    data = Graph().parse(fixtures / "article-graph.ttl")
    position = URIRef("https://w3id.org/thidua/id/evidence/small/leadership-1#position")
    data.set((position, OA.start, Literal("đầu câu", lang="vi")))

    assert {violation.focus for violation in validate(data, shapes_graph())} == {"evidence/small/leadership-1#position"}


@pytest.mark.parametrize("datatype", [XSD.nonNegativeInteger, XSD.integer])
@pytest.mark.parametrize(("start", "sound"), [("0", True), ("-1", False)])
def test_position_is_a_count_of_either_datatype(
    datatype: URIRef, start: str, sound: bool, fixtures: Path, validate: Validate
) -> None:
    data = Graph().parse(fixtures / "article-graph.ttl")
    position = URIRef("https://w3id.org/thidua/id/evidence/small/leadership-1#position")
    data.set((position, OA.start, Literal(start, datatype=datatype, normalize=False)))

    assert (validate(data, shapes_graph()) == []) is sound


@pytest.mark.parametrize("datatype", [XSD.decimal, XSD.string])
def test_position_of_another_datatype_is_refused(datatype: URIRef, fixtures: Path, validate: Validate) -> None:
    data = Graph().parse(fixtures / "article-graph.ttl")
    position = URIRef("https://w3id.org/thidua/id/evidence/small/leadership-1#position")
    data.set((position, OA.start, Literal("0", datatype=datatype)))

    assert {violation.focus for violation in validate(data, shapes_graph())} == {"evidence/small/leadership-1#position"}


@pytest.mark.parametrize("notation", ["2023", "2023-H1", "2023-Q3", "2023-09", "2023-01/2023-09", "2021/2025"])
def test_described_period_conforms(notation: str, validate: Validate) -> None:
    data = Graph().parse(data="\n".join(f"{triple} ." for triple in periods.triples(notation)), format="nt")

    assert (URIRef(mint.period(notation)), RDF.type, TD.Period) in data
    assert validate(data, shapes_graph()) == []


def test_every_claim_class_has_a_shape_and_is_known_to_the_claim_shape() -> None:
    shapes = shapes_graph()
    common = URIRef("https://w3id.org/thidua/shapes#Claim")

    assert len(CLAIM_CLASSES) == 13
    for term in CLAIM_CLASSES:
        assert len(set(shapes.subjects(SH.targetClass, term)) - {common}) >= 1, term
        assert (common, SH.targetClass, term) in shapes, term


def test_shapes_speak_only_of_declared_terms() -> None:
    declared = set(ontology_graph().subjects(RDF.type, None))
    spoken = {term for triple in shapes_graph() for term in triple if str(term).startswith(str(TD))}

    assert spoken <= declared
