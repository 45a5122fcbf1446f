"""`thidua catalogue`, and the catalogue that builds put in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store
from rdflib import RDF, Graph, URIRef

from graph_store.catalogue.names import CATALOGUE, DCAT, GRAPH, VOID
from graph_store.releases import ReleaseStore
from graph_store.terms import graph_triples
from ontology import mint

Run = Callable[..., Result]


def test_catalogue_is_printed_as_turtle_and_in_the_format_asked_for(run: Run, built: Path) -> None:
    turtle, triples = run("catalogue", "--store", built), run("catalogue", "--store", built, "--format", "ntriples")

    assert (turtle.exit_code, triples.exit_code) == (0, 0)
    found = Graph().parse(data=turtle.stdout, format="turtle")
    assert (URIRef(CATALOGUE), RDF.type, DCAT.Catalog) in found
    assert set(found) == set(Graph().parse(data=triples.stdout, format="nt"))


def test_catalogue_goes_into_a_file_whose_ending_tells_the_format(run: Run, built: Path, tmp_path: Path) -> None:
    path = tmp_path / "catalog.rdf"

    assert run("catalogue", "--store", built, "-o", path).exit_code == 0
    assert (URIRef(CATALOGUE), RDF.type, DCAT.Catalog) in Graph().parse(path, format="xml")


def test_catalogue_of_no_store_and_a_place_that_cannot_be_written_are_told(
    run: Run, built: Path, tmp_path: Path
) -> None:
    for arguments, said in (
        (("--store", tmp_path / "none"), "no store in"),
        (("--store", built, "-o", tmp_path / "none" / "x.ttl"), "can't be written"),
        (("--store", built, "-o", tmp_path / "x.nq"), "the catalogue is one graph"),
    ):
        result = run("catalogue", *arguments)
        assert result.exit_code == 2
        assert said in result.stderr


def test_unchanged_build_leaves_the_release_and_its_catalogue(run: Run, articles: Path, built: Path) -> None:
    before = ReleaseStore(built).current()

    assert "Nothing changed" in run("build", articles, "--store", built).stdout
    assert ReleaseStore(built).current() == before


def test_release_names_itself_the_one_before_and_its_own_counts(run: Run, articles: Path, built: Path) -> None:
    before = ReleaseStore(built).current()
    (articles / "moi.txt").write_text("Kinh tế năm 2022\nGRDP tỉnh Kiên Giang năm 2022 tăng 7,4%.\n", encoding="utf-8")
    run("build", articles, "--store", built)
    after = ReleaseStore(built).current()

    said = list(graph_triples(after.open(), GRAPH))
    assert {t.object.value for t in said if t.predicate.value == str(DCAT.prev)} == {mint.release(before.id)}  # type: ignore[union-attr]
    datasets = {t.subject.value for t in said if t.predicate.value == str(DCAT.version)}  # type: ignore[union-attr]
    assert datasets == {mint.release(after.id)}
    assert run("validate", "--store", built).exit_code == 0


def test_store_from_before_the_catalogue_gets_one_by_the_next_build(run: Run, articles: Path, built: Path) -> None:
    with ReleaseStore(built).draft() as draft:
        draft.put_graph(GRAPH, ())
        assert draft.base is not None
        draft.publish(shapes=draft.base.manifest.shapes, background=draft.base.manifest.background)

    assert "Published release" in run("build", articles, "--store", built).stdout
    assert "Nothing changed" in run("build", articles, "--store", built).stdout


@pytest.mark.parametrize("number", ["triples", "properties"])
def test_validate_finds_a_number_of_the_catalogue_that_was_edited(number: str, run: Run, built: Path) -> None:
    release = ReleaseStore(built).current()
    store = Store(str(release.path / "graph"))
    for graph in (NamedNode(GRAPH), DefaultGraph()):
        store.add(Quad(NamedNode(mint.release(release.id)), NamedNode(VOID[number]), Literal(7), graph))
    store.flush()
    del store

    result = run("validate", "--store", built)

    assert result.exit_code == 1
    assert f"the graph {GRAPH} has, and the release doesn't give, 1 triples" in result.stdout
