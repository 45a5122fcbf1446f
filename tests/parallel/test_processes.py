"""Worker processes of this machine: they start when needed, and one that dies is replaced and costs no batch."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parallel.errors import WorkersError
from parallel.ordered import GivenUp, answers_in_order, batches
from parallel.processes import Processes


@pytest.fixture(scope="module")
def chores() -> Any:
    """The module of that name, as the worker processes import it."""
    return importlib.import_module("chores")


@pytest.fixture(autouse=True)
def _none_is_left_behind() -> Iterator[None]:
    before = set(multiprocessing.active_children())
    yield
    assert set(multiprocessing.active_children()) == before


def test_answers_come_in_order_from_several_processes(chores: Any) -> None:
    with Processes[object, int](2, chores.own_pid) as processes:
        pids = [answer for _, answer in answers_in_order(batches(range(12), 2), processes)]
    assert len(pids) == 12
    assert len(set(pids)) == 2
    assert os.getpid() not in pids


def test_no_process_starts_before_there_is_work(chores: Any) -> None:
    before = set(multiprocessing.active_children())
    with Processes[int, int](2, chores.double) as processes:
        assert list(answers_in_order([], processes)) == []
        assert set(multiprocessing.active_children()) == before


def test_function_to_start_with_is_run_first_in_each_process(chores: Any) -> None:
    with Processes[object, str](2, chores.started, (chores.start, ("đã sẵn sàng",))) as processes:
        found = [answer for _, answer in answers_in_order(batches(range(6), 1), processes)]
    assert found == ["đã sẵn sàng"] * 6


def test_batch_whose_process_dies_is_done_by_another(chores: Any, tmp_path: Path) -> None:
    paths = [tmp_path / str(n) for n in range(8)]
    for path in paths[:2] + paths[3:]:
        path.touch()
    with Processes[Path, int](2, chores.die_at_first) as processes:
        found = list(answers_in_order(batches(paths, 2), processes))
    assert [path for path, _ in found] == paths
    assert not any(isinstance(answer, GivenUp) for _, answer in found)
    assert paths[2].exists()


def test_only_the_item_that_a_process_dies_with_is_given_up(chores: Any) -> None:
    numbers = [*range(9), chores.POISON, *range(20, 40)]
    with Processes[int, int](2, chores.double) as processes:
        found = list(answers_in_order(batches(numbers, 4), processes))
    assert found == [(n, GivenUp(2) if n == chores.POISON else 2 * n) for n in numbers]


def test_process_that_is_killed_while_it_has_nothing_to_do_is_replaced(chores: Any) -> None:
    before = set(multiprocessing.active_children())
    with Processes[int, int](1, chores.double) as processes:
        assert list(answers_in_order([[1]], processes)) == [(1, 2)]
        (child,) = set(multiprocessing.active_children()) - before
        child.kill()
        child.join()
        assert list(answers_in_order([[2], [3]], processes)) == [(2, 4), (3, 6)]


def test_processes_that_die_with_whatever_they_are_given_are_an_error(chores: Any) -> None:
    with Processes[object, object](1, chores.die) as processes, pytest.raises(WorkersError, match="5 items in a row"):
        list(answers_in_order(batches(range(5), 1), processes))


def test_error_of_the_work_is_raised(chores: Any) -> None:
    with Processes[object, object](1, chores.fail) as processes, pytest.raises(LookupError, match="nothing for a"):
        list(answers_in_order([["a"], ["b"]], processes))


def test_ctrl_c_that_comes_just_before_interrupts_are_blocked_leaves_them_unblocked(
    chores: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mask = signal.pthread_sigmask

    def interrupted(how: int, signals: Any) -> Any:
        before = mask(how, signals)
        if how == signal.SIG_BLOCK and signals:
            raise KeyboardInterrupt  # as Python does where the signal came before the call
        return before

    with Processes(1, chores.double) as processes:
        monkeypatch.setattr(signal, "pthread_sigmask", interrupted)
        with pytest.raises(KeyboardInterrupt):
            processes.submit([1])
    assert signal.SIGINT not in mask(signal.SIG_BLOCK, ())
