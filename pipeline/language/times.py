"""Times: dates (`ngày 27-3`, `28.7.2015`) and periods (`6 tháng đầu năm 2023`, `quý I/2023`, `năm qua`), unresolved.

A find tells what the words tell and no more; what they leave to the reader (the year of `27-3`, of `năm qua`) is
resolved later against the article's focus, see `pipeline.language.focus`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.mentions import Mention, Taken, keep, view_of
from pipeline.language.scan import Scan
from pipeline.view import View

_SMALL: Final = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_ROMAN: Final = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
}


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day; `year` is None where the words leave it out."""

    day: int
    month: int
    year: int | None


@dataclass(frozen=True, slots=True)
class Time:
    """A period as the words give it.

    `year` is None where left out; `part` is "" for a whole year, else `H1`, `H2`, `Q1`..`Q4`, a month `09` or a run of
    months `01/09`; `until` is a span's last year, whose last month is then `part`, if the words name it. `shift` moves the
    year against the focus where the words do so: 0 for "năm qua", -1 for "năm trước", 1 for "năm tới"; `same` marks "cùng
    kỳ" (the same part of another year). `again` tells that the words point back: `year` or `span` to the year or the span of
    years last mentioned ("năm ấy", "5 năm qua"), `this-year` and `last-year` to that of writing and the one before, `now` to
    the time of writing ("đến nay"), `since` to the years from `year` until then; `run` is the number of years of a span that
    points back. `reached` marks the end of a run told by its last month ("hết tháng 9"), where a stock is counted.
    """

    year: int | None = None
    part: str = ""
    until: int | None = None
    shift: int | None = None
    same: bool = False
    again: str = ""
    run: int = 0
    reached: bool = False


_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d.,/-]*\d)"
_WORDS = "mười hai|mười một|" + "|".join(w for w in _SMALL if " " not in w)
_NUM = rf"\d{{1,2}}|{_WORDS}"
_OF_YEAR = rf"(?:[ ]?[/,-][ ]?|[ ]+(?:của[ ]+|trong[ ]+)?(?:năm[ ]+)?){_YEAR}"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?P<month>0?[1-9]|1[0-2])"

_WEEKDAY = r"(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)[ ]*,?[ ]*(?:ngày[ ]*)?)?"
_OF_DAY = r"(?<!\w)(?:ngày|sáng|chiều|tối|trưa|đêm|hôm|mùng|mồng|vào)\b"
"""Words that stand before a day and a month without a year."""

Maker = Callable[[re.Match[str]], Time | None]


def _months_run(count: int) -> str:
    """The part that the first `count` months of a year make."""
    return {3: "Q1", 6: "H1", 12: ""}.get(count, f"01/{count:02d}")


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _SMALL[word]


def _year(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    named = groups.get("year") or groups.get("year3")
    return int(named) if named else None


def _first_months(match: re.Match[str]) -> Time | None:
    count = _number(match["count"])
    now = match.groupdict().get("now") is not None
    reached = match[0].startswith(("hết", "đến", "tới", "tính đến"))
    if reached and count == 1:
        return Time(_year(match), "01", reached=True)
    return (
        Time(_year(match), _months_run(count), again="now" if now else "", reached=reached) if 1 < count <= 12 else None
    )


def _first_quarters(match: re.Match[str]) -> Time:
    return Time(_year(match), _months_run(3 * _ROMAN[match["quarter"]]), reached=True)


def _of_last_year(match: re.Match[str]) -> Time | None:
    """A part of the year before the one spoken of: `quý I năm ngoái`, `chín tháng của năm trước`."""
    if match["quarter"]:
        return Time(shift=-1, part=f"Q{_ROMAN[match['quarter']]}")
    if match["half"]:
        return Time(shift=-1, part="H1")
    count = _number(match["count"])
    return Time(shift=-1, part=_months_run(count)) if 1 < count < 12 else None


def _month(match: re.Match[str]) -> Time:
    return Time(_year(match), f"{_number(match['month']):02d}")


def _month_of_this_year(match: re.Match[str]) -> Time | None:
    month = _number(match["month"])
    return Time(None, f"{month:02d}", again="this-year") if 1 <= month <= 12 else None


def _moment(match: re.Match[str]) -> Time:
    return Time(_year(match), f"{int(match['month']):02d}", reached=True)


def _year_plain(match: re.Match[str]) -> Time:
    return Time(int(match["year"]))


def _years_ago(match: re.Match[str]) -> Time:
    return Time(shift=-int(match["past"] or match["ago"]))


def _span(match: re.Match[str]) -> Time | None:
    first, last = int(match["first"]), int(match["last"])
    if month := match.groupdict().get("month"):
        return Time(first, f"{int(month):02d}", until=last, reached=True) if first < last else None
    return Time(first, until=last) if first < last <= first + 30 else None


_PERIODS: Final[list[tuple[re.Pattern[str], Maker]]] = [
    (re.compile(rf"\b(?:(?P<count>{_NUM})[ ]tháng(?: đầu)?|quý[ ]+(?P<quarter>iv|i{{1,3}}|[1-4])|(?P<half>nửa(?: đầu)?))(?:[ ]+của)?[ ]+"
        r"năm[ ]+(?:trước|ngoái)\b"), _of_last_year),
    (re.compile(rf"\b(?:hết|(?:tính )?(?:đến|tới)(?: hết| cuối)) quý (?P<quarter>iv|i{{1,3}}|[1-4])\b(?:{_OF_YEAR})?"), _first_quarters),
    (re.compile(r"\b(?P<first>(?:19|20)\d\d)[ ]?-[ ]?(?:năm[ ])?(?P<last>(?:19|20)\d\d)(?![\d/])"), _span),
    (re.compile(
        rf"\btừ (?:đầu )?(?:năm )?(?P<first>(?:19|20)\d\d) (?:đến|tới) (?:hết |cuối )?tháng {_MONTH}(?:[ ]?[/,-][ ]?| năm )"
        r"(?P<last>(?:19|20)\d\d)\b"), _span),
    (re.compile(r"\btừ (?:năm )?(?P<first>(?:19|20)\d\d) (?:đến|tới) (?:hết |cuối )?(?:năm )?(?P<last>(?:19|20)\d\d)\b"), _span),
    (re.compile(rf"\btừ (?:đầu )?năm {_YEAR} (?:cho )?(?:đến|tới) nay\b"), lambda m: Time(int(m["year"]), again="since")),
    (re.compile(rf"\b(?:nửa cuối|nửa sau|(?:6|sáu) tháng cuối)(?: của)? năm(?:[ ]+{_YEAR})?"), lambda m: Time(_year(m), "H2")),
    (
        re.compile(rf"\b(?:nửa đầu(?: của)? năm|nửa năm(?: qua| đầu)?|giữa năm)(?:(?:{_OF_YEAR})|"
        rf"[ ]+{_YEAR.replace('year', 'year2')})?"),
        lambda m: Time(int(m["year"] or m["year2"]) if m["year"] or m["year2"] else None, "H1"),
    ),
    (re.compile(
        rf"\b(?:hết|(?:tính )?(?:đến|tới)(?: hết| cuối)?) tháng 0?(?P<count>{_NUM})(?!\d)(?:[.]{_YEAR.replace('year', 'year3')}|"
        rf"{_OF_YEAR})?"
    ), _first_months),
    (re.compile(rf"\b(?:tính )?(?:đến|tới)(?: hết)?(?: ngày)? {_DAY}[ ]?[-/.][ ]?(?P<count>0?[1-9]|1[0-2])"
        rf"(?:[ ]?[-/.][ ]?{_YEAR})?(?![\d/])"), _first_months),
    (re.compile(rf"\b(?:tại |vào )?thời điểm (?:ngày )?{_DAY}[ ]?[-/.][ ]?{_MONTH}[ ]?[-/.][ ]?{_YEAR}"), _moment),
    (re.compile(rf"(?<!suốt )(?<!vòng )(?<!ròng )(?<!mỗi )(?<!thêm )(?<!mất )(?<!gần )"
        rf"\b(?P<count>{_NUM})[ ]tháng(?: qua)?(?:[ ]+đầu)?(?:[ ]+năm)?(?:(?P<now>[ ]+nay\b)|{_OF_YEAR})?(?![ ]+(?:lương|tuổi|tới|"
        rf"nữa|sau|cuối))"), _first_months),
    (re.compile(rf"\bquý[ ]+(?P<quarter>iv|i{{1,3}}|[1-4]|một|hai|ba|"
        rf"tư)\b(?:{_OF_YEAR})?"), lambda m: Time(_year(m), f"Q{_ROMAN[m['quarter']]}")),
    (re.compile(rf"\bquý đầu(?: của)? năm(?:[ ]+{_YEAR})?"), lambda m: Time(_year(m), "Q1")),
    (re.compile(rf"\btháng[ ]+(?P<month>{_NUM})(?!\d)[ ]+(?:của )?năm nay\b"), _month_of_this_year),
    (re.compile(rf"\btháng[ ]+(?P<month>{_WORDS})(?:{_OF_YEAR})"), _month),
    (re.compile(rf"\btháng[ ]+{_MONTH}(?!\d)(?:{_OF_YEAR})?"), _month),
    (re.compile(rf"\bcùng (?:kỳ|thời điểm)(?:[ ]+(?:của[ ]+)?(?:năm[ ]+)?(?:{_YEAR}|trước|"
        rf"ngoái))?"), lambda m: Time(_year(m), shift=-1, same=True)),
    (re.compile(
        r"\b(?:cũng )?(?:trong )?(?:(?P<run>\d{1,2}|năm|ba|mười) năm (?:ấy|đó|qua|này|gần đây|trở lại đây|vừa qua)|"
        r"(?:cả )?giai đoạn (?:này|ấy|đó)|"
        r"giai đoạn này|nhiệm kỳ qua)\b"), lambda m: Time(again="span", run=_number(m["run"]) if m["run"] else 0)),
    (re.compile(r"\b(?:cũng )?(?:trong )?năm (?:ấy|đó|này)\b"), lambda m: Time(again="year")),
    (re.compile(r"(?:\b(?:tính )?(?:đến|tới) nay|\bhiện nay|(?<!hôm )(?<!năm )(?<!ngày )(?<!xưa )\bnay(?= (?:chỉ|còn|là)\b)|"
        r"(?<!thực )(?<!phát )(?<!thể )(?<!xuất )(?<!biểu )(?<!tái )(?<!hiển )\bhiện(?! đại| tượng| vật| thực| hữu| diện| trạng| hành|"
        r" tại| nay)(?=[ ,])|"
        r"\bhiện tại)\b"), lambda m: Time(again="now")),
    (re.compile(r"\b(?:(?P<past>\d{1,2}) năm trước|cách đây (?P<ago>\d{1,2}) năm)\b(?! đây)"), _years_ago),
    (re.compile(r"\bnăm (?:trước đó|trước|liền trước)\b"), lambda m: Time(shift=-1)),
    (re.compile(r"\bnăm ngoái\b"), lambda m: Time(shift=-1, again="last-year")),
    (re.compile(r"\bnăm nay\b"), lambda m: Time(again="this-year")),
    (re.compile(r"(?<=, )nay(?= (?:đã |chỉ |còn |mới )*(?:rút|giảm|còn|xuống|lên|đạt|tăng)\b)"), lambda m: Time(again="now")),
    (re.compile(r"\b(?:trong|cả|suốt|cho cả|sau) (?:\d{1,2}|năm|ba|mười) năm\b(?! (?:\d|qua|gần|tới|trước|nữa|liền|liên))"),
        lambda m: Time(again="span")),
    (re.compile(r"\bbình quân (?P<run>\d{1,2}) năm\b(?! (?:19|20))"), lambda m: Time(again="span", run=int(m["run"]))),
    (re.compile(r"\bnăm (?:tới|sau|tiếp theo)\b"), lambda m: Time(shift=1)),
    (re.compile(r"\b(?:năm qua|cả năm(?! (?:\d|tỉnh|địa|đơn|thành|huyện))|"
        r"trong năm(?! \d)|năm vừa qua|(?:hết|cuối) năm(?! \d))\b"), lambda m: Time(shift=0)),
    (re.compile(rf"\b(?:(?:cả|trong|hết|cuối|đầu|đến|tới|sang)[ ]+)?năm[ ]+{_YEAR}"), _year_plain),
    (re.compile(rf"(?<![\w.,/-]){_YEAR}(?![ ]*(?:tỷ|tỉ|triệu|nghìn|ngàn|đồng|usd|xã|hộ|người|dự án|doanh|lao|%|ha\b|tấn|"
        rf"lượt|[-/]))"), _year_plain),
]  # fmt: skip

_DATES: Final = [
    re.compile(rf"(?<![\w./-]){_DAY}[ ]?(?P<sep>[-/.])[ ]?{_MONTH}[ ]?(?P=sep)[ ]?{_YEAR}"),
    re.compile(
        rf"\b(?:(?:sáng|chiều|tối|trưa|hôm)[ ]+)?(?:ngày|mùng|mồng|sáng|chiều|tối|"
        rf"hôm)[ ]+{_DAY}[ ]+tháng[ ]+{_MONTH}(?!\d)(?:[ ]+năm[ ]+{_YEAR}|[ ]?/[ ]?{_YEAR.replace('year', 'year2')})?"
    ),
    re.compile(
        rf"{_OF_DAY}[ ]{{0,3}}(?:nay[ ]{{0,3}})?,?[ ]{{0,3}}(?:ngày[ ]{{0,3}})?{_WEEKDAY}\(?{_DAY}[ ]?[-/.][ ]?{_MONTH}(?![\d/])"
    ),
    re.compile(rf"ngày(?<!\wngày){_DAY}[ ]?[-/.][ ]?{_MONTH}(?![\d/])"),
    re.compile(rf"\({_DAY}[-/]{_MONTH}\)"),
]

_PERIOD_SCANS: Final = [(Scan(pattern), make) for pattern, make in _PERIODS]
_DATE_SCANS: Final = [Scan(pattern) for pattern in _DATES]


@Language.component("thidua_times")
def find_times(doc: Doc) -> Doc:
    """Store `date` mentions (`Day`) and `time` mentions (`Time`); a stretch serves only once."""
    view = view_of(doc)
    dates = _unique(_dates(view), len(view.fold))
    keep(doc, "date", dates)
    taken = Taken(dates)
    periods = _unique((m for m in _periods(view) if m.value.reached or not taken.touches(m)), len(view.fold))
    keep(doc, "time", periods)
    return doc


def _dates(view: View) -> Iterator[Mention]:
    for scan in _DATE_SCANS:
        for match in scan.finditer(view):
            groups = match.groupdict()
            year = groups.get("year") or groups.get("year2")
            yield Mention(
                match.start(),
                match.end(),
                "date",
                Day(int(match["day"]), int(match["month"]), int(year) if year else None),
            )


def _periods(view: View) -> Iterator[Mention]:
    for scan, make in _PERIOD_SCANS:
        for match in scan.finditer(view):
            time = make(match)
            if time is not None:
                yield Mention(match.start(), match.end(), "time", time)


def _unique(mentions: Iterable[Mention], length: int) -> list[Mention]:
    """The mentions in order of the patterns, each left out that overlaps an earlier one; `length` is the text's."""
    covered = bytearray(length)
    kept: list[Mention] = []
    for mention in mentions:
        if not any(covered[mention.start : mention.end]):
            covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
            kept.append(mention)
    return sorted(kept)
