"""Rankings: the places and points that a bloc gives its members.

Ranks are read in sentences that speak of the bloc's own scoring ("Kết quả chấm điểm ...", "hạng nhất - Hậu Giang"); places in the
country, the region or an index ("thứ 4 cả nước", "PCI") are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Conference, Ranking
from pipeline.language.discourse import (
    bloc_at,
    list_with,
    paragraph_of,
    province_lists,
    review_of,
    unit_lead,
    year_near,
)
from pipeline.language.focus import focus_of
from pipeline.language.mentions import Mention, claim, claims_of, found, sentences, view_of, within
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
_SHARED = re.compile(r"\b(?:đồng|cùng)\b")
_IN_TURN = re.compile(r"\blần lượt\b")
_NEXT = re.compile(r"\b(?:hai|ba|bốn|các)?\s*(?:vị trí|thứ hạng|ngôi) (?:kế tiếp|tiếp theo|sau đó)\b")
_SEVERAL = re.compile(
    r"\b(?:hai|ba|bốn|năm|\d)\s+(?:tỉnh|thành phố|đơn vị|địa phương|thành viên|vị trí|thứ hạng|tỉnh, thành(?: phố)?)[^,;]{0,12}$"
)
_BARE_PROVINCE = re.compile(
    r"(?:^|[,;:]\s*|\b(?:và|nên|nhờ đó|do đó|qua đó)\s+)(?:toàn\s+)?(?:tỉnh|thành phố|chúng tôi)(?:\s+(?:ta|nhà))?\s"
)
_FRONTED = re.compile(r"(?:^|[;–-]\s*)\W*(?:với|đạt|có|cùng|giành|ghi|được)\b[^,;]{0,50}$")
_OF_THE_BLOC = re.compile(r"[^.;]{0,24}\b(?:trong|của|toàn)\s+(?:số\s+)?(?:\d+ tỉnh[^.;]{0,20})?cụm\b|\s*cụm\b")


_AMONG = re.compile(r"\b(?:trong (?:nhóm|số|tốp|top)|nhóm|tốp|top|mất|vuột|giữ được)\b[^,;.]{0,12}$")
_TAKEN_OVER = re.compile(r"\b(?:soán|cướp|giành lại|lấy lại|đòi lại|thế)\s+$")
"""Before the first place: it is taken from whoever is named behind it."""
_OPENS = re.compile(r"(?:^|[;.:]\s*)(?:(?:đứng|xếp|ở|về|còn|và|ngay|liền|sau đó|kế đó|tiếp đó)\s+){0,3}$")
"""A rank that a clause opens with, whose holder is the clause's subject: "Xếp thứ nhì, Nghệ An được ..."."""
_SECOND, _NEAR, _FAR, _POINTS_NEAR, _OWN_POINTS = 2, 60, 150, 40, 90


@cache
def _holder_after() -> re.Pattern[str]:
    """From a rank to the member that holds it: `hạng nhất | năm 2023 của Cụm là Văn phòng Thành ủy | Đà Nẵng`."""
    return re.compile(
        r"\s*(?:[^:,;.]{0,30}(?:của|trong)?\s*cụm[^:,;.]{0,60}|bảng điểm|toàn cụm|(?:trong )?năm \d{4}|phong trào thi đua[^:,;.]{0,30})?\s*"
        r"(?:,[^,;.:]{2,40},\s*(?=là\b))?(?:là|cho|của|thuộc về|gọi tên|dành cho|về tay|gồm|[-–:])"
        rf"\s*(?:lần lượt\s+(?:là\s+)?)?(?:hai\s+|các\s+|đơn vị\s+)*{unit_lead()}"
    )


@cache
def _follower() -> re.Pattern[str]:
    """Words that lead on to the next rank's member: `tiếp theo là Văn phòng Tỉnh ủy | Khánh Hòa`."""
    words = (
        "tiếp theo|tiếp đến|tiếp đó|tiếp sau|kế đến|kế tiếp|kế đó|theo sau|sau đó|xếp sau|xếp kế|đứng kế|đứng sau|liền sau|"
        "rồi đến|rồi tới|bám sát phía sau|bám sát|phía sau|ngay sau|xếp tiếp theo"
    )
    return re.compile(rf"\b(?:{words})\b(?:\s+(?:lần lượt|là|đến|tới|có|thuộc về|gồm|:))*\s*:?\s*{unit_lead()}$")


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"[^.;]{{0,90}}\b(?:chỉ )?(?:đứng |xếp )?sau {unit_lead()}$")


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:là\s+)?{unit_lead()}")


@cache
def _comma_unit() -> re.Pattern[str]:
    return re.compile(rf"(?:\s+trên (?:thang|tổng số|tổng) [\d.,]+(?: điểm)?)?\s*,\s*{unit_lead()}")


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
        context = bool(_CONTEXT.search(text)) or (context and bool(_NEXT.search(text) or ranked))
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
    if not (
        turn
        and rows
        and (ranks or _NEXT.search(fold, start, end))
        and _in_turn(fold, rows, lists, ranks, turn, start, end)
    ):
        for number, rank in enumerate(ranks):
            _assign(fold, rows, lists, rank, ranks[number - 1] if number else None, start)
    _follow(fold, rows, lists, start)
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
        if fronted and following is not None and _comma_unit().fullmatch(fold[point.end : following.start]):
            group = [following]
        elif earlier:
            passed = [r.end for r in ranks if r.start >= earlier[-1].end and r.end <= point.start]
            if point.start - max([earlier[-1].end, *passed]) > _POINTS_NEAR:
                continue
            shared = _SHARED.search(fold, earlier[-1].end, point.start)
            group = [m for m in list_with(lists, earlier[-1]) if m.start >= told] if shared else earlier[-1:]
        else:
            continue
        told = point.end
        for member in group:
            row = rows[member.start]
            row.score, row.bound = point.number, point.bound
            row.spans += [point.start, point.end]


def _in_turn(
    fold: str,
    rows: dict[int, Row],
    lists: list[list[Mention]],
    ranks: list[Rank],
    turn: re.Match[str],
    start: int,
    end: int,
) -> bool:
    """Ranks and members in the same order: "vị trí thứ nhất, thứ hai lần lượt thuộc về A và B", "hai vị trí kế tiếp lần lượt thuộc về
    B và C", "A, B lần lượt xếp thứ nhất, nhì"."""
    before = [r for r in ranks if r.start < turn.start()]
    behind = [r for r in ranks if r.start >= turn.end()]
    values = [r.value for r in before]
    following = [row for at, row in rows.items() if at > turn.start()]
    if _NEXT.search(fold, start, end):
        values = list(range(2, 2 + len(following)))
    elif len(before) == 1 and before[0].top:
        values = list(range(1, 1 + len(following)))
    earlier = [g for g in lists if g[-1].end <= turn.start()]
    if not following and earlier and len(earlier[-1]) == len(behind) > 1:
        following, values = [rows[m.start] for m in earlier[-1]], [r.value for r in behind]
    for row, value in zip(following, values, strict=False):
        row.rank = value
        row.spans.append(turn.start())
    return bool(following and values)


def _assign(
    fold: str, rows: dict[int, Row], lists: list[list[Mention]], rank: Rank, previous: Rank | None, start: int
) -> None:
    members = [row.member for row in rows.values()]
    after = next((m for m in members if m.start >= rank.end), None)
    before = next((m for m in reversed(members) if m.end <= rank.start), None)
    if rank.top and _AMONG.search(fold, max(start, rank.start - 24), rank.start):
        return
    gap = fold[rank.end : after.start] if after is not None else ""
    group = next((g for g in lists if after in g), []) if after is not None else []
    if rank.elliptic:
        goes_on = previous is not None and previous.value == rank.value - 1 and len(group) == 1
        if goes_on and _unit().fullmatch(gap):
            _place(rows, group[0], rank, rank.value)
        return
    if after is not None and rank.value == _SECOND and _behind().fullmatch(gap):
        rows[after.start].rank = rank.value - 1
        rows[after.start].spans.append(rank.start)
    if _TAKEN_OVER.search(fold, max(start, rank.start - 16), rank.start):
        after = None
    opens = _OPENS.search(fold[start : rank.start]) is not None
    if after is not None and opens and _comma_unit().fullmatch(gap):
        _place(rows, after, rank, rank.value)
    elif after is not None and (_holder_after().fullmatch(gap) or _calls(fold, rank, gap, before)):
        several = rank.top and _SEVERAL.search(fold[start : rank.start])
        shared = re.search(r"\b(?:đồng|cùng)\s+(?:\w+\s+)?$", fold[max(start, rank.start - 12) : rank.start])
        for place, member in enumerate(group if several or shared else [after]):
            _place(rows, member, rank, rank.value + (0 if shared else place))
    elif (
        before is not None
        and rank.start - before.end <= _reach(fold, before, start)
        and rows[before.start].rank is None
    ):
        if ";" in fold[before.end : rank.start]:
            return
        tied = list_with(lists, before) if _SHARED.search(fold, before.end, rank.start + 8) else [before]
        for member in tied:
            _place(rows, member, rank, rank.value)


def _calls(fold: str, rank: Rank, gap: str, before: Mention | None) -> bool:
    """Whether a rank is called out right before its member ("xếp thứ nhất | LĐLĐ tỉnh Sơn La (198,5 điểm), thứ nhì ...")."""
    if rank.top or not gap.startswith(" ") or not fold.startswith(_CALLED, rank.start) or not _unit().fullmatch(gap):
        return False
    return before is None or _APART.search(fold, before.end, rank.start) is not None


_CALLED = ("xếp thứ", "thứ", "xếp hạng", "hạng")
_APART = re.compile(r"[,;:][^,;:]{0,24}$")


def _reach(fold: str, member: Mention, start: int) -> int:
    """How far behind a member its rank may stand: farther where the member is the sentence's subject."""
    return _FAR if _unit().fullmatch(fold[start : member.start]) else _NEAR


def _place(rows: dict[int, Row], member: Mention, rank: Rank, value: int) -> None:
    rows[member.start].rank = value
    rows[member.start].spans += [rank.start, rank.end]


def _follow(fold: str, rows: dict[int, Row], lists: list[list[Mention]], start: int) -> None:
    """The members that follow in rank: "thứ nhất là A, tiếp theo là B và C"."""
    last: int | None = None
    for group in lists:
        head = rows[group[0].start]
        floor = max([start, *(m.end for m in (r.member for r in rows.values()) if m.end <= group[0].start)])
        if (
            head.rank is None
            and last is not None
            and _follower().search(fold, max(floor, group[0].start - 90), group[0].start)
        ):
            for place, member in enumerate(group, 1):
                rows[member.start].rank = last + place
                rows[member.start].spans.append(group[0].start)
        ranked = [rows[m.start].rank for m in group if rows[m.start].rank is not None]
        last = ranked[-1] if ranked else last


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
