"""What mentions set: how areas, times, indicators and brackets change what a text speaks of."""

from __future__ import annotations

import re

from pipeline.language import counts, series
from pipeline.language.areas import Area
from pipeline.language.compared import is_compared
from pipeline.language.focus import notation, period_year, resolve
from pipeline.language.indicators import traits
from pipeline.language.mentions import Mention
from pipeline.language.time_cues import UNTIL
from pipeline.language.times import Time
from pipeline.language.walk import Sentence, State, Walk

_SINCE_JANUARY = re.compile(r"\btừ đầu năm\s*$")
_STANDS_IN = re.compile(r"\b(?:trong|thuộc|của|nhất|đầu|toàn)\s*$")
_LONGEST_BARE_CAPITAL = 22
"""Characters of the longest words for capital that leave open whose it is ("tổng vốn đầu tư đăng ký")."""

_INTENT = re.compile(r"\b(?:phấn đấu|mục tiêu|dự kiến|chỉ tiêu|kế hoạch|đến|tới|vào|sang|hướng tới)\s+(?:hết\s+)?$")
_OF_WHOLE = re.compile(r"\s*(?:trong\s+|của\s+)?(?:tổng\s+|toàn bộ\s+)?(?:giá trị\s+|số\s+|quy mô\s+|cơ cấu\s+)?")
_DOMESTIC_REACH = 40
_TIME_IN_BRACKETS = re.compile(r"\((?:(?:kết quả|tính|số liệu|đến|cuối|đầu|hết)\s+)*$")
_WORTH = "total-value"
"""What things that were just counted are worth."""
_OPENS_TIME = re.compile(
    r"(?:^|[\n,.;:(–+*•“\"-]|\b(?:trong|đến|tới|hết|của|và|riêng|vào|cuối|đầu|qua|chỉ|ở|từ|kết quả|tính|cả|kinh tế|nếu|còn|là|thì))\s*$"
)
_AT_CITY = re.compile(r"\b(?:tại|ở)\s+(?:tp\.?|thành phố)\s*$")
_AMOUNT_BEFORE = re.compile(r"(?:%|đồng|usd|\d)\s*\((?:(?:cuối|đầu|hết)\s+)?$")


_SIGN = re.compile("[();]")


def follow_brackets(walk: Walk, gap: str, stack: list[State], before: Mention | None) -> None:
    """Follow the brackets in `gap`, the folded text between two events; `before` is the event in front of it.

    Inside brackets the state may change and is put back afterwards; a figure there belongs to what stands before them.
    """
    if "(" not in gap and ")" not in gap and ";" not in gap:
        return
    for sign in _SIGN.finditer(gap):
        position, character = sign.start(), sign[0]
        at_once = before is not None and not gap[:position].strip()
        if character == "(":
            stack.append(walk.state.copy())
            if at_once and before is not None:
                _open_bracket(walk, before)
        elif character == ")" and stack:
            only_time = (
                before is not None
                and before.kind == "time"
                and not gap[:position].strip()
                and _TIME_IN_BRACKETS.search(walk.fold, max(0, before.start - 24), before.start)
            )
            if (
                only_time
                and before is not None
                and _AMOUNT_BEFORE.search(walk.fold, max(0, before.start - 14), before.start)
            ):
                only_time = False
            period = walk.state.period if only_time else stack[-1].period
            walk.state = stack.pop()
            walk.state.period = period
        elif character == ";":
            walk.state.group = ()


def _open_bracket(walk: Walk, before: Mention) -> None:
    """Brackets right behind an area or a compared time speak of it, but not behind a rank ("thứ 8 toàn quốc (năm 2022: ...)")."""
    if before.kind == "area" and before.value.name and not series.is_ranked(walk.fold, before):
        walk.state.area, walk.state.group = before.value.name, ()
    if before.kind == "time" and walk.state.compared and not _OWN_PARTS.match(walk.fold, before.end):
        walk.state.period = walk.state.compared


_OWN_PARTS = re.compile(
    r"\s*\(\s*(?:tăng|giảm|hụt|thêm)\b|\s*\(\s*(?:riêng )?(?:quý|tháng|(?:sáu|6|chín|9|ba|3) tháng)\b(?![^;)]{0,24}(?:cùng kỳ|năm trước|"
    r"năm ngoái|20\d\d))"
)
"""A bracket that tells the parts of the period itself: `tăng 8,86% so cùng kỳ | (quý I: 8,02%; quý II: 8,57%)`."""


_YEAR = 4
"""Digits of a period that is a year."""
_EARLY_IN_YEAR = 3
"""Up to this month an article may still be about the year before, so that "năm trước" is the one before that."""


def see_time(walk: Walk, sentence: Sentence, index: int) -> None:
    """A time sets the period, or what figures are compared with."""
    event, start = sentence.events[index], sentence.start
    time: Time = event.value
    now = _now(walk, sentence, index)
    pointed = {
        "year": walk.state.mentioned,
        "span": walk.state.span or _run_of_years(walk, time.run),
        "now": now,
        "this-year": now,
        "last-year": str(walk.focus.year - 1) if walk.focus.year else "",
        "since": f"{time.year}/{now}" if time.year and time.year < walk.focus.year else now,
    }
    period = pointed[time.again] if time.again else resolve(time, walk.focus, walk.state.period)
    if (
        time.shift == 0
        and event.start == start
        and len(walk.focus.review) == _YEAR
        and walk.fold.startswith("trong năm", start)
    ):
        period = walk.focus.review
    if time.shift == -1 and not time.part and event.start == start and walk.focus.month > _EARLY_IN_YEAR:
        period = pointed["last-year"]
    since_january = time.again == "now" and _SINCE_JANUARY.search(walk.fold, max(0, event.start - 20), event.start)
    if not period or since_january:
        return
    if time.until or time.again == "since":
        walk.state.span = period
    elif time.year:
        walk.state.mentioned = str(time.year)
    if _is_aside(walk, event, time):
        return
    ahead = (time.year or 0) > walk.focus.year and (
        walk.fold.startswith(UNTIL, event.start) or _INTENT.search(walk.fold, max(start, event.start - 30), event.start)
    )
    if ahead or is_compared(walk, event, start):
        walk.state.compared = period
    else:
        if time.again == "now":
            walk.before_now, walk.now = walk.before_now or walk.state.period, period
        else:
            walk.before_now = walk.now = ""
        walk.state.period = period
        walk.state.reached = _month_reached(period) if time.reached else ""


def _now(walk: Walk, sentence: Sentence, index: int) -> str:
    """The period of writing, or the month that the sentence told of until then ("đến hết tháng 11/2018 ..., đến nay lên 410")."""
    time: Time = sentence.events[index].value
    told = any(e.kind == "time" and e.value.reached for e in sentence.events[:index])
    if told and time.again == "now" and not time.part and walk.state.reached:
        return walk.state.reached
    return notation(walk.focus.year, time.part) if walk.focus.year else ""


def _month_reached(period: str) -> str:
    """The last month of a run from January, "" for what is none."""
    last = {"H1": "06", "Q1": "03"}.get(period[5:7], period[-2:] if len(period) > 4 else "12")
    return notation(period_year(period), last)


_TELLS = re.compile(r" (?:(?:ước|đã|chỉ|cũng) )?(?:tăng|giảm|đạt|là) (?:[^\W\d_]+ ){0,2}\d[\d.,]*\s?(?:%|\w)")
"""What a month's own figure follows with."""


def _run_of_years(walk: Walk, years: int) -> str:
    """The last `years` years that were over when the article was written ("5 năm gần đây"), "" where they are not numbered."""
    last = period_year(walk.focus.review) or walk.focus.year
    return f"{last - years + 1}/{last}" if last and years > 1 else ""


def _is_aside(walk: Walk, event: Mention, time: Time) -> bool:
    """Whether a bare month only dates some event inside a clause ("mưa lũ lịch sử tháng 10 gây thiệt hại")."""
    if walk.named == event.start - 1:
        return False
    bare = time.year is None and time.part.isdigit() and not time.until and not _TELLS.match(walk.fold, event.end)
    return bare and _OPENS_TIME.search(walk.fold, max(0, event.start - 16), event.start) is None


_SET_BESIDE = re.compile(
    r"\b(?:cao|thấp|nhanh|chậm|lớn|nhiều|ít) hơn(?: [^\s,;.()]+){0,5} $|\bso với(?: [^\s,;.()]+){0,5} $"
)
"""In front of the nation, whose figure in brackets is set beside the one before ("cao hơn bình quân | cả nước (6,76%)")."""


def see_area(walk: Walk, sentence: Sentence, index: int) -> None:
    """An area sets whose the next figures are."""
    event = sentence.events[index]
    area: Area = event.value
    if area.kind == "nation":
        beside = walk.fold.startswith(" (", event.end) and _SET_BESIDE.search(walk.fold, sentence.start, event.start)
        if not beside and series.speaks_of_nation(walk.fold, event, sentence.events[index + 1 :]):
            _set_area(walk, area.name)
    elif area.kind == "here" and walk.state.area and walk.fold[event.start : event.end] == "trên địa bàn":
        return
    elif area.kind == "here":
        _set_area(walk, walk.province or walk.state.area)
    elif area.kind == "region":
        _set_area(walk, "")
    elif area.kind == "bloc":
        if not _locates_member(walk, sentence, index):
            _set_area(walk, area.name)
    elif area.body and walk.state.area:
        walk.province = area.name if walk.focus.bloc or area.name != walk.section.area else walk.province
    else:
        _see_province(walk, sentence, index)


def _see_province(walk: Walk, sentence: Sentence, index: int) -> None:
    """A province, alone or at the end of a list; one that is only compared with counts for the brackets behind it alone."""
    event = sentence.events[index]
    area: Area = event.value
    opens_bracket = walk.fold[event.end : event.end + 2].lstrip().startswith("(")
    if (area.aside or _is_venue(walk, sentence, event)) and not opens_bracket:
        return
    previous = sentence.events[index - 1] if index else None
    listed = previous is not None and previous.kind == "area" and previous.value.kind == "province"
    if listed and previous is not None and series.continues_list(walk.fold[previous.end : event.start]):
        walk.state.group = (*(walk.state.group or (walk.state.area,)), area.name)
        walk.state.area = area.name
        return
    if walk.whole and area.name != walk.state.area:
        walk.state.indicator, walk.whole = walk.whole, ""
    _set_area(walk, area.name)
    walk.state.group = (area.name,)
    if walk.fold[max(0, event.start - 1) : event.start] != "(":
        walk.province = area.name


def _is_venue(walk: Walk, sentence: Sentence, event: Mention) -> bool:
    """Whether a city is only where somebody spoke whose own province the sentence names before."""
    spoke_for = any(e.kind == "area" and e.value.body for e in sentence.events if e.end < event.start)
    return spoke_for and _AT_CITY.search(walk.fold, max(0, event.start - 16), event.start) is not None


def _locates_member(walk: Walk, sentence: Sentence, index: int) -> bool:
    """Whether a bloc is only where a province named just before it stands ("Hậu Giang ... nhất trong Cụm")."""
    event = sentence.events[index]
    named = (e for e in sentence.events[:index] if e.kind == "area" and e.value.kind == "province")
    if not any(e.end > event.start - 30 for e in named):
        return False
    before = max(sentence.start, event.start - 60)
    return any(_STANDS_IN.search(walk.fold, before, end) for end in (event.start, event.start + 6))


def _set_area(walk: Walk, name: str) -> None:
    walk.state.area, walk.state.group = name, ()


def _is_whole(walk: Walk, sentence: Sentence, index: int) -> bool:
    """Whether an indicator is only what a percentage right before it is a share of ("gần 70% kinh tế của tỉnh")."""
    previous = sentence.events[index - 1] if index else None
    if previous is None or previous.kind != "quantity" or previous.value.unit != "%":
        return False
    if traits(sentence.events[index].value).get("percent", "growth") != "growth":
        return False
    return _OF_WHOLE.fullmatch(walk.fold, previous.end, sentence.events[index].start) is not None


_PART_OPENS = re.compile(r"[,;(] ?(?:trong đó|riêng|trong số đó|gồm)\b[^.;]{0,40}$")
"""In front of an indicator that is a part of the one told before it."""


def see_indicator(walk: Walk, sentence: Sentence, index: int) -> None:
    """An indicator's name sets what the next figures measure; bare "vốn" goes with the projects spoken of."""
    event = sentence.events[index]
    if event.value == _WORTH and not (walk.told >= sentence.start and counts.is_thing(walk.state.indicator)):
        return  # Things just counted can be worth something; in "xuất khẩu ..., giá trị 11.000 triệu USD" it is the exports' value.
    if not series.names_indicator(walk.fold, event) or _is_whole(walk, sentence, index):
        return
    if (
        event.value == "tourist-arrivals"
        and walk.state.indicator.startswith("tourist-arrivals-")
        and walk.named > sentence.start
    ):
        return  # "khách nội địa đạt hơn một triệu lượt khách" still counts those just named
    if event.value == "grdp" and _of_sector(walk, sentence, event):
        return
    code = "fdi" if _is_foreign_capital(walk, sentence, index) else event.value
    same_kind = traits(code).get("sector") and traits(walk.state.indicator).get("sector")
    if code != walk.state.indicator and not same_kind:
        walk.state.measure = ""
    if code == "grdp":
        walk.headline = code
    part = _PART_OPENS.search(walk.fold[max(sentence.start, walk.told) : event.start]) if walk.told else None
    walk.whole = (walk.whole or walk.state.indicator) if part else ""
    walk.state.indicator, walk.named = code, event.end


_PLAIN = re.compile(r"(?:(?!,|\b(?:kéo|giúp|đưa|góp|cho|vào|và|thúc)\b).){0,40}")
_GROWTH = ("tăng trưởng", "tốc độ tăng trưởng", "mức tăng trưởng")


def _of_sector(walk: Walk, sentence: Sentence, event: Mention) -> bool:
    """Whether a bare "tăng trưởng" is of the sector named before it in the clause ("ngành nông nghiệp vẫn đạt mức tăng trưởng 2,45%")."""
    if walk.fold[event.start : event.end] not in _GROWTH or not traits(walk.state.indicator).get("sector"):
        return False
    clause = sentence.clause_at(walk.fold, event.start)
    return clause <= walk.named and _PLAIN.fullmatch(walk.fold, walk.named, event.start) is not None


def _is_foreign_capital(walk: Walk, sentence: Sentence, index: int) -> bool:
    """Whether a capital that is not said to be domestic is that of the foreign projects spoken of."""
    event = sentence.events[index]
    if event.value == "public-investment" and _is_disbursed(walk, sentence, index):
        return True
    if not traits(event.value).get("capital") or event.end - event.start > _LONGEST_BARE_CAPITAL:
        return False
    figure = next((e.start for e in sentence.events[index + 1 :] if e.kind == "quantity"), sentence.end)
    if "trong nước" in walk.fold[event.start : min(figure, event.end + _DOMESTIC_REACH)]:
        return False
    return walk.state.indicator.startswith("fdi") or "nước ngoài" in walk.fold[event.end : event.end + 24]


_DISBURSED = frozenset({"giải ngân", "giải ngân vốn", "vốn giải ngân"})


def _is_disbursed(walk: Walk, sentence: Sentence, index: int) -> bool:
    """Whether a bare "giải ngân" is of the foreign capital that the sentence speaks of: its amount is in dollars."""
    event = sentence.events[index]
    if walk.fold[event.start : event.end] not in _DISBURSED or not walk.state.indicator.startswith("fdi"):
        return False
    amount = next((e.value for e in sentence.events[index + 1 :] if e.kind == "quantity"), None)
    return amount is not None and amount.unit == "USD"
