"""From a release to the processes that answer over it: at once from the disk, and from memory when it has been loaded.

In memory is the union of all graphs, which is what a query asks that names no graph; the others go to the disk as before. Both in memory
would take two and a half times as much, and where they share a store the engine meets each triple twice on its way.
"""

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

_TRIPLE_BYTES: Final = 480
"""Memory that the engine takes for a triple (1,005,000 triples of synthetic claims: 440 MB)."""

_NAMES_GRAPHS: Final = ("graph", "from", "\\")
"""What a query has somewhere that asks other graphs than the default one, or that hides a word behind an escape."""

_log = logging.getLogger(__name__)


def memory_needed(manifest: Manifest) -> int:
    """Bytes that a release takes in memory, roughly."""
    return manifest.triples * _TRIPLE_BYTES


def asks_union_alone(text: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> bool:
    """Whether a query is sure to ask nothing but the default graph of a release."""
    folded = text.lower()
    return not (default_graphs or named_graphs or any(word in folded for word in _NAMES_GRAPHS))


def open_pool(release: Release, limits: Limits, mode: Mode, memory_megabytes: int) -> PoolEngine | TwofoldEngine:
    """An engine over the release, ready to be asked; in mode `auto`, in memory where that takes no more than so many megabytes.

    Raises `graph_store.errors.StoreError` where the release can't be opened.
    """
    pool = PoolEngine(release, limits, in_memory=False)
    pool.wait()
    if mode == "disk" or (mode == "auto" and memory_needed(release.manifest) > memory_megabytes << 20):
        return pool
    return TwofoldEngine(pool, PoolEngine(release, limits, in_memory=True))


class TwofoldEngine:
    """Answers from the disk, and from memory what can be answered there, once it has been loaded. Where it never is, all from the disk."""

    def __init__(self, disk: PoolEngine, memory: PoolEngine) -> None:
        self._disk: Final = disk
        self._memory: Final = memory
        self._ready = threading.Event()
        threading.Thread(target=_wait, args=(weakref.ref(self), memory), name="pool-loading", daemon=True).start()

    def query(
        self,
        text: str,
        accept: Sequence[str] = (),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """See `PoolEngine.query`."""
        is_there = self._ready.is_set() and asks_union_alone(text, default_graphs, named_graphs)
        return (self._memory if is_there else self._disk).query(text, accept, default_graphs, named_graphs)

    @property
    def in_memory(self) -> bool:
        """Whether answers come from memory yet."""
        return self._ready.is_set()

    @property
    def has_failed(self) -> bool:
        """Whether queries are no longer answered; see `PoolEngine.has_failed`."""
        return self._disk.has_failed or (self._ready.is_set() and self._memory.has_failed)

    @property
    def waiting(self) -> int:
        """See `PoolEngine.waiting`."""
        return self._disk.waiting + self._memory.waiting

    @property
    def busy(self) -> int:
        """See `PoolEngine.busy`."""
        return self._disk.busy + self._memory.busy

    @property
    def restarts(self) -> Counter[str]:
        """See `PoolEngine.restarts`."""
        return self._disk.restarts + self._memory.restarts

    def loaded(self) -> None:
        """The memory is ready to be asked."""
        self._ready.set()

    def close(self) -> None:
        """End both."""
        self._disk.close()
        self._memory.close()

    def __del__(self) -> None:
        if not self._ready.is_set():
            self._memory.close()  # its loading ends with it, and so does the thread that waits for it


def _wait(engine: weakref.ref[TwofoldEngine], memory: PoolEngine) -> None:
    try:
        memory.wait()
    except StoreError as error:
        if engine() is not None:
            _log.warning("the graph can't be loaded into memory, and is read from the disk: %s", error)
        return
    if (found := engine()) is not None:
        found.loaded()
