"""Exports: what each format holds, and files that appear whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, parse
from rdflib import Graph

from graph_store import compression
from graph_store.compression import decompressed
from graph_store.errors import ExportError, UnrepresentableError
from graph_store.export import write, write_file
from graph_store.formats import DATASETS, GRAPHS, by_ending
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


@pytest.mark.parametrize(("ending", "start"), [(".gz", b"\x1f\x8b"), (".zst", b"\x28\xb5\x2f\xfd")])
@pytest.mark.parametrize("name", [*DATASETS, *GRAPHS])
def test_file_is_compressed_as_its_ending_says(
    graph: Store, tmp_path: Path, name: str, ending: str, start: bytes
) -> None:
    path = tmp_path / f"all.{({**DATASETS, **GRAPHS})[name].file_extension}{ending}"
    assert by_ending(path.name) == name
    write_file(graph, name, path)
    assert path.read_bytes().startswith(start)
    with decompressed(path, compression.by_ending(path.name)) as file:
        assert file.read() == written(graph, name)


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_compressed_file_is_the_same_each_time(graph: Store, tmp_path: Path, ending: str) -> None:
    paths = [tmp_path / f"{number}.nq{ending}" for number in range(2)]
    for path in paths:
        write_file(graph, "nquads", path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def literal_store(text: str) -> Store:
    store = Store()
    store.add(
        Quad(NamedNode("https://example.org/a"), NamedNode("https://example.org/p"), Literal(text), DefaultGraph())
    )
    return store


def test_carriage_returns_survive_an_xml_parser() -> None:
    text = "một\r\nhai\rba\tbốn"
    (found,) = Graph().parse(data=written(literal_store(text), "rdfxml"), format="xml").objects()
    assert str(found) == text


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff"])
@pytest.mark.parametrize("before", [0, 8100, 8190, 8191, 8192])
def test_rdf_xml_names_a_character_that_it_cannot_hold(character: str, before: int) -> None:
    store = literal_store(f"{'a' * before}năm 2023{character}")
    with pytest.raises(
        UnrepresentableError, match=rf"can't hold U\+{ord(character):04X}, .*năm 2023.*other formats can"
    ):
        written(store, "rdfxml")
    (quad,) = parse(written(store, "turtle"), format=GRAPHS["turtle"])
    assert quad.object == Literal(f"{'a' * before}năm 2023{character}")
