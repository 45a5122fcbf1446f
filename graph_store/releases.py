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
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from graph_store.draft import Draft
from graph_store.errors import DamagedReleaseError, MissingStoreError, StoreError, UnknownReleaseError
from graph_store.files import sync_file, write_atomically
from graph_store.lock import writer_lock
from graph_store.release import Manifest, Release

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
        current = self.current()
        unfinished = self._publishing()
        ids = [id_ for id_ in self._ids("releases") if id_ != unfinished or id_ == current.id]
        return [Release.at(self.root / "releases" / id_) for id_ in ids]

    def release(self, release_id: str) -> Release:
        """The published release of that id. Raises `UnknownReleaseError`."""
        if release_id not in self._ids("releases") or release_id == self._publishing():
            raise UnknownReleaseError(f"no release {release_id} in {self.root}")
        return Release.at(self.root / "releases" / release_id)

    @contextmanager
    def draft(self) -> Iterator[Draft]:
        """A draft that begins as the current release, or empty, under the single-writer lock.

        `Draft.publish` makes it current. Ended without that, by an error or otherwise, it leaves nothing. Raises
        `StoreLockedError` where another writer is at work and `StoreError` where the directory can't be written.
        """
        try:
            (self.root / "drafts").mkdir(parents=True, exist_ok=True)
            (self.root / "releases").mkdir(exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self.root}: the store can't be made here: {error.strerror or error}") from error
        with writer_lock(self.root):
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
        try:
            release_id = (self.root / "current").read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            raise DamagedReleaseError(f"{self.root / 'current'}: {error}") from error
        if not _ID.match(release_id):
            raise DamagedReleaseError(f"{self.root / 'current'}: {release_id!r} is no release id")
        return Release.at(self.root / "releases" / release_id)

    def _publishing(self) -> str | None:
        try:
            return (self.root / "publishing").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
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
            shutil.rmtree(path)
        for path in self.root.glob(".*.partial"):
            path.unlink()
        unfinished = self._publishing()
        if unfinished is None:
            return
        if _ID.match(unfinished) and (current is None or unfinished != current.id):
            shutil.rmtree(self.root / "releases" / unfinished, ignore_errors=True)
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
