"""Refining: the code and the unit of an observation once its figure is known: money beside visitors, amounts by head, parts."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from pipeline.language import measures
from pipeline.language.capital import CAPITAL_OF, by_origin, in_zones, part_of_capital
from pipeline.language.lexicon import alternation, load
from pipeline.language.quantities import MONEY
from pipeline.language.scan import Sought
from pipeline.language.walk import Figure, Walk

_FOREIGN_SECTOR = re.compile(
    r"\b(?:khu vực|khối|doanh nghiệp)(?: có vốn)?(?: đầu tư)?(?: trực tiếp)? (?:fdi|nước ngoài)\b[^,;.]{0,24}$"
)
_FOREIGN_WORDS = ("fdi", "nước ngoài")
PER_HEAD = ("grdp-per-capita", "income-per-capita", "income-per-capita-rural", "income-per-capita-urban")


def refined(walk: Walk, code: str, figure: Figure, reading: measures.Reading) -> tuple[str, measures.Reading]:
    """The code once the figure is known: money beside visitors, amounts by head, a falling poverty rate, parts of a whole."""
    foreign = any(word in figure.before for word in _FOREIGN_WORDS) and "fdi" not in code
    if foreign and (_FOREIGN_SECTOR.search(figure.before) or _is_of_foreign_sector(figure)):
        return f"{code.removesuffix('-part')}-fdi-sector", reading
    if aspect := _by_owner(figure) or _left_out(code, figure):
        return f"{code.removesuffix('-part')}-{aspect}", reading
    code = in_zones(by_origin(walk, code, figure), figure)
    if (code in _HAVE_PARTS and _of_part(walk, figure)) or (code in _BUDGET and _of_budget_part(walk, figure)):
        return f"{code}-part", reading
    if code in ("export-turnover", "import-turnover", "trade-turnover"):
        return _refined_trade(walk, code, figure, reading), reading
    if code in ("poverty-rate", "poverty-reduction", "poor-households") and figure.quantity.unit == "%":
        return _refined_poverty(code, figure, reading)
    if figure.quantity.unit in MONEY:
        return _refined_money(walk, code, figure, reading), reading
    if code in ("fdi", "registered-capital") and reading.measure == measures.SHARE:
        return f"{code}-part", reading
    if code == "iip-manufacturing" and "chỉ số" not in figure.before and reading.measure != measures.GROWTH:
        return "manufacturing-output", reading
    return code, reading


_LEFT_OUT = {
    "dầu khí": "oil-gas", "dầu thô": "crude-oil", "dầu": "crude-oil", "tiền sử dụng đất": "land-use", "xổ số": "lottery",
    "hàng tạm nhập tái xuất": "reexports", "hàng tạm nhập, tái xuất": "reexports", "tạm nhập tái xuất": "reexports",
}  # fmt: skip
_EXCLUDED = Sought(
    rf"\b(?:trừ|loại trừ|không kể|không tính|không gồm|không bao gồm|chưa kể|chưa tính|ngoài) (?:(?:cả|phần|khoản|thu|từ|tiền thu|"
    rf"giá trị) ){{0,2}}"
    rf"(?P<what>{alternation(_LEFT_OUT)})\b(?:[^;.()\d]|\d{{1,2}} tháng|năm \d{{4}}){{0,60}}$"
)
"""What a value leaves out, told beside the indicator's name: `GRDP trừ dầu khí tăng ...`."""


def _by_owner(figure: Figure) -> str:
    owner = _OWNER.search(figure.near)
    return _OWNERS[owner["owner"]] if owner else ""


def _left_out(code: str, figure: Figure) -> str:
    last = figure.last("quantity")
    said = figure.before[last.end - figure.sentence.start :] if last is not None else figure.before
    match = _EXCLUDED.search(said) if "-excluding-" not in code else None
    return f"excluding-{_LEFT_OUT[match['what']]}" if match else ""


_OWNERS = {
    "ngoài nhà nước": "non-state-sector",
    "nhà nước": "state-sector",
    "tư nhân": "private-sector",
    "trong nước": "domestic-sector",
}
SECTORS = ("fdi-sector", *_OWNERS.values())
"""Parts of an indicator by who owns those that it is of."""
_OWNER = Sought(
    rf"\b(?:(?:khu vực|khối)(?: kinh tế| doanh nghiệp)?|doanh nghiệp)\s+(?P<owner>{alternation(_OWNERS)})\s+"
    r"(?:(?:cũng|chỉ|đã|ước)\s+)?(?:đạt|tăng|giảm|chiếm)\b[^,;.\d]{0,24}$"
)
"""A sector by its owners as the subject right before a figure ("khu vực ngoài nhà nước tăng 12%")."""


def _is_of_foreign_sector(figure: Figure) -> bool:
    """Whether the foreign sector is the subject that a sentence opens with, and no other is named since."""
    subject = _FOREIGN_SUBJECT.match(figure.before)
    if subject is None:
        return False
    named = (e.start - figure.sentence.start for e in figure.earlier if e.kind == "area")
    return all(at <= subject.end() or _is_whole_province(figure.before, at) for at in named)


def _is_whole_province(before: str, at: int) -> bool:
    """Whether an area named at this place is only what the sector is a part of ("28,7% tổng thu ngân sách của tỉnh")."""
    return before.startswith(_OF, at) or _OF_PROVINCE.search(before[:at]) is not None


_FOREIGN_SUBJECT = re.compile(
    r"(?:[^,;:.]{0,40},\s*)?(?:khu vực|khối)(?: doanh nghiệp)?(?: có vốn)?(?: đầu tư)? (?:fdi|nước ngoài)\b"
)
_OF = ("của", "toàn", "trên")
_OF_PROVINCE = re.compile(r"(?<!\w)(?:của|toàn|trên)\s*(?:(?:tỉnh|thành phố|tp\.?)\s*)?$")


def _refined_money(walk: Walk, code: str, figure: Figure, reading: measures.Reading) -> str:
    """The code of an amount: what visitors spend, the capital of projects, a product so small that it is one person's."""
    if code == "tourist-arrivals":
        return "tourism-revenue"
    code = CAPITAL_OF.get(code, code)
    if code in ("fdi", "registered-capital"):
        return part_of_capital(walk, code, figure)
    small = figure.quantity.unit == "VND" and figure.quantity.number < _LEAST_PRODUCT
    return "grdp-per-capita" if code == "grdp" and reading.measure == measures.LEVEL and small else code


def _refined_trade(walk: Walk, code: str, figure: Figure, reading: measures.Reading) -> str:
    """The code of trade: taxes on it are told in đồng, one side of it by its verb, goods by their names."""
    if code == "trade-turnover":
        if reading.measure != measures.LEVEL:
            return code
        if figure.quantity.unit == "VND":
            return "trade-tax-revenue"
        verb = figure.before.rpartition(" ")[0].rpartition(" ")[2]
        return {"xuất": "export-turnover", "nhập": "import-turnover"}.get(verb, code)
    product = _product(walk, figure)
    return f"{code}-{product}" if product else code


def _refined_poverty(code: str, figure: Figure, reading: measures.Reading) -> tuple[str, measures.Reading]:
    """The code of a percentage of the poor: a rate that is reached, or the points that it fell by."""
    if code == "poor-households":
        at_rate = _RATE_AT.search(figure.before) is not None
        return (
            ("poverty-rate", replace(reading, measure=measures.SHARE, value=abs(reading.value)))
            if at_rate
            else (code, reading)
        )
    if reading.measure == measures.SHARE:
        return "poverty-rate", reading
    if reading.measure == measures.GROWTH and reading.value < 0:
        return "poverty-reduction", replace(reading, measure=measures.LEVEL, value=-reading.value)
    if code == "poverty-reduction" and reading.value > _MOST_REDUCTION:
        return code, replace(reading, measure=measures.PLAN)
    return code, reading


_LEAST_PRODUCT = 1e10
"""Đồng: a province's product is larger, so that a smaller amount is the product by head."""
_MOST_REDUCTION = 60
"""Per cent: a larger reduction of the poor is a ratio to the plan."""
_HAVE_PARTS = (
    "poverty-rate",
    "near-poverty-rate",
    "jobs-created",
    "income-per-capita",
    "trained-labour-rate",
    "health-insurance-coverage",
)
_PART_OF_PEOPLE = re.compile(
    r"\s*(?:ở |của |trong |cho )?(?:vùng|khu vực|đồng bào|hội viên|các huyện|người dân tộc|hộ dân tộc|lao động nữ|phụ nữ|nữ|"
    r"thanh niên|nông thôn|"
    r"miền núi|các xã|trẻ em|học sinh)\b"
)

_SOME_HOUSEHOLDS = re.compile(
    r"\bhộ (?:(?:đồng bào|người|dân tộc|gia đình) )?(?:khmer|chăm|hoa|dân tộc|đồng bào|hội viên|phụ nữ|cựu chiến binh)\b"
)
_BUDGET = ("budget-revenue", "budget-expenditure", "domestic-revenue")
_CONTRIBUTED = Sought(
    r"\b(?:doanh nghiệp|dn|fdi|doanh nhân|khu vực|khối|ngành|lĩnh vực|hợp tác xã|lực lượng)\b[^,;.]{0,40}\b(?:đóng góp|"
    r"nộp ngân sách)\b[^,;.]*$"
)
"""Who brings a part of the revenue."""
_SEIZED = Sought(r"\b(?:thu nộp|truy thu|xử phạt|phạt|tịch thu|thu hồi)\b[^.;]{0,50}ngân sách[^,;.\d]{0,20}$")
"""What is collected from wrongs ("bắt 1.037 vụ buôn lậu, thu nộp ngân sách 94 tỷ đồng")."""
_GRANTED_REACH = 30
_GRANTED = Sought(
    r"\b(?:thưởng|đồng ý|hỗ trợ|ứng trước|để lại|giữ lại)\s+(?:cho [^\W\d_]+\s+)?(?:thêm\s+|được\s+|(?:khoảng|hơn|gần|trên)\s+)*$"
)
"""What is given out of the budget, or kept of it."""
_SPENT_ON = Sought(
    r"\d[^;.]{0,40}(?:\btrong đó\b|\bgồm\b|\briêng\b|,)[^;.]{0,40}(?<!tổng )\bchi (?!ước|đạt|là|khoảng|ngân sách|nsnn|cân đối|thường xuyên|"
    r"đầu tư phát triển)[^;.\d]{4,50}$"
)
"""What a part of the expenditure just told is for ("trong đó chi phòng, chống dịch 826 tỷ đồng")."""
_MADE_UP_OF = Sought(r"\d[^.;]{0,40}\bgồm\b[^.;]*$")
"""What an amount is made up of: parts that nothing else names ("thu 5.204 tỷ đồng, gồm 2.982 tỷ đồng tiền phạt")."""


def _of_part(walk: Walk, figure: Figure) -> bool:
    """Whether a rate or a count is told of a part of the people alone ("tỷ lệ hộ nghèo vùng đồng bào dân tộc thiểu số")."""
    if figure.quantity.unit == "%" and _SOME_HOUSEHOLDS.search(figure.clause):
        return True
    named = [e for e in figure.earlier if e.kind == "indicator"]
    behind = _PART_OF_PEOPLE.match(walk.fold, figure.mention.end) if figure.quantity.unit == "person" else None
    return behind is not None or (bool(named) and _PART_OF_PEOPLE.match(walk.fold, named[-1].end) is not None)


def _of_budget_part(walk: Walk, figure: Figure) -> bool:
    """Whether an amount is a part of the budget that nothing names: who pays it, or what the amount before is made up of."""
    if (
        _SEIZED.search(figure.near)
        or _SPENT_ON.search(figure.near)
        or _CONTRIBUTED.search(figure.before)
        or _GRANTED.search(figure.near[-_GRANTED_REACH:])
    ):
        return True
    whole = figure.last("indicator", "quantity")
    return whole is not None and whole.kind == "quantity" and _MADE_UP_OF.search(figure.before) is not None


def _product(walk: Walk, figure: Figure) -> str:
    """The goods whose exports or imports a figure tells of, where they stand right behind the indicator's name."""
    near = _goods_before().search(figure.before[-_GOODS_REACH:])
    if near is not None:
        written = walk.text[figure.quantity.core - len(near.string) + near.start("goods")]
        return "" if written.isupper() else products()[near["goods"]]
    named = [e for e in figure.earlier if e.kind == "indicator"]
    match = _products().match(walk.fold, named[-1].end) if named else None
    if match is None or walk.text[match.start("goods")].isupper() or _NO_GOODS.match(walk.fold, match.end()):
        return ""  # a capital starts the name of a place: "xuất khẩu của Sơn La"
    return products()[match["goods"]]


_NO_GOODS = re.compile(r" (?:biển|bộ|sắt|hàng không|thủy|biên)\b")


@cache
def _products() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:của\s+|mặt hàng\s+|hàng\s+|các sản phẩm\s+|các mặt hàng\s+|nhóm hàng\s+)*(?P<goods>{alternation(products())})(?!\w)"
    )


_GOODS_REACH = 60


@cache
def _goods_before() -> re.Pattern[str]:
    """Goods as the subject right before a figure: "là hóa chất tăng 34,3%"."""
    lead = r"(?:^|[,;:]|\b(?:là|như|gồm|và|có|hàng|mặt hàng|trong đó|riêng))"
    verb = r"(?:(?:tăng|giảm|đạt|chiếm)\s+)?(?:[^\W\d_]+\s+)?"
    return re.compile(rf"{lead}\s+(?P<goods>{alternation(products())})\s+{verb}$")


@cache
def products() -> dict[str, str]:
    """Goods by their folded words, as the part of a code (lexicon/parts.toml)."""
    return {word: code for code, words in load("parts")["goods"].items() for word in words}


_RATE_AT = re.compile(r"\b(?:tương đương|tỷ lệ|tỉ lệ|chiếm|ứng với|tương ứng)\s+(?:khoảng\s+|với\s+)?$|\($")


def published_unit(code: str, unit: str, measure: str) -> str:
    """The unit as it is published: multiples as per cent, amounts by head with their person and year."""
    if unit == "times":
        return "%"
    return f"{unit}/person/year" if code in PER_HEAD and unit in MONEY and measure == measures.LEVEL else unit
