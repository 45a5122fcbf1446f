"""Who gets the next free worker: in turn by client, none with more than its share, none waiting for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from graph_store.errors import ClientLimitError, OverloadedError
from graph_store.pool.limits import Limits
from graph_store.pool.turns import Turns


class OverError(Exception):
    """What those are told who wait when a test has ended."""


@pytest.fixture
def turns_of() -> Iterator[Callable[..., Turns[str]]]:
    """Makes turns, and lets nobody wait after the test."""
    made: list[Turns[str]] = []

    def make(**limits: float) -> Turns[str]:
        made.append(Turns(Limits(**limits)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for turns in made:
        turns.close(OverError())


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def queue(turns: Turns[str], client: str, order: list[str]) -> threading.Thread:
    """One that waits, after all who wait already."""
    waiting = turns.waiting

    def wait() -> None:
        try:
            turns.take(client)
        except OverError:
            return
        order.append(client)
        turns.left(client, 0.0)
        turns.add("worker")

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    until(lambda: turns.waiting == waiting + 1)
    return thread


def test_what_is_free_is_lent_at_once_the_last_given_back_first(turns_of: Callable[..., Turns[str]]) -> None:
    turns = turns_of(workers=4)
    turns.add("one")
    turns.add("two")
    assert turns.take("a") == "two"
    assert (turns.busy, turns.waiting) == (1, 0)


def test_clients_take_turns_however_many_queries_one_of_them_has_waiting(turns_of: Callable[..., Turns[str]]) -> None:
    turns = turns_of(workers=1)
    turns.add("worker")
    held = turns.take("other")
    order: list[str] = []
    threads = [queue(turns, client, order) for client in ["a", "a", "a", "a", "b", "c"]]
    turns.left("other", 0.0)
    turns.add(held)
    for thread in threads:
        thread.join(10)
    assert order == ["a", "b", "c", "a", "a", "a"]


def test_a_client_has_no_more_than_its_share_while_workers_are_free(turns_of: Callable[..., Turns[str]]) -> None:
    turns = turns_of(workers=4, waiting_seconds=0.05)
    for name in ("1", "2", "3", "4"):
        turns.add(name)
    for _ in range(3):
        turns.take("bomber")
    with pytest.raises(OverloadedError, match="no worker came free"):
        turns.take("bomber")
    assert turns.take("honest") == "1"
    assert turns.waiting == 0


def test_a_client_with_too_much_under_way_is_turned_away(turns_of: Callable[..., Turns[str]]) -> None:
    turns = turns_of(workers=1, per_client=2)
    turns.add("worker")
    turns.take("a")
    queue(turns, "a", [])
    with pytest.raises(ClientLimitError, match="2 queries under way") as error:
        turns.take("a")
    assert 1 <= error.value.retry_after <= 60


def test_too_many_who_wait_turn_the_next_away(turns_of: Callable[..., Turns[str]]) -> None:
    turns = turns_of(workers=1, waiting=2)
    for client in ("a", "b"):
        queue(turns, client, [])
    with pytest.raises(OverloadedError, match="2 queries wait already"):
        turns.take("c")


def test_who_gives_up_waiting_is_forgotten_and_takes_nothing(turns_of: Callable[..., Turns[str]]) -> None:
    turns = turns_of(workers=1, waiting_seconds=0.02)
    with pytest.raises(OverloadedError):
        turns.take("a")
    turns.add("worker")
    assert turns.take("b") == "worker"


def test_closing_wakes_all_who_wait_and_refuses_all_who_come(turns_of: Callable[..., Turns[str]]) -> None:
    turns = turns_of(workers=1)
    raised: list[BaseException] = []

    def wait() -> None:
        try:
            turns.take("a")
        except ValueError as error:
            raised.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    until(lambda: turns.waiting == 1)
    turns.close(ValueError("over"))
    thread.join(10)
    assert len(raised) == 1
    with pytest.raises(ValueError, match="over"):
        turns.take("b")
