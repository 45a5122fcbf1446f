"""Periods in the notation of CLAIMS.md: what days they span, what they are called and how the graph describes them.

Forms: year `2023`, half `2023-H1`, quarter `2023-Q3`, month `2023-09`, span of months `2023-01/2023-09` and span of
years `2021/2025`. Vocabulary: OWL-Time (W3C Candidate Recommendation, 2022), sections 4.1 and 4.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ontology import mint
from ontology.names import RDF, RDFS, SKOS, TD, TIME, XSD

_SINGLE: Final = re.compile(r"(?P<year>[0-9]{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>[0-9]{2})))?")
_QUARTERS: Final = (("I", "first"), ("II", "second"), ("III", "third"), ("IV", "fourth"))
# Not calendar.month_name: that follows the locale of the process.
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Period:
    """A stretch of time: its notation, its first and its last day, both inclusive."""

    notation: str
    first: date
    last: date


@dataclass(frozen=True)
class _Part:
    """One end of a span, or a whole period: a year and the months from `start` to `end` in it, and its form."""

    year: int
    start: int
    end: int
    form: str

    @property
    def first(self) -> date:
        return date(self.year, self.start, 1)

    @property
    def last(self) -> date:
        # December has no next month within date's years at 9999, so it is answered apart.
        return date(self.year, 12, 31) if self.end == 12 else date(self.year, self.end + 1, 1) - timedelta(days=1)


def parse(notation: str) -> Period:
    """Read a period's notation.

    >>> parse("2023-H1").last.isoformat()
    '2023-06-30'

    Raises `ValueError` where `notation` has none of the forms of CLAIMS.md, or a span does not run forward.
    """
    parts = _parts(notation)
    return Period(notation, parts[0].first, parts[-1].last)


def year_before(notation: str) -> str:
    """The same period one year earlier: what a growth rate "so với cùng kỳ" is compared with.

    >>> year_before("2023-01/2023-09")
    '2022-01/2022-09'

    Raises `ValueError` where `notation` is no period, or its year is the calendar's first.
    """
    if any(part.year == 1 for part in _parts(notation)):
        raise ValueError(f"no year before that of period {notation!r}")
    return "/".join(f"{int(end[:4]) - 1:04d}{end[4:]}" for end in notation.split("/"))


def labels(notation: str) -> tuple[str, str]:
    """What a period is called, in Vietnamese and in English.

    >>> labels("2023-Q3")
    ('quý III năm 2023', 'third quarter of 2023')

    Raises `ValueError` where `notation` is no period.
    """
    parts = _parts(notation)
    return _single_labels(parts[0]) if len(parts) == 1 else _span_labels(*parts)


def triples(notation: str) -> list[Triple]:
    """The triples that describe `mint.period(notation)`: class, labels, notation, beginning and end as instants.

    Raises `ValueError` where `notation` is no period.
    """
    period = parse(notation)
    vi, en = labels(notation)
    node = NamedNode(mint.period(notation))
    described = [
        _triple(node, RDF.type, NamedNode(str(TD.Period))),
        _triple(node, RDF.type, NamedNode(str(TIME.ProperInterval))),
        _triple(node, SKOS.notation, Literal(notation)),
        _triple(node, RDFS.label, Literal(vi, language="vi")),
        _triple(node, RDFS.label, Literal(en, language="en")),
    ]
    for link, name, day in ((TIME.hasBeginning, "begin", period.first), (TIME.hasEnd, "end", period.last)):
        instant = NamedNode(f"{node.value}#{name}")
        described += [
            _triple(node, link, instant),
            _triple(instant, RDF.type, NamedNode(str(TIME.Instant))),
            _triple(instant, TIME.inXSDDate, Literal(day.isoformat(), datatype=NamedNode(str(XSD.date)))),
        ]
    return described


def _triple(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, NamedNode(str(predicate)), value)


def _parts(notation: str) -> list[_Part]:
    parts = [_part(text, notation) for text in notation.split("/")]
    if len(parts) == 1:
        return parts
    if len(parts) > 2 or {part.form for part in parts} not in ({"year"}, {"month"}):
        raise ValueError(f"period {notation!r} is no span of two years or of two months")
    if parts[0].first >= parts[1].first:
        raise ValueError(f"period {notation!r} ends before it begins, or spans a single {parts[0].form}")
    return parts


def _part(text: str, notation: str) -> _Part:
    found = _SINGLE.fullmatch(text)
    if found is None or text[:4] == "0000":
        raise ValueError(f"period {notation!r} is none of the forms 2023, 2023-H1, 2023-Q3, 2023-09, 2021/2025")
    year, half, quarter, month = (int(number) if number else 0 for number in found.group(1, 2, 3, 4))
    if half:
        return _Part(year, half * 6 - 5, half * 6, "half")
    if quarter:
        return _Part(year, quarter * 3 - 2, quarter * 3, "quarter")
    if found["month"] is None:
        return _Part(year, 1, 12, "year")
    if not 1 <= month <= 12:
        raise ValueError(f"period {notation!r} has a month that is none: {found['month']}")
    return _Part(year, month, month, "month")


def _single_labels(part: _Part) -> tuple[str, str]:
    year = f"{part.year:04d}"
    if part.form == "half":
        vi, en = ("đầu", "first") if part.start == 1 else ("cuối", "second")
        return f"6 tháng {vi} năm {year}", f"{en} half of {year}"
    if part.form == "quarter":
        roman, ordinal = _QUARTERS[part.end // 3 - 1]
        return f"quý {roman} năm {year}", f"{ordinal} quarter of {year}"
    if part.form == "month":
        return f"tháng {part.start} năm {year}", f"{_MONTHS[part.start - 1]} {year}"
    return f"năm {year}", year


def _span_labels(begin: _Part, end: _Part) -> tuple[str, str]:
    if begin.form == "year":
        return f"giai đoạn {begin.year:04d}–{end.year:04d}", f"{begin.year:04d} to {end.year:04d}"
    if begin.year != end.year:
        vi = f"từ tháng {begin.start} năm {begin.year:04d} đến tháng {end.start} năm {end.year:04d}"
        return vi, f"{_MONTHS[begin.start - 1]} {begin.year:04d} to {_MONTHS[end.start - 1]} {end.year:04d}"
    english = f"{_MONTHS[begin.start - 1]} to {_MONTHS[end.start - 1]} {end.year:04d}"
    if begin.start == 1:
        return f"{end.start} tháng đầu năm {end.year:04d}", english
    return f"từ tháng {begin.start} đến tháng {end.start} năm {end.year:04d}", english
