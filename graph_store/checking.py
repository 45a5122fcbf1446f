"""Checking many articles: one after the other, and on every processor where that pays.

SHACL takes most of a first build. Worker processes check articles while this one reads the next; they are fresh
processes (spawn), for forked ones would inherit locks of threads that they don't have.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Final, TypeVar

from pyoxigraph import RdfFormat, Triple, parse, serialize

from graph_store.errors import CheckingError
from graph_store.validation import ArticleValidator, Fault

_ALONE: Final = 8
"""Articles checked in this process first: a worker takes about as long to start as they do (over 1 s), and a build of a
few articles does without."""

_AHEAD: Final = 4
"""Articles handed to each worker before the first of them must be done; memory holds no more."""

Content = tuple[Sequence[Triple], str]
"""An article's graph and its stored text."""

_Item = TypeVar("_Item")
_Answer = Callable[[], list[Fault] | None]


class ArticleChecker:
    """A validator at work on a stream of articles. A context manager: its worker processes end with the block.

    `workers` is their number, by default that of the processors; with one, all is done in this process.
    """

    def __init__(self, validator: ArticleValidator, workers: int | None = None, alone: int = _ALONE) -> None:
        self._validator: Final = validator
        self._workers: Final = workers or os.cpu_count() or 1
        self._alone = alone
        self._pool: _Pool | None = None

    def __enter__(self) -> ArticleChecker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the workers: after an error, or Ctrl-C, at once."""
        if self._pool is not None:
            self._pool.close()

    def check(
        self, items: Iterable[_Item], content: Callable[[_Item], Content | None]
    ) -> Iterator[tuple[_Item, list[Fault] | None]]:
        """Each item with its faults, in order; None instead of faults where `content` gives None: nothing to check.

        Raises `CheckingError` where a worker process dies.
        """
        waiting: deque[tuple[_Item, _Answer]] = deque()
        for item in items:
            waiting.append((item, self._begin(content(item))))
            while len(waiting) > (self._workers * _AHEAD if self._pool else 0):
                yield _answered(*waiting.popleft())
        while waiting:
            yield _answered(*waiting.popleft())

    def _begin(self, content: Content | None) -> _Answer:
        if content is None:
            return lambda: None
        if self._workers > 1 and self._alone <= 0:
            self._pool = self._pool or _Pool(self._validator, self._workers)
            return self._pool.submit(content)
        self._alone -= 1
        faults = self._validator.faults(*content)
        return lambda: faults


def _answered(item: _Item, answer: _Answer) -> tuple[_Item, list[Fault] | None]:
    try:
        return item, answer()
    except BrokenProcessPool as error:
        raise CheckingError("a process that checks articles has died (killed, or out of memory)") from error


class _Pool:
    """Worker processes, each with the validator.

    They hold one end of a pipe, the lifeline, whose other end this process alone has. It closes when this process says
    so or ends, however that happens, and the workers end at once.
    """

    def __init__(self, validator: ArticleValidator, workers: int) -> None:
        context = multiprocessing.get_context("spawn")
        end, self._lifeline = context.Pipe(duplex=False)
        self._workers_end = end  # kept open for workers that start later
        self._executor = ProcessPoolExecutor(workers, context, _start, (validator, end))

    def submit(self, content: Content) -> _Answer:
        """Start the check of one article's triples against its text; the answer waits for its faults when it is called."""
        triples, text = content
        graph = io.BytesIO()
        serialize(triples, graph, RdfFormat.N_TRIPLES)
        # A worker starts with the signals blocked that are blocked here: Ctrl-C, which goes to all processes of the
        # terminal, is for this one to handle.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return self._executor.submit(_faults, graph.getvalue(), text).result
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def close(self) -> None:
        self._lifeline.close()
        self._executor.shutdown(cancel_futures=True)
        self._workers_end.close()


_VALIDATOR: list[ArticleValidator] = []
"""In a worker: its validator."""


def _start(validator: ArticleValidator, lifeline: Connection) -> None:
    _VALIDATOR.append(validator)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    lifeline.poll(None)
    os._exit(0)


def _faults(graph: bytes, text: str) -> list[Fault]:
    triples = [quad.triple for quad in parse(graph, format=RdfFormat.N_TRIPLES)]
    return _VALIDATOR[0].faults(triples, text)
