"""The collection of stored queries: what of a query is a parameter, and how values get in."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from ontology.names import ID
from ontology.questions import Question, questions
from server.stored.collection import FOLDER, StoredQuery, Value, by_name, by_number, grouped, stored_queries
from server.stored.kinds import KINDS

EVERY = pytest.mark.parametrize("query", stored_queries(), ids=lambda query: query.name)


def value(kind: str, slug: str) -> Value:
    return Value(slug, NamedNode(f"{ID}{KINDS[kind].path}/{slug}"))


def test_every_question_is_a_stored_query_and_names_are_unique() -> None:
    found = {query.number: query for query in stored_queries() if query.number}
    assert {f"{number}-{query.name}" for number, query in found.items()} == {question.name for question in questions()}
    assert len(by_name()) == len(stored_queries())
    assert sum(len(queries) for _, queries in grouped()) == len(stored_queries())


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_question_without_values_is_asked_as_it_stands(question: Question) -> None:
    name, text = question.name.partition("-")[2], question.query
    assert by_name()[name].bound({}).removesuffix("LIMIT 10000 OFFSET 0\n").strip() == text.partition("\n\n")[2].strip()


@EVERY
def test_query_with_a_value_for_every_parameter_is_sparql(query: StoredQuery) -> None:
    given = {p.name: (Value("x", NamedNode(f"{ID}{KINDS[p.name].path}/x")),) for p in query.parameters}
    text = query.bound(given, 5, 7)
    Store().query(text)
    assert text.count("LIMIT 5 OFFSET 7") == 1
    assert "UNDEF" not in text


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.rq")), ids=lambda path: path.stem)
def test_file_runs_as_it_stands(path: Path) -> None:
    Store().query(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("leaders-and-deputies-of-a-bloc", ["bloc"]),
        ("ranking-of-a-year-with-points", ["bloc", "period"]),
        ("league-table-of-an-indicator", ["period", "indicator", "measure"]),
        ("leaders-of-all-blocs", []),  # its role makes the question
        ("plans-missed", ["bloc"]),  # so does its measure
        ("bloc-against-the-country", ["indicator", "measure"]),  # and the country
        ("bodies-under-a-ministry", []),
        ("awards-by-article-of-the-law", ["award-level", "document"]),
        ("what-one-article-states", ["article"]),
        ("posts-of-a-person-over-time", []),  # a name is no IRI
    ],
)
def test_parameters_are_what_a_question_is_about(name: str, parameters: list[str]) -> None:
    assert [parameter.name for parameter in by_name()[name].parameters] == parameters


def test_value_takes_the_place_of_every_occurrence_of_the_constant() -> None:
    text = by_name()["nominated-never-conferred"].bound({"period": (value("period", "2021"),)})
    assert text.count(f"<{ID}period/2021>") == 2
    assert "period/2023" not in text


def test_article_stands_for_its_graph_where_the_question_names_the_graph() -> None:
    text = by_name()["what-one-article-states"].bound({"article": (value("article", "digest-001"),)})
    assert f"GRAPH <{ID}graph/article/digest-001>" in text


def test_filter_that_is_not_given_leaves_nothing_behind() -> None:
    query = by_name()["leaders"]
    assert "VALUES" not in query.bound({})
    assert query.bound({"role": (value("role", "leader"),)}).count("VALUES") == 1


def test_numbers_with_and_without_zero_and_file_names_are_found() -> None:
    first = by_name()["leaders-and-deputies-of-a-bloc"]
    assert by_number("1") is first
    assert by_number("01") is first
    assert by_number("01-leaders-and-deputies-of-a-bloc") is first
    for wrong in ("0", "58", "01-leaders", "1x", "", "²", "9999999"):
        assert by_number(wrong) is None
