"""How much room releases take on the disk, which share unchanged files by hard links.

Sizes are of what the file system gives the files (blocks of 512 bytes, `st_blocks`, POSIX `<sys/stat.h>`), as `du`
counts. A file with several names is one inode and is counted once.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_store.checksums import tree_files


@dataclass(frozen=True)
class DiskUse:
    """Bytes of one release: `own` are those that only it has, `shared` those of files that have names elsewhere too."""

    own: int
    shared: int


def disk_use(release: Path) -> DiskUse:
    """What the release in this directory takes; removing it would free its own bytes."""
    own = shared = 0
    for status in _files([release]):
        if status.st_nlink > 1:
            shared += _bytes(status)
        else:
            own += _bytes(status)
    return DiskUse(own, shared)


def bytes_together(folders: Iterable[Path], *, content: bool = False) -> int:
    """What the folders take together, each inode counted once; with `content`, how long the files are instead."""
    linked: set[tuple[int, int]] = set()
    total = 0
    for status in _files(folders):
        if status.st_nlink > 1:
            if _inode(status) in linked:
                continue
            linked.add(_inode(status))
        total += status.st_size if content else _bytes(status)
    return total


def bytes_freed(folders: Iterable[Path]) -> int:
    """What removing the folders would free: the inodes all of whose names are in them."""
    left: Counter[tuple[int, int]] = Counter()
    total = 0
    for status in _files(folders):
        left[_inode(status)] += 1
        if left[_inode(status)] == status.st_nlink:
            total += _bytes(status)
            del left[_inode(status)]
    return total


def _files(folders: Iterable[Path]) -> Iterator[os.stat_result]:
    return ((folder / name).lstat() for folder in folders for name in tree_files(folder))


def _bytes(status: os.stat_result) -> int:
    return status.st_blocks * 512


def _inode(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
