"""The single-writer lock of a store, which says who holds it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from graph_store.errors import StoreLockedError

_HOLDER = "lock.holder"


@contextmanager
def writer_lock(root: Path) -> Iterator[None]:
    """Hold `root/lock` for the block. The lock is the system's own, so it goes with its process, however that ends.

    Raises `StoreLockedError`, naming the lock and the holder, at once where another writer has it.
    """
    path = root / "lock"
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StoreLockedError(path, _holder(root / _HOLDER)) from None
    try:
        # Who holds it is good to know and no more: on a full disk the lock is held all the same, or what fills the disk, such
        # as the draft of a build that was killed, could never be removed by the next build.
        with suppress(OSError):
            _write_holder(root / _HOLDER)
        yield
    finally:
        with suppress(OSError):
            (root / _HOLDER).unlink(missing_ok=True)
        lock.release()


def _write_holder(path: Path) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    path.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since}), encoding="utf-8")


def _holder(path: Path) -> str:
    """Who holds the lock, in words; in the instant after it was taken, the file may be missing or a dead writer's."""
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        words = f"process {holder['pid']} on {holder['host']}, since {holder['since']},"
        if holder["host"] == socket.gethostname():
            os.kill(holder["pid"], 0)
    except PermissionError:
        return words  # the process is there and belongs to another user
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
    return words
