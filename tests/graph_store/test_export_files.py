"""Exports: what each format holds, and files that appear whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Store, parse
from rdflib import Graph

from graph_store.errors import ExportError
from graph_store.export import write, write_file
from graph_store.formats import DATASETS, GRAPHS
from graph_store.release import Release
from ontology import mint


@pytest.fixture
def graph(two_articles: Release) -> Store:
    return two_articles.open()


def written(graph: Store, name: str, only: str | None = None) -> bytes:
    output = io.BytesIO()
    write(graph, name, output, only)
    return output.getvalue()


@pytest.mark.parametrize("name", DATASETS)
def test_data_set_format_holds_every_named_graph_and_not_their_union(graph: Store, name: str) -> None:
    found = set(parse(written(graph, name), format=DATASETS[name]))
    assert found == {q for q in graph if not isinstance(q.graph_name, DefaultGraph)}


@pytest.mark.parametrize("name", GRAPHS)
def test_graph_format_holds_the_union_each_triple_once(graph: Store, name: str) -> None:
    found = [q.triple for q in parse(written(graph, name), format=GRAPHS[name])]
    assert len(found) == len(set(found))
    assert set(found) == {q.triple for q in graph}


@pytest.mark.parametrize("name", [*DATASETS, *GRAPHS])
def test_one_graph_is_exported_alone(graph: Store, name: str) -> None:
    iri = str(mint.article_graph("a-2"))
    found = {q.triple for q in parse(written(graph, name, iri), format={**DATASETS, **GRAPHS}[name])}
    assert found == {q.triple for q in graph.quads_for_pattern(None, None, None, NamedNode(iri))}


def test_turtle_is_read_by_rdflib_with_our_prefixes(graph: Store) -> None:
    turtle = written(graph, "turtle").decode()
    assert "td:MembershipClaim" in turtle
    assert len(Graph().parse(data=turtle, format="turtle")) == len({q.triple for q in graph})


def test_export_replaces_a_file_only_when_it_is_whole(graph: Store, tmp_path: Path) -> None:
    path = tmp_path / "all.nq"
    path.write_text("before")
    with pytest.raises(ExportError, match=r"no graph <https://example\.org/none> in this release"):
        write_file(graph, "nquads", path, "https://example.org/none")
    assert path.read_text() == "before"
    write_file(graph, "nquads", path)
    assert path.read_bytes() == written(graph, "nquads")
    assert [p.name for p in tmp_path.glob("*all*")] == ["all.nq"]


def test_export_into_a_missing_folder_an_unknown_format_or_graph_is_named(graph: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"gone.*No such file"):
        write_file(graph, "turtle", tmp_path / "gone" / "x.ttl")
    with pytest.raises(ExportError, match="no format 'parquet'; there are nquads, trig, turtle"):
        written(graph, "parquet")
    with pytest.raises(ExportError, match="'not an IRI' is no IRI"):
        written(graph, "turtle", "not an IRI")
