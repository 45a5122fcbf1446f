"""Builds killed by SIGKILL at random moments: what is served is always a whole release, and nothing published goes."""

from __future__ import annotations

import random
from pathlib import Path

from tests.faults.commands import CommandBuilds
from tests.faults.kills import Campaign, Server, SmallBuilds
from tests.faults.nursery import Nursery
from tests.faults.tally import Tally

SEED = 20261127
KILLS = 195
OF_THE_COMMAND = 5


def test_builds_killed_at_195_random_moments_while_a_server_reads(
    nursery: Nursery, scratch: Path, tally: Tally
) -> None:
    root, builds = scratch / "store", SmallBuilds()
    with builds.start(nursery, root, 1, 0, None) as child:
        assert child.wait() == 0, child.said()
    with Server(root, tally) as server:
        campaign = Campaign(root, builds, nursery, random.Random(SEED), tally, at=1)
        campaign.while_stopped = server.while_stopped
        campaign.run(KILLS)
    assert tally.faults == []
    assert tally.done["kills"] >= KILLS
    assert server.answers > 100


def test_thidua_build_killed_at_random_moments(command_nursery: Nursery, scratch: Path, tally: Tally) -> None:
    root, builds = scratch / "store", CommandBuilds(command_nursery, scratch)
    with builds.start(command_nursery, root, 1, 0, None) as child:
        assert child.wait() == 0, child.said()
    assert builds.expected(1).claims > 5
    Campaign(root, builds, command_nursery, random.Random(SEED), tally, at=1).run(OF_THE_COMMAND)
    assert tally.faults == []
