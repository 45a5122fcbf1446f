"""Seats: where and when a conference was held, from its own sentence or from those beside it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from spacy.tokens import Doc

from pipeline.language.discourse import paragraph_of, province_lists
from pipeline.language.focus import focus_of, resolve_day
from pipeline.language.lexicon import load
from pipeline.language.mentions import Mention, Taken, found, sentences, view_of, within
from pipeline.language.places import towns
from pipeline.language.times import Day
from pipeline.view import fold_text

_SEAT = re.compile(
    r"(?:\b(?:tại|ở|về|địa điểm là|điểm cầu(?: chính)?)\s+(?:[^.;,]{0,40}?(?:,\s*)?)?(?:chính\s+)?"
    r"|\b(?:hội trường|trụ sở|nhà khách|nhà văn hóa|trung tâm (?:hội nghị|văn hóa)|chủ nhà|nơi đăng cai|đơn vị đăng cai)\s+"
    r"(?:của\s+|là\s+)?(?:[^\s.;,]+\s+){0,4}?)(?:tỉnh\s+|thành phố\s+|tp\.?\s*)?$"
)
_HOST = re.compile(r"\)?\s*(?:đón đại biểu|[^.;]{0,30}\blà nơi\b|[^.;]{0,50}\bđăng cai\b|[^.;]{0,8}\blà nơi diễn ra)")
_HOLDS = re.compile(
    r"\s*(?:[,(–-][^.;]{0,60}[,)–-])?\s*(?:đã |vừa |long trọng |trọng thể )*(?:chủ trì(?:, | và |,? phối hợp [^.;,]{0,60}?)?\s*|"
    r"phối hợp [^.;,]{0,60}?)?"
    r"(?:tổ chức|đăng cai|đón tiếp)\b(?!\s+(?:thành công|tốt|thực hiện|triển khai))"
)
_IS_SUBJECT = re.compile(
    r"(?:^|[,)–-]\s*|\bphối hợp\s+)(?:cùng\s+|với\s+)?(?:(?:ubnd|sở|hội|công an|lđlđ|liên đoàn|ủy ban|ban|văn phòng|mặt trận|mttq|cục|"
    r"bộ chỉ huy|đoàn|tỉnh đoàn)\b(?:\s(?!các\b)[^\s,;.()]+){0,7}?\s*)?"
    r"(?:tỉnh|thành phố|tp\.?)?\s*$"
)
"""A province, or an office of it, that holds the meeting: its seat where nothing else is said."""
_NAME = r"[A-ZĐÂÁÀÔƠƯÊ][^\W\d_]*(?:\s[A-ZĐÂÁÀÔƠƯÊ][^\W\d_]*)*"
_TOWN = re.compile(
    rf"\b(?:[Tt]ại|[Ởở]|[Vv]ề)\s+(?P<town>(?:TP|Tp|TX|[Tt]hành phố|[Tt]hị xã|[Tt]hị trấn|[Hh]uyện|[Qq]uận|[Pp]hường|"
    rf"[Xx]ã)\.?\s*(?P<name>{_NAME}))"
    rf"|(?P<lead>(?:TP|Tp|[Tt]hành phố)\.?\s+(?P<led>{_NAME}))(?=,\s+tỉnh)"
)
_SPOT = re.compile(r"\b(?:tại|ở)\s+(?:phường|xã|thị trấn|trung tâm|hội trường|nhà|khách sạn|trụ sở)\b")
_DATELINE = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:,[^–—-]{0,24})?\s*[–—-]\s")
_D, _M = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_RUN = re.compile(
    rf"\b(?:ngày|từ|hôm|sáng|chiều|trong)[ ]+\(?(?P<day>{_D})(?:[ ]?[-/.][ ]?(?P<own>{_M}))?(?:[ ]*,[ ]*{_D})*[ ]*(?:và|đến|tới|đến hết|"
    rf"[-–,])[ ]*"
    rf"(?:(?:hết[ ]+)?ngày[ ]+)?(?:sáng[ ]+|chiều[ ]+)?{_D}[ ]*(?:[-/.]|tháng)[ ]*(?P<month>{_M})(?![\d])(?:(?:[ ]?[-/.][ ]?|"
    rf"[ ]+năm[ ]+)(?P<year>(?:19|20)\d\d))?"
)
_AFTER_WORD = re.compile(
    rf"\b(?:hôm|sáng|trưa|chiều|tối)[ ]+(?:qua|kia|nay)[ ]*,?[ ]*\(?(?P<day>{_D})[ ]?[-/.][ ]?(?P<month>{_M})(?![\d/])"
)
"""Days in a row: `hai ngày 22 và 23-1`, `từ ngày 12 đến 13/8/2008`."""
_THIS_PROVINCE = re.compile(r"\b(?:tỉnh này|chính tỉnh này)\b")
_TODAY = re.compile(r"\b(?:hôm nay|sáng nay|chiều nay|hôm qua|sáng qua|chiều qua)\b")
_OF_THE_EVENT = re.compile(
    r"\b(?:hội nghị|hội trường|điểm cầu chính|lễ ký|buổi lễ|khai mạc|đăng cai|cụm|công bố|diễn ra|đây là|ngồi lại|gặp nhau|kết quả)\b"
)
_MET_AT = re.compile(
    r"\b(?:(?:tại|ở|ngồi lại|gặp nhau tại)\s+|(?:hội trường|trụ sở|nhà khách|trung tâm hội nghị|nơi đăng cai|chủ nhà)\s+(?:là\s+)?"
    r"(?:[^\s.;,]+\s+){0,8}?)(?:(?:tỉnh|thành phố|tp\.?)\s*)?$"
)


def day_of(doc: Doc, number: int, period: str, cue: tuple[int, int]) -> str | None:
    """The day of a conference told of in sentence `number` at offsets `cue`, which reviews `period`: ISO, or None.

    Named in the sentence (the nearest to the cue), else "hôm nay" with the article's dated head, else in a sentence beside it.
    """
    focus = focus_of(doc)
    bounds = sentences(doc)
    start, end = bounds[number]
    inside = _days(doc, start, end)
    if inside:
        nearest = min(inside, key=lambda m: min(abs(m.start - cue[1]), abs(cue[0] - m.end)))
        return resolve_day(nearest.value, focus, period)
    published = str(doc._.published or "")
    day = _TODAY.search(view_of(doc).fold, start, end)
    if day and len(published) == 10:
        return (date.fromisoformat(published) - timedelta(days="qua" in day[0])).isoformat()
    if day:
        dated = [m for m in found(doc, "date") if m.value.year and m.start < end]
        return resolve_day(dated[0].value, focus, period) if dated else None
    for other in _beside(doc, number, across_lines=number <= 3):
        near = _days(doc, *bounds[other])
        told = near and _OF_THE_EVENT.search(view_of(doc).fold, *bounds[other])
        if told and (near[0].value.year is None or abs(near[0].value.year - int(period[:4])) <= 1):
            return resolve_day(near[0].value, focus, period)
    return None


def _days(doc: Doc, start: int, end: int) -> list[Mention]:
    """The days named in `start:end`, of several in a row the first, in order."""
    runs = [
        Mention(
            m.start(),
            m.end(),
            "date",
            Day(int(m["day"]), int(m["own"] or m["month"]), int(m["year"]) if m["year"] else None),
        )
        for m in _RUN.finditer(view_of(doc).fold, start, end)
    ]
    runs += [
        Mention(m.start(), m.end(), "date", Day(int(m["day"]), int(m["month"]), None))
        for m in _AFTER_WORD.finditer(view_of(doc).fold, start, end)
    ]
    taken = Taken(runs)
    return sorted([*runs, *(m for m in within(found(doc, "date"), start, end) if not taken.touches(m))])


def seat_of(doc: Doc, number: int) -> tuple[str | None, str | None]:
    """Province and town (as written) of a conference told of in sentence `number`, each None where nothing gives it."""
    told = _told_behind(doc, number)
    if told is not None:
        return told
    province, place = _in_sentence(doc, *sentences(doc)[number])
    return province or _in_neighbours(doc, number), place


_TAKES_PLACE = re.compile(
    r"(?:hội nghị|buổi lễ|lễ ký|sự kiện|cuộc họp|kỳ họp|phiên họp)\s+(?:được tổ chức|diễn ra|được tiến hành)\b"
)


def _told_behind(doc: Doc, number: int) -> tuple[str | None, str | None] | None:
    """The seat where the next sentence is about nothing else: "Hội nghị diễn ra trong hai ngày ... ở thành phố X, tỉnh Y"."""
    view = view_of(doc)
    for other in _beside(doc, number):
        if other > number and _TAKES_PLACE.match(view.fold, sentences(doc)[other][0]):
            seat = _in_sentence(doc, *sentences(doc)[other])
            return seat if seat[0] else None
    return None


def _in_sentence(doc: Doc, start: int, end: int) -> tuple[str | None, str | None]:
    view = view_of(doc)
    provinces = within(found(doc, "province"), start, end)
    town = _TOWN.search(view.text, start, end)
    place = (town["town"] or town["lead"]) if town else None
    seated = [m for m in provinces if _SEAT.search(view.fold, max(start, m.start - 60), m.start)]
    hosting = [m for m in provinces if _HOST.match(view.fold, m.end)]
    if seated or hosting:
        return (seated or hosting)[0].value, place
    if town:
        named = [m for m in provinces if 0 <= m.start - town.end() <= 8 or town.start() <= m.start < town.end()]
        known = towns().get(view.fold[slice(*town.span("name" if town["name"] else "led"))])
        if named or known:
            return (named[0].value if named else known), place
    bare = _bare_town().search(view.text, start, end)
    if bare:
        return towns()[fold_text(re.sub(r"\s+", " ", bare["name"]))], bare["name"]
    alone = [group[0] for group in province_lists(doc, start, end) if len(group) == 1]
    hosts = [m for m in alone if _HOLDS.match(view.fold, m.end, end) and _IS_SUBJECT.search(view.fold, start, m.start)]
    if hosts:
        return hosts[0].value, place
    if _THIS_PROVINCE.search(view.fold, start, end):
        earlier = [m for m in found(doc, "province") if m.end <= end]
        return (earlier[-1].value if earlier else None), place
    return (_dateline(doc, start) if _SPOT.search(view.fold, start, end) else None), place


@cache
def _bare_town() -> re.Pattern[str]:
    """A town named without its kind: "tại Nha Trang"."""
    names = "|".join(sorted(map(re.escape, load("towns")["province_of"]), key=len, reverse=True))
    return re.compile(rf"\b(?:[Tt]ại|[Ởở]|[Vv]ề)[ ](?P<name>{names})(?!\w)(?![ ][A-ZĐÂÁÀÔƠƯÊ])")


def _dateline(doc: Doc, start: int) -> str | None:
    """The province that opens a report's first sentence in capitals ("CẦN THƠ - Chiều 15 tháng 1 ...")."""
    view = view_of(doc)
    opening = next((m for m in found(doc, "province") if m.start == start), None)
    if opening is None or not view.text[opening.start : opening.end].isupper():
        return None
    return str(opening.value) if _DATELINE.match(view.text, opening.end) else None


def _in_neighbours(doc: Doc, number: int) -> str | None:
    """The province that a sentence beside it names as the seat: "Tỉnh X là nơi diễn ra hội nghị", "... gặp nhau ở thành phố Y"."""
    view = view_of(doc)
    for other in _beside(doc, number):
        start, end = sentences(doc)[other]
        provinces = within(found(doc, "province"), start, end)
        hosts = [m for m in provinces if _HOST.match(view.fold, m.end)]
        if hosts and "hội nghị" in view.fold[start:end]:
            return str(hosts[0].value)
        if other > number and not view.fold.startswith(
            ("địa điểm", "hội nghị", "nơi", "buổi", "lễ", "điểm cầu"), start
        ):
            continue
        if not _OF_THE_EVENT.search(view.fold, start, end) and not view.fold.startswith("địa điểm", start):
            continue
        seated: list[Mention] = [m for m in provinces if _seats(view.fold, m, start)]
        town = _TOWN.search(view.text, start, end)
        known = towns().get(view.fold[slice(*town.span("name"))]) if town and town["name"] else None
        if seated or known:
            return str(seated[0].value) if seated else known
    return None


def _seats(fold: str, province: Mention, start: int) -> bool:
    if fold.startswith("địa điểm", start):
        return True
    return _MET_AT.search(fold, max(start, province.start - 72), province.start) is not None


def _beside(doc: Doc, number: int, *, across_lines: bool = False) -> list[int]:
    """The sentences right before and right after one, of the same line, or across lines before it at the head of a report."""
    bounds = sentences(doc)
    line = paragraph_of(doc, bounds[number][0])
    return [
        other
        for other in (number - 1, number + 1)
        if 0 < other < len(bounds)
        and ((across_lines and other < number) or paragraph_of(doc, bounds[other][0]) == line)
    ]
