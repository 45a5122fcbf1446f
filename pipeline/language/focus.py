"""The focus of an article: the year it was written in, the period and the bloc it speaks of; and times resolved by it.

Newspapers leave out what the reader knows: the year of "27-3", of "6 tháng đầu năm", of "năm qua". The component
`thidua_focus` works these out once for the article and stores them as `doc._.focus`; relation components then resolve
their times with `resolve` and `resolve_day`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.mentions import Mention, found, reading_of, sentence_around, sentences, view_of
from pipeline.language.times import Day, Time


@dataclass(frozen=True, slots=True)
class Focus:
    """What an article is about.

    `year` and `month` are those of writing (0 where nothing tells), `review` is the period that the article looks back on in the
    notation of CLAIMS.md, `bloc` the name of the bloc it speaks of, `area` the province that it is about, "" where none is. `meeting`
    tells that it reports a bloc's review or names the bloc in its title.
    """

    year: int
    month: int
    review: str
    bloc: str
    area: str
    meeting: bool = False


_FAR = re.compile(
    r"(?:đến|tới|vào|sang|bước sang|phấn đấu|dự kiến|chỉ tiêu|giai đoạn|nhiệm kỳ|tầm nhìn|kế hoạch năm|kế hoạch|"
    r"mục tiêu(?: đến)?|năm học|thời kỳ)\s*$"
)
_AHEAD = re.compile(r"\b(?:dự kiến|phấn đấu|sẽ|mục tiêu|đề ra|về đích|đặt ra)\b[^,.;]*$")
_AHEAD_REACH = 40
_REPORTS = re.compile(r"\b(?:kết quả|tình hình|báo cáo)\b[^.,;:]{0,70}$")
_REACH = 110
_LEAD = 600
"""Characters of an article's head, where the day of what it reports is told."""
_YEAR_WORDS = ("năm", "cả năm", "trong năm", "hết năm", "cuối năm")
_TITLE_WEIGHT, _LEAD_WEIGHT = 3, 2
"""How much more than a plain mention a year in the title counts, and the first one named in the text."""
_REVIEW = re.compile(r"\b(?P<kind>tổng kết|sơ kết)\b")


@Language.component("thidua_focus")
def set_focus(doc: Doc) -> Doc:
    """Work out the article's focus and store it."""
    published = _published(doc)
    review = _review(doc)
    year, month = published if published else _guess_year(doc, review)
    title_end = min((e for _, e in sentences(doc)), default=0)
    meeting = review is not None or any(m.start < title_end for m in found(doc, "bloc"))
    if review is None:
        review = _main_period(doc, year)
    reading_of(doc).focus = Focus(year, month, review, _main_bloc(doc), _main_area(doc), meeting)
    return doc


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
        return notation(base + time.shift, "") if base else None
    year = time.year or base
    if not year:
        return None
    return f"{year}/{time.until}" if time.until else notation(year, time.part)


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


def _published(doc: Doc) -> tuple[int, int] | None:
    """Year and month of publication, month 0 where only the year is known."""
    published = reading_of(doc).published
    if not published:
        return None
    year, _, rest = published.partition("-")
    return int(year), int(rest[:2] or 0)


def _review(doc: Doc) -> str | None:
    """The period that the first reviewing conference in the text looks back on."""
    fold = view_of(doc).fold
    for match in _REVIEW.finditer(fold):
        bounds = sentence_around(doc, match.start())
        kind = "mid-year-review" if match["kind"] == "sơ kết" else "annual-review"
        period = reviewed_period(doc, bounds, match.end(), kind)
        if period:
            return period
    return None


def reviewed_period(doc: Doc, sentence: tuple[int, int], after: int, kind: str) -> str | None:
    """The period that a review told of in `sentence` looks back on: what its words name from offset `after` on.

    A mid-year review is of a half, whose year may be named later ("6 tháng thực hiện giao ước thi đua năm 2016") or earlier ("năm
    2020 ... sơ kết 6 tháng đầu năm"). None where no year is named.
    """
    times = [m for m in found(doc, "time") if sentence[0] <= m.start < sentence[1]]
    usable = [m for m in times if not (m.value.same or m.value.until or m.value.again or (m.value.shift or 0) > 0)]
    behind = [m for m in usable if after <= m.start <= after + _REACH]
    if kind == "mid-year-review":
        part = next((m.value.part for m in behind if m.value.part and m.value.part != "H2"), "H1")
        years = [m.value.year for m in behind if m.value.year] or [
            m.value.year for m in usable if m.value.year and m.end <= after
        ][-1:]
        return notation(years[0], part) if years else None
    first = next((m.value for m in behind if m.value.year), None)
    return notation(first.year, first.part if kind == "other" else "") if first else None


def _years(doc: Doc) -> list[tuple[int, int]]:
    """Years that the text mentions as present or past, with the offset of the mention."""
    fold = view_of(doc).fold
    years = [(m.value.year, m.start) for m in found(doc, "date") if m.value.year]
    for mention in found(doc, "time"):
        time: Time = mention.value
        before = fold[max(0, mention.start - 24) : mention.start]
        if (
            time.year
            and not time.until
            and not _FAR.search(before)
            and not _AHEAD.search(fold, max(0, mention.start - _AHEAD_REACH), mention.start)
            and not fold.startswith(("đến", "tới", "sang"), mention.start)
        ):
            years.append((time.year + time.same, mention.start))
    return [(y, at) for y, at in years if 1990 <= y <= date.today().year]


def _guess_year(doc: Doc, review: str | None) -> tuple[int, int]:
    """The year of writing where nothing states it: that of the first dated event, else the latest year spoken of."""
    fold = view_of(doc).fold
    stated = [m for m in found(doc, "date") if m.value.year and fold[max(0, m.start - 1) : m.start] != "("]
    early = [m.value for m in stated if m.start <= _LEAD and m.value.year >= period_year(review or "")]
    if early:
        return early[0].year, early[0].month
    dates = [m.value for m in stated]
    if review:
        dates = [d for d in dates if d.year >= period_year(review)]
        return (dates[0].year, dates[0].month) if dates else (period_year(review) + (len(review) == 4), 0)
    years = [y for y, at in _years(doc) if fold[max(0, at - 1) : at] != "("]
    latest = max(years, default=0)
    recent = [d for d in dates if d.year >= latest - 1]
    return (recent[0].year, recent[0].month) if recent else (latest, 0)


def _main_period(doc: Doc, year: int) -> str:
    """The period an article without a conference is about: the first part of a year it names early on, else the year that
    it names most often, the later one of two."""
    early = [
        m
        for m in found(doc, "time")
        if not m.value.same and not m.value.until and not m.value.again and m.start <= _LEAD
    ][:3]
    for mention in early:
        time: Time = mention.value
        if time.part and not time.part.isdigit() and (time.year in (None, year)):
            return notation(time.year or year, time.part) if year else ""
    fold = view_of(doc).fold
    reported = next(
        (m.value for m in found(doc, "time") if _is_reported(fold, m) and m.value.year in (None, year)), None
    )
    if reported and year:
        return notation(year, reported.part)
    title_end = min((e for _, e in sentences(doc)), default=0)
    known = [(y, at) for y, at in _years(doc) if y <= year]
    named = [(y, at) for y, at in known if fold.startswith(_YEAR_WORDS, at)]
    stated = Counter(y for y, _ in named)
    stated.update({y: _TITLE_WEIGHT for y, at in known if at < title_end})
    stated.update([y for y, at in named if at >= title_end][:1] * _LEAD_WEIGHT)
    if not stated:
        return str(year or "")
    most = max(stated.values())
    return str(max(y for y, n in stated.items() if n == most))


def _is_reported(fold: str, mention: Mention) -> bool:
    """Whether a part of a year is what a report covers: "báo cáo kết quả thực hiện nhiệm vụ 6 tháng đầu năm"."""
    time: Time = mention.value
    part = time.part and not time.part.isdigit() and not time.same and not time.again and time.part != "H2"
    return bool(part) and _REPORTS.search(fold, max(0, mention.start - _AHEAD_REACH * 2), mention.start) is not None


def _main_bloc(doc: Doc) -> str:
    named = [m.value for m in found(doc, "bloc") if m.value]
    return Counter(named).most_common(1)[0][0] if named else ""


def _main_area(doc: Doc) -> str:
    """The province that the article is about: the one that the title names, else the most frequent one."""
    provinces: list[Mention] = found(doc, "province")
    bounds = sentences(doc)
    title = [m.value for m in provinces if bounds and m.end <= bounds[0][1]]
    if len(set(title)) == 1:
        return str(title[0])
    counts = Counter(m.value for m in provinces).most_common(2)
    clear = counts and (len(counts) == 1 or counts[0][1] > counts[1][1])
    return str(counts[0][0]) if clear else ""
