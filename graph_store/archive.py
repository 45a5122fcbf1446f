"""Backup: a store, or some of its releases, as one tar archive.

    thidua-backup.json              what the archive holds: format, created, current, releases
    releases/<id>/...               the releases, file by file as they lie in the store, without directories
    current, pins.json, pruned.json as in the store
    SHA256SUMS                      SHA-256 of each member before, in their order; it is the last

A file that releases share by hard links is in the archive once, and the others are links to it. No member names a path,
a user or a group of the machine.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from graph_store.checksums import CHECKSUMS, Told, listed, tree_files
from graph_store.compression import compressing
from graph_store.errors import BackupError, MissingStoreError
from graph_store.files import atomic_file
from graph_store.records import PINS, PRUNED, read_record
from graph_store.releases import ReleaseStore

CONTENTS: Final = "thidua-backup.json"
"""The first member."""

SUMS: Final = "SHA256SUMS"
"""The last member: where it is missing, the archive is cut off."""

FORMAT: Final = 1

ENDINGS: Final = {".tar.zst": "zstd", ".tzst": "zstd", ".tar.gz": "gzip", ".tgz": "gzip", ".tar": None}
"""The endings of archives and how each is compressed."""


def backup(store: ReleaseStore, path: Path, ids: Sequence[str] | None = None, told: Told | None = None) -> list[str]:
    """Write the releases of these ids, all for None, to the archive `path`, which appears, or is replaced, when it is whole.

    The last id becomes the archive's current release, unless the store's is among them. Every file is held against the
    checksums of its release as it is read. No lock is held: releases don't change. `told` hears the bytes that were read.
    Returns the ids. Raises `MissingStoreError`, `UnknownReleaseError`, and `BackupError` where a release is damaged or
    the archive can't be written.
    """
    packed = _compression(path)
    current = store.current_id()
    if current is None:
        raise MissingStoreError(store.root)
    chosen = sorted(set(store.ids() if ids is None else ids))
    for id_ in chosen:
        store.release(id_)
    try:
        with atomic_file(path) as file, compressing(file, packed) as out, tempfile.TemporaryFile() as sums:
            _Writer(out, sums, told).write(store, chosen, current if current in chosen else chosen[-1])
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise BackupError(f"{path}: the backup can't be written: {error.strerror or error}{where}") from error
    return chosen


def _compression(path: Path) -> str | None:
    for ending, compression in ENDINGS.items():
        if path.name.endswith(ending):
            return compression
    raise BackupError(f"{path}: the name of an archive ends in {', '.join(ENDINGS)}")


class _Writer:
    """Writes one archive."""

    def __init__(self, out: IO[bytes], sums: IO[bytes], told: Told | None) -> None:
        """`sums`: an empty file, for what becomes SHA256SUMS."""
        self._tar = tarfile.TarFile(fileobj=out, mode="w", format=tarfile.PAX_FORMAT)
        self._sums = sums
        self._told = told
        self._linked: dict[tuple[int, int], tuple[str, str]] = {}
        """Name and checksum of each file that was written and has other names, by its inode."""

    def write(self, store: ReleaseStore, ids: Sequence[str], current: str) -> None:
        pins = {id_: said for id_, said in read_record(store.root / PINS).items() if id_ in ids}
        created = datetime.now(UTC).isoformat(timespec="seconds")
        contents = {"format": FORMAT, "created": created, "current": current, "releases": list(ids)}
        self._bytes(CONTENTS, _json(contents))
        for id_ in ids:
            self._release(store.path(id_), f"releases/{id_}")
        self._bytes("current", f"{current}\n".encode())
        self._bytes(PINS, _json(pins))
        self._bytes(PRUNED, _json(read_record(store.root / PRUNED)))
        last = tarfile.TarInfo(SUMS)
        last.size = self._sums.tell()
        self._sums.seek(0)
        self._tar.addfile(last, self._sums)
        self._tar.close()

    def _release(self, root: Path, folder: str) -> None:
        expected: Iterator[tuple[int, str, str]] = listed(root / CHECKSUMS)
        checked = (root / CHECKSUMS).is_file()
        for name in tree_files(root):
            sum_ = self._file(root / name, f"{folder}/{name}")
            if not checked or name == CHECKSUMS:
                continue
            line = next(expected, None)
            if line is None or line[1:] != (sum_, name):
                raise BackupError(
                    f"{root / name} isn't as it was published; `thidua releases verify {root.name}` tells more"
                )
        missing = next(expected, None)
        if missing is not None:
            raise BackupError(f"{root / missing[2]} is missing; `thidua releases verify {root.name}` tells more")

    def _file(self, path: Path, name: str) -> str:
        """Write a file, or a link to one that is the same; returns its checksum."""
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            member = tarfile.TarInfo(name)
            member.mtime = int(status.st_mtime)
            inode = (status.st_dev, status.st_ino)
            if inode in self._linked:
                member.type = tarfile.LNKTYPE
                member.linkname, sum_ = self._linked[inode]
                self._add(member, None, sum_)
                return sum_
            member.size = status.st_size
            sum_ = self._add(member, file)
            if status.st_nlink > 1:
                self._linked[inode] = name, sum_
            return sum_

    def _bytes(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        self._add(member, io.BytesIO(content))

    def _add(self, member: tarfile.TarInfo, file: IO[bytes] | None, sum_: str = "") -> str:
        read = Hashed(file, self._told) if file is not None else None
        self._tar.addfile(member, read)
        self._tar.members = []  # type: ignore[attr-defined]  # tarfile keeps them all, and an archive may have millions
        found = read.sum() if read is not None else sum_
        self._sums.write(f"{found}  {member.name}\n".encode())
        return found


class Hashed:
    """A file that is read once, with the checksum of what was read of it."""

    def __init__(self, file: IO[bytes], told: Told | None = None) -> None:
        self._file, self._told = file, told
        self._sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._file.read(size)
        self._sum.update(piece)
        if self._told is not None:
            self._told(len(piece))
        return piece

    def sum(self) -> str:
        """SHA-256 of what was read, in hexadecimal digits."""
        return self._sum.hexdigest()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
