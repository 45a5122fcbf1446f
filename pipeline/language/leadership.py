"""Leadership: which province leads a bloc (Cụm trưởng) or is its deputy (Cụm phó), and in which year.

The year is the one said at the role, else in its sentence, else the year under review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Conference, Leadership
from pipeline.language.discourse import bloc_at, province_lists, review_of
from pipeline.language.focus import focus_of
from pipeline.language.leading import (
    CHOSEN,
    CHOSEN_AFTER,
    FLAG_TAKEN,
    GIVEN_UP,
    LONGEST_GAP,
    NEXT_TERM,
    NOW,
    PASSES_TO,
    REPLACED,
    REPLACES,
    ROLE,
    STANDS_IN,
    THIS_YEAR,
    THIS_YEAR_BEFORE,
    THIS_YEAR_BEHIND,
    YEAR_AFTER,
    flag,
    unit,
    unreal,
)
from pipeline.language.mentions import Mention, claim, claims_of, found, sentences, view_of, within
from pipeline.language.role_holders import chain_end, distributed, former_latter, holders_beside


@Language.component("thidua_leadership")
def find_leadership(doc: Doc) -> Doc:
    """Add the document's leaderships to its claims, each once; a year taken from the context gives way to a stated one."""
    if not focus_of(doc).bloc:
        return doc
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
            yield from _replaced(doc, lists, match, floor, (start, end))
            if unreal().search(fold, max(floor, match.start() - 60), match.start()):
                continue
            holders, rule = former_latter(fold, lists, match), "leadership.former-latter"
            if not holders:
                holders, rule = distributed(fold, lists, roles, number), "leadership.in-turn"
            if not holders:
                holders, rule = holders_beside(doc, lists, match, floor, ceiling)
            yield from _claims(doc, holders, role, rule, match, start, end, chain_end(fold, roles, number))
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


def _replaced(
    doc: Doc, lists: list[list[Mention]], role: re.Match[str], floor: int, sentence: tuple[int, int]
) -> Iterator[tuple[Leadership, bool]]:
    """Who gives up a role, for the year under review, and who takes it: "A thôi giữ vai Cụm trưởng, B thay thế từ năm 2016"."""
    fold, (start, end) = view_of(doc).fold, sentence
    until = REPLACED.search(fold, floor, role.start())
    if until is None:
        return
    members = [m for group in lists for m in group]
    before = [m for m in members if floor <= m.start and m.end <= until.start() + 1]
    bloc, name = bloc_at(doc, start, end), "leader" if role["leader"] else "deputy"
    reviewed = review_of(doc, bloc)[:4] if bloc else ""
    if not before or not reviewed:
        return
    first = before[-1]
    yield _leadership(first, role.span(), bloc, name, reviewed), False
    following = next((m for m in members if m.start >= role.end()), None)
    taken = REPLACES.match(fold, following.end, end) if following is not None else None
    if following is not None and taken is not None:
        since = next((m.value.year for m in within(found(doc, "time"), taken.end(), end) if m.value.year), 0)
        yield (
            _leadership(following, (role.start(), taken.end()), bloc, name, str(since or int(reviewed) + 1)),
            bool(since),
        )


def _leadership(unit: Mention, words: tuple[int, int], bloc: str, role: str, period: str) -> Leadership:
    first, last = min(unit.start, words[0]), max(unit.end, words[1])
    return Leadership(
        start=first, end=last, rule="leadership.replaced", bloc=bloc, unit=unit.value, role=role, period=period
    )


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
    if focus_of(doc).dated and _is_current(doc, match, start):
        return str(focus_of(doc).year)
    before = [
        m
        for m in times
        if m.end <= match.start() and not GIVEN_UP.search(fold, max(start, m.start - LONGEST_GAP), m.start)
    ]
    if before and not re.search(r"\b(?:tổng kết|sơ kết|báo cáo)[^.;]{0,60}$", fold[start : before[-1].start]):
        return str(before[-1].value.year)
    return ""


def _is_current(doc: Doc, role: re.Match[str], start: int) -> bool:
    """Whether a role is told as it is held when the article is written: "năm nay", or "hiện là" where no conference is reported."""
    fold, near = view_of(doc).fold, max(start, role.start() - THIS_YEAR_BEFORE)
    if THIS_YEAR.search(fold, near, role.start()) or THIS_YEAR_BEHIND.match(fold, role.end()):
        return True
    reported = any(isinstance(c, Conference) for c in claims_of(doc))
    return not reported and NOW.search(fold, near, role.start()) is not None


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
