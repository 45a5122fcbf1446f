"""The fault campaign of `tests/faults`, as long as one likes: builds killed at random moments while a server reads.

    python benchmarks/faults.py [--kills N] [--seed S] [--commands C] [--folder DIR]

N builds by the store's own interface and C builds by `thidua build` are killed (SIGKILL): four in ten at a random moment, three
at a random step, three at one of the last 25 steps, where publishing moves names. After each kill a reader opens the store and
compares the current release with what was published, to the last quad; a server answers all the while. Needs the extra
`test`. `--folder` says where the stores are made: in memory by default, for a killed process leaves the same there as on a
disk. The line at the end counts what was done and found; the exit status is 1 where a fault was found.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.faults.commands import CommandBuilds
from tests.faults.kills import Builds, Campaign, Server, SmallBuilds
from tests.faults.nursery import Nursery
from tests.faults.tally import Tally

_MEMORY = Path("/dev/shm")
_AT_A_TIME = 200
"""Kills over one store; then a new one begins, so that the releases of a long campaign don't fill the memory."""


def campaign(folder: Path, builds: Builds, nursery: Nursery, chance: random.Random, tally: Tally, kills: int) -> None:
    """Kill builds over a store of its own in the folder."""
    root = folder / "store"
    with builds.start(nursery, root, 1, 0, None) as child:
        if child.wait():
            raise SystemExit(child.said())
    one = Campaign(root, builds, nursery, chance, tally, at=1)
    if isinstance(builds, SmallBuilds):
        with Server(root, tally) as server:
            one.while_stopped = server.while_stopped
            one.run(kills)
    else:
        one.run(kills)


def main() -> int:
    """Run the campaign and print its counts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--commands", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=_MEMORY if _MEMORY.is_dir() else None)
    given = parser.parse_args()
    chance, tally, begun = random.Random(given.seed), Tally(), time.monotonic()
    with Nursery() as nursery:
        for done in range(0, given.kills, _AT_A_TIME):
            with tempfile.TemporaryDirectory(dir=given.folder) as folder:
                kills = min(_AT_A_TIME, given.kills - done)
                campaign(Path(folder), SmallBuilds(), nursery, chance, tally, kills)
            print(f"{time.monotonic() - begun:,.0f} s: {tally}", flush=True)
    if given.commands:
        with Nursery("jobs:load_pipeline") as nursery, tempfile.TemporaryDirectory(dir=given.folder) as folder:
            campaign(Path(folder), CommandBuilds(nursery, Path(folder)), nursery, chance, tally, given.commands)
    for kind, what in tally.faults:
        print(f"{kind}: {what}")
    print(f"seed {given.seed}, {time.monotonic() - begun:,.0f} s")
    print(tally)
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
