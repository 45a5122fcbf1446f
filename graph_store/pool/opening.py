"""From a release to the pool that serves it: at once from the disk, and from memory when it has been loaded."""

from __future__ import annotations

import logging
import threading
import weakref
from collections import Counter
from collections.abc import Sequence
from typing import Final

from graph_store.engine import Answer
from graph_store.errors import StoreError
from graph_store.pool.engine import PoolEngine
from graph_store.pool.limits import Limits, Mode
from graph_store.release import Manifest, Release

_QUAD_BYTES: Final = 400
"""Memory that the engine takes for a quad (2,010,000 quads of synthetic claims: 760 MB)."""

_log = logging.getLogger(__name__)


def memory_needed(manifest: Manifest) -> int:
    """Bytes that a release takes in memory, roughly; its default graph holds each triple once more."""
    return (manifest.quads + manifest.triples) * _QUAD_BYTES


def open_pool(release: Release, limits: Limits, mode: Mode, memory_megabytes: int) -> PoolEngine | WarmingEngine:
    """An engine over the release, ready to be asked; in mode `auto`, in memory where that takes no more than so many megabytes.

    Raises `graph_store.errors.StoreError` where the release can't be opened.
    """
    pool = PoolEngine(release, limits, in_memory=False)
    pool.wait()
    if mode == "disk" or (mode == "auto" and memory_needed(release.manifest) > memory_megabytes << 20):
        return pool
    return WarmingEngine(pool, PoolEngine(release, limits, in_memory=True))


class WarmingEngine:
    """Answers from one pool until the other is ready, and from that one then. Where that never is, the first goes on."""

    def __init__(self, now: PoolEngine, coming: PoolEngine) -> None:
        self._now = now
        self._coming: PoolEngine | None = coming
        threading.Thread(target=_take_over, args=(weakref.ref(self), coming), name="pool-warming", daemon=True).start()

    def query(
        self,
        text: str,
        accept: Sequence[str] = (),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """See `PoolEngine.query`."""
        return self._now.query(text, accept, default_graphs, named_graphs)

    @property
    def in_memory(self) -> bool:
        """Whether the answers come from memory yet."""
        return self._coming is None

    @property
    def has_failed(self) -> bool:
        """See `PoolEngine.has_failed`."""
        return self._now.has_failed

    @property
    def waiting(self) -> int:
        """See `PoolEngine.waiting`."""
        return self._now.waiting

    @property
    def busy(self) -> int:
        """See `PoolEngine.busy`."""
        return self._now.busy

    @property
    def restarts(self) -> Counter[str]:
        """See `PoolEngine.restarts`."""
        return self._now.restarts

    def take_over(self) -> None:
        """The coming pool is ready; what the old one is at ends there."""
        if self._coming is not None:
            self._now, self._coming = self._coming, None

    def close(self) -> None:
        """End both."""
        self._now.close()
        if self._coming is not None:
            self._coming.close()

    def __del__(self) -> None:
        if self._coming is not None:
            self._coming.close()  # its loading ends with it, and so does the thread that waits for it


def _take_over(engine: weakref.ref[WarmingEngine], coming: PoolEngine) -> None:
    try:
        coming.wait()
    except StoreError as error:
        if engine() is not None:
            _log.warning("the graph can't be loaded into memory, and is read from the disk: %s", error)
        return
    if (found := engine()) is not None:
        found.take_over()
