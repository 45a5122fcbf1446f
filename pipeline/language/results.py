"""Results: which figures state a result of a province, a bloc or the nation, and which are targets, changes, or of somebody else."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from pipeline.language import measures, series
from pipeline.language.counts import is_counted
from pipeline.language.focus import time_part
from pipeline.language.lexicon import alternation
from pipeline.language.places import towns
from pipeline.language.quantities import MONEY, Quantity
from pipeline.language.scan import Sought
from pipeline.language.walk import Figure, Sentence, Walk

_NOT_PROVINCIAL = re.compile(
    r"\b(?:Công ty|[CT]?C[Tt]y|DNTN|Tổng công ty|Tập đoàn|Nhà máy|(?<![\"“])Ngân hàng(?! Nhà nước| Chính sách)|Xí nghiệp|HTX [A-ZĐ]|"
    r"huyện [A-ZĐÁÀÂĂÊÔƠƯ]|"
    r"Huyện [A-ZĐ]|thị xã [A-ZĐ]|"
    r"[Kk]hu kinh tế [A-ZĐ]|(?:KCN|KKT|CCN) [A-ZĐ]|[Tt]ổ hợp [A-ZĐ]|[Dd]ự án (?:thành phần|cao tốc|đường|cầu|hồ|khu)\b|"
    r"[Dd]ự án (?!FDI|DDI|ODA|PPP|BOT|Luật|Cụm)[A-ZĐ]|"
    r"[Kk]hu công nghiệp [A-ZĐ]|Cảng [A-ZĐ]|"
    r"mỗi (?:hecta|ha|vụ|hộ|xã|tháng|người trồng)|"
    r"Bệnh viện [A-ZĐ]|Trường [A-ZĐĐ]|Trung tâm [A-ZĐ]|Trạm [A-ZĐ]|Khoa [A-ZĐ]|Chi nhánh|chi nhánh|"
    r"[Xx]ã [A-ZĐÂ]|[Pp]hường [A-ZĐ]|[Qq]uận (?:[A-ZĐ]|\d)|công ty|nhà máy)"
)
_LIMITS = ("at-least", "at-most")
_PART_OR_WHOLE = Sought(r"\b(?:chiếm(?: tới| đến| hơn| gần)?|(?:trên|trong) tổng số|trong số) $")
"""An amount or a count behind these words is a part, or the whole that a part is of."""
_FOLLOWS = Sought(
    r"\b(?:nếu (?:có thể )?(?:chỉ )?(?:tăng|giảm|tiết kiệm)|tăng thêm (?:được )?\d[\d.,]*\s?%\s*thì)\b[^;)]*$"
)
"""What is supposed, and what would follow from it ("nếu giảm được 1% chi phí thì có thêm 4 tỷ USD")."""
_BY_MORE = re.compile(r"\btăng thêm (?:được )?$")
_THEN = re.compile(r"\s*thì\b")
_DIFFERENCE = Sought(
    r"\b(?:tăng|giảm|hụt|nhiều hơn|ít hơn|cao hơn|thấp hơn|tăng thêm|giảm đi)\s+(?:thêm\s+|được\s+)?(?:(?:khoảng|gần|hơn|trên)\s+)?$"
)
"""An amount or a count behind these words says by how much something changed, not how large it is."""
_TO_NOW = re.compile(r"(?:(?! năm \d)[^,;.()\d]){0,40}\b(?:xuống|lên|còn)\b")
"""What follows a count of before, whose time nothing tells ("giảm từ 349 đầu mối xuống còn 268")."""


@cache
def _town() -> re.Pattern[str]:
    """A town below the province as the one that a figure is of."""
    return re.compile(rf"(?:TP\.?|[Tt]hành phố|[Tt]hị xã)\s*(?i:{alternation(towns())})\b")


def is_no_result(walk: Walk, figure: Figure) -> bool:
    """Whether a figure states no result of a province, bloc or the nation: a target, a month's change, a company's figure ..."""
    quantity = figure.quantity
    if quantity.unit in ("", "percentage-point") or (quantity.bound in _LIMITS and not walk.focus.bloc):
        return True
    if is_counted(quantity.unit) and figure.near.endswith("từ ") and _TO_NOW.match(figure.after):
        return True
    if quantity.unit not in ("%", "times") and (_DIFFERENCE.search(figure.near) or _PART_OR_WHOLE.search(figure.near)):
        return True
    return (
        _is_aim(walk, figure) or _says_no_more(walk, figure) or _is_of_other(walk, figure) or _is_of_one(walk, figure)
    )


def _is_aim(walk: Walk, figure: Figure) -> bool:
    """Whether a figure is a target, of a plan or in a passage that tells of nothing but aims."""
    if measures.is_target(figure.before, figure.after) or _is_planned(figure.sentence):
        return True
    return walk.aiming and not measures.tells_result(figure.before, figure.after)


def _says_no_more(walk: Walk, figure: Figure) -> bool:
    """Whether a figure is told again, is denied, is a month's change, a rate for each piece, or counts who came to a meeting."""
    if _restates(walk, figure) or _restated_in_brackets(walk, figure) or _NOT_BUT.search(figure.near):
        return True
    if _FOLLOWS.search(figure.before) or (_BY_MORE.search(figure.near) and _THEN.match(figure.after)):
        return True
    if measures.is_month_on_month(figure.before, figure.after, time_part(walk.state.period)) or _PER_PIECE.match(
        figure.after
    ):
        return True
    return _came(walk, figure)


def _is_of_one(walk: Walk, figure: Figure) -> bool:
    """Whether a figure is of a single project, firm, person or of a place below the province."""
    quantity, mention = figure.quantity, figure.mention
    if _ONE_PROJECT.search(figure.before) or _IN_ITS_BRACKETS.search(figure.before) or _BY_FIRM.match(figure.after):
        return True
    if quantity.unit in MONEY and _LISTED_FIRMS.search(walk.text[figure.sentence.start : quantity.core]):
        return True
    subject = _AFTER_WHICH.sub("", walk.text[quantity.core - len(figure.clause) : quantity.core])
    behind = walk.text[mention.end : figure.sentence.end]
    number = walk.fold[mention.start : mention.end]
    return (
        _ROW_BELOW.match(walk.text, figure.sentence.start, quantity.core) is not None
        or _NOT_PROVINCIAL.search(subject) is not None
        or (is_counted(quantity.unit) and (_is_below(walk, figure) or _ONE_NAMED.search(subject) is not None))
        or _town().search(subject) is not None
        or series.is_of_others(subject, number, behind)
    )


def _is_planned(sentence: Sentence) -> bool:
    """Whether a sentence goes from plan year to plan year, the last of them still to come ("năm 2020 đạt ..., năm 2030 là ...")."""
    years = {m.value.year for m in sentence.events if m.kind == "time" and m.value.year}
    return len(years) >= _PLAN_YEARS and max(years) > date.today().year


_PLAN_YEARS = 2


def _came(walk: Walk, figure: Figure) -> bool:
    """Whether a count is of those who came to a meeting, other than of all who came in a year ("5.000 lượt người tham dự")."""
    if not is_counted(figure.quantity.unit) or _PRESENT.match(figure.after) is None:
        return False
    return "lượt" not in walk.fold[figure.mention.start : figure.mention.end]


def _is_below(walk: Walk, figure: Figure) -> bool:
    """Whether a count is of a single thing, or of a place below the province named right behind it."""
    if figure.quantity.number == 1:
        return True
    return _ELSEWHERE.match(walk.text, figure.mention.end) is not None and not any(
        e.kind == "area" and e.start < figure.mention.end + 40 for e in figure.sentence.events[figure.index + 1 :]
    )


_ELSEWHERE = re.compile(
    r"\s*(?:[^\W\d]+\s+){0,3}(?:tại|ở)\s+(?:(?:huyện|xã|thị xã|thành phố|TP\.?|quận|phường)\s+)?[A-ZĐ]\w*\s+[A-ZĐ]"
)
_ONE_PERSON = re.compile(
    r"(?:^|[,.;:\"“”]\s*|\b(?:giờ|nay|hiện|và|khi|để|vì|rồi|nhờ|mà|thì)\s+)(?:có hộ|nhiều hộ|có nhà|chị|anh|cô|cậu|em|"
    r"gia đình (?:chị|anh|ông|bà|em|cô)|"
    r"vợ chồng|cả nhà|nhà (?:chị|anh|ông|bà)|"
    r"cơ sở (?:của|này)|hợp tác xã (?!đã|trên|toàn|của tỉnh|hoạt|thành|được|nông nghiệp (?:đã|trên|toàn)|và|với|,)[^\d]|"
    r"doanh nghiệp (?:này|tạo|đã|ủng hộ|nộp|còn)|công ty (?:này|đã|còn))(?:\s|$)"
)
"""A person, a family, one firm as the subject of a clause."""
_AFTER_WHICH = re.compile(
    r"^\W*(?:[Ss]au khi|[Kk]hi|[Tt]ừ khi|[Nn]hờ(?: có)?|[Vv]ới việc|[Bb]ên cạnh)\s[^,;:]{4,80},\s"
    r"(?=(?:[Gg]iá trị|[Tt]ổng|[Tt]ốc độ|[Kk]inh tế|[Cc]hỉ số|[Tt]hu (?:nhập|ngân sách)|[Kk]im ngạch|[Tt]ỷ lệ|[Tt]ỉ lệ|[Ss]ản lượng|[Ss]ố|"
    r"[Nn]guồn thu|[Nn]gân sách|[Xx]uất khẩu|(?:toàn |cả )?tỉnh|Tỉnh|GRDP|IIP|(?:[Tt]hành phố|TP\.?) [A-ZĐ])\b)"
)
"""What a sentence tells first of another, when or why, before what is the province's ("Sau khi Nhà máy X hoạt động, GRDP ...")."""
_LISTED_FIRMS = Sought(
    r"\b(?:gồm|như|cụ thể|trong đó(?: có)?)(?: các dự án| dự án)?\s*:?\s*(?:[Dd]ự án [^.;]{0,80})?(?:[Cc]ông ty|[Tt]ập đoàn|"
    r"[Tt]ổng [Cc]ông ty)\b[^.]*$"
)
"""Firms listed one after another, each with its project."""
_ONES_OWN = Sought(r"\b(?:gia đình|nhà|vườn|trang trại|cơ sở|xưởng) (?:chị|anh|ông|bà|em|cô)\b")
_ONE_NAMED = re.compile(
    r"\b(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Bb]ác s[ĩỹ]|[Tt]hầy|[Cc]ô|[Cc]ụ)(?: [A-ZĐÂÔƯƠÁÀẢÃẠ]\w*){1,4} (?!cho|nói|khẳng|thông|nhấn|"
    r"chia|đánh|báo|nêu|kể|là|khi)"
    r"(?:[^,;:.]{0,30})$"
)
"""A named person as the subject right before a count ("bác sĩ Cấp trực tiếp điều trị cho gần 20 bệnh nhân")."""
_ONE_PROJECT = Sought(
    r"(?:^|[,;:] )(?:đây là |riêng )?(?:dự án|công trình|nhà máy|khu đô thị|tòa nhà|tổ hợp)(?: này| trên| nói trên)?"
    r" (?:có (?:quy mô|diện tích|tổng|vốn|công suất)|do|gồm|bao gồm|nằm|tọa lạc|cung cấp|được (?:đầu tư|xây|khởi|thiết kế)|với)\b[^.]*$"
    r"|\b(?:dự án|công trình) (?:này|nói trên)\b[^.;]*$"
)
"""A single project as the subject of a sentence."""
_IN_ITS_BRACKETS = Sought(
    r"\b(?:dự án|công trình|nhà máy)\s+(?!đầu tư|fdi|trong|này)[^,;.()]{3,80}\(\s*(?:tổng|với|vốn)[^()]*$"
)
"""A project's capital in brackets behind its name."""
_BY_FIRM = re.compile(r"[^.;,\d]{0,20}\bdo (?:công ty|cty|tập đoàn|tổng công ty|ngân hàng|liên danh)\b")
"""Who pays a single project."""
_PER_PIECE = re.compile(r"\s*/\s*(?!năm\b|người\b|đầu người|tháng\b.{0,2}năm|\d)[^\W\d_]")
"""A rate for each piece of something ("40 triệu đồng/ha"), which is nobody's result."""
_PRESENT = re.compile(r"[^.;\d]{0,50}\b(?:tham dự|đến dự|về dự|tới dự|có mặt)\b")
"""Who came to a meeting."""
_ROW_BELOW = re.compile(r"\W*(?:Huyện|Thị xã|Quận|Xã|Phường|Thị trấn) [^:\n\d]{1,30}:\s*$")
"""A row of a list that is of a place below the province."""
_NOT_BUT = Sought(r"\bchứ không (?:phải )?(?:là )?(?:chỉ )?(?:có )?(?:là )?$")
_NEXT_CLAUSE = 36
"""Characters behind a figure in which the next clause names its subject ("với 9 ha cam, gia đình ông Mạnh ...")."""
_SOME_MEMBERS = re.compile(
    r"\b(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:địa phương|tỉnh|thành viên|đơn vị)(?:,? (?:tỉnh|thành phố|"
    r"thành))?(?: trong cụm)?(?: có| đạt| tăng| tăng trưởng| thu| giảm| mức| tốc độ| grdp)*(?: trên| hơn| dưới)? ?$"
)
"""A count of members, none of them named, in front of what they reached."""
_RATE_OF_OTHERS = Sought(
    r"\b(?:thuế(?! sản phẩm| xuất nhập khẩu)|thuế suất|lãi suất|mức phí|lệ phí|phí trước bạ|chiết khấu|tỷ giá|cổ phần|cổ phiếu|"
    r"lợi nhuận|học phí|phiếu bầu|phiếu)\b"
)
_SUPPOSED = Sought(r"\b(?:giả sử|giả dụ|giả định|nếu (?:không|trừ|tính đúng|loại))\b")


def _is_of_other(walk: Walk, figure: Figure) -> bool:
    """Whether a percentage is a rate that no indicator has (of a tax, of interest), or a figure is supposed and not reported."""
    if figure.quantity.bound != "exact" and _SOME_MEMBERS.search(
        walk.fold[figure.sentence.start : figure.mention.start]
    ):
        return True
    if (
        _SUPPOSED.search(figure.before)
        or _ONE_PERSON.search(figure.clause)
        or _ONES_OWN.search(figure.clause + figure.after[:_NEXT_CLAUSE])
    ):
        return True
    rate = _RATE_OF_OTHERS.search(figure.before) if figure.quantity.unit == "%" else None
    if rate is None:
        return False
    named = figure.sentence.start + rate.start()
    return not any(e.kind == "indicator" and e.start >= named for e in figure.earlier)


def aims_only(walk: Walk, sentence: Sentence) -> bool:
    """Whether all figures of a sentence, at least two, are targets."""
    figures = [m for m in sentence.events if m.kind == "quantity" and m.value.unit]
    return len(figures) > 1 and all(
        measures.is_target(walk.fold[sentence.start : m.value.core], walk.fold[m.end : sentence.end]) for m in figures
    )


def _restated_in_brackets(walk: Walk, figure: Figure) -> bool:
    """Whether a bracket tells again what the sentence told before it ("đạt 15%, cao hơn bình quân cả nước (15% so với 9%)")."""
    if not figure.before.endswith("("):
        return False
    quantity = figure.quantity
    return any(
        e.kind == "quantity" and e.value.number == quantity.number and e.value.unit == quantity.unit
        for e in figure.earlier
    )


def _restates(walk: Walk, figure: Figure) -> bool:
    """Whether a bracket right behind an amount only rounds or converts it: "66.975 tỷ đồng (khoảng 67 nghìn tỷ đồng)"."""
    previous = figure.earlier[-1] if figure.earlier else None
    if previous is None or previous.kind != "quantity" or figure.quantity.unit not in MONEY:
        return False
    if walk.fold[previous.end : figure.mention.start].strip() not in ("(", "(tương đương", "(khoảng", "(bằng", "(hơn"):
        return False
    other: Quantity = previous.value
    same = other.unit == figure.quantity.unit
    return not same or abs(other.number - figure.quantity.number) <= 0.02 * other.number
