"""The server's hold on a supervisor and its workers."""

from __future__ import annotations

import contextlib
import json
import logging
import socket
import struct
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import Any, Final

from graph_store.errors import StoreError
from graph_store.pool import allocator, wire
from graph_store.pool.limits import Limits
from graph_store.pool.turns import Turns

_CAUSE_WITHIN: Final = 2.0
"""Seconds in which the supervisor tells why a worker has ended."""

_ENDS_WITHIN: Final = 3.0
"""Seconds in which a supervisor ends that is told to."""

CAUSES: Final = ("killed", "signal", "itself")
"""Why a worker has ended: killed at a bound of its query, by a signal (no memory, its stack, the system's), or of itself."""

_log = logging.getLogger(__name__)


class PoolError(StoreError):
    """The pool can't work: its supervisor has failed or is gone."""


class Worker:
    """One worker process, as the server sees it."""

    def __init__(self, number: int, connection: socket.socket, control: Control) -> None:
        self._number: Final = number
        self._socket: Final = connection
        self._frames: Final = wire.Frames(connection)
        self._control: Final = control
        self._ended: Final = threading.Event()
        self._signal = 0
        self._timeout = 0.0

    @property
    def is_alive(self) -> bool:
        """Whether it is not known to have ended."""
        return not self._ended.is_set()

    def send(self, query: bytes) -> None:
        """Give it a query; one that has ended shows in `next`."""
        with contextlib.suppress(ConnectionError):
            self._socket.sendall(query)

    def next(self, seconds: float) -> tuple[bytes, bytes]:
        """Its next frame. Raises `BlockingIOError` after so many seconds; what `wire.Frames.next` does where it has ended.

        The kernel keeps the time (SO_RCVTIMEO of socket(7)): Python's own time-outs take one more call of the system each.
        """
        if seconds != self._timeout:
            self._timeout = seconds
            self._socket.setsockopt(
                socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", int(seconds), int(seconds % 1 * 1e6) + 1)
            )
        return self._frames.next()

    def kill(self) -> None:
        """End it, whatever it is at."""
        self._control.say({"kill": self._number})

    def lower(self) -> None:
        """Have it go on at the lowest priority."""
        self._control.say({"lower": self._number})

    def ended_by(self) -> int:
        """The signal that ended it; 0 where it ended of itself, or nothing is known of it."""
        self._ended.wait(_CAUSE_WITHIN)
        return self._signal

    def ended(self, signal: int) -> None:
        """It has ended, by that signal."""
        self._signal = signal
        self._ended.set()

    def close(self) -> None:
        """Let go of it; it ends when it has done what it is at."""
        self._socket.close()


class Control:
    """A supervisor: starts it, hears what it says in a thread of its own, and hands its workers to `turns`."""

    def __init__(self, graph: Path, limits: Limits, turns: Turns[Worker], *, in_memory: bool) -> None:
        self._turns: Final = turns
        self._workers: Final[dict[int, Worker]] = {}
        self._socket, supervisors = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with supervisors:
            self._process: Final = subprocess.Popen(
                [sys.executable, "-P", "-m", "graph_store.pool.supervisor", str(supervisors.fileno()), str(graph),
                 "memory" if in_memory else "disk", json.dumps(limits.as_json())],
                pass_fds=[supervisors.fileno()], stdin=subprocess.DEVNULL, start_new_session=True,
                env=allocator.environment(),
            )  # fmt: skip
        self.restarts: Final[Counter[str]] = Counter()
        """How many workers have been replaced, by why they ended: one of `CAUSES`."""
        self._ready: Final = threading.Event()
        self._failure = ""
        self._listener: Final = threading.Thread(target=self._listen, name="pool-control", daemon=True)
        self._listener.start()

    def wait(self) -> None:
        """Return when the graph is ready. Raises `PoolError` where it never will be."""
        self._ready.wait()
        if self._failure:
            raise PoolError(self._failure)

    @property
    def has_failed(self) -> bool:
        """Whether the supervisor has given up, ended or been closed."""
        return bool(self._failure)

    def say(self, message: dict[str, int]) -> None:
        """Send the supervisor an order; one that has gone needs none."""
        try:
            self._socket.send(json.dumps(message).encode())
        except OSError:
            _log.debug("the supervisor has gone")

    def close(self) -> None:
        """End the supervisor and all its workers."""
        self._turns.close(PoolError("this release is no longer served"))
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            _log.debug("the supervisor has gone")
        if not self._ready.is_set():
            self._process.kill()  # it is loading, hears nothing, and has no workers yet
        try:
            self._process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()  # its workers go with it (`sandbox.end_with_parent`)
            self._process.wait()
        if threading.current_thread() is not self._listener:
            self._listener.join()

    def _listen(self) -> None:
        with self._socket:
            while True:
                try:
                    message, descriptors, _, _ = socket.recv_fds(self._socket, 1 << 12, 1)
                except OSError:
                    break
                if not message:
                    break
                self._hear(json.loads(message), descriptors)
        self._fail("the supervisor of the query workers has ended")
        for worker in self._workers.values():
            self._ended(worker, 0)

    def _hear(self, message: dict[str, Any], descriptors: list[int]) -> None:
        if "worker" in message:
            worker = Worker(message["worker"], socket.socket(fileno=descriptors[0]), self)
            self._workers[message["worker"]] = worker
            self._turns.add(worker)
        elif "ended" in message:
            worker = self._workers.pop(message["ended"])
            self._ended(worker, message["signal"])
            self.restarts["killed" if message["killed"] else "signal" if message["signal"] else "itself"] += 1
        elif "failed" in message:
            self._fail(message["failed"])
        else:
            self._ready.set()

    def _ended(self, worker: Worker, signal: int) -> None:
        """A worker has ended: whoever uses it closes it, and nobody uses one that is free."""
        worker.ended(signal)
        if self._turns.remove(worker):
            worker.close()

    def _fail(self, reason: str) -> None:
        """Nothing more is answered; nothing happens where that is so already."""
        if not self._failure:
            self._failure = reason
            self._turns.close(PoolError(reason))
            self._ready.set()
