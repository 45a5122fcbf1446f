"""The fence against queries that overflow the stack: what it lets through is survived, what would not be is refused."""

from __future__ import annotations

import subprocess
import sys
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from graph_store.depth import refuse_depth
from graph_store.engine import EmbeddedEngine
from graph_store.errors import QueryDepthError

CHILD = Path(__file__).with_name("depth_child.py")
ROOT = Path(__file__).parents[2]

SHAPES: dict[str, tuple[Callable[[int], str], int]] = {
    "groups": (lambda n: "SELECT * {" + "{" * n + "?s ?p ?o" + "}" * n + "}", 544),
    "brackets": (lambda n: "SELECT * { FILTER(" + "(" * n + "1" + ")" * n + ") }", 1184),
    "functions": (lambda n: "SELECT * { FILTER(" + "CONCAT(" * n + "'a'" + ")" * n + ") }", 232),
    "conditions": (lambda n: "SELECT * { FILTER(" + "IF(1,1," * n + "1" + ")" * n + ") }", 240),
    "exists": (lambda n: "SELECT * { ?s ?p ?o " + "FILTER EXISTS { ?s ?p ?o " * n + "}" * n + "}", 208),
    "subqueries": (lambda n: "SELECT * {" + "{SELECT * {" * n + "?s ?p ?o" + "}}" * n + "}", 296),
    "nested optionals": (lambda n: "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o " * n + "}" * n + "}", 672),
    "blank nodes": (lambda n: "SELECT * { ?s ?p " + "[ a " * n + "1" + "]" * n + "}", 928),
    "negations": (lambda n: "SELECT * { FILTER(" + "!" * n + "?o) }", 2368),
    "sum": (lambda n: "SELECT * { FILTER(1" + "+1" * n + ") }", 1728),
    "sum of negative numbers": (lambda n: "SELECT * { FILTER(1" + "-1" * n + ") }", 1728),
    "alternatives": (lambda n: "SELECT * { FILTER(?o" + "||?o" * n + ") }", 2368),
    "path": (lambda n: "SELECT * { ?s <a:b>" + "|<a:b>" * n + " ?o }", 2816),
    "minuses": (lambda n: "SELECT * { ?s ?p ?o " + "MINUS { ?s ?p ?o } " * n + "}", 672),
    "unions": (lambda n: "SELECT * { {?s ?p ?o} " + "UNION {?s ?p ?o} " * n + "}", 1664),
    "filters": (lambda n: "SELECT * { ?s ?p ?o " + "FILTER(1) " * n + "}", 2368),
    "bindings": (lambda n: "SELECT * {" + "".join(f"BIND(1 AS ?x{i}) " for i in range(n)) + "}", 672),
    "columns": (lambda n: "SELECT " + "".join(f"(1 AS ?x{i}) " for i in range(n)) + "{}", 672),
    "conditions of groups": (lambda n: "SELECT ?o { ?s ?p ?o } GROUP BY ?o HAVING " + "(1) " * n, 2368),
    "hidden in a comparison": (lambda n: "SELECT * { FILTER(1<" + "(" * n + "1" + ")" * n + "#>\n) }", 1184),
}
"""Queries of a size, and the size from which they end the process on 2 MB of stack (pyoxigraph 0.5.13)."""


def is_refused(query: str) -> bool:
    try:
        refuse_depth(query)
    except QueryDepthError:
        return True
    return False


def survives(query: str) -> bool:
    run = subprocess.run([sys.executable, CHILD], input=query, text=True, capture_output=True, timeout=60, check=False)
    return run.returncode == 0


@pytest.mark.parametrize("shape", SHAPES)
def test_the_largest_query_that_is_let_through_is_survived(shape: str) -> None:
    make, deadly = SHAPES[shape]
    size = bisect_left(range(1, deadly), True, key=lambda size: is_refused(make(size)))
    assert size >= 40
    assert survives(make(size))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_query_of_the_deadly_size_is_refused_by_the_engine(shape: str) -> None:
    make, deadly = SHAPES[shape]
    with pytest.raises(QueryDepthError, match="nested too deeply"):
        EmbeddedEngine.over(Store()).query(make(deadly // 2 + deadly // 4))


def test_the_measured_sizes_are_deadly_still() -> None:
    """If an engine survives them, the fence can be moved."""
    make, deadly = SHAPES["groups"]
    assert not survives(make(deadly * 2))


def test_the_place_is_told_by_line_and_column() -> None:
    with pytest.raises(QueryDepthError) as caught:
        refuse_depth("SELECT *\n{ " + "{" * 200)
    assert (caught.value.line, caught.value.column) == (2, 101)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { VALUES (?a ?b) {" + '(1 "2"^^<http://a/b/c>) ' * 4000 + "} }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (" + ", ".join(f"-{i}" for i in range(20_000)) + ")) }",
        "SELECT * { ?s ?p ?o FILTER(" + " || ".join(f"(?o = {i})" for i in range(400)) + ") }",
        "SELECT * { ?s ?p ?o # " + "(" * 5000 + "\n }",
        "SELECT * { ?s ?p '" + "(" * 5000 + "', '''" + "{'" * 5000 + " ''' }",
        "SELECT * { ?s ?p <http://example.org/" + "a/" * 400 + "> }",
        "SELECT * { " + "{ ?s ?p ?o } UNION " * 200 + "{} }",
    ],
    ids=["rows", "members", "alternatives", "comment", "strings", "iri", "unions"],
)
def test_long_lists_comments_and_strings_are_no_depth(query: str) -> None:
    assert not is_refused(query)


@pytest.mark.parametrize("path", sorted((ROOT / "ontology" / "questions").glob("*.rq")), ids=lambda path: path.stem)
def test_every_competency_question_is_far_from_the_fence(path: Path) -> None:
    refuse_depth(path.read_text(encoding="utf-8"), most=300)


@pytest.mark.parametrize(
    "text", ["a." * 200_000, "<" * 200_000, '"' * 200_001, "'''" * 70_000, "\\u0028" * 50_000, ")" * 99_999]
)
def test_long_hostile_text_is_scanned_in_time_in_proportion_to_its_length(text: str) -> None:
    is_refused(text)


@given(st.text(alphabet="({[<\"'#>]}) ,.;!|&+-*/\\nVALUESas?:1u0028", max_size=200))
def test_any_text_is_scanned_without_error_and_short_text_let_through(text: str) -> None:
    refuse_depth(text, most=2200)
