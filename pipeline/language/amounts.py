"""Amounts with a name of their own that the lexicon of indicators lacks: `sản lượng cá tra 386.000 tấn`, `doanh thu xe buýt 12 tỷ đồng`.

Like the rates of `pipeline.language.rates` they are called by the words that they are named by (`Walk.call`).
"""

from __future__ import annotations

import re

from pipeline.language.quantities import MONEY
from pipeline.language.walk import Figure, Walk

_NOT_NAMED = (
    "của|toàn|trên|trong|cả|tỉnh|thành|cụm|đạt|là|ước|năm|quý|tháng|tăng|giảm|hơn|gần|khoảng|và|với|này|đó|mỗi|bình|cao|thấp|các|những|tại|"
    "ở|từ|do|được|còn|chỉ|vào|đến|lớn|nhất|tính|lên|một|rơi|xuống|tụt|thu hoạch|vượt|ấy|cho"
)
_WORD = rf"(?!(?:{_NOT_NAMED})\b)[^\W\d_]+ "
_NAMED = re.compile(
    rf"(?<!\w)(?P<head>sản lượng|doanh thu) (?P<name>{_WORD}(?:{_WORD}){{0,4}})"
    r"(?:của (?:toàn )?(?:tỉnh|thành phố|cụm) |trên địa bàn |toàn tỉnh |cả năm |"
    r"(?:ước |mới |đã |chỉ |cũng )?(?:đạt|là|được|còn) |ước |"
    r"tính |khoảng |gần |hơn |trên )*$"
)
_UNITS = {"sản lượng": ("tonne",), "doanh thu": MONEY}


def named_amount(walk: Walk, figure: Figure) -> str:
    """The code of the output or the takings named right before a figure, "" where an indicator's words name them or nothing does."""
    clause = figure.clause
    match = _NAMED.search(clause)
    if match is None or figure.quantity.unit not in _UNITS[match["head"]]:
        return ""
    start = figure.quantity.core - len(clause) + match.start()
    if any(e.kind == "indicator" and e.start <= start < e.end for e in figure.earlier):
        return ""
    end = start + len(match["head"]) + 1 + len(match["name"].rstrip())
    return walk.call(f"{match['head']} {walk.text[start + len(match['head']) + 1 : end]}")
