"""The checksums of a release: SHA-256 of each of its files, in the format of sha256sum, so that anyone can check them.

    cd data/releases/<id> && sha256sum --check checksums

The file is written at publication. A file that is a hard link to the same file of the release before keeps the checksum
that it has there, unread, so that publishing one article into a large release stays cheap, and what a disk has spoilt
in between isn't taken for right.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

CHECKSUMS: Final = "checksums"
"""Name of the file in a release's directory; it doesn't list itself."""

_LINE: Final = re.compile(r"([0-9a-f]{64})  ([^\n]+)\n\Z")
_PIECE: Final = 1 << 20

Told = Callable[[int], object]
"""Told how many bytes were read, for showing progress."""


@dataclass(frozen=True)
class FileFault:
    """A file that isn't what was published; `file` is its path in the release."""

    file: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"


def tree_files(root: Path, folder: str = "") -> Iterator[str]:
    """Paths of all files below `root`, with slashes, folder by folder, each folder in order of name."""
    with os.scandir(root / folder) as entries:
        found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    for name, is_folder in found:
        path = f"{folder}/{name}" if folder else name
        if is_folder:
            yield from tree_files(root, path)
        else:
            yield path


def digest(file: IO[bytes], told: Told | None = None) -> str:
    """SHA-256 of the rest of an open file, in hexadecimal digits."""
    sum_ = hashlib.sha256()
    while piece := file.read(_PIECE):
        sum_.update(piece)
        if told is not None:
            told(len(piece))
    return sum_.hexdigest()


def write_checksums(root: Path, base: Path | None = None) -> None:
    """Write the checksums of all files below `root`; `base` is the directory of the release that `root` came from."""
    known = _Known(base)
    with (root / CHECKSUMS).open("w", encoding="utf-8") as out:
        for name in tree_files(root):
            if name != CHECKSUMS:
                out.write(f"{known.of(name, root) or _digest_of(root / name)}  {name}\n")


def listed(path: Path) -> Iterator[tuple[int, str, str]]:
    """The lines of a file of checksums: number, digest and name; both are empty where the line is none of a checksum.

    Nothing where there is no such file.
    """
    try:
        with path.open(encoding="utf-8", errors="replace", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                match = _LINE.match(line)
                yield (number, match[1], match[2]) if match else (number, "", "")
    except FileNotFoundError:
        return


def file_faults(root: Path, told: Told | None = None) -> Iterator[FileFault]:
    """What of the files below `root` isn't as its checksums say: changed, missing, unreadable or not published with it.

    Memory doesn't grow with the release: the list and the folders are read side by side, in one order.
    """
    if not (root / CHECKSUMS).is_file():
        yield FileFault(CHECKSUMS, "is missing, so that no file can be checked")
        return
    present = (name for name in tree_files(root) if name != CHECKSUMS)
    found = next(present, None)
    last: list[str] = []
    for number, sum_, name in listed(root / CHECKSUMS):
        key = name.split("/")
        if not name or key <= last:
            yield FileFault(CHECKSUMS, f"line {number} is no checksum, or out of order")
            continue
        last = key
        while found is not None and found.split("/") < key:
            yield FileFault(found, "is not among the checksums: it was not published with the release")
            found = next(present, None)
        if found != name:
            yield FileFault(name, "is missing")
            continue
        found = next(present, None)
        reason = _difference(root / name, sum_, told)
        if reason:
            yield FileFault(name, reason)
    while found is not None:
        yield FileFault(found, "is not among the checksums: it was not published with the release")
        found = next(present, None)


def _difference(path: Path, sum_: str, told: Told | None) -> str | None:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return "is no regular file"
        now = _digest_of(path, told)
    except OSError as error:
        return f"can't be read: {error.strerror or error}"
    if now == sum_:
        return None
    return f"has changed since it was published: its SHA-256 is {now[:12]}..., the checksums say {sum_[:12]}..."


def _digest_of(path: Path, told: Told | None = None) -> str:
    with path.open("rb") as file:
        return digest(file, told)


class _Known:
    """The checksums of the release before, read along with the files of the new one, which come in the same order."""

    def __init__(self, base: Path | None) -> None:
        self._base = base
        self._lines = listed(base / CHECKSUMS) if base is not None else iter(())
        self._next: tuple[int, str, str] | None = next(self._lines, None)

    def of(self, name: str, root: Path) -> str | None:
        """The checksum of the file of that name, if it is the same file (inode) in the release before."""
        key = name.split("/")
        while self._next is not None and self._next[2].split("/") < key:
            self._next = next(self._lines, None)
        if self._base is None or self._next is None or self._next[2] != name:
            return None
        try:
            same = (self._base / name).samefile(root / name)
        except FileNotFoundError:
            return None
        return self._next[1] if same else None
