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


def rows(found: QuerySolutions) -> Answer:
    """An answer as text; truth values in the form that this store has: Virtuoso writes them as 0 and 1, the other form of XSD."""
    names = tuple(variable.value for variable in found.variables)
    return Answer(names, tuple(tuple(text(row[name]) for name in names) for row in found))


def text(term: object) -> str:
    if term is None:
        return ""
    assert isinstance(term, NamedNode | Literal)
    if isinstance(term, Literal) and term.datatype == NamedNode(XSD.boolean):
        return {"0": "false", "1": "true"}.get(term.value, term.value)
    return term.value


@QUESTIONS
def test_oxigraph_gives_the_same_rows(question: Question, corpus: Store, in_oxigraph: OtherStore) -> None:
    assert rows(asked(in_oxigraph, question.query)) == answer(corpus, question.query)


@QUESTIONS
def test_virtuoso_gives_the_same_rows(question: Question, corpus: Store, in_virtuoso: OtherStore) -> None:
    union = {} if question.name in WITH_A_GRAPH else {"default-graph-uri": UNION}
    assert rows(asked(in_virtuoso, question.query, **union)) == answer(corpus, question.query)
