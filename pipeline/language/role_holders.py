"""Role holders: which of the units that a sentence names hold a role of a bloc, by the words between them and the role."""

from __future__ import annotations

import re
from itertools import pairwise

from spacy.tokens import Doc

from pipeline.language.discourse import list_with
from pipeline.language.leading import (
    ALSO_TAKES,
    AS_ROLE,
    AT_PLACE,
    BOTH_OF_THEM,
    CHAIN,
    COUNTED_ROLE,
    FORMER_LATTER,
    HANDED_OVER,
    IN_ROLE_OF,
    OF_A_HOUSE,
    OF_THE_PROVINCE,
    SEAT_ALONE,
    SEVERAL,
    STAND_FOR_BOTH,
    STANDING_FOR,
    TITLE_AFTER,
    TOGETHER,
    and_unit,
    bracketed_holder,
    holder_after,
    joins,
    names_holder,
    subject_after,
)
from pipeline.language.mentions import Mention, found, view_of


def former_latter(fold: str, lists: list[list[Mention]], role: re.Match[str]) -> list[Mention]:
    """The unit of the pair named last that a role points back to: "A và B ..., nơi trước làm Cụm trưởng, nơi sau làm Cụm phó"."""
    pointed = FORMER_LATTER.search(fold, max(0, role.start() - 40), role.start())
    pairs = [g for g in lists if len(g) == 2 and g[-1].end <= role.start()]
    return [pairs[-1][0 if pointed["which"] == "trước" else 1]] if pointed and pairs else []


def _row(fold: str, roles: list[re.Match[str]], number: int) -> tuple[int, int]:
    """The first and the last of the roles that stand side by side with role `number`: `Cụm trưởng, Cụm phó`."""
    first = last = number
    while first and TOGETHER.fullmatch(fold[roles[first - 1].end() : roles[first].start()]):
        first -= 1
    while last + 1 < len(roles) and TOGETHER.fullmatch(fold[roles[last].end() : roles[last + 1].start()]):
        last += 1
    return first, last


def distributed(fold: str, lists: list[list[Mention]], roles: list[re.Match[str]], number: int) -> list[Mention]:
    """Roles side by side that a list of units takes in order: `A, B được bầu làm Cụm trưởng, Cụm phó`."""
    first, last = _row(fold, roles, number)
    if first == last:
        return []
    before = [g for g in lists if g[-1].end <= roles[first].start()]
    after = [g for g in lists if g[0].start >= roles[last].end()]
    held = (
        bool(before)
        and len(before[-1]) > 1
        and joins(fold[before[-1][-1].end : roles[first].start()].replace("lần lượt", ""))
    )
    if held:
        group = before[-1]
    elif last - first == 1 and (both := _pair_before(fold, before, roles[first].start())):
        group = both
    elif after and len(after[0]) > 1 and holder_after().fullmatch(fold[roles[last].end() : after[0][0].start]):
        group = after[0]
    else:
        return []
    many = last - first + 1
    if len(group) < many:
        return []
    place = number - first
    return group[place:] if number == last and len(group) > many else group[place : place + 1]


def _pair_before(fold: str, before: list[list[Mention]], role: int) -> list[Mention]:
    """The two units named last before two roles that are theirs together; [] where nothing says so."""
    named = [m for group in before for m in group][-2:]
    if len(named) < 2 or named[0].value == named[1].value:
        return []
    pointed = BOTH_OF_THEM.search(fold, max(named[1].end, role - 60), role)
    return named if pointed or STAND_FOR_BOTH.fullmatch(fold, named[1].end, role) else []


def chain_end(fold: str, roles: list[re.Match[str]], number: int) -> int:
    """Where the last role ends that is told in a row with role `number`; its year serves both: `A làm Cụm trưởng, B làm Cụm phó |`."""
    while number + 1 < len(roles):
        gap = fold[roles[number].end() : roles[number + 1].start()]
        held = re.search(r"\b(?:làm|là|giữ|đảm nhận|đảm nhiệm|chức|vai trò)\s+(?:\S+\s+){0,3}$", gap)
        if not (TOGETHER.fullmatch(gap) or (CHAIN.fullmatch(gap) and held and not re.search(r"\d{4}", gap))):
            break
        number += 1
    return roles[number].end()


def holders_beside(
    doc: Doc, lists: list[list[Mention]], role: re.Match[str], floor: int, ceiling: int
) -> tuple[list[Mention], str]:
    """The provinces that hold a role, and the rule: behind it ("Cụm trưởng là tỉnh X") or before it ("tỉnh X, Cụm trưởng").

    `floor` and `ceiling` are where the role before ends and the next one starts; ([], "") where nobody is said to hold it.
    """
    fold = view_of(doc).fold
    members = [m for group in lists for m in group if not OF_A_HOUSE.search(fold, max(floor, m.start - 60), m.start)]
    after = next((m for m in members if role.end() <= m.start < ceiling), None)
    before = next((m for m in reversed(members) if floor <= m.end and m.end <= role.start()), None)
    gap = fold[role.end() : after.start] if after is not None else ""
    behind = after is not None and _holds_behind(fold, role, gap, floor)
    joined = before is not None and _holds_before(doc, before, role, gap, behind)
    if after is not None and not joined and _RIGHT_BEHIND.fullmatch(gap):
        return [after], "leadership.role-holder"
    standing_for = STANDING_FOR.search(fold, max(floor, role.start() - 24), role.start())
    if standing_for and re.match(r"\s+(?:có|gồm|là)\b", fold[role.end() : role.end() + 8]):
        return [m for m in members if role.end() <= m.start < ceiling], "leadership.stood-for"
    handed = HANDED_OVER.search(fold, max(floor, role.start() - 80), role.start())
    if behind and after is not None and (handed or not joined):
        return [after] if handed else _list_from(fold, lists, after, ceiling), "leadership.role-holder"
    if before is None:
        return [], ""
    if joined:
        return _couple(fold, lists, before, role), "leadership.holder-role"
    between = fold[before.end : role.start()]
    if len(between) <= _NEAR and _TAKES.search(between) and not re.search(r"[.;:]", between):
        return [before], "leadership.holder-role"
    if ALSO_TAKES.fullmatch(fold, before.end, role.start()):
        return [before], "leadership.holder-role"
    if OF_THE_PROVINCE.search(fold, before.end, role.start()):
        return [before], "leadership.office-role"
    acts = AS_ROLE.fullmatch(fold, before.end, role.start()) and _OFFICE_OF.search(fold, floor, before.start)
    return ([before], "leadership.as-role") if acts else ([], "")


_NEAR = 45
_OFFICE_OF = re.compile(r"\b(?:chủ tịch|giám đốc|trưởng|bí thư|chánh)\b[^.;,()]{0,60}$")
_RIGHT_BEHIND = re.compile(r"\s+(?:tỉnh\s+|thành phố\s+)?")
_TAKES = re.compile(r"\b(?:làm|giữ|đảm nhiệm|nhận)\b")
_OPENS_CLAUSE = re.compile(r"\s*[,;]\s*(?:(?:và|còn|đơn vị|hai|các|2|chức|ghế|vị trí|vai trò)\s+)*")


def _holds_behind(fold: str, role: re.Match[str], gap: str, floor: int) -> bool:
    """Whether the words `gap` between a role and the unit behind it make the unit its holder."""
    if holder_after().fullmatch(gap) or TITLE_AFTER.fullmatch(gap) or bracketed_holder().fullmatch(gap):
        return True
    in_role = subject_after().fullmatch(gap) and IN_ROLE_OF.search(fold[max(floor, role.start() - 40) : role.start()])
    return bool(in_role)


def _holds_before(doc: Doc, before: Mention, role: re.Match[str], gap: str, behind: bool) -> bool:
    """Whether the words between a unit and the role behind it make the unit its holder.

    `gap` stands between the role and the next unit, and `behind` says whether that one may hold the role instead.
    """
    fold = view_of(doc).fold
    if AT_PLACE.search(fold, max(0, before.start - 20), before.start) and fold.startswith(",", before.end):
        return False
    persons = [p.end for p in found(doc, "person") if 0 <= p.start - before.end <= 2]
    if not joins(fold[max([before.end, *persons]) : role.start()]):
        return False
    if names_holder().fullmatch(gap) and _OPENS_CLAUSE.fullmatch(fold, before.end, role.start()):
        return False
    span = (before.end, role.start())
    return not (behind and (SEAT_ALONE.fullmatch(fold, *span) or COUNTED_ROLE.search(fold, *span)))


def _couple(fold: str, lists: list[list[Mention]], before: Mention, role: re.Match[str]) -> list[Mention]:
    """The unit before a role that it holds, or the last two of its list where they hold it together."""
    group = list_with(lists, before)
    between = fold[before.end : role.start()]
    several = role["deputy"] or between.lstrip().startswith("(") or SEVERAL.search(between)
    couple = group[-2:]
    if several and len(couple) == 2 and and_unit().fullmatch(fold[couple[0].end : couple[1].start]):
        return couple
    return [before]


def _list_from(fold: str, lists: list[list[Mention]], first: Mention, ceiling: int) -> list[Mention]:
    """The names of a list from `first` on, up to `ceiling` or a semicolon, behind which another statement begins."""
    group = next(g for g in lists if first in g)
    names = [m for m in group[group.index(first) :] if m.start < ceiling]
    for place, (name, following) in enumerate(pairwise(names), 1):
        if ";" in fold[name.end : following.start]:
            return names[:place]
    return names
