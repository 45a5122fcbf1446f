"""What the system and the engine report of a store's files, told as errors of the store: one line, with place and reason.

The engine (RocksDB below Oxigraph) reports a full disk as `OSError` with no number, and files that are damaged as
`RuntimeError`: both are known by their words alone.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from graph_store.errors import DamagedReleaseError, DiskFullError, StoreError

FULL: Final = (errno.ENOSPC, errno.EDQUOT)
"""Numbers of the errors that say that there is no room: on the disk, in the owner's quota."""
_NO_PLACE: Final = {*FULL, errno.EFBIG, errno.EROFS, errno.EIO}
"""Errors of writing that may come without the name of the file (from `write`, `fsync`)."""
_FILE: Final = re.compile(r".*(?:file|directory|random read|sequentially): (.+?)(?:: |$)")
"""The last file that the engine names: it tells from the outside in what it was about."""


@contextmanager
def told(root: Path) -> Iterator[None]:
    """Raise `StoreError` (`DiskFullError`, `DamagedReleaseError`) for what goes wrong in the block with files below `root`.

    What goes wrong with others, such as the articles that a build reads, is raised as it is.
    """
    try:
        yield
    except OSError as error:
        trouble = _of_writing(error, root)
        if trouble is None:
            raise
        raise trouble from error
    except RuntimeError as error:
        if not is_damage(error):
            raise
        raise DamagedReleaseError(f"{root}: {damage(error)}") from error


def words(error: Exception) -> str:
    """What an error says, on one line: of the system's errors, the reason alone."""
    return (error.strerror if isinstance(error, OSError) else None) or " ".join(str(error).split())


def is_damage(error: RuntimeError) -> bool:
    """Whether this is how the engine says that its files are damaged."""
    return str(error).startswith("Corruption")


def damage(error: Exception) -> str:
    """The engine's words on a damaged file, which name it, on one line."""
    return f"the graph is damaged: {words(error)}"


def _of_writing(error: OSError, root: Path) -> StoreError | None:
    """The error of the store that this is; None where it has nothing to do with the store's files."""
    said = words(error)
    from_engine = error.errno is None and said.startswith("IO error")
    if error.filename is not None:
        place = Path(os.fsdecode(error.filename2 or error.filename))  # of a rename, the new place
        if not place.is_relative_to(root):
            return None
    elif from_engine:
        named = _FILE.search(said)
        place = Path(named[1]) if named else root
    elif error.errno in _NO_PLACE:
        place = root
    else:
        return None
    if error.errno in FULL or (from_engine and any(said.endswith(os.strerror(number)) for number in FULL)):
        return DiskFullError(root, place)
    return StoreError(f"{place}: the store can't be written: {said.rpartition(': ')[2]}")
