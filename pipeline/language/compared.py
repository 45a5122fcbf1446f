"""Compared times: what a figure is only set beside ("so với cùng kỳ"), which is no period that the text goes over to."""

from __future__ import annotations

import re

from pipeline.language.focus import period_year
from pipeline.language.mentions import Mention
from pipeline.language.scan import Sought
from pipeline.language.walk import Walk

_COMPARED = re.compile(
    r"\b(?:so(?: sánh)? với(?:\s+[^\W\d_]+){1,5}|"
    r"so (?:với )?(?:kế hoạch|dự toán|kết quả)(?:\s+[^\W\d_]+){1,6}|"
    r"so(?: với)?|với|hơn|bằng|cùng kỳ|mức|của cùng kỳ|cao hơn|thấp hơn|đặt cạnh|lần|nhất(?: trong| kể từ| từ| của)?(?: vòng|"
    r" suốt)?|giá(?: so sánh| cố định| hiện hành)?(?: gốc)?|"
    r"giao ước(?: thi đua)?(?: cho)?|"
    r"(?:bộ luật|luật|hiến pháp|pháp lệnh)\b[^,;.\n]{0,40}|"
    r"công bố|nhiệm vụ|kế hoạch|dự toán|chỉ tiêu|nhiệm kỳ|mục tiêu|khóa|kỷ niệm|đại hội[^,;.]*)\s*(?:cả\s+)?(?:năm\s+)?$"
)
_PART_OF = Sought(r"\bbằng\s+[\d.,]+\s?%\s*(?:của\s+|so với\s+)?$")
_OF_PLAN = Sought(
    r"\d\s?%\s*(?:so với\s+|của\s+)?(?:mục tiêu|kế hoạch|dự toán|chỉ tiêu|kịch bản|nghị quyết)\b[^,;.\d]{0,60}$"
)
"""Before the year of a plan that a share is of ("bằng 115,1% mục tiêu tăng trưởng năm 2025")."""
_PLAN_REACH = 90
_CLAUSE_OPENS = re.compile(r"(?:^|[;(:,.–-]|\bcòn|\bvà|\btrong khi|\bnếu như|\bsong|\bnhưng)\s*$")
_FIGURE_SOON = re.compile(r"[^;.]{0,34}\d")


def is_compared(walk: Walk, event: Mention, start: int) -> bool:
    """Whether a time is only what a figure is compared with ("so với cùng kỳ"); `start` is where its sentence starts."""
    before = walk.fold[max(start, event.start - 24) : event.start]
    if _SAME_MOMENT.match(walk.fold, event.start) or _of_other_figure(walk, event, start):
        return True
    if _FALLS_TO.match(walk.fold, event.end) and _FELL_FROM.search(walk.fold, start, event.start):
        return True
    if event.value.same:
        return not (_CLAUSE_OPENS.search(before) and _FIGURE_SOON.match(walk.fold, event.end, event.end + 40))
    if _COMPARED.search(before) is not None or _PART_OF.search(before) is not None:
        return True
    return _is_of_plan(walk, event, start)


_SAME_MOMENT = re.compile(r"cùng thời (?:điểm|gian)(?: (?:này|đó|trên))?,")
"""At the time just spoken of: no period to go over to, unlike that of "cùng kỳ"."""
_OTHER_FIGURE = Sought(r"\b(?:thấp|cao|nhanh|chậm|nhiều|ít|lớn|nhỏ) hơn [^,;.]{0,30}\d[\d.,]*\s?%? của $")


def _of_other_figure(walk: Walk, event: Mention, start: int) -> bool:
    """Whether a time is that of the figure that another is set beside ("thấp hơn mức tăng 7,82% của | quý I/2016")."""
    return _OTHER_FIGURE.search(walk.fold[max(start, event.start - 60) : event.start]) is not None


_FELL_FROM = re.compile(
    r"\btừ (?:(?:mức|khoảng|hơn|gần|trên) )?[\d.,]+\s?(?:%|[^\W\d_]+(?: [^\W\d_]+){0,3})? (?:\(|của |ở |vào |trong |"
    r"hồi )?(?:(?:cuối|đầu) )?$"
)
_FALLS_TO = re.compile(r"\)? (?:đã )?(?:(?:giảm |tăng |nâng )?(?:xuống|lên|còn)|giảm|tăng)\b")
"""On both sides of the time that a change started from: `giảm từ 11,05% | năm 2010 | xuống 8,9%`."""


def _is_of_plan(walk: Walk, event: Mention, start: int) -> bool:
    """Whether a year only names the plan that a share is of, where the text speaks of that year or a part of it anyway."""
    if not event.value.year or event.value.year != period_year(walk.state.period):
        return False
    return _OF_PLAN.search(walk.fold[max(start, event.start - _PLAN_REACH) : event.start]) is not None
