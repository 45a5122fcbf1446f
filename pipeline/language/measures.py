"""What a figure measures: an amount, growth, a ratio to the plan or a share; and which figures are no observations."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.language.indicators import traits
from pipeline.language.quantities import Quantity
from pipeline.language.scan import Sought

LEVEL, GROWTH, PLAN, SHARE = "level", "growth", "plan-ratio", "share"

_PLAN_WORDS = r"(?:kế hoạch(?! và đầu tư|,? tài chính)|dự toán|chỉ tiêu|mục tiêu|kh\b|nghị quyết|kịch bản|nhiệm vụ)"
_UP = (
    r"(?:tăng|nhích lên|nhích thêm|nhích|bật lên|bứt|bước nhảy|cao hơn|nhiều hơn|lớn hơn|nhỉnh hơn|hơn(?= (?:cùng kỳ|cùng thời|"
    r"năm (?:trước|ngoái|liền)|so với cùng))|"
    r"nhảy vọt|đi lên|khởi sắc|cộng thêm|thêm(?= (?:(?:khoảng|gần|hơn|trên|tới|đến|chừng|cỡ) )?$))"
)
_DOWN = (
    r"(?:giảm|lùi|mất|tụt|sụt|thấp hơn|ít hơn|ít đi|kém(?= (?:cùng kỳ|cùng thời|năm (?:trước|ngoái)))|âm|đi xuống|co lại|hụt|vơi|"
    r"teo|sa sút|rớt|rơi mất|lao dốc)"
)
_PLAN_AFTER = re.compile(
    rf"\s*(?:so(?: với)?\s+|của\s+|trong\s+)?(?:chặng đường\s+|mức\s+|tổng\s+)?(?:cả năm\s+)?(?:{_PLAN_WORDS}|(?<=chặng đường )(?:đặt ra|"
    rf"cả năm|của năm))"
)
_PLAN_BEFORE = Sought(
    r"\b(?:vượt|hụt|so(?: với)?|đạt|bằng|thấp hơn|cao hơn)\s+(?:mức\s+)?(?:kế hoạch|dự toán|chỉ tiêu|kh\b)(?:(?!\b(?:và|song|"
    r"nhưng)\b)[^,.;:()%\d]){0,30}$"
)
_OVER_PLAN = Sought(r"\b(?:vượt|(?:cao|nhiều) hơn (?:mức )?(?:kế hoạch|dự toán|chỉ tiêu))(?:\s+[^\s,;:]+){0,6}\s*$")
_UNDER_PLAN = Sought(r"\b(?:hụt|thấp hơn)(?:\s+[^\s,;:]+){0,5}\s*$")
_VERB = re.compile(
    rf"(?:\b(?P<up>{_UP})|\b(?P<down>{_DOWN}))(?:[ ]+(?!{_UP}\b|{_DOWN}\b|đạt\b|lên\b|còn\b)(?:[^\s\d,;:()]+|(?:19|20)\d\d)){{0,5}}[ ]*\(?$"
)
_SAME_PERIOD = re.compile(r"\s*(?:so\s+)?(?:với\s+)?(?:mức\s+)?(?:của\s+)?cùng (?:kỳ|thời điểm)")
_THAN_SAME_PERIOD = Sought(r"\bso với cùng (?:kỳ|thời điểm)\b[^.;]{0,60}$")
_YEAR_BEFORE = re.compile(r"\s*(?:so\s+)?(?:với\s+)?(?:cùng (?:kỳ|thời điểm)|năm trước|năm ngoái)")
_YEAR_NAMED = re.compile(r"\s*(?:so\s+)?(?:với\s+)?(?:của\s+)?năm (?P<year>(?:19|20)\d\d)\b")
_EQUALS = Sought(r"\bbằng(?:\s+(?:khoảng|gần|hơn|trên))?\s*$")
_RATE_ITSELF = Sought(r"\b(?:từ|xuống(?: còn)?|còn|là|ở mức)\s*(?:(?:khoảng|gần|hơn|trên|dưới|chỉ)\s*)?$")
_FALLING = Sought(rf"\b(?:mức|đà|tốc độ) {_DOWN}\b|tăng trưởng âm")
_SHARE_BEFORE = Sought(r"\b(?:chiếm|nắm|tỷ trọng|tỉ trọng|đóng góp|cơ cấu|tạo ra)\b[^;.]{0,40}$")
_STRUCTURE = Sought(r"\bcơ cấu\b")
_MONTH_ON_MONTH = re.compile(
    r"[^.;)%]{0,30}?so (?:với )?(?:tháng (?:trước|(?P<month>\d{1,2})(?:[ ]?[-/.]?[ ]?(?:năm )?(?P<year>\d{4}|trước|ngoái))?)|"
    r"quý (?:trước|i{1,3}|iv|[1-4])(?![\w/]))"
)
_COMPARED_REACH = 34
_THAN_MONTH = Sought(r"\b(?:thấp|cao|ít|nhiều) hơn (?:tháng|quý) (?:trước|\d{1,2})(?: là)?\s*$")
_TARGET = Sought(
    rf"(?:{_PLAN_WORDS}|dự báo|kỳ vọng)(?:[^,.;()%]{{0,40}}|[^,.;()%]{{0,40}}\([^()]{{0,24}}\)[^,.;()%]{{0,12}})(?:\([^)]{{0,20}})?$"
)
_REACHED = re.compile(r"\b(?:đạt|bằng|vượt|ước|tăng(?! trưởng)|giảm)\b")
_NEAR = 70
"""How many characters before a figure a passing word of intent (sẽ, dự kiến ...) still governs it."""
_PLAN_IN_BRACKETS = re.compile(r"\((?:kế hoạch|mục tiêu|chỉ tiêu|dự toán)(?:(?!, |;)[^)])*$")
_FUTURE = Sought(
    r"\b(?:phấn đấu|quyết đưa|kỳ vọng cho|đặt mục tiêu|mục tiêu|dự kiến|sắp|sẽ|hướng tới|hướng đến|kỳ vọng|dự báo|quyết tâm|"
    r"cần(?! thơ)|chuẩn bị để|"
    r"phải đạt|đặt ra|yêu cầu|"
    r"đề ra (?:chỉ tiêu|mục tiêu)|nhiệm vụ năm|phương hướng|trong năm tới|từ nay đến)\b[^;]*$"
)
_PLEDGE = Sought(
    r"\b(?:phấn đấu|đặt mục tiêu|đặt đích|giữ (?:nguyên )?đích|đặt chỉ tiêu|cam kết|chúc|kiến nghị|tổng vốn dự kiến|"
    r"(?:đặt|đặt ra|đề ra|xây dựng|giao|thông qua|lập) kế hoạch|"
    r"nghị quyết (?:của )?hđnd[^.;,\d]{0,30}\bgiao(?= )|đặt ra (?:các |\d+ )?(?:chỉ tiêu|mục tiêu)|đề ra (?:các |\d+ )?(?:chỉ tiêu|"
    r"mục tiêu)|hy vọng|theo quy hoạch|(?:giao|lập|phân bổ|"
    r"phê duyệt) (?:chỉ tiêu )?dự toán|có thể (?:tăng|đạt|"
    r"thu|lên|vượt|đón)|ước mong|"
    r"(?:xây dựng|đưa ra|đề ra|có|theo) (?:[^\W\d_]+ |\d+ ){0,2}kịch bản|để (?:cả năm|năm \d{4})|(?:bảo đảm|đảm bảo) (?:đến )?(?:cuối|"
    r"hết) năm|"
    r"(?:yêu cầu|đôn đốc) (?:các |người đứng đầu|lãnh đạo|sở|ngành|địa phương|chủ đầu tư|từng )|"
    r"phải (?:tăng|giảm|nâng|giữ|duy trì|đạt|giải ngân|hoàn thành|thu|có|phấn đấu))\b"
)
_AIMS = Sought(
    r"\b(?:chỉ tiêu|mục tiêu|nhiệm vụ[^.:]{0,30}(?:xác định|đặt ra|đề ra)|"
    r"(?<!vượt )(?<!đạt )(?<!thành )kế hoạch(?! và đầu tư| đầu tư|,? tài chính|-))\b(?:(?!đạt|hoàn thành|thực hiện|vượt|"
    r"so với)[^.:]){0,60}:"
)
_OPENS_AIM = re.compile(
    r"^\W*(?:(?:các |những )?(?:mục tiêu|chỉ tiêu|kế hoạch)(?:,? [^\W\d_]+){0,14} (?:năm|cho|của|giai đoạn|đến|là|thống nhất)|"
    r"(?:bước )?sang (?:năm|quý|giai đoạn)|năm tới|trong năm tới|thời gian tới|từ nay đến|giai đoạn tới|nhiệm kỳ tới|định hướng|"
    r"phương hướng)\b"
)
"""How sentences start that tell of aims."""
_AS_RESULT = Sought(
    r"\b(?:đã|đạt được|hoàn thành|vượt|ước đạt|kết quả|thực hiện được|so với cùng kỳ|tăng trưởng đạt)\b"
)
_AIM_AFTER = re.compile(r"\s*(?:mà|do)\s[^,;.]{0,40}\b(?:đề ra|đặt ra|giao)\b")
_BAND = Sought(r"\bnhóm\s+(?:trên|dưới|từ|hơn)?\s*$")
_RANGE_AFTER = re.compile(r"\s*[-–]\s*\d|\s+đến\s+(?:tăng |giảm )?\d")
_RANGE_SIGNS = ("-", "–", "đến", "tăng", "giảm")
_RANGE_BEFORE = re.compile(r"\d%?\s*(?:[-–]|đến)\s*(?:(?:tăng|giảm)\s*)?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure read: its measure, value and bound as they are published."""

    measure: str
    value: float
    bound: str


def is_target(before: str, after: str) -> bool:
    """Whether the words beside a figure make it a target, a plan, a forecast or a range rather than a result.

    `before` is the sentence up to the figure, `after` what follows it, both folded.
    """
    near = before[-_NEAR:]
    if _RANGE_AFTER.match(after) or (near.rstrip().endswith(_RANGE_SIGNS) and _RANGE_BEFORE.search(near)):
        return True
    if _OPENS_AIM.match(before) and not _AS_RESULT.search(before):
        return True
    if _PLEDGE.search(before) or _AIMS.search(before) or _AIM_AFTER.match(after) or _BAND.search(near):
        return True
    before = near
    if _PLAN_AFTER.match(after):
        return _FUTURE.search(before) is not None
    if "(" in before and _PLAN_IN_BRACKETS.search(before):
        return True
    planned = _TARGET.search(before)
    if planned and not _PLAN_BEFORE.search(before) and not _REACHED.search(planned[0]):
        return True
    return _FUTURE.search(before) is not None


def tells_result(before: str, after: str) -> bool:
    """Whether the words around a figure say that it was reached."""
    return _AS_RESULT.search(before) is not None or _SAME_PERIOD.match(after) is not None


def has_verb(before: str) -> bool:
    """Whether a verb of rising or falling stands before a figure."""
    return _VERB.search(before) is not None or _FALLING.search(before) is not None


def is_month_on_month(before: str, after: str, month: str = "") -> bool:
    """Whether the figure compares with the month before, which is no observation.

    `month` (two digits) is the one that the figure is of: what compares with the same one of another year is growth.
    """
    if _THAN_MONTH.search(before[-_NEAR:]):
        return True
    compared = _MONTH_ON_MONTH.match(after) if "so " in after[:_COMPARED_REACH] else None
    return compared is not None and not (compared["year"] and month == compared["month"].zfill(2))


def read(
    quantity: Quantity, indicator: str, before: str, after: str, listed: str | None = None, year: int = 0
) -> Reading | None:
    """The reading of a figure of `indicator`, from the folded clause before it and the words after it.

    `listed` is the measure that a list's heading gives ("Đối chiếu với kế hoạch ..."), `year` the one that the text speaks of. None where
    the figure is no observation.
    """
    if quantity.unit == "times":
        if _TIMES_A_RATE.search(before):
            return None
        relevant = _is_year_before(after, year) or _THAN_SAME_PERIOD.search(before)
        return Reading(GROWTH, round((quantity.number - 1) * 100, 6), quantity.bound) if relevant else None
    if quantity.unit != "%":
        return Reading(LEVEL, quantity.number, quantity.bound)
    return _read_percent(quantity, indicator, before, after, listed, year)


_TIMES_A_RATE = re.compile(r"\d\s?%,? (?:cao )?gấp (?:(?:khoảng|gần|hơn|trên|tới) )?$")
"""Behind a growth that is itself a multiple of another ("tăng trưởng 25,2%, gấp 1,5 lần năm 2014")."""


def _is_year_before(after: str, year: int) -> bool:
    """Whether a figure is set beside the year before: by name, or as "cùng kỳ", "năm trước"."""
    last = _YEAR_NAMED.match(after)
    return _YEAR_BEFORE.match(after) is not None or (last is not None and int(last["year"]) == year - 1)


def _read_percent(
    quantity: Quantity, indicator: str, before: str, after: str, listed: str | None, year: int
) -> Reading:
    """The measure of a percentage, by the words nearest to it first; last comes what the indicator's percentages are as a rule."""
    value, bound = quantity.number, quantity.bound
    if _PLAN_AFTER.match(after) or _PLAN_BEFORE.search(before):
        return _against_plan(quantity, before)
    if _EQUALS.search(before) and (_is_year_before(after, year) or _THAN_SAME_PERIOD.search(before)):
        return Reading(GROWTH, round(value - 100, 6), bound)
    if indicator in ("poverty-reduction", "poverty-rate") and _RATE_ITSELF.search(before):
        return Reading(SHARE, value, bound)
    if indicator == "poverty-reduction":
        return Reading(LEVEL, abs(value), bound)
    return _by_verb(quantity, indicator, before) or _by_default(quantity, indicator, before, listed)


def _by_verb(quantity: Quantity, indicator: str, before: str) -> Reading | None:
    """Growth or a share, where a verb or the talk of a structure says so."""
    if traits(indicator).get("sector") and _STRUCTURE.search(before) and not re.search(r"\btăng\s*$", before):
        return Reading(SHARE, quantity.number, quantity.bound)
    verb = _VERB.search(before)
    if before.endswith("từ "):
        verb = None  # "giảm từ 26% xuống 24,3%" tells two values
    if verb and before.endswith(("(", "mức ")) and " hơn" in verb[0]:
        verb = None  # "thấp hơn Tây Ninh (9,52%)", "thấp hơn so với mức 12,6%" tell the other's figure
    if verb and not (_SHARE_BEFORE.search(before) and verb.start() < _last(_SHARE_BEFORE.pattern, before)):
        return Reading(GROWTH, -abs(quantity.number) if verb["down"] else quantity.number, quantity.bound)
    if _SHARE_BEFORE.search(before):
        return Reading(SHARE, quantity.number, quantity.bound)
    return None


def _by_default(quantity: Quantity, indicator: str, before: str, listed: str | None) -> Reading:
    """What a running list measures, else what the indicator's percentages are as a rule."""
    default = listed or traits(indicator).get("percent", GROWTH)
    falling = default == GROWTH and not listed and _FALLING.search(before)
    return Reading(default, -abs(quantity.number) if falling else quantity.number, quantity.bound)


def _against_plan(quantity: Quantity, before: str) -> Reading:
    if _OVER_PLAN.search(before) and quantity.number < 100:
        bound = "exact" if before.rstrip().endswith("vượt") else quantity.bound
        return Reading(PLAN, round(100 + quantity.number, 6), bound)
    if _UNDER_PLAN.search(before) and quantity.number < 50:
        return Reading(PLAN, round(100 - quantity.number, 6), quantity.bound)
    return Reading(PLAN, quantity.number, quantity.bound)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)
