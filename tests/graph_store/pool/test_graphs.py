"""The graph in memory: every query finds in the store that it is given what it finds in the whole."""

from __future__ import annotations

import pytest
from pyoxigraph import QueryBoolean, Store

from graph_store.pool import allocator
from graph_store.pool.graphs import Graphs
from graph_store.release import Release
from ontology import mint

ANY = mint.article_graph("a-1")

OF_THE_UNION = [
    "SELECT * { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "ASK { ?s a ?class }",
    "SELECT * { ?s ?p ?o OPTIONAL { ?o ?q ?r } FILTER NOT EXISTS { ?r ?q ?s } }",
    "SELECT ?s { ?s (!<x:x>)+ ?o }",
]
OF_THE_WHOLE = [
    "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "select * { graph ?g { ?s ?p ?o } }",
    f"SELECT * FROM <{ANY}> {{ ?s ?p ?o }}",
    f"SELECT * FROM NAMED <{ANY}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * { GRAPH# a comment\n ?g { ?s ?p ?o } }",
]


def rows(store: Store, query: str) -> list[str]:
    found = store.query(query)
    return [str(bool(found))] if isinstance(found, QueryBoolean) else sorted(map(str, found))


@pytest.mark.parametrize("query", [*OF_THE_UNION, *OF_THE_WHOLE])
def test_answers_are_those_of_the_release(two_articles: Release, query: str) -> None:
    graphs = Graphs.in_memory(str(two_articles.path / "graph"))
    wanted = rows(two_articles.open(), query)
    assert rows(graphs.of(query), query) == wanted
    assert len(wanted) > 0


def test_the_union_alone_is_asked_where_no_other_graph_is_named(two_articles: Release) -> None:
    graphs = Graphs.in_memory(str(two_articles.path / "graph"))
    whole = two_articles.manifest.quads + two_articles.manifest.triples
    assert {len(graphs.of(query)) for query in OF_THE_UNION} == {two_articles.manifest.triples}
    escaped = "SELECT * { \\u0047RAPH ?g { ?s ?p ?o } }"
    assert {len(graphs.of(query)) for query in [*OF_THE_WHOLE, escaped]} == {whole}
    assert len(graphs.of(OF_THE_UNION[0], [ANY])) == len(graphs.of(OF_THE_UNION[0], [], [ANY])) == whole
    assert len(Graphs.on_disk(str(two_articles.path / "graph")).of(OF_THE_UNION[0])) == whole


def test_an_allocator_that_is_there_is_loaded_first_unless_another_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LD_PRELOAD", raising=False)
    monkeypatch.setattr(allocator, "found", lambda: "libjemalloc.so.2")
    assert allocator.environment()["LD_PRELOAD"] == "libjemalloc.so.2"
    monkeypatch.setenv("LD_PRELOAD", "mine.so")
    assert allocator.environment()["LD_PRELOAD"] == "mine.so"
    monkeypatch.delenv("LD_PRELOAD")
    monkeypatch.setattr(allocator, "found", lambda: "")
    assert "LD_PRELOAD" not in allocator.environment()
