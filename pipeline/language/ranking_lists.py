"""Rankings told in lists and tables: numbered lines below a heading, rows below a head that names ranks or points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from pipeline.claims import Ranking
from pipeline.language.discourse import bloc_at, year_near
from pipeline.language.focus import focus_of
from pipeline.language.mentions import Mention, found, sentences, view_of, within
from pipeline.language.quantities import read_number
from pipeline.language.ranks import ORDINAL

_RANK_HEADS = ("hạng", "thứ hạng", "xếp hạng", "xếp thứ", "vị thứ", "vị trí", "thứ tự xếp hạng")
_POINT_HEADS = ("điểm", "tổng điểm", "số điểm", "điểm số", "điểm thi đua")
_LIST_HEAD = re.compile(r"\b(?:thứ hạng|xếp hạng|dẫn đầu|bảng điểm|kết quả)\b[^.]*:$")


_NUMBERED = re.compile(r"\s*(?P<n>\d{1,2})\s*[.)]\s*(?:tỉnh\s+)?$")


@dataclass(slots=True)
class Row:
    """One member's place as a sentence gives it bit by bit."""

    member: Mention
    rank: int | None = None
    score: float | None = None
    bound: str | None = None
    period: str = ""
    spans: list[int] = field(default_factory=list)


def ranking_of(row: Row, bloc: str, period: str) -> Ranking:
    """The claim that a row makes of its member's place in `bloc` in the year `period`."""
    offsets = [row.member.start, row.member.end, *row.spans]
    return Ranking(
        start=min(offsets),
        end=max(offsets),
        rule="rankings.stated",
        bloc=bloc,
        member=row.member.value,
        period=period,
        rank=row.rank,
        score=row.score,
        bound=row.bound,
    )


def numbered(doc: Doc) -> Iterator[Ranking]:
    """Numbered lines of names below a heading that announces a ranking."""
    fold = view_of(doc).fold
    bounds = sentences(doc)
    for number, (start, end) in enumerate(bounds):
        if not _LIST_HEAD.search(fold[start:end]):
            continue
        for line_start, line_end in bounds[number + 1 :]:
            inside = within(found(doc, "province"), line_start, line_end)
            label = _NUMBERED.fullmatch(fold[line_start : inside[0].start]) if inside else None
            if label is None:
                break
            period = year_near(doc, bounds[max(0, number - 1)][0], end, start) or focus_of(doc).review[:4]
            row = Row(inside[0], rank=int(label["n"]), spans=[line_start])
            yield ranking_of(row, bloc_at(doc, start, end), period)


def tabled(doc: Doc) -> Iterator[Ranking]:
    """Tables whose head names ranks or points: "| Hạng | Tỉnh | Điểm |" with a member a line below."""
    view = view_of(doc)
    head: list[str] = []
    year: str | None = None
    for start, end in sentences(doc):
        cells = [c.strip() for c in view.fold[start:end].split("|")]
        if len(cells) < 2:
            year = year_near(doc, start, end, start) or year
            head = []
        elif any(c in _RANK_HEADS or c in _POINT_HEADS for c in cells):
            head = cells
        elif head and (row := _table_row(doc, start, end, head, cells)):
            bloc, period = bloc_at(doc, start, end), year or focus_of(doc).review[:4]
            if bloc and period:
                yield ranking_of(row, bloc, period)


def _table_row(doc: Doc, start: int, end: int, head: list[str], cells: list[str]) -> Row | None:
    members = within(found(doc, "province"), start, end)
    if len(members) != 1 or len(cells) != len(head):
        return None
    row = Row(members[0], spans=[start, end])
    for name, cell in zip(head, cells, strict=True):
        if name in _RANK_HEADS and (cell.isdigit() or cell in ORDINAL):
            row.rank = int(cell) if cell.isdigit() else ORDINAL[cell]
        elif name in _POINT_HEADS and re.fullmatch(r"[\d.,]+", cell):
            row.score, row.bound = read_number(cell), "exact"
    return row if row.rank is not None or row.score is not None else None
