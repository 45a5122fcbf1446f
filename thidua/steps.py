"""How far a work of several rounds has come, such as reading, sending and comparing graphs: see `graph_store.remote`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Final, NoReturn

from tqdm import tqdm

_EVERY_SECONDS: Final = 10.0


class StepLines:
    """A line every 10 seconds."""

    def __init__(self, out: IO[str], unit: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._unit, self._clock = out, unit, clock
        self._what, self._total, self._done, self._last = "", 0, 0, clock()

    def begin(self, what: str, total: int) -> None:
        """A round of `total` begins; `what` is what is done to each, as a participle."""
        self._what, self._total, self._done = what, total, 0

    def done(self) -> None:
        """One more is done."""
        self._done += 1
        if self._clock() - self._last >= _EVERY_SECONDS:
            self._last = self._clock()
            self.say(f"{self._done:,} of {self._total:,} {self._unit} {self._what}")

    def say(self, line: str) -> None:
        """Print a line."""
        print(line, file=self._out, flush=True)


class StepBar:
    """A progress bar for each round."""

    def __init__(self, bar: tqdm[NoReturn], unit: str) -> None:
        self._bar, self._unit = bar, unit

    def begin(self, what: str, total: int) -> None:
        """See `StepLines.begin`."""
        self._bar.unit = f" {self._unit} {what}"
        self._bar.reset(total)

    def done(self) -> None:
        """See `StepLines.done`."""
        self._bar.update()

    def say(self, line: str) -> None:
        """Print a line above the bar."""
        self._bar.write(line, file=self._bar.fp)


@contextmanager
def steps(out: IO[str], unit: str) -> Iterator[StepLines | StepBar]:
    """Progress shown on `out` (standard error), counted in `unit`."""
    if not out.isatty():
        yield StepLines(out, unit)
        return
    bar: tqdm[NoReturn] = tqdm(file=out, dynamic_ncols=True, leave=False)
    with bar:
        yield StepBar(bar, unit)
