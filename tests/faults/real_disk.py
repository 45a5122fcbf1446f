"""Jobs on a real file system (ext4 in a file), which is shut down as by a power cut: what it had not written is gone."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import struct
import subprocess
import time
from pathlib import Path

from tests.faults import jobs, private
from tests.faults.full import tried

_SHUTDOWN = 0x8004587D
"""ioctl EXT4_IOC_SHUTDOWN (Linux, fs/ext4/ext4.h)."""
_NO_LOG_FLUSH = 2
"""Its flag EXT4_GOING_FLAGS_NOLOGFLUSH: not even the journal is written."""
_SIZE = 48 << 20


def power_cut(base: str, folder: str, state: int, seconds: float, result: str) -> int:
    """Build a state upon a copy of `base` on ext4, cut the power after some seconds (a negative
    number: when the build has ended), mount it again and build once more.

    Exits by `private.NOT_POSSIBLE` where the file system can't be made, mounted or shut down.
    """
    image, disk = Path(folder) / "image", Path(folder) / "disk"
    disk.mkdir(parents=True)
    image.touch()
    os.truncate(image, _SIZE)
    try:
        private.enter()
        subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
        _mount(image, disk)
    except (OSError, subprocess.CalledProcessError):
        return private.NOT_POSSIBLE
    root = disk / "store"
    shutil.copytree(base, root)
    os.sync()
    pid = os.fork()
    if pid == 0:
        jobs.leave(lambda: jobs.build(str(root), state))
    time.sleep(max(0.0, seconds))
    done = os.waitpid(pid, os.WNOHANG if seconds >= 0 else 0)[0] != 0
    shut = _shut_down(disk)
    if not done:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    private.unmount(disk)
    if not shut:
        return private.NOT_POSSIBLE
    _mount(image, disk)
    told = {"done": done, "first": tried(lambda: 0, root), "second": tried(lambda: jobs.build(str(root), state), root)}
    Path(result).write_text(json.dumps(told), encoding="utf-8")
    private.unmount(disk)
    return 0


def _mount(image: Path, disk: Path) -> None:
    subprocess.run(["mount", "-o", "loop", str(image), str(disk)], check=True)


def _shut_down(disk: Path) -> bool:
    descriptor = os.open(disk, os.O_RDONLY)
    try:
        fcntl.ioctl(descriptor, _SHUTDOWN, struct.pack("I", _NO_LOG_FLUSH))
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True
