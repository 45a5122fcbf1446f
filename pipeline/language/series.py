"""Series: how figures stand in lists, tables and clauses, and what that says of whose they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.language.mentions import Mention
from pipeline.language.times import Time

_CLAUSE = re.compile(
    r"[;:]\s|,\s+(?:còn|trong khi|song|nhưng|riêng|trong đó)\s|\s(?<!vẫn )(?<!chỉ )(?<!hiện )(?<!nay )(?:còn|trong khi|trong đó)\s|\("
)
_LIST_JOINT = re.compile(r"\s*(?:,|và|,\s*và|;|\||&)?\s*(?:tỉnh|thành phố|tp\.?)?\s*")
_TURN = re.compile(r"\b(?:lần lượt|theo thứ tự|tương ứng(?! với))\b")
_OTHER_WHOLE = re.compile(
    r"\s*(?:là |trong )?(?:tổng )?(?:số )?(?:còn lại|điển hình|ý kiến|đại biểu|phiếu|người được hỏi|mức đề nghị|đề nghị|nhu cầu)\b"
)
_OF_COMPANY = re.compile(r"\s*(?:vốn\s+)?của (?:công ty|tập đoàn|tổng công ty|doanh nghiệp [^ ]+ )")
_PLACE_BELOW = re.compile(
    r"\briêng (?!tỉnh|thành phố|quý|năm|tháng)(?:huyện |thị xã |"
    r"TP\.? )?[A-ZĐÂÁÀÔƠƯÊ][^\W\d_]* [A-ZĐÂÁÀÔƠƯÊ][^\W\d_]*(?: đạt| tăng| giảm)* $"
)
_REACH_BEHIND = 400
"""Characters behind a figure that are looked at for whose it is."""
_RANKED = re.compile(r"\b(?:thứ\s+\S+|nhất|đầu|cuối|hạng\s+\S+|số một|số hai|top\s+\S+)\s+(?:của\s+|trong\s+)?$")
_UNIT_OF_COLUMN = re.compile(r"\((?:đơn vị(?: tính)?:?|đvt:?)?\s*(?P<unit>[^()|]+?)\s*\)\s*$")
_NATION_REACH = 40
_NATION_FIRST = re.compile(r"(?:^|[\n.;])\s*(?:tính chung|xét|nhìn)?\s*(?:trên |ra )?$")
_NATION_SAYS = re.compile(
    r"\s*(?:\(|(?:,?\s*(?:ước|chỉ|cũng|chung|là|có|hiện có|đã có|đạt|tăng|giảm|ở mức|trong|quý (?:iv|i{1,3}|\d)|năm \d{4}|"
    r"\d+ tháng(?: đầu năm)?|sau (?:nửa năm|\d+ tháng|năm \d{4})|nửa năm|mới|bình quân|trung bình)"
    r"(?:/\d{4})?\b)*\s*\(?)\s*"
)
_OF_NATION = re.compile(r"\s*(?:của|ở|trong)\s+(?:cả nước|toàn quốc)")
_OF_BLOC = re.compile(r"(?:\s*\w+)?\s*(?:của|trong)\s+(?:cả |toàn )?cụm\b")
_NAMED_AFTER = re.compile(r"[^,;.\d]{0,60}(?:\blà|\bgồm|:)\s*(?:các tỉnh\s*|tỉnh\s*)?")
_NOT_INDICATOR = {
    "thành phố thu": re.compile(r"\s*(?:hút|gom|hồi|hoạch)"),
    "tỉnh thu": re.compile(r"\s*(?:hút|gom|hồi|hoạch)"),
    "địa phương thu": re.compile(r"\s*(?:hút|gom|hồi|hoạch)"),
    "kinh tế": re.compile(
        r"\s*(?:[-–,]\s*)?(?:xã hội|trọng điểm|nhà nước|ngoài nhà nước|tập thể|tư nhân|có vốn|biển|cửa khẩu|đối ngoại|"
        r"số\b|xanh|việt nam|thế giới)"
    ),
    "dịch vụ": re.compile(r"\s*(?:tiêu dùng|công|lưu trú|ăn uống|việc làm|xã hội|y tế)"),
    "công nghiệp": re.compile(r"\s*(?:hóa|hoá|chế biến|phụ trợ|hỗ trợ|khai khoáng)"),
    "xây dựng": re.compile(
        r"\s*(?:nông thôn|đảng|kế hoạch|mới|và|các|cơ|hạ tầng|văn hóa|đời sống|hệ thống|nhà|đô thị|mô hình|công trình|"
        r"tổ quốc|chính quyền|trường|cầu|khu|đường)"
    ),
    "nông nghiệp": re.compile(r"\s*(?:và phát triển|công nghệ|ứng dụng|hữu cơ|sạch)"),
    "tăng trưởng": re.compile(r"\s*(?:xanh|bền vững|cao|khá|nhanh)\b"),
}
_CODE_LED_BY = {"fdi": re.compile(r"\b(?:(?:doanh nghiệp|dn|khu vực|khối|công ty|nhà máy) có|cục)\s*$")}
"""In front of any words for an indicator, what makes them something else: firms with foreign capital, the authority over it."""
_LED_BY = {
    "vốn": re.compile(r"(?:kế hoạch|giải ngân|nguồn|sử dụng|bố trí|vay|giao|huy động)\s*$"),
    "fdi": re.compile(r"(?:khu vực|doanh nghiệp|các doanh nghiệp|ngành|nhà đầu tư)\s*$"),
    "kinh tế": re.compile(
        r"(?:phát triển|cơ cấu|khu|vùng|thành phần|tình hình|đời sống|mục tiêu|chuyển dịch cơ cấu|cơ cấu lại nền|lĩnh vực)\s*$"
    ),
    "nội địa": re.compile(r"(?:khách|du lịch|tiêu thụ|thị trường|hàng|sản xuất|vận tải|lượt|tiêu dùng)\s*$"),
    "công nghiệp": re.compile(
        r"(?:khu|cụm|các khu|quy mô|quy mô sản xuất|doanh nghiệp|sản phẩm|phát triển|điểm|lao động)\s*$"
    ),
    "xây dựng": re.compile(
        r"(?:đầu tư|vật liệu|phong trào|thi đua|để|chung sức|đã|sẽ|công tác|cùng|giấy phép|bộ|sở)\s*$"
    ),
    "nông nghiệp": re.compile(r"(?:bộ|sở|sản phẩm|phát triển|ngân hàng)\s*$"),
    "dịch vụ": re.compile(r"(?:doanh thu|hàng hóa và|các|sản phẩm|doanh thu các|cung cấp|hàng hóa,|thương mại,)\s*$"),
    "xuất khẩu": re.compile(r"(?:khu chế xuất và|dành cho|sản xuất|thị trường)\s*$"),
    "giải ngân": re.compile(r"(?:thủ tục)\s*$"),
}


def clause_starts(sentence: str) -> list[int]:
    """Where the clauses of a folded sentence start."""
    return [0, *(m.end() for m in _CLAUSE.finditer(sentence))]


def clause_after(after: str) -> str:
    """What follows a figure up to the end of its clause or the next figure."""
    stop = re.search(r"[;.]\s|,\s*(?:và\s+)?\d", after)
    return after[: stop.start()] if stop else after


def continues_list(gap: str) -> bool:
    """Whether two names with `gap` (folded) between them stand in one list."""
    return _LIST_JOINT.fullmatch(gap) is not None and any(j in gap for j in (",", "và", ";", "|", "&"))


def is_heading(line: str) -> bool:
    """Whether a line speaks for the lines below it: a title without a full stop, or an announcement that ends in a colon."""
    line = line.strip()
    if line.endswith(":"):
        return True
    return (
        len(line) < 100
        and not line.endswith((".", "!", "?", "…", ";", ","))
        and not re.match(r"[-•+*]|\d+[.)]\s", line)
        and "|" not in line
    )


def names_indicator(fold: str, event: Mention) -> bool:
    """Whether an indicator's words stand for the indicator, not for part of something else (`kinh tế - xã hội`)."""
    word = " ".join(fold[event.start : event.end].split())
    following = _NOT_INDICATOR.get(word)
    if following is not None and following.match(fold[event.end : event.end + 24]):
        return False
    leading = (_LED_BY.get(word), _CODE_LED_BY.get(event.value))
    before = fold[max(0, event.start - 24) : event.start] if any(leading) else ""
    return not any(led is not None and led.search(before) for led in leading)


def is_ranked(fold: str, event: Mention) -> bool:
    """Whether an area is only what somebody ranks in ("thứ 8 toàn quốc")."""
    return _RANKED.search(fold[max(0, event.start - 24) : event.start]) is not None


def is_of_others(before: str, number: str, after: str) -> bool:
    """Whether a figure is a part of something that is no indicator ("92,68% số doanh nghiệp thấy ..."), or that of a place below the
    province ("riêng Việt Yên tăng 27,23%"); `before` and `after` in the text's own case."""
    after = after[:_REACH_BEHIND].lower()
    if _OF_COMPANY.match(after):
        return True
    if "%" in number and _OTHER_WHOLE.match(after):
        return True
    return "riêng" in before and _PLACE_BELOW.search(before) is not None


def time_in_turn(fold: str, events: Sequence[Mention], index: int) -> Time | None:
    """The time of a figure in "năm 2022 và năm 2023 lần lượt tăng 19,3% và 13,45%", None elsewhere."""
    before = events[:index]
    times = [i for i, m in enumerate(before) if m.kind == "time"]
    if len(times) < 2 or times[-1] != times[-2] + 1:
        return None
    first, second = before[times[-2]], before[times[-1]]
    figures = [m for m in before[times[-1] :] if m.kind == "quantity"]
    said = re.fullmatch(r"\s*(?:,|và)\s*", fold[first.end : second.start]) and _TURN.search(
        fold, second.end, events[index].start
    )
    if not said or len(figures) > 1:
        return None
    time: Time = (first, second)[len(figures)].value
    return time


def speaks_of_nation(fold: str, event: Mention, rest: Sequence[Mention]) -> bool:
    """Whether the next figure is the nation's: it stands close by, or brackets follow at once."""
    figure = next((m for m in rest if m.kind == "quantity"), None)
    if figure is None or is_ranked(fold, event):
        return False
    gap = fold[event.end : figure.start]
    named = next((m for m in rest if m.kind == "indicator" and m.end <= figure.start), None)
    if named is not None and _NATION_FIRST.search(fold, max(0, event.start - 24), event.start):
        gap = fold[event.end : named.start] + fold[named.end : figure.start]
    return len(gap) <= _NATION_REACH and _NATION_SAYS.fullmatch(gap) is not None


def quote_start(earlier: Sequence[Mention], event: Mention, clause_start: int) -> int:
    """Where the quote of a figure starts: at its clause's first mention that names what it is about."""
    inside = [m.start for m in earlier if m.kind in ("area", "indicator", "time") and m.start >= clause_start]
    return min(inside, default=event.start)


def areas_for(
    fold: str, area: str, group: Sequence[str], event: Mention, events: Sequence[Mention], index: int
) -> list[str]:
    """The areas that a figure holds for: one, each of a list before it or behind it, or its own in a list told in turn."""
    after = events[index + 1 :]
    if _OF_NATION.match(fold, event.end, event.end + 40):
        return ["Việt Nam"]
    if _OF_BLOC.match(fold, event.end) and any(m.kind == "area" and m.value.kind == "bloc" for m in after[:1]):
        return [after[0].value.name]
    named = _areas_behind(fold, event, after) or _owner_behind(fold, event, after)
    if named:
        return named
    if len(group) > 1:
        first = next((m for m in events if m.kind == "area" and m.value.name == group[0]), None)
        if first is not None and _TURN.search(fold[max(0, first.start - 30) : event.start]):
            turn = sum(1 for m in events[:index] if m.kind == "quantity" and m.start > first.start)
            return [group[min(turn, len(group) - 1)]]
        return list(group)
    return [area] if area else []


_OF_OWNER = re.compile(r"\s*(?:số )?[^\W\d_]+(?: [^\W\d_]+)? của (?:tỉnh |thành phố |tp\.? ?)?")


def _owner_behind(fold: str, event: Mention, after: Sequence[Mention]) -> list[str]:
    """The province whose things a share is of: "100% xã của tỉnh | Đồng Nai | đạt chuẩn"."""
    area = next((m for m in after if m.kind != "area" or m.value.kind != "here"), None)
    share = event.value.unit == "%" and area is not None and area.kind == "area" and area.value.kind == "province"
    return [area.value.name] if share and area and _OF_OWNER.fullmatch(fold, event.end, area.start) else []


def _areas_behind(fold: str, event: Mention, after: Sequence[Mention]) -> list[str]:
    """The provinces that a figure names behind it: "3 tỉnh có 100% xã đạt chuẩn là A, B, C"."""
    names: list[str] = []
    last = event.end
    for mention in after:
        if mention.kind == "quantity":
            break
        if mention.kind != "area" or mention.value.kind != "province":
            continue
        gap = fold[last : mention.start]
        if (names and not continues_list(gap)) or (not names and not _NAMED_AFTER.fullmatch(gap)):
            break
        names.append(mention.value.name)
        last = mention.end
    return names


@dataclass(frozen=True, slots=True)
class Table:
    """A table in running text, cells parted by `|`: what the head line says of each column (time, indicator, words of a unit)."""

    columns: tuple[tuple[Time | None, str, str], ...]
    line: int

    def indicator_at(self, fold: str, event: Mention) -> str:
        """The indicator of the column that a figure stands in, "" where the head does not name one."""
        return self._column(fold, event)[1]

    def time_at(self, fold: str, event: Mention) -> Time | None:
        """The time of the column that a figure stands in."""
        return self._column(fold, event)[0]

    def unit_at(self, fold: str, event: Mention) -> str:
        """The folded words of the unit that the head gives in brackets for a figure's column, "" where it gives none."""
        return self._column(fold, event)[2]

    def _column(self, fold: str, event: Mention) -> tuple[Time | None, str, str]:
        number = fold.count("|", self.line, event.start)
        return self.columns[number] if number < len(self.columns) else (None, "", "")


def table_line(table: Table | None, fold: str, start: int, end: int, events: Sequence[Mention]) -> Table | None:
    """The table that the line `start:end` opens or goes on with, or None where it is no table line."""
    if "|" not in fold[start:end]:
        return None
    if table is not None and any(m.kind == "quantity" for m in events):
        return Table(table.columns, start)
    if any(m.kind == "quantity" and m.value.unit for m in events):
        return table
    columns: list[tuple[Time | None, str, str]] = []
    offset = start
    for cell in fold[start:end].split("|"):
        inside = [m for m in events if offset <= m.start < offset + len(cell)]
        time = next((m.value for m in inside if m.kind == "time"), None)
        indicator = next((m.value for m in inside if m.kind == "indicator"), "")
        unit = _UNIT_OF_COLUMN.search(cell)
        columns.append((time, indicator, unit["unit"] if unit else ""))
        offset += len(cell) + 1
    return Table(tuple(columns), start)
