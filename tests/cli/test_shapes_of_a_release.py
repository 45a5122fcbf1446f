"""A release as a whole: every node of it has a shape, each graph keeps to its own, and an edited one is found out."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store
from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from graph_store.releases import ReleaseStore
from graph_store.terms import to_rdflib
from graph_store.validation import ShapeChecker
from ontology import mint
from ontology.load import SHAPE_SETS, shapes_graph
from ontology.names import ID, RDFS, SH, TD
from thidua.cli import main

Run = Callable[..., Result]

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the example article of the documents, which has a claim of every type, and one of the corpus."""
    base = tmp_path_factory.mktemp("whole")
    page = (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")
    example = re.search(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert example is not None
    (base / "vi-du.txt").write_text(example[1], encoding="utf-8")
    corpus = ROOT / "corpus" / "articles" / "digest-205.txt"
    result = CliRunner().invoke(main, ["build", str(base / "vi-du.txt"), str(corpus), "--store", str(base / "store")])
    assert result.exit_code == 0, result.output
    return base / "store"


@pytest.fixture
def edited(published: Path, root: Path) -> Path:
    """A copy of the store, to be changed at will."""
    shutil.copytree(published, root)
    return root


def graph_of(store: Store, name: str) -> Graph:
    quads = store.quads_for_pattern(None, None, None, NamedNode(mint.graph(name)))
    return to_rdflib((quad.triple for quad in quads), Graph())


def kinds(store: Store) -> dict[str, str]:
    """The named graphs of a store, each with the kind of its shapes.

    The catalogue has none of ours: it keeps to those of DCAT-AP (tests/graph_store/catalogue), and `validate` compares it
    with what the release gives, triple by triple.
    """
    names = [str(g)[1:-1].removeprefix(mint.graph("")) for g in store.named_graphs()]
    names.remove("catalogue")
    return {name: name.partition("/")[0] for name in names}


def focus_nodes(data: Graph, shapes: Graph) -> set[Node]:
    found = {n for kind in shapes.objects(None, SH.targetClass) for n in data.subjects(RDF.type, kind)}
    found |= {n for p in shapes.objects(None, SH.targetSubjectsOf) for n in data.subjects(p, None)}
    return found | {n for p in shapes.objects(None, SH.targetObjectsOf) for n in data.objects(None, p)}


def test_release_has_a_graph_of_every_kind_that_has_shapes(published: Path) -> None:
    assert set(kinds(ReleaseStore(published).current().open()).values()) == set(SHAPE_SETS)


def test_every_node_and_every_class_of_a_release_has_a_shape(published: Path) -> None:
    store = ReleaseStore(published).current().open()
    for name, kind in kinds(store).items():
        data, shapes = graph_of(store, name), shapes_graph(kind)
        without = {node for node in data.subjects() if not list(data.objects(node, RDF.first))} - focus_nodes(
            data, shapes
        )
        if (
            kind == "ontology"
        ):  # what is no term: agents and documents that the head names, and bare labels of RDFS and OWL
            without = {node for node in without if str(node).startswith(str(TD))}
        assert without == set(), name


def test_shapes_of_articles_hold_in_the_union_of_all_graphs(published: Path) -> None:
    store = ReleaseStore(published).current().open()
    union = [quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())]

    assert ShapeChecker(shapes_graph("article")).violations(union) == []


@pytest.mark.parametrize("beside", ["ontology", "cube-link"])
def test_shapes_of_the_cubes_hold_beside_other_graphs(beside: str, published: Path) -> None:
    store = ReleaseStore(published).current().open()
    graphs = [NamedNode(mint.graph(name)) for name in ("cube", beside)]
    triples = [quad.triple for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)]

    assert ShapeChecker(shapes_graph("cube")).violations(triples) == []


def test_sound_release_is_valid(run: Run, published: Path) -> None:
    result = run("validate", "--store", published)

    assert result.exit_code == 0, result.output
    assert "0 faults" in result.stdout


def edit(root: Path, graph: str, subject: str, predicate: str, value: str) -> None:
    """Add a triple to a graph of the current release, behind the build's back."""
    release = ReleaseStore(root).current()
    store = Store(str(release.path / "graph"))
    for name in (NamedNode(mint.graph(graph)), DefaultGraph()):
        store.add(Quad(NamedNode(subject), NamedNode(predicate), Literal(value), name))
    store.flush()


@pytest.mark.parametrize(
    ("graph", "node", "said"),
    [
        ("reference", f"{ID}province/ca-mau", "A province has no property beyond those of its kind, at td:rule, value"),
        ("cube", f"{ID}structure/ranks", "A structure has no property beyond those of its kind, at td:rule, value"),
        ("cube-link", f"{ID}cube-link/ranks", "A cube.link cube has no property beyond those of its kind, at td:rule"),
    ],
)
def test_graph_of_no_article_that_was_edited_is_told_with_the_node_in_both_languages(
    graph: str, node: str, said: str, run: Run, edited: Path
) -> None:
    edit(edited, graph, node, TD.rule, "?")

    result = run("validate", "--store", edited)

    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    (number,) = [n for n, line in enumerate(lines) if line.startswith(f"graph/{graph}: {node}: {said}")]
    assert lines[number + 1].startswith(f"    {node}: ")
    assert "chỉ có các thuộc tính của loại mình, tại td:rule, giá trị" in lines[number + 1]


def test_label_added_to_a_term_is_told_as_a_fault_of_the_graph_of_the_ontology(run: Run, edited: Path) -> None:
    edit(edited, "ontology", str(TD.Bloc), RDFS.label, "bloc")

    result = run("validate", "--store", edited)

    assert result.exit_code == 1
    assert f"graph/ontology: {TD.Bloc}: A term has one label in Vietnamese and one in English" in result.stdout


def test_cell_that_an_edit_spoils_is_told(run: Run, edited: Path) -> None:
    cell = f"{ID}cell/ranks/bloc/tay-nam-bo/province/ca-mau/2023"
    assert (URIRef(cell), RDF.type, TD.RankCell) in graph_of(ReleaseStore(edited).current().open(), "cube")
    edit(edited, "cube", cell, TD.rank, "first")

    result = run("validate", "--store", edited)

    assert f"graph/cube: {cell}: A cell has exactly one rank, 1 or more, at td:rank" in result.stdout


def test_terms_of_the_reused_vocabularies_are_shaped_too() -> None:
    assert (None, SH.targetClass, URIRef("http://www.w3.org/2002/07/owl#ObjectProperty")) in shapes_graph("ontology")
