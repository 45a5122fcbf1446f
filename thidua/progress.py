"""How far long work has come: a bar on a terminal, now and then a line anywhere else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, NoReturn, Protocol

from tqdm import tqdm

_EVERY_ARTICLES = 100
_EVERY_SECONDS = 10.0


class Progress(Protocol):
    """Told of each article as it is read, then of how many there are to do, then of each as it is done."""

    def read(self) -> None:
        """One more article was read."""
        ...

    def expect(self, total: int) -> None:
        """All are read; so many are now to be done."""
        ...

    def done(self, claims: int) -> None:
        """One more article, which gave `claims` claims."""
        ...


class Lines:
    """A line every 100 articles, or every 10 seconds where they are slow."""

    def __init__(self, out: IO[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._clock = out, clock
        self._total = self._read = self._articles = self._claims = 0
        self._last = clock()

    def read(self) -> None:
        """See `Progress.read`; a line every 10 seconds."""
        self._read += 1
        if self._clock() - self._last >= _EVERY_SECONDS:
            self._print(f"{self._read:,} articles read")

    def expect(self, total: int) -> None:
        """See `Progress.expect`."""
        self._total = total

    def done(self, claims: int) -> None:
        """See `Progress.done`."""
        self._articles += 1
        self._claims += claims
        if self._articles % _EVERY_ARTICLES == 0 or self._clock() - self._last >= _EVERY_SECONDS:
            self._print(f"{self._articles:,} of {self._total:,} articles, {self._claims:,} claims")

    def _print(self, line: str) -> None:
        self._last = self._clock()
        print(line, file=self._out, flush=True)


class Bar:
    """A progress bar that also counts the claims."""

    def __init__(self, bar: tqdm[NoReturn]) -> None:
        self._bar = bar
        self._claims = 0

    def read(self) -> None:
        """See `Progress.read`."""
        self._bar.update()

    def expect(self, total: int) -> None:
        """See `Progress.expect`."""
        self._bar.unit = " articles"
        self._bar.reset(total)

    def done(self, claims: int) -> None:
        """See `Progress.done`."""
        self._claims += claims
        self._bar.set_postfix_str(f"{self._claims:,} claims", refresh=False)
        self._bar.update()


@contextmanager
def progress(out: IO[str]) -> Iterator[Progress]:
    """Progress shown on `out` (standard error)."""
    if not out.isatty():
        yield Lines(out)
        return
    bar: tqdm[NoReturn] = tqdm(file=out, unit=" articles read", dynamic_ncols=True)
    with bar:
        yield Bar(bar)


@contextmanager
def bytes_read(
    out: IO[str], total: int, clock: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[int], object]]:
    """A function to be told of bytes that were read, of `total`; shown on `out` (standard error).

    Without a terminal, a line comes every 10 seconds, so that short work says nothing.
    """
    if out.isatty():
        bar: tqdm[NoReturn] = tqdm(file=out, total=total, unit="B", unit_scale=True, dynamic_ncols=True)
        with bar:
            yield bar.update
        return
    done, last = 0, clock()

    def told(count: int) -> None:
        nonlocal done, last
        done += count
        if clock() - last >= _EVERY_SECONDS:
            last = clock()
            print(f"{done / 1e6:,.0f} of {total / 1e6:,.0f} MB", file=out, flush=True)

    yield told


class PartLines:
    """A line when a part begins, and one every 10 seconds while it lasts."""

    def __init__(self, out: IO[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._clock = out, clock
        self._part = self._unit = ""
        self._total: int | None = None
        self._done = 0
        self._last = clock()

    def begin(self, part: str, unit: str, total: int | None) -> None:
        """See `graph_store.exports.files.ExportProgress.begin`."""
        self._part, self._unit, self._total, self._done = part, unit, total, 0
        self._print(part)

    def advance(self, units: int) -> None:
        """See `graph_store.exports.files.ExportProgress.advance`."""
        self._done += units
        if self._clock() - self._last >= _EVERY_SECONDS:
            of = f" of {self._total:,}" if self._total else ""
            self._print(f"{self._part}: {self._done:,}{of} {self._unit}")

    def _print(self, line: str) -> None:
        self._last = self._clock()
        print(line, file=self._out, flush=True)


class PartBar:
    """A progress bar that begins anew with each part."""

    def __init__(self, bar: tqdm[NoReturn]) -> None:
        self._bar = bar

    def begin(self, part: str, unit: str, total: int | None) -> None:
        """See `graph_store.exports.files.ExportProgress.begin`."""
        self._bar.set_description_str(part, refresh=False)
        self._bar.unit = unit if unit == "B" else f" {unit}"
        self._bar.reset(total)

    def advance(self, units: int) -> None:
        """See `graph_store.exports.files.ExportProgress.advance`."""
        self._bar.update(units)


@contextmanager
def parts(out: IO[str]) -> Iterator[PartBar | PartLines]:
    """Progress of work in several parts, shown on `out` (standard error)."""
    if not out.isatty():
        yield PartLines(out)
        return
    bar: tqdm[NoReturn] = tqdm(file=out, unit_scale=True, dynamic_ncols=True, leave=False)
    with bar:
        yield PartBar(bar)
