"""Work for the tests of workers. It lies in a module of its own, which worker processes can import."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

POISON = -1
"""The number with which a process dies each time."""


def double(numbers: Sequence[int]) -> list[int]:
    if POISON in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    return [2 * number for number in numbers]


def die_at_first(paths: Sequence[Path]) -> list[int]:
    """The process ids of those that do the work; the first that is given a path dies with it."""
    for path in paths:
        if not path.exists():
            path.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return [os.getpid() for _ in paths]


def own_pid(batch: Sequence[object]) -> list[int]:
    return [os.getpid() for _ in batch]


def die(batch: Sequence[object]) -> list[object]:
    os.kill(os.getpid(), signal.SIGKILL)
    return list(batch)


def fail(batch: Sequence[object]) -> list[object]:
    raise LookupError(f"nothing for {batch[0]}")


STARTED: list[str] = []


def start(word: str) -> None:
    STARTED.append(word)


def started(batch: Sequence[object]) -> list[str]:
    return [*STARTED] * len(batch)
