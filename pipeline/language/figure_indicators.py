"""Which indicator a figure is of: what it counts, what it is a share of, what its column says, what the text speaks of."""

from __future__ import annotations

import re

from pipeline.language import counts, measures, rates, series
from pipeline.language.amounts import named_amount
from pipeline.language.indicators import traits
from pipeline.language.mentions import Mention
from pipeline.language.quantities import MONEY
from pipeline.language.scan import Sought
from pipeline.language.shares import part_told
from pipeline.language.walk import Figure, Walk

_REACH, _SECTOR_REACH, _SERIES_REACH = 110, 60, 60
"""How far (characters) a figure may stand from the indicator's name, from a sector's name, from the start of its sentence."""

_OWN_SUBJECT = re.compile(
    r"(?:(?!trong|đến|tính|năm|về|theo|cả|sau|từ)[^\d,;:.]{2,20},\s)?(?!trong đó|riêng|đạt|con số|tổng|số|ước|tăng|giảm|kết quả|cụ thể|"
    r"giá trị|đây|mức|quy mô|kim ngạch)[^\W\d_]+ [^\W\d_]+ [^\d,;:]*"
    r"\b(?:với|đạt|là|được|về|có|chiếm|làm ra|nộp|sinh ra|tạo ra)\b"
)
_BESIDE = re.compile(r"[^,;.:()\d]{0,60}")
_LEADS = re.compile(r"\b(?:là|:|lên|còn|có|đạt|tăng lên|giảm còn|xuống)\s+(?:[^\s\d,;]+\s+){0,2}$")
_MAKES_UP = re.compile(r"\bchiếm (?:(?:tới|đến|khoảng|gần|hơn|trên) )?$")
_BY_OWNERS = Sought(
    r"\b(?:khu vực|khối)(?: kinh tế| doanh nghiệp)? (?:có vốn(?: đầu tư)?(?: trực tiếp)? nước ngoài|fdi|(?:ngoài )?nhà nước) (?:chiếm|"
    r"tăng|giảm|đạt) "
    r"(?:[^\W\d_]+ )?$"
)
"""A sector by its owners, which takes a share of what was last spoken of, however far back."""
_OF_COMMUNES = re.compile(r"\s*(?:trong )?(?:tổng )?số (?:các )?xã\b")
_COMMUNES_MEET = re.compile(
    r"\s*(?:tổng )?(?:số )?xã\b[^,;.\d]{0,40}\b(?:đạt|hoàn thành) (?:chuẩn |các tiêu chí |"
    r"tiêu chí )*(?:nông thôn mới|ntm)\b(?! (?:nâng cao|kiểu mẫu))"
)
"""Behind a share of the communes that are new rural ones ("100% xã của tỉnh ... đạt chuẩn nông thôn mới")."""
_JOINED = re.compile(r"\s*(?:số|tổng|tổng số|về|số hộ)?\s*")
_IN_TERMS_OF = re.compile(r"\s*về\s*(?:số|tổng|tổng số|lượng|giá trị)?\s*")
"""Between a growth and what grew by it ("tăng 25% về giá trị xuất khẩu")."""
_OF_HOUSEHOLDS = re.compile(
    r"\s*(?:trên |so với |trong )?(?:tổng )?(?:số )?hộ(?: dân| gia đình)?(?: toàn tỉnh| của tỉnh)?"
    r"(?=\s*(?:[,;.)]|$| của| toàn| trên))"
)
"""What a share of the poor households is of."""
_SCORED = frozenset({"pci", "par-index", "papi", "sipas", "digital-transformation-index"})


def indicator_for(walk: Walk, figure: Figure) -> str:
    """The indicator of a figure: what it counts, what follows it at once, what its column says, or what was spoken of."""
    quantity, mention = figure.quantity, figure.mention
    if not mention.value.unit:
        return walk.table.indicator_at(walk.fold, mention) if walk.table is not None else walk.state.indicator
    if quantity.unit == "points" and walk.state.indicator in _SCORED:
        return walk.state.indicator
    if counts.is_counted(quantity.unit):
        return _counted(walk, figure)
    if quantity.unit not in ("%", "times") and not quantity.unit.startswith(MONEY):
        return ""
    if quantity.unit == "%" and walk.state.indicator == "poor-households" and _OF_HOUSEHOLDS.match(figure.after):
        return "poverty-rate"
    if (
        told := _in_turn(walk, figure)
        or _collected(walk, figure)
        or part_told(walk, figure)
        or named_amount(walk, figure)
        or (_unnamed_rate(walk, figure) if quantity.unit == "%" else "")
    ):
        return told
    following = figure.following
    if following is not None and following.kind == "indicator" and series.names_indicator(walk.fold, following):
        gap = walk.fold[mention.end : following.start]
        whole = traits(following.value).get("percent", measures.GROWTH) != measures.GROWTH
        if _IN_TERMS_OF.fullmatch(gap) or (_JOINED.fullmatch(gap) and (quantity.unit != "%" or whole)):
            return str(following.value)
    if walk.table is not None and (column := walk.table.indicator_at(walk.fold, mention)):
        return column
    return _spoken_of(walk, figure)


_TURN = Sought(
    r"\b(?:lần lượt|theo thứ tự)(?: (?:là|đạt|ở mức|chiếm|tăng|ước|khoảng|trên|hơn|gần)){0,3} (?:(?:[^;.a-zà-ỹ]|\.(?=\d)|%|\bvà\b|"
    r"(?:nghìn |triệu )?(?:tỷ |triệu )?(?:đồng|usd)\b)*)$"
)
_JOINS = re.compile(r"\s*(?:,|và|,\s*và|;)\s*(?:(?:của|ngành|khu vực|lĩnh vực|số|tổng) )*")
_WHOLE_NAMED = re.compile(r"(?:trong|của)\s+(?:tổng )?$")


def _in_turn(walk: Walk, figure: Figure) -> str:
    """The indicator whose turn a figure is in a row of them ("thu và chi ngân sách lần lượt đạt 9.000 và 8.000 tỷ đồng"), "" in none."""
    turn = _TURN.search(figure.before)
    if turn is None:
        return ""
    start = figure.sentence.start + turn.start()
    named = [e for e in figure.earlier if e.kind == "indicator" and e.end <= start]
    while named and _WHOLE_NAMED.search(walk.fold[max(0, named[-1].start - 12) : named[-1].start]):
        named.pop()
    row = named[-1:]
    for event in reversed(named[:-1]):
        if not _JOINS.fullmatch(walk.fold, event.end, row[0].start):
            break
        row.insert(0, event)
    place = sum(1 for e in figure.earlier if e.kind == "quantity" and e.start > start)
    return str(row[place].value) if len(row) > 1 and place < len(row) else ""


_COLLECTS = re.compile(r"\s*(?:đã |cũng )?thu(?: được| về)? (?:(?:hơn|gần|trên|khoảng) )?")


def _collected(walk: Walk, figure: Figure) -> str:
    """The revenue where a province takes in the amount ("Vĩnh Phúc thu 25.180 tỷ đồng"), else ""."""
    last = figure.earlier[-1] if figure.earlier else None
    if last is None or last.kind != "area" or last.value.kind != "province" or figure.quantity.unit != "VND":
        return ""
    return "budget-revenue" if _COLLECTS.fullmatch(walk.fold, last.end, figure.quantity.core) else ""


def _counted(walk: Walk, figure: Figure) -> str:
    """The indicator of a count: the one spoken of, else what the thing counted and the words around it name."""
    if topic := named_amount(walk, figure) or _counted_topic(walk, figure):
        return topic
    mention = figure.mention
    number, after = walk.fold[mention.start : mention.end], series.clause_after(figure.after)
    listed = figure.sentence.start <= walk.told and mention.start - walk.told <= _REACH
    return counts.counted(figure.quantity.unit, figure.before, number, after, listed=listed) or ""


def _counted_topic(walk: Walk, figure: Figure) -> str:
    """The indicator spoken of that is counted in the figure's own unit ("số người chết là 612 người", visitors told in "lượt")."""
    code, unit = walk.state.indicator, figure.quantity.unit
    named = any(e.kind == "indicator" and e.value == code for e in figure.earlier)
    if named and unit == "person" and traits(code).get("unit") == unit and _LEADS.search(figure.before):
        return code
    visits = walk.fold[figure.mention.start : figure.mention.end].endswith(("lượt", "lượt người"))
    if visits and code == "tourism-revenue":
        return "tourist-arrivals"
    return code if visits and code.startswith("tourist-arrivals") else ""


_THIS_RATE = re.compile(r"\b(?:tỷ lệ|tỉ lệ|con số|mức) (?:này|ấy|đó|trên)\b[^,;.]{0,30}$")
"""A rate that the text has named before."""


def _unnamed_rate(walk: Walk, figure: Figure) -> str:
    """The code of a rate that no indicator's words name, where the words beside a percentage speak of one."""
    clause = figure.clause
    start = figure.quantity.core - len(clause)
    named = [e for e in figure.earlier if e.kind == "indicator" and e.start >= start]
    if _THIS_RATE.search(clause):
        return ""
    written = walk.text[figure.sentence.start : figure.quantity.core]
    rate, back = rates.named_rate(figure.before if clause == "từ " else clause, written)
    if rate and not any(e.end > figure.quantity.core - back for e in named):
        return walk.call(rate)
    if any(traits(e.value).get("percent") == measures.SHARE for e in named) or figure.direction:
        return ""
    for behind in figure.sentence.events[figure.index + 1 :]:
        if not _BESIDE.fullmatch(walk.fold, figure.mention.end, behind.start):
            break
        if behind.kind == "indicator" and traits(behind.value).get("percent") == measures.SHARE:
            return str(behind.value)
    named_behind = figure.following is not None and figure.following.kind == "indicator"
    part = _MAKES_UP.search(figure.near) is not None and not named_behind
    if part and _OF_COMMUNES.match(figure.after) and "new-rural" in walk.state.indicator:
        return walk.state.indicator
    if _COMMUNES_MEET.match(figure.after):
        return "new-rural-communes"
    written = walk.text[figure.mention.end : figure.sentence.end]  # what follows the percentage
    share = rates.share_of(figure.after, written) or (rates.share_of_whole(figure.after, written) if part else "")
    return walk.call(share) if share else ""


def _spoken_of(walk: Walk, figure: Figure) -> str:
    """The indicator that the text speaks of at a figure: named before it, carried on from the sentence before, or named behind."""
    at = figure.mention.start
    if figure.quantity.unit in MONEY and _sum_of_something(walk, figure):
        return ""
    named = [e for e in figure.earlier if e.kind == "indicator" and series.names_indicator(walk.fold, e)]
    if named and _BY_OWNERS.search(figure.near):
        return walk.state.indicator
    if named:
        last = traits(named[-1].value)
        reach = _SECTOR_REACH if last.get("sector") or last.get("capital") else _REACH
        linked = [e.end for e in figure.earlier if e.kind == "quantity" and e.start > named[-1].end]
        return walk.state.indicator if at - max([named[-1].end, *linked]) <= reach else ""
    nearest = figure.earlier[-1] if figure.earlier else None
    if nearest is not None and _counts_unknown(walk, nearest, at):
        return ""
    close = nearest is not None and at - nearest.end <= 40 and nearest.kind in ("area", "time", "quantity")
    in_series = at - figure.sentence.start < _SERIES_REACH
    carried = walk.state.indicator
    if figure.quantity.unit == "%" and (close or in_series):
        return walk.headline if walk.headline and (not carried or traits(carried).get("sector")) else carried
    if carried and in_series and not _opens_with_another(walk, figure):
        return carried
    rest = figure.sentence.events[figure.index + 1 :]
    later = next((e.value for e in rest if e.kind == "indicator" and series.names_indicator(walk.fold, e)), "")
    return later if figure.quantity.unit == "%" and not traits(later).get("sector") else carried if close else ""


def _counts_unknown(walk: Walk, nearest: Mention, at: int) -> bool:
    """Whether a figure goes on with a count of something that no indicator is ("ô tô xuất xưởng là 21.350 chiếc, hụt 32,8%")."""
    unread = nearest.kind == "quantity" and not nearest.value.unit and walk.told < nearest.end
    return unread and _SOMETHING.fullmatch(walk.fold, nearest.end, at) is not None


_SOMETHING = re.compile(r" [^\W\d_]+(?: [^\W\d_]+){0,2}, (?:[^\W\d_]+ ){0,3}")


def _sum_of_something(walk: Walk, figure: Figure) -> bool:
    """Whether an amount is called a sum of money right before it ("với số tiền 62 tỷ đồng"), which no indicator's value is."""
    last = figure.earlier[-1] if figure.earlier else None
    if last is None or last.kind != "indicator" or last.value != "total-value" or figure.mention.start - last.end > 24:
        return False
    return walk.fold[last.start : last.end].endswith(("tiền", "kinh phí")) and not counts.is_thing(walk.state.indicator)


def _opens_with_another(walk: Walk, figure: Figure) -> bool:
    """Whether a sentence opens with a subject of its own, which an amount then is of, not of what the sentence before was about."""
    start = figure.sentence.start
    marked = [e for e in figure.earlier if e.kind in ("area", "time", "indicator", "quantity")]
    return not marked and _OWN_SUBJECT.match(walk.fold, start, figure.quantity.core) is not None
