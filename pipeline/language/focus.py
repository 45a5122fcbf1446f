"""The focus of an article: the year it was written in, the period, the bloc and the province it speaks of; and times resolved by it.

Newspapers leave out what the reader knows: the year of "27-3", of "6 tháng đầu năm", of "năm qua". The component
`thidua_focus` (in `pipeline.language.dating`) works these out once for the article and stores them as `doc._.focus`; relation
components then resolve their times with `resolve` and `resolve_day`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from pipeline.language.mentions import reading_of
from pipeline.language.times import Day, Time


@dataclass(frozen=True, slots=True)
class Focus:
    """What an article is about."""

    year: int
    month: int
    """With `year` the time of writing; 0 where nothing tells."""
    review: str
    """The period that the article looks back on, in the notation of CLAIMS.md."""
    bloc: str
    """The name of the bloc it speaks of, "" where there is none."""
    area: str
    """The province that it is about, "" where none is."""
    meeting: bool = False
    """Whether it reports a bloc's review or names the bloc in its title."""
    dated: bool = False
    """Whether `year` comes from the metadata and not from the text."""
    public: bool = True
    """Whether it is about public affairs (see `pipeline.language.relevance`)."""
    event: bool = True
    """Whether it reports a meeting or a ceremony."""


def focus_of(doc: Doc) -> Focus:
    """The article's focus."""
    focus: Focus = reading_of(doc).focus
    return focus


def resolve(time: Time, focus: Focus, current: str = "") -> str | None:
    """The period that `time` means, in the notation of CLAIMS.md, or None where nothing gives its year.

    `current` is the period that the text last spoke of; it lends its year where the words leave it out.
    """
    base = period_year(current) or period_year(focus.review) or focus.year
    if time.same:
        year = time.year or (base - 1 if base else 0)
        return notation(year, time_part(current)) if year else None
    if time.shift is not None and time.year is None:
        return notation(base + time.shift, time.part) if base else None
    year = time.year or base
    if not year:
        return None
    if time.until:
        return f"{year}-01/{time.until}-{time.part}" if time.part else f"{year}/{time.until}"
    return notation(year, time.part)


def resolve_day(day: Day, focus: Focus, reviewed: str = "") -> str | None:
    """The ISO date of `day`; a year left out is the year of writing, or follows from the period `reviewed` at the event."""
    year = day.year
    if year is None and reviewed:
        reviewed_year = int(reviewed[:4])
        later = len(reviewed) == 4 and day.month <= 9
        year = reviewed_year + 1 if later else reviewed_year
        if focus.year in (reviewed_year, reviewed_year + 1) and len(reviewed) == 4 and day.month in (10, 11, 12):
            year = reviewed_year
    year = year or focus.year
    try:
        return date(year, day.month, day.day).isoformat() if year else None
    except ValueError:
        return None


def notation(year: int, part: str) -> str:
    """A period in the notation of CLAIMS.md: year and part, a run of months written in full."""
    if not part:
        return str(year)
    first, _, last = part.partition("/")
    return f"{year}-{first}/{year}-{last}" if last else f"{year}-{part}"


_LAST_MONTHS = {"H1": 6, "H2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}
"""The month that a part of a year ends in."""


def last_over(year: int, month: int, part: str) -> int:
    """The year of the last `part` (as in a period's notation) that was about over when somebody wrote in `month` of `year`.

    Reports come out before a period ends, so that one that ends next month counts. A month of 0 is unknown.

    >>> last_over(2025, 2, "Q4"), last_over(2025, 5, "H1")
    (2024, 2025)
    """
    end = _LAST_MONTHS.get(part) or int(part.rpartition("/")[2] or 0)
    return year - 1 if month and end > month + 1 else year


def time_part(period: str) -> str:
    """The part of a period: `H1`, `Q3`, `09`, a run of months `01/09`, or "" for years."""
    if _is_span(period):
        return ""
    first, _, last = period.partition("/")
    part = first.partition("-")[2]
    return f"{part}/{last.partition('-')[2]}" if last else part


def period_year(period: str) -> int:
    """The (last) year of a period, 0 for no period."""
    return int(period.rpartition("/")[2][:4]) if period else 0


def _is_span(period: str) -> bool:
    return re.fullmatch(r"\d{4}/\d{4}", period) is not None
