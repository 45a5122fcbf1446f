"""The store: immutable releases in a directory, one pointer to the current one, one writer at a time.

    root/releases/<id>/{graph,texts,manifest.json,checksums}    published, never changed
    root/drafts/<id>/                                 a build under way
    root/current                                      the id of the current release
    root/publishing                                   the id being published, while it is
    root/leaving/                                     releases that are being deleted
    root/restoring/                                   an archive that is being unpacked (`graph_store.switching`)
    root/pins.json, root/pruned.json                  releases that must stay, and those removed (`graph_store.records`)
    root/lock, root/lock.holder                       the writer's lock, and who that is

Until `current` is replaced, which is one rename, nothing that a reader can see has changed; what a dead writer left
behind is removed by the next one.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from graph_store.checksums import file_faults
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
from graph_store.records import PRUNED, read_record
from graph_store.release import RELEASE_ID, STAMP, Manifest, Release
from graph_store.switching import LEAVING, RESTORING, finish_restore
from graph_store.troubles import FULL, told, words

__all__ = ["Draft", "Manifest", "Release", "ReleaseStore"]


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
        can't be read; the message then says how to go back to another.
        """
        release = self._current()
        if release is None:
            raise MissingStoreError(self.root)
        return release

    def current_id(self) -> str | None:
        """The id that the pointer names, None before the first release. Raises `DamagedReleaseError`."""
        try:
            release_id = (self.root / "current").read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            if not self._pointer_is_lost():
                return None
            if (self.root / "current").exists():  # the first release was published just now
                return self.current_id()
            reason = "is missing, though releases were published"
            raise DamagedReleaseError(f"{self.root / 'current'}: {reason}{self._way_back()}") from None
        except (OSError, ValueError) as error:
            raise DamagedReleaseError(f"{self.root / 'current'}: {words(error)}{self._way_back()}") from error
        if not RELEASE_ID.match(release_id):
            raise DamagedReleaseError(f"{self.root / 'current'}: {release_id!r} is no release id{self._way_back()}")
        return release_id

    def ids(self) -> list[str]:
        """The ids of all published releases, the oldest first, also of those that can't be read.

        `publishing` names a release from before it has its place until it is current, or until it is removed by a later
        writer; so it is read before and after the names, and neither needs the lock.
        """
        hidden = {self._unfinished()}
        ids = self._ids("releases")
        hidden.add(self._unfinished())
        hidden.discard(self._pointer())
        return [id_ for id_ in ids if id_ not in hidden]

    def path(self, release_id: str) -> Path:
        """The directory of the release of that id, whether there is one or not."""
        return self.root / "releases" / release_id

    def releases(self) -> list[Release]:
        """All published releases, the oldest first.

        Raises `MissingStoreError` where there is none, `DamagedReleaseError` where the manifest of one can't be read.
        """
        self.current()
        return [Release.at(self.path(id_)) for id_ in self.ids()]

    def release(self, release_id: str) -> Release:
        """The published release of that id. Raises `UnknownReleaseError`, which tells where it was removed."""
        if release_id not in self.ids():
            removed = read_record(self.root / PRUNED).get(release_id)
            when = f": it was removed on {removed.get('removed')} (`thidua releases prune`)" if removed else ""
            raise UnknownReleaseError(f"no release {release_id} in {self.root}{when}")
        return Release.at(self.path(release_id))

    def before(self, release: Release) -> Release | None:
        """The release that this one was made from; where that is no more, the newest of those before it."""
        ids = self.ids()
        if release.manifest.previous in ids:
            return Release.at(self.path(release.manifest.previous))
        earlier = [id_ for id_ in ids if id_ < release.id]
        return Release.at(self.path(earlier[-1])) if earlier else None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the single-writer lock; what dead writers have left behind is removed first.

        Raises `StoreLockedError` where another writer is at work, `DiskFullError` where there is no room, and `StoreError` where
        the directory can't be written.
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
            self._remove_leftovers()
            yield

    @contextmanager
    def draft(self) -> Iterator[Draft]:
        """A draft that begins as the current release, or empty, under the single-writer lock.

        `Draft.publish` makes it current. Ended without that, by an error or otherwise, it leaves nothing. Raises
        `StoreLockedError` where another writer is at work, `DiskFullError` where there is no room, `StoreError` where the
        directory can't be written, and `DamagedReleaseError` where the current release can't be read; so does the block.
        """
        with self.writing():
            base = self._current()
            path = self.root / "drafts" / self._next_id()
            draft = None
            try:
                draft = Draft(path, base, self._commit)
                yield draft
            finally:
                if draft is not None:
                    draft.close()
                _throw_away(path)

    def rollback(self, release_id: str, *, check: bool = True) -> Release:
        """Make another published release the current one, by moving the pointer; the one before stays published.

        It need not be older. The next draft begins from it, and names it as `previous`. Works where the current release
        or the pointer is damaged. With `check`, its files are held against their checksums first. Raises
        `UnknownReleaseError`, `DamagedReleaseError`, and `StoreLockedError` where a writer is at work.
        """
        self.release(release_id)  # where there is no such release, nothing is touched and no directory made
        with self.writing():
            release = self.release(release_id)
            fault = next(file_faults(release.path), None) if check else None
            if fault is not None:
                reason = f"release {release_id} isn't as it was published, so it wasn't made the current one: {fault}"
                raise DamagedReleaseError(f"{reason}; `--no-check` does without")
            release.open()
            write_atomically(self.root / "current", f"{release_id}\n".encode())
        return release

    def _current(self) -> Release | None:
        release_id = self.current_id()
        if release_id is None:
            return None
        try:
            return Release.at(self.path(release_id))
        except UnknownReleaseError as error:
            raise DamagedReleaseError(f"{self.root / 'current'}: {error}{self._way_back(release_id)}") from error
        except DamagedReleaseError as error:
            raise DamagedReleaseError(f"{error}{self._way_back(release_id)}") from error

    def _way_back(self, damaged: str = "") -> str:
        """What to do where the current release can't be read, as the end of a message."""
        for id_ in reversed([id_ for id_ in self._ids("releases") if id_ != damaged]):
            with suppress(StoreError):
                Release.at(self.path(id_))
                return f"; `thidua releases rollback {id_}` goes back to the newest other release"
        return "; there is no other release to go back to: restore a backup (`thidua restore`), or build anew"

    def _publishing(self) -> str | None:
        try:
            return (self.root / "publishing").read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _unfinished(self) -> str | None:
        """The id of a release that is being published, or was when its writer died, and that nobody has seen."""
        unfinished = self._publishing()
        return unfinished if unfinished is not None and unfinished != self._pointer() else None

    def _pointer(self) -> str | None:
        """What the pointer says, None also where it can't be read."""
        try:
            return self.current_id()
        except DamagedReleaseError:
            return None

    def _ids(self, folder: str) -> list[str]:
        directory = self.root / folder
        if not directory.is_dir():
            return []
        return sorted(path.name for path in directory.iterdir() if RELEASE_ID.match(path.name))

    def _next_id(self) -> str:
        """An id after every other, removed ones among them, also where the clock has jumped back or stands still.

        After a rollback it is still after the releases that the store was rolled back from, so no id comes twice.
        """
        stamp, counter = self._now().strftime(STAMP), 0
        used = (*self._ids("releases"), *read_record(self.root / PRUNED))
        newest = RELEASE_ID.match(max(used, default=""))
        if newest is not None and newest[1] >= stamp:
            stamp, counter = newest[1], int(newest[2]) + 1
            if counter > 9999:
                later = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC) + timedelta(seconds=1)
                stamp, counter = later.strftime(STAMP), 0
        return f"{stamp}-{counter:04}"

    def _remove_leftovers(self) -> None:
        """Remove what dead writers have left: drafts, half-written pointers, a release that never became current."""
        for path in (*(self.root / "drafts").iterdir(), self.root / LEAVING):
            if path.exists():
                remove(path)
        for path in self.root.glob(".*.partial"):
            path.unlink()
        finish_restore(self.root)
        unfinished = self._unfinished()
        if unfinished is not None and RELEASE_ID.match(unfinished) and self._pointer_is_well():
            remove(self.path(unfinished))
            # Were `publishing` gone after a power cut and the release not, it would count as one that was published.
            sync_file(self.root / "releases")
        (self.root / "publishing").unlink(missing_ok=True)

    def _pointer_is_lost(self) -> bool:
        """Whether there are releases that somebody has seen, so that there must have been a pointer.

        Taken for an empty store, the next build would begin from nothing.
        """
        found = self._ids("releases")
        return bool(set(found) - {self._publishing()}) and not (self.root / RESTORING).exists()

    def _pointer_is_well(self) -> bool:
        """Whether the pointer can be read or was never written; where it is damaged, no release is taken for unseen."""
        try:
            self.current_id()
        except DamagedReleaseError:
            return False
        return True

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


def _throw_away(draft: Path) -> None:
    """Remove a draft. The engine's own threads may still be writing there after an error; what then stays, the next writer removes."""
    for pause in (0.0, 0.05, 0.2, 0.5):
        time.sleep(pause)
        shutil.rmtree(draft, ignore_errors=True)
        if not draft.exists():
            return
