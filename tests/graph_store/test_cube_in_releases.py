"""The consolidated cubes in releases: made with each build, written where they differ, checked against the claims."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from graph_store.cube import graphs
from graph_store.cube.cells import Cell
from graph_store.cube.graphs import cube_faults
from graph_store.cube.update import update_cubes
from graph_store.draft import Draft
from graph_store.errors import IntegrityError
from graph_store.releases import Release, ReleaseStore
from ontology import mint
from ontology.names import ID, PROV, QB, SDMX_MEASURE, TD, XSD

CLAIMS = Path(__file__).with_name("cube") / "claims.ttl"
CELL = f"{ID}cell/indicators/province/an-giang-2025/2021--2025/grdp/growth/PERCENT"


def article_triples(name: str) -> list[Triple]:
    """What the claims file states of one article and of its claims."""
    mine = (f"<{mint.article(name)}>", f"<{ID}claim/{name}/")
    return [q.triple for q in parse(CLAIMS.read_bytes(), RdfFormat.TURTLE) if str(q.subject).startswith(mine)]


def put_cubes(draft: Draft) -> None:
    """Without shapes, which are tested elsewhere."""
    assert update_cubes(draft, lambda graph, triples: ()) == {}


def build(store: ReleaseStore, **articles: list[Triple]) -> Release:
    """What a build does after its articles are checked."""
    with store.draft() as draft:
        for name, triples in articles.items():
            draft.put_article(name, mint.article_graph(name), triples, b"text")
        put_cubes(draft)
        return draft.publish()


def all_articles() -> dict[str, list[Triple]]:
    return {name: article_triples(name) for name in "abcd"}


def in_graph(release: Release, name: str) -> frozenset[Triple]:
    quads = release.open().quads_for_pattern(None, None, None, NamedNode(mint.graph(name)))
    return frozenset(quad.triple for quad in quads)


def claims(release: Release, property_: str) -> set[str]:
    """The claims that a release's one cell of growth names by a property, as article and number."""
    stated = [
        t for t in in_graph(release, "cube") if t.subject == NamedNode(CELL) and t.predicate.value == str(property_)
    ]
    return {str(t.object).rpartition("/claim/")[2].rstrip(">") for t in stated}


def test_draft_shows_all_that_was_put_before_it_is_published(store: ReleaseStore) -> None:
    with store.draft() as draft:
        draft.put_article("a", mint.article_graph("a"), article_triples("a"), b"text")
        contents = draft.contents()
        assert {q.graph_name for q in contents} == {DefaultGraph(), NamedNode(mint.article_graph("a"))}
        draft.put_article("b", mint.article_graph("b"), article_triples("b"), b"text")
        assert NamedNode(mint.article_graph("b")) in set(draft.contents().named_graphs())
        release = draft.publish()
    assert {g.value for g in release.open().named_graphs()} == {mint.article_graph("a"), mint.article_graph("b")}


def test_release_has_the_cubes_of_all_its_articles_and_no_fault(store: ReleaseStore) -> None:
    release = build(store, **all_articles())
    assert list(cube_faults(release.open())) == []
    assert claims(release, PROV.wasDerivedFrom) == {"a/1"}
    assert claims(release, TD.disagreeingClaim) == {"c/1"}


def test_cubes_come_out_the_same_whether_articles_came_in_one_build_or_in_several(
    store: ReleaseStore, tmp_path: Path
) -> None:
    at_once = build(store, **all_articles())
    other = ReleaseStore(tmp_path / "other")
    for name, triples in reversed(all_articles().items()):
        one_by_one = build(other, **{name: triples})
    for name in graphs.GRAPHS:
        assert in_graph(at_once, name) == in_graph(one_by_one, name)


def test_cell_changes_with_the_articles_that_come_and_go(store: ReleaseStore) -> None:
    articles = all_articles()
    first = build(store, a=articles["a"])
    assert claims(first, TD.disagreeingClaim) == set()
    second = build(store, c=articles["c"])
    assert claims(second, TD.disagreeingClaim) == {"c/1"}
    with store.draft() as draft:
        draft.remove_article("a")
        put_cubes(draft)
        third = draft.publish()
    assert claims(third, PROV.wasDerivedFrom) == {"c/1"}
    assert list(cube_faults(third.open())) == []


def test_build_that_changes_no_article_publishes_nothing(store: ReleaseStore) -> None:
    release = build(store, **all_articles())
    assert build(store, **all_articles()).id == release.id


def test_cubes_that_are_not_well_formed_stop_the_build(store: ReleaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    before = build(store, a=article_triples("a"))
    faulty = [Triple(NamedNode(CELL), NamedNode(QB.dataSet), NamedNode(mint.cube("x")))]
    monkeypatch.setattr(Cell, "triples", lambda _: faulty)
    with pytest.raises(IntegrityError, match=r"not well formed, 1 faults: IC-2: .*/cube/x"):
        build(store, b=article_triples("b"))
    assert store.current().id == before.id


def edited(release: Release, change: Callable[[Store], None]) -> Store:
    """A copy of a release's graph with a change made by hand."""
    store = Store()
    store.extend(release.open())
    change(store)
    return store


def cube_quad(predicate: str, value: Literal | NamedNode) -> Quad:
    return Quad(NamedNode(CELL), NamedNode(predicate), value, NamedNode(mint.graph("cube")))


def decimal(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD.decimal))


def test_value_edited_by_hand_is_told_with_what_the_claims_give(store: ReleaseStore) -> None:
    def change(graph: Store) -> None:
        graph.remove(cube_quad(SDMX_MEASURE.obsValue, decimal("8.5")))
        graph.add(cube_quad(SDMX_MEASURE.obsValue, decimal("9.5")))

    faults = list(cube_faults(edited(build(store, **all_articles()), change)))
    assert len(faults) == 2
    assert "graph/cube lacks 1 triples: " in faults[0]
    assert "8.5" in faults[0]
    assert "graph/cube has, and the claims don't give, 1 triples: " in faults[1]
    assert "9.5" in faults[1]


def test_cell_without_its_value_breaks_a_constraint_and_is_told(store: ReleaseStore) -> None:
    def change(graph: Store) -> None:
        graph.remove(cube_quad(SDMX_MEASURE.obsValue, decimal("8.5")))

    faults = list(cube_faults(edited(build(store, **all_articles()), change)))
    assert faults[0].startswith("IC-14: ")
    assert CELL in faults[0]


def test_cubes_of_other_claims_than_the_release_has_are_told(store: ReleaseStore) -> None:
    with store.draft() as draft:
        draft.put_article("a", mint.article_graph("a"), article_triples("a"), b"text")
        put_cubes(draft)
        draft.put_article("b", mint.article_graph("b"), article_triples("b"), b"text")
        stale = draft.publish()
    assert any("graph/cube lacks " in fault and "consistentClaim" in fault for fault in cube_faults(stale.open()))


def test_release_without_cubes_is_faulty_where_its_claims_give_cells(
    store: ReleaseStore, two_articles: Release
) -> None:
    with store.draft() as draft:
        draft.put_article("a", mint.article_graph("a"), article_triples("a"), b"text")
        without = draft.publish()
    assert any("graph/cube-link lacks " in fault for fault in cube_faults(without.open()))
    assert list(cube_faults(two_articles.open())) == []


def test_claim_that_can_not_be_consolidated_is_a_fault_of_the_release(store: ReleaseStore) -> None:
    def change(graph: Store) -> None:
        claim, qualifier = NamedNode(f"{ID}claim/a/1"), NamedNode(TD.qualifier)
        graph.remove(Quad(claim, qualifier, NamedNode(mint.code("bound", "exact")), DefaultGraph()))
        graph.add(Quad(claim, qualifier, NamedNode(mint.code("bound", "perhaps")), DefaultGraph()))

    (fault,) = cube_faults(edited(build(store, **all_articles()), change))
    assert "claim/a/1 has a qualifier that the rule does not know: perhaps" in fault
