"""The last step of a restore: what was unpacked and verified in `restoring/` takes the place of the store's releases.

It can be done again from any point, so where it was broken off, the next writer carries it through: the archive was
whole and on the disk before the first of its releases was moved.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from graph_store.files import sync_file, write_atomically
from graph_store.records import PINS, PRUNED, Record, read_record, write_record
from graph_store.release import RELEASE_ID

RESTORING: Final = "restoring"
"""Where an archive is unpacked, in the store's own directory, so that moving is renaming on every file system."""

LEAVING: Final = "leaving"
"""Where releases are moved that are to be deleted; nothing in it is of any use."""

_VERIFIED: Final = "verified"


def mark_verified(root: Path, ids: Iterable[str]) -> None:
    """Write down that what lies in `restoring/` is whole, on the disk, and holds the releases of these ids."""
    write_atomically(root / RESTORING / _VERIFIED, "".join(f"{id_}\n" for id_ in ids).encode())


def finish_restore(root: Path) -> None:
    """Put what was restored in place and delete what was there before; drop what was never verified.

    The releases come first, then the pointer; only then the others leave. A release of the same id as a restored one
    leaves as the restored one comes.
    """
    staged = root / RESTORING
    if not staged.exists():
        return
    if (staged / _VERIFIED).exists():
        ids = (staged / _VERIFIED).read_text(encoding="utf-8").split()
        for id_ in ids:
            if (staged / "releases" / id_).exists():
                move_away(root, [id_])
                (staged / "releases" / id_).rename(root / "releases" / id_)
        sync_file(root / "releases")
        write_atomically(root / "current", (staged / "current").read_bytes())
        (root / "publishing").unlink(missing_ok=True)
        others = [p.name for p in (root / "releases").iterdir() if RELEASE_ID.match(p.name) and p.name not in ids]
        write_record(root / PINS, read_record(staged / PINS))
        write_record(root / PRUNED, _removed(root, staged, ids, others))
        move_away(root, others)
        (staged / _VERIFIED).unlink()
    shutil.rmtree(staged)
    shutil.rmtree(root / LEAVING, ignore_errors=True)


def _removed(root: Path, staged: Path, ids: Iterable[str], others: Iterable[str]) -> Record:
    """What is removed now or was before, here or in the store of the archive, so that no id is ever given again."""
    now = {id_: {"removed": datetime.now(UTC).isoformat(timespec="seconds")} for id_ in others}
    removed = now | read_record(root / PRUNED) | read_record(staged / PRUNED)
    return {id_: removed[id_] for id_ in sorted(removed) if id_ not in ids}


def move_away(root: Path, ids: Iterable[str]) -> None:
    """Take the releases of these ids out of the store, each by one rename, into the folder of what is to be deleted."""
    (root / LEAVING).mkdir(exist_ok=True)
    for id_ in ids:
        if (root / "releases" / id_).exists():
            shutil.rmtree(root / LEAVING / id_, ignore_errors=True)
            (root / "releases" / id_).rename(root / LEAVING / id_)
    sync_file(root / "releases")
    sync_file(root / LEAVING)
