"""Recipients: who an award goes to, as a list of provinces, persons and bodies before or after it.

Lists are read at a place (`recipients_at`); their items are in `pipeline.language.awarded`. Unnamed ones ("5 đơn vị", "nhiều tập
thể") give nothing, except where their names follow ("10 cá nhân, trong đó có ông A", "đơn vị dẫn đầu là tỉnh B").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.language.awarded import Names, Recipient, item_at
from pipeline.language.bodies import starts_body, write_body
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import within
from pipeline.view import View

CITIES = frozenset({"Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ"})
"""Provinces that are cities: bodies' names take `thành phố` before them."""
_SEPARATOR = re.compile(r"[ ]*(?P<sign>[,;]|(?<!\w)và(?!\w)|(?<!\w)cùng(?!\w)|&)[ ]*(?:và[ ]+|cùng[ ]+)?")
_BRACKETS = re.compile(r"[ ]*\([^()\n]{0,160}\)")
_DASHED = re.compile(r"[ ]+[-–][ ]+[^,;:.()\n]{2,120}?(?=[ ]*[,;.()\n]|[ ]và[ ]|$)")
_APPOSED = re.compile(r"[ ]*,[ ]+[^;:.()\n]{2,160}?(?=[ ]*[;.(\n]|,[ ]|[ ]và[ ]|$)")
_SHARED = re.compile(
    r"[ ]+(?:\d+[ ]+)?(?:các|hai|ba|bốn|năm|sáu)?[ ]*(?:tỉnh,? ?(?:và )?thành phố|tỉnh,? ?(?:và )?thành|tỉnh|thành phố)[ ]*:?[ ]+(?=[^\W_])"
)
_OPENING_BRACKET = re.compile(r"[^.;:\n()\"]{2,120}\([ ]*(?:gồm|bao gồm|đó là|là)?[ ]*:?[ ]*")
_PERSONS = re.compile(r"(?<!\w)(?:cá nhân|người|hộ|gia đình|đồng chí|cán bộ)(?!\w)")
_NEW_CLAUSE = re.compile(r"[^;.\n]{0,120}?(?<!\w)(?:được|nhận|đề nghị|tặng|trao|gắn|đạt)(?!\w)")


_GIVES = re.compile(r"[ ]+(?:đã[ ]+)?(?:trao|tặng)(?!\w)")
"""Behind the giver of the next award ("..., Bộ Công an | tặng Cờ thi đua cho ...")."""


@cache
def _title() -> re.Pattern[str]:
    words = alternation(load("awards")["recipients"]["titles"])
    return re.compile(rf"(?:nguyên |cựu |hiện là |là )?(?:phó |quyền )?(?:tổng )?(?:{words})(?!\w)")


@cache
def _counted() -> re.Pattern[str]:
    """A count of recipients, or a class with what tells it from others: `10 cá nhân`, `đơn vị dẫn đầu`."""
    words = load("awards")["recipients"]
    counts, classes = alternation(words["counts"]), alternation(words["classes"])
    return re.compile(rf"(?:cho[ ]+)?(?:(?:\d+|một|{counts})[ ]|(?:{classes})(?!\w)[ ]?)[^.;:\n()\"]{{2,90}}?")


@cache
def _naming() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<gap>[^.;\n\"]{{0,170}}?)(?:(?<!\w)(?:{alternation(load('awards')['recipients']['naming'])})(?!\w)[ ]*:?|:)[ ]*"
    )


def recipients_at(names: Names, position: int, end: int) -> list[Recipient]:
    """The list of recipients that starts at `position`, up to `end`; empty where no named one starts there."""
    return list(_listed(names, position, end))


def named_after_count(names: Names, position: int, end: int) -> list[Recipient]:
    """The recipients named after a count of them: `10 cá nhân, trong đó có ông A`, `3 đơn vị xuất sắc (A, B, C)`."""
    counted = _counted().match(names.view.fold, position, end)
    if counted is None:
        return []
    bracketed = _in_brackets(names, position, end)
    if bracketed:
        return bracketed
    for naming in _naming().finditer(names.view.fold, position, min(end, position + 400)):
        listed = recipients_at(names, naming.end(), end)
        if listed:
            return listed
    return []


def _in_brackets(names: Names, position: int, end: int) -> list[Recipient]:
    """The list of those counted, in the brackets behind the count; one name alone says where they are from."""
    opening = _OPENING_BRACKET.match(names.view.fold, position, end)
    if opening is None:
        return []
    closing = names.view.fold.find(")", opening.end(), end)
    listed = recipients_at(names, opening.end(), closing if closing >= 0 else end)
    if _PERSONS.search(opening[0]):
        listed = [r for r in listed if r.kind == "person"]
    return listed if len(listed) > 1 else []


def _listed(names: Names, position: int, end: int) -> Iterator[Recipient]:
    previous: Recipient | None = None
    while position < end:
        shared = list(_distributed(names, position, end)) or list(_districts(names, position, end))
        yield from shared
        item = shared[-1] if shared else item_at(names, position, end)
        if item is None:
            return
        if item.means:
            yield from (Recipient(name, item.start, item.end, kind) for name, kind in item.means)
        elif not shared:
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
                and not _apposed(view, previous, sign, item)
                and not _title().match(view.fold, separator.end())
            ):
                opens = separator["sign"] == ";" and _NEW_CLAUSE.match(view.fold, item.end)
                return None if opens or _GIVES.match(view.fold, item.end) else separator.end()
            if separator["sign"] == ";":
                return None
            if item is not None and _is_house(view, previous, item):
                position = item.end
                continue
        skipped = _DASHED.match(view.fold, position, end) or (
            _APPOSED.match(view.fold, position, end) if previous.kind == "person" else None
        )
        if skipped is None:
            return None
        position = skipped.end()
    return None


_COMMUNE = re.compile(r"(?:xã|phường|thị trấn|thôn|bản|ấp|xóm|khóm|buôn|làng)(?!\w)")
_DISTRICT = re.compile(r"(?:huyện|quận|thị xã|thành phố|tp)(?!\w)")


_HOUSE = "Bộ "
_ITEM_ENDS = re.compile(r"[ ]*[;.)\n]")
"""Behind a ministry that a recipient belongs to ("Viện Vi sinh y học Trung ương, Bộ Y tế; ...")."""


def _is_house(view: View, previous: Recipient, item: Recipient) -> bool:
    """Whether the item is the ministry that the body before it belongs to."""
    of_ministry = item.name.startswith(_HOUSE) and not previous.name.startswith(_HOUSE)
    return previous.kind == "body" and of_ministry and _ITEM_ENDS.match(view.fold, item.end) is not None


def _apposed(view: View, previous: Recipient, sign: str, item: Recipient) -> bool:
    """Whether the item after a comma says where or what the previous recipient is, and is none itself."""
    if sign != ",":
        return False
    if _COMMUNE.match(view.fold, previous.start) and _DISTRICT.match(view.fold, item.start):
        return True
    if previous.kind == "person":
        return item.kind != "person"
    if _is_house(view, previous, item):
        return True
    return previous.kind == "body" and item.kind in ("place", "province")


_KINDS = re.compile(
    r"(?:các|hai|ba|bốn|năm|sáu|\d+)[ ]+(?P<kind>huyện|quận|thị xã|thành phố|xã|phường|thị trấn)(?:,[ ]+(?:huyện|quận|thị xã|"
    r"thành phố))?[ ]*:?[ ]+"
)
_PLACE_NAME = re.compile(r"[A-ZĐÀ-Ỹ][^\W\d_]*(?:[ ][A-ZĐÀ-Ỹ][^\W\d_'’]*){0,3}(?=[ ]*(?:[,;.()\n]|và(?!\w)|$))")


def _districts(names: Names, position: int, end: int) -> Iterator[Recipient]:
    """`các huyện A, B và C`: one place a name; a commune keeps its kind, as one that stands alone does."""
    view = names.view
    kind = _KINDS.match(view.fold, position, end)
    at = kind.end() if kind else end
    while kind is not None:
        name = _PLACE_NAME.match(view.text, at, end)
        if name is None or not name[0][0].isupper() or starts_body(view, at) or within(names.both, at, name.end()):
            return
        own = name[0] if kind["kind"] == "huyện" else f"{kind['kind']} {name[0]}"
        yield Recipient(own, position, name.end(), "place")
        separator = _SEPARATOR.match(view.fold, name.end(), end)
        if separator is None or separator["sign"] == ";":
            return
        at = separator.end()


def _distributed(names: Names, position: int, end: int) -> Iterator[Recipient]:
    """`Công an các tỉnh A, B, C`: one body a province."""
    view = names.view
    head = re.compile(
        r"[^\W\d_][^,.;:()\n]{1,60}?(?<!số)(?=[ ]+(?:các|hai|ba|bốn|năm|sáu|\d+)[ ]+(?:tỉnh|thành))"
    ).match(view.fold, position, end)
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
