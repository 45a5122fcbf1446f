"""What changed between two releases: quads, the patch that makes one of the other, and claims."""

from __future__ import annotations

import io
import multiprocessing
import random
import re
import tracemalloc
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from graph_store.changes import ADDED, REMOVED, GraphChange, graph_changes, quad_changes, write_nquads, write_patch
from graph_store.claim_changes import STATED, claim_changes, compared
from graph_store.claims import TYPES
from graph_store.releases import Release, ReleaseStore
from ontology import mint
from ontology.names import TD, XSD

from .conftest import SmallArticle, article, triple

P = NamedNode("http://example.org/p")
DIFFICULT = 'a "quoted"\r\n\tline \\ đ Đ \U0001f600 \x7f\x01'


def build(store: ReleaseStore, *articles: SmallArticle, graphs: dict[str, list[Triple]] | None = None) -> Release:
    with store.draft() as draft:
        for found in articles:
            draft.put_article(*found.arguments)
        for name, triples in (graphs or {}).items():
            draft.put_graph(mint.graph(name), triples)
        return draft.publish()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Release]:
    """Two releases: an article changed, one gone, one new, one as it was; graphs with blank nodes and difficult words."""
    store = ReleaseStore(tmp_path_factory.mktemp("two") / "store")
    node = BlankNode("x")
    old = build(
        store, article("a-1"), article("a-2", members=("Bến Tre",)), article("a-3", bloc="Đông Nam bộ"),
        graphs={
            "reference": [Triple(P, P, Literal(DIFFICULT)), Triple(node, P, Literal("1")), Triple(P, P, node)],
            "old": [Triple(P, P, P)],
        },
    )  # fmt: skip
    with store.draft() as draft:
        draft.put_article(*article("a-1", members=("Kiên Giang", "Sóc Trăng")).arguments)
        draft.remove_article("a-2")
        draft.put_article(*article("a-4", bloc="Tây Bắc", members=("Đắk Lắk",)).arguments)
        reference = [Triple(P, P, Literal(DIFFICULT, language="vi")), Triple(node, P, Literal("2")), Triple(P, P, node)]
        draft.put_graph(mint.graph("reference"), reference)
        draft.put_graph(mint.graph("old"), [])
        draft.put_graph(mint.graph("new"), [Triple(P, P, P)])
        new = draft.publish()
    return old, new


def named(release: Release) -> set[Quad]:
    return {quad for quad in release.open() if not isinstance(quad.graph_name, DefaultGraph)}


def patch(old: Release, new: Release) -> str:
    out = io.BytesIO()
    write_patch(old, new, out)
    return out.getvalue().decode()


def test_changes_are_the_difference_of_the_named_graphs(two: tuple[Release, Release]) -> None:
    old, new = two
    changes = list(quad_changes(old.open(), new.open()))
    assert {quad for kind, quad in changes if kind == REMOVED} == named(old) - named(new)
    assert {quad for kind, quad in changes if kind == ADDED} == named(new) - named(old)
    assert len(changes) == len(set(changes))
    graphs = [quad.graph_name.value for _, quad in changes if isinstance(quad.graph_name, NamedNode)]
    assert graphs == sorted(graphs)
    assert mint.article_graph("a-3") not in graphs


def test_graphs_that_differ_are_counted(two: tuple[Release, Release]) -> None:
    changes = {change.iri: change for change in graph_changes(two[0].open(), two[1].open())}
    assert changes[mint.graph("new")] == GraphChange(mint.graph("new"), 1, 0)
    assert changes[mint.graph("old")] == GraphChange(mint.graph("old"), 0, 1)
    assert changes[mint.graph("reference")] == GraphChange(mint.graph("reference"), 2, 2)
    assert len(changes) == 6


def test_a_release_and_itself_have_no_changes(two: tuple[Release, Release]) -> None:
    assert list(quad_changes(two[0].open(), two[0].open())) == []
    assert re.fullmatch(r"H id <urn:uuid:\S+> \.\nH prev <urn:uuid:\S+> \.\nTX \.\nTC \.\n", patch(two[0], two[0]))


@pytest.mark.parametrize("forward", [True, False])
def test_patch_applied_to_the_one_release_gives_the_other(two: tuple[Release, Release], forward: bool) -> None:
    old, new = two if forward else two[::-1]
    quads = named(old)
    for line in patch(old, new).splitlines():
        if line[0] not in "AD" or line == "TC .":
            continue
        (quad,) = parse(line[2:], RdfFormat.N_QUADS)
        assert (quad in quads) is (line[0] == "D")
        (quads.remove if line[0] == "D" else quads.add)(quad)
    assert quads == named(new)
    assert canonical(quads) == canonical(named(new))


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib warns of what its own parsers do
def test_another_implementation_of_rdf_patch_comes_to_the_same_dataset(two: tuple[Release, Release]) -> None:
    """rdflib's parser renames blank nodes of files that it reads, so graphs without them are compared."""
    old, new = (without_blank_nodes(release) for release in two)
    dataset = rdflib.Dataset()
    dataset.parse(data=nquads(old), format="nquads")
    lines = [line for line in patch(*two).splitlines(keepends=True) if "_:" not in line]
    dataset.parse(data="".join(lines), format="patch")
    assert canonical(parse(dataset.serialize(format="nquads"), RdfFormat.N_QUADS)) == canonical(new)


def test_patches_of_one_release_after_the_other_make_a_log(two: tuple[Release, Release], tmp_path: Path) -> None:
    def header(text: str, name: str) -> str:
        found = re.search(rf"^H {name} <(urn:uuid:[0-9a-f-]{{36}})> \.$", text, re.MULTILINE)
        assert found is not None
        return found[1]

    there, back = patch(*two), patch(*two[::-1])
    assert header(there, "id") == header(back, "prev") != header(back, "id") == header(there, "prev")
    assert patch(*two) == there


def test_nquads_hold_what_is_added_and_what_is_removed(two: tuple[Release, Release], tmp_path: Path) -> None:
    old, new = two
    write_nquads(old, new, tmp_path / "changes" / "here")
    added, removed = (
        set(parse(path=str(tmp_path / "changes" / "here" / f"{name}.nq"), format=RdfFormat.N_QUADS))
        for name in ("added", "removed")
    )
    assert canonical((named(old) - removed) | added) == canonical(named(new))
    assert removed == named(old) - named(new)


def test_stores_that_give_their_quads_in_other_orders_are_compared_all_the_same() -> None:
    shuffled = random.Random(5)
    for _ in range(20):
        left, right = (
            {Quad(P, P, Literal(str(shuffled.randrange(60))), NamedNode(mint.graph("x"))) for _ in range(30)}
            for _ in range(2)
        )
        changes = list(quad_changes(memory(left), memory(right)))
        assert {quad for kind, quad in changes if kind == REMOVED} == left - right
        assert {quad for kind, quad in changes if kind == ADDED} == right - left


def peak_of_a_comparison(triples: int) -> int:
    """Bytes that Python takes at most while two graphs that differ by one triple are compared."""
    graph = NamedNode(mint.graph("x"))
    old, new = (memory(Quad(P, P, Literal(f"{n}"), graph) for n in range(triples)) for _ in range(2))
    new.add(Quad(P, P, Literal("another"), graph))
    tracemalloc.start()
    assert sum(1 for _ in quad_changes(old, new)) == 1
    return tracemalloc.get_traced_memory()[1]


def test_memory_of_a_comparison_doesnt_grow_with_the_graphs() -> None:
    spawn = multiprocessing.get_context("spawn")  # threads that other tests left would be counted too
    with ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as process:
        small, large = process.map(peak_of_a_comparison, (1_000, 20_000))
    assert large < 2 * small


def test_claims_of_articles_that_are_new_gone_changed_and_as_they_were(two: tuple[Release, Release]) -> None:
    changes = claims(*two)
    assert [(c.kind, c.claim["article"], c.claim["member"]) for c in changes] == [
        ("withdrawn", "a-1", "Cà Mau"),
        ("added", "a-1", "Sóc Trăng"),
        ("withdrawn", "a-2", "Bến Tre"),
        ("added", "a-4", "Đắk Lắk"),
    ]
    assert [(c.iri_before is None, c.iri_after is None) for c in changes] == [
        (False, True), (True, False), (False, True), (True, False),
    ]  # fmt: skip


def test_claim_whose_confidence_or_place_differs_is_changed(store: ReleaseStore) -> None:
    first = article("a-1")
    iri = mint.claim("a-1", "membership", "Tây Nam bộ Cà Mau")
    confidence = triple(iri, TD.confidence, Literal("0.8", datatype=NamedNode(XSD.decimal)))
    old, new = build(store, first), build(store, replace(first, triples=(*first.triples, confidence)))
    (change,) = claims(old, new)
    assert (change.kind, change.iri_before, change.iri_after, change.fields) == ("changed", iri, iri, ("confidence",))
    moved = article("a-1", members=("Cà Mau", "Kiên Giang"))
    assert {(c.kind, c.fields) for c in claims(old, build(store, moved))} == {("changed", ("start", "end"))}


def test_claims_are_read_a_few_articles_at_a_time(store: ReleaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_store.claim_changes._GRAPHS", 3)
    old = build(store, article("a-0"))
    new = build(store, *(article(f"a-{n}", members=(f"tỉnh {n}",)) for n in range(8)))
    assert [c.claim["article"] for c in claims(old, new)] == ["a-0"] * 3 + [f"a-{n}" for n in range(1, 8)]


OBSERVATION = {
    "article": "a-1", "type": "observation", "area": "Kiên Giang", "indicator": "grdp", "measure": "growth",
    "value": 6.7, "unit": "%", "period": "2023", "bound": "exact", "start": 5, "end": 9, "quote": "6,7%",
}  # fmt: skip


def test_claim_that_states_another_value_of_the_same_thing_is_changed() -> None:
    corrected = OBSERVATION | {"value": 7.6, "quote": "7,6%"}
    (change,) = compared({"c-1": OBSERVATION}, {"c-2": corrected})
    assert (change.kind, change.iri_before, change.iri_after) == ("changed", "c-1", "c-2")
    assert change.fields == ("value", "quote")


@pytest.mark.parametrize(
    "other", [{"area": "Cà Mau"}, {"period": "2024"}, {"indicator": "exports"}, {"article": "a-2"}]
)
def test_claim_that_speaks_of_something_else_is_another(other: dict[str, str]) -> None:
    changes = compared({"c-1": OBSERVATION}, {"c-2": OBSERVATION | other})
    assert sorted(change.kind for change in changes) == ["added", "withdrawn"]


def test_claims_of_which_any_could_be_meant_are_told_apart() -> None:
    news = {f"c-{n}": OBSERVATION | {"value": n} for n in (2, 3)}
    assert sorted(change.kind for change in compared({"c-1": OBSERVATION}, news)) == ["added", "added", "withdrawn"]


def test_every_type_of_claim_says_what_it_states_and_of_what() -> None:
    assert STATED.keys() == TYPES.keys()
    for type_, stated in STATED.items():
        assert stated < set(TYPES[type_].fields)


def claims(old: Release, new: Release) -> list[Any]:
    graphs = [change.iri for change in graph_changes(old.open(), new.open()) if "/graph/article/" in change.iri]
    return list(claim_changes(old.open(), new.open(), graphs))


def canonical(quads: Any) -> set[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def memory(quads: Any) -> Store:
    store = Store()
    store.extend(quads)
    return store


def without_blank_nodes(release: Release) -> set[Quad]:
    return {q for q in named(release) if not isinstance(q.subject, BlankNode) and not isinstance(q.object, BlankNode)}


def nquads(quads: set[Quad]) -> str:
    return "".join(f"{quad} .\n" for quad in quads)
