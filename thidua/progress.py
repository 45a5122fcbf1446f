"""How far a build has come: a bar on a terminal, now and then a line anywhere else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn, Protocol

from tqdm import tqdm

_EVERY_ARTICLES = 100
_EVERY_SECONDS = 10.0


class Progress(Protocol):
    """Told of each article as it is done."""

    def done(self, claims: int) -> None:
        """One more article, which gave `claims` claims."""
        ...


class Lines:
    """A line every 100 articles, or every 10 seconds where they are slow."""

    def __init__(self, total: int, out: IO[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._total, self._out, self._clock = total, out, clock
        self._articles = self._claims = 0
        self._last = clock()

    def done(self, claims: int) -> None:
        """See `Progress.done`."""
        self._articles += 1
        self._claims += claims
        if self._articles % _EVERY_ARTICLES == 0 or self._clock() - self._last >= _EVERY_SECONDS:
            self._last = self._clock()
            print(
                f"{self._articles:,} of {self._total:,} articles, {self._claims:,} claims", file=self._out, flush=True
            )


class Bar:
    """A progress bar that also counts the claims."""

    def __init__(self, bar: tqdm[NoReturn]) -> None:
        self._bar = bar
        self._claims = 0

    def done(self, claims: int) -> None:
        """See `Progress.done`."""
        self._claims += claims
        self._bar.set_postfix_str(f"{self._claims:,} claims", refresh=False)
        self._bar.update()


@contextmanager
def progress(paths: Iterable[Path], out: IO[str]) -> Iterator[Progress]:
    """Progress over the text files of `paths`, shown on `out` (standard error)."""
    total = count_texts(paths)
    if not out.isatty():
        yield Lines(total, out)
        return
    bar: tqdm[NoReturn] = tqdm(total=total, file=out, unit=" articles", dynamic_ncols=True)
    with bar:
        yield Bar(bar)


def count_texts(paths: Iterable[Path]) -> int:
    """About how many articles there are to read; what can't be looked into counts for nothing."""
    return sum(sum(1 for _ in path.rglob("*.txt")) if path.is_dir() else 1 for path in paths)
