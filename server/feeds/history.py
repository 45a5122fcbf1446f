"""The history of the claims up to the release that is read: their versions in order, cut into pages that never change.

Pages are cut where the content says so: at each release, and behind a claim whose path hashes to a multiple
of `_EVERY`, with a least and a largest length. So a version that leaves, because its claim has a newer one, changes the
page it was on and at most a few behind it; all others keep their content and their names, which are digests of it.
"""

from __future__ import annotations

import logging
import threading
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Final

from graph_store.engine import EmbeddedEngine
from graph_store.errors import StoreError
from graph_store.releases import ReleaseStore
from server.feeds.ledger import ledger_file, read_ledger, write_ledger
from server.feeds.versions import Version, folded, read_contents
from server.source import Reading

_FORM: Final = "1"
"""Raised where pages of the same versions are written otherwise, so that they get new names."""

_LEAST: Final = 25
_MOST: Final = 60
_EVERY: Final = 24
_LOOKED_BACK: Final = 8
"""Releases before the current one that are read where there is no ledger; each costs five seconds a million triples."""

_KEPT: Final = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Page:
    """Versions of one release that stand together: `versions[start:stop]` of the history."""

    name: str
    """Digest of the content."""
    release: str
    start: int
    stop: int


@dataclass(frozen=True)
class History:
    """The last versions of all claims that are or were, in order, as of `release`."""

    release: str
    versions: Sequence[Version]

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The pages by name, the oldest first."""
        return {page.name: page for page in _cut(self.versions)}

    @cached_property
    def changed(self) -> dict[str, str]:
        """Of each article, by the segment that its claims have in their paths, the last release that changed any of them."""
        # Versions come by release, so the last that is put in is the newest.
        return {version.claim.split("/")[1]: version.release for version in self.versions if "/" in version.claim}


class Histories:
    """Gives the history of the release that is read; for several threads. It is made once for each release."""

    def __init__(self, root: Path) -> None:
        """`root`: the store, with its releases and its ledger, as far as there are any."""
        self._root: Final = root
        self._lock = threading.Lock()
        self._kept: tuple[History, ...] = ()

    def of(self, reading: Reading) -> History:
        """The history up to the release that is read. Raises `QueryError`."""
        found = self._find(reading.release)
        if found is None:
            with self._lock:
                found = self._find(reading.release)
                if found is None:
                    found = self._made(reading)
                    self._kept = (found, *self._kept)[:_KEPT]
        return found

    def _find(self, release: str) -> History | None:
        return next((history for history in self._kept if history.release == release), None)

    def _made(self, reading: Reading) -> History:
        path = ledger_file(self._root)
        last, versions = read_ledger(path)
        # The store was rolled back: what came behind its release is none of its history, but stays in the ledger, since
        # whoever followed the feeds has seen it, and the next release says what became of it.
        is_ahead = last > reading.release
        if is_ahead:
            last, versions = "", {}
        if last != reading.release:
            for release in self._between(last, reading.release):
                versions = self._with(versions, release)
            versions = folded(versions, reading.release, read_contents(reading.engine))
            if not is_ahead:
                write_ledger(path, reading.release, versions)
        return History(reading.release, tuple(sorted(versions.values())))

    def _between(self, last: str, release: str) -> list[str]:
        """The releases in the store behind `last` and before `release`, the oldest first."""
        found = [id_ for id_ in ReleaseStore(self._root).ids() if last < id_ < release]
        return found if last else found[-_LOOKED_BACK:]

    def _with(self, versions: dict[str, Version], release: str) -> dict[str, Version]:
        try:
            engine = EmbeddedEngine(ReleaseStore(self._root).release(release))
        except StoreError as error:
            _log.warning("left out of the feeds' history: %s", error)
            return versions
        return folded(versions, release, read_contents(engine))


def _cut(versions: Sequence[Version]) -> Iterator[Page]:
    start = 0
    for stop in range(1, len(versions) + 1):
        if stop == len(versions) or _parts(versions, start, stop):
            yield Page(_name(versions[start:stop]), versions[start].release, start, stop)
            start = stop


def _parts(versions: Sequence[Version], start: int, stop: int) -> bool:
    """Whether a page that begins at `start` ends before `stop`."""
    length = stop - start
    if versions[stop].release != versions[start].release or length >= _MOST:
        return True
    return length >= _LEAST and zlib.crc32(versions[stop - 1].claim.encode()) % _EVERY == 0


def _name(versions: Sequence[Version]) -> str:
    lines = "\n".join("\t".join(version) for version in versions)
    return blake2b(f"{_FORM}\n{lines}".encode(), digest_size=12).hexdigest()
