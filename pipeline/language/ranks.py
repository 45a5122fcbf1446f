"""Ranks and points as the text words them: `hạng nhì`, `nhất cụm`, `thứ nhất, nhì, ba`, `tổng điểm 198/200`.

What is no place in the bloc's own scoring is left out: classes of orders, places in the country or by one indicator, points that
are taken off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.language.mentions import found, view_of, within
from pipeline.language.quantities import read_number

ORDINAL = {
    "nhất": 1, "một": 1, "đầu": 1, "nhì": 2, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9, "mười": 10, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank's words `start:end` and its value; `top` for a word for the first place, `elliptic` where the rank before is needed."""

    start: int
    end: int
    value: int
    top: bool = False
    elliptic: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Points of a member at `start:end`."""

    start: int
    end: int
    number: float
    bound: str


_N = rf"(?:\d{{1,2}}(?![\d/.,]*\d)|{'|'.join(ORDINAL)})"
_BEFORE = r"(?:thứ hạng|hạng thứ|hạng|vị trí thứ|vị thứ|xếp thứ|đứng thứ|giải|thứ|vị trí số|vị trí|ngôi)"
_OPENS_ITEM = r"(?:(?<=: )|(?<=; )|(?<=, )|(?<=\+ )|(?<=\* )|(?<=• )|(?<=- ))"
_RANK = re.compile(
    rf"\b(?:{_BEFORE}\s+(?P<n>{_N})\b(?P<more>(?:(?:\s*[,;]\s*(?:và\s+)?|\s+và\s+)(?:{_BEFORE}\s+)?{_N}(?=\s*(?:[,;.()]|$)|\s+(?:và|"
    rf"lần lượt|thuộc|là|của|cụm|toàn)\b))*)"
    r"|(?P<top>ngôi đầu|đứng đầu|dẫn đầu|ngôi nhất|nhất cụm|nhất toàn cụm|đầu bảng|nhất bảng|"
    r"quán quân|cao nhất cụm|số 1 của cụm|số 1 trong cụm|"
    r"điểm cao nhất)"
    r"|(?P<second>(?<!nhất )á quân|(?<!nhất )nhì cụm|nhì toàn cụm)|(?P<third>(?<!hai |thứ )ba cụm)"
    r"|về\s+(?P<came>nhất|nhì|ba|tư)\b(?!\s+\w*(?:việc|phía|tỉnh))"
    r"|(?:đứng|xếp|đạt)\s+(?P<stood>nhất|nhì|ba(?! \w)|tư(?! \w))\b"
    rf"|(?P<bare>{_OPENS_ITEM}(?:nhất|nhì|ba|tư|năm)(?=\s*[-–:]\s)|(?<=\()(?:nhất|nhì|ba|tư)(?=\s*[),;-]))"
    r"|(?P<ell>(?<=[,;] )(?:và )?(?:nhì|ba|tư))(?=\s+(?:là\s+)?[^\W\d_])"
    r"|(?<=[^\W\d_] )(?P<listed>nhì|ba|tư|nhất(?=,\s[^,.;]{2,40}\snhì\b))(?=[,;.](?:\s|$)))"
)
_NO_PLACE_BEFORE = re.compile(
    r"\b(?:cụm phó|cụm trưởng|lần|phiên|kỳ|khóa|ngày|loại|huân chương[^,;.]{0,30}|huy chương[^,;.]{0,30}|hclđ|hcđl|lao động|độc lập|"
    r"chiến công|"
    r"cuộc thi[^.;]{0,40}|hội thi[^.;]{0,40}|giải thưởng|trận|đợt|tập|thi đua yêu nước)\s+$"
)
_NO_PLACE_AFTER = re.compile(
    r"\s*(?:(?:của|trong|trên|ở)\s+)?(?:(?:cả|nhất) nước|toàn quốc|toàn vùng|vùng(?! thi đua)|63|khu vực|thế giới|miền|bảng tổng sắp|giải|"
    r"cuộc thi|hội thi)\b"
    r"|\s*/\s*\d|(?:\s+(?:(?:của|trong|toàn)\s+)?cụm[^,;.]{0,40}?)?\s+về\s+(?!phong trào|thi đua|công tác|tổng|điểm|kết quả|tỉnh|thành)"
    r"|\s+(?:khối|ngành|huyện|xã)\b"
)
_OF_FIGURE = re.compile(r"(?:%|đồng|usd|tấn|lượt)[^.;]{0,12}$")
"""Before "cao nhất Cụm": a figure, which is the highest of the bloc."""
_FIGURE_BEHIND = re.compile(r"[ ]+(?:với|là|đạt)[^,;.\d]{0,20}\d[\d.,]*[ ]?(?!điểm)(?:%|[^\W\d_])")
_FRACTION = re.compile(r"(?<![\d.,/])(?P<n>\d[\d.,]*\d|\d)\s*/\s*(?P<of>\d[\d.,]*\d)(?P<unit>\s*điểm\b)?(?![\d/])")
_NAMED = re.compile(
    r"\b(?:tổng (?:số )?điểm|số điểm|điểm số|điểm thi đua|tổng điểm thi đua)\s*(?:là\s+|đạt\s+|được\s+|:\s*|cao nhất\s*(?:,|là|với)?\s*)?"
    r"(?P<n>\d[\d.,]*\d|\d)(?!\s*(?:điểm|%|/|\d))"
)
_IN_TURN = re.compile(
    r"\blần lượt\b[^\d.;]{0,40}(?P<row>\d[\d.,]*\d?(?:(?:\s*(?:điểm)?\s*[;,]\s+|\s*(?:điểm)?,?\s+và\s+)\d[\d.,]*\d?)+)\s*điểm\b"
)
_OF_INDEX = re.compile(
    r"(?<!\w)(?:par[ -]?index|pci|papi|sipas|dti|ici|chỉ số (?:cải cách|năng lực|hài lòng|chuyển đổi|hiệu quả))(?!\w)"
)
"""Indices that a province has points of, which are not those of its bloc."""
_CHANGED = re.compile(
    r"\b(?:trừ|cộng|thưởng|mất|hơn|kém|cách|thua|thiếu|chênh|chênh lệch|tăng|giảm|bớt|thêm|thang|tối đa|trên tổng số|chuẩn)\s+"
    r"(?:\w+\s+){0,2}?(?:đến\s+|tới\s+|gần\s+|đúng\s+|chỉ\s+)?$"
    r"|\b(?:kém|thua)\s[^,;.\d]{2,48}$"
)


def ranks_in(fold: str, start: int, end: int) -> list[Rank]:
    """The ranks that `start:end` of the folded text words, in order; a row (`thứ nhất, nhì, ba`) gives one a member."""
    ranks: list[Rank] = []
    for match in _RANK.finditer(fold, start, end):
        before = fold[max(start, match.start() - 60) : match.start()]
        by_figure = _OF_FIGURE.search(before) or _FIGURE_BEHIND.match(fold, match.end(), end)
        if match["top"] == "cao nhất cụm" and by_figure:
            continue
        if _NO_PLACE_BEFORE.search(before) or _NO_PLACE_AFTER.match(fold, match.end(), end):
            continue
        ranks += _read(match)
    return ranks


def _read(match: re.Match[str]) -> Iterator[Rank]:
    fixed = next((value for group, value in (("top", 1), ("second", 2), ("third", 3)) if match[group]), None)
    if fixed is not None:
        yield Rank(match.start(), match.end(), fixed, top=fixed == 1)
        return
    word = match["n"] or match["came"] or match["stood"] or match["bare"] or match["listed"] or match["ell"]
    first = match.end("n") if match["n"] else match.end()
    yield Rank(match.start(), first, _value(word.removeprefix("và ")), elliptic=bool(match["ell"]))
    if match["n"] and match["more"]:
        for more in re.finditer(rf"(?<!\w){_N}(?!\w)", match["more"]):
            at = match.start("more")
            yield Rank(at + more.start(), at + more.end(), _value(more[0]))


def _value(word: str) -> int:
    return int(word) if word.isdigit() else ORDINAL[word]


def points_in(doc: Doc, start: int, end: int) -> list[Points]:
    """The points that `start:end` gives to somebody, in order: not those taken off or by which one is ahead."""
    fold = view_of(doc).fold
    told = [
        Points(m.start, m.end, m.value.number, m.value.bound)
        for m in within(found(doc, "quantity"), start, end)
        if m.value.unit == "points"
    ]
    told += [
        Points(m.start("n"), m.end(), read_number(m["n"]), "exact")
        for m in _FRACTION.finditer(fold, start, end)
        if m["unit"] or re.search(r"\bđiểm\s*(?:là\s+|đạt\s+|:\s*)?$", fold[max(start, m.start() - 24) : m.start()])
    ]
    told += [Points(m.start("n"), m.end(), read_number(m["n"]), "exact") for m in _NAMED.finditer(fold, start, end)]
    kept: list[Points] = []
    if _OF_INDEX.search(fold, start, end):
        return kept
    for points in sorted(told, key=lambda p: (p.start, -p.end)):
        apart = not kept or points.start >= kept[-1].end
        if apart and not _CHANGED.search(fold[max(start, points.start - 56) : points.start]):
            kept.append(points)
    return kept


def points_in_turn(fold: str, start: int, end: int) -> tuple[int, list[Points]]:
    """Points told in a row for members named before (`lần lượt đạt 991; 988,5 và 987 điểm`), and its start; (end, []) for none."""
    row = _IN_TURN.search(fold, start, end)
    if row is None:
        return end, []
    numbers = list(re.finditer(r"\d[\d.,]*\d|\d", row["row"]))
    at = row.start("row")
    return row.start(), [Points(at + n.start(), at + n.end(), read_number(n[0]), "exact") for n in numbers]
