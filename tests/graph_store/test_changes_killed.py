"""Rollback, pruning, pins and restore killed with SIGKILL at each step that changes the store, and at some others: it is as it was
or as it was to be, with nothing half done, and the next writer leaves nothing lying about."""

from __future__ import annotations

import multiprocessing
import random
import runpy
import shutil
import signal
from pathlib import Path

import pytest

from graph_store.archive import backup
from graph_store.checksums import file_faults, tree_files
from graph_store.errors import MissingStoreError, StoreExistsError
from graph_store.releases import ReleaseStore
from graph_store.restoring import restore

from .conftest import article

CHILD = Path(__file__).with_name("change_child.py")
MANY, FEW = 20, 4
"""Steps at which a change is killed: so many where the store itself changes, and so many at random of the others."""

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["graph_store.restoring", "graph_store.pruning"])


def run(root: Path, change: str, archive: Path, step: int | None = None) -> int | None:
    """Change a store in a process of its own; the number of steps that it took, None where it was killed."""
    end, writer = FORKS.Pipe(duplex=False)
    given = {"TASK": (root, change, archive, step), "SAY": writer.send}
    process = FORKS.Process(target=runpy.run_path, args=(str(CHILD), given))
    process.start()
    writer.close()
    process.join(60)
    if process.exitcode == -signal.SIGKILL:
        return None
    assert process.exitcode == 0
    return int(end.recv())


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A store of three releases, the archive of another, and a place without a store."""
    folder = tmp_path_factory.mktemp("stores")
    for name, number in (("own", 3), ("other", 2)):
        store = ReleaseStore(folder / name)
        for n in range(number):
            with store.draft() as draft:
                draft.put_article(*article(f"{name}-{n}").arguments)
                draft.publish()
    backup(ReleaseStore(folder / "other"), folder / "other.tar")
    (folder / "none").mkdir()
    return {"own": folder / "own", "none": folder / "none", "archive": folder / "other.tar"}


def state(store: ReleaseStore) -> dict[str, bytes]:
    """What a reader can see: the pointer, the ids and content of the releases; and the pins."""
    found = {"current": (store.current_id() or "").encode(), "ids": " ".join(store.ids()).encode()}
    for id_ in store.ids():
        found |= {f"{id_}/{name}": (store.path(id_) / name).read_bytes() for name in tree_files(store.path(id_))}
    pins = store.root / "pins.json"
    return found | {"pinned": b"yes" if pins.is_file() and b"Nguy" in pins.read_bytes() else b"no"}


def assert_readable(store: ReleaseStore) -> None:
    """What is served is whole at any moment, before any writer has cleaned up."""
    try:
        release = store.current()
    except MissingStoreError:
        return
    assert list(file_faults(release.path)) == []
    assert len(release.open()) == release.manifest.triples + release.manifest.quads
    assert release.id in store.ids()
    for id_ in store.ids():
        assert list(file_faults(store.path(id_))) == []


@pytest.mark.parametrize(
    ("change", "on"),
    [("rollback", "own"), ("prune", "own"), ("pin", "own"), ("restore", "none"), ("replace", "own")],
)
def test_change_killed_at_any_step_is_done_or_not_done(
    stores: dict[str, Path], tmp_path: Path, change: str, on: str
) -> None:
    shutil.copytree(stores[on], tmp_path / "whole")
    before = state(ReleaseStore(tmp_path / "whole"))
    steps = run(tmp_path / "whole", change, stores["archive"])
    after = state(ReleaseStore(tmp_path / "whole"))
    assert steps is not None
    assert before != after
    # A pruning begins with what changes the store; all others end with it.
    all_ = list(range(1, steps + 1)) if change == "prune" else list(range(steps, 0, -1))
    chosen = all_[:MANY] + random.Random(11).sample(all_[MANY:], min(FEW, len(all_[MANY:])))
    outcomes = set()
    for step in chosen:
        root = tmp_path / f"{step}"
        shutil.copytree(stores[on], root)
        assert run(root, change, stores["archive"], step) is None
        store = ReleaseStore(root)
        assert_readable(store)
        with store.draft():  # the next writer
            pass
        found = state(store)
        if change == "prune" and found not in (before, after):  # one release is gone and the other, whole, not yet
            assert after.items() - found.items() == {("ids", after["ids"])}
            assert found.items() - before.items() == {("ids", found["ids"])}
        else:
            assert found in (before, after)
            outcomes.add(found == after)
        left = {path.name for path in root.iterdir()}
        assert left <= {"releases", "drafts", "current", "lock", "pins.json", "pruned.json"}
        assert not list((root / "drafts").iterdir())
        shutil.rmtree(root)
    assert outcomes == {True, False}


def test_restore_that_was_killed_after_all_was_verified_is_carried_through_by_another(
    stores: dict[str, Path], tmp_path: Path
) -> None:
    shutil.copytree(stores["none"], tmp_path / "whole")
    steps = run(tmp_path / "whole", "restore", stores["archive"])
    assert steps is not None
    after = state(ReleaseStore(tmp_path / "whole"))
    verified = 0
    for step in range(steps - 30, steps + 1, 3):
        root = tmp_path / f"{step}"
        shutil.copytree(stores["none"], root)
        run(root, "restore", stores["archive"], step)
        if (root / "restoring" / "verified").exists():
            verified += 1
            with pytest.raises(StoreExistsError):
                restore(ReleaseStore(root), stores["archive"])
            assert state(ReleaseStore(root)) == after
    assert verified > 3
