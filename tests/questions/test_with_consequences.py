"""No question has other answers in a release that has its consequences as a graph."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from graph_store.claims import read_claims
from graph_store.cube.graphs import cube_graphs
from graph_store.materialised import GRAPH, entailed
from ontology.questions import Question, questions
from tests.questions.rows import answer


@pytest.fixture(scope="module")
def materialised(corpus: Store) -> Store:
    store = Store()
    store.bulk_extend(corpus)
    store.bulk_extend(
        Quad(t.subject, t.predicate, t.object, graph)
        for t in entailed(corpus)
        for graph in (NamedNode(GRAPH), DefaultGraph())
    )
    assert len(store) > len(corpus)
    return store


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_answer_is_the_same_with_consequences(question: Question, corpus: Store, materialised: Store) -> None:
    assert answer(materialised, question.query) == answer(corpus, question.query)


def test_claims_and_cubes_are_the_same_with_consequences(corpus: Store, materialised: Store) -> None:
    assert list(read_claims(materialised)) == list(read_claims(corpus))
    assert {n: set(g) for n, g in cube_graphs(materialised).items()} == {
        n: set(g) for n, g in cube_graphs(corpus).items()
    }
