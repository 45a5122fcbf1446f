"""What a worker may not do: reach the network, start programs, take more memory than its share.

Linux enforces it, whatever the spelling of the query: a filter of system calls (seccomp, `Documentation/userspace-api/seccomp_filter`
of the kernel) refuses those that make sockets, start programs and make processes, and io_uring, which could do the first in their place. In
memory no file is ever opened either, so the limit of descriptors (setrlimit(2), RLIMIT_NOFILE) is set to those that are open.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
from collections.abc import Sequence
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2

_LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_JUMP_IF_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_JUMP_IF_LEAST: Final = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN: Final = 0x06  # BPF_RET | BPF_K
_ALLOW: Final = 0x7FFF0000
_KILL: Final = 0x80000000
_REFUSE: Final = 0x00050000 | errno.EPERM
_NUMBER, _ARCHITECTURE = 0, 4
"""Offsets in `struct seccomp_data`."""

_X32: Final = 0x40000000
"""On x86-64, numbers from here on are those of another table of system calls (x32)."""

_ARCHITECTURES: Final[dict[str, tuple[int, tuple[int, ...], tuple[int, ...]]]] = {
    # socket, socketpair, connect, bind, execve, execveat, io_uring_setup; then clone, fork, vfork, clone3
    "x86_64": (0xC000003E, (41, 53, 42, 49, 59, 322, 425), (56, 57, 58, 435)),
    "aarch64": (0xC00000B7, (198, 199, 203, 200, 221, 281, 425), (220, 435)),
}
"""By machine: its AUDIT_ARCH, and the numbers of the system calls that are refused; the last ones make processes and threads."""


class SandboxError(OSError):
    """This system can't keep workers from the network."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def end_with_parent() -> None:
    """Have the kernel kill this process when the one that forked it ends (prctl(2))."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def forbid_network(*, processes: bool = False) -> None:
    """Have the kernel refuse new sockets and programs to this thread and what it starts, from now on.

    New processes and threads are refused too, unless `processes` allows them: a store that is written to has threads. Raises
    `SandboxError`.
    """
    machine = platform.machine()
    if machine not in _ARCHITECTURES:
        raise SandboxError(f"no filter of system calls is known for {machine}")
    architecture, refused, of_processes = _ARCHITECTURES[machine]
    code = ctypes.create_string_buffer(_filter(architecture, refused if processes else refused + of_processes))
    program = _Program(len(code.raw) // 8, ctypes.addressof(code))
    try:
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program))
    except OSError as error:
        raise SandboxError(f"the kernel takes no filter of system calls: {os.strerror(error.errno or 0)}") from error


def forbid_new_files() -> None:
    """Let this process open no descriptor beside those that are open, so no file and no socket."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


class AddressSpace:
    """What address space this process has; made before `forbid_new_files`, and in the process that it is asked in."""

    def __init__(self) -> None:
        self._statm = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)

    def size(self) -> int:
        """Bytes of address space (`VmSize` of proc(5))."""
        return int(os.pread(self._statm, 64, 0).split()[0]) * resource.getpagesize()

    def limit(self, megabytes: int) -> None:
        """Let this process take that much beside what it has: an allocation beyond it fails."""
        most = self.size() + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _filter(architecture: int, refused: Sequence[int]) -> bytes:
    """A program of the kernel's packet filter: kill on another architecture, refuse these calls, allow the rest."""
    last = len(refused)
    steps = [(_LOAD, 0, 0, _ARCHITECTURE), (_JUMP_IF_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL)]
    steps += [(_LOAD, 0, 0, _NUMBER), (_JUMP_IF_LEAST, last + 1, 0, _X32)]
    steps += [(_JUMP_IF_EQUAL, last - place, 0, number) for place, number in enumerate(refused)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _prctl(option: int, first: int = 0, second: int = 0) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(first), ctypes.c_ulong(second), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
