"""A disk that is full at some point of a build: the release before stays whole, the error is one line that says so, and the
next build, with room, works and leaves nothing behind.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from tests.faults import private, states
from tests.faults.commands import CommandBuilds
from tests.faults.nursery import Nursery
from tests.faults.tally import HALF_WRITTEN, OTHER, Tally

SEED = 20261127
NO_MOUNT = "no file system can be mounted here, neither by root nor in a user namespace"
FULL = re.compile(r"thidua: \S+: the disk is full: no room to write \S+; make some and try again\n")
LIMITED = re.compile(r"thidua: \S+: the store can't be written: File too large\n")


@pytest.fixture
def base(nursery: Nursery, scratch: Path) -> Path:
    """A store whose current release is state 1."""
    assert nursery.run("jobs:build", root=scratch / "base", state=1) == 0
    return scratch / "base"


def told(tally: Tally, given: Path, said: re.Pattern[str], before: str | None, after: str) -> bool:
    """Compare what happened with what must happen; whether the first of the two builds found too little room."""
    first, second = (json.loads(given.read_text(encoding="utf-8"))[name] for name in ("first", "second"))
    failed: bool = first["code"] != 0
    if failed:
        tally.count("full")
        expect(tally, OTHER, first["code"] == 2 and said.fullmatch(first["said"]), first)
    if before is None and failed:
        expect(tally, HALF_WRITTEN, first["held"].startswith("MissingStoreError"), first)
    else:
        expect(tally, HALF_WRITTEN, first["held"] == (before if failed else after), first)
    expect(tally, OTHER, second["code"] == 0 and second["left"] == [], second)
    expect(tally, HALF_WRITTEN, second["held"] == after, second)
    return failed


def expect(tally: Tally, kind: str, holds: object, what: Any) -> None:
    if not holds:
        tally.fault(kind, str(what))


def rooms(random_: random.Random, number: int) -> list[int]:
    """Bytes of room from nothing at all to about what a build takes."""
    return [0, 4096, *(random_.randrange(500_000) for _ in range(number - 2))]


@pytest.mark.parametrize("first_build", [False, True], ids=["upon a release", "the first"])
def test_disk_full_at_random_points_of_a_build_leaves_the_release_before(
    nursery: Nursery, scratch: Path, base: Path, tally: Tally, first_build: bool
) -> None:
    state = 1 if first_build else 2
    failures = 0
    for room in rooms(random.Random(SEED), 11):
        given = {
            "base": scratch / "none" if first_build else base, "mount": scratch / "disk", "state": state, "room": room,
        }  # fmt: skip
        code = nursery.run("full:on_a_small_disk", scratch / "said", **given, result=scratch / "result")
        if code == private.NOT_POSSIBLE:
            pytest.skip(NO_MOUNT)
        assert code == 0, (scratch / "said").read_text(encoding="utf-8")
        before = None if first_build else states.expected(1).digest
        failures += told(tally, scratch / "result", FULL, before, states.expected(state).digest)
    assert tally.faults == []
    assert failures > 5


def test_disk_full_in_a_build_by_the_command_leaves_the_release_before(
    command_nursery: Nursery, scratch: Path, tally: Tally
) -> None:
    builds = CommandBuilds(command_nursery, scratch)
    before, after = builds.expected(1), builds.expected(2)
    assert command_nursery.run("jobs:thidua_build", root=scratch / "base", paths=[str(scratch / "articles-1")]) == 0
    given = {
        "base": scratch / "base", "mount": scratch / "disk", "state": 2, "room": 400_000,
        "paths": [str(scratch / "articles-2")], "result": scratch / "result",
    }  # fmt: skip
    code = command_nursery.run("full:on_a_small_disk", scratch / "said", **given)
    if code == private.NOT_POSSIBLE:
        pytest.skip(NO_MOUNT)
    assert code == 0, (scratch / "said").read_text(encoding="utf-8")
    assert told(tally, scratch / "result", FULL, before.digest, after.digest)
    assert tally.faults == []


def test_files_that_may_not_grow_leave_the_release_before(
    nursery: Nursery, scratch: Path, base: Path, tally: Tally
) -> None:
    failures = 0
    for number, largest in enumerate((0, 50, 200, 2000, 20_000, 50_000)):
        root = scratch / str(number)
        given = {"base": base, "root": root, "state": 2, "largest": largest, "result": scratch / "result"}
        code = nursery.run("full:with_small_files", scratch / "said", **given)
        assert code == 0, (scratch / "said").read_text(encoding="utf-8")
        failures += told(tally, scratch / "result", LIMITED, states.expected(1).digest, states.expected(2).digest)
    assert tally.faults == []
    assert failures == 6


def test_draft_of_a_killed_build_that_fills_the_disk_is_removed_by_the_next(
    nursery: Nursery, scratch: Path, base: Path, tally: Tally
) -> None:
    dead = base / "drafts" / "20200101T000000Z-0000"
    dead.mkdir()
    (dead / "half").write_bytes(bytes(4 << 20))
    given = {"base": base, "mount": scratch / "disk", "state": 2, "room": 0, "result": scratch / "result"}
    code = nursery.run("full:on_a_small_disk", scratch / "said", **given)
    if code == private.NOT_POSSIBLE:
        pytest.skip(NO_MOUNT)
    first = json.loads((scratch / "result").read_text(encoding="utf-8"))["first"]
    assert (first["code"], first["held"], first["left"]) == (0, states.expected(2).digest, [])
