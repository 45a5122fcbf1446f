"""Recipients: who an award goes to, as a list of provinces, persons and bodies before or after it.

Names are read at a place (`recipients_at`) or looked for as the subject of a clause (`subject_before`). Unnamed ones ("5 đơn
vị", "nhiều tập thể") give nothing, except where their names follow ("10 cá nhân, trong đó có ông A").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.language.bodies import bodies, body_end, place_end, province_of, starts_body, write_body
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, within
from pipeline.language.wording import plain
from pipeline.view import View

CITIES = frozenset({"Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ"})
"""Provinces that are cities: bodies' names take `thành phố` before them."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One recipient: its published name, where it stands, and what it is (`province`, `person`, `body`)."""

    name: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Names:
    """The view and the mentions that recipients are read from; `both` are provinces and persons in order."""

    view: View
    provinces: list[Mention]
    people: list[Mention]
    both: list[Mention]


_SEPARATOR = re.compile(r"[ ]*(?P<sign>[,;]|(?<!\w)và(?!\w)|(?<!\w)cùng(?!\w)|&)[ ]*(?:và[ ]+|cùng[ ]+)?")
_BRACKETS = re.compile(r"[ ]*\([^()\n]{0,160}\)")
_DASHED = re.compile(r"[ ]+[-–][ ]+[^,;:.()\n]{2,120}?(?=[ ]*[,;.()\n]|[ ]và[ ]|$)")
_APPOSED = re.compile(r"[ ]*,[ ]+[^;:.()\n]{2,160}?(?=[ ]*[;.(\n]|,[ ]|[ ]và[ ]|$)")
_TITLE = re.compile(
    r"(?:nguyên |cựu |hiện là |là )?(?:phó |quyền )?(?:tổng )?(?:chủ tịch|giám đốc|trưởng|bí thư|bộ trưởng|thứ trưởng|hiệu trưởng|viện trưởng|cục trưởng|ủy viên|chủ nhiệm|tổng giám đốc|cán bộ"
    r"|viên chức|công chức|giáo viên|chánh|đại biểu|thường trực|ở |có |chủ |đội trưởng|người|thành viên|phó)"
)
_STOPPED = re.compile(r"(?<!\w)(?:được|đã|là|cho|và|tặng|trao|vì|do|có|nhận|với|về|trong|tại|của|các|nhiều|những|nhân dịp|cùng|thuộc)(?!\w)|[,;:()\"\n]")
_SHARED = re.compile(r"[ ]+(?:\d+[ ]+)?(?:các|hai|ba|bốn|năm|sáu)?[ ]*(?:tỉnh,? ?(?:và )?thành phố|tỉnh,? ?(?:và )?thành|tỉnh|thành phố)[ ]*:?[ ]+(?=[^\W_])")
_FOREIGN = re.compile(
    r"(?:[A-Z][a-z]{2,}[A-Za-z]{2,}|(?!(?:UBND|HDND|MTTQ|GRDP|COVID|VND|USD|CTV|TTXVN|BNP|LSO|NTO)\b)[A-Z]{3,})(?:[ ](?:\d{1,3}|[A-Z][A-Za-z]{2,})\b)*(?![\w])(?=[ ,;.(]|$)"
)
"""A name in letters without accents, of a company for the most part."""
_SYLLABLE = re.compile(r"(?:ngh?|nh|ch|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?(?!\w)")
"""A syllable that Vietnamese has without an accent: no foreign name."""
_NEW_CLAUSE = re.compile(r"[^;.\n]{0,120}?(?<!\w)(?:được|nhận|đề nghị|tặng|đạt)(?!\w)")
_UNNAMED = re.compile(
    r"(?<!\w)(?:\d+|một số|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nhiều|các|những|số|không)[ ]+(?:lượt[ ]+)?(?:tập thể|cá nhân|đơn vị|người|gia đình|hộ|tổ chức|doanh nghiệp|dn|đồng chí|đảng viên|học sinh|địa phương|cán bộ|giáo viên|tỉnh|xã|gương)(?!\w)"
)
_FAMILY = re.compile(r"gia đình (?:các )?(?:ông|bà|đồng chí|liệt sĩ|cụ|anh|chị)[ ][^;:.\n()]{3,80}?(?=[ ](?:ở|tại|thuộc|có|vì|đã|trú|và)(?!\w)|[;:.\n()]|$)")
_COUNTED = re.compile(r"(?:cho[ ]+)?(?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|các|những|nhiều|số)[ ][^.;:\n()\"]{2,90}?")


@cache
def _leads() -> re.Pattern[str]:
    words = load("awards")["recipients"]
    peoples = alternation(words["peoples"])
    peoples = rf"(?:(?:{peoples})(?:[ ]*,[ ]*và[ ]+|[ ]*,[ ]*|[ ]+và[ ]+|[ ]+(?=nhân dân|các dân tộc)))+(?:{peoples})|(?:{peoples})(?=[ ]+(?:và|các|tỉnh|thành phố|tp|huyện|xã|[^\W\d_]))"
    lead = rf"(?:{peoples}|{alternation(words['leads'])})(?:[ ]+|[ ]*[,:][ ]*|[ ]+và[ ]+)"
    return re.compile(rf"(?:{lead})")


@cache
def _naming() -> re.Pattern[str]:
    return re.compile(rf"(?P<gap>[^.;\n\"]{{0,170}}?)(?:(?<!\w)(?:{alternation(load('awards')['recipients']['naming'])})(?!\w)[ ]*:?|:)[ ]*")


@cache
def _common() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[,;:.\n]|(?<!\w)(?:và|liên tiếp|qua|nay|đó)(?!\w))[ ]*(?P<noun>{alternation(load('awards')['recipients']['common'])})(?=[ ])")


_NOT_ALONE = re.compile(r"[ ]+(?:nào|khác|phải|cần|sẽ|muốn)(?!\w)")


@cache
def _not_subject() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(load('awards')['recipients']['not_subject'])})[ ]*$")


@cache
def _pronoun() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('awards')['recipients']['pronouns'])})(?=[ ]*(?:[.,;\n]|$|[ ](?:được|vì|đã|tại|và)(?!\w)))")


def names_of(view: View, provinces: list[Mention], people: list[Mention]) -> Names:
    """Gather what recipients are read from; a full name known from one place counts wherever it stands again."""
    full = {str(p.value) for p in people if str(p.value).count(" ") >= 2}
    again = re.finditer(rf"(?<!\w)(?:{alternation(full)})(?!\w)", view.text) if full else ()
    starts = {p.start for p in people}
    people = sorted(people + [Mention(m.start(), m.end(), "person", m[0]) for m in again if m.start() not in starts])
    return Names(view, provinces, people, sorted(provinces + people))


def recipients_at(names: Names, position: int, end: int) -> list[Recipient]:
    """The list of recipients that starts at `position`, up to `end`; empty where no named one starts there."""
    return list(_listed(names, position, end))


def named_after_count(names: Names, position: int, end: int) -> list[Recipient]:
    """The recipients named after a count of them: `10 cá nhân, trong đó có ông A`."""
    counted = _COUNTED.match(names.view.fold, position, end)
    if counted is None:
        return []
    for naming in _naming().finditer(names.view.fold, position, end):
        listed = recipients_at(names, naming.end(), end)
        if listed:
            return listed
    return []


def _listed(names: Names, position: int, end: int) -> Iterator[Recipient]:
    previous: Recipient | None = None
    while position < end:
        shared = list(_distributed(names, position, end))
        yield from shared
        item = shared[-1] if shared else _item(names, position, end)
        if item is None:
            return
        if not shared:
            yield item
        previous = item
        following = _next_item(names, previous, end)
        if following is None:
            return
        position = following


def _next_item(names: Names, previous: Recipient, end: int) -> int | None:
    """Where the next item of the list starts, the words about the previous one skipped."""
    view, position = names.view, previous.end
    for _ in range(8):
        brackets = _BRACKETS.match(view.fold, position, end)
        if brackets:
            position = brackets.end()
        separator = _SEPARATOR.match(view.fold, position, end)
        if separator is not None:
            item = _item(names, separator.end(), end)
            sign = "và" if "và" in separator[0] else separator["sign"]
            if item is not None and not _apposed(previous, sign, item) and not _TITLE.match(view.fold, separator.end()):
                return None if separator["sign"] == ";" and _NEW_CLAUSE.match(view.fold, item.end) else separator.end()
            if separator["sign"] == ";":
                return None
        skipped = _DASHED.match(view.fold, position, end) or (_APPOSED.match(view.fold, position, end) if previous.kind == "person" else None)
        if skipped is None:
            return None
        position = skipped.end()
    return None


def _apposed(previous: Recipient, sign: str, item: Recipient) -> bool:
    """Whether the item after a comma says where or what the previous recipient is, and is none itself."""
    if sign != ",":
        return False
    if previous.kind == "person":
        return item.kind != "person"
    return previous.kind == "body" and item.kind in ("place", "province")


def _item(names: Names, position: int, end: int) -> Recipient | None:
    """The recipient that starts at `position`, its leading words skipped."""
    view = names.view
    family = _FAMILY.match(view.fold, position, end)
    if family:
        return Recipient(plain(view.text[family.start() : family.end()]), family.start(), family.end(), "body")
    start = position
    for _ in range(6):
        read = _name(names, start, end)
        if read is not None:
            return Recipient(read.name, position, read.end, read.kind)
        lead = _leads().match(view.fold, start, end)
        if lead is None:
            break
        start = lead.end()
    pronoun = _pronoun().match(view.fold, position, end)
    if pronoun is None:
        return None
    sentence = max(view.fold.rfind(". ", 0, position), view.fold.rfind("\n", 0, position))
    last = [p for p in within(names.people, max(0, position - 600), position) if p.end <= sentence]
    return Recipient(str(last[-1].value), position, pronoun.end(), "person") if last else None


def _name(names: Names, start: int, end: int) -> Recipient | None:
    view = names.view
    person = next((p for p in within(names.people, start, min(end, start + 110))), None)
    if person is not None and not _STOPPED.search(_without_degrees(view.fold[start : person.start])):
        return Recipient(str(person.value), start, person.end, "person")
    stop = body_end(view, start, names.both)
    if stop is not None and stop <= end and view.fold[start:stop] not in load("awards")["recipients"]["givers_only"]:
        province = province_of(view, start, stop, names.provinces)
        return Recipient(province or write_body(view, start, stop), start, stop, "province" if province else "body")
    return _place(names, start, end)


def _place(names: Names, start: int, end: int) -> Recipient | None:
    """A province, a place below it, or a name in foreign letters (`Eurowindow`, `PVC`)."""
    view = names.view
    unit = re.compile(r"(?:tỉnh|thành phố|tp\.?|thủ đô)[ ]+").match(view.fold, start)
    at = unit.end() if unit else start
    for province in within(names.provinces, at, at + 40):
        if province.start == at:
            return Recipient(str(province.value), start, province.end, "province")
    stop = place_end(view, start)
    if stop is not None and stop <= end:
        name = plain(view.text[start:stop])
        return Recipient(re.sub(r"^(?i:huyện) ", "", name), start, stop, "place")
    foreign = _FOREIGN.match(view.text, start, end) if not _SYLLABLE.match(view.fold, start) else None
    return Recipient(foreign[0], start, foreign.end(), "body") if foreign else None


def _without_degrees(words: str) -> str:
    return re.sub(r"(?:pgs|gs|ts|ths|bs|bsckii|ckii)\b\.?[, ]*", "", words)


def _distributed(names: Names, position: int, end: int) -> Iterator[Recipient]:
    """`Công an các tỉnh A, B, C`: one body a province."""
    view = names.view
    head = re.compile(r"[^\W\d_][^,.;:()\n]{1,60}?(?=[ ]+(?:các|hai|ba|bốn|năm|sáu|\d+)[ ]+(?:tỉnh|thành))").match(view.fold, position, end)
    if head is None or not view.text[position].isupper() or not starts_body(view, position):
        return
    shared = _SHARED.match(view.fold, head.end(), end)
    if shared is None:
        return
    at = shared.end()
    while True:
        unit = re.compile(r"(?:tỉnh|thành phố|tp\.?)[ ]+").match(view.fold, at)
        at = unit.end() if unit else at
        province = next((p for p in within(names.provinces, at, at + 40) if p.start == at), None)
        if province is None or province.end > end:
            return
        kind = "thành phố" if province.value in CITIES else "tỉnh"
        name = f"{write_body(view, position, head.end())} {kind} {province.value}"
        yield Recipient(name, position, province.end, "body")
        separator = _SEPARATOR.match(view.fold, province.end, end)
        if separator is None:
            return
        at = separator.end()


def subject_before(names: Names, start: int, verb: int) -> list[Recipient]:
    """The recipients that are the subject of the verb at `verb`, from `start` on: the last list at clause level before it."""
    view = names.view
    position, subject = start, []
    while position < verb:
        opening = _opening(names, position, verb)
        if opening is None:
            break
        listed = recipients_at(names, opening, verb)
        if listed:
            apposed = subject and subject[-1].kind == "person" and listed[0].kind != "person" and view.fold[: opening].rstrip().endswith(",")
            if not apposed:
                subject = listed
            position = max(listed[-1].end, opening + 1)
        else:
            position = opening + 1
    if not subject:
        return list(_common_subject(names, start, verb))
    return [] if _turned_away(view.fold[subject[-1].end : verb]) else subject


def _common_subject(names: Names, start: int, verb: int) -> Iterator[Recipient]:
    """The body that a common noun stands for (`bệnh viện nhiều năm liền đạt`): the last one so called before."""
    view, noun = names.view, None
    for noun in _common().finditer(view.fold, start, verb):
        pass
    if noun is None or _turned_away(view.fold[noun.end() : verb]) or _NOT_ALONE.match(view.fold, noun.end()):
        return
    head = "trường" if noun["noun"] == "nhà trường" else noun["noun"]
    alike = [span for span in bodies(view, max(0, start - 4000), start, names.both) if view.fold.startswith(head, span[0])]
    if alike:
        written = Counter(write_body(view, *span) for span in reversed(alike))
        yield Recipient(written.most_common(1)[0][0], noun.start("noun"), noun.end("noun"), "body")


def _turned_away(gap: str) -> bool:
    """Whether the words between subject and verb make someone else the subject: an unnamed group, or another's gift."""
    gap = re.sub(r"(?<!\w)được[^,;]{0,80}?(?:trao tặng|truy tặng|phong tặng|tặng|trao)(?!\w)", " ", gap)
    unnamed = _UNNAMED.search(gap.replace("một trong", "    "))
    return bool(unnamed and "là     " not in gap.replace("một trong", "    ")) or re.search(r"(?<!\w)(?:trao|tặng)(?!\w)", gap) is not None


_CLAUSE = re.compile(
    r"(?:^|[,;:\"“(\n]|(?<!\w)(?:và|có|là|rằng|biết|như|khi|thì|nhưng|mà|nay|qua|dịp này|đó|vừa qua|năm|còn|gồm|sau|trước)(?!\w)|\d{4}|[-–•*+])[ ]*(?:[-–•*+][ ]*)?"
)


def _opening(names: Names, position: int, verb: int) -> int | None:
    """The next place at clause level where a recipient may start."""
    view = names.view
    if position == 0 or _item(names, position, verb):
        before = view.fold[max(0, position - 30) : position]
        if not _not_subject().search(before.rstrip()):
            return position
    for clause in _CLAUSE.finditer(view.fold, position, verb):
        at = clause.end()
        if at <= position and at != position:
            continue
        if at < verb and view.fold[at : at + 1].isalnum() and not _inside_brackets(view, position, at):
            item = _item(names, at, verb)
            if item is not None and not _not_subject().search(view.fold[max(0, at - 30) : at].rstrip()):
                return at
    return None


def _inside_brackets(view: View, start: int, at: int) -> bool:
    return view.fold.count("(", start, at) > view.fold.count(")", start, at)
