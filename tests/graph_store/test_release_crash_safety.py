"""A writer killed with SIGKILL at any moment: the release before stays readable and whole, and the next build works."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pyoxigraph import Quad

from graph_store.releases import Release, ReleaseStore

CHILD = Path(__file__).with_name("crash_child.py")


def command(store: ReleaseStore, round_: int, *step: int) -> list[str]:
    return [sys.executable, str(CHILD), str(store.root), str(round_), *map(str, step)]


def content(release: Release) -> tuple[frozenset[Quad], dict[str, bytes]]:
    texts = {path.name: path.read_bytes() for path in (release.path / "texts").rglob("*.txt")}
    return frozenset(release.open()), texts


def lines_of_a_whole_build(store: ReleaseStore, round_: int) -> list[str]:
    done = subprocess.run(command(store, round_), check=True, capture_output=True, text=True, timeout=60)
    return done.stdout.splitlines()


def assert_as_published(store: ReleaseStore, expected: ReleaseStore, articles: int) -> None:
    """The store holds what a store without a crash holds, and nothing is left lying about."""
    assert content(store.current()) == content(expected.current())
    assert store.current().manifest.articles == articles
    assert not list((store.root / "drafts").iterdir())
    assert not list(store.root.glob(".*.partial"))
    assert not (store.root / "publishing").exists()
    assert sorted(p.name for p in (store.root / "releases").iterdir()) == [r.id for r in store.releases()]


@pytest.fixture
def undisturbed(tmp_path: Path) -> ReleaseStore:
    """What two builds give where nothing happens."""
    store = ReleaseStore(tmp_path / "undisturbed")
    for round_ in (0, 1):
        lines_of_a_whole_build(store, round_)
    return store


def test_build_killed_at_ten_random_moments_leaves_the_release_before_whole(
    store: ReleaseStore, undisturbed: ReleaseStore
) -> None:
    lines_of_a_whole_build(store, 0)
    before, first = content(store.current()), store.current().id
    moments = random.Random(20260101)
    for moment in sorted(moments.sample(range(145), 10)):
        with subprocess.Popen(command(store, 1), stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            overdue = threading.Timer(60, child.kill)
            overdue.start()
            for _, _line in zip(range(moment + 1), child.stdout, strict=False):
                pass
            overdue.cancel()
            child.send_signal(signal.SIGKILL)
        if store.current().id == first:
            assert content(store.current()) == before
        else:  # the kill came after the pointer had moved: then the new release is whole
            assert content(store.current()) == content(undisturbed.current())
    lines_of_a_whole_build(store, 1)
    assert_as_published(store, undisturbed, articles=50)


def test_build_killed_at_each_step_of_publishing_leaves_a_whole_release(
    tmp_path: Path, undisturbed: ReleaseStore
) -> None:
    store = ReleaseStore(tmp_path / "store")
    lines_of_a_whole_build(store, 0)
    first, before = store.current().id, content(store.current())
    sample = ReleaseStore(tmp_path / "sample")
    lines_of_a_whole_build(sample, 0)
    total = sum(line.startswith("step ") for line in lines_of_a_whole_build(sample, 1))
    moved = False
    for step in range(total - 11, total + 1):  # the steps of the pointer; those before only force files to the disk
        died = subprocess.run(command(store, 1, step), check=False, capture_output=True, timeout=60)
        if store.current().id != first:
            moved = True
            break
        assert died.returncode == -signal.SIGKILL
        assert content(store.current()) == before
        assert [r.id for r in store.releases()] == [first]
    assert moved
    assert content(store.current()) == content(undisturbed.current())
    lines_of_a_whole_build(store, 1)
    assert_as_published(store, undisturbed, articles=50)
