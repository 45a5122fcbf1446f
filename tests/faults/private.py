"""A file system of a process's own: a mount that nobody else sees and that goes with the process."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_NEW_MOUNTS, _NEW_USER = 0x00020000, 0x10000000
_RECURSIVE, _PRIVATE, _READ_ONLY, _BIND, _REMOUNT = 0x4000, 1 << 18, 1, 0x1000, 0x20
NOT_POSSIBLE = 77
"""Exit code of a job that needed a mount and may not make one."""


def _call(name: str, *arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) != 0:
        raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")


def enter() -> None:
    """Give this process, which has one thread, mounts of its own. Raises `OSError` where the system doesn't allow it.

    An unprivileged user gets them by a user namespace, in which he is root.
    """
    user, group = os.getuid(), os.getgid()
    if user == 0:
        _call("unshare", _NEW_MOUNTS)
    else:
        _call("unshare", _NEW_MOUNTS | _NEW_USER)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    _call("mount", b"none", b"/", None, _RECURSIVE | _PRIVATE, None)


def mount_memory(folder: Path, size: int) -> None:
    """Mount a file system in memory of at most `size` bytes."""
    folder.mkdir(exist_ok=True)
    _call("mount", b"tmpfs", bytes(folder), b"tmpfs", 0, f"size={size}".encode())


def mount_read_only(folder: Path) -> None:
    """Make all below a folder read-only, for root too."""
    _call("mount", bytes(folder), bytes(folder), None, _BIND, None)
    _call("mount", b"none", bytes(folder), None, _BIND | _REMOUNT | _READ_ONLY, None)


def unmount(folder: Path) -> None:
    """Undo a mount."""
    _call("umount2", bytes(folder), 2)
