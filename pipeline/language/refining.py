"""Refining: the code and the unit of an observation once its figure is known: money beside visitors, amounts by head, parts."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from pipeline.language import measures
from pipeline.language.lexicon import alternation, load
from pipeline.language.quantities import MONEY
from pipeline.language.walk import Figure, Walk

_FOREIGN_SECTOR = re.compile(
    r"\b(?:khu vực|khối|doanh nghiệp)(?: có vốn)?(?: đầu tư)? (?:fdi|nước ngoài)\b[^,;.]{0,24}$"
)
PER_HEAD = ("grdp-per-capita", "income-per-capita")
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
    if code == "trade-turnover" and level:
        if quantity.unit == "VND":
            return "trade-tax-revenue", reading
        code = {"xuất": "export-turnover", "nhập": "import-turnover"}.get(
            figure.before.rpartition(" ")[0].rpartition(" ")[2], code
        )
    if code in _HAVE_PARTS and _of_part(walk, figure):
        return f"{code}-part", reading
    if code in ("export-turnover", "import-turnover") and (product := _product(walk, figure)):
        return f"{code}-{product}", reading
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


_HAVE_PARTS = (
    "poverty-rate",
    "near-poverty-rate",
    "jobs-created",
    "income-per-capita",
    "trained-labour-rate",
    "health-insurance-coverage",
)
_PART_OF_PEOPLE = re.compile(
    r"\s*(?:ở |của |trong |cho )?(?:vùng|khu vực|đồng bào|hội viên|các huyện|người dân tộc|hộ dân tộc|lao động nữ|phụ nữ|nữ|thanh niên|nông thôn|"
    r"miền núi|các xã|trẻ em|học sinh)\b"
)


def _of_part(walk: Walk, figure: Figure) -> bool:
    """Whether a rate or a count is told of a part of the people alone ("tỷ lệ hộ nghèo vùng đồng bào dân tộc thiểu số")."""
    named = [e for e in figure.earlier if e.kind == "indicator"]
    behind = _PART_OF_PEOPLE.match(walk.fold, figure.mention.end) if figure.quantity.unit == "person" else None
    return behind is not None or (bool(named) and _PART_OF_PEOPLE.match(walk.fold, named[-1].end) is not None)


def _product(walk: Walk, figure: Figure) -> str:
    """The goods whose exports or imports a figure tells of, where they stand right behind the indicator's name."""
    named = [e for e in figure.earlier if e.kind == "indicator"]
    match = _products().match(walk.fold, named[-1].end) if named else None
    return products()[match["goods"]] if match else ""


@cache
def _products() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:của\s+|mặt hàng\s+|hàng\s+|các sản phẩm\s+|các mặt hàng\s+|nhóm hàng\s+)*(?P<goods>{alternation(products())})(?!\w)"
    )


@cache
def products() -> dict[str, str]:
    """Goods by their folded words, as the part of a code (lexicon/products.toml)."""
    return {word: code for code, words in load("products").items() for word in words}


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
    return f"{unit}/person/year" if code in PER_HEAD and unit in MONEY and measure == measures.LEVEL else unit
