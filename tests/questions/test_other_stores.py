"""Every competency question has the same answer in other stores that a release was published to as here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
import requests
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Store, parse_query_results

from graph_store.remote.equality import Verdict
from graph_store.remote.publishing import Publication
from graph_store.remote.store import UNION
from ontology.names import XSD
from ontology.questions import Question, questions
from tests.graph_store.remote.conftest import Quiet
from tests.other_stores import OtherStore
from tests.questions.rows import Answer, answer

QUESTIONS = pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)

COMPUTED: Final = {
    "13-rank-of-a-province-over-the-years",
    "24-league-table-of-an-indicator",
    "25-indicator-of-a-province-over-time",
}
"""Questions with a truth value that the query computes: Virtuoso gives it as the integer 0 or 1."""

WITH_A_GRAPH: Final = {"46-what-one-article-states"}
"""Questions with GRAPH and a path: Virtuoso's compiler refuses them where a default graph is named, and answers without."""


@pytest.fixture(scope="module")
def in_oxigraph(corpus: Store, oxigraph: OtherStore) -> Iterator[OtherStore]:
    yield from published(corpus, oxigraph, {Verdict.SAME})


@pytest.fixture(scope="module")
def in_virtuoso(corpus: Store, virtuoso: OtherStore) -> Iterator[OtherStore]:
    yield from published(corpus, virtuoso, {Verdict.SAME, Verdict.NORMALISED})


def published(corpus: Store, there: OtherStore, verdicts: set[Verdict]) -> Iterator[OtherStore]:
    there.empty()
    with there.opened() as remote:
        publication = Publication(corpus, "corpus", remote, Quiet())
        publication.load()
        publication.check()
    assert {found.verdict for found in publication.outcome.comparisons} == verdicts
    yield there
    there.empty()


def asked(there: OtherStore, query: str, **parameters: str) -> QuerySolutions:
    with there.opened() as remote:
        url = remote.addresses.query
    headers = {"Accept": QueryResultsFormat.JSON.media_type}
    found = requests.post(url, {"query": query, **parameters}, headers=headers, timeout=60)
    assert found.ok, found.text
    solutions = parse_query_results(found.content, format=QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)
    return solutions


def rows(found: QuerySolutions, truth: frozenset[str] = frozenset()) -> Answer:
    """An answer as text, with the integers of the variables in `truth` as the truth values that they stand for."""
    names = tuple(variable.value for variable in found.variables)
    return Answer(names, tuple(tuple(text(row[name], name in truth) for name in names) for row in found))


def text(term: object, truth: bool) -> str:
    if term is None:
        return ""
    assert isinstance(term, NamedNode | Literal)
    if truth and isinstance(term, Literal) and term.datatype == NamedNode(XSD.integer):
        return {"0": "false", "1": "true"}[term.value]
    return term.value


def truth_values(store: Store, query: str) -> frozenset[str]:
    """The variables of an answer that hold truth values."""
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    boolean = NamedNode(XSD.boolean)
    return frozenset(n for row in found for n in names if isinstance(row[n], Literal) and row[n].datatype == boolean)


@QUESTIONS
def test_oxigraph_gives_the_same_rows(question: Question, corpus: Store, in_oxigraph: OtherStore) -> None:
    assert rows(asked(in_oxigraph, question.query)) == answer(corpus, question.query)


@QUESTIONS
def test_virtuoso_gives_the_same_rows(question: Question, corpus: Store, in_virtuoso: OtherStore) -> None:
    union = {} if question.name in WITH_A_GRAPH else {"default-graph-uri": UNION}
    truth = truth_values(corpus, question.query) if question.name in COMPUTED else frozenset()
    assert rows(asked(in_virtuoso, question.query, **union), truth) == answer(corpus, question.query)
