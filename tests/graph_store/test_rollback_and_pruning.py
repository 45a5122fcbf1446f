"""Going back to a release, pins and pruning: what stays, what goes, and what readers and later builds see of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph_store.disk import bytes_freed, bytes_together, disk_use
from graph_store.errors import DamagedReleaseError, MissingStoreError, StoreError, StoreLockedError, UnknownReleaseError
from graph_store.files import write_atomically
from graph_store.pruning import Policy, pin, pins, plan, prune, unpin
from graph_store.records import PINS
from graph_store.release import text_name
from graph_store.releases import Release, ReleaseStore

from .conftest import article

Make = Callable[..., Any]
DAY = timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)


class Clock:
    """A clock that goes on by a day each time it is looked at."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += DAY
        return self.now


def build(store: ReleaseStore, *articles: Any) -> Release:
    with store.draft() as draft:
        for article in articles:
            draft.put_article(*article.arguments)
        return draft.publish()


def five_days(root: Path) -> ReleaseStore:
    """A store with the releases of five days, of one to five articles."""
    store = ReleaseStore(root, now=Clock())
    for n in range(5):
        build(store, article(f"a-{n}", members=(f"tỉnh {n}",)))
    return store


@pytest.fixture(scope="module")
def _five_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return five_days(tmp_path_factory.mktemp("five") / "store").root


@pytest.fixture
def store(_five_days: Path, tmp_path: Path) -> ReleaseStore:
    """A copy of that store, to be changed at will; its releases share no files."""
    shutil.copytree(_five_days, tmp_path / "store")
    return ReleaseStore(tmp_path / "store")


@pytest.fixture
def five(store: ReleaseStore) -> list[Release]:
    return store.releases()


def ids(releases: list[Release]) -> list[str]:
    return [release.id for release in releases]


def test_rollback_moves_the_pointer_and_keeps_the_release_it_left(store: ReleaseStore, five: list[Release]) -> None:
    assert store.rollback(five[1].id) == five[1]
    assert store.current() == five[1]
    assert ids(store.releases()) == ids(five)


def test_a_build_after_a_rollback_starts_from_there_and_takes_an_id_after_all_others(
    store: ReleaseStore, five: list[Release], make_article: Make
) -> None:
    store.rollback(five[1].id)
    next_ = build(store, make_article("b-1"))
    assert next_.manifest.previous == five[1].id
    assert next_.manifest.articles == 3
    assert next_.id > five[4].id
    assert store.before(next_) == five[1]
    assert ids(store.releases()) == [*ids(five), next_.id]


def test_an_id_isnt_given_again_after_its_release_was_removed(tmp_path: Path, make_article: Make) -> None:
    store = ReleaseStore(tmp_path / "store", now=lambda: START)  # a clock that stands still
    first, second = build(store, make_article("a-1")), build(store, make_article("a-2"))
    store.rollback(first.id)
    assert prune(store, Policy(keep_days=0), now=START + DAY).going == [second.id]
    assert build(store, make_article("a-3")).id > second.id


def test_rollback_after_a_crash_between_pointer_and_end_of_publishing_loses_no_release(
    store: ReleaseStore, five: list[Release]
) -> None:
    write_atomically(store.root / "publishing", five[4].id.encode())  # what a writer leaves that dies just then
    store.rollback(five[0].id)
    with store.draft():
        pass
    assert ids(store.releases()) == ids(five)


def test_rollback_to_a_release_that_was_never_seen_is_refused(store: ReleaseStore, five: list[Release]) -> None:
    write_atomically(store.root / "publishing", five[4].id.encode())
    write_atomically(store.root / "current", five[3].id.encode())
    with pytest.raises(UnknownReleaseError, match=five[4].id):
        store.rollback(five[4].id)


def test_rollback_to_an_unknown_release_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(UnknownReleaseError):
        ReleaseStore(tmp_path / "none").rollback("20260101T000000Z-0000")
    assert not (tmp_path / "none").exists()


def test_rollback_to_a_damaged_release_is_refused_unless_told(store: ReleaseStore, five: list[Release]) -> None:
    name = text_name("a-0")
    (five[0].path / name).unlink()
    (five[0].path / name).write_text("đã bị sửa")
    with pytest.raises(DamagedReleaseError, match=rf"{name}: has changed.*--no-check"):
        store.rollback(five[0].id)
    assert store.current() == five[4]
    assert store.rollback(five[0].id, check=False) == five[0]


def test_rollback_waits_for_no_writer(store: ReleaseStore, five: list[Release]) -> None:
    with store.draft(), pytest.raises(StoreLockedError):
        store.rollback(five[0].id)
    assert store.current() == five[4]


@pytest.mark.parametrize("damage", ["pointer", "no pointer", "manifest", "directory"])
def test_a_damaged_current_release_says_how_to_go_back_and_that_way_works(
    store: ReleaseStore, five: list[Release], damage: str
) -> None:
    if damage == "pointer":
        (store.root / "current").write_bytes(b"\xff\xfe")
    elif damage == "no pointer":
        (store.root / "current").unlink()
    elif damage == "manifest":
        (five[4].path / "manifest.json").write_text("{")
    else:
        five[4].path.rename(store.root / "lost")
    # The pointer says nothing of which release it was, so the newest is offered.
    other = five[4] if "pointer" in damage else five[3]
    with pytest.raises(StoreError, match=f"`thidua releases rollback {other.id}`"):
        store.current()
    with pytest.raises(StoreError, match="rollback"), store.draft():
        pass
    store.rollback(five[3].id)
    assert store.current() == five[3]
    assert five[3].id in store.ids()


@pytest.mark.parametrize("damage", ["damaged", "lost"])
def test_a_damaged_or_lost_pointer_makes_no_published_release_vanish(
    store: ReleaseStore, five: list[Release], damage: str
) -> None:
    write_atomically(store.root / "publishing", five[4].id.encode())
    if damage == "lost":
        (store.root / "current").unlink()
    else:
        (store.root / "current").write_text("?")
    store.rollback(five[0].id)
    assert five[4].id in store.ids()


def test_a_graph_that_cant_be_opened_says_what_to_do(five: list[Release]) -> None:
    (five[4].path / "graph" / "CURRENT").unlink()
    with pytest.raises(
        DamagedReleaseError, match=rf"`thidua releases verify {five[4].id}`.*`thidua releases rollback ID`"
    ):
        five[4].open()


@pytest.mark.parametrize(
    ("policy", "stays"),
    [
        (Policy(keep=1), {1, 2, 4}),
        (Policy(keep=3), {1, 2, 3, 4}),
        (Policy(keep=99), {0, 1, 2, 3, 4}),
        (Policy(keep_days=0), {1, 2}),
        (Policy(keep_days=1), {1, 2, 4}),
        (Policy(keep=1, keep_days=2), {1, 2, 3, 4}),
    ],
)
def test_policy_keeps_the_current_the_pinned_the_newest_and_the_young(
    store: ReleaseStore, five: list[Release], policy: Policy, stays: set[int]
) -> None:
    store.rollback(five[2].id)
    pin(store, five[1].id, "Nguyễn 2026")
    now = START + 6 * DAY  # a day after the last release
    planned = plan(store, policy, now)
    assert {n for n in range(5) if planned.verdicts[n].stays} == stays
    assert ids(store.releases()) == ids(five)
    assert prune(store, policy, now) == planned
    assert ids(store.releases()) == [five[n].id for n in sorted(stays)]
    assert store.current() == five[2]
    assert not (store.root / "leaving").exists()


def test_freed_bytes_are_those_of_files_that_no_release_left_has(tmp_path: Path) -> None:
    store = five_days(tmp_path / "store")
    paths = [release.path for release in store.releases()]
    before = bytes_together(paths)
    assert before < sum(sum((disk_use(path).own, disk_use(path).shared)) for path in paths)
    planned = plan(store, Policy(keep=2))
    # What the three going releases share with one another alone is freed as well.
    assert planned.freed > sum(disk_use(path).own for path in paths[:3])
    prune(store, Policy(keep=2))
    assert before - planned.freed == bytes_together(paths[3:])
    assert bytes_freed(paths[3:]) == bytes_together(paths[3:])


def test_a_removed_release_is_told_of_with_its_day(store: ReleaseStore, five: list[Release]) -> None:
    prune(store, Policy(keep=1))
    with pytest.raises(UnknownReleaseError, match=rf"no release {five[0].id}.*it was removed on \d{{4}}-"):
        store.release(five[0].id)
    epitaph = json.loads((store.root / "pruned.json").read_text())[five[0].id]
    assert (epitaph["articles"], epitaph["claims"]) == (1, 1)


def test_a_reader_of_a_pruned_release_reads_on_to_the_end(store: ReleaseStore, five: list[Release]) -> None:
    graph = five[0].open()
    quads = iter(graph)
    next(quads)
    prune(store, Policy(keep=1))
    assert not five[0].path.exists()
    manifest = five[0].manifest
    assert 1 + sum(1 for _ in quads) == manifest.quads + manifest.triples
    assert len(graph) == manifest.quads + manifest.triples
    with pytest.raises(DamagedReleaseError):
        five[0].open()


def test_releases_that_cant_be_read_are_pruned_as_others(store: ReleaseStore, five: list[Release]) -> None:
    (five[0].path / "manifest.json").unlink()
    assert prune(store, Policy(keep=4)).going == [five[0].id]
    assert ids(store.releases()) == ids(five[1:])


def test_nothing_is_pruned_while_a_build_is_under_way(store: ReleaseStore, five: list[Release]) -> None:
    with store.draft(), pytest.raises(StoreLockedError):
        prune(store, Policy(keep=1))
    assert ids(store.releases()) == ids(five)


@pytest.mark.parametrize("content", ["{", "[]", '{"x": 1}'])
def test_nothing_is_pruned_where_the_pins_cant_be_read(store: ReleaseStore, five: list[Release], content: str) -> None:
    (store.root / PINS).write_text(content)
    with pytest.raises(StoreError, match=r"pins\.json"):
        prune(store, Policy(keep=1))
    assert ids(store.releases()) == ids(five)


def test_pruning_where_there_is_no_store_makes_none(tmp_path: Path) -> None:
    with pytest.raises(MissingStoreError):
        prune(ReleaseStore(tmp_path / "none"), Policy(keep=1))
    assert not (tmp_path / "none").exists()


def test_pins_are_set_changed_and_taken(store: ReleaseStore, five: list[Release]) -> None:
    pin(store, five[0].id, "trích dẫn")
    pin(store, five[0].id, "Nguyễn 2026")
    assert pins(store)[five[0].id]["reason"] == "Nguyễn 2026"
    unpin(store, five[0].id)
    assert pins(store) == {}
    with pytest.raises(StoreError, match="not pinned"):
        unpin(store, five[0].id)
    with pytest.raises(UnknownReleaseError):
        pin(store, "20990101T000000Z-0000")
