"""Ranked: which member of a bloc holds a rank that its sentence words, by where the two stand."""

from __future__ import annotations

import re
from functools import cache

from pipeline.language.discourse import (
    list_with,
    unit_lead,
)
from pipeline.language.mentions import Mention
from pipeline.language.ranking_lists import Row
from pipeline.language.ranks import Rank

_SECOND, _NEAR, _FAR = 2, 60, 150

SHARED = re.compile(r"\b(?:đồng|cùng)\b")
NEXT = re.compile(r"\b(?:hai|ba|bốn|các)?\s*(?:vị trí|thứ hạng|ngôi) (?:kế tiếp|tiếp theo|sau đó)\b")
_SEVERAL = re.compile(
    r"\b(?:hai|ba|bốn|năm|\d)\s+(?:tỉnh|thành phố|đơn vị|địa phương|thành viên|vị trí|thứ hạng|tỉnh, thành(?: phố)?)[^,;]{0,12}$"
)
_AMONG = re.compile(r"\b(?:trong (?:nhóm|số|tốp|top)|nhóm|tốp|top|mất|vuột|giữ được)\b[^,;.]{0,12}$")
_TAKEN_OVER = re.compile(r"\b(?:soán|cướp|giành lại|lấy lại|đòi lại|thế)\s+$")
"""Before the first place: it is taken from whoever is named behind it."""
_OPENS = re.compile(r"(?:^|[;.:]\s*)(?:(?:đứng|xếp|ở|về|còn|và|ngay|liền|sau đó|kế đó|tiếp đó)\s+){0,3}$")
"""A rank that a clause opens with, whose holder is the clause's subject: "Xếp thứ nhì, Nghệ An được ..."."""


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
def comma_unit() -> re.Pattern[str]:
    """From points to the member behind a comma: `Với 198 điểm trên thang 200, LĐLĐ tỉnh | Sơn La`."""
    return re.compile(rf"(?:\s+trên (?:thang|tổng số|tổng) [\d.,]+(?: điểm)?)?\s*,\s*{unit_lead()}")


def in_turn(
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
    if NEXT.search(fold, start, end):
        values = list(range(2, 2 + len(following)))
    elif len(before) == 1 and before[0].top:
        values = list(range(1, 1 + len(following)))
    earlier = [g for g in lists if g[-1].end <= turn.start()]
    if not following and earlier and _in_row(fold, earlier[-1], len(behind)):
        following, values = [rows[m.start] for m in earlier[-1][-len(behind) :]], [r.value for r in behind]
    for row, value in zip(following, values, strict=False):
        row.rank = value
        row.spans.append(turn.start())
    return bool(following and values)


def _in_row(fold: str, members: list[Mention], count: int) -> bool:
    """Whether a list has as many members as ranks are told in turn, or as many behind a semicolon."""
    if count < 2 or len(members) < count:
        return False
    row = members[-count:]
    return len(members) == count or ";" in fold[members[-count - 1].end : row[0].start]


def assign(
    fold: str, rows: dict[int, Row], lists: list[list[Mention]], rank: Rank, previous: Rank | None, start: int
) -> None:
    """Give a rank to the member that holds it: the one behind it, or the nearest before it; `previous` is the rank before it."""
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
    if after is not None and opens and comma_unit().fullmatch(gap):
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
        tied = list_with(lists, before) if SHARED.search(fold, before.end, rank.start + 8) else [before]
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


def follow(fold: str, rows: dict[int, Row], lists: list[list[Mention]], start: int) -> None:
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
