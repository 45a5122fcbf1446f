"""Builds killed at random moments over one store, and what a reader and a server find after each."""

from __future__ import annotations

import csv
import io
import json
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol
from urllib.error import URLError
from urllib.parse import urlencode

import pytest

from graph_store.errors import StoreError, StoreLockedError
from graph_store.releases import ReleaseStore
from tests.faults import states
from tests.faults.nursery import ROOT, Child, Nursery
from tests.faults.states import Content
from tests.faults.tally import HALF_WRITTEN, LOST, OTHER, Tally

QUERY = f"SELECT ?a ?v WHERE {{ ?a <{states.VERSION_OF}> ?v }}"


class Builds(Protocol):
    """What is built, state by state."""

    def start(self, nursery: Nursery, root: Path, state: int, fatal: int, log: Path | None) -> Child:
        """Begin to build a state into the store; with `fatal`, to be killed at that step."""
        ...

    def expected(self, state: int) -> Content:
        """What the release of a state must hold."""
        ...

    def lost(self, root: Path, state: int) -> int:
        """How many articles of a published state the current release lacks or has in another version."""
        ...


class SmallBuilds:
    """States of `tests.faults.states`, built by the store's own interface; every other one with bulk loads."""

    def start(self, nursery: Nursery, root: Path, state: int, fatal: int, log: Path | None) -> Child:
        """See `Builds`."""
        given = {"root": root, "state": state, "fatal": fatal, "bulk": state % 2 == 0, "log": log}
        return nursery.start("jobs:build", root.with_name(f"{root.name}.said"), **given)

    def expected(self, state: int) -> Content:
        """See `Builds`."""
        return states.expected(state)

    def lost(self, root: Path, state: int) -> int:
        """See `Builds`."""
        rows = ReleaseStore(root).current().open().query(QUERY)
        there = {row["a"].value.rpartition("/")[2]: int(row["v"].value) for row in rows}  # type: ignore[union-attr]
        return sum(there.get(article) != version for article, version in states.versions(state).items())


@dataclass
class Campaign:
    """Kills builds over the store in `root`, beginning from the state `at`, which is published there (0: nothing is)."""

    root: Path
    builds: Builds
    nursery: Nursery
    random: random.Random
    tally: Tally
    at: int = 0
    published: dict[str, Content] = field(default_factory=dict)
    """What each release that was ever seen as the current one held then."""
    while_stopped: Callable[[Path, Child], None] | None = None
    """Called now and then while a build stands still (SIGSTOP) in the midst of its work."""

    def run(self, kills: int) -> None:
        """Kill that many builds; each sixth time or so, one is left to itself, and must clean up."""
        if self.at:
            first = ReleaseStore(self.root).current()
            self.published[first.id] = states.content(first)
        seconds, steps = self._undisturbed()
        done = 0
        while done < kills:
            if self.random.random() < 0.15:
                seconds, steps = self._undisturbed()
            done += self._killed(seconds, steps)
        self._undisturbed()
        for release, content in self.published.items():  # none that was published has changed since
            self._expect(HALF_WRITTEN, content == states.content(ReleaseStore(self.root).release(release)), release)

    def _undisturbed(self) -> tuple[float, int]:
        """A build left to itself; its seconds and steps."""
        log, begun = self.root.with_name(f"{self.root.name}.steps"), time.monotonic()
        with self.builds.start(self.nursery, self.root, self.at + 1, 0, log) as child:
            code = child.wait()
        seconds = time.monotonic() - begun
        self._expect(OTHER, code == 0, f"a build after a kill ended with {code}: {child.said()}")
        before = self.at
        self._check("a build left to itself")
        self._expect(LOST, self.at == before + 1, f"state {before + 1} was built and is not the current one")
        for name, left in leftovers(self.root):
            self._expect(OTHER, not left, f"left behind: {name}: {left}")
        return seconds, int(log.read_text(encoding="utf-8").split()[0])

    def _killed(self, seconds: float, steps: int) -> bool:
        """A build killed at a random moment; whether it was killed, and had not ended before."""
        opened = ReleaseStore(self.root).current()
        reader = opened.open()
        by_step = self.random.random() < 0.6
        # Half of the steps fall among the last, where publishing moves the names.
        step = self.random.randint(1, steps) if self.random.random() < 0.5 else steps - self.random.randint(0, 24)
        with self.builds.start(self.nursery, self.root, self.at + 1, max(1, step) if by_step else 0, None) as child:
            if not by_step:
                time.sleep(self.random.random() * seconds)
                if self.while_stopped and self.random.random() < 0.3 and not child.ended:
                    child.stop()
                    self.while_stopped(self.root, child)
                child.kill()
            code = child.wait()
        what = f"kill at step {step} of {steps}" if by_step else "kill by time"
        self._expect(OTHER, code in {0, -signal.SIGKILL}, f"{what}: status {code}: {child.said()}")
        if code == -signal.SIGKILL:
            self.tally.count("kills")
            if (self.root / "publishing").exists():
                self.tally.count("during_publish")
        self._check(what)
        # A reader that had the release open has it still, whole.
        self._expect(HALF_WRITTEN, len(reader) == opened.manifest.triples + opened.manifest.quads, "an open reader")
        return code == -signal.SIGKILL

    def _check(self, what: str) -> None:
        """A reader of its own opens the store: the current release is whole, and is the state before or the new one."""
        store = ReleaseStore(self.root)
        try:
            release = store.current()
            held = states.content(release)
            listed = {one.id for one in store.releases()}
            named = store.release(release.id).id
        except (StoreError, ValueError, OSError, RuntimeError) as error:
            self.tally.fault(HALF_WRITTEN, f"{what}: {error!r}")
            return
        if held == self.builds.expected(self.at + 1):
            self.at += 1
        self._expect(HALF_WRITTEN, held == self.builds.expected(self.at), f"{what}: {release.id} is no published state")
        for _ in range(self.builds.lost(self.root, self.at)):
            self.tally.fault(LOST, f"{what}: an article of state {self.at}")
        self.published.setdefault(release.id, held)
        self._expect(OTHER, named == release.id, f"{what}: {named}")
        self._expect(
            OTHER, listed == self.published.keys(), f"{what}: listed are {sorted(listed ^ self.published.keys())}"
        )

    def _expect(self, kind: str, holds: bool, what: str) -> None:
        if not holds:
            self.tally.fault(kind, what)


def leftovers(root: Path) -> list[tuple[str, object]]:
    """What must not lie in a store that no build is at work in, by name: each is empty where all is well."""
    known = {"releases", "drafts", "current", "lock"}
    listed = {release.id for release in ReleaseStore(root).releases()}
    kept = sum(path.stat().st_size for path in (root / "current", root / "lock"))
    return [
        ("in the store", sorted(path.name for path in root.iterdir() if path.name not in known)),
        ("drafts", sorted(path.name for path in (root / "drafts").iterdir())),
        ("releases", sorted(path.name for path in (root / "releases").iterdir() if path.name not in listed)),
        ("bytes", states.disk_use(root) - states.disk_use(root / "releases") - kept),
    ]


def second_writer_is_refused(root: Path, child: Child) -> None:
    """While a build stands still with the lock, another ends at once, and says who holds it."""
    with suppress(FileNotFoundError, ValueError):
        if json.loads((root / "lock.holder").read_text(encoding="utf-8"))["pid"] == child.pid:
            with pytest.raises(StoreLockedError, match=f"process {child.pid} on"), ReleaseStore(root).draft():
                raise AssertionError("two writers at once")


class Server:
    """`thidua serve` over a store, asked without a pause by a thread of ours. A context manager.

    Each answer must be that of one published state, and of none before the last that was seen.
    """

    def __init__(self, root: Path, tally: Tally) -> None:
        self._root: Final = root
        self._tally: Final = tally
        self._states = {self._key({(mint, v) for mint, v in states.versions(0).items()}): 0}
        self._ending = threading.Event()
        self._seen = 0
        self.answers = 0

    def __enter__(self) -> Server:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self._address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "thidua", "serve", "--store", str(self._root), "--port", str(port)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self._address}/health", timeout=10).close()
                break
            except (URLError, OSError):
                time.sleep(0.1)
        self._thread = threading.Thread(target=self._ask_on)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ending.set()
        self._thread.join()
        self._process.terminate()
        self._process.wait(timeout=30)

    def while_stopped(self, root: Path, child: Child) -> None:
        """A build stands still: the server answers all the same, and a second writer is refused."""
        self.ask()
        second_writer_is_refused(root, child)

    def ask(self) -> None:
        """Ask once, and compare."""
        asked = f"{self._address}/sparql?{urlencode({'query': QUERY})}"
        try:
            request = urllib.request.Request(asked, headers={"Accept": "text/csv"})
            with urllib.request.urlopen(request, timeout=60) as answer:
                rows = list(csv.DictReader(io.TextIOWrapper(answer, encoding="utf-8")))
        except OSError as error:
            self._tally.fault(OTHER, f"the server: {error!r}")
            return
        key = self._key({(row["a"].rpartition("/")[2], int(row["v"])) for row in rows})
        state = self._state(key)
        if state is None:
            self._tally.fault(HALF_WRITTEN, f"the server answered with {len(rows)} rows of no state")
        elif state < self._seen:
            self._tally.fault(LOST, f"the server went back from state {self._seen} to {state}")
        else:
            self._seen = state
        self._tally.count("answers")
        self.answers += 1

    def _ask_on(self) -> None:
        while not self._ending.wait(0.1):
            self.ask()

    def _state(self, key: str) -> int | None:
        """The state with these versions; those up to some way ahead of the last seen are worked out when first asked for."""
        if key not in self._states:
            newest = max(self._states.values())
            for state in range(newest + 1, newest + 60):
                self._states[self._key(set(states.versions(state).items()))] = state
        return self._states.get(key)

    @staticmethod
    def _key(rows: set[tuple[str, int]]) -> str:
        return sha256(repr(sorted(rows)).encode()).hexdigest()
