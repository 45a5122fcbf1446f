"""`thidua validate --ontology`: sound as the project ships it, at fault by name where it is spoiled."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from ontology import load
from ontology.names import ID, TD
from thidua.cli import main


def run() -> tuple[int, str]:
    answer = CliRunner().invoke(main, ["validate", "--ontology"])
    return answer.exit_code, answer.output


def spoiled(monkeypatch: pytest.MonkeyPatch, *more: tuple[URIRef, URIRef, URIRef]) -> Graph:
    """The ontology with some triples more, in the place of the project's."""
    graph = Graph(bind_namespaces="none")
    for triple in (*load.ontology_graph(), *more):
        graph.add(triple)
    monkeypatch.setattr(load, "ontology_graph", lambda: graph)
    return graph


def test_ontology_is_consistent_owl_2_rl_described_and_served() -> None:
    status, printed = run()

    assert status == 0, printed
    lines = printed.splitlines()
    assert lines[0].startswith("ontology 0.2.0: ")
    assert [line.partition(": ")[0] for line in lines[1:]] == [
        "ok    OWL 2 RL",
        "ok    consistent",
        "ok    OOPS! pitfalls",
        "ok    FOOPS!-style metadata",
        "ok    terms described",
        "ok    OOPS! P40",
        "ok    served",
        "0 faults",
    ]
    assert "(100 %) have label, definition and example in vi and en" in printed
    assert "critical: P03, P05, P06, P14, P15, P16, P19, P27, P28, P29, P31, P39;" in printed


def test_contradiction_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    spoiled(monkeypatch, (ID["bloc/tay-nam-bo"], RDF.type, TD.Province))

    status, printed = run()

    assert status == 1
    assert "FAULT consistent: " in printed
    assert "consistency/disjoint-classes: https://w3id.org/thidua/id/bloc/tay-nam-bo: " in printed


def test_term_without_a_definition_is_named_for_each_language(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = spoiled(monkeypatch)
    graph.remove((TD.score, SKOS.definition, None))

    status, printed = run()

    assert status == 1
    assert "FAULT terms described: " in printed
    assert "(100 %)" not in printed
    assert "terms/definition: https://w3id.org/thidua/ontology#score: skos:definition@vi" in printed
    assert "terms/definition: https://w3id.org/thidua/ontology#score: skos:definition@en" in printed


def test_construct_outside_the_profile_and_term_that_no_vocabulary_has_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoiled(
        monkeypatch,
        (TD.hasMember, RDF.type, OWL.ReflexiveProperty),
        (TD.Bloc, RDFS.seeAlso, URIRef("http://www.w3.org/ns/org#Bloc")),
    )

    status, printed = run()

    assert status == 1
    assert "owl2rl/02-construct: https://w3id.org/thidua/ontology#hasMember" in printed
    assert "oops/P40: http://www.w3.org/ns/org#Bloc is no term of its vocabulary" in printed
