"""A watch over the connections of this server: those that keep it waiting are cut.

granian cuts a client that is slow with its headers, or idle between requests, but waits for ever for a body and for the
reader of an answer, each time with a thread. It gives an application no hold on its connections, but the kernel does: it
tells of each how many bytes the other side has received. Linux only; elsewhere `watch` does nothing.
"""

from __future__ import annotations

import contextlib
import os
import socket
import stat
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SILENT: Final = 90.0
"""Seconds in which a connection must make headway. Longer than any request may take to be read, wait and begin its answer."""

LEAST: Final = 64 * 1024
"""Bytes of an unfinished answer that a client must take in that time: 700 a second."""

_LOOKS: Final = 40
"""Looks at the connections in the time that one has: a cut comes at most one part in 40 late."""

_INFO: Final = struct.Struct("=24xI92xQ16xI")
"""Of Linux's `struct tcp_info` (include/uapi/linux/tcp.h): `tcpi_unacked`, `tcpi_bytes_acked` and `tcpi_notsent_bytes`."""

_DESCRIPTORS: Final = Path("/proc/self/fd")


@dataclass
class _Headway:
    """Where a connection stood when it last made headway."""

    at: float
    received: int
    """Bytes that the other side had acknowledged."""


class Watch:
    """Cuts connections to one port of this process that make no headway for `silent` seconds.

    Headway is an answer that has arrived whole, or `least` bytes of one that has not. What the client sends is none, so
    that a body that comes byte by byte is cut as one that doesn't come at all.
    """

    def __init__(
        self,
        port: int,
        silent: float = SILENT,
        least: int = LEAST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._port = port
        self._silent = silent
        self._least = least
        self._clock = clock
        self._known: dict[int, _Headway] = {}

    def look(self) -> int:
        """Look at every connection once; how many were cut."""
        now = self._clock()
        cut = 0
        seen: dict[int, _Headway] = {}
        for identity, connection in _connections(self._port):
            with connection, contextlib.suppress(OSError):  # it may end meanwhile
                received, outstanding = _state(connection)
                last = self._known.get(identity) or _Headway(now, received)
                gained = received - last.received
                if gained >= self._least or (gained > 0 and outstanding == 0):
                    last = _Headway(now, received)
                elif now - last.at > self._silent:
                    _cut(connection)
                    cut += 1
                seen[identity] = last
        self._known = seen
        return cut


def watch(port: int, silent: float = SILENT, least: int = LEAST) -> None:
    """Watch the connections to `port` from a thread, as long as the process lives."""
    if sys.platform == "linux" and _DESCRIPTORS.is_dir():
        watching = Watch(port, silent, least)
        threading.Thread(target=_run, args=(watching, silent / _LOOKS), daemon=True, name="connections").start()


def _run(watching: Watch, period: float) -> None:
    waited = threading.Event()
    while True:
        waited.wait(period)
        watching.look()


def _connections(port: int) -> Iterator[tuple[int, socket.socket]]:
    """Each connection to `port` that this process has, with the number of its socket; on a descriptor of our own."""
    for name in os.listdir(_DESCRIPTORS):  # noqa: PTH208 - a Path for each would be thrown away
        with contextlib.suppress(OSError):  # descriptors come and go
            own = os.dup(int(name))
            try:
                status = os.fstat(own)
                found = socket.socket(fileno=own) if stat.S_ISSOCK(status.st_mode) else None
            except OSError:
                os.close(own)
                continue
            if found is None:
                os.close(own)
            elif _is_to(found, port):
                yield status.st_ino, found
            else:
                found.close()


def _is_to(found: socket.socket, port: int) -> bool:
    if found.family not in {socket.AF_INET, socket.AF_INET6} or found.type != socket.SOCK_STREAM:
        return False
    try:
        found.getpeername()  # a listening socket has no other side
        return bool(found.getsockname()[1] == port)
    except OSError:
        return False


def _state(connection: socket.socket) -> tuple[int, int]:
    """Bytes that the other side has acknowledged, and how much there is that it has not."""
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO.size)
    unacked, acknowledged, unsent = _INFO.unpack(info)
    return acknowledged, unacked + unsent


def _cut(connection: socket.socket) -> None:
    """End the connection; what the other side has not taken is thrown away and not kept for it in the kernel."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.shutdown(socket.SHUT_RDWR)
