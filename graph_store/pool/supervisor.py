"""The supervisor: has the release ready, forks workers that share it, kills those that it is told to, replaces those that end.

    python -P -m graph_store.pool.supervisor CONTROL RELEASE_GRAPH MODE LIMITS

CONTROL is the descriptor of a socket to the server (SOCK_SEQPACKET, one JSON value a message), LIMITS the JSON of
`graph_store.pool.limits.Limits`. It has one thread, so that a fork copies no lock that another thread holds. Of the graph it takes
what it needs once: the union of all graphs into memory (MODE memory), or nothing
(MODE disk), where each worker opens the release for itself.

To the server go `{"ready": ...}`, `{"worker": N}` with the descriptor of that worker's socket, `{"ended": N, "signal": S}`, and
`{"failed": reason}` before it gives up. From the server come `{"kill": N}` and `{"lower": N}` (its priority). It ends with the socket.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final, NoReturn

from pyoxigraph import DefaultGraph, Store

from graph_store.pool import allocator, sandbox
from graph_store.pool.limits import Limits
from graph_store.pool.worker import answer_queries

_LOWEST: Final = 19
"""Niceness of a long query: the rest of the machine goes before it."""

_STACK: Final = 16 << 20
"""Bytes of stack that a query has."""

_AT_ONCE: Final = 0.5
_AT_MOST: Final = 5
"""So many workers in a row that end within so many seconds of their start, without a kill, mean that none can work."""


class Supervisor:
    """The state of one supervisor; `run` returns when the server has gone."""

    def __init__(self, control: socket.socket, graph: str, in_memory: bool, limits: Limits) -> None:
        self._control: Final = control
        self._graph: Final = graph
        self._limits: Final = limits
        self._store: Final = loaded(graph) if in_memory else None
        if not in_memory:
            must_open(graph)
        self._began: dict[int, float] = {}
        self._numbers: dict[int, int] = {}
        self._pids: dict[int, int] = {}
        self._last = 0
        self._killed: set[int] = set()
        self._ended_at_once = 0

    def run(self) -> None:
        """Fork the workers and look after them."""
        gc.collect()
        gc.freeze()  # the collector would write to every page that the workers share
        control = self._control.fileno()
        wakeup, waker = os.pipe()
        os.set_blocking(waker, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._say({"ready": True})
        for _ in range(self._limits.processes):
            self._fork()
        while True:
            ready, _, _ = select.select([control, wakeup], [], [])
            if wakeup in ready:
                os.read(wakeup, 4096)
                self._reap()
            if control in ready and not self._obey():
                return

    def end(self) -> None:
        """Kill all workers."""
        for pid in self._numbers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _obey(self) -> bool:
        """Do what one message says; False where the server has gone."""
        message = self._control.recv(1 << 12)
        if not message:
            return False
        for order, number in json.loads(message).items():
            pid = self._pids.get(number)
            if pid is None:
                continue
            if order == "kill":
                self._killed.add(pid)
                os.kill(pid, signal.SIGKILL)  # not reaped yet, so the number is still that process's
            else:
                _lower(pid)
        return True

    def _reap(self) -> None:
        """Tell of the workers that have ended and replace them."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            number = self._numbers.pop(pid)
            del self._pids[number]
            ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            self._say({"ended": number, "signal": ended_by, "killed": pid in self._killed})
            self._must_live(pid, status)
            self._fork()

    def _must_live(self, pid: int, status: int) -> None:
        at_once = (
            time.monotonic() - self._began.pop(pid) < _AT_ONCE and os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0
        )
        self._killed.discard(pid)
        self._ended_at_once = self._ended_at_once + 1 if at_once else 0
        if self._ended_at_once >= _AT_MOST:
            raise ChildProcessError(f"{_AT_MOST} workers in a row ended as they began")

    def _fork(self) -> None:
        ours, workers = socket.socketpair()
        self._last += 1
        with ours, workers:
            pid = os.fork()
            if pid == 0:
                self._begin(ours, workers)
            self._numbers[pid], self._pids[self._last] = self._last, pid
            self._began[pid] = time.monotonic()
            socket.send_fds(self._control, [json.dumps({"worker": self._last, "pid": pid}).encode()], [ours.fileno()])

    def _begin(self, servers_end: socket.socket, connection: socket.socket) -> None:
        """In the worker; never returns.

        It works in a thread, whose memory comes from an arena of its own: what is free in the arena that the graph was loaded into lies
        scattered between what is shared, and each piece used of it has a page copied (a short query: 31 microseconds against 75, and
        against 190 among the first thousand).
        """
        sandbox.end_with_parent()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        servers_end.close()
        self._control.close()
        threading.stack_size(_STACK)
        threading.Thread(target=self._work, args=(connection,)).start()
        signal.pause()

    def _work(self, connection: socket.socket) -> NoReturn:
        status = 1
        try:
            store = self._store if self._store is not None else Store.read_only(self._graph)
            space = sandbox.AddressSpace()
            sandbox.forbid_network()
            if self._store is not None:
                sandbox.forbid_new_files()
            space.limit(self._limits.megabytes)
            answer_queries(connection, store, self._limits.megabytes, space)
            status = 0
        except (BrokenPipeError, ConnectionResetError):
            status = 0  # the server has gone
        except BaseException as error:  # the parent's code must not go on in this process
            print(f"a worker ended: {error!r}", file=sys.stderr, flush=True)
        finally:
            os._exit(status)

    def _say(self, message: dict[str, Any]) -> None:
        self._control.send(json.dumps(message).encode())


def _lower(pid: int) -> None:
    """Give a worker the lowest priority, which is a thread's (sched(7)); one that has just ended needs none."""
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            os.setpriority(os.PRIO_PROCESS, int(thread.name), _LOWEST)


def loaded(graph: str) -> Store:
    """The default graph of a release, which is the union of all, in memory."""
    store = Store()
    store.bulk_extend(Store.read_only(graph).quads_for_pattern(None, None, None, DefaultGraph()))
    allocator.give_back()
    return store


def must_open(graph: str) -> None:
    """Raise `OSError` where the graph can't be opened; a process of its own tries, for the engine leaves threads behind."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            Store.read_only(graph)
        except BaseException as error:
            os.write(writing, str(error).encode()[:4096])
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        reason = told.read().decode()
    os.waitpid(pid, 0)
    if reason:
        raise OSError(f"{graph}: {reason}")


def main(arguments: list[str]) -> int:
    """Run a supervisor as the module's docstring says."""
    control = socket.socket(fileno=int(arguments[0]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which closes the socket
    try:
        supervisor = Supervisor(control, arguments[1], arguments[2] == "memory", Limits(**json.loads(arguments[3])))
        try:
            supervisor.run()
        finally:
            supervisor.end()
        os._exit(0)  # the graph needs no taking apart
    except (BrokenPipeError, ConnectionResetError):
        return 0
    except Exception as error:
        with contextlib.suppress(OSError):
            control.send(json.dumps({"failed": f"{error}"}).encode())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
