"""The power goes at any moment of a build: whatever the disk then holds, the current release is whole, what was published is
there, and the next build cleans up.
"""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from graph_store.errors import MissingStoreError
from graph_store.releases import ReleaseStore
from tests.faults import private, states
from tests.faults.cuts import gone
from tests.faults.kills import leftovers
from tests.faults.nursery import Nursery
from tests.faults.tally import HALF_WRITTEN, LOST, OTHER, Tally

SEED = 20261127
CUTS = 6
SHUTDOWNS = 10


def with_leftovers(nursery: Nursery, root: Path) -> None:
    """Kill builds of the state after 1 until one has died between the two renames; leave a draft of another there too."""
    assert nursery.run("jobs:build", root=root, state=1) == 0
    shutil.copytree(root, root.with_name("other"))
    nursery.run("jobs:build", root=root.with_name("other"), state=2, log=root.with_name("steps"))
    steps = int(root.with_name("steps").read_text().split()[0])
    shutil.rmtree(root.with_name("other"))
    for step in range(steps - 12, steps):
        nursery.run("jobs:build", root=root, state=2, fatal=step)
        if len(list((root / "releases").iterdir())) == 2:
            break
    assert (root / "publishing").exists()
    shutil.copytree(root / "releases" / (root / "publishing").read_text(), root / "drafts" / "20200101T000000Z-0000")


@pytest.mark.parametrize(
    ("begin", "bulk"), [("nothing", False), ("release", False), ("release", True), ("leftovers", False)]
)
def test_power_cut_at_random_moments_leaves_a_whole_release(
    nursery: Nursery, scratch: Path, tally: Tally, begin: str, bulk: bool
) -> None:
    base, state = scratch / "base" / "data" / "store", 1 if begin == "nothing" else 2
    base.parent.parent.mkdir()
    if begin == "release":
        assert nursery.run("jobs:build", root=base, state=1) == 0
    if begin == "leftovers":
        with_leftovers(nursery, base)
    events = 0
    for cuts in (0, CUTS):  # the first time the events are counted
        top = scratch / f"top-{cuts}"
        shutil.copytree(base.parent.parent, top)
        given = {"top": top, "root": top / "data" / "store", "state": state, "seed": SEED, "out": scratch / "disks"}
        code = nursery.run("cuts:build", scratch / "said", **given, cuts=cuts, events=events, bulk=bulk)
        said = (scratch / "said").read_text(encoding="utf-8")
        assert code == 0, said
        events = int(said)
    before = states.expected(1).digest if state == 2 else None
    chance = random.Random(SEED)
    for place in sorted((scratch / "disks").iterdir()):
        told = json.loads((place / "told.json").read_text(encoding="utf-8"))
        look(place / "disk" / told["root"], tally, before, states.expected(state).digest, place.name, told["done"])
        if chance.random() < 0.1:
            build_after(nursery, place / "disk" / told["root"], tally, state, place.name)
        gone(place)
    assert tally.faults == []


def look(root: Path, tally: Tally, before: str | None, after: str, what: str, done: bool) -> None:
    """Compare what a disk holds with what was published before the power went."""
    tally.count("cuts")
    store = ReleaseStore(root)
    held: str | None
    try:
        held = states.content(store.current()).digest
        for release in store.releases():
            assert states.content(release).digest in {before, after}
    except MissingStoreError:
        held = None
    except Exception as error:
        tally.fault(HALF_WRITTEN, f"{what}: {error!r}")
        return
    if held not in ({after} if done else {before, after}):
        tally.fault(LOST if held in {None, before} else HALF_WRITTEN, f"{what}: {held}")


def build_after(nursery: Nursery, root: Path, tally: Tally, state: int, what: str) -> None:
    """The next build works, and nothing of the one before is left."""
    said = root.parents[1].with_name("said")
    code = nursery.run("jobs:build", said, root=root, state=state)
    if code or states.content(ReleaseStore(root).current()) != states.expected(state):
        tally.fault(OTHER, f"{what}: the next build ended with {code}: {said.read_text(encoding='utf-8')}")
        return
    for name, left in leftovers(root):
        if left:
            tally.fault(OTHER, f"{what}: left behind: {name}: {left}")


def test_power_cut_of_a_real_file_system_leaves_a_whole_release(nursery: Nursery, scratch: Path, tally: Tally) -> None:
    assert nursery.run("jobs:build", root=scratch / "base", state=1) == 0
    chance = random.Random(SEED)
    before, after = states.expected(1).digest, states.expected(2).digest
    for number in range(SHUTDOWNS):
        seconds = (
            chance.random() * 0.6 if number < SHUTDOWNS - 1 else -1.0
        )  # the last one comes when the build has ended
        given = {"base": scratch / "base", "folder": scratch / f"real-{number}", "state": 2, "seconds": seconds}
        code = nursery.run("real_disk:power_cut", scratch / "said", **given, result=scratch / "result")
        if code == private.NOT_POSSIBLE:
            pytest.skip("no ext4 can be made, mounted and shut down here (that needs root and loop devices)")
        assert code == 0, (scratch / "said").read_text(encoding="utf-8")
        told = json.loads((scratch / "result").read_text(encoding="utf-8"))
        tally.count("cuts")
        tally.count("shutdowns")
        held, done = told["first"]["held"], told["done"]
        if held not in ({after} if done else {before, after}):
            tally.fault(LOST if held == before else HALF_WRITTEN, f"after {seconds} s: {told}")
        if told["second"] != {"code": 0, "said": "", "held": after, "left": []}:
            tally.fault(OTHER, f"the build after a power cut: {told}")
    assert told["done"]
    assert tally.faults == []
