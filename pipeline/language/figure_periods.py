"""Periods of figures: the time that a figure holds for, from the times that stand beside it or from what the text speaks of."""

from __future__ import annotations

import re

from pipeline.language import counts, measures, rates, series
from pipeline.language.focus import notation, resolve
from pipeline.language.indicators import traits
from pipeline.language.scan import Sought
from pipeline.language.times import Time
from pipeline.language.walk import Figure, Walk

_REACHED = Sought(r"\b(?:nâng|đưa) (?:tổng )?(?:số|diện tích)[^,;.]{0,40}\blên (?:tới |đến |thành )?$")
"""A total reached at the end of a span of years."""
_FALLS_TO = re.compile(r"[^;.\d]{0,24}\b(?:xuống|(?<!trở )lên|còn)\b")
"""What stands behind the value that a change started from, a year before."""
_ONE_PERIOD = re.compile(r"\d{4}(?:-(?:H[12]|Q[1-4]|\d\d))?")
_ENDED_AT = re.compile(r"\btừ [^;.]{4,60}\b(?:xuống|còn|lên)(?: còn| mức| tới| đến| thành)?(?: [^\W\d_]+){0,2} $")
_HANDED_OUT = Sought(
    r"\b(?:trao|công bố) (?:(?:[^\W\d_]+|\d+) ){0,2}(?:giấy chứng nhận|quyết định chủ trương|chứng nhận|thỏa thuận|"
    r"biên bản ghi nhớ)\b[^;.]{0,200}$"
)
"""What is handed out at an event counts for the month of the event."""
_OF = re.compile(r"\s+của\s+")
"""Between a figure and "cùng kỳ" as the period that it is of ("thấp hơn mức tăng 7,4% của cùng kỳ năm 2016")."""
_CUMULATIVE = Sought(r"\b(?:lũy|luỹ) kế\b[^,;.]*$")
_STOCKS = frozenset({
    "new-rural-communes", "new-rural-districts", "advanced-new-rural-communes", "enterprises", "loans", "deposits", "bad-debt-ratio",
    "poverty-rate", "cooperatives", "population", "health-insurance-coverage", "industrial-parks", "industrial-clusters",
    "industrial-parks-operating", "industrial-parks-under-construction",
})  # fmt: skip
"""Indicators counted at a moment and not over a stretch of time."""
_AREA = Sought(r"\bdiện tích (?:đất|mặt)\b")
_YEARS = re.compile(r"\d{4}/\d{4}")
"""A span of years."""
_JOINED = re.compile(r"(?:\s*(?:/|mỗi |một )\s*năm)?\s*(?:ở|trong|vào|của)\s*(?:(?:giai đoạn|thời kỳ|\d năm|suốt)\s+)*")
"""From a figure to the time that it is of: `tăng bình quân 11,5% | /năm trong 5 năm | 2011 - 2015`."""
_IN_FORCE = re.compile(r"[^,;.\d]{0,30}\bcòn hiệu lực\b")
_STANDING = re.compile(r"\b(?:lũy kế|luỹ kế|còn hiệu lực|tổng số|hiện có|đã có)\b")


def period_for(walk: Walk, figure: Figure, code: str) -> str:
    """The period of a figure: its turn in a list of times, a time in brackets or right behind it, its column's, else the one
    spoken of."""
    current = walk.state.period
    column = walk.table.time_at(walk.fold, figure.mention) if walk.table is not None else None
    time = series.time_in_turn(walk.fold, figure.sentence.events, figure.index) or _time_behind(walk, figure) or column
    if time is None and walk.state.compared and figure.before.endswith("từ "):
        return walk.state.compared
    period = (resolve(time, walk.focus, current) if time else None) or current
    if _YEARS.fullmatch(period) and _holds_at_end(figure, code):
        return period[5:]
    if figure.before.endswith("từ ") and _FALLS_TO.match(figure.after) and _ONE_PERIOD.fullmatch(period):
        return f"{int(period[:4]) - 1}{period[4:]}"
    if walk.focus.month and _HANDED_OUT.search(figure.before):
        return notation(walk.focus.year, f"{walk.focus.month:02d}")
    if walk.now and time is None and (counts.is_thing(code) or _is_stock(code, figure)):
        return walk.now
    if walk.state.reached and period == walk.state.period and _is_stock(code, figure):
        return walk.state.reached
    return _accumulated(period) if _CUMULATIVE.search(figure.before) else period


def _holds_at_end(figure: Figure, code: str) -> bool:
    """Whether what a figure tells of a span of years is how things stood in the last of them."""
    if _REACHED.search(figure.near) or _is_state(code):
        return True
    return _ENDED_AT.search(figure.before) is not None and not figure.direction


def _is_state(code: str) -> bool:
    """Whether an indicator tells how things stand at a moment."""
    return code in _STOCKS or traits(code).get("percent") == measures.SHARE or rates.is_rate(code)


def _is_stock(code: str, figure: Figure) -> bool:
    measured = figure.quantity.unit == "hectare" and _AREA.search(figure.near) is not None
    return (
        measured
        or _IN_FORCE.match(figure.after) is not None
        or _is_state(code)
        or (_STANDING.search(figure.before) is not None and figure.quantity.unit not in ("%", "times"))
    )


def _accumulated(period: str) -> str:
    """A month's period as the run from January: what is told "luỹ kế" at its end."""
    year, _, month = period.partition("-")
    return notation(int(year), f"01/{month}") if re.fullmatch(r"0[2-9]|1[0-2]", month) else period


def _time_behind(walk: Walk, figure: Figure) -> Time | None:
    """A time that belongs to the figure in front of it: "1,1% (2019)", "8,4% ở quý I", "3,03% trong năm 2023"."""
    rest = figure.sentence.events[figure.index + 1 : figure.index + 3]
    following = next((e for e in rest if e.kind != "quantity" or e.value.unit), None)
    if following is None or following.kind != "time":
        return None
    gap = walk.fold[figure.mention.end : following.start]
    if following.value.same:
        return following.value if _OF.fullmatch(gap) else None
    words = walk.fold[following.start : following.end]
    bracketed = walk.fold.startswith(")", following.end) and re.fullmatch(
        r"\s*\(\s*(?:(?:cuối|đầu|hết|kết quả|tính đến)\s+)*(?:năm\s+)?", gap
    )
    inside = not gap.strip() and re.match(r"(?:trong|cả|năm)\b", words)
    joined = bracketed or inside or _JOINED.fullmatch(gap)
    time: Time = following.value
    return time if joined else None
