"""Checking many articles: one after the other, and on every processor where that pays.

SHACL takes most of a first build. Worker processes check articles while this one reads the next.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Final, TypeVar

from pyoxigraph import RdfFormat, Triple, parse, serialize

from graph_store.validation import ArticleValidator, Fault
from parallel.ordered import GivenUp, Patient, in_order
from parallel.processes import Processes

_ALONE: Final = 8
"""Articles checked in this process first: a worker takes about as long to start as they do (over 1 s), and a build of a
few articles does without."""

_AHEAD: Final = 4
"""Articles handed to each worker before the first of them must be done; memory holds no more."""

Content = tuple[Sequence[Triple], str]
"""An article's graph and its stored text."""

_Item = TypeVar("_Item")
_Sent = tuple[bytes, str]
_Answer = Callable[[], list[Fault] | None]


class ArticleChecker:
    """A validator at work on a stream of articles. A context manager: its worker processes end with the block.

    `workers` is their number, by default that of the processors; with one, all is done in this process.
    """

    def __init__(self, validator: ArticleValidator, workers: int | None = None, alone: int = _ALONE) -> None:
        self._validator: Final = validator
        self._workers: Final = workers or os.cpu_count() or 1
        self._alone = alone
        self._processes: Processes[_Sent, list[Fault]] | None = None
        self._patient: Patient[_Sent, list[Fault]] | None = None

    def __enter__(self) -> ArticleChecker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the workers: after an error, or Ctrl-C, at once."""
        if self._processes is not None:
            self._processes.close()

    def check(
        self, items: Iterable[_Item], content: Callable[[_Item], Content | None]
    ) -> Iterator[tuple[_Item, list[Fault] | None]]:
        """Each item with its faults, in order; None instead of faults where `content` gives None: nothing to check.

        An article whose check ends a worker process each time has that as its fault. Raises
        `parallel.errors.WorkersError` where they die with every article.
        """

        def begin(item: _Item) -> _Answer:
            return self._begin(content(item))

        return in_order(items, begin, lambda: self._processes.ahead() if self._processes else 0)

    def _begin(self, content: Content | None) -> _Answer:
        if content is None:
            return lambda: None
        if self._workers > 1 and self._alone <= 0:
            triples, text = content
            graph = io.BytesIO()
            serialize(triples, graph, RdfFormat.N_TRIPLES)
            answers = self._started().submit([(graph.getvalue(), text)])
            return lambda: _faults(*answers())
        self._alone -= 1
        faults = self._validator.faults(*content)
        return lambda: faults

    def _started(self) -> Patient[_Sent, list[Fault]]:
        if self._patient is None:
            self._processes = Processes(self._workers, _check, (_keep, (self._validator,)), _AHEAD)
            self._patient = Patient(self._processes)
        return self._patient


def _faults(answer: list[Fault] | GivenUp) -> list[Fault]:
    if isinstance(answer, GivenUp):
        reason_vi = "không kiểm tra được: tiến trình kiểm tra riêng bài này đều bị ngắt (bị dừng hoặc hết bộ nhớ)"
        return [Fault(f"it can't be checked: {answer}", reason_vi=reason_vi)]
    return answer


_VALIDATOR: list[ArticleValidator] = []
"""In a worker: its validator."""


def _keep(validator: ArticleValidator) -> None:
    _VALIDATOR.append(validator)


def _check(articles: Sequence[_Sent]) -> list[list[Fault]]:
    return [
        _VALIDATOR[0].faults([quad.triple for quad in parse(graph, format=RdfFormat.N_TRIPLES)], text)
        for graph, text in articles
    ]
