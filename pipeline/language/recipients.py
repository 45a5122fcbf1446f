"""Recipients: who an award goes to, as a list of provinces, persons and bodies before or after it.

Names are read at a place (`recipients_at`) or looked for as the subject of a clause (`subject_before`). Unnamed ones ("5 đơn
vị", "nhiều tập thể") give nothing, except where their names follow ("10 cá nhân, trong đó có ông A").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.language.bodies import body_end, place_end, province_of, starts_body, write_body
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
_SHARED = re.compile(
    r"[ ]+(?:\d+[ ]+)?(?:các|hai|ba|bốn|năm|sáu)?[ ]*(?:tỉnh,? ?(?:và )?thành phố|tỉnh,? ?(?:và )?thành|tỉnh|thành phố)[ ]*:?[ ]+(?=[^\W_])"
)
_SYLLABLE = re.compile(r"(?:ngh?|nh|ch|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?(?!\w)")
"""A syllable that Vietnamese has without an accent: no foreign name."""
_NEW_CLAUSE = re.compile(r"[^;.\n]{0,120}?(?<!\w)(?:được|nhận|đề nghị|tặng|đạt)(?!\w)")
_FAMILY = re.compile(
    r"gia đình (?:các )?(?:ông|bà|đồng chí|liệt sĩ|cụ|anh|chị)[ ][^;:.\n()]{3,80}?(?=[ ](?:ở|tại|thuộc|có|vì|đã|trú|và)(?!\w)|[;:.\n()]|$)"
)
_COUNTED = re.compile(
    r"(?:cho[ ]+)?(?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|các|những|nhiều|số)[ ][^.;:\n()\"]{2,90}?"
)


@cache
def _foreign() -> re.Pattern[str]:
    """A name in letters without accents, of a company for the most part."""
    none = alternation(load("awards")["recipients"]["no_company"])
    first = rf"(?:[A-Z][a-z]{{2,}}[A-Za-z]{{2,}}|(?!(?:{none})\b)[A-Z]{{3,}})"
    return re.compile(rf"{first}(?:[ ](?:\d{{1,3}}|[A-Z][A-Za-z]{{2,}})\b)*(?!\w)(?=[ ,;.(]|$)")


@cache
def _title() -> re.Pattern[str]:
    words = alternation(load("awards")["recipients"]["titles"])
    return re.compile(rf"(?:nguyên |cựu |hiện là |là )?(?:phó |quyền )?(?:tổng )?(?:{words})(?!\w)")


@cache
def _stopped() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternation(load('awards')['recipients']['between'])})(?!\w)|[,;:()\"\n]")


@cache
def _leads() -> re.Pattern[str]:
    words = load("awards")["recipients"]
    peoples = alternation(words["peoples"])
    joint = r"(?:[ ]*,[ ]*và[ ]+|[ ]*,[ ]*|[ ]+và[ ]+|[ ]+(?=nhân dân|các dân tộc))"
    alone = rf"(?:{peoples})(?=[ ]+(?:và|các|tỉnh|thành phố|tp|huyện|xã|[^\W\d_]))"
    peoples = rf"(?:(?:{peoples}){joint}){{1,6}}(?:{peoples})|{alone}"
    lead = rf"(?:{peoples}|{alternation(words['leads'])})(?:[ ]+|[ ]*[,:][ ]*|[ ]+và[ ]+)"
    return re.compile(rf"(?:{lead})")


@cache
def _naming() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<gap>[^.;\n\"]{{0,170}}?)(?:(?<!\w)(?:{alternation(load('awards')['recipients']['naming'])})(?!\w)[ ]*:?|:)[ ]*"
    )


@cache
def _pronoun() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternation(load('awards')['recipients']['pronouns'])})(?=[ ]*(?:[.,;\n]|$|[ ](?:được|vì|đã|tại|và)(?!\w)))"
    )


def names_of(view: View, provinces: list[Mention], people: list[Mention]) -> Names:
    """Gather what recipients are read from; a full name known from one place counts wherever it stands again."""
    full = {str(p.value) for p in people if str(p.value).count(" ") >= 2}
    starts = {p.start for p in people}
    people = sorted(people + [m for m in _repeated(view, full) if m.start not in starts])
    return Names(view, provinces, people, sorted(provinces + people))


def _repeated(view: View, full: set[str]) -> Iterator[Mention]:
    by_first: dict[str, list[str]] = defaultdict(list)
    for name in full:
        by_first[name.split(" ", 1)[0]].append(name)
    for word in re.finditer(r"[^\W\d_]+", view.text):
        for name in by_first.get(word[0], ()):
            end = word.start() + len(name)
            if view.text.startswith(name, word.start()) and not view.text[end : end + 1].isalpha():
                yield Mention(word.start(), end, "person", name)


def recipients_at(names: Names, position: int, end: int) -> list[Recipient]:
    """The list of recipients that starts at `position`, up to `end`; empty where no named one starts there."""
    return list(_listed(names, position, end))


def named_after_count(names: Names, position: int, end: int) -> list[Recipient]:
    """The recipients named after a count of them: `10 cá nhân, trong đó có ông A`."""
    counted = _COUNTED.match(names.view.fold, position, end)
    if counted is None:
        return []
    for naming in _naming().finditer(names.view.fold, position, min(end, position + 400)):
        listed = recipients_at(names, naming.end(), end)
        if listed:
            return listed
    return []


def _listed(names: Names, position: int, end: int) -> Iterator[Recipient]:
    previous: Recipient | None = None
    while position < end:
        shared = list(_distributed(names, position, end))
        yield from shared
        item = shared[-1] if shared else item_at(names, position, end)
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
            item = item_at(names, separator.end(), end)
            sign = "và" if "và" in separator[0] else separator["sign"]
            if (
                item is not None
                and not _apposed(previous, sign, item)
                and not _title().match(view.fold, separator.end())
            ):
                return None if separator["sign"] == ";" and _NEW_CLAUSE.match(view.fold, item.end) else separator.end()
            if separator["sign"] == ";":
                return None
        skipped = _DASHED.match(view.fold, position, end) or (
            _APPOSED.match(view.fold, position, end) if previous.kind == "person" else None
        )
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


def item_at(names: Names, position: int, end: int) -> Recipient | None:
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
    if person is not None and not _stopped().search(_without_degrees(view.fold[start : person.start])):
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
    foreign = _foreign().match(view.text, start, end) if not _SYLLABLE.match(view.fold, start) else None
    return Recipient(foreign[0], start, foreign.end(), "body") if foreign else None


def _without_degrees(words: str) -> str:
    return re.sub(r"(?:pgs|gs|ts|ths|bs|bsckii|ckii)\b\.?[, ]*", "", words)


def _distributed(names: Names, position: int, end: int) -> Iterator[Recipient]:
    """`Công an các tỉnh A, B, C`: one body a province."""
    view = names.view
    head = re.compile(r"[^\W\d_][^,.;:()\n]{1,60}?(?=[ ]+(?:các|hai|ba|bốn|năm|sáu|\d+)[ ]+(?:tỉnh|thành))").match(
        view.fold, position, end
    )
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
