"""The store: immutable releases in a directory, one pointer to the current one, one writer at a time.

    root/releases/<id>/{graph,texts,manifest.json}    published, never changed
    root/drafts/<id>/                                 a build under way
    root/current                                      the id of the current release
    root/publishing                                   the id being published, while it is
    root/lock, root/lock.holder                       the writer's lock, and who that is

Until `current` is replaced, which is one rename, nothing that a reader can see has changed; what a dead writer left
behind is removed by the next one.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from graph_store.draft import Draft
from graph_store.errors import (
    DamagedReleaseError,
    DiskFullError,
    MissingStoreError,
    StoreError,
    UnknownReleaseError,
)
from graph_store.files import make_directories, remove, sync_file, write_atomically
from graph_store.lock import writer_lock
from graph_store.release import Manifest, Release
from graph_store.troubles import FULL, told, words

__all__ = ["Draft", "Manifest", "Release", "ReleaseStore"]

_ID = re.compile(r"(\d{8}T\d{6}Z)-(\d{4})\Z")
_STAMP: Final = "%Y%m%dT%H%M%SZ"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ReleaseStore:
    """The releases in the directory `root`, which need not exist before the first draft.

    `now` gives the time for release ids, UTC.
    """

    def __init__(self, root: Path, now: Callable[[], datetime] = _utc_now) -> None:
        self.root: Final = root
        self._now = now

    def current(self) -> Release:
        """The release that readers are to use.

        Raises `MissingStoreError` where nothing is published, `DamagedReleaseError` where the pointer or its release
        can't be read.
        """
        release = self._current()
        if release is None:
            raise MissingStoreError(self.root)
        return release

    def releases(self) -> list[Release]:
        """All published releases, the oldest first. Raises `MissingStoreError` where there is none."""
        ids = self._published()
        self.current()
        return [Release.at(self.root / "releases" / id_) for id_ in ids]

    def release(self, release_id: str) -> Release:
        """The published release of that id. Raises `UnknownReleaseError`."""
        if release_id not in self._published():
            raise UnknownReleaseError(f"no release {release_id} in {self.root}")
        return Release.at(self.root / "releases" / release_id)

    @contextmanager
    def draft(self) -> Iterator[Draft]:
        """A draft that begins as the current release, or empty, under the single-writer lock.

        `Draft.publish` makes it current. Ended without that, by an error or otherwise, it leaves nothing. Raises
        `StoreLockedError` where another writer is at work, `DiskFullError` where there is no room, `StoreError` where the
        directory can't be written, and `DamagedReleaseError` where the current release can't be read; so does the block.
        """
        try:
            make_directories(self.root)
            (self.root / "drafts").mkdir(exist_ok=True)
            (self.root / "releases").mkdir(exist_ok=True)
        except OSError as error:
            if error.errno in FULL:
                raise DiskFullError(self.root, self.root) from error
            raise StoreError(f"{self.root}: the store can't be made here: {error.strerror or error}") from error
        with told(self.root), writer_lock(self.root):
            base = self._current()
            path = self.root / "drafts" / self._next_id()
            self._remove_leftovers(base)
            draft = None
            try:
                draft = Draft(path, base, self._commit)
                yield draft
            finally:
                if draft is not None:
                    draft.close()
                shutil.rmtree(path, ignore_errors=True)

    def _current(self) -> Release | None:
        pointer = self.root / "current"
        try:
            release_id = self._pointed_to()
            if release_id is None and self._published():
                # Taken for an empty store, the next build would begin from nothing. The pointer is asked a second time,
                # for a writer may have published the first release in between.
                release_id = self._pointed_to()
                if release_id is None:
                    raise DamagedReleaseError(f"{pointer}: the file is missing{self._way_back()}")
        except (OSError, ValueError) as error:
            raise DamagedReleaseError(f"{pointer}: {words(error)}{self._way_back()}") from error
        if release_id is None:
            return None
        if not _ID.match(release_id):
            raise DamagedReleaseError(f"{pointer}: {release_id!r} is no release id{self._way_back()}")
        try:
            return Release.at(self.root / "releases" / release_id)
        except UnknownReleaseError as error:
            raise DamagedReleaseError(f"{pointer}: {error}{self._way_back()}") from error
        except DamagedReleaseError as error:
            raise DamagedReleaseError(f"{error}{self._way_back(release_id)}") from error

    def _way_back(self, damaged: str = "") -> str:
        """How to go on where the pointer, or the release that it names, can't be read; empty where nothing helps."""
        for release_id in reversed(self._published()):
            with suppress(StoreError):
                if release_id != damaged and Release.at(self.root / "releases" / release_id):
                    return f"; to go back to another release, write its id, such as {release_id}, into {self.root / 'current'}"
        return ""

    def _pointed_to(self) -> str | None:
        try:
            return (self.root / "current").read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _published(self) -> list[str]:
        """Ids of the releases that are current or once were, the oldest first.

        `publishing` names a release from before it has its place until it is current, or until it is removed by a later
        writer; so it is read before and after the names, and neither needs the lock.
        """
        unfinished = {self._publishing()}
        ids = self._ids("releases")
        unfinished.add(self._publishing())
        with suppress(OSError, ValueError):
            unfinished.discard(self._pointed_to())
        return [id_ for id_ in ids if id_ not in unfinished]

    def _publishing(self) -> str | None:
        try:
            return (self.root / "publishing").read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _ids(self, folder: str) -> list[str]:
        directory = self.root / folder
        return sorted(path.name for path in directory.iterdir() if _ID.match(path.name)) if directory.is_dir() else []

    def _next_id(self) -> str:
        """An id after every other, also where the clock has jumped back or stands still."""
        stamp, counter = self._now().strftime(_STAMP), 0
        newest = _ID.match(max((*self._ids("releases"), *self._ids("drafts")), default=""))
        if newest is not None and newest[1] >= stamp:
            stamp, counter = newest[1], int(newest[2]) + 1
            if counter > 9999:
                later = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC) + timedelta(seconds=1)
                stamp, counter = later.strftime(_STAMP), 0
        return f"{stamp}-{counter:04}"

    def _remove_leftovers(self, current: Release | None) -> None:
        """Remove what dead writers have left: drafts, half-written pointers, a release that never became current."""
        for path in (self.root / "drafts").iterdir():
            remove(path)
        for path in self.root.glob(".*.partial"):
            path.unlink()
        unfinished = self._publishing()
        if unfinished is None:
            return
        if _ID.match(unfinished) and (current is None or unfinished != current.id):
            remove(self.root / "releases" / unfinished)
            # Were `publishing` gone after a power cut and the release not, it would count as one that was published.
            sync_file(self.root / "releases")
        (self.root / "publishing").unlink()

    def _commit(self, draft: Path) -> Release:
        """Publish a draft that is whole and on the disk.

        `publishing` says what is going on, so that after a crash between the two renames the next writer knows which
        release nobody has seen; a release that was current once must stay, whatever `current` says now.
        """
        published = self.root / "releases" / draft.name
        write_atomically(self.root / "publishing", draft.name.encode())
        draft.rename(published)
        sync_file(published.parent)
        sync_file(draft.parent)
        write_atomically(self.root / "current", f"{draft.name}\n".encode())
        (self.root / "publishing").unlink()
        sync_file(self.root)
        return Release.at(published)
