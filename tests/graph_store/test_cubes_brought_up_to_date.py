"""Cubes brought up to date by the articles that changed: what comes out is what all claims give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from graph_store.cube import update
from graph_store.cube.graphs import cube_faults
from graph_store.cube.update import Blamed, update_cubes
from graph_store.draft import Draft
from graph_store.errors import IntegrityError
from graph_store.releases import Release, ReleaseStore
from ontology import mint
from ontology.names import ID, SDMX_MEASURE, TD, XSD

CLAIMS = Path(__file__).with_name("cube") / "claims.ttl"


def claims_of(name: str, as_: str | None = None) -> list[Triple]:
    """What the claims file states of an article and of its claims, as of the article `as_`."""
    text = CLAIMS.read_text(encoding="utf-8").replace(f"article/{name}>", f"article/{as_ or name}>")
    text = text.replace(f"claim/{name}/", f"claim/{as_ or name}/")
    mine = (f"<{mint.article(as_ or name)}>", f"<{ID}claim/{as_ or name}/")
    return [q.triple for q in parse(text, RdfFormat.TURTLE) if str(q.subject).startswith(mine)]


def no_shapes(graph: str, triples: object) -> Iterator[tuple[str, str]]:
    return iter(())


def put(draft: Draft, name: str, triples: list[Triple]) -> None:
    draft.put_article(name, mint.article_graph(name), triples, b"text")


def bring_up_to_date(draft: Draft) -> Blamed:
    return update_cubes(draft, no_shapes)


@pytest.fixture
def incremental(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many articles change, only the cells that they touch are made again."""
    monkeypatch.setattr(update, "_ANEW", 0)


CHANGES = st.lists(
    st.lists(st.tuples(st.sampled_from("pqrs"), st.sampled_from(["a", "b", "c", "d", None])), min_size=1, max_size=3),
    min_size=1,
    max_size=5,
)
"""Builds one after the other: articles, each with the claims of an article of the file, or None where it leaves."""


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_cells_are_those_that_all_claims_give_after_any_changes(
    tmp_path_factory: pytest.TempPathFactory, incremental: None, builds: list[list[tuple[str, str | None]]]
) -> None:
    store = ReleaseStore(tmp_path_factory.mktemp("store"))
    for changes in builds:
        with store.draft() as draft:
            for name, claims in changes:
                if claims is None:
                    draft.remove_article(name)
                else:
                    put(draft, name, claims_of(claims, name))
            assert bring_up_to_date(draft) == {}
            release = draft.publish()
        assert list(cube_faults(release.open())) == []


def first_release(store: ReleaseStore) -> Release:
    with store.draft() as draft:
        for name in "abcd":
            put(draft, name, claims_of(name))
        bring_up_to_date(draft)
        return draft.publish()


def with_value(triples: list[Triple], value: str) -> list[Triple]:
    """The same claims, whose values are what they can't be."""
    literal = Literal(value, datatype=NamedNode(XSD.string))
    wanted = str(SDMX_MEASURE.obsValue)
    return [Triple(t.subject, t.predicate, literal) if t.predicate.value == wanted else t for t in triples]


@pytest.mark.parametrize("faulty", ["e", "a"], ids=["new", "changed"])
@pytest.mark.parametrize("at_once", [1, 2_000])
def test_article_whose_claim_has_no_number_is_named(
    store: ReleaseStore, incremental: None, monkeypatch: pytest.MonkeyPatch, faulty: str, at_once: int
) -> None:
    monkeypatch.setattr(update, "_AT_ONCE", at_once)
    first_release(store)
    with store.draft() as draft:
        put(draft, faulty, with_value(claims_of("a", faulty), "nhiều"))
        put(draft, "f", claims_of("b", "f"))
        draft.remove_article("d")
        ((graph, reasons),) = bring_up_to_date(draft).items()
        assert graph == mint.article_graph(faulty)
        assert "has a value that is no number: 'nhiều'" in reasons[0]
        draft.restore_article(faulty)
        assert bring_up_to_date(draft) == {}
        release = draft.publish()
    assert release.manifest.articles == 4
    assert list(cube_faults(release.open())) == []


@pytest.mark.parametrize("at_once", [1, 2_000])
def test_article_whose_cell_breaks_a_shape_is_named_and_one_beside_it_is_not(
    store: ReleaseStore, incremental: None, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(update, "_AT_ONCE", at_once)
    first_release(store)

    def check(graph: str, triples: object) -> Iterator[tuple[str, str]]:
        """A shape that the claims of `e` alone break."""
        for triple in triples if isinstance(triples, frozenset) else ():
            if str(triple.object).startswith(f"<{ID}claim/e/"):
                yield triple.subject.value, "not this one"

    with store.draft() as draft:
        put(draft, "e", claims_of("a", "e"))
        put(draft, "f", claims_of("a", "f"))
        draft.remove_article("d")
        blamed = update_cubes(draft, check)
        assert set(blamed) == {mint.article_graph("e")}
        assert all("not this one" in reason for reason in blamed[mint.article_graph("e")])
        draft.restore_article("e")
        assert update_cubes(draft, check) == {}
        assert list(cube_faults(draft.publish().open())) == []


def test_fault_that_no_changed_article_is_to_blame_for_stops_the_build(store: ReleaseStore) -> None:
    before = first_release(store)
    with store.draft() as draft:
        put(draft, "e", [])
        draft.cubes = "made by other code"
        faulty = str(TD.sourceCount)
        with pytest.raises(IntegrityError, match=r"the consolidated cubes are not well formed, .* not so"):
            update_cubes(
                draft,
                lambda graph, triples: [(t.subject.value, "not so") for t in triples if t.predicate.value == faulty],
                recheck=True,
            )
    assert store.current() == before


def test_cubes_made_by_other_code_are_made_anew(store: ReleaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    before = first_release(store)
    assert before.manifest.cubes is not None
    monkeypatch.setattr(update, "cubes_digest", lambda: "other code")
    with store.draft() as draft:
        cell = next(
            iter(
                draft.contents().quads_for_pattern(None, NamedNode(TD.sourceCount), None, NamedNode(mint.graph("cube")))
            )
        )
        draft.patch_graph(mint.graph("cube"), (), [cell.triple])
        assert bring_up_to_date(draft) == {}
        release = draft.publish()
    assert list(cube_faults(release.open())) == []


def test_release_whose_cubes_are_not_of_all_its_claims_has_them_made_anew(store: ReleaseStore) -> None:
    first_release(store)
    with store.draft() as draft:
        put(draft, "a", [])
        assert draft.publish().manifest.cubes is None
    with store.draft() as draft:
        bring_up_to_date(draft)
        release = draft.publish()
    assert list(cube_faults(release.open())) == []
    assert release.manifest.cubes is not None
