"""Refining: the code and the unit of an observation once its figure is known: money beside visitors, amounts by head, parts."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.language import measures
from pipeline.language.quantities import MONEY
from pipeline.language.walk import Figure, Walk

_FOREIGN_SECTOR = re.compile(
    r"\b(?:khu vực|khối|doanh nghiệp)(?: có vốn)?(?: đầu tư)? (?:fdi|nước ngoài)\b[^,;.]{0,24}$"
)
_PER_HEAD = ("grdp-per-capita", "income-per-capita")
_CAPITAL_OF = {
    "investment-projects": "registered-capital",
    "fdi-projects": "fdi",
    "fdi-adjusted-projects": "fdi-adjusted",
    "enterprises-new": "registered-capital",
}


def refined(walk: Walk, code: str, figure: Figure, reading: measures.Reading) -> tuple[str, measures.Reading]:
    """The code once the figure is known: money beside visitors, amounts by head, a falling poverty rate, parts of a capital."""
    quantity, level = figure.quantity, reading.measure == measures.LEVEL
    if _FOREIGN_SECTOR.search(figure.before) and not code.startswith("fdi"):
        return f"{code}-fdi-sector", reading
    if code == "tourist-arrivals" and quantity.unit in MONEY:
        code = "tourism-revenue"
    if quantity.unit in MONEY:
        code = _CAPITAL_OF.get(code, code)
    if code in ("fdi", "registered-capital") and quantity.unit in MONEY:
        code = _part_of_capital(code, figure)
    if code == "grdp" and level and quantity.unit == "VND" and quantity.number < 1e10:
        code = "grdp-per-capita"
    if code in ("fdi", "registered-capital") and reading.measure == measures.SHARE:
        code = f"{code}-part"
    if code == "iip-manufacturing" and "chỉ số" not in figure.before and reading.measure != measures.GROWTH:
        code = "manufacturing-output"
    if code == "poor-households" and quantity.unit == "%" and _RATE_AT.search(figure.before):
        return "poverty-rate", replace(reading, measure=measures.SHARE, value=abs(reading.value))
    if code in ("poverty-rate", "poverty-reduction") and quantity.unit == "%":
        if reading.measure == measures.SHARE:
            return "poverty-rate", reading
        if reading.measure == measures.GROWTH and reading.value < 0:
            return "poverty-reduction", replace(reading, measure=measures.LEVEL, value=-reading.value)
        if code == "poverty-reduction" and reading.value > 60:
            return code, replace(reading, measure=measures.PLAN)
    return code, reading


_NEWLY_LICENSED = re.compile(r"\bcấp (?:mới|giấy chứng nhận[^,;.]{0,30}mới)\b[^;.]*$")
_ADJUSTED = re.compile(r"\b(?:điều chỉnh|tăng vốn|bổ sung vốn|tăng thêm)\b[^;.]{0,60}$")
_BOUGHT_IN = re.compile(r"\b(?:góp vốn|mua cổ phần)\b[^;.]*$")
_RATE_AT = re.compile(r"\b(?:tương đương|tỷ lệ|tỉ lệ|chiếm|ứng với|tương ứng)\s+(?:khoảng\s+|với\s+)?$|\($")


def _part_of_capital(code: str, figure: Figure) -> str:
    """Foreign capital by the way it came: newly licensed, added to earlier projects, paid for shares."""
    if code != "fdi":
        return code
    if _BOUGHT_IN.search(figure.before):
        return "fdi-share-purchase"
    if _ADJUSTED.search(figure.before):
        return "fdi-adjusted"
    return "fdi-new" if _NEWLY_LICENSED.search(figure.before) else code


def published_unit(code: str, unit: str, measure: str) -> str:
    if unit == "times":
        return "%"
    return "VND/person/year" if code in _PER_HEAD and unit == "VND" and measure == measures.LEVEL else unit
