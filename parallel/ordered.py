"""An ordered map over workers: few batches under way at a time, and none lost with a worker that dies.

It is the same for processes of this machine (`parallel.processes`) and for machines (`parallel.cluster`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from parallel.errors import WorkerDiedError, WorkersError

_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")
_Item_contra = TypeVar("_Item_contra", contravariant=True)
_Answer_co = TypeVar("_Answer_co", covariant=True)

_GIVEN_UP_IN_A_ROW: Final = 5
"""Items given up one after the other, with none done between, after which the fault is taken to be the machine's."""


class Workers(Protocol[_Item_contra, _Answer_co]):
    """What does one kind of work on batches of items, in other processes."""

    @property
    def tries(self) -> int:
        """How often a batch is submitted where its worker dies each time."""
        ...

    def ahead(self) -> int:
        """How many batches may be under way at a time; as many are held in memory."""
        ...

    def submit(self, batch: Sequence[_Item_contra]) -> Callable[[], Sequence[_Answer_co]]:
        """Start on a batch. What is returned waits for its answers, one an item, in order.

        That raises `WorkerDiedError` where the worker has died with it, and what the work itself raises.
        """
        ...


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Instead of an answer: an item that each worker died with that was given it alone."""

    deaths: int

    def __str__(self) -> str:
        if self.deaths == 1:
            return "the worker process that had it alone died (killed, or out of memory)"
        return f"each of {self.deaths} worker processes that had it alone died (killed, or out of memory)"


class Patient(Generic[_Item, _Answer]):
    """Workers that may die. A batch is tried again, then its items one by one, so that one bad item costs no other."""

    def __init__(self, workers: Workers[_Item, _Answer]) -> None:
        self._workers: Final = workers
        self._given_up = 0

    def submit(self, batch: Sequence[_Item]) -> Callable[[], list[_Answer | GivenUp]]:
        """Start on a batch; what is returned waits for its answers, in order.

        That raises `WorkersError` where item after item is given up, and what the work itself raises.
        """
        waits = self._workers.submit(batch)
        return lambda: self._answers(batch, waits)

    def _answers(self, batch: Sequence[_Item], waits: Callable[[], Sequence[_Answer]]) -> list[_Answer | GivenUp]:
        deaths = 0
        for left in reversed(range(self._workers.tries)):
            try:
                answers = list(waits())
            except WorkerDiedError as error:
                deaths += error.deaths
                if left:
                    waits = self._workers.submit(batch)
            else:
                self._given_up = 0
                return [*answers]
        if len(batch) == 1:
            return [self._give_up(deaths)]
        # One after the other: where two are under way, the death of a worker may be charged to the wrong one.
        alone = ([item] for item in batch)
        return [answer for one in alone for answer in self._answers(one, self._workers.submit(one))]

    def _give_up(self, deaths: int) -> GivenUp:
        self._given_up += 1
        if self._given_up >= _GIVEN_UP_IN_A_ROW:
            raise WorkersError(
                f"worker processes die whatever they are given, {self._given_up} items in a row: they are killed, run "
                "out of memory or can't start"
            )
        return GivenUp(deaths)


def in_order(
    items: Iterable[_Item], begin: Callable[[_Item], Callable[[], _Answer]], ahead: Callable[[], int]
) -> Iterator[tuple[_Item, _Answer]]:
    """Each item with its answer, in order. `begin` starts on an item; what it returns waits for the answer.

    No more than `ahead()` items, asked for anew at each, are under way while the next is taken from `items`.
    """
    waiting: deque[tuple[_Item, Callable[[], _Answer]]] = deque()
    for item in items:
        waiting.append((item, begin(item)))
        while len(waiting) > ahead():
            first, answer = waiting.popleft()
            yield first, answer()
    while waiting:
        first, answer = waiting.popleft()
        yield first, answer()


def answers_in_order(
    batches: Iterable[Sequence[_Item]], workers: Workers[_Item, _Answer]
) -> Iterator[tuple[_Item, _Answer | GivenUp]]:
    """Each item of the batches with its answer, in order; see `Patient` for workers that die."""
    for batch, answers in in_order(batches, Patient(workers).submit, workers.ahead):
        yield from zip(batch, answers, strict=True)


def batches(
    items: Iterable[_Item], most: int, size: Callable[[_Item], int] = lambda _: 0, limit: int = 1
) -> Iterator[list[_Item]]:
    """Cut `items` into batches of at most `most` items, each ending with the item that brings its sizes to `limit`."""
    batch: list[_Item] = []
    total = 0
    for item in items:
        batch.append(item)
        total += size(item)
        if len(batch) >= most or total >= limit:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch


def tapered(batches: Iterable[list[_Item]], last: int, parts: int) -> Iterator[list[_Item]]:
    """The same items, the `last` batches of them cut into `parts` each, so that workers come to an end at about the same time.

    >>> list(tapered([[1, 2], [3, 4], [5, 6]], last=1, parts=2))
    [[1, 2], [3, 4], [5], [6]]
    """
    held: deque[list[_Item]] = deque()
    for batch in batches:
        held.append(batch)
        if len(held) > last:
            yield held.popleft()
    for batch in held:
        step = -(-len(batch) // parts)
        yield from (batch[start : start + step] for start in range(0, len(batch), step))
