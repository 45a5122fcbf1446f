"""The embedded engine: formats, datasets, errors with their places, and answers that are finished when they begin."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph_store.engine import EmbeddedEngine
from graph_store.errors import NotAcceptableError, QueryEvaluationError, QuerySyntaxError
from graph_store.formats import GRAPHS, SOLUTIONS, media_type
from graph_store.release import Release
from ontology import mint


@pytest.fixture
def engine(two_articles: Release) -> EmbeddedEngine:
    return EmbeddedEngine(two_articles)


def rows(engine: EmbeddedEngine, query: str, **dataset: Any) -> list[dict[str, str]]:
    bindings = json.loads(engine.query(query, **dataset).read())["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


@pytest.mark.parametrize("name", SOLUTIONS)
def test_select_and_ask_are_answered_in_each_format_of_solutions(engine: EmbeddedEngine, name: str) -> None:
    select = engine.query("SELECT ?b { ?b a td:Bloc }", [media_type(name)])
    assert (select.form, select.media_type) == ("solutions", media_type(name))
    assert b"bloc/tay-nam-bo" in select.read()
    ask = engine.query("ASK { ?b a td:Bloc }", [media_type(name)])
    assert ask.form == "boolean"
    assert b"true" in ask.read()


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?b a td:Bloc }", "DESCRIBE <bloc/tay-nam-bo>"])
def test_construct_and_describe_are_answered_in_each_format_of_graphs(
    engine: EmbeddedEngine, query: str, name: str
) -> None:
    answer = engine.query(query, [media_type(name)])
    assert (answer.form, answer.media_type) == ("graph", media_type(name))
    assert b"tay-nam-bo" in answer.read()


def test_first_fitting_media_type_is_used_and_the_default_where_none_is_asked(engine: EmbeddedEngine) -> None:
    asked = ["text/html", "text/turtle", "text/csv"]
    assert engine.query("ASK {}", asked).media_type == "text/csv"
    assert engine.query("CONSTRUCT WHERE {}", asked).media_type == "text/turtle"
    assert engine.query("ASK {}").media_type == "application/sparql-results+json"


def test_media_type_that_fits_no_answer_of_the_form_lists_those_that_do(engine: EmbeddedEngine) -> None:
    with pytest.raises(NotAcceptableError, match=r"boolean answer can't be written as text/turtle; .*text/csv"):
        engine.query("ASK {}", ["text/turtle"])


def test_triple_of_two_articles_is_counted_once(engine: EmbeddedEngine) -> None:
    query = 'SELECT (COUNT(*) AS ?n) { ?b a td:Bloc ; rdfs:label ?name FILTER(LANG(?name) = "vi") }'
    assert rows(engine, query) == [{"n": "1"}]


def test_dataset_of_the_protocol_is_all_that_the_query_sees(engine: EmbeddedEngine) -> None:
    one, two = str(mint.article_graph("a-1")), str(mint.article_graph("a-2"))
    members = "SELECT ?m { ?c org:member ?m }"
    named = "SELECT ?g { GRAPH ?g { ?a a schema:NewsArticle } }"
    assert len(rows(engine, members)) == 3
    assert len(rows(engine, members, default_graphs=[one])) == 2
    assert rows(engine, named, default_graphs=[one]) == []
    assert rows(engine, members, named_graphs=[two]) == []
    assert rows(engine, named, named_graphs=[two]) == [{"g": two}]
    assert len(rows(engine, named)) == 2


@pytest.mark.parametrize(
    ("query", "line", "column", "reason"),
    [
        ("SELECT * {", 1, 11, "unexpected text near “SELECT * {”; the query may end too early"),
        ("SELECT *\nWHERE {\n  ?s ?p ,\n}", 4, 1, "unexpected text near “}”"),
        ("SELECT ?x { ?s ?p ?o } LIMIT many", 1, 30, "unexpected text near “{ ?s ?p ?o } LIMIT many”"),
        ("", 1, 1, "unexpected text at the beginning of the line; the query may end too early"),
        ("SELECT * { ?s nope:p ?o }", 1, 21, "Prefix not found, near “SELECT * { ?s nope:p ?o }”"),
        ("SELECT ?s (COUNT(*) AS ?n) {?s ?p ?o}", 1, 38, "The SELECT contains a variable that is unbound, near "),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", 1, 10, "unexpected text near “INSERT DATA { <a:b>”"),
    ],
)
def test_malformed_query_is_told_line_column_and_reason(
    engine: EmbeddedEngine, query: str, line: int, column: int, reason: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        engine.query(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.reason.startswith(reason)
    assert f"malformed query at {line}:{column}: " in str(caught.value)
    assert "\\u{" not in str(caught.value)


def test_query_with_an_unknown_function_or_a_faulty_graph_iri_is_told_why(engine: EmbeddedEngine) -> None:
    with pytest.raises(QueryEvaluationError, match="http://no/fn"):
        engine.query("SELECT * { ?s ?p ?o FILTER(<http://no/fn>(?s)) }")
    with pytest.raises(QueryEvaluationError, match="can't be answered"):
        engine.query("ASK {}", default_graphs=["not an IRI"])


def test_answer_larger_than_memory_allows_comes_whole_in_chunks(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_store.engine._IN_MEMORY", 100)
    query = "SELECT * { ?s ?p ?o . ?x ?y ?z }"
    whole = engine.query(query)
    pieces = list(engine.query(query).chunks())
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= 1 << 16
    assert b"".join(pieces) == whole.read()
    assert whole.size == len(whole.read())
    whole.close()
