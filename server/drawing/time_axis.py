"""Periods along an axis: where each lies, what is written below it, and its name in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from ontology import periods
from server.drawing.scales import moment, notation
from server.language import Language

_YEAR: Final = re.compile(r"[0-9]{4}")
_PART: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<form>H|Q|M|)(?P<number>[0-9]{1,2})")
_MONTHS: Final = re.compile(r"(?P<year>[0-9]{4})-01/(?P=year)-(?P<number>[0-9]{2})")
_ROMAN: Final = ("I", "II", "III", "IV")
_ENGLISH: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEAREST: Final = 0.22
"""Names of periods this near each other (of the axis) would run together on a telephone."""


class TimeAxis:
    """The places of some periods, from 0 to 1; those that are no periods have none. A lone period lies in the middle."""

    def __init__(self, periods: Iterable[str]) -> None:
        self._moments = {period: at for period in periods if (at := moment(period)) is not None}
        self.first = min(self._moments.values(), default=0.0)
        self.last = max(self._moments.values(), default=0.0)

    def place(self, period: str) -> float:
        """Where a period lies that the axis was made with."""
        return self._share(self._moments[period])

    def ticks(self, most: int, language: Language) -> list[tuple[float, str, str]]:
        """What is written below the axis: a place, and two lines, the upper of which may be empty.

        Each period is named where there is room, else years are: every other (third, ...) where there are more than
        `most`, the last always, each in the middle of its periods.
        """
        places = sorted(self._share(at) for at in self._moments.values())
        crowded = any(after - before < _NEAREST for before, after in pairwise(places))
        if not crowded and not all(_YEAR.fullmatch(period) for period in self._moments):
            return [(self._share(at), *head(period, language)) for period, at in self._moments.items()]
        by_year: dict[int, list[float]] = {}
        for at in self._moments.values():
            by_year.setdefault(int(at), []).append(self._share(at))
        years = range(max(by_year), min(by_year) - 1, -max(-(-(max(by_year) - min(by_year) + 1) // most), 1))
        middles = {year: sum(found) / len(found) for year, found in by_year.items()}
        return [(middles.get(year, self._share(year + 0.5)), "", str(year)) for year in reversed(years)]

    def _share(self, at: float) -> float:
        return (at - self.first) / (self.last - self.first) if self.last > self.first else 0.5


def short(period: str, language: Language) -> str:
    """What is written below the axis, above the year: `H1`, in Vietnamese `6T đầu` (its first six months)."""
    vietnamese = language == "vi"
    if match := _MONTHS.fullmatch(period):
        return f"{int(match['number'])}{'T' if vietnamese else 'M'}"
    match = _PART.fullmatch(period)
    if not match:
        return period.replace("/", "–")
    number = int(match["number"])
    if match["form"] == "H":
        return (f"6T {'đầu' if number == 1 else 'cuối'}") if vietnamese else f"H{number}"
    if match["form"] == "Q":
        return f"Quý {_ROMAN[number - 1]}" if vietnamese else f"Q{number}"
    return f"T{number}" if vietnamese else _ENGLISH[number - 1]


def head(period: str, language: Language) -> tuple[str, str]:
    """Two lines to head a column with: `H1` above `2023`; of a year or a span of years the upper one is empty."""
    part = short(period, language)
    if part == period.replace("/", "–"):
        return "", period.replace("/", "–")
    return part, period[:4]


def words(period: str, language: Language) -> str:
    """A period in words, for a hint: `6 tháng đầu năm 2023`, `first half of 2023`."""
    vietnamese, english = periods.labels(notation(period))
    return vietnamese if language == "vi" else english
