"""Workers that are processes of this machine.

They are fresh ones (spawn), for forked ones would inherit locks of threads that they don't have; each starts when the
first batch is given to it. Each has an executor of its own, so that where a process dies it is known with which batch,
and the others work on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from types import TracebackType
from typing import Any, Final, Generic, TypeVar

from parallel.errors import WorkerDiedError

_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")
_Start = tuple[Callable[..., None], tuple[Any, ...]]

_TRIES: Final = 2


class Processes(Generic[_Item, _Answer]):
    """`count` worker processes, each doing `work` on one batch at a time. A context manager: they end with the block.

    `work` and what it is given and returns must be picklable. `start`, a function and its arguments, is run first in
    each process. `ahead` batches a process may be under way.

    The processes hold one end of a pipe, the lifeline, whose other end this process alone has. It closes when this
    process says so or ends, however that happens, and they end at once.
    """

    tries: Final = _TRIES

    def __init__(
        self,
        count: int,
        work: Callable[[Sequence[_Item]], Sequence[_Answer]],
        start: _Start | None = None,
        ahead: int = 2,
    ) -> None:
        self._work: Final = work
        self._start: Final = start
        self._ahead: Final = count * ahead
        self._context: Final = multiprocessing.get_context("spawn")
        # The workers' end is kept open here for those that start later.
        self._workers_end, self._lifeline = self._context.Pipe(duplex=False)
        self._processes: Final = [self._new() for _ in range(count)]

    def __enter__(self) -> Processes[_Item, _Answer]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes at once, whatever they are at."""
        self._lifeline.close()
        for process in self._processes:
            process.close()
        self._workers_end.close()

    def ahead(self) -> int:
        """See `Workers.ahead`."""
        return self._ahead

    def submit(self, batch: Sequence[_Item]) -> Callable[[], Sequence[_Answer]]:
        """See `Workers.submit`."""
        process, future = self._give(batch)
        return lambda: self._wait(batch, process, future)

    def _give(self, batch: Sequence[_Item]) -> tuple[_Process, Future[Sequence[_Answer]]]:
        """Give the batch to the process that has the least to do, in place of one that has died."""
        while True:
            process = min(self._processes, key=_Process.load)
            try:
                return process, process.submit(self._work, batch)
            except BrokenProcessPool:
                self._replace(process)

    def _wait(self, batch: Sequence[_Item], process: _Process, future: Future[Sequence[_Answer]]) -> Sequence[_Answer]:
        while True:
            try:
                return future.result()
            except BrokenProcessPool as error:
                self._replace(process)
                if process.died_with() is future:
                    raise WorkerDiedError from error
                process, future = self._give(batch)  # it only stood behind the batch that the process died with

    def _replace(self, dead: _Process) -> None:
        if dead in self._processes:
            self._processes[self._processes.index(dead)] = self._new()
            dead.close()

    def _new(self) -> _Process:
        return _Process(self._context, self._workers_end, self._start)


class _Process:
    """One worker process and what has been given to it."""

    def __init__(self, context: SpawnContext, lifeline: Connection, start: _Start | None) -> None:
        self._executor = ProcessPoolExecutor(1, context, _begin, (lifeline, start))
        self._given: list[Future[Any]] = []

    def load(self) -> int:
        """How many batches it has to do."""
        return sum(map(_is_open, self._given))

    def submit(self, work: Callable[[Any], Any], batch: Any) -> Future[Any]:
        """Give it a batch. Raises `BrokenProcessPool` where it has died."""
        future = _with_interrupts_blocked(self._executor.submit, work, batch)
        self._given = [*filter(_is_open, self._given), future]
        return future

    def died_with(self) -> Future[Any]:
        """The batch that a dead process was at: it does them in order, so the first that it hasn't done."""
        return next(f for f in self._given if isinstance(f.exception(), BrokenProcessPool))

    def close(self) -> None:
        """Let go of the process, which has ended or is about to."""
        self._executor.shutdown(cancel_futures=True)


def _is_open(future: Future[Any]) -> bool:
    return not future.done() or isinstance(future.exception(), BrokenProcessPool)


def _with_interrupts_blocked(submit: Callable[..., Future[Any]], *arguments: Any) -> Future[Any]:
    """A process starts with the signals blocked that are blocked here: Ctrl-C, which goes to all processes of the
    terminal, is for the one that started the others to handle.

    Blocking may itself raise `KeyboardInterrupt`, once it has blocked, for a signal that came just before; so it stands
    where what follows undoes it.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        return submit(*arguments)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(lifeline: Connection, start: _Start | None) -> None:
    """In a worker process, before its first batch."""
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    if start is not None:
        function, arguments = start
        function(*arguments)


def _end_with(lifeline: Connection) -> None:
    lifeline.poll(None)
    os._exit(0)
