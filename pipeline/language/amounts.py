"""Amounts with a name of their own that the lexicon of indicators lacks: `sản lượng cá tra 386.000 tấn`, `doanh thu xe buýt 12 tỷ đồng`.

Like the rates of `pipeline.language.rates` they are called by the words that they are named by (`Walk.call`).
Words are in lexicon/rates.toml.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.language.lexicon import alternation, load
from pipeline.language.quantities import MONEY
from pipeline.language.walk import Figure, Walk

_UNITS = {"sản lượng": ("tonne",), "doanh thu": MONEY}
"""The words that such a name starts with, and the units of what they name."""


@cache
def _named() -> re.Pattern[str]:
    word = rf"(?!(?:{alternation(load('rates')['amount']['never'])})\b)[^\W\d_]+ "
    return re.compile(
        rf"(?<!\w)(?P<head>{alternation(_UNITS)}) (?P<name>{word}(?:{word}){{0,4}})"
        r"(?:của (?:toàn )?(?:tỉnh|thành phố|cụm) |trên địa bàn |toàn tỉnh |cả năm |"
        r"(?:ước |mới |đã |chỉ |cũng )?(?:đạt|là|được|còn) |ước |tính |khoảng |gần |hơn |trên )*$"
    )


def named_amount(walk: Walk, figure: Figure) -> str:
    """The code of the output or the takings named right before a figure, "" where an indicator's words name them or nothing does."""
    clause = figure.clause
    match = _named().search(clause)
    if match is None or figure.quantity.unit not in _UNITS[match["head"]]:
        return ""
    start = figure.quantity.core - len(clause) + match.start()
    if any(e.kind == "indicator" and e.start <= start < e.end for e in figure.earlier):
        return ""
    end = start + len(match["head"]) + 1 + len(match["name"].rstrip())
    return walk.call(f"{match['head']} {walk.text[start + len(match['head']) + 1 : end]}")
