"""What the children of a nursery do."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from graph_store import draft as drafts
from graph_store.releases import ReleaseStore
from tests.faults import states
from thidua.options import Group

_STEPS = {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate"}
"""Audit events of Python that touch files."""


def imports() -> None:
    """Everything that builds need is imported with this module."""


def count_steps(root: str, step: Callable[[str], None]) -> None:
    """Have `step` called, with its name, before everything that Python does to a file in `root` from now on."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _STEPS and any(isinstance(a, str | Path) and within(str(a)) for a in arguments[:2]):
            step(event)

    def within(path: str) -> bool:
        return path == root or path.startswith(f"{root}/")

    def fsync(descriptor: int) -> None:
        step("os.fsync")
        forced(descriptor)

    forced = os.fsync
    os.fsync = fsync
    sys.addaudithook(hook)


def deadly(root: str, fatal: int, log: str | None) -> None:
    """Kill this process at the step of that number; with `log`, write down how many steps there were so far."""
    done = 0
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) if log else None

    def step(name: str) -> None:
        nonlocal done
        done += 1
        if written is not None:
            os.pwrite(written, f"{done:<9}{name:<20}".encode(), 0)
        if done == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    count_steps(root, step)


def build(root: str, state: int, fatal: int = 0, bulk: bool = False, log: str | None = None, now: str = "") -> int:
    """Build a state into the store, as a command does: an error that the user can mend is one line and status 2."""
    return command(lambda: _build(root, state, fatal, bulk, log, now))


def _build(root: str, state: int, fatal: int, bulk: bool, log: str | None, now: str) -> None:
    if bulk:  # what a build of many articles does: much is written before publishing, by bulk loading
        drafts._BATCH, drafts._BULK = 60, 40  # type: ignore[misc]
    if fatal or log:
        deadly(root, fatal, log)
    clock = (lambda: datetime.fromisoformat(now).astimezone(UTC)) if now else (lambda: datetime.now(UTC))
    with ReleaseStore(Path(root), clock).draft() as draft:
        states.put(draft, state)
        draft.publish({"state": state})


def leave(work: Callable[[], int]) -> NoReturn:
    """Do some work, and end this process, which was forked, with its exit code."""
    code = 70
    try:
        code = work() or 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def command(work: Callable[[], None]) -> int:
    """Do something as `thidua` would: its ways to tell errors, its exit status."""
    group = Group(commands={"work": click.Command("work", callback=work)})
    try:
        group.main(["work"], prog_name="thidua")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def load_pipeline() -> None:
    """Load the pipeline and the ontology, once for all children, for `thidua_build`."""
    from graph_store.cube.graphs import GRAPHS  # noqa: PLC0415 - only builds by the command need them
    from ontology import load, shape_check  # noqa: PLC0415
    from pipeline.run import VERSION, Extractor  # noqa: PLC0415
    from thidua import background  # noqa: PLC0415
    from thidua import build as build_module  # noqa: PLC0415

    extractor = Extractor()
    build_module.load_extractor = lambda: (extractor, VERSION)
    load.ontology_graph()
    load.reference_graph()
    load.shapes_graph()
    digest = shape_check.digest(shape_check.all_shape_files())
    for name in GRAPHS:
        background._checker(name, digest)


def thidua_build(root: str, paths: Sequence[str], fatal: int = 0, log: str | None = None) -> int:
    """`thidua build PATHS --store ROOT`, the command as it is, but with a pipeline that is loaded already."""
    from thidua.cli import main  # noqa: PLC0415

    if fatal or log:
        deadly(root, fatal, log)
    try:
        main(["build", *paths, "--store", root], prog_name="thidua")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def thidua(arguments: Sequence[str], memory: int) -> int:
    """Any command, in a process that may have that many bytes of memory."""
    from thidua.cli import main  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    main(arguments, prog_name="thidua")
    return 0


def hold(root: str, ready: str) -> int:
    """Hold the store's lock until killed; `ready` appears when it is held."""
    with ReleaseStore(Path(root)).draft():
        Path(ready).touch()
        signal.pause()
    return 0


def attempt(root: str, gate: str, result: str) -> int:
    """Wait for the gate to open (a lock on a file), then try to be the writer; tell how that went."""
    import fcntl  # noqa: PLC0415

    from graph_store.errors import StoreLockedError  # noqa: PLC0415

    with open(gate, "rb") as file:  # noqa: PTH123
        fcntl.flock(file, fcntl.LOCK_SH)
    try:
        with ReleaseStore(Path(root)).draft() as draft:
            mark = os.open(f"{root}.inside", os.O_CREAT | os.O_EXCL)  # fails where another writer is inside too
            os.close(mark)
            states.put(draft, 1)
            Path(f"{root}.inside").unlink()
        told = "won"
    except StoreLockedError as error:
        told = f"locked: {error}"
    Path(result).write_text(json.dumps(told), encoding="utf-8")
    return 0
