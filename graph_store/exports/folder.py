"""An export folder: it appears whole, with all files of one release, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from graph_store.errors import ExportError
from graph_store.exports import index
from graph_store.exports.files import ExportProgress, ExportWriter
from graph_store.exports.index import Index
from graph_store.files import sync_file, sync_tree
from graph_store.release import Release


@dataclass(frozen=True)
class Exported:
    """An export folder that is there now."""

    folder: Path
    index: Index
    new: bool
    """False where it was there before, whole, and was kept."""
    left_out: tuple[str, ...] = ()
    """A reason for each file that could not be written since its format can't hold the content."""


def export_release(
    release: Release, folder: Path, progress: ExportProgress, compression: str | None = "gzip", force: bool = False
) -> Exported:
    """Write all exports of a release into `folder`: RDF, compressed as said, tables, their description, README and index.

    A whole export of the release that is there is kept, or made anew with `force`. The folder is written beside its place,
    forced to the disk and then given its name, so that it is never seen half-written; what a dead export left is removed.
    Raises `ExportError`, also where another export to the same place is at work, or something else is in the folder.
    """
    partial = folder.with_name(f".{folder.name}.partial")
    replaced = folder.with_name(f".{folder.name}.replaced")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            _clean_up(folder, partial, replaced)
            kept = _present(folder, release)
            if kept is not None and not force:
                return Exported(folder, kept, new=False)
            try:
                partial.mkdir()
                made = _fill(release, partial, progress, compression)
                _put_in_place(partial, folder, replaced)
            except BaseException:
                shutil.rmtree(partial, ignore_errors=True)
                raise
    except OSError as error:
        raise ExportError(f"{folder}: can't be written: {error.strerror or error}") from error
    return Exported(folder, made[0], new=True, left_out=made[1])


def _fill(
    release: Release, folder: Path, progress: ExportProgress, compression: str | None
) -> tuple[Index, tuple[str, ...]]:
    writer = ExportWriter(release, folder, compression, progress)
    writer.write_all()
    created = datetime.now(UTC).isoformat(timespec="seconds")
    made = Index(release.id, created, tuple(writer.entries))
    (folder / index.NAME).write_bytes(made.to_json())
    sync_tree(folder)
    return made, tuple(writer.left_out)


def _present(folder: Path, release: Release) -> Index | None:
    """The index of the export that is in the folder, if it is this release's and has all its files.

    Raises `ExportError` where there is something else, which is not to be replaced.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    try:
        found = Index.at(folder)
    except ExportError as error:
        raise ExportError(f"{folder}: there is something else here, which stays: {error}") from None
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    others = sizes.keys() - {entry.name for entry in found.files} - {index.NAME}
    if others:
        raise ExportError(f"{folder}: {min(others)} is no part of the export here, which stays")
    whole = all(sizes.get(entry.name) == entry.bytes for entry in found.files)
    return found if whole and found.release == release.id else None


def _put_in_place(partial: Path, folder: Path, replaced: Path) -> None:
    """Give the finished folder its name; one that is there makes room, and comes back if that fails."""
    if folder.exists():
        folder.rename(replaced)
    try:
        partial.rename(folder)
    except OSError:
        if replaced.exists():
            replaced.rename(folder)
        raise
    sync_file(folder.parent)
    shutil.rmtree(replaced, ignore_errors=True)


def _clean_up(folder: Path, partial: Path, replaced: Path) -> None:
    """Remove what a dead export has left; the folder that it had moved away, and not replaced yet, comes back."""
    shutil.rmtree(partial, ignore_errors=True)
    if replaced.exists() and not folder.exists():
        replaced.rename(folder)
    shutil.rmtree(replaced, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock of the folder's name, which goes with its process."""
    path = folder.with_name(f".{folder.name}.lock")
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise ExportError(
            f"{folder}: another export is writing it (lock: {path}); try again when it has ended"
        ) from None
    try:
        yield
    finally:
        lock.release()
