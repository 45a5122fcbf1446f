"""The period that an article is about which reports no conference: the one that most of its figures and its title speak of."""

from __future__ import annotations

import re
from collections import Counter
from itertools import zip_longest

from spacy.tokens import Doc

from pipeline.language.focus import last_over, notation, period_year
from pipeline.language.mentions import Mention, found, sentences, view_of, within
from pipeline.language.time_cues import AHEAD, AHEAD_REACH, FAR, PAST_SPAN, PLANNED_SPAN, TOO_EARLY, UNTIL
from pipeline.language.times import Time

_REPORTS = re.compile(r"\b(?:kết quả|tình hình|báo cáo)\b[^.,;:]{0,70}$")
_YEAR_WORDS = ("năm", "cả năm", "trong năm", "hết năm", "cuối năm")
_TITLE_WEIGHT, _LEAD_WEIGHT = 3, 2
"""How much more than a plain mention a year in the title counts, and the first one named in the text."""


def main_period(doc: Doc, year: int, month: int) -> str:
    """The period that an article without a conference is about: the one that most of its figures and its title speak of, the later
    of two."""
    fold = view_of(doc).fold
    title_end = min((e for _, e in sentences(doc)), default=0)
    weights: Counter[str] = Counter()
    times = [m for m in found(doc, "time") if not m.value.same]
    first = True
    for mention, following in zip_longest(times, times[1:]):
        period = _period_named(fold, mention, year, month)
        if not period:
            continue
        stop = following.start if following is not None else len(fold)
        weights[period] += 1 + min(_figures_until(doc, mention.end, stop), _MOST_FIGURES)
        if _is_reported(fold, mention):
            weights[period] += _LEAD_WEIGHT
        if mention.start < title_end:
            weights[period] += _TITLE_WEIGHT
        elif first:
            weights[period] += _LEAD_WEIGHT
            first = False
    if year and month >= _LATE:
        weights[str(year)] += _TITLE_WEIGHT
    elif year and 0 < month <= TOO_EARLY:
        weights[str(year - 1)] += _TITLE_WEIGHT
    recent = {p: n for p, n in weights.items() if period_year(p) >= year - 1}
    if not recent:
        return str(year or "")
    weights = Counter(recent)
    most = max(weights.values())
    return max(p for p, n in weights.items() if n == most)


_COMPARED = re.compile(
    r"\b(?:so(?: với)?|bằng|cao hơn|thấp hơn|gấp|hơn)\s+(?:với\s+)?(?:(?:mức|cùng kỳ|thực hiện|cuối|đầu|kết quả)\s+){0,2}(?:của\s+)?$"
)
_OF_ONE_FIGURE = re.compile(r"(?:%|đồng|usd|người|tấn|điểm)\s*\(?$")
"""A time right behind a figure is that figure's alone."""
_LATE = 11
"""From this month on the year of writing is looked back on."""
_MOST_FIGURES = 4
"""Figures behind one mention of a time that count for it: one long list must not outweigh the rest of a text."""


def _period_named(fold: str, mention: Mention, year: int, month: int) -> str:
    """The period that a time means as one an article may be about: a year or a part of one, over by the time of writing."""
    time: Time = mention.value
    if time.again or time.part.isdigit() or not year:
        return ""
    if time.until:
        before = fold[max(0, mention.start - 80) : mention.start]
        looked_back = PAST_SPAN.search(before) or (time.until >= year - 1 and not PLANNED_SPAN.search(before))
        return f"{time.year}/{time.until}" if looked_back and time.until <= year else ""
    if time.year is None and (time.shift is not None or time.part == "H2"):
        return ""
    before = fold[max(0, mention.start - AHEAD_REACH) : mention.start]
    if _COMPARED.search(before) or _OF_ONE_FIGURE.search(before):
        return ""
    if FAR.search(before[-24:]) or AHEAD.search(before) or fold.startswith(UNTIL, mention.start):
        return ""
    if not time.part and not fold.startswith(_YEAR_WORDS, mention.start):
        return ""
    named = time.year or last_over(year, month, time.part)
    if not time.part and named == year and 0 < month <= TOO_EARLY:
        return ""
    return notation(named, time.part) if named <= year else ""


def _figures_until(doc: Doc, start: int, stop: int) -> int:
    """Figures with a unit in `start:stop`."""
    return sum(1 for m in within(found(doc, "quantity"), start, stop) if m.value.unit)


def _is_reported(fold: str, mention: Mention) -> bool:
    """Whether a time is what a report covers: "báo cáo kết quả thực hiện nhiệm vụ 6 tháng đầu năm"."""
    return _REPORTS.search(fold, max(0, mention.start - AHEAD_REACH * 2), mention.start) is not None
