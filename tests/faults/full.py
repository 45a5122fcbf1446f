"""Jobs on a disk that fills up, or that a process may write no large files to."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from graph_store.releases import ReleaseStore
from tests.faults import jobs, private, states
from tests.faults.kills import leftovers

_SIZE = 64 << 20


def on_a_small_disk(base: str, mount: str, state: int, room: int, result: str, paths: list[str] | None = None) -> int:
    """Build a state upon a copy of the store `base` on a file system with that many bytes of room, then with enough.

    `result` tells of both. With `paths`, the build is `thidua build` of these. Exits by `private.NOT_POSSIBLE` where no
    file system can be mounted.
    """
    folder = Path(mount)
    try:
        private.enter()
        private.mount_memory(folder, _SIZE)
    except OSError:
        return private.NOT_POSSIBLE
    root = folder / "store"
    if Path(base).is_dir():
        shutil.copytree(base, root)
    filler = folder / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(folder).free - room)

    def work() -> int:
        return jobs.thidua_build(str(root), paths) if paths else jobs.build(str(root), state)

    told = {"first": tried(work, root)}
    filler.unlink()
    told["second"] = tried(work, root)
    Path(result).write_text(json.dumps(told), encoding="utf-8")
    return 0


def with_small_files(base: str, root: str, state: int, largest: int, result: str) -> int:
    """As above, where no file may grow beyond `largest` bytes (RLIMIT_FSIZE): also a disk that takes no more, if another error."""
    if Path(base).is_dir():
        shutil.copytree(base, root)

    def limited() -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
        return jobs.build(root, state)

    told = {"first": tried(limited, Path(root)), "second": tried(lambda: jobs.build(root, state), Path(root))}
    Path(result).write_text(json.dumps(told), encoding="utf-8")
    return 0


def tried(work: Callable[[], int], root: Path) -> dict[str, object]:
    """Do it in a process of its own: its status, what it said, and in another, what is served then."""
    code, said = forked(work)
    _, served = forked(lambda: _tell(root))
    return {"code": code, "said": said, **json.loads(served)}


def _tell(root: Path) -> int:
    store = ReleaseStore(root)
    try:
        held: str | None = states.content(store.current()).digest
        left = [f"{name}: {left}" for name, left in leftovers(root) if left]
    except BaseException as error:
        held, left = f"{type(error).__name__}: {error}", []
    print(json.dumps({"held": held, "left": left}))
    return 0


def forked(work: Callable[[], int]) -> tuple[int, str]:
    """Exit code and output of some work in a process of its own."""
    end, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(writer, 1)
        os.dup2(writer, 2)
        os.close(end)
        os.close(writer)
        jobs.leave(work)
    os.close(writer)
    with os.fdopen(end, encoding="utf-8") as output:
        said = output.read()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said
