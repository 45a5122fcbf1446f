"""From values to places and shades: ticks at round numbers, places in time, classes of a map."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ontology import periods
from server import wording
from server.language import Language

CLASSES: Final = 5
"""So many shades a reader still tells apart on a map."""

_MONTH: Final = re.compile(r"(?P<year>[0-9]{4})-M(?P<month>[0-9]{2})")
_STEPS: Final = (1, 2, 2.5, 5, 10)


def written(value: float, language: Language) -> str:
    """A number in the language's style: `8,5` or `8.5`; to six significant digits, which no mark of a scale needs more of."""
    exact = f"{Decimal(f'{value:.6g}'):f}"
    return wording.number_vi(exact) if language == "vi" else wording.number_en(exact)


def notation(period: str) -> str:
    """The period in the notation of `ontology.periods`: the month `2023-M06` is `2023-06` there."""
    return _MONTH.sub(r"\g<year>-\g<month>", period)


@lru_cache(maxsize=4096)
def moment(period: str) -> float | None:
    """The middle of a period in years: `2023` is 2023.5, `2023-H1` is 2023.25. None where `period` is none."""
    try:
        span = periods.parse(notation(period))
    except ValueError:
        return None
    first, last = (day.year + (day.timetuple().tm_yday - 1) / 365.25 for day in (span.first, span.last))
    return round((first + last + 1 / 365.25) / 2, 2)


def sound(value: float) -> bool:
    """Whether a value can be drawn: a finite number, not so great that the length of an axis overflows."""
    return math.isfinite(value) and abs(value) < 1e100


@dataclass(frozen=True)
class Scale:
    """An axis of values with its `ticks`, the first and the last of which are its ends."""

    ticks: tuple[float, ...]

    @property
    def low(self) -> float:
        """The least value that the axis reaches."""
        return self.ticks[0]

    @property
    def high(self) -> float:
        """The greatest value that the axis reaches."""
        return self.ticks[-1]

    def share(self, value: float) -> float:
        """How far from `low` to `high` the value lies, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def nice(values: Iterable[float], wanted: int = 4) -> Scale:
    """An axis with about `wanted` steps of a round size that covers `values`, and 0 where that costs little room.

    Values that are all equal get an axis around them, so that nothing is divided by 0.
    """
    found = [value if abs(value) > 1e-100 else 0.0 for value in values]
    low, high = min(found), max(found)
    # An axis that could as well begin at 0 does: a rise then looks as large as it is.
    if low > 0 and low < 0.6 * high:
        low = 0.0
    if high < 0 and high > 0.6 * low:
        high = 0.0
    if math.isclose(low, high, rel_tol=1e-9):
        room = abs(low) * 0.1 or 1.0
        low, high = low - room, high + room
    step = _round_step((high - low) / wanted)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return Scale(tuple(float(f"{index * step:.12g}") for index in range(first, last + 1)))


def _round_step(raw: float) -> float:
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step for step in _STEPS if raw <= step * power * (1 + 1e-9)) * power


@dataclass(frozen=True)
class Classes:
    """The classes of a map: `shades[i]` belongs to values from `bounds[i]` on, up to the next bound; the last to all above.

    Shades are `1` (least) to `5`, or, where signs differ, `-3` (most negative) to `-1`, and `1`, `3`, `5`. `ends` are the least
    and the greatest value found in each class.
    """

    bounds: tuple[float, ...]
    shades: tuple[int, ...]
    ends: tuple[tuple[float, float], ...]

    def shade(self, value: float) -> int:
        """The shade of a value."""
        return self.shades[max(bisect_right(self.bounds, value) - 1, 0)]


def classes(values: Iterable[float]) -> Classes:
    """Classes with about as many values each: five, or, where signs differ, up to three on either side of 0."""
    found = sorted(values)
    below, above = [v for v in found if v < 0], [v for v in found if v >= 0]
    if below and above and above[-1] > 0:
        parts = [*_quantiles(below, 3), *_quantiles(above, 3)]
        negative = sum(part[0] < 0 for part in parts)
        shades = [*(i - negative for i in range(negative)), *(2 * i + 1 for i in range(len(parts) - negative))]
    else:
        parts = _quantiles(found, CLASSES)
        last = len(parts) - 1
        shades = [1 + round(i * (CLASSES - 1) / last) if last else 3 for i in range(len(parts))]
    return Classes(tuple(p[0] for p in parts), tuple(shades), tuple((p[0], p[-1]) for p in parts))


def _quantiles(ordered: Sequence[float], count: int) -> list[list[float]]:
    """`ordered` cut into at most `count` runs of about the same length; equal values are never in different runs."""
    distinct = sorted(set(ordered))
    cuts = {ordered[len(ordered) * part // count] for part in range(count)} if ordered else set()
    starts = distinct if len(distinct) <= count else sorted(cuts)
    runs: list[list[float]] = [[] for _ in starts]
    for value in ordered:
        runs[bisect_right(starts, value) - 1].append(value)
    return runs
