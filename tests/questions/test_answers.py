"""Every competency question gives the rows expected of it: those of the gold claims, and of the pipeline's but for known faults."""

from __future__ import annotations

import pytest
from pyoxigraph import Store
from rdflib import Dataset

from ontology.questions import Question, questions
from tests.questions.rows import (
    DIFFERENCES,
    EXPECTED,
    TEXT,
    WITH_SEEDS,
    Answer,
    Row,
    answer,
    expected,
    known_differences,
    named_in_differences,
)

QUESTIONS = pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
BY_NAME = {question.name: question for question in questions()}
ASKED_OF_RDFLIB = (
    "01-leaders-and-deputies-of-a-bloc",
    "11-coverage-of-a-bloc-by-year",
    "12-ranking-of-a-year-with-points",
    "17-nominated-never-conferred",
    "29-sources-that-disagree",
    "46-what-one-article-states",
    "55-bodies-under-a-ministry",
)
"""Questions with paths, aggregates, optional and negated patterns, a named graph: those that engines may read apart."""


def assert_as_expected(question: Question, store: Store, *, seeds: bool) -> None:
    """The store gives the rows of the question's file in their order, apart from the differences known."""
    told = expected(question, seeds=seeds)
    known = known_differences(question, seeds=seeds)
    found = answer(store, question.query).of(told.variables)
    assert known.missing <= set(told.rows)
    assert known.extra <= set(found.rows)
    assert _without(found.rows, known.extra) == _without(told.rows, known.missing)


def _without(rows: tuple[Row, ...], some: frozenset[Row]) -> list[Row]:
    return [row for row in rows if row not in some]


@QUESTIONS
def test_pipelines_graph_of_the_corpus_gives_the_expected_rows(question: Question, corpus: Store) -> None:
    assert_as_expected(question, corpus, seeds=False)


@QUESTIONS
def test_graph_of_the_gold_claims_gives_the_expected_rows_to_the_last(question: Question, gold: Store) -> None:
    assert answer(gold, question.query) == expected(question, seeds=False)


@QUESTIONS
def test_pipelines_graph_with_the_seeds_gives_the_expected_rows(question: Question, corpus_and_seeds: Store) -> None:
    assert_as_expected(question, corpus_and_seeds, seeds=True)


@QUESTIONS
def test_rows_are_in_one_order_alone_and_none_comes_twice(question: Question, corpus: Store) -> None:
    found = answer(corpus, question.query)
    keys = found.of([variable for variable in found.variables if f"?{variable}" in _order(question)])
    assert len(set(found.rows)) == len(found.rows)
    assert len(set(keys.rows)) == len(keys.rows)


def _order(question: Question) -> list[str]:
    """The variables that a query orders its rows by."""
    clause = question.query.rpartition("ORDER BY")[2]
    return clause.replace("(", " ").replace(")", " ").split()


@QUESTIONS
def test_file_of_expected_rows_has_the_variables_of_its_query_and_at_least_one_row(question: Question) -> None:
    told = expected(question, seeds=False)
    assert told.rows
    assert all(len(row) == len(told.variables) for row in told.rows)


def test_there_are_no_files_of_rows_without_a_question() -> None:
    files = {path.stem for folder in (EXPECTED, WITH_SEEDS) for path in folder.iterdir()}
    assert files == set(BY_NAME)
    assert named_in_differences() <= set(BY_NAME), DIFFERENCES.name


def test_files_about_the_seeds_hold_no_stretch_of_an_article() -> None:
    variables = {
        v for q in questions() if (WITH_SEEDS / f"{q.name}.csv").exists() for v in expected(q, seeds=True).variables
    }
    assert variables
    assert not variables & TEXT


@pytest.fixture(scope="module")
def in_rdflib(corpus: Store) -> Dataset:
    """The corpus in rdflib's own store."""
    dataset = Dataset(default_union=True)
    for name in corpus.named_graphs():
        lines = b"\n".join(f"{quad.triple} .".encode() for quad in corpus.quads_for_pattern(None, None, None, name))
        dataset.graph(str(name).strip("<>")).parse(data=lines, format="nt")
    return dataset


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its own calls of what it deprecates
@pytest.mark.parametrize("name", ASKED_OF_RDFLIB)
def test_rdflib_gives_the_same_rows(name: str, corpus: Store, in_rdflib: Dataset) -> None:
    query = BY_NAME[name].query
    found = in_rdflib.query(query)
    assert found.vars is not None
    rows = tuple(tuple(str(row.get(v, "")) for v in found.vars) for row in found.bindings)
    variables = tuple(map(str, found.vars))
    assert Answer(variables, rows) == answer(corpus, query)
