"""Leadership: which province leads a bloc (Cụm trưởng) or is its deputy (Cụm phó), and in which year.

The year is the one said at the role, else in its sentence, else the year under review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Conference, Leadership
from pipeline.language.discourse import bloc_at, list_with, province_lists, review_of
from pipeline.language.focus import focus_of
from pipeline.language.leading import (
    CHAIN,
    CHOSEN,
    CHOSEN_AFTER,
    COUNTED_ROLE,
    FLAG_TAKEN,
    FORMER_LATTER,
    HANDED_OVER,
    IN_ROLE_OF,
    NEXT_TERM,
    OF_A_HOUSE,
    OF_THE_PROVINCE,
    PASSES_TO,
    ROLE,
    SEAT_ALONE,
    SEVERAL,
    STANDING_FOR,
    STANDS_IN,
    TITLE_AFTER,
    TOGETHER,
    YEAR_AFTER,
    and_unit,
    flag,
    holder_after,
    joins,
    names_holder,
    subject_after,
    unit,
    unreal,
)
from pipeline.language.mentions import Mention, claim, claims_of, found, sentences, view_of, within


@Language.component("thidua_leadership")
def find_leadership(doc: Doc) -> Doc:
    """Add the document's leaderships to its claims, each once; a year taken from the context gives way to a stated one."""
    read = list(_stated(doc))
    stated = [s for s, explicit in read if explicit]
    known = {(s.bloc, s.unit, s.role) for s in stated}
    said = [*stated, *(s for s, explicit in read if not explicit and (s.bloc, s.unit, s.role) not in known)]
    flags = [f for f in _flags(doc) if not any(_tells_as_much(s, f) for s in said)]
    seen: set[str] = set()
    for leadership in (*said, *flags):
        if leadership.key() not in seen:
            seen.add(leadership.key())
            claim(doc, leadership)
    return doc


def _tells_as_much(said: Leadership, flag: Leadership) -> bool:
    """Whether a handed-over flag adds nothing to what is said: the same place is filled, or the same words say whose it is."""
    same_place = (said.bloc, said.role, said.period) == (flag.bloc, flag.role, flag.period)
    return same_place or (said.unit == flag.unit and said.start < flag.end and flag.start < said.end)


def _stated(doc: Doc) -> Iterator[tuple[Leadership, bool]]:
    """The leaderships that roles state, each with whether its year is stated too."""
    fold = view_of(doc).fold
    last_role = ""
    for start, end in sentences(doc):
        lists = province_lists(doc, start, end)
        roles = list(ROLE.finditer(fold, start, end))
        for number, match in enumerate(roles):
            role = "leader" if match["leader"] else "deputy"
            last_role = role
            floor = roles[number - 1].end() if number else start
            ceiling = roles[number + 1].start() if number + 1 < len(roles) else end
            if unreal().search(fold, max(floor, match.start() - 60), match.start()):
                continue
            holders, rule = _former_latter(fold, lists, match), "leadership.former-latter"
            if not holders:
                holders, rule = _distributed(fold, lists, roles, number), "leadership.in-turn"
            if not holders:
                holders, rule = _holders(doc, lists, match, floor, ceiling)
            yield from _claims(doc, holders, role, rule, match, start, end, _chain_end(fold, roles, number))
        for passed in PASSES_TO.finditer(fold, start, end) if last_role else ():
            following = next((m for members in lists for m in members if m.start >= passed.end()), None)
            if following is not None and unit().fullmatch(fold[passed.end() : following.start]):
                earlier = [r for r in roles if r.end() <= passed.start()]
                role = ("leader" if earlier[-1]["leader"] else "deputy") if earlier else last_role
                yield from _claims(doc, [following], role, "leadership.role-pronoun", passed, start, end)
        pronoun = STANDS_IN.search(fold, start, end) if last_role and not roles else None
        if pronoun:
            before = [m for members in lists for m in members if m.end <= pronoun.start()]
            yield from _claims(doc, before[-1:], last_role, "leadership.role-pronoun", pronoun, start, end)


def _former_latter(fold: str, lists: list[list[Mention]], role: re.Match[str]) -> list[Mention]:
    """ "A và B ..., nơi trước làm Cụm trưởng, nơi sau làm Cụm phó"."""
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


def _distributed(fold: str, lists: list[list[Mention]], roles: list[re.Match[str]], number: int) -> list[Mention]:
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
    elif after and len(after[0]) > 1 and holder_after().fullmatch(fold[roles[last].end() : after[0][0].start]):
        group = after[0]
    else:
        return []
    many = last - first + 1
    if len(group) < many:
        return []
    place = number - first
    return group[place:] if number == last and len(group) > many else group[place : place + 1]


def _chain_end(fold: str, roles: list[re.Match[str]], number: int) -> int:
    """Where the last role ends that is told in a row with role `number`; its year serves both: `A làm Cụm trưởng, B làm Cụm phó |`."""
    while number + 1 < len(roles):
        gap = fold[roles[number].end() : roles[number + 1].start()]
        held = re.search(r"\b(?:làm|là|giữ|đảm nhận|đảm nhiệm|chức|vai trò)\s+(?:\S+\s+){0,3}$", gap)
        if not (TOGETHER.fullmatch(gap) or (CHAIN.fullmatch(gap) and held and not re.search(r"\d{4}", gap))):
            break
        number += 1
    return roles[number].end()


def _holders(
    doc: Doc, lists: list[list[Mention]], role: re.Match[str], floor: int, ceiling: int
) -> tuple[list[Mention], str]:
    """The provinces that hold a role: behind it ("Cụm trưởng là tỉnh X") or before it ("tỉnh X, Cụm trưởng")."""
    fold = view_of(doc).fold
    members = [m for group in lists for m in group if not OF_A_HOUSE.search(fold, max(floor, m.start - 60), m.start)]
    after = next((m for m in members if role.end() <= m.start < ceiling), None)
    before = next((m for m in reversed(members) if floor <= m.end and m.end <= role.start()), None)
    gap = fold[role.end() : after.start] if after is not None else ""
    subject = subject_after().fullmatch(gap) and IN_ROLE_OF.search(fold[max(floor, role.start() - 40) : role.start()])
    behind = after is not None and (holder_after().fullmatch(gap) or TITLE_AFTER.fullmatch(gap) or subject)
    persons = [p.end for p in found(doc, "person") if before is not None and 0 <= p.start - before.end <= 2]
    joined = before is not None and joins(fold[max([before.end, *persons]) : role.start()])
    opens = before is not None and re.fullmatch(
        r"\s*[,;]\s*(?:và\s+|còn\s+|đơn vị\s+)*", fold[before.end : role.start()]
    )
    if opens and names_holder().fullmatch(gap):
        joined = False
    if before is not None and behind and SEAT_ALONE.fullmatch(fold, before.end, role.start()):
        joined = False
    if before is not None and behind and COUNTED_ROLE.search(fold, before.end, role.start()):
        joined = False
    handed = HANDED_OVER.search(fold, max(floor, role.start() - 80), role.start())
    if re.fullmatch(r"\s+(?:tỉnh\s+|thành phố\s+)?", gap) and after is not None and not joined:
        return [after], "leadership.role-holder"
    standing_for = STANDING_FOR.search(fold, max(floor, role.start() - 24), role.start())
    if standing_for and re.match(r"\s+(?:có|gồm|là)\b", fold[role.end() : role.end() + 8]):
        return [m for m in members if m.start >= role.end() and m.start < ceiling], "leadership.stood-for"
    if behind and after is not None and (handed or not joined):
        group = next(g for g in lists if after in g)
        whole = _up_to_break(fold, [m for m in group[group.index(after) :] if m.start < ceiling])
        return (whole if not handed else [after]), "leadership.role-holder"
    if joined and before is not None:
        group = list_with(lists, before)
        gap = fold[before.end : role.start()]
        several = gap.lstrip().startswith("(") or SEVERAL.search(gap)
        couple = group[-2:]
        paired = (
            len(couple) == 2
            and (several or role["deputy"])
            and and_unit().fullmatch(fold[couple[0].end : couple[1].start])
        )
        return (couple if paired else [before]), "leadership.holder-role"
    near = (
        before is not None
        and role.start() - before.end <= 45
        and not re.search(r"[.;:]", fold[before.end : role.start()])
    )
    if near and before is not None and re.search(r"\b(?:làm|giữ|đảm nhiệm|nhận)\b", fold[before.end : role.start()]):
        return [before], "leadership.holder-role"
    if before is not None and OF_THE_PROVINCE.search(fold, before.end, role.start()):
        return [before], "leadership.office-role"
    return [], ""


def _up_to_break(fold: str, group: list[Mention]) -> list[Mention]:
    """The names of a list up to a semicolon, behind which another statement begins."""
    for place, (name, following) in enumerate(pairwise(group), 1):
        if ";" in fold[name.end : following.start]:
            return group[:place]
    return group


def _claims(
    doc: Doc,
    holders: list[Mention],
    role: str,
    rule: str,
    match: re.Match[str],
    start: int,
    end: int,
    chain_end: int = 0,
) -> Iterator[tuple[Leadership, bool]]:
    bloc = bloc_at(doc, start, end)
    stated = _stated_year(doc, match, start, end, max(chain_end, match.end()))
    period = stated or _implied_year(doc, bloc, match, start, end)
    if not bloc or not period:
        return
    for holder in holders:
        first, last = min(holder.start, match.start()), max(holder.end, match.end())
        leadership = Leadership(
            start=first, end=last, rule=rule, bloc=bloc, unit=holder.value, role=role, period=period
        )
        yield leadership, bool(stated)


def _implied_year(doc: Doc, bloc: str, role: re.Match[str], start: int, end: int) -> str:
    """The year under review; a role that is handed on or voted for at a review of a whole year is the next year's."""
    reviewed = review_of(doc, bloc)
    fold = view_of(doc).fold
    chosen = (
        CHOSEN.search(fold, start, role.end())
        or CHOSEN_AFTER.match(fold, role.end(), end)
        or NEXT_TERM.search(fold, max(start, role.start() - 80), min(end, role.end() + 40))
    )
    held = [c for c in claims_of(doc) if isinstance(c, Conference) and c.bloc == bloc]
    yearly = re.fullmatch(r"\d{4}", reviewed) and all(c.kind == "annual-review" for c in held)
    return str(int(reviewed) + 1) if chosen and yearly else reviewed[:4]


def _stated_year(doc: Doc, match: re.Match[str], start: int, end: int, chain_end: int) -> str:
    """The year of service as the sentence states it: right behind the role, or behind the last one told in a row with it, else last
    before it; "" where it does not."""
    times = [
        m for m in within(found(doc, "time"), start, end) if m.value.year and not m.value.same and not m.value.until
    ]
    fold = view_of(doc).fold
    behind = next((m for m in times if 0 <= m.start - match.end() <= YEAR_AFTER), None)
    if behind is not None and not re.search(r"[.;()]|\btổng kết|\bsơ kết|\bđã\b|, ", fold[match.end() : behind.start]):
        return str(behind.value.year)
    shared = (
        next((m for m in times if 0 <= m.start - chain_end <= YEAR_AFTER), None) if chain_end > match.end() else None
    )
    if shared is not None and not re.search(r"[.;()]|\btổng kết|\bsơ kết|\bđã\b|, ", fold[chain_end : shared.start]):
        return str(shared.value.year)
    since = [m for m in within(found(doc, "date"), start, match.start()) if m.value.year]
    if since and re.search(r"\btừ\s+(?:ngày\s+)?$", fold[max(0, since[-1].start - 10) : since[-1].start]):
        return str(since[-1].value.year)
    before = [m for m in times if m.end <= match.start()]
    if before and not re.search(r"\b(?:tổng kết|sơ kết|báo cáo)[^.;]{0,60}$", fold[start : before[-1].start]):
        return str(before[-1].value.year)
    return ""


def _flags(doc: Doc) -> Iterator[Leadership]:
    """The rotating flag goes to the next year's leader, where the text says no more than that."""
    fold = view_of(doc).fold
    focus = focus_of(doc)
    provinces = found(doc, "province")
    given = [(m, next((p for p in provinces if p.start == m.end()), None)) for m in flag().finditer(fold)]
    taken = [(m, next((p for p in provinces if p.end == m.start()), None)) for m in FLAG_TAKEN.finditer(fold)]
    for match, holder in (*given, *taken):
        if holder is None or not focus.bloc or len(focus.review) < 4:
            continue
        bloc = bloc_at(doc, match.start(), max(match.end(), holder.end))
        reviewed = int(review_of(doc, bloc)[:4])
        yield Leadership(
            start=min(match.start(), holder.start),
            end=max(match.end(), holder.end),
            rule="leadership.flag",
            bloc=bloc,
            unit=holder.value,
            role="leader",
            period=str(reviewed + 1),
        )
