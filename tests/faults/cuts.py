"""Power cuts: what a disk may hold when the power goes, and jobs that find it out.

A process that is killed leaves all that it wrote; a machine that loses its power leaves what was forced to the disk, and of the rest
what happened to be written. A build is watched (`Watch`): each `fsync` and `sync` of ours makes a file's content, or a
directory's list of names, *durable*. The engine's own, which happen in native code, are not seen and so do not count. When
the power goes, a disk may hold

- `strict`: the durable names with the durable contents, and nothing else;
- `named`: all names as they are, but files never forced are empty: what delayed allocation leaves;
- `torn`: of each name that was changed, the old state or the new, at random, each for itself; of each content, the durable
  one, the new one, a part of it, or zeros in its place.

That is more than a journalling file system leaves, since it keeps the order of names: all that holds here holds there.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults import jobs

KINDS = ("strict", "named", "torn")
"""The disks made at each cut."""


@dataclass
class Watch:
    """What of the folder `top` is durable. Files and directories go by their inode, which is kept from being used again."""

    top: Path
    contents: dict[int, bytes] = field(default_factory=dict)
    """Durable contents of files."""
    names: dict[int, dict[str, int]] = field(default_factory=dict)
    """Durable names of directories."""
    _kept: dict[int, int] = field(default_factory=dict)

    def everything(self) -> None:
        """All is durable now: a `sync` of the system, or the beginning."""
        for folder, _, files in os.walk(self.top):
            self._names(Path(folder))
            for name in files:
                self._content(Path(folder, name))

    def forced(self, descriptor: int) -> None:
        """A file or directory is durable now, by `fsync`."""
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        if not path.is_relative_to(self.top):
            return
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            self._names(path)
        else:
            self._content(path)

    def _content(self, path: Path) -> None:
        self.contents[self._inode(path)] = path.read_bytes()

    def _names(self, folder: Path) -> None:
        self.names[self._inode(folder)] = {path.name: self._inode(path) for path in folder.iterdir()}

    def _inode(self, path: Path) -> int:
        inode = path.lstat().st_ino
        if inode not in self._kept:
            self._kept[inode] = os.open(path, os.O_PATH | os.O_NOFOLLOW)
        return inode

    def disk(self, target: Path, kind: str, chance: random.Random) -> None:
        """Make, at `target`, what the disk may hold should the power go now."""
        now: dict[int, dict[str, int]] = {}
        paths: dict[int, Path] = {}
        for folder, _, files in os.walk(self.top):
            here = Path(folder)
            now[self._inode(here)] = {path.name: self._inode(path) for path in here.iterdir()}
            paths |= {self._inode(here / name): here / name for name in files}
        _Disk(self, now, paths, kind, chance).make(self._inode(self.top), target)


@dataclass
class _Disk:
    watch: Watch
    now: dict[int, dict[str, int]]
    paths: dict[int, Path]
    kind: str
    chance: random.Random

    def make(self, inode: int, target: Path) -> None:
        if not self._is_folder(inode):
            content = self._content(inode)
            if content is not None:
                target.write_bytes(content)
            return
        target.mkdir()
        for name, child in self._names(inode).items():
            self.make(child, target / name)

    def _is_folder(self, inode: int) -> bool:
        return inode in self.now or inode in self.watch.names

    def _names(self, inode: int) -> dict[str, int]:
        old, new = self.watch.names.get(inode, {}), self.now.get(inode, {})
        if self.kind == "strict":
            return old
        if self.kind == "named":
            return new
        chosen = {name: self.chance.choice((old.get(name), new.get(name))) for name in {**old, **new}}
        return {name: child for name, child in chosen.items() if child is not None}

    def _content(self, inode: int) -> bytes | None:
        old = self.watch.contents.get(inode)
        if self.kind != "torn":
            return old or b""
        path = self.paths.get(inode)
        new = path.read_bytes() if path else old or b""
        if new == old:
            return old
        part = new[: self.chance.randrange(len(new) + 1)]
        return self.chance.choice((old or b"", new, part, part + bytes(len(new) - len(part)), bytes(len(new))))


def build(top: str, root: str, state: int, seed: int, cuts: int, events: int, out: str, bulk: bool = False) -> int:
    """Build a state while `cuts` of its `events` are chosen at random to be power cuts; the first and last
    ones, which clean up and publish, always are.

    At each, disks are made below `out`, beside a file that tells of them. With `cuts` 0 the events are only counted. Prints
    their number.
    """
    chance = random.Random(seed)
    ends = (*range(1, 10), *range(max(1, events - 16), events + 2))
    chosen = {*ends, *(chance.randint(1, max(1, events)) for _ in range(cuts))} if cuts else set()
    watch, seen, looking = Watch(Path(top)), 0, False
    watch.everything()

    def looked(look: Callable[[], None]) -> None:
        """Look at files, which is itself no event of the build."""
        nonlocal looking
        looking = True
        look()
        looking = False

    def make(name: str, done: bool = False) -> None:
        told = {"event": seen, "name": name, "done": done}
        looked(lambda: _make_disks(watch, Path(out), Path(root).relative_to(top), chance, told))

    def cut(name: str) -> None:
        nonlocal seen
        if not looking:
            seen += 1
            if seen in chosen:
                make(name)

    forced = os.fsync

    def fsync(descriptor: int) -> None:
        forced(descriptor)
        looked(lambda: watch.forced(descriptor))

    os.fsync, os.sync = fsync, lambda: looked(watch.everything)
    jobs.count_steps(root, cut)
    code = jobs.build(root, state, bulk=bulk)
    if cuts:
        make("end", done=True)
    sys.stdout.write(f"{seen}\n")
    return code


def _make_disks(watch: Watch, out: Path, root: Path, chance: random.Random, told: dict[str, Any]) -> None:
    for number, kind in enumerate(KINDS):
        place = out / f"{told['event']:05}-{'end' if told['done'] else 'cut'}-{number}-{kind}"
        place.mkdir(parents=True)
        watch.disk(place / "disk", kind, chance)
        (place / "told.json").write_text(json.dumps(told | {"kind": kind, "root": str(root)}), encoding="utf-8")


def gone(place: Path) -> None:
    """Remove a disk that was looked at."""
    shutil.rmtree(place)
