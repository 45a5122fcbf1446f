"""Whatever text is sent as a query, or beside one, the answer is one of a few statuses, with a problem document, and never 500."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from server.operation import description

ROOT = Path(__file__).parents[2]
QUESTIONS: Final = sorted(path.read_text(encoding="utf-8") for path in (ROOT / "ontology" / "questions").glob("*.rq"))
FORM: Final = "application/x-www-form-urlencoded"
PROBLEM: Final = Draft202012Validator(description()["components"]["schemas"]["Problem"])
CONFIG: Final = settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck), max_examples=200
)

SCRAPS: Final = (
    "SELECT", "*", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "{", "}", "(", ")", "[", "]", "<<", ">>", "?s", "$p", "?o",
    "a", "<a:b>", "<a b>", "rdfs:label", "td:Bloc", "x:y", ".", ";", ",", "'x'", '"y"@vi', '"1"^^xsd:integer', "1", "-1.5e3",
    "FILTER", "OPTIONAL", "UNION", "MINUS", "BIND", "AS", "VALUES", "UNDEF", "GRAPH", "SERVICE", "SILENT", "EXISTS", "NOT",
    "IN", "ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "DISTINCT", "COUNT", "GROUP_CONCAT", "REGEX", "STRDT", "IRI",
    "||", "&&", "!", "=", "<", ">", "+", "-", "/", "|", "^", "INSERT DATA", "DELETE", "LOAD", "FROM", "NAMED", "BASE", "PREFIX",
    "#", "\n", "\\u0053", "\\U0010FFFF", "\\uD800", "\x00", "\u00a0", "\u2028", "\ufeff", "e\u0302\u0301", "ế", "😀", "\r\n",
)  # fmt: skip
"""Pieces that queries are put together of: of the grammar, and of what is none of it."""


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def check(answer: Any, allowed: frozenset[int] = frozenset({200, 400, 406, 413, 415})) -> None:
    """The status is allowed, and an error is told as a problem document of the right shape."""
    assert answer.status_code in allowed, answer.text[:500]
    if answer.status_code != 200:
        assert answer.mimetype == "application/problem+json"
        PROBLEM.validate(answer.json)
        assert answer.json["status"] == answer.status_code


def ask(client: FlaskClient, query: str) -> None:
    raw = query.encode("utf-8", "surrogatepass")
    check(client.post("/sparql", data=raw, content_type="application/sparql-query"))


def mutated(question: str, seed: int) -> str:
    """A question with some pieces cut out, doubled, swapped or put in."""
    luck = random.Random(seed)
    for _ in range(luck.randint(1, 6)):
        at, to = sorted(luck.choices(range(len(question) + 1), k=2))
        to = min(to, at + 20)
        part = luck.choice(
            [luck.choice(SCRAPS), question[at:to] * 2, "", question[at:to][::-1], chr(luck.randrange(0xD7FF))]
        )
        question = question[:at] + part + question[to:]
    return question


@CONFIG
@given(question=st.sampled_from(QUESTIONS), seed=st.integers(0, 1 << 30))
def test_a_question_with_a_few_changes(client: FlaskClient, question: str, seed: int) -> None:
    ask(client, mutated(question, seed))


@CONFIG
@given(pieces=st.lists(st.sampled_from(SCRAPS), max_size=25))
def test_pieces_of_the_grammar_in_any_order(client: FlaskClient, pieces: list[str]) -> None:
    ask(client, " ".join(pieces))
    ask(client, "SELECT * { " + "".join(pieces) + " }")


@CONFIG
@given(text=st.text(max_size=80))
@example("\ud800")
@example("SELECT * { ?s ?p '\ud800' }")
@example("SELECT\u00a0* { ?s ?p ?o }")
@example("ASK { ?s ?p 'To\u0302\u0301t' }")
@example("ASK {}\x00")
@example("\ufeffASK {}")
def test_any_text(client: FlaskClient, text: str) -> None:
    ask(client, text)
    check(client.get("/sparql", query_string={"query": text.encode("utf-8", "surrogatepass")}))


@CONFIG
@given(
    body=st.binary(max_size=60),
    content_type=st.sampled_from(["application/sparql-query", FORM, "text/plain", "", "\xff"]),
)
def test_any_bytes_under_any_content_type(client: FlaskClient, body: bytes, content_type: str) -> None:
    check(client.post("/sparql", data=body, content_type=content_type))


@CONFIG
@given(
    value=st.text(max_size=40), name=st.sampled_from(["format", "default-graph-uri", "named-graph-uri", "update", "x"])
)
@example("json\r\nSet-Cookie: a=b", "format")
@example("text/csv\r\n\r\nbody", "format")
@example("urn:a b", "default-graph-uri")
@example('urn:a"b', "named-graph-uri")
@example("urn:a> { } #", "default-graph-uri")
@example("urn:\ud800", "default-graph-uri")
@example("../../etc/passwd", "named-graph-uri")
def test_any_text_beside_the_query(client: FlaskClient, value: str, name: str) -> None:
    given_ = {"query": "SELECT * { ?s ?p ?o } LIMIT 1", name: value.encode("utf-8", "surrogatepass")}
    for answer in (client.get("/sparql", query_string=given_), client.post("/sparql", data=given_, content_type=FORM)):
        check(answer)
        assert "Set-Cookie" not in answer.headers
        assert "\r" not in answer.headers["Content-Type"]


@pytest.mark.parametrize("name", ["x", "timeout", "debug", "Query", "jsonp", "callback"])
def test_a_parameter_that_the_protocol_does_not_know_is_ignored(client: FlaskClient, name: str) -> None:
    plain = client.get("/sparql", query_string={"query": "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3"})
    query = {"query": "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3", name: "1"}
    for answer in (client.get("/sparql", query_string=query), client.post("/sparql", data=query, content_type=FORM)):
        assert (answer.status_code, answer.data) == (200, plain.data)


DEEP = {
    "groups": "SELECT * " + "{" * 10_000 + "}" * 10_000,
    "open groups": "SELECT * " + "{" * 100_000,
    "brackets": "SELECT * { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
    "blank nodes": "SELECT * { ?s ?p " + "[ a " * 10_000 + "1" + "]" * 10_000 + "}",
    "negations": "SELECT * { FILTER(" + "!" * 50_000 + "?o) }",
    "minuses": "SELECT * { FILTER(" + "-(" * 20_000 + "1" + ")" * 20_000 + ") }",
    "sum": "SELECT * { FILTER(1" + "+1" * 50_000 + ") }",
    "sum of negative numbers": "SELECT * { FILTER(1" + "-1" * 50_000 + ") }",
    "path": "SELECT * { ?s <a:b>" + "/<a:b>" * 15_000 + " ?o }",
    "optionals": "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * 4_000 + "}",
    "patterns": "SELECT * { " + "?s ?p ?o . " * 10_000 + "}",
    "collection": "SELECT * { ?s ?p (" + "1 " * 50_000 + ") }",
    "hidden in a comparison": "SELECT * { FILTER(1<" + "(" * 10_000 + "1" + ")" * 10_000 + "#>\n) }",
    "escaped": "SELECT * { FILTER(" + "\\u0028" * 10_000 + "1" + ")" * 10_000 + ") }",
}


@pytest.mark.parametrize("shape", DEEP)
def test_a_query_that_would_end_the_process_is_refused_with_its_place(client: FlaskClient, shape: str) -> None:
    answer = client.post("/sparql", data=DEEP[shape].encode(), content_type="application/sparql-query")
    check(answer, frozenset({400}))
    assert answer.json["title"] == "The query is nested too deeply"
    assert answer.json["line"] >= 1


def test_a_query_of_100_kilobytes_is_answered(client: FlaskClient) -> None:
    values = " ".join(f'"{number:08}"' for number in range(9_000))
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {values} }} }}"
    assert len(query) > 98_000
    answer = client.post("/sparql", data=query, content_type="application/sparql-query")
    assert answer.json["results"]["bindings"][0]["n"]["value"] == "9000"


def test_a_query_beyond_the_limit_is_413(client: FlaskClient) -> None:
    for size in (140_000, 5_000_000):
        answer = client.post("/sparql", data=b"ASK {}" + b" " * size, content_type="application/sparql-query")
        check(answer, frozenset({413}))
