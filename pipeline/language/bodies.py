"""Bodies: offices, associations, companies, schools and units by the form of their names (`Sở Nội vụ tỉnh Khánh Hòa`).

A name is a head word (lexicon/bodies.toml) and the words that follow it, up to a verb, a preposition or a comma. There is no
list of bodies; the grammar reads names that it never saw. Used for the issuers of documents and the recipients of awards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, within
from pipeline.language.wording import write_out
from pipeline.view import View

_LONGEST = 24
"""The most words that a name may have."""
_NEXT = re.compile(
    r"(?P<gap>(?<=TP)\.[ ]+|(?<=Tp)\.[ ]+|[ ]?[-–][ ]?|[ ]*&[ ]*|[ ]+và[ ]+|[ ]+)(?P<word>[^\W_](?:[\w&/]|\.(?=\w))*)"
)
_COMPANY = re.compile(r"(?:tổng[ ]+)?(?:công[ ]+ty|cty)\b")
_COMPANY_WITHIN = re.compile(
    r"(?:chi nhánh|văn phòng|đại lý|công đoàn(?: cơ sở)?|cđcs|chi bộ|đảng bộ|đảng ủy|trường|trung tâm)$"
)
_AFTER_DASH = re.compile(r"(?:ông|bà|ảnh|đồng chí|phó|giám đốc|tổng giám đốc|chủ tịch|bí thư|trưởng|nguyên|đơn vị)\b")
_UNIT_OF_PLACE = re.compile(r"(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã)[ ]*$")
_UNIT = re.compile(r"(?:thành phố|huyện|quận|thị xã|xã|phường|thị trấn)(?=[ ]\w)")
_LOOSE_END = re.compile(r"(?:[ ]+(?:tỉnh|thành phố|tp|huyện|xã|và|thành|địa|quận|phường))+$")
_COUNTED = re.compile(
    r"(?!\d{1,2} tháng \d)\d[\d.,]*[ ]*(?:năm|lần|tháng|người|tỷ|triệu|đồng|điểm|đơn vị|tập thể|cá nhân|ngày|doanh nghiệp|%)"
)
_GOVERNMENT = re.compile(r"(?:ubnd|hđnd|ủy ban|hội đồng|ủy ban nhân dân|hội đồng nhân dân|đảng bộ)$")
_PROVINCE = re.compile(r"(?:tỉnh|thành phố|tp\.?)[ ]*")


@cache
def _fixed() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('bodies')['fixed'])})(?!\w)")


@cache
def _common() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('bodies')['common'])})(?!\w)")


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('bodies')['heads'])})(?!\w)")


@cache
def _starts() -> re.Pattern[str]:
    words = [w for kind in ("fixed", "heads") for w in load("bodies")[kind]]
    return re.compile(rf"(?<![\w&])(?:{alternation(words)})(?!\w)")


@cache
def _places() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('bodies')['places'])})[ ]*(?=[^\W_])")


@cache
def _stops() -> frozenset[str]:
    return frozenset(load("bodies")["stops"])


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('bodies')['goes_on'])})(?!\w)")


@cache
def _joined() -> re.Pattern[str]:
    """Parts of bodies' names with a comma of their own (lexicon/titles.toml): `phòng cháy, chữa cháy và cứu nạn, cứu hộ`."""
    return re.compile(rf"(?:{alternation(w for w in load('titles')['joined'] if ',' in w)})(?!\w)")


def body_end(view: View, start: int, names: Sequence[Mention] = ()) -> int | None:
    """Where the name of the body ends that starts at `start`; None where none starts there.

    `names` are the mentions of provinces and persons, in order: a body's name ends with a province that closes it, and before
    a person.
    """
    fixed = _fixed().match(view.fold, start)
    if fixed:
        return fixed.end()
    head = _heads().match(view.fold, start)
    if head is None or _common().match(view.fold, start):
        return None
    end = _run(view, head.end(), start, names)
    end = _trimmed(view, head.end(), end)
    return end if _is_name(view, start, head.end(), end) else None


def starts_body(view: View, start: int) -> bool:
    """Whether a head word of bodies' names stands at `start`."""
    return _heads().match(view.fold, start) is not None


def place_end(view: View, start: int) -> int | None:
    """Where a named place below the province ends (`huyện Lâm Thao`), None where none starts at `start`."""
    kind = _places().match(view.fold, start)
    if kind is None or not view.text[kind.end()].isupper():
        return None
    match = re.compile(r"[^\W\d_]\w*(?:[ ][^\W_]\w*){0,5}").match(view.text, kind.end())
    if match is None:
        return None
    end = kind.end()
    for word in re.finditer(r"\w+", match[0]):
        if not (word[0][0].isupper() or word[0][0].isdigit()):
            break
        end = kind.end() + word.end()
    return end


def bodies(view: View, start: int, end: int, names: Sequence[Mention] = ()) -> Iterator[tuple[int, int]]:
    """The bodies named in `start:end` with a capital at their head, from left to right, not one within another."""
    position = start
    for match in _starts().finditer(view.fold, start, end):
        if match.start() < position or not view.text[match.start()].isupper():
            continue
        stop = body_end(view, match.start(), names)
        if stop is not None and stop <= end:
            yield match.start(), stop
            position = stop


def write_body(view: View, start: int, end: int) -> str:
    """A body's published name: abbreviations written out, a capital in front.

    A people's committee as the issuer of something goes by its province: see `province_of`.
    """
    written = view.text[start:end]
    name = write_out(written)
    if "CP" in written and "Cổ phần" not in written:
        name = name.replace("Cổ phần", "CP")
    return name[:1].upper() + name[1:]


def province_of(view: View, start: int, end: int, provinces: Sequence[Mention]) -> str | None:
    """The province whose government the stretch names (`UBND tỉnh X`, `tỉnh X`), None for any other body."""
    inside = within(provinces, start, end)
    if not inside or inside[-1].end < end:
        return None
    before = view.fold[start : inside[-1].start]
    government = re.fullmatch(
        r"(?:(?:ubnd|ủy ban nhân dân|ủy ban hành chính)[ ]+)?(?:tỉnh|thành phố|tp\.?)?[ ]*", before
    )
    return str(inside[-1].value) if government else None


def _run(view: View, end: int, start: int, names: Sequence[Mention]) -> int:
    """The end of the words that go on from the head's end."""
    stops, near = _stops(), within(names, start, min(len(view.text), end + 200))
    opens = {m.start: m for m in near}
    placed = False
    for _ in range(_LONGEST):
        step = _NEXT.match(view.text, end)
        if step is None or not _goes(view, step, start, end):
            return end
        joined = _joined().match(view.fold, step.start("word"))
        if joined:
            end = joined.end()
            continue
        name = opens.get(step.start("word"))
        if name is not None and name.kind == "person":
            return end
        if name is not None:
            closes = _UNIT_OF_PLACE.search(view.fold, start, name.start) is not None
            end = name.end
            if closes:
                return end
            continue
        word = view.fold[step.start("word") : step.end("word")]
        capital = view.text[step.start("word")].isupper()
        if word in stops and not capital and not _goes_on().match(view.fold, step.start("word")):
            return end
        unit = _UNIT.match(view.fold, step.start("word"))
        if unit is not None and not capital and view.text[unit.end() + 1].isupper():
            placed, end = True, unit.end()
            continue
        if placed and not capital:
            return end
        pair = _goes_on().match(view.fold, step.start("word"))
        end = pair.end() if pair else step.end("word")
    return end


def _goes(view: View, step: re.Match[str], start: int, end: int) -> bool:
    """Whether the gap before the next word lets the name go on."""
    gap, at = step["gap"].strip(), step.start("word")
    if _COUNTED.match(view.fold, at) or (_in_capitals(step["word"]) and not view.text[start:end].isupper()):
        return False
    capital = not view.text[at].islower()
    if _COMPANY.match(view.fold, at) and capital:
        return _COMPANY_WITHIN.search(view.fold, start, end) is not None and not gap
    if gap in ("-", "–"):
        return capital and not _AFTER_DASH.match(view.fold, at)
    if gap == "và":
        return capital and not _starts().match(view.fold, at) and not _PROVINCE.match(view.fold, at)
    return True


def _in_capitals(word: str) -> bool:
    """Whether a word is all in capitals with an accent: a by-line's or a heading's, no part of a name in mixed case."""
    return len(word) > 1 and word.isupper() and any(ord(c) > 127 and c not in "ĐƯ" for c in word)


def _trimmed(view: View, head: int, end: int) -> int:
    loose = _LOOSE_END.search(view.fold, head, end)
    if loose is None:
        return end
    if not view.text[loose.start() : end].islower():
        return end
    own = loose[0].strip() == "tỉnh" and not _GOVERNMENT.search(view.fold, max(0, loose.start() - 20), loose.start())
    return end if own else loose.start()


def _is_name(view: View, start: int, head: int, end: int) -> bool:
    """A name needs words after its head, and a capital somewhere: `công ty này` is none, `Công ty cấp nước` is one."""
    if end == head:
        return False
    return any(c.isupper() for c in view.text[start:end])
