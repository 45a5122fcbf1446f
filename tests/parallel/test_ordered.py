"""The ordered map, with workers that are no processes: batches, order, how much is under way, and what is tried again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parallel.errors import WorkerDiedError, WorkersError
from parallel.ordered import GivenUp, answers_in_order, batches, tapered


class Squares:
    """Squares numbers, noting each batch; dies with a batch that holds one of `deadly`, which holds for each so many times."""

    def __init__(self, deadly: dict[int, int] | None = None, ahead: int = 3) -> None:
        self.tries = 2
        self.given: list[list[int]] = []
        self._deadly = deadly or {}
        self._ahead = ahead

    def ahead(self) -> int:
        return self._ahead

    def submit(self, batch: Sequence[int]) -> Callable[[], list[int]]:
        self.given.append(list(batch))
        return lambda: self._answers(batch)

    def _answers(self, batch: Sequence[int]) -> list[int]:
        for number in batch:
            if self._deadly.get(number, 0):
                self._deadly[number] -= 1
                raise WorkerDiedError
        return [number * number for number in batch]


ALWAYS = 1_000


def test_answers_come_in_the_order_of_the_items_and_no_more_batches_than_allowed_are_read_ahead() -> None:
    read = 0

    def reading() -> Iterator[int]:
        nonlocal read
        for number in range(50):
            read += 1
            yield number

    done = 0
    for number, answer in answers_in_order(batches(reading(), 5), Squares(ahead=2)):
        assert (number, answer) == (done, done * done)
        done += 1
        assert read - done < 5 * 3
    assert done == 50


def test_batch_whose_worker_dies_once_is_tried_again_whole() -> None:
    workers = Squares({5: 1})
    assert list(answers_in_order([[4, 5], [6]], workers)) == [(4, 16), (5, 25), (6, 36)]
    assert workers.given == [[4, 5], [6], [4, 5]]


def test_item_that_always_kills_is_given_up_alone_and_its_neighbours_are_answered() -> None:
    workers = Squares({5: ALWAYS})
    found = list(answers_in_order([[4, 5, 6], [7]], workers))
    assert found == [(4, 16), (5, GivenUp(2)), (6, 36), (7, 49)]
    assert workers.given == [[4, 5, 6], [7], [4, 5, 6], [4], [5], [5], [6]]


def test_given_up_item_says_how_many_processes_died_with_it() -> None:
    assert str(GivenUp(2)) == "each of 2 worker processes that had it alone died (killed, or out of memory)"


def test_workers_that_die_with_item_after_item_are_an_error_and_not_a_row_of_given_up_items() -> None:
    workers = Squares(dict.fromkeys(range(40), ALWAYS))
    with pytest.raises(WorkersError, match="die whatever they are given, 5 items in a row"):
        list(answers_in_order(batches(range(40), 10), workers))
    assert [len(batch) for batch in workers.given[-2:]] == [1, 1]


def test_items_given_up_with_some_done_between_them_are_no_such_error() -> None:
    deadly = dict.fromkeys(range(0, 40, 2), ALWAYS)
    found = [answer for _, answer in answers_in_order(batches(range(40), 10), Squares(deadly))]
    assert found == [GivenUp(2) if n % 2 == 0 else n * n for n in range(40)]


@given(st.lists(st.integers(0, 9)), st.integers(1, 5), st.integers(1, 20))
def test_batches_hold_all_items_in_order_and_end_at_the_first_limit(sizes: list[int], most: int, limit: int) -> None:
    cut = list(batches(sizes, most, lambda size: size, limit))
    assert [size for batch in cut for size in batch] == sizes
    for batch in cut:
        assert 1 <= len(batch) <= most
        assert sum(batch[:-1]) < limit
    assert all(len(batch) == most or sum(batch) >= limit for batch in cut[:-1])


@given(st.lists(st.lists(st.integers(), min_size=1, max_size=9)), st.integers(0, 3), st.integers(1, 5))
def test_tapered_batches_hold_the_same_items_and_only_the_last_ones_are_cut(
    cut: list[list[int]], last: int, parts: int
) -> None:
    found = list(tapered(cut, last, parts))
    whole = cut[: max(len(cut) - last, 0)]
    assert [item for batch in found for item in batch] == [item for batch in cut for item in batch]
    assert found[: len(whole)] == whole
    assert all(found)
    assert len(found) - len(whole) <= parts * min(last, len(cut))
