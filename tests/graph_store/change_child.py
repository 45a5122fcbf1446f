"""Run by the tests of changes that are killed, in processes of their own: changes a store, and may kill itself.

It is run with the globals TASK (root, what to do, step or None) and SAY. With a step, the process kills itself (SIGKILL) before
that many of the calls by which a store's directory changes: renames, removals, new directories and links, forcing to the
disk. Else it tells their number.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph_store.pruning import Policy, pin, prune
from graph_store.releases import ReleaseStore
from graph_store.restoring import restore

CHANGES: dict[str, Callable[..., object]] = {
    "rollback": lambda store, archive: store.rollback(store.ids()[0]),
    "prune": lambda store, archive: prune(store, Policy(keep=1)),
    "pin": lambda store, archive: pin(store, store.ids()[0], "Nguyễn 2026"),
    "restore": restore,
    "replace": lambda store, archive: restore(store, archive, replace=True),
}


def main(say: Callable[[str], None], root: Path, change: str, archive: Path, fatal_step: int | None) -> None:
    steps = 0

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*arguments: Any, **named: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == fatal_step:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **named)

        return wrapper

    for name in ("rename", "replace", "unlink", "rmdir", "mkdir", "link", "fsync"):
        setattr(os, name, counted(getattr(os, name)))
    CHANGES[change](ReleaseStore(root), archive)
    say(f"{steps}")


if "TASK" in globals():
    main(globals()["SAY"], *globals()["TASK"])
