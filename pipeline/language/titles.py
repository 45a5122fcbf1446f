"""Titles of posts in text: a head (`Phó Chủ tịch`) and the body that follows it (`UBND tỉnh Kiên Giang`).

Words: lexicon/titles.toml. Whose title it is, is decided in `pipeline.language.posts`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention
from pipeline.language.scan import Scan
from pipeline.view import View

_TOKEN = re.compile(
    r"T\.\s?[ƯW](?![^\W\d_])|T[PpXx]\.|đ/c|[A-ZĐ]{1,3}\d{1,3}(?!\w)|[^\W\d_]+(?:[&'’][^\W\d_]+)*(?:-[^\W\d_]+)*|\d+|[^\w\s]|\n"
)
_SPACE = re.compile(r"[ \t]*")
_BEFORE_NUMBER = frozenset({"vụ", "đội", "số", "khu", "đoàn", "thông", "viện", "quận", "phường", "tổ", "khối", "đạo"})
_TRAILING = re.compile(r"(?:[ \t,&/-]|(?<=[ \t])(?:và|của|tại|các|về|thuộc|khu|số|kiêm|ở))+$")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Title:
    """A title at `start:end` of the view; `head_end` is where its body starts.

    `former` marks "nguyên ...", `mute` a function that is no post (`Cụm trưởng`), `plural` a title of several people.
    """

    start: int
    head_end: int
    end: int
    former: bool = False
    mute: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a title must not run across: starts of persons' names, ends of provinces, stretches whose commas and dashes are their own."""

    names: Sequence[int]
    place_ends: frozenset[int]
    joined: Sequence[tuple[int, int]]

    def inside_joined(self, start: int, end: int, *, strictly: bool = False) -> bool:
        """Whether the stretch lies inside a name with a comma, dash or "và" of its own; `strictly`: behind its start."""
        i = bisect_right(self.joined, (start, 1 << 60)) - 1
        return i >= 0 and end <= self.joined[i][1] and not (strictly and self.joined[i][0] == start)


@cache
def _words() -> dict[str, Any]:
    return load("titles")


@cache
def head_pattern() -> re.Pattern[str]:
    """Matches the head of a title in folded text."""
    return _heads().pattern


@cache
def _heads() -> Scan:
    words = _words()
    former = rf"(?:{alternation(words['former'])})[ \t]+"
    heads = alternation([*words["heads"], *words["mute"]])
    rank = r"(?:(?:phó|(?<!ủy )(?<!thừa )quyền|q\.|tân)[ \t]+){0,2}"
    level = r"(?:[ \t]+(?:danh dự|thường trực|thứ nhất|thứ hai))?"
    return Scan(
        rf"(?<!\w)(?!(?<=chức )vụ )(?P<former>{former})?(?P<plural>(?:các|hai|ba|bốn)[ \t]+)?(?P<former2>{former})?"
        rf"(?P<head>{rank}(?P<core>{heads}){level})(?!\w)"
    )


@cache
def _joined_pattern() -> Scan:
    return Scan(rf"(?<!\w)(?:{alternation(_words()['joined'])})(?!\w)")


@cache
def _stop_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(_words()['stops'])})(?!\w)")


def has_stop(fold: str) -> bool:
    """Whether the stretch has a word that ends titles (a verb, a conjunction)."""
    return _any_stop().search(fold) is not None


@cache
def _any_stop() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_stop_pattern().pattern})")


@cache
def _body() -> frozenset[str]:
    return frozenset(_words()["body"].split())


@cache
def _mute() -> frozenset[str]:
    return frozenset(_words()["mute"])


def surroundings(view: View, names: Sequence[int], places: Sequence[Mention]) -> Surroundings:
    """Gather what titles must respect in this text."""
    joined = sorted([m.span() for m in _joined_pattern().all(view)] + [(p.start, p.end) for p in places])
    return Surroundings(sorted(names), frozenset(p.end for p in places), joined)


def find_titles(view: View, around: Surroundings) -> list[Title]:
    """All titles of the text in order of place; one does not start inside another one's head."""
    found: list[Title] = []
    for match in _heads().all(view):
        head_end = match.end("head")
        former = bool(match["former"] or match["former2"])
        mute = re.sub(r"\s+", " ", match["core"]) in _mute()
        start = match.start("head")
        if around.inside_joined(start, head_end, strictly=True):
            continue  # "Văn phòng Chủ tịch nước"
        end = _mute_end(view, head_end, around) if mute else _house_end(view, head_end, around)
        found.append(Title(start, head_end, max(end, head_end), former, mute, bool(match["plural"])))
    return list(_clipped(view, found))


def _clipped(view: View, titles: Sequence[Title]) -> Iterator[Title]:
    """The titles, each ended before the next one starts (`Phó Bí thư Tỉnh ủy kiêm Chủ tịch ...`)."""
    for i, title in enumerate(titles):
        following = titles[i + 1].start if i + 1 < len(titles) else 1 << 60
        if title.end > following:
            end = max(_trimmed(view, title.head_end, following), title.head_end)
            yield Title(title.start, title.head_end, end, title.former, title.mute, title.plural)
        else:
            yield title


def _house_end(view: View, start: int, around: Surroundings) -> int:
    """Where a title's body ends; the house of a department may stand in brackets or behind a comma: "Vụ trưởng Vụ II (Ban Thi đua ...)"."""
    end = _body_end(view, start, around)
    if not _DEPARTMENT.match(view.fold, start, end):
        return end
    house = _IN_BRACKETS.match(view.text, end)
    if house:
        return house.end()
    central = _CENTRAL_HOUSE.match(view.text, end) if view.fold[start:end].lstrip().startswith(_OF_CENTRE) else None
    return max(end, _body_end(view, central.start("house"), around)) if central else end


_DEPARTMENT = re.compile(r"[ \t]*(?:vụ|cục|phòng|viện|trung tâm)(?!\w)")
_OF_CENTRE = ("vụ", "cục", "phòng")
_IN_BRACKETS = re.compile(
    r"[ \t]*\((?:Ban|Bộ|Tổng cục|Văn phòng|[ỦU][ỷyỶ] ban|Hội|Thanh tra|Cục|Tổng [lL]iên đoàn)[ \t][^()\n]{3,60}\)"
)
_CENTRAL_HOUSE = re.compile(
    r",[ \t]*(?=(?:Ban[ \t][^,;.()\n]{3,40}[ \t]Trung ương|[ỦU][ỷyỶ] ban[ \t][^,;.()\n]{3,40}[ \t]Trung ương|Bộ(?! trưởng)[ \t]|"
    r"Tổng cục(?! trưởng)[ \t]|Văn phòng (?:Chính phủ|Quốc hội|Trung ương))[^\n]{2})(?P<house>\b)"
)
_NAMED_HOUSE = re.compile(
    r"(?<!\w)(?:công ty|cty|hợp tác xã|htx|trường|phòng|xí nghiệp|nhà máy|xưởng|trung tâm|câu lạc bộ|clb|tổ hợp tác|đội|trạm|"
    r"trang trại|hội quán)(?!\w)"
)
_UNKNOWN = re.compile(
    r"(?:[^\W\d_]+[ \t]+){1,5}?(?=[A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ])"
)
_HEAD_REACH = 8
"""Characters before a title's body that hold the last word of its head, which may name the house ("Trưởng phòng")."""


def _bridge(view: View, start: int, at: int, limit: int) -> int:
    """Where lower-case words that no lexicon has lead on to a house's own name ("Hợp tác xã | dệt lanh Lùng Tám"); `at` if they don't."""
    unknown = _UNKNOWN.match(view.text, at, limit)
    before = view.text[start:at].rstrip()
    if unknown is None or not unknown[0].islower() or not before.rpartition(" ")[2].islower():
        return at
    if (
        has_stop(unknown[0])
        or not _NAMED_HOUSE.search(view.fold, max(0, start - _HEAD_REACH), at)
        or head_pattern().match(view.fold, unknown.end())
    ):
        return at
    return unknown.end()


def _body_end(view: View, start: int, around: Surroundings) -> int:
    """Where the body of a title that starts at `start` ends."""
    i = bisect_left(around.names, start)
    limit = min(start + _LONGEST, around.names[i] if i < len(around.names) else len(view.text))
    end, previous, known = start, "", start
    for match in _TOKEN.finditer(view.text, start, limit):
        verdict = True if match.start() < known else _verdict(view, match, previous, around)
        if verdict is None:
            known = _bridge(view, start, match.start(), limit)
            if known == match.start():
                break
            verdict = True
        if verdict:
            end = match.end()
        previous = match[0]
    return _trimmed(view, start, end)


@cache
def _respect() -> re.Pattern[str]:
    """A rank or word of respect of two syllables, which starts the next person ("Giám đốc Công an tỉnh và | Đại tá ...")."""
    return re.compile(rf"(?:{alternation(w for w in load('names')['honorifics'] if ' ' in w)})[ ](?=[^\W\d_])")


@cache
def respect_end() -> re.Pattern[str]:
    """Matches words of respect, ranks and degrees (lexicon/names.toml) where a stretch ends in them."""
    words = load("names")["honorifics"]
    short = alternation(w for w in words if _SHORT.match(w))
    whole = alternation(words)
    return re.compile(rf"(?:(?<![\w/])(?:(?:{short})(?![^\W\d_])[ \t]*\.|(?:{whole})(?![^\W\d_])[ \t]*,?)[ \t]*)+$")


_SHORT = re.compile(r"[^aăâeêioôơuưyáàíóếạảấầẩậắằịọốồộớờợúứừụýỹĩ ]+$|bs")


_TO_MARK = re.compile(r"[^,;:.()\n–-]*")


def _mute_end(view: View, start: int, around: Surroundings) -> int:
    """Where a function that is no post ends: at the next mark, name or verb (`Cụm trưởng cụm thi đua số 6`)."""
    i = bisect_left(around.names, start)
    limit = min(start + _LONGEST, around.names[i] if i < len(around.names) else len(view.text))
    match = _TO_MARK.match(view.fold, start, limit)
    end = match.end() if match else start
    verb = _VERB.search(view.fold, start, end)
    end = verb.start() if verb else end
    respect = respect_end().search(view.fold, start, end)
    return _trimmed(view, start, respect.start() if respect else end)


_VERB = re.compile(
    r"[ \t](?:đã|phát biểu|chủ trì|trình bày|và|cùng|tại|dự|cho biết|nêu|khẳng định|nhấn mạnh|có|là|gồm|do|đến|tới|về dự|đọc|báo cáo"
    r"|nói|tham dự|có mặt|ký|trao|thay mặt|đồng chủ trì|với|để|cũng|đều|còn|sẽ)(?!\w)"
)


def _verdict(view: View, match: re.Match[str], previous: str, around: Surroundings) -> bool | None:
    """True: the token belongs to the title; False: perhaps, if more follows; None: the title is over."""
    word, fold = match[0], view.fold[match.start() : match.end()]
    if word[0].isupper():
        return None if fold in {"cụm", "ảnh"} else True
    joined = around.inside_joined(match.start(), match.end())
    if not word[0].isalnum():
        return False if word == "&" or (word in ",-–—/" and (joined or _is_double(view, match, previous))) else None
    if word[0].isdigit():
        return True if joined or previous.lower() in _BEFORE_NUMBER else None
    return joined or _lower_case_verdict(view, match, fold, previous, around)


_DOUBLE = re.compile(r"[ \t](?=[^\W\d_])")
_IN_OFFICE = re.compile(r"(?<!\w)(?:ban|phòng|vụ|văn phòng|sở)[ \t](?:[^\W\d_]+[ \t]){1,4}$")


def _is_double(view: View, match: re.Match[str], previous: str) -> bool:
    """Whether a dash parts the two halves of an office's name ("Ban Tổ chức - Kiểm tra")."""
    if match[0] == "," or _DOUBLE.match(view.text, match.end()) is None:
        return False
    if _back(view, match.start()) == match.start() or not (previous.islower() or previous.istitle()):
        return False
    office = _IN_OFFICE.search(view.fold, max(0, match.start() - 40), match.start())
    return office is not None and _goes_on_after_and(view, match.end()) and previous.lower() not in _HOUSE_ENDS


_HOUSE_ENDS = frozenset({"ủy", "tỉnh", "ương", "nam", "đảng", "hội"})
"""Last words of a house's own name, after which a dash leads on to something else."""


def _lower_case_verdict(
    view: View, match: re.Match[str], fold: str, previous: str, around: Surroundings
) -> bool | None:
    if fold == "và":
        return False if _goes_on_after_and(view, match.end()) else None
    if fold in {"khóa"} and re.match(
        r"khóa[ \t]+[ivx]+[ \t]+(?:tỉnh|thành|tp)", view.fold[match.start() : match.start() + 30]
    ):
        return True
    if _stop_pattern().match(view.fold, match.start()):
        return None
    ended = _back(view, match.start()) in around.place_ends or previous.lower() in {"nước"}
    if ended:
        return True if fold in _words()["after_end"] else None
    if fold in _body():
        return True
    return True if previous[:1].isupper() and previous.lower() not in {"hội", "tỉnh", "phố", "đảng"} else None


def _back(view: View, position: int) -> int:
    while position > 0 and view.text[position - 1] in " \t":
        position -= 1
    return position


def _goes_on_after_and(view: View, position: int) -> bool:
    """Whether what follows an "và" can be part of the same body's name: a capitalised word that starts no title."""
    position = _skip(view, position)
    if not view.text[position : position + 1].isupper() or _respect().match(view.fold, position):
        return False
    return head_pattern().match(view.fold, position) is None


def _skip(view: View, position: int) -> int:
    match = _SPACE.match(view.text, position)
    return match.end() if match else position


def _trimmed(view: View, start: int, end: int) -> int:
    trailing = _TRAILING.search(view.fold, start, end)
    return trailing.start() if trailing else end
