"""When an article was written, where nothing states it: by the events it dates, the years it speaks of, the results it tells."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from spacy.tokens import Doc

from pipeline.language.focus import period_year
from pipeline.language.mentions import Mention, found, reading_of, view_of
from pipeline.language.time_cues import AHEAD, AHEAD_REACH, FAR, PAST_SPAN, PLANNED_SPAN, TOO_EARLY, UNTIL
from pipeline.language.times import Day, Time

_LEAD = 600
"""Characters of an article's head, where the day of what it reports is told."""


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
            and not FAR.search(before)
            and not AHEAD.search(fold, max(0, mention.start - AHEAD_REACH), mention.start)
            and not fold.startswith(UNTIL, mention.start)
        ):
            years.append((time.year + time.same, mention.start))
    return _without_plans([(y, at) for y, at in years if _EARLIEST <= y <= date.today().year])


_EARLIEST = 1990
"""No article is taken to be older; what is told of earlier years is history."""


def _without_plans(years: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The years without those that plans aim at: several round ones, far behind all others ("năm 2020 đạt ..., năm 2025 là ...")."""
    latest = max((y for y, _ in years if y % _PLAN), default=0)
    planned = {y for y, _ in years if not y % _PLAN and y > latest + 1}
    return [(y, at) for y, at in years if not latest or len(planned) < _SEVERAL or y not in planned]


_PLAN, _SEVERAL = 5, 2
"""Plans run for five years, to years that end in 0 and 5."""


def guess_year(doc: Doc, review: str | None) -> tuple[int, int]:
    """Year and month of writing where nothing states them: those of the first dated event, else of the latest year spoken of."""
    fold = view_of(doc).fold
    stated = [m for m in found(doc, "date") if (m.value.year or 0) >= _EARLIEST and _is_event(doc, m)]
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
    jubilee = _jubilee(fold)
    if jubilee >= latest and jubilee:
        return jubilee, day.month if day else 0
    closed = day is not None and (
        (day.month <= _EARLY_MONTHS and _closes_year(doc, latest))
        or (day.month < TOO_EARLY and _tells_year(doc, latest))
    )
    return _or_presumed(doc, latest + closed), day.month if day else 0


def _or_presumed(doc: Doc, year: int) -> int:
    """The year that the article is presumed to be of, where the years that the text names, which alone give `year`, end two years away.

    Who guesses an article's year often takes the year that it looks back on; so a difference of one speaks for the text.
    """
    presumed = reading_of(doc).presumed
    return presumed if presumed and (not year or abs(year - presumed) > 1) else year


_DAY = r"(?:\d{1,2}[ ]?[./-][ ]?\d{1,2}[ ]?[./-][ ]?)?"
_JUBILEE_SPAN = re.compile(
    rf"\b(?:\d{{1,3}} năm|kỷ niệm|truyền thống|thành lập|tái lập)\b[^.;()]{{0,120}}\([ ]?{_DAY}(?P<first>1[89]\d\d|20\d\d)[ ]?-[ ]?"
    rf"{_DAY}(?P<last>20\d\d)[ ]?\)"
)
"""The years that a jubilee spans, in brackets: "lễ kỷ niệm 40 năm thành lập (27/6/1977-27/6/2017)"."""
_YOUNGEST = 10
"""Years of the youngest jubilee; fewer are those of a plan or a term ("kế hoạch 5 năm (2016-2020)")."""
_JUBILEE = re.compile(
    r"\b(?P<years>\d{2,3}) năm(?: sau)?(?: khi)?(?: ngày)? (?P<event>truyền thống|thành lập|tái lập|giải phóng|chia tách|ra đời)\b"
)
_GAP = r"(?:(?!\d năm\b)[^.;]){0,80}?"
_FOUNDED = {
    event: re.compile(
        rf"\b{said}\b{_GAP}\b(?P<after>1[89]\d\d|20\d\d)\b(?!/)|\b(?P<before>1[89]\d\d|20\d\d)\b{_GAP}\b{said}\b"
    )
    for event, said in {
        "truyền thống": "(?:thành lập|truyền thống)",
        "ra đời": "(?:thành lập|ra đời)",
        **{e: e for e in ("thành lập", "tái lập", "giải phóng", "chia tách")},
    }.items()
}
"""The year of what a jubilee is of: "tái lập tỉnh từ năm 1997", "3/7/1957, Thủ tướng ban hành Nghị định thành lập"."""


def _jubilee(fold: str) -> int:
    """The year of the jubilee that the article's head tells of, 0 where it tells of none or not of which year."""
    span = _JUBILEE_SPAN.search(fold, 0, _LEAD)
    if span and int(span["last"]) - int(span["first"]) >= _YOUNGEST:
        return _credible(int(span["last"]))
    for told in _JUBILEE.finditer(fold, 0, _LEAD):
        founded = _FOUNDED[told["event"]].search(fold)
        if founded:
            return _credible(int(founded["after"] or founded["before"]) + int(told["years"]))
    return 0


def _credible(year: int) -> int:
    """The year, 0 for one that no article can be of."""
    return year if _EARLIEST <= year <= date.today().year else 0


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
    whole = rf"\b(?<!quý )(?<!so với )(?<!cùng kỳ )năm {year}(?:,? (?:tỉnh|toàn tỉnh|thành phố))?"
    told = rf"{whole} (?:đạt|ước đạt|đã đạt|tăng|giảm) [^.;]{{0,30}}\d"
    before = rf"\bnăm (?:ngoái|qua|vừa qua)\b[^.]{{0,120}}\bso với (?:cùng kỳ )?(?:năm )?{year - 1}\b"
    return re.search(told, fold) is not None or re.search(before, fold) is not None


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
        elif not PLANNED_SPAN.search(before):
            looked_back[time.until or 0] += _OFTEN if PAST_SPAN.search(before) else 1
    ends += [until for until, weight in looked_back.items() if weight >= _OFTEN]
    return [y for y in ends if _EARLIEST <= y <= date.today().year]
