"""Shapes prepared for speed find the same faults as the shapes as they are written."""

from __future__ import annotations

import warnings
from pathlib import Path

import pyshacl
import pytest
import rdflib

from graph_store.shapes import prepared
from graph_store.terms import as_stored, from_rdflib, to_rdflib
from ontology.load import SHAPE_SETS, shapes_graph
from ontology.names import SH
from pipeline.readers import read_paths
from pipeline.run import Extractor

HERE = Path(__file__).parent


def results(data: rdflib.Graph, shapes: rdflib.Graph) -> list[tuple[str, ...]]:
    """Each result as focus node, value, component, severity and message."""
    # pySHACL adds axioms of its own to the shapes that it is given.
    copy = rdflib.Graph(bind_namespaces="none")
    for triple in shapes:
        copy.add(triple)
    _, report, _ = pyshacl.validate(data, shacl_graph=copy)
    assert isinstance(report, rdflib.Graph)
    asked = (SH.focusNode, SH.value, SH.sourceConstraintComponent, SH.resultSeverity, SH.resultMessage)
    found = report.subjects(rdflib.RDF.type, SH.ValidationResult)
    return sorted(tuple(" ".join(sorted(map(str, report.objects(r, p)))) for p in asked) for r in found)


def test_prepared_shapes_give_the_same_results_for_targets_closed_deactivated_and_nested_shapes() -> None:
    graph = rdflib.Graph().parse(HERE / "prepared.ttl")
    written = results(graph, graph)
    assert {row[-1] for row in written} == {
        *("p", "of", "q", "nested", "r", "closed", "one", "sequence", "shut", "part", "whole"),
    }
    assert results(graph, prepared(graph)) == written


@pytest.fixture(scope="module")
def written_and_prepared() -> dict[str, tuple[rdflib.Graph, rdflib.Graph]]:
    return {name: (shapes_graph(name), prepared(shapes_graph(name))) for name in SHAPE_SETS}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (name, path)
        for name, folders in SHAPE_SETS.items()
        for folder in folders
        for path in sorted((HERE.parent / "ontology" / "fixtures" / "shapes" / folder).glob("*-invalid.ttl"))
    ],
    ids=lambda value: value if isinstance(value, str) else value.stem,
)
def test_prepared_shapes_find_in_what_is_stored_the_faults_of_the_fixtures(
    written_and_prepared: dict[str, tuple[rdflib.Graph, rdflib.Graph]], name: str, path: Path
) -> None:
    data = rdflib.Graph().parse(path)
    stored = to_rdflib(as_stored(from_rdflib(data)), rdflib.Graph())
    written, fast = written_and_prepared[name]
    # All but the values: the store keeps numbers by their value, 88.0 as 88.
    assert [(row[0], *row[2:]) for row in results(stored, fast)] == [(r[0], *r[2:]) for r in results(data, written)]


def test_prepared_shapes_find_the_faults_of_articles_that_lose_a_statement_or_gain_one(
    written_and_prepared: dict[str, tuple[rdflib.Graph, rdflib.Graph]],
) -> None:
    """Articles as the pipeline makes them, each spoiled in several places at once."""
    written, fast = written_and_prepared["article"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # other packages' plug-ins of spaCy are compiled at the first use
        extractor = Extractor()
    articles = sorted((HERE.parents[1] / "corpus" / "articles").glob("*.txt"))[:4]
    for graph in extractor.pipe(read_paths(articles, print)):
        sound = to_rdflib(as_stored(graph.triples), rdflib.Graph())
        assert results(sound, fast) == results(sound, written) == []
        spoiled = to_rdflib(as_stored(sorted(graph.triples, key=str)[::3]), rdflib.Graph())
        for subject in list(spoiled.subjects(rdflib.RDF.type, None))[::5]:
            spoiled.add((subject, rdflib.RDFS.comment, rdflib.Literal("?")))
        found = results(spoiled, written)
        assert len(found) > 20
        assert results(spoiled, fast) == found
