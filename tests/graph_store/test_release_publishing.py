"""Releases: what publishing keeps, replaces, refuses and leaves behind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from graph_store.errors import (
    DamagedReleaseError,
    MissingStoreError,
    StoreError,
    StoreLockedError,
    UnknownReleaseError,
)
from graph_store.records import PRUNED, write_record
from graph_store.release import text_name
from graph_store.releases import Release, ReleaseStore
from ontology import mint

Make = Callable[..., Any]
P = NamedNode("http://example.org/p")


def build(store: ReleaseStore, *articles: Any, summary: dict[str, Any] | None = None) -> Release:
    with store.draft() as draft:
        for article in articles:
            draft.put_article(*article.arguments)
        return draft.publish(summary)


def quads(release: Release) -> frozenset[Quad]:
    return frozenset(release.open())


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_current_of_a_directory_without_a_store_names_it_and_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(MissingStoreError, match=r"nowhere.*thidua build"):
        ReleaseStore(tmp_path / "nowhere").current()


def test_published_release_gives_back_triples_texts_and_numbers(store: ReleaseStore, make_article: Make) -> None:
    article = make_article("a-1")
    release = build(store, article, summary={"refused": []})
    assert store.current() == release
    assert release.text("a-1") == article.text
    in_graph = {
        q.triple for q in release.open().quads_for_pattern(None, None, None, NamedNode(mint.article_graph("a-1")))
    }
    assert in_graph == set(article.triples)
    manifest = release.manifest
    assert (manifest.articles, manifest.claims, manifest.quads) == (1, 2, len(article.triples))
    assert manifest.previous is None
    assert manifest.summary == {"refused": []}


def test_text_of_an_article_that_is_not_there_is_a_key_error(store: ReleaseStore, make_article: Make) -> None:
    with pytest.raises(KeyError, match="b-2"):
        build(store, make_article("a-1")).text("b-2")


def test_triple_that_two_articles_state_is_counted_once_in_the_default_graph(
    store: ReleaseStore, make_article: Make
) -> None:
    release = build(store, make_article("a-1"), make_article("a-2"))
    label = (NamedNode(mint.entity("bloc", "Tây Nam bộ")), None, Literal("Tây Nam bộ", language="vi"))
    assert len(list(release.open().quads_for_pattern(*label, DefaultGraph()))) == 1
    assert len(list(release.open().quads_for_pattern(*label, None))) == 3
    assert release.manifest.triples < release.manifest.quads


def test_shared_triple_stays_in_the_default_graph_until_the_last_article_goes(
    store: ReleaseStore, make_article: Make
) -> None:
    label = Literal("Tây Nam bộ", language="vi")
    build(store, make_article("a-1"), make_article("a-2"))
    for article, left in (("a-1", 1), ("a-2", 0)):
        with store.draft() as draft:
            assert draft.remove_article(article)
            release = draft.publish()
        assert len(list(release.open().quads_for_pattern(None, None, label, DefaultGraph()))) == left
    assert quads(release) == frozenset()
    assert release.manifest.articles == 0
    assert not list((release.path / "texts").rglob("*.txt"))


def test_building_the_same_articles_again_keeps_the_release(store: ReleaseStore, make_article: Make) -> None:
    first = build(store, make_article("a-1"), make_article("a-2"))
    again = build(store, make_article("a-2"), make_article("a-1"), summary={"other": 1})
    assert again == first
    assert [r.id for r in store.releases()] == [first.id]
    assert not list((store.root / "drafts").iterdir())


def test_numbers_in_another_spelling_are_no_change(store: ReleaseStore) -> None:
    for lexical in ("6.70", "6.7"):
        value = Literal(lexical, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
        with store.draft() as draft:
            draft.put_graph(mint.graph("reference"), [Triple(P, P, value)])
            draft.publish()
    assert len(store.releases()) == 1


def test_blank_nodes_with_other_names_are_no_change_and_stay_apart_between_graphs(store: ReleaseStore) -> None:
    for name in ("x", "y"):
        with store.draft() as draft:
            for graph in ("ontology", "reference"):
                node = BlankNode(f"{name}{graph}")
                draft.put_graph(mint.graph(graph), [Triple(node, P, Literal("1")), Triple(P, P, node)])
            draft.publish()
    assert len(store.releases()) == 1
    assert len({q.subject for q in store.current().open() if isinstance(q.subject, BlankNode)}) == 2


def test_article_read_again_replaces_its_graph_and_text_and_leaves_the_old_release(
    store: ReleaseStore, make_article: Make
) -> None:
    first = build(store, make_article("a-1"), make_article("a-2"))
    before, before_files = quads(first), files(first.path)
    changed = make_article("a-1", members=("Bến Tre",))
    second = build(store, changed)
    assert second.manifest.previous == first.id
    assert second.text("a-1") == changed.text
    graph = NamedNode(mint.article_graph("a-1"))
    assert {q.triple for q in second.open().quads_for_pattern(None, None, None, graph)} == set(changed.triples)
    assert quads(first) == before
    assert files(first.path) == before_files
    assert first.text("a-1") == make_article("a-1").text


def test_release_built_in_steps_equals_one_built_at_once(tmp_path: Path, make_article: Make) -> None:
    steps, once = ReleaseStore(tmp_path / "steps"), ReleaseStore(tmp_path / "once")
    build(steps, make_article("a-1"), make_article("a-2"))
    build(steps, make_article("a-1", members=("Bến Tre", "Cà Mau")), make_article("a-3", bloc="Đông Nam bộ"))
    last = build(steps, make_article("a-1"))
    whole = build(once, *(make_article(f"a-{n}") for n in (1, 2)), make_article("a-3", bloc="Đông Nam bộ"))
    assert quads(last) == quads(whole)
    assert (last.manifest.triples, last.manifest.claims) == (whole.manifest.triples, whole.manifest.claims)


def test_article_put_twice_in_one_draft_counts_as_it_was_last(store: ReleaseStore, make_article: Make) -> None:
    last = make_article("a-1", members=("Bến Tre",))
    release = build(store, make_article("a-1"), last)
    assert release.manifest.claims == 1
    assert release.text("a-1") == last.text


def test_unchanged_texts_are_hard_links_to_the_release_before(store: ReleaseStore, make_article: Make) -> None:
    first = build(store, make_article("a-1"), make_article("a-2"))
    second = build(store, make_article("a-2", members=("Bến Tre",)))
    assert (second.path / text_name("a-1")).samefile(first.path / text_name("a-1"))
    assert not (second.path / text_name("a-2")).samefile(first.path / text_name("a-2"))


def test_article_ids_of_any_letters_and_length_keep_their_texts_apart(store: ReleaseStore, make_article: Make) -> None:
    ids = ["bài một", "bài-một", "../a", "x" * 250, "x" * 249 + "y"]
    release = build(store, *(make_article(i, members=(f"tỉnh {n}",)) for n, i in enumerate(ids)))
    assert [release.text(i) for i in ids] == [make_article(i, members=(f"tỉnh {n}",)).text for n, i in enumerate(ids)]
    assert {path.parent.parent for path in store.root.rglob("*.txt")} == {release.path / "texts"}


def test_draft_that_fails_leaves_the_current_release_and_no_files(store: ReleaseStore, make_article: Make) -> None:
    first = build(store, make_article("a-1"))

    def failing() -> Iterator[Triple]:
        yield from make_article("a-2").triples
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.draft() as draft:
        draft.put_article("a-2", mint.article_graph("a-2"), failing(), b"")
    assert store.current() == first
    assert not list((store.root / "drafts").iterdir())
    assert build(store, make_article("a-2")).manifest.articles == 2


def test_second_writer_is_refused_and_told_who_writes(store: ReleaseStore) -> None:
    with (
        store.draft(),
        pytest.raises(StoreLockedError, match=r"process \d+ on .* is writing to it \(lock: .*lock\)"),
        ReleaseStore(store.root).draft(),
    ):
        pass


def test_readers_see_the_old_release_while_a_draft_is_under_way(store: ReleaseStore, make_article: Make) -> None:
    first = build(store, make_article("a-1"))
    with store.draft() as draft:
        draft.put_article(*make_article("a-2").arguments)
        assert store.current() == first
        assert store.releases() == [first]
        assert len(quads(first)) == first.manifest.quads + first.manifest.triples


def test_release_ids_rise_when_the_clock_stands_still_or_jumps_back(tmp_path: Path, make_article: Make) -> None:
    times = [datetime(2026, 1, 1, tzinfo=UTC)] * 3 + [
        datetime(1999, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 2, tzinfo=UTC),
    ]
    clock = iter(times)
    store = ReleaseStore(tmp_path / "store", now=lambda: next(clock))
    ids = [build(store, make_article(f"a-{n}")).id for n in range(len(times))]
    assert ids == sorted(set(ids))
    assert ids == [f"20260101T000000Z-000{n}" for n in range(4)] + ["20260102T000000Z-0000"]


def test_release_id_whose_counter_is_full_takes_the_next_second(store: ReleaseStore, make_article: Make) -> None:
    store.root.mkdir()
    write_record(store.root / PRUNED, {"29991231T235959Z-9999": {}})
    assert build(store, make_article("a-1")).id == "30000101T000000Z-0000"


def test_pointer_to_nothing_is_named_as_damage(store: ReleaseStore, make_article: Make) -> None:
    build(store, make_article("a-1"))
    (store.root / "current").write_text("20200101T000000Z-0000\n")
    with pytest.raises(StoreError, match="no release 20200101T000000Z-0000"):
        store.current()
    (store.root / "current").write_text("../../etc")
    with pytest.raises(DamagedReleaseError, match="is no release id"):
        store.current()


def test_release_without_manifest_or_graph_is_named_as_damaged(store: ReleaseStore, make_article: Make) -> None:
    release = build(store, make_article("a-1"))
    (release.path / "graph" / "CURRENT").unlink()
    with pytest.raises(DamagedReleaseError, match="graph can't be opened"):
        release.open()
    (release.path / "manifest.json").write_text(json.dumps({"id": 1}))
    with pytest.raises(DamagedReleaseError, match=r"manifest\.json"):
        store.current()
    (release.path / "manifest.json").unlink()
    with pytest.raises(DamagedReleaseError, match="missing"):
        store.current()


def test_release_is_found_by_its_id_and_an_unknown_id_is_refused(store: ReleaseStore, make_article: Make) -> None:
    first = build(store, make_article("a-1"))
    build(store, make_article("a-2"))
    assert store.release(first.id) == first
    with pytest.raises(UnknownReleaseError, match="no release 1999"):
        store.release("1999")


def test_store_in_place_of_a_file_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file.*can't be made here"), ReleaseStore(tmp_path / "file").draft():
        pass


def test_large_draft_is_written_in_batches_and_whole(
    store: ReleaseStore, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_store.draft._BATCH", 100)
    monkeypatch.setattr("graph_store.draft._BULK", 80)
    articles = [make_article(f"a-{n}") for n in range(12)]
    release = build(store, *articles)
    assert release.manifest.quads == sum(len(a.triples) for a in articles)
    assert {q.triple for q in release.open()} == {t for a in articles for t in a.triples}


def put(store: ReleaseStore, shapes: str, *articles: Any) -> Release:
    with store.draft() as draft:
        for article in articles:
            draft.put_article(*article.arguments)
        return draft.publish(shapes=shapes)


def test_release_names_the_shapes_that_all_its_articles_keep_to(store: ReleaseStore, make_article: Make) -> None:
    one, two = make_article("a-1"), make_article("a-2")
    assert put(store, "old", one).manifest.shapes == "old"
    assert put(store, "old", two).manifest.shapes == "old"
    assert put(store, "new", make_article("a-3")).manifest.shapes is None
    assert put(store, "new", one, two, make_article("a-3")).manifest.shapes == "new"


def test_shapes_alone_make_a_release_where_every_article_was_put_in(store: ReleaseStore, make_article: Make) -> None:
    one, two = make_article("a-1"), make_article("a-2")
    first = put(store, "old", one, two)
    assert put(store, "new", one) == first
    second = put(store, "new", one, two)
    assert second.manifest.shapes == "new"
    assert quads(second) == quads(first)
    assert put(store, "new", one, two) == second


def test_draft_knows_which_articles_it_has_with_their_graph_and_text(store: ReleaseStore, make_article: Make) -> None:
    article = make_article("a-1")
    put(store, "shapes", article)
    name, iri, triples, text = article.arguments
    with store.draft() as draft:
        assert draft.kept_to("shapes")
        assert not draft.kept_to("others")
        assert draft.has_article(name, iri, triples, text)
        assert not draft.has_article(name, iri, triples[1:], text)
        assert not draft.has_article(name, iri, triples, text + b" ")
        assert not draft.has_article(*make_article("a-2").arguments)
        draft.remove_article("a-1")
        assert not draft.has_article(name, iri, triples, text)
