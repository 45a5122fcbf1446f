"""Two writers: one wins, the other is told at once who is at work; a killed one leaves the lock free. Clocks may jump."""

from __future__ import annotations

import fcntl
import json
import random
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph_store.errors import StoreLockedError
from graph_store.releases import ReleaseStore
from tests.faults import states
from tests.faults.nursery import Nursery
from tests.faults.tally import LOST, Tally

ROUNDS, WRITERS = 8, 5


def test_of_writers_that_begin_at_once_exactly_one_is_inside_at_a_time(
    nursery: Nursery, scratch: Path, tally: Tally
) -> None:
    root, gate = scratch / "store", scratch / "gate"
    gate.touch()
    for round_ in range(ROUNDS):
        results = [scratch / f"result-{round_}-{n}" for n in range(WRITERS)]
        with ExitStack() as stack:
            with gate.open("wb") as opening:
                fcntl.flock(opening, fcntl.LOCK_EX)
                children = [
                    stack.enter_context(nursery.start("jobs:attempt", root=root, gate=gate, result=result))
                    for result in results
                ]
            assert [child.wait() for child in children] == [0] * WRITERS
        tally.count("races")
        told = [json.loads(result.read_text(encoding="utf-8")) for result in results]
        assert "won" in told
        for other in told:
            assert other == "won" or other.startswith("locked: the store is locked: "), told
        assert not Path(f"{root}.inside").exists()


def test_second_writer_is_refused_by_name_until_the_first_is_killed(
    nursery: Nursery, scratch: Path, tally: Tally
) -> None:
    store, ready = ReleaseStore(scratch / "store"), scratch / "ready"
    for _ in range(8):
        ready.unlink(missing_ok=True)
        with nursery.start("jobs:hold", root=store.root, ready=ready) as first:
            while not ready.exists():
                assert not first.ended
            with pytest.raises(StoreLockedError, match=f"process {first.pid} on .* is writing to it"), store.draft():
                pass
            said = scratch / "said"
            assert nursery.run("jobs:build", said, root=store.root, state=1) == 2
            assert f"thidua: the store is locked: process {first.pid} on " in said.read_text(encoding="utf-8")
            tally.count("races")
            tally.count("kills")
            first.kill()
            with store.draft() as draft:
                states.put(draft, 1)
            assert list((store.root / "drafts").iterdir()) == []


def test_clock_that_jumps_leaves_ids_in_order_and_nothing_lost(tmp_path: Path, tally: Tally) -> None:
    chance = random.Random(20261127)
    jumps = [
        datetime(2026, 11, 27, 12, tzinfo=UTC),
        datetime(2026, 11, 27, 12, tzinfo=UTC),
        datetime(2026, 11, 27, 11, 59, 59, 999_999, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(2100, 2, 28, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 11, 27, 12, 1, tzinfo=UTC),
        datetime(2100, 3, 1, tzinfo=UTC),
        datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC),
    ]
    jumps += [datetime(2030, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randint(-(10**9), 10**9)) for _ in range(8)]
    clock = iter(jumps)
    store = ReleaseStore(tmp_path / "store", lambda: next(clock))
    ids: list[str] = []
    for state in range(1, len(jumps) + 1):
        with store.draft() as draft:
            states.put(draft, state)
            ids.append(draft.publish().id)
        tally.count("clocks")
        if states.content(store.current()) != states.expected(state):
            tally.fault(LOST, f"state {state} after a jump of the clock")
        assert store.current().manifest.previous == (ids[-2] if state > 1 else None)
    assert ids == sorted(set(ids))
    assert [release.id for release in store.releases()] == ids
    for state, release in enumerate(store.releases(), 1):
        assert states.content(release) == states.expected(state)
    assert tally.found(LOST) == 0


def test_draft_of_a_writer_killed_in_the_future_is_no_release_and_ids_go_on_rising(
    nursery: Nursery, scratch: Path, tally: Tally
) -> None:
    root = scratch / "store"
    assert nursery.run("jobs:build", root=root, state=1, now="1970-01-01T00:00:00+00:00") == 0
    nursery.run("jobs:build", root=root, state=2, now="2100-01-01T00:00:00+00:00", fatal=60)
    tally.count("kills")
    (dead,) = (root / "drafts").iterdir()
    assert nursery.run("jobs:build", root=root, state=2, now="2026-11-27T00:00:00+00:00") == 0
    tally.count("clocks")
    first, second = (release.id for release in ReleaseStore(root).releases())
    assert first < second != dead.name
    assert states.content(ReleaseStore(root).current()) == states.expected(2)
