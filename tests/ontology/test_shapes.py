"""Each shape file: its valid fixture conforms, its invalid one breaks exactly the rules of the approved report."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from ontology import load, mint, periods
from ontology.load import ontology_graph, reference_graph, shapes_graph
from ontology.names import OA, RDFS, SH, TD, XSD

CLAIM_CLASSES = {term for term in ontology_graph().subjects(RDFS.subClassOf, TD.Claim) if term != TD.AwardClaim} | set(
    ontology_graph().subjects(RDFS.subClassOf, TD.AwardClaim)
)
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
Validate = Callable[[Graph, Graph], list[Any]]


def node_shapes(shapes: Graph) -> set[Node]:
    """The shapes that have targets, which are all that the files write as shape:Name."""
    return {shape for target in TARGETS for shape in shapes.subjects(target, None)}


def targeted(data: Graph, shapes: Graph, shape: Node) -> set[Node]:
    """The focus nodes of a shape in data without subclasses."""
    classes = {node for kind in shapes.objects(shape, SH.targetClass) for node in data.subjects(RDF.type, kind)}
    subjects = {node for p in shapes.objects(shape, SH.targetSubjectsOf) for node in data.subjects(p, None)}
    return (
        classes | subjects | {node for p in shapes.objects(shape, SH.targetObjectsOf) for node in data.objects(None, p)}
    )


def test_valid_fixture_conforms_to_its_shapes_and_has_a_node_for_each(shape_file: Any, validate: Validate) -> None:
    assert validate(shape_file.valid(), shape_file.shapes()) == []
    assert [
        s for s in node_shapes(shape_file.shapes()) if not targeted(shape_file.valid(), shape_file.shapes(), s)
    ] == []


def test_invalid_fixture_breaks_the_rules_of_its_report(shape_file: Any, validate: Validate) -> None:
    with shape_file.report.open(encoding="utf-8", newline="") as opened:
        approved = [tuple(row) for row in csv.reader(opened)][1:]

    assert [violation[:3] for violation in validate(shape_file.invalid(), shape_file.shapes())] == approved


def test_each_shape_of_a_file_is_broken_in_its_report_and_says_why_in_both_languages(
    shape_file: Any, validate: Validate
) -> None:
    found = validate(shape_file.invalid(), shape_file.shapes())
    sources = {violation.shape for violation in found}
    broken = sources | {node for source in sources for node in shape_file.shapes().subjects(SH.property, source)}

    assert node_shapes(shape_file.shapes()) - broken == set()
    assert [violation for violation in found if set(violation.messages) != {"vi", "en"}] == []


def test_shape_is_written_in_one_file_alone(shape_files: list[Any]) -> None:
    written = [shape for file in shape_files for shape in node_shapes(file.shapes())]

    assert len(written) == len(set(written))


def test_every_shape_file_belongs_to_a_kind_of_graph(shape_files: list[Any]) -> None:
    assert {path for name in load.SHAPE_SETS for path in load.shape_files(name)} == {file.path for file in shape_files}


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
