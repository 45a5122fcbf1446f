"""Shapes prepared for speed find the same faults as the shapes as they are written."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib

from graph_store.shapes import prepared
from graph_store.terms import as_stored, from_rdflib, to_rdflib
from ontology.load import shapes_graph
from ontology.names import SH

HERE = Path(__file__).parent


def results(data: rdflib.Graph, shapes: rdflib.Graph) -> list[tuple[str, ...]]:
    """Each result as focus node, value, component, severity and message."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    asked = (SH.focusNode, SH.value, SH.sourceConstraintComponent, SH.resultSeverity, SH.resultMessage)
    found = report.subjects(rdflib.RDF.type, SH.ValidationResult)
    return sorted(tuple(" ".join(sorted(map(str, report.objects(r, p)))) for p in asked) for r in found)


def test_prepared_shapes_give_the_same_results_for_targets_closed_deactivated_and_nested_shapes() -> None:
    graph = rdflib.Graph().parse(HERE / "prepared.ttl")
    written = results(graph, graph)
    assert {row[-1] for row in written} == {"p", "of", "q", "nested", "r", "closed", "one"}
    assert results(graph, prepared(graph)) == written


@pytest.fixture(scope="module")
def written_and_prepared() -> tuple[rdflib.Graph, rdflib.Graph]:
    return shapes_graph(), prepared(shapes_graph())


@pytest.mark.parametrize(
    "path", sorted((HERE.parent / "ontology" / "fixtures" / "shapes" / "article").glob("*-invalid.ttl")), ids=lambda path: path.stem
)
def test_prepared_shapes_find_in_what_is_stored_the_faults_of_the_fixtures(
    written_and_prepared: tuple[rdflib.Graph, rdflib.Graph], path: Path
) -> None:
    data = rdflib.Graph().parse(path)
    stored = to_rdflib(as_stored(from_rdflib(data)), rdflib.Graph())
    written, fast = written_and_prepared
    # All but the values: the store keeps numbers by their value, 88.0 as 88.
    assert [(row[0], *row[2:]) for row in results(stored, fast)] == [(r[0], *r[2:]) for r in results(data, written)]
