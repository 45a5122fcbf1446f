"""Rankings: the places and points that a bloc gives its members.

Ranks are read in sentences that speak of the bloc's own scoring ("Kết quả chấm điểm ...", "hạng nhất - Hậu Giang"); places in the
country, the region or an index ("thứ 4 cả nước", "PCI") are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Conference, Ranking
from pipeline.language.discourse import (
    bloc_at,
    list_with,
    paragraph_of,
    province_lists,
    review_of,
    year_near,
)
from pipeline.language.focus import focus_of
from pipeline.language.mentions import Mention, claim, claims_of, found, sentences, view_of, within
from pipeline.language.ranked import NEXT, SHARED, assign, comma_unit, follow, in_turn
from pipeline.language.ranking_lists import Row, numbered, ranking_of, tabled
from pipeline.language.ranks import Points, Rank, points_in, points_in_turn, ranks_in

_CONTEXT = re.compile(
    r"\b(?:chấm điểm|bình xét|bình chọn|bình bầu|hạng i{1,3}|xếp hạng|bảng điểm|bảng xếp hạng|thứ hạng|suy tôn|kết quả thi đua|"
    r"cụm thi đua|trong cụm|đơn vị dẫn đầu|được cụm|bỏ phiếu|(?:dẫn|"
    r"đứng) đầu cụm|(?:nhất|nhì|đầu) cụm|"
    r"toàn cụm|điểm thi đua|tổng điểm|điểm|xếp|hạng (?:nhất|nhì|ba|tư))\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:cả nước|toàn quốc|trong vùng|của vùng|\d+ tỉnh, thành|tăng trưởng|tốc độ|grdp|pci|par index|thu nhập|"
    r"xuất khẩu|năng lực cạnh tranh|"
    r"ủng hộ|kỳ họp)\b"
)
_IN_TURN = re.compile(r"\blần lượt\b")
_BARE_PROVINCE = re.compile(
    r"(?:^|[,;:]\s*|\b(?:và|nên|nhờ đó|do đó|qua đó)\s+)(?:toàn\s+)?(?:tỉnh|thành phố|chúng tôi)(?:\s+(?:ta|nhà))?\s"
)
_FRONTED = re.compile(r"(?:^|[;–-]\s*)\W*(?:với|đạt|có|cùng|giành|ghi|được)\b[^,;]{0,50}$")
_OF_THE_BLOC = re.compile(r"[^.;]{0,24}\b(?:trong|của|toàn)\s+(?:số\s+)?(?:\d+ tỉnh[^.;]{0,20})?cụm\b|\s*cụm\b")


_POINTS_NEAR, _OWN_POINTS = 40, 90


@Language.component("thidua_rankings")
def find_rankings(doc: Doc) -> Doc:
    """Add the document's rankings to its claims; a member's rank and points from several sentences stay apart."""
    if not focus_of(doc).bloc:
        return doc
    ranks: set[tuple[str, str, str, int]] = set()
    scores: set[tuple[str, str, str, float]] = set()
    for ranking in (*_in_sentences(doc), *numbered(doc), *tabled(doc)):
        place = (ranking.bloc, ranking.member, ranking.period)
        new_rank = ranking.rank is not None and (*place, ranking.rank) not in ranks
        new_score = ranking.score is not None and (*place, ranking.score) not in scores
        if new_rank or new_score:
            ranks.add((*place, ranking.rank or 0))
            scores.add((*place, ranking.score or 0.0))
            claim(doc, ranking)
    return doc


def _in_sentences(doc: Doc) -> Iterator[Ranking]:
    fold = view_of(doc).fold
    context = ranked = False
    for start, end in sentences(doc):
        text = fold[start:end]
        points = points_in(doc, start, end)
        context = bool(_CONTEXT.search(text)) or (context and bool(NEXT.search(text) or ranked))
        if not context or (_ELSEWHERE.search(text) and not points):
            continue
        rows = _rows(doc, start, end, points)
        bloc = bloc_at(doc, start, end)
        period = _period(doc, bloc, start, end)
        ranked = any(row.rank is not None or row.score is not None for row in rows)
        for row in rows:
            if (row.rank is not None or row.score is not None) and period and bloc:
                yield ranking_of(row, bloc, row.period or period)


def _period(doc: Doc, bloc: str, start: int, end: int) -> str:
    """The year that a sentence's ranks are for: the one it names, but none after the year under review (leaders are chosen for that)."""
    reviewed = review_of(doc, bloc)[:4]
    held = any(isinstance(c, Conference) and c.bloc == bloc for c in claims_of(doc))
    held_for = {c.kind for c in claims_of(doc) if isinstance(c, Conference) and c.bloc == bloc}
    named = year_near(doc, start, end, start)
    if named is None and held_for == {"pact-signing"}:
        line = paragraph_of(doc, start)
        said = [
            m.value.year
            for m in found(doc, "time")
            if m.end <= start and m.value.year and not m.value.until and paragraph_of(doc, m.start) == line
        ]
        named = str(said[-1]) if said else None
    return reviewed if named is None or (held and named > reviewed) else named


def _rows(doc: Doc, start: int, end: int, points: list[Points]) -> list[Row]:
    fold = view_of(doc).fold
    lists = province_lists(doc, start, end)
    rows = {m.start: Row(m) for group in lists for m in group}
    ranks = ranks_in(fold, start, end)
    if not rows and not ranks:
        return []
    _score(fold, rows, lists, ranks, points, (start, end))
    turn = _IN_TURN.search(fold, start, end)
    called = ranks or NEXT.search(fold, start, end)
    in_order = turn is not None and rows and called and in_turn(fold, rows, lists, ranks, turn, start, end)
    for number, rank in enumerate(ranks):
        if not in_order or (turn is not None and rank.end <= turn.start() > max(rows)):
            assign(fold, rows, lists, rank, ranks[number - 1] if number else None, start)
    follow(fold, rows, lists, start)
    given = any(row.rank == ranks[0].value for row in rows.values()) if ranks else True
    own = None if given else _own(doc, rows, ranks, points, start)
    return [*rows.values(), *([own] if own is not None else [])]


def _score(
    fold: str,
    rows: dict[int, Row],
    lists: list[list[Mention]],
    ranks: list[Rank],
    points: list[Points],
    bounds: tuple[int, int],
) -> None:
    """Give the members their points: told behind the member, before it ("Với 198 điểm, X ..."), or in a row for a list."""
    members = [row.member for row in rows.values()]
    begin, row_of = points_in_turn(fold, *bounds)
    before = [g for g in lists if g[-1].end <= begin]
    if row_of and before and len(before[-1]) == len(row_of):
        for member, given in zip(before[-1], row_of, strict=True):
            rows[member.start].score, rows[member.start].bound = given.number, given.bound
            rows[member.start].spans += [given.start, given.end]
        points = [p for p in points if p.end <= begin]
    told = bounds[0]
    for point in points:
        following = next((m for m in members if m.start >= point.end), None)
        fronted = following is not None and _FRONTED.search(fold[bounds[0] : point.start])
        earlier = [m for m in members if m.end <= point.start]
        if fronted and following is not None and comma_unit().fullmatch(fold[point.end : following.start]):
            group = [following]
        elif earlier:
            passed = [r.end for r in ranks if r.start >= earlier[-1].end and r.end <= point.start]
            if point.start - max([earlier[-1].end, *passed]) > _POINTS_NEAR:
                continue
            shared = SHARED.search(fold, earlier[-1].end, point.start)
            group = [m for m in list_with(lists, earlier[-1]) if m.start >= told] if shared else earlier[-1:]
        else:
            continue
        told = point.end
        for member in group:
            row = rows[member.start]
            row.score, row.bound = point.number, point.bound
            row.spans += [point.start, point.end]


def _own(doc: Doc, rows: dict[int, Row], ranks: list[Rank], points: list[Points], start: int) -> Row | None:
    """The province that the article is about, as a bare "tỉnh": "tỉnh ... đứng thứ hai trong Cụm với 987,5 điểm"."""
    fold, focus, rank = view_of(doc).fold, focus_of(doc), ranks[0]
    subject = _BARE_PROVINCE.search(fold[start : rank.start])
    named = [r for r in rows.values() if r.member.end <= rank.start]
    if not focus.area or subject is None or named or not _OF_THE_BLOC.match(fold, rank.end):
        return None
    area = Mention(rank.start, rank.end, "province", focus.area)
    row = Row(area, rank=rank.value, spans=[rank.start, rank.end])
    near = next((p for p in points if 0 <= p.start - rank.end <= _OWN_POINTS), None)
    if near is not None:
        row.score, row.bound = near.number, near.bound
        row.spans += [near.start, near.end]
    times = [m for m in within(found(doc, "time"), start, rank.start) if not m.value.part and not m.value.until]
    current = times and times[-1].value.shift == 0 and times[-1].value.year is None
    row.period = focus.review[:4] if current else ""
    for other in rows.values():
        if other.rank == rank.value - 1 and row.period:
            other.period = row.period
    return row
