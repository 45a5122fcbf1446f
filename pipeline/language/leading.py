"""Leading: how the text words who holds a role of a bloc - the words between a unit and its role, on either side.

Which words may stand there is data: lexicon/leadership.toml.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.language.discourse import unit_lead
from pipeline.language.lexicon import alternation, load, whole_words

ROLE = re.compile(
    r"\b(?P<leader>cụm trưởng|trưởng cụm|trưởng(?=(?:,| và|, và|/|-) ?(?:làm |giữ )?phó (?:trưởng )?cụm)|làm trưởng(?=[.,;)]| cụm| năm|"
    r" và))\b"
    r"|\b(?P<deputy>cụm phó|phó cụm|phó trưởng cụm|phó cụm trưởng|làm phó(?=[.,;)]| cụm| năm| và)|"
    r"(?:người|cấp|bên|ghế|chức) phó(?= (?:là|thuộc về|về tay|do|được giao)\b))\b"
)
TITLE_AFTER = re.compile(
    r"(?:\s+cụm(?: thi đua)?[^,;.]{0,40})?,\s*(?:phó\s+)?(?:chủ tịch|giám đốc|trưởng|bí thư|chánh)[^,;.]{0,60}?(?:tỉnh|"
    r"thành phố|tp\.?)\s*$"
)
STANDING_FOR = re.compile(r"\b(?:đại diện|thay mặt|lãnh đạo)\s+(?:các\s+|hai\s+)?(?:đơn vị\s+)?$")
SEVERAL = re.compile(r"\b(?:là|làm|giữ)\b[^,;.]{0,12}\b(?:hai|2|các)\s+$")
IN_ROLE_OF = re.compile(
    r"\b(?:với tư cách|trong vai|ở vai|giữ vai|(?:với|trong|ở|trên) (?:vai trò|cương vị|vị trí|trách nhiệm))(?:\s+là)?(?:\s+(?:đơn vị|"
    r"tỉnh))?\s+$"
    r"|^\W*(?:đảm nhận|đảm nhiệm|giữ|nhận|tiếp nhận|là|được bầu|được bầu làm)(?:\s+(?:vai trò|nhiệm vụ|trọng trách|đơn vị|chức))?\s+$"
)
FORMER_LATTER = re.compile(r"\b(?:nơi|tỉnh|đơn vị|địa phương) (?P<which>trước|sau)\s+(?:làm|giữ|là)\b[^,;.]{0,16}$")
HANDED_OVER = re.compile(r"\b(?:trao|bàn giao|chuyển(?: giao)?|giao|nhận)\b[^,;.]{0,60}$")
PASSES_TO = re.compile(
    r"\b(?:vai trò|nhiệm vụ|trọng trách|cương vị|trách nhiệm|vị trí|chức vụ|ghế) (?:này|ấy|đó)\s+(?:sẽ |đã )?(?:được )?"
    r"(?:thuộc về|giao cho|trao cho|chuyển cho|chuyển sang|chuyển giao cho|bàn giao cho|do)\s+(?:đơn vị\s+)?"
)
"""A role named before that somebody takes over: `năm 2017 trọng trách này thuộc về | tỉnh X`."""
REPLACED = re.compile(
    r"(?<!xin )(?<!muốn )(?<!nghị )\bthôi (?:giữ|làm|đảm nhận|đảm nhiệm|đảm đương)(?: (?:vai|vai trò|chức|nhiệm vụ|trọng trách|"
    r"vị trí|là))?\s+$"
)
"""Before a role: who holds it until now."""
REPLACES = re.compile(
    r"\s*(?:\([^()]*\))?\s+(?:sẽ |được (?:bầu|cử|chọn|giao) )?(?:thay thế|thay|kế nhiệm|tiếp nối|kế tục|tiếp quản)\b"
)
"""Behind a unit: it takes the role just told of."""
STANDS_IN = re.compile(r"\b(?:tiếp nhận|đảm nhận|nhận|giữ)\s+(?:nhiệm vụ|vai trò|trọng trách)\s+này\b")
FLAG_TAKEN = re.compile(
    r"\s+(?:đã |sẽ |vinh dự |tiếp tục |chính thức ){0,3}(?:đón nhận|tiếp nhận|nhận|đón) (?:lá )?cờ (?:luân lưu|truyền thống)\b"
)
SEAT_ALONE = re.compile(
    r"\s*[,;]\s*(?:còn\s+)?(?:chiếc\s+)?(?:ghế|chức|vai trò|vị trí|nhiệm vụ|cờ|lá cờ|trọng trách|trách nhiệm|vai)\s+"
)
"""A role that a new clause begins with: `..., ghế | Cụm trưởng thuộc về ...`."""
OF_A_HOUSE = re.compile(r"\b(?:đại học|trường|công ty|bệnh viện|huyện|thị xã|phường|quận|xã)\b[^,;.()]{0,50}$")
"""Before a province's name: a house or a place in it, no unit of the bloc."""
TOGETHER = re.compile(r"\s*(?:,|và|/|-|,\s*và)\s*(?:(?:đơn vị|giữ|làm|chức|vai trò)\s+)*")
CHAIN = re.compile(r"(?:\s+cụm(?: thi đua)?)?\s*(?:,|;|và|còn|cùng|,\s*(?:còn|và))\s*[^.,;:]{2,90}?")
NEXT_TERM = re.compile(r"\b(?:năm tới|năm sau|năm tiếp theo|năm kế tiếp|nhiệm kỳ (?:tới|mới|sau|tiếp theo)|năm mới)\b")


@cache
def between() -> frozenset[str]:
    return frozenset(load("leadership")["between"].split())


@cache
def handing() -> re.Pattern[str]:
    return whole_words(load("leadership")["handing"])


@cache
def taking() -> re.Pattern[str]:
    return whole_words(load("leadership")["taking"])


@cache
def unreal() -> re.Pattern[str]:
    words = alternation(load("leadership")["unreal"])
    return re.compile(rf"(?<!\w)(?<!thái )(?<!tây )(?<!cao )(?:{words})(?!\w)[^,;:.()]{{0,40}}$")


@cache
def holder_after() -> re.Pattern[str]:
    """From a role to the unit that holds it: `Cụm trưởng | năm 2015 do LĐLĐ tỉnh | Quảng Bình`."""
    copulas = alternation(load("leadership")["copulas"])
    return re.compile(
        rf"(?:\s+(?:thứ nhất|thứ hai|1|2))?(?:[^.;:()]{{0,110}}?)\s*(?:\b(?:{copulas})(?!\w)|:|-)\s*(?:hai\s+|"
        rf"các\s+)?(?:đơn vị\s+)?{unit_lead()}"
    )


@cache
def subject_after() -> re.Pattern[str]:
    return re.compile(rf"(?:\s+thứ (?:nhất|hai|ba)|\s+cụm(?: thi đua)?)?(?:\s+năm \d{{4}})?,\s*{unit_lead()}")


@cache
def unit() -> re.Pattern[str]:
    """The words of a unit's name before its province."""
    return re.compile(unit_lead())


@cache
def and_unit() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:và|cùng)\s+{unit_lead()}")


@cache
def bracketed_holder() -> re.Pattern[str]:
    """From a role to its holder in brackets: `thay mặt Cụm trưởng (Sở TT-TT | Kiên Giang)`."""
    return re.compile(rf"\s*\(\s*(?:là\s+)?{unit_lead()}")


@cache
def names_holder() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\s+(?:thường trực|cụm(?: thi đua)?|năm \d{{4}}))*\s*(?:\b(?:là|do|thuộc về)\b|:)\s*(?:đơn vị\s+)?{unit_lead()}"
    )


@cache
def flag() -> re.Pattern[str]:
    return re.compile(
        rf"\bcờ (?:luân lưu|truyền thống)\b[^.;]{{0,80}}?\b(?:cho|tới|sang)\s+(?:đơn vị\s+)?{unit_lead()}"
    )


_HOST_TOO = re.compile(r"\b(?:đơn vị )?chủ nhà(?: của hội nghị)?(?: và| đồng thời|,)(?: (?:cũng|đồng thời))?")


def joins(gap: str) -> bool:
    """Whether the words between a unit and a role make the unit the role's holder: `X | được tín nhiệm làm | Cụm trưởng`."""
    gap = _HOST_TOO.sub(" ", gap)
    if len(gap) > LONGEST_GAP or not re.fullmatch(r"[\w\s,()–/-]*", gap):
        return False
    words = re.findall(r"[^\W_]+", gap)
    told = all(w in between() or re.fullmatch(r"(?:19|20)\d\d", w) for w in words)
    return told and not (handing().search(gap) and not taking().search(gap)) and gap.count(",") <= 1


CHOSEN = re.compile(
    r"\b(?:được|đã|bầu|biểu quyết|thống nhất|nhất trí|hội nghị)\b[^.;]{0,30}\b(?:bầu|cử|suy tôn|lựa chọn|chọn|tín nhiệm|trúng cử)\b"
    r"(?! cờ| bằng khen)[^.;]{0,90}$|\b(?:nhận|trao|chuyển giao|bàn giao)\b[^.;]{0,16}\b(?:cờ luân lưu|cờ truyền thống|"
    r"vai trò|nhiệm vụ)\b[^.;]{0,60}$"
    r"|\b(?:trao lại|trao|chuyển giao|bàn giao|nhường)\b[^.;,]{0,30}$"
    r"|\b(?:trúng cử|đắc cử|bỏ phiếu|bình bầu)\b[^.]{0,120}$"
    r"|\bcụm (?:trưởng|phó)\b[^.;,]{0,12}\bđược (?:chuyển|trao|bàn giao|giao)\b[^.;]{0,60}$"
)
CHOSEN_AFTER = re.compile(r"[^.;,]{0,12}\b(?:được|đã được)\s+(?:chuyển|trao|bàn giao|giao)\b")
COUNTED_ROLE = re.compile(r"\b(?:hai|2|các)\s+(?:đơn vị|tỉnh)\s+(?:giữ vai trò\s+|làm\s+)?$")
OF_THE_PROVINCE = re.compile(r"\b(?:chủ tịch|ubnd|tỉnh ủy)\s+(?:ubnd\s+)?tỉnh\s*[,(–-]\s*(?:là\s+)?$")
"""An office whose province was named before: "Về phía tỉnh X có ông A, Chủ tịch UBND tỉnh, Cụm trưởng"."""
THIS_YEAR = re.compile(r"\bnăm nay\b(?![^,;.]{0,20}\b(?:nhìn lại|tổng kết|sơ kết))[^;.]{0,60}$")
"""Before a role: its year is that of writing."""
THIS_YEAR_BEHIND = re.compile(r"\s+(?:của\s+)?năm nay\b")
NOW = re.compile(r"\b(?:hiện(?: nay| đang)?|đang|đương)\s+(?:là|giữ|làm|đảm nhiệm|đảm nhận)\b[^,;.]{0,24}$")
"""Before a role that an article mentions in passing: whoever holds it at the time of writing."""
GIVEN_UP = re.compile(
    r"\b(?:thay(?: thế| cho)?|kế nhiệm|tiếp quản từ|từ tay|tiếp nối)\s[^;.]{2,50}[,(–-]\s*"
    r"(?:cụm trưởng|trưởng cụm|cụm phó|phó cụm)\s+(?:năm\s+)?$"
)
"""Before a year: it is that of the one whose place is taken: `A nhận ghế Cụm trưởng thay B, Cụm trưởng | năm 2025`."""
AS_ROLE = re.compile(
    r"[^.;:()]{0,70}?\b(?:với tư cách|nhân danh|thay mặt|trong vai|trên cương vị|ở cương vị)(?: là)?"
    r"(?: (?:đơn vị|tỉnh|địa phương|thành phố))?\s+"
)
"""From an official's province to the role that he acts in: `Phó Chủ tịch UBND tỉnh X |, nêu ý kiến với tư cách | Cụm phó`."""
BOTH_OF_THEM = re.compile(
    r"\b(?:hai|cả hai|2) (?:tỉnh|thành phố|đơn vị|địa phương|sở|hội) (?:này|trên|ấy|đó|nói trên)\b[^.;,]{0,40}$"
)
"""Before two roles side by side: the two units named last hold them."""
STAND_FOR_BOTH = re.compile(
    r"\)?\s*,?\s*(?:lần lượt\s+)?(?:là\s+)?(?:đại diện|thay mặt|với tư cách)(?: cho| là)?\s+(?:hai đơn vị\s+)?"
)
"""From two officials to two roles: `ông A (... tỉnh X) và ông B (... tỉnh Y |), đại diện cho | Trưởng cụm và Phó cụm`."""
AT_PLACE = re.compile(r"\b(?:ở|tại)\s+(?:tỉnh\s+|thành phố\s+|tp\.?\s*)?$")
"""Before a province that only says where something took place."""
ALSO_TAKES = re.compile(
    r"[^.;:]{0,90}\b(?:và|đồng thời|rồi)\s+(?:sẽ |được |tiếp tục |cũng )*(?:bầu |cử |chọn |giao )?(?:làm|giữ|đảm nhiệm|đảm nhận|nhận)\b"
    r"[^,;.]{0,24}$"
)
"""From the subject to a role that it takes besides: `X xếp hạng ba và sẽ làm | Cụm phó`."""
YEAR_AFTER, LONGEST_GAP, THIS_YEAR_BEFORE = 48, 110, 70
