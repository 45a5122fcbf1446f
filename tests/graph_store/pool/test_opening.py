"""A release in memory and on the disk: each query is answered where it finds all that it asks."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from graph_store.engine import EmbeddedEngine
from graph_store.pool import allocator
from graph_store.pool.engine import PoolEngine
from graph_store.pool.limits import Limits
from graph_store.pool.opening import TwofoldEngine, asks_union_alone, open_pool
from graph_store.release import Release
from ontology import mint

ONE = mint.article_graph("a-1")

OF_THE_UNION = [
    "SELECT * { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "ASK { ?s a ?class }",
    "SELECT * { ?s ?p ?o OPTIONAL { ?o ?q ?r } FILTER NOT EXISTS { ?r ?q ?s } }",
    "SELECT ?s { ?s (!<x:x>)+ ?o }",
]
OF_GRAPHS = [
    "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "select * { graph ?g { ?s ?p ?o } }",
    f"SELECT * FROM <{ONE}> {{ ?s ?p ?o }}",
    f"SELECT * FROM NAMED <{ONE}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * { GRAPH# a comment\n ?g { ?s ?p ?o } }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . GRAPH ?g { ?s ?p ?o } }",
]


@pytest.fixture(scope="module")
def engine(two_articles: Release) -> Iterator[TwofoldEngine]:
    opened = open_pool(two_articles, Limits(workers=1), "memory", 0)
    assert isinstance(opened, TwofoldEngine)
    until = time.monotonic() + 30
    while not opened.in_memory:
        assert time.monotonic() < until
        time.sleep(0.01)
    yield opened
    opened.close()


@pytest.mark.parametrize("query", [*OF_THE_UNION, *OF_GRAPHS])
def test_answers_are_those_of_the_release(engine: TwofoldEngine, two_articles: Release, query: str) -> None:
    wanted = EmbeddedEngine(two_articles).query(query, ["text/csv"]).read()
    assert sorted(engine.query(query, ["text/csv"]).read().splitlines()) == sorted(wanted.splitlines())
    assert asks_union_alone(query) == (query in OF_THE_UNION)


@pytest.mark.parametrize("dataset", [([ONE], []), ([], [ONE])])
def test_a_dataset_is_found_on_the_disk(
    engine: TwofoldEngine, two_articles: Release, dataset: tuple[list[str], list[str]]
) -> None:
    query = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    wanted = EmbeddedEngine(two_articles).query(query, ["text/csv"], *dataset).read()
    assert engine.query(query, ["text/csv"], *dataset).read() == wanted
    assert not asks_union_alone("SELECT * { ?s ?p ?o }", *dataset)


def test_a_word_behind_an_escape_is_looked_for_on_the_disk() -> None:
    assert not asks_union_alone("SELECT * { \\u0047RAPH ?g { ?s ?p ?o } }")


def test_memory_has_the_union_alone(two_articles: Release) -> None:
    memory = PoolEngine(two_articles, Limits(workers=1), in_memory=True)
    count = memory.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", ["text/csv"]).read().split()
    assert count == [b"n", str(two_articles.manifest.triples).encode()]
    assert memory.query("ASK { GRAPH ?g { ?s ?p ?o } }", ["text/csv"]).read() == b"false"
    memory.close()


def test_an_allocator_that_is_there_is_loaded_first_unless_another_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LD_PRELOAD", raising=False)
    monkeypatch.setattr(allocator, "found", lambda: "libjemalloc.so.2")
    assert allocator.environment()["LD_PRELOAD"] == "libjemalloc.so.2"
    monkeypatch.setenv("LD_PRELOAD", "mine.so")
    assert allocator.environment()["LD_PRELOAD"] == "mine.so"
    monkeypatch.delenv("LD_PRELOAD")
    monkeypatch.setattr(allocator, "found", lambda: "")
    assert "LD_PRELOAD" not in allocator.environment()
    allocator.give_back()
