"""A writer killed with SIGKILL at any moment: the release before stays readable and whole, and the next build works."""

from __future__ import annotations

import multiprocessing
import random
import runpy
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import Quad

from graph_store.releases import Release, ReleaseStore

CHILD = Path(__file__).with_name("crash_child.py")


FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["graph_store.releases"])
"""Each build is a process of its own; forked from one that has imported everything, it starts at once."""


class Build:
    """A build under way; `lines` gives what it has done, and ends with it."""

    def __init__(self, store: ReleaseStore, round_: int, step: int | None = None) -> None:
        self._end, writer = FORKS.Pipe(duplex=False)
        given = {"TASK": (store.root, round_, step), "SAY": writer.send}
        self.process = FORKS.Process(target=runpy.run_path, args=(str(CHILD), given))
        self.process.start()
        writer.close()

    def __enter__(self) -> Build:
        self._overdue = threading.Timer(60, self.process.kill)
        self._overdue.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.join()
        self._overdue.cancel()
        self._end.close()

    def lines(self) -> Iterator[str]:
        with suppress(EOFError):
            while True:
                yield self._end.recv()


def content(release: Release) -> tuple[frozenset[Quad], dict[str, bytes]]:
    texts = {path.name: path.read_bytes() for path in (release.path / "texts").rglob("*.txt")}
    return frozenset(release.open()), texts


def lines_of_a_whole_build(store: ReleaseStore, round_: int) -> list[str]:
    with Build(store, round_) as build:
        lines = list(build.lines())
    assert lines[-1] == "published"
    return lines


def assert_as_published(store: ReleaseStore, expected: ReleaseStore, articles: int) -> None:
    """The store holds what a store without a crash holds, and nothing is left lying about."""
    assert content(store.current()) == content(expected.current())
    assert store.current().manifest.articles == articles
    assert not list((store.root / "drafts").iterdir())
    assert not list(store.root.glob(".*.partial"))
    assert not (store.root / "publishing").exists()
    assert sorted(p.name for p in (store.root / "releases").iterdir()) == [r.id for r in store.releases()]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> ReleaseStore:
    """What one build gives; to be copied."""
    store = ReleaseStore(tmp_path_factory.mktemp("first"))
    lines_of_a_whole_build(store, 0)
    return store


@pytest.fixture(scope="module")
def second(first: ReleaseStore, tmp_path_factory: pytest.TempPathFactory) -> tuple[ReleaseStore, list[str]]:
    """What two builds give where nothing happens, and what the second of them did."""
    store = copied(first, tmp_path_factory.mktemp("second") / "store")
    return store, lines_of_a_whole_build(store, 1)


@pytest.fixture
def store(first: ReleaseStore, tmp_path: Path) -> ReleaseStore:
    """A store with one release."""
    return copied(first, tmp_path / "store")


def copied(store: ReleaseStore, to: Path) -> ReleaseStore:
    shutil.copytree(store.root, to)
    return ReleaseStore(to)


def test_build_killed_at_ten_random_moments_leaves_the_release_before_whole(
    store: ReleaseStore, second: tuple[ReleaseStore, list[str]]
) -> None:
    undisturbed, done = second
    before, first = content(store.current()), store.current().id
    moments = random.Random(20260101)
    for moment in sorted(moments.sample(range(len(done)), 10)):
        with Build(store, 1) as build:
            for _, _line in zip(range(moment + 1), build.lines(), strict=False):
                pass
            build.process.kill()
        if store.current().id == first:
            assert content(store.current()) == before
        else:  # the kill came after the pointer had moved: then the new release is whole
            assert content(store.current()) == content(undisturbed.current())
    lines_of_a_whole_build(store, 1)
    assert_as_published(store, undisturbed, articles=50)


def test_build_killed_at_each_step_of_publishing_leaves_a_whole_release(
    store: ReleaseStore, second: tuple[ReleaseStore, list[str]]
) -> None:
    undisturbed, done = second
    first, before = store.current().id, content(store.current())
    total = sum(line.startswith("step ") for line in done)
    moved = False
    for step in range(total - 11, total + 1):  # the steps of the pointer; those before only force files to the disk
        with Build(store, 1, step) as build:
            list(build.lines())
            build.process.join()
        if store.current().id != first:
            moved = True
            break
        assert build.process.exitcode == -signal.SIGKILL
        assert content(store.current()) == before
        assert [r.id for r in store.releases()] == [first]
    assert moved
    assert content(store.current()) == content(undisturbed.current())
    lines_of_a_whole_build(store, 1)
    assert_as_published(store, undisturbed, articles=50)
