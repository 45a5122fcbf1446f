"""Dating an article: when it was written, which period it looks back on, which bloc and province it is about.

The component `thidua_focus` works these out from the publication date where the metadata give one, else from what the text dates,
and stores them as `doc._.focus` (see `pipeline.language.focus`).
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import zip_longest

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.focus import Focus, last_over, notation, period_year
from pipeline.language.mentions import (
    Mention,
    found,
    reading_of,
    sentence_around,
    sentences,
    starting_in,
    view_of,
    within,
)
from pipeline.language.relevance import is_public, reports_event
from pipeline.language.subject import main_area, main_bloc
from pipeline.language.times import Day, Time

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
        review = _main_period(doc, year, month)
    bloc, dated = main_bloc(doc), published is not None
    public, event = is_public(doc, bloc), reports_event(doc)
    reading_of(doc).focus = Focus(year, month, review, bloc, main_area(doc), meeting, dated, public, event)
    return doc


def _published(doc: Doc) -> tuple[int, int] | None:
    """Year and month of publication, month 0 where only the year is known."""
    if not reading_of(doc).published:
        return None
    year, _, rest = str(reading_of(doc).published).partition("-")
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
    times = starting_in(found(doc, "time"), *sentence)
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
    return _without_plans([(y, at) for y, at in years if 1990 <= y <= date.today().year])


def _without_plans(years: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The years without those that plans aim at: several round ones, far behind all others ("năm 2020 đạt ..., năm 2025 là ...")."""
    latest = max((y for y, _ in years if y % _PLAN), default=0)
    planned = {y for y, _ in years if not y % _PLAN and y > latest + 1}
    return [(y, at) for y, at in years if not latest or len(planned) < _SEVERAL or y not in planned]


_PLAN, _SEVERAL = 5, 2
"""Plans run for five years, to years that end in 0 and 5."""


def _guess_year(doc: Doc, review: str | None) -> tuple[int, int]:
    """Year and month of writing where nothing states them: those of the first dated event, else of the latest year spoken of."""
    fold = view_of(doc).fold
    stated = [m for m in found(doc, "date") if m.value.year and _is_event(doc, m)]
    latest = max([*(y for y, at in _years(doc) if fold[max(0, at - 1) : at] != "("), *_span_ends(doc)], default=0)
    least = period_year(review) if review else latest - 1
    early = [m.value for m in stated if m.start <= _LEAD and m.value.year >= least]
    if early:
        return early[0].year, early[0].month
    dates = [m.value for m in stated]
    if review:
        dates = [d for d in dates if d.year >= period_year(review)]
        return (dates[0].year, dates[0].month) if dates else _after_review(doc, review)
    recent = [d for d in dates if d.year >= latest - 1]
    if recent:
        return recent[0].year, recent[0].month
    day = _first_bare_day(doc)
    closed = day is not None and (
        (day.month <= _EARLY_MONTHS and _closes_year(doc, latest)) or (day.month < _TOO_EARLY and _tells_year(doc, latest))
    )
    return latest + closed, day.month if day else 0


_EARLY_MONTHS = 10
"""An event up to this month that tells of "hết năm 2016" happened in the year after."""
_FOLLOWS_DOCUMENT = re.compile(r"\s*(?:,|\(|của)?\s*(?:ban hành\s*)?(?:ký\s*)?$")
_ISSUED_BY = re.compile(
    r"\s*(?:của|do)\s+(?:ban|bch|bộ|chính phủ|thủ tướng|ubnd|ủy ban|hđnd|quốc hội|tỉnh ủy|thành ủy|chủ tịch|tw|trung ương)\b"
)
_NO_EVENT = re.compile(
    r"(?:thời điểm|từ ngày|trước ngày|đến ngày|hạn|sinh ngày|thành lập(?: tỉnh| đảng| ngành)?(?: ngày)?|quyết định số \S+ ngày|"
    r"có hiệu lực(?: từ)?(?: ngày)?|kể từ(?: ngày)?)\s*$"
)


def _is_event(doc: Doc, day: Mention) -> bool:
    """Whether a date tells of something that happened about the time of writing: no document's date, anniversary or term."""
    fold = view_of(doc).fold
    number = fold.find(str(day.value.day), day.start, day.end)
    if any(_NO_EVENT.search(fold, max(0, day.start - 32), end) for end in (day.start, max(number, day.start))):
        return False
    if fold[max(0, day.start - 2) : day.start].strip() in ("(", "–", "-") and day.start > _LEAD:
        return False
    if _ISSUED_BY.match(fold, day.end):
        return False
    before = [m for m in found(doc, "document") if m.end <= day.start and m.end >= day.start - 12]
    return not any(m.covers(day) for m in found(doc, "document")) and not (
        before and _FOLLOWS_DOCUMENT.fullmatch(fold[before[-1].end : day.start])
    )


def _after_review(doc: Doc, review: str) -> tuple[int, int]:
    """When a review was written about that no date tells of: within the half reviewed or the year after, by the day it was held."""
    day = _first_bare_day(doc)
    if len(review) > 4:
        return period_year(review), day.month if day else 0
    if day is None:
        return period_year(review) + 1, 0
    return period_year(review) + (day.month < _EARLY_MONTHS), day.month


def _first_bare_day(doc: Doc) -> Day | None:
    """The first day named without its year: that of the event reported."""
    return next((m.value for m in found(doc, "date") if m.value.year is None), None)


def _closes_year(doc: Doc, year: int) -> bool:
    """Whether the text looks back on the whole of `year`."""
    return re.search(rf"\b(?:hết|kết thúc|tổng kết) năm {year}\b", view_of(doc).fold) is not None


def _tells_year(doc: Doc, year: int) -> bool:
    """Whether the text tells results of the whole of `year`, as nobody does in its first months."""
    fold = view_of(doc).fold
    told = rf"\b(?<!quý )(?<!so với )(?<!cùng kỳ )năm {year}(?:,? (?:tỉnh|toàn tỉnh|thành phố))? (?:đạt|ước đạt|đã đạt|tăng|giảm) [^.;]{{0,30}}\d"
    before = rf"\bnăm (?:ngoái|qua|vừa qua)\b[^.]{{0,120}}\bso với (?:cùng kỳ )?(?:năm )?{year - 1}\b"
    return re.search(told, fold) is not None or re.search(before, fold) is not None


_PAST_SPAN = re.compile(
    r"\b(?:tổng kết|sơ kết|kết quả|thành tích|trong|từ|qua|nhiệm kỳ [ivx]+)\s*(?:giai đoạn\s*)?\(?$"
)
_PLANNED_SPAN = re.compile(
    r"\b(?:phương hướng|mục tiêu|kế hoạch|nhiệm vụ|đề án|chương trình|chiến lược|định hướng|quy hoạch|phấn đấu|đến|nghị quyết|"
    r"phát triển|trung hạn|tầm nhìn)\b[^.;]{0,60}$"
)
_NEW_TERM = re.compile(r"\b(?:nhiệm kỳ|khóa)(?:\s+[ivx]+)?\s*\(?$")


_OFTEN = 3
"""A span of years named this often is what the article is about."""


def _span_ends(doc: Doc) -> list[int]:
    """Years that spans of years date the writing by: the end of one looked back on, the start of a term just begun."""
    fold = view_of(doc).fold
    spans = [m for m in found(doc, "time") if m.value.until and m.value.year]
    ends: list[int] = []
    looked_back: Counter[int] = Counter()
    for mention in spans:
        time: Time = mention.value
        before = fold[max(0, mention.start - 80) : mention.start]
        if _NEW_TERM.search(before):
            ends.append(time.year or 0)
        elif not _PLANNED_SPAN.search(before):
            looked_back[time.until or 0] += _OFTEN if _PAST_SPAN.search(before) else 1
    ends += [until for until, weight in looked_back.items() if weight >= _OFTEN]
    return [y for y in ends if 1990 <= y <= date.today().year]


def _main_period(doc: Doc, year: int, month: int) -> str:
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
    elif year and 0 < month <= _TOO_EARLY:
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
_TOO_EARLY = 3
"""Up to this month nobody looks back on the year that has just begun."""
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
        looked_back = _PAST_SPAN.search(before) or (time.until >= year - 1 and not _PLANNED_SPAN.search(before))
        return f"{time.year}/{time.until}" if looked_back and time.until <= year else ""
    if time.year is None and (time.shift is not None or time.part == "H2"):
        return ""
    before = fold[max(0, mention.start - _AHEAD_REACH) : mention.start]
    if _COMPARED.search(before) or _OF_ONE_FIGURE.search(before):
        return ""
    if _FAR.search(before[-24:]) or _AHEAD.search(before) or fold.startswith(("đến", "tới", "sang"), mention.start):
        return ""
    if not time.part and not fold.startswith(_YEAR_WORDS, mention.start):
        return ""
    named = time.year or last_over(year, month, time.part)
    if not time.part and named == year and 0 < month <= _TOO_EARLY:
        return ""
    return notation(named, time.part) if named <= year else ""


def _figures_until(doc: Doc, start: int, stop: int) -> int:
    """Figures with a unit in `start:stop`."""
    return sum(1 for m in within(found(doc, "quantity"), start, stop) if m.value.unit)


def _is_reported(fold: str, mention: Mention) -> bool:
    """Whether a time is what a report covers: "báo cáo kết quả thực hiện nhiệm vụ 6 tháng đầu năm"."""
    return _REPORTS.search(fold, max(0, mention.start - _AHEAD_REACH * 2), mention.start) is not None
