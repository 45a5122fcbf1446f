"""Restore: an archive of `graph_store.archive` becomes a store, once it is known to be whole.

What comes out of an archive is not trusted. Members are files and hard links to files before them, of the names that a
backup gives; anything else (a path that leads outside, a symbolic link, a device, a second member of one name) refuses the
archive. All is unpacked into `restoring/` of the store and held against SHA256SUMS and each release's own checksums before
anything is put in place (`graph_store.switching`).
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import IO, Any, Final

import zstandard

from graph_store.archive import CONTENTS, FORMAT, SUMS, Hashed
from graph_store.checksums import CHECKSUMS, Told, digest, listed
from graph_store.compression import unpacked
from graph_store.errors import BackupError, StoreError, StoreExistsError
from graph_store.files import link_or_copy, sync_tree
from graph_store.records import PINS, PRUNED, read_record
from graph_store.release import RELEASE_ID, Release
from graph_store.releases import ReleaseStore
from graph_store.switching import RESTORING, finish_restore, mark_verified

_OF_STORE: Final = frozenset({CONTENTS, "current", PINS, PRUNED, SUMS})
"""Members beside the files of releases; a backup has each of them."""

_OF_RELEASE: Final = re.compile(r"releases/(\d{8}T\d{6}Z-\d{4})(/[^/\0\\]+)+\Z")
_FOLDER: Final = len("releases/20250701T080000Z-0000/")
_PIECE: Final = 1 << 20


def restore(store: ReleaseStore, path: Path, *, replace: bool = False, told: Told | None = None) -> list[str]:
    """Make the store of the archive `path`; returns the ids of its releases.

    Where there is a store already, `replace` puts the archive's releases and pointer in the place of its own, which are
    deleted. `told` hears how many bytes of the archive were read. Until all is verified and on the disk, nothing that a
    reader sees changes. Raises `BackupError` where the archive is cut off, altered or unsafe, `StoreExistsError`, and
    `StoreLockedError` where a writer is at work.
    """
    if not path.is_file():
        raise BackupError(f"{path}: no such file")
    if not replace and not (store.root / RESTORING).exists():
        _require_none(store)  # before anything is made there; what an earlier restore has left is seen to by `writing`
    with store.writing():
        if not replace:
            _require_none(store)
        staged = store.root / RESTORING
        try:
            staged.mkdir()
            ids = _unpacked(path, staged, told)
            sync_tree(staged, linked=True)
            mark_verified(store.root, ids)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
        finish_restore(store.root)
    return ids


def _require_none(store: ReleaseStore) -> None:
    if (store.root / "current").exists() or store.ids():
        raise StoreExistsError(store.root)


def _unpacked(path: Path, staged: Path, told: Told | None) -> list[str]:
    """Unpack the archive into `staged` and verify it; the ids of its releases."""
    try:
        with path.open("rb") as raw, tempfile.TemporaryFile("w+", encoding="utf-8") as sums:
            with unpacked(_Counted(raw, told)) as file:  # type: ignore[arg-type]  # it needs `read` and `seek`
                _unpack(file, staged, sums)
            _compare(_lines(sums), staged / SUMS, "")
            ids = _contents(staged)
            for folder, lines in groupby(_lines(sums), key=lambda line: line[1][:_FOLDER]):
                own = staged / folder / CHECKSUMS
                if own.exists():  # a release that was published before there were checksums has none
                    _compare((line for line in lines if line[1] != folder + CHECKSUMS), own, folder)
            return ids
    except (tarfile.TarError, gzip.BadGzipFile, zstandard.ZstdError, zlib.error, EOFError, ValueError) as error:
        raise BackupError(f"{path}: is cut off, damaged or no backup: {error}") from error
    except OSError as error:
        raise BackupError(f"{path}: can't be restored: {error.strerror or error}") from error
    except StoreError as error:
        raise BackupError(f"{path}: {error}; nothing was restored") from error


def _unpack(file: IO[bytes], staged: Path, sums: IO[str]) -> None:
    """Write the members below `staged`, and their checksums, as lines of SHA256SUMS, into `sums`."""
    last, linked = "", dict[str, str]()
    with tarfile.open(fileobj=file, mode="r|") as tar:
        while (member := tar.next()) is not None:
            tar.members = []  # type: ignore[attr-defined]  # tarfile keeps them all, and an archive may have millions
            if last == SUMS:
                raise BackupError(f"{member.name!r} comes after {SUMS}, which is the last member of a backup")
            last = _safe(member.name)
            sum_ = _unpack_member(tar, member, staged, linked)
            if last != SUMS:
                sums.write(f"{sum_}  {member.name}\n")
    if last != SUMS:
        raise BackupError(f"it has no {SUMS}, so it is cut off or no backup")
    while rest := file.read(_PIECE):  # up to the checksum of the compressed whole
        if rest.strip(b"\0"):
            raise BackupError("something follows the end of the archive")


def _unpack_member(tar: tarfile.TarFile, member: tarfile.TarInfo, staged: Path, linked: dict[str, str]) -> str:
    """Write one member and return its checksum; `linked` keeps those of files that links led to."""
    target = staged / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    if member.islnk():
        name = _safe(member.linkname)
        if not (staged / name).is_file() or target.exists():
            raise BackupError(f"{member.name!r} is a link to {name!r}, which isn't before it, or comes twice")
        link_or_copy(staged / name, target)
        if name not in linked:
            with target.open("rb") as file:
                linked[name] = digest(file)
        return linked[name]
    content = tar.extractfile(member) if member.isreg() else None
    if content is None:
        raise BackupError(f"{member.name!r} is neither a file nor a hard link")
    try:
        with target.open("xb") as out:
            return _copied(content, out)
    except FileExistsError:
        raise BackupError(f"{member.name!r} comes twice") from None


def _copied(content: IO[bytes], out: IO[bytes]) -> str:
    read = Hashed(content)
    while piece := read.read(_PIECE):
        out.write(piece)
    return read.sum()


def _safe(name: str) -> str:
    """The name of a member or of what it links to, if it is one that a backup gives. Raises `BackupError`."""
    if name in _OF_STORE or (_OF_RELEASE.match(name) and not {".", ".."} & set(name.split("/"))):
        return name
    raise BackupError(f"{name!r} is no name of a file of a store; the archive is no backup, or was altered")


def _contents(staged: Path) -> list[str]:
    """The ids of the releases, after a look whether all that makes a store is there."""
    missing = sorted(name for name in _OF_STORE if not (staged / name).is_file())
    if missing:
        raise BackupError(f"it has no {missing[0]}")
    said: dict[str, Any] = json.loads((staged / CONTENTS).read_bytes())
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise BackupError(f"its {CONTENTS} is of a format that this version doesn't read (it reads {FORMAT})")
    ids, present = said.get("releases"), sorted(path.name for path in (staged / "releases").glob("*"))
    current = (staged / "current").read_text(encoding="utf-8").strip()
    if not present or ids != present or current not in present or not all(map(RELEASE_ID.match, present)):
        raise BackupError(f"its {CONTENTS}, its releases and its pointer don't agree")
    for id_ in present:
        Release.at(staged / "releases" / id_).open()
    for name in (PINS, PRUNED):
        read_record(staged / name)
    return present


def _compare(found: Iterable[tuple[str, str]], path: Path, folder: str) -> None:
    """Hold checksums of members below `folder` (all for the empty one) against the file of checksums `path`."""
    expected = listed(path)
    for sum_, name in found:
        line = next(expected, None)
        if line is None or line[1:] != (sum_, name.removeprefix(folder)):
            raise BackupError(f"{name} isn't as {folder}{path.name} says: the archive was altered or is damaged")
    missing = next(expected, None)
    if missing is not None:
        raise BackupError(f"{folder}{missing[2]}, which {folder}{path.name} names, is missing")


def _lines(sums: IO[str]) -> Iterator[tuple[str, str]]:
    """Checksum and name of each member."""
    sums.seek(0)
    for line in sums:
        sum_, _, name = line.rstrip("\n").partition("  ")
        yield sum_, name


class _Counted:
    """A file that tells how many bytes are read of it."""

    def __init__(self, file: IO[bytes], told: Told | None) -> None:
        self._file, self._told = file, told

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._file.read(size)
        if self._told is not None:
            self._told(len(piece))
        return piece

    def seek(self, offset: int) -> int:
        """Go to that byte."""
        return self._file.seek(offset)
