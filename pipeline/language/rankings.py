"""Rankings: the places and points that a bloc gives its members.

Ranks are read in sentences that speak of the bloc's own scoring ("Kết quả chấm điểm ...", "hạng nhất - Hậu Giang"); places in the
country, the region or an index ("thứ 4 cả nước", "PCI") are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Ranking
from pipeline.language.discourse import bloc_at, list_with, province_lists, year_near
from pipeline.language.focus import focus_of
from pipeline.language.mentions import Mention, claim, found, sentences, view_of, within
from pipeline.language.quantities import read_number
from pipeline.language.scan import Scan
from pipeline.view import View

_ORDINAL = {
    "nhất": 1, "một": 1, "đầu": 1, "nhì": 2, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9, "mười": 10, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5,
}  # fmt: skip
_N = rf"(?P<n>\d{{1,2}}(?![\d/.,]*\d)|{'|'.join(_ORDINAL)})"
_OPENS_ITEM = r"(?:(?<=: )|(?<=; )|(?<=, )|(?<=\+ )|(?<=\* )|(?<=• )|(?<=- ))"
_RANK = Scan(
    rf"\b(?:(?:thứ hạng|hạng|vị trí thứ|vị thứ|xếp thứ|đứng thứ|giải|thứ|vị trí số)\s+{_N}\b"
    rf"|(?P<top>ngôi đầu|đứng đầu|dẫn đầu|ngôi nhất|nhất cụm)|về\s+(?P<came>nhất|nhì|ba|tư)\b(?!\s+\w*(?:việc|phía|tỉnh))"
    rf"|(?:đứng|xếp)\s+(?P<stood>nhất|nhì|ba|tư)\b"
    rf"|(?P<bare>{_OPENS_ITEM}(?:nhất|nhì|ba|tư|năm)(?=\s*[-–:]\s))"
    rf"|(?<=[^\W\d_] )(?P<listed>nhì|ba|tư)(?=[,;.]\s))"
)
_CONTEXT = Scan(
    r"\b(?:chấm điểm|bình xét|xếp hạng|bảng điểm|bảng xếp hạng|thứ hạng|suy tôn|kết quả thi đua|cụm thi đua|trong cụm|"
    r"toàn cụm|điểm thi đua|tổng điểm|điểm|xếp|hạng (?:nhất|nhì|ba|tư))\b"
)
_ELSEWHERE = Scan(
    r"\b(?:cả nước|toàn quốc|trong vùng|của vùng|\d+ tỉnh, thành|tăng trưởng|tốc độ|grdp|pci|par index|thu nhập|"
    r"xuất khẩu|năng lực cạnh tranh|"
    r"ủng hộ|đoàn|giải|huân chương|cụm phó|cụm trưởng|kỳ họp|lần thứ|phiên)\b"
)
_SHARED = re.compile(r"\b(?:đồng|cùng)\b")
_IN_TURN = re.compile(r"\blần lượt\b")
_NEXT = Scan(r"\b(?:vị trí|thứ hạng|ngôi) (?:kế tiếp|tiếp theo|sau đó)\b")
_HOLDER_AFTER = re.compile(
    r"\s*(?:[^:,;.]{0,30}(?:của|trong)?\s*cụm[^:,;.]{0,60}|bảng điểm)?\s*(?:là|cho|của|thuộc về|[-–:])\s*(?:tỉnh\s+|thành phố\s+)?$"
)
_AMONG = re.compile(r"\b(?:trong (?:nhóm|số|tốp|top)|nhóm|tốp|top|mất|vuột|giữ được)\b[^,;.]{0,12}$")
_SECOND = 2
_BEHIND = re.compile(r"[^.;]{0,60}\b(?:chỉ )?(?:đứng |xếp )?sau (?:tỉnh |thành phố )?$")
_RANK_HEADS = ("hạng", "thứ hạng", "xếp hạng", "xếp thứ", "vị thứ", "vị trí", "thứ tự xếp hạng")
_POINT_HEADS = ("điểm", "tổng điểm", "số điểm", "điểm số", "điểm thi đua")
_LIST_HEAD = Scan(r"\b(?:thứ hạng|xếp hạng|dẫn đầu|bảng điểm|kết quả)\b[^.]*:$")
_NUMBERED = re.compile(r"\s*(?P<n>\d{1,2})\s*[.)]\s*(?:tỉnh\s+)?$")


@dataclass(slots=True)
class Row:
    """One member's place as a sentence gives it bit by bit."""

    member: Mention
    rank: int | None = None
    score: float | None = None
    bound: str | None = None
    spans: list[int] = field(default_factory=list)


@Language.component("thidua_rankings")
def find_rankings(doc: Doc) -> Doc:
    """Add the document's rankings to its claims; a member's rank and points from several sentences stay apart."""
    if not focus_of(doc).bloc:
        return doc
    ranks: set[tuple[str, str, str, int]] = set()
    scores: set[tuple[str, str, str, float]] = set()
    for ranking in (*_in_sentences(doc), *_numbered(doc), *_tabled(doc)):
        place = (ranking.bloc, ranking.member, ranking.period)
        new_rank = ranking.rank is not None and (*place, ranking.rank) not in ranks
        new_score = ranking.score is not None and (*place, ranking.score) not in scores
        if new_rank or new_score:
            ranks.add((*place, ranking.rank or 0))
            scores.add((*place, ranking.score or 0.0))
            claim(doc, ranking)
    return doc


def _in_sentences(doc: Doc) -> Iterator[Ranking]:
    view = view_of(doc)
    context = ranked = False
    for start, end in sentences(doc):
        points = [m for m in within(found(doc, "quantity"), start, end) if m.value.unit == "points"]
        context = bool(_CONTEXT.search(view, start, end)) or (
            context and (ranked or bool(_NEXT.search(view, start, end)))
        )
        if not context or (not points and _ELSEWHERE.search(view, start, end)):
            continue
        rows = _rows(doc, start, end, points)
        period = year_near(doc, start, end, start) or focus_of(doc).review[:4]
        bloc = bloc_at(doc, start, end)
        ranked = any(row.rank is not None or row.score is not None for row in rows)
        for row in rows:
            if (row.rank is not None or row.score is not None) and period and bloc:
                yield _claim(row, bloc, period)


def _claim(row: Row, bloc: str, period: str) -> Ranking:
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


def _rows(doc: Doc, start: int, end: int, points: list[Mention]) -> list[Row]:
    view = view_of(doc)
    fold = view.fold
    lists = province_lists(doc, start, end)
    rows = {m.start: Row(m) for group in lists for m in group}
    members = [row.member for row in rows.values()]
    ranks = list(_RANK.finditer(view, start, end))
    if not members:
        return []
    told = start
    for point in points:
        before = [m for m in members if m.end <= point.start]
        if not before:
            continue
        near = max(
            [before[-1].end, *(r.end() for r in ranks if r.start() >= before[-1].end and r.end() <= point.start)]
        )
        if point.start - near <= 40:
            shared = _SHARED.search(fold, before[-1].end, point.start)
            group = [m for m in list_with(lists, before[-1]) if m.start >= told] if shared else before[-1:]
            told = point.end
            for member in group:
                row = rows[member.start]
                row.score, row.bound = point.value.number, point.value.bound
                row.spans += [point.start, point.end]
    turn = _IN_TURN.search(fold, start, end)
    if turn and (ranks or _NEXT.search(view, start, end)):
        _in_turn(view, rows, ranks, turn, start, end)
    else:
        for rank in ranks:
            _assign(fold, rows, lists, rank, start)
    return list(rows.values())


def _value(rank: re.Match[str]) -> int:
    if rank["top"]:
        return 1
    word = rank["n"] or rank["came"] or rank["stood"] or rank["bare"] or rank["listed"]
    return int(word) if word.isdigit() else _ORDINAL[word]


def _in_turn(
    view: View, rows: dict[int, Row], ranks: list[re.Match[str]], turn: re.Match[str], start: int, end: int
) -> None:
    """ "vị trí thứ nhất, thứ hai lần lượt thuộc về A và B"; "hai vị trí kế tiếp lần lượt thuộc về B và C"."""
    values = [_value(r) for r in ranks if r.start() < turn.start()]
    following = [row for at, row in rows.items() if at > turn.start()]
    if _NEXT.search(view, start, end):
        values = list(range(2, 2 + len(following)))
    for row, value in zip(following, values, strict=False):
        row.rank = value
        row.spans.append(turn.start())


def _assign(fold: str, rows: dict[int, Row], lists: list[list[Mention]], rank: re.Match[str], start: int) -> None:
    members = [row.member for row in rows.values()]
    after = next((m for m in members if m.start >= rank.end()), None)
    before = next((m for m in reversed(members) if m.end <= rank.start()), None)
    value = _value(rank)
    if rank["top"] and _AMONG.search(fold, max(start, rank.start() - 24), rank.start()):
        return
    if after is not None and value == _SECOND and _BEHIND.fullmatch(fold[rank.end() : after.start]):
        rows[after.start].rank = value - 1
        rows[after.start].spans.append(rank.start())
    if after is not None and _HOLDER_AFTER.fullmatch(fold[rank.end() : after.start]):
        group = next(g for g in lists if after in g)
        several = rank["top"] and re.search(
            r"\b(?:hai|ba|bốn|\d)\s+(?:tỉnh|đơn vị|địa phương)[^,;]{0,12}$", fold[start : rank.start()]
        )
        for place, member in enumerate(group if several else [after]):
            rows[member.start].rank = value + place
            rows[member.start].spans += [rank.start(), rank.end()]
    elif before is not None and rank.start() - before.end <= 60 and rows[before.start].rank is None:
        group = list_with(lists, before) if _SHARED.search(fold, before.end, rank.start()) else [before]
        for member in group:
            rows[member.start].rank = value
            rows[member.start].spans += [rank.start(), rank.end()]


def _numbered(doc: Doc) -> Iterator[Ranking]:
    """Numbered lines of names below a heading that announces a ranking."""
    view = view_of(doc)
    fold = view.fold
    bounds = sentences(doc)
    for number, (start, end) in enumerate(bounds):
        if fold[end - 1] != ":" or not _LIST_HEAD.search(view, start, end):
            continue
        for line_start, line_end in bounds[number + 1 :]:
            inside = within(found(doc, "province"), line_start, line_end)
            label = _NUMBERED.fullmatch(fold[line_start : inside[0].start]) if inside else None
            if label is None:
                break
            period = year_near(doc, bounds[max(0, number - 1)][0], end, start) or focus_of(doc).review[:4]
            row = Row(inside[0], rank=int(label["n"]), spans=[line_start])
            yield _claim(row, bloc_at(doc, start, end), period)


def _tabled(doc: Doc) -> Iterator[Ranking]:
    """Tables whose head names ranks or points: "| Hạng | Tỉnh | Điểm |" with a member a line below."""
    view = view_of(doc)
    head: list[str] = []
    year: str | None = None
    for start, end in sentences(doc) if "|" in view.fold else ():
        cells = [c.strip() for c in view.fold[start:end].split("|")]
        if len(cells) < 2:
            year = year_near(doc, start, end, start) or year
            head = []
        elif any(c in _RANK_HEADS or c in _POINT_HEADS for c in cells):
            head = cells
        elif head and (row := _table_row(doc, start, end, head, cells)):
            bloc, period = bloc_at(doc, start, end), year or focus_of(doc).review[:4]
            if bloc and period:
                yield _claim(row, bloc, period)


def _table_row(doc: Doc, start: int, end: int, head: list[str], cells: list[str]) -> Row | None:
    members = within(found(doc, "province"), start, end)
    if len(members) != 1 or len(cells) != len(head):
        return None
    row = Row(members[0], spans=[start, end])
    for name, cell in zip(head, cells, strict=True):
        if name in _RANK_HEADS and (cell.isdigit() or cell in _ORDINAL):
            row.rank = int(cell) if cell.isdigit() else _ORDINAL[cell]
        elif name in _POINT_HEADS and re.fullmatch(r"[\d.,]+", cell):
            row.score, row.bound = read_number(cell), "exact"
    return row if row.rank is not None or row.score is not None else None
