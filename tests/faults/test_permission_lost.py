"""A store that may no longer be written: builds say so in one line, readers go on, and nothing changes.

Root may write everywhere, so builds run as another user there; folders mounted read-only hold for root too.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from graph_store.releases import ReleaseStore
from tests.faults import private, states
from tests.faults.nursery import Nursery
from tests.faults.tally import OTHER, Tally

NOBODY = 65534


@pytest.fixture
def store(nursery: Nursery, scratch: Path) -> Path:
    """A store whose current release is state 1, and that anybody may write who may not write all."""
    root = scratch / "store"
    assert nursery.run("jobs:build", root=root, state=1) == 0
    if os.getuid() == 0:
        for path in (scratch, root, *root.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    return root


@pytest.mark.parametrize(
    ("what", "mode", "named"),
    [
        (".", 0o555, "lock"),
        ("drafts", 0o555, "drafts/"),
        ("drafts", 0o000, "drafts"),
        ("releases", 0o555, "releases/"),
        ("lock", 0o444, "lock"),
    ],
)
def test_build_without_permission_is_told_so_and_changes_nothing(
    nursery: Nursery, scratch: Path, store: Path, tally: Tally, what: str, mode: int, named: str
) -> None:
    place = store / what
    before, usual = states.disk_use(store / "releases"), place.stat().st_mode
    if what == ".":
        (store / "lock").unlink()  # a folder that may not be written only bars files that are not there yet
    place.chmod(mode)
    code = nursery.run("denied:build", scratch / "said", root=store, state=2)
    said = (scratch / "said").read_text(encoding="utf-8")
    tally.count("denied")
    assert (code, said.count("\n")) == (2, 1), said
    assert f"{store / named}" in said
    assert "the store can't be written: Permission denied" in said
    assert states.content(ReleaseStore(store).current()) == states.expected(1)
    place.chmod(usual)
    assert nursery.run("denied:build", scratch / "said", root=store, state=2) == 0
    assert states.content(ReleaseStore(store).current()) == states.expected(2)
    assert states.disk_use(store / "releases") > before
    assert tally.found(OTHER) == 0


@pytest.mark.parametrize("what", [".", "drafts", "releases"])
def test_build_in_a_store_mounted_read_only_is_told_so(
    nursery: Nursery, scratch: Path, store: Path, tally: Tally, what: str
) -> None:
    code = nursery.run("denied:build_read_only", scratch / "said", root=store, folder=store / what, state=2)
    said = (scratch / "said").read_text(encoding="utf-8")
    if code == private.NOT_POSSIBLE:
        pytest.skip("nothing can be mounted here, neither by root nor in a user namespace")
    tally.count("denied")
    assert (code, said.count("\n")) == (2, 1), said
    assert "the store can't be written: " in said
    assert states.content(ReleaseStore(store).current()) == states.expected(1)


def test_release_that_may_not_be_read_is_named(nursery: Nursery, scratch: Path, store: Path, tally: Tally) -> None:
    manifest = ReleaseStore(store).current().path / "manifest.json"
    manifest.chmod(0)
    code = nursery.run("denied:build", scratch / "said", root=store, state=2)
    tally.count("denied")
    assert code == 2
    assert f"{manifest}: Permission denied" in (scratch / "said").read_text(encoding="utf-8")
