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
from pipeline.language.mentions import Mention, claim, claims_of, found, sentences, starting_in, view_of, within
from pipeline.language.scan import Scan

_ROLE = Scan(
    r"\b(?P<leader>cụm trưởng|trưởng cụm|làm trưởng(?=[.,;)]| cụm| năm))\b|\b(?P<deputy>cụm phó|phó cụm|phó trưởng cụm|"
    r"phó cụm trưởng|làm phó(?=[.,;)]| cụm| năm))\b"
)
_HOLDER_AFTER = re.compile(
    r"(?:\s+(?:thứ nhất|thứ hai|1|2))?(?:[^.;:()]{0,70}?)\s*(?:\blà|\bdo|\bthuộc về|\bcho|\btới|\bsang cho|:|"
    r"-)\s*(?:đại diện\s+)?(?:lãnh đạo\s+)?"
    r"(?:(?:công an|sở(?:\s[^\s,;.]+){1,6}|hội(?:\s[^\s,;.]+){1,3}|ubnd|"
    r"ủy ban(?:\s[^\s,;.]+){1,5})\s+)?(?:các\s+)?(?:tỉnh|thành phố|tp\.?)?\s*$"
)
_TITLE_AFTER = re.compile(
    r"(?:\s+cụm(?: thi đua)?[^,;.]{0,40})?,\s*(?:phó\s+)?(?:chủ tịch|giám đốc|trưởng|bí thư|chánh)[^,;.]{0,60}?(?:tỉnh|"
    r"thành phố|tp\.?)\s*$"
)
_STANDING_FOR = re.compile(r"\b(?:đại diện|thay mặt|lãnh đạo)\s+(?:các\s+|hai\s+)?(?:đơn vị\s+)?$")
_SEVERAL = re.compile(r"\b(?:là|làm|giữ)\b[^,;.]{0,12}\b(?:hai|2|các)\s+$")
_IN_ROLE_OF = re.compile(r"\b(?:với tư cách|trong vai|ở vai|giữ vai)\s+$")
_SUBJECT_AFTER = re.compile(r"(?:\s+thứ (?:nhất|hai|ba))?,\s*(?:tỉnh\s+|thành phố\s+)?")
_FORMER_LATTER = re.compile(r"\b(?:nơi|tỉnh|đơn vị|địa phương) (?P<which>trước|sau)\s+(?:làm|giữ|là)\b[^,;.]{0,16}$")
_HANDED_OVER = re.compile(r"\b(?:trao|bàn giao|chuyển(?: giao)?|giao|nhận)\b[^,;.]{0,60}$")
_HOLDER_BEFORE = re.compile(
    r"\s*(?:[,(–-]\s*)*(?:(?:là|làm|giữ|đảm nhiệm|đảm nhận|đang|được|sẽ|nhận|tiếp nhận|suy tôn|bầu|cử|giữ vai trò|"
    r"vai trò|vai|nhiệm vụ|chức|"
    r"đơn vị|tỉnh|hai|các|với tư cách|tư cách|thay mặt|đại diện|giữ chân|trách nhiệm|trong vai|phân công|lựa chọn|thống nhất)\s+)*(?:-\s*)?"
)
_STANDS_IN = Scan(r"\b(?:tiếp nhận|đảm nhận|nhận|giữ)\s+(?:nhiệm vụ|vai trò|trọng trách)\s+này\b")
_FLAG = Scan(
    r"\bcờ (?:luân lưu|truyền thống)\b[^.;]{0,80}?\b(?:cho|tới|sang)\s+(?:đại diện\s+)?(?:lãnh đạo\s+)?(?:tỉnh\s+|thành phố\s+)?"
)
_CHOSEN = re.compile(
    r"\b(?:được|đã|bầu|biểu quyết|thống nhất|nhất trí|hội nghị)\b[^.;]{0,30}\b(?:bầu|cử|suy tôn|lựa chọn|chọn|tín nhiệm)\b"
    r"(?! cờ| bằng khen)[^.;]{0,90}$|\b(?:nhận|trao|chuyển giao|bàn giao)\b[^.;]{0,16}\b(?:cờ luân lưu|cờ truyền thống|"
    r"vai trò|nhiệm vụ)\b[^.;]{0,60}$"
    r"|\bcụm (?:trưởng|phó)\b[^.;,]{0,12}\bđược (?:chuyển|trao|bàn giao|giao)\b[^.;]{0,60}$"
)
_CHOSEN_AFTER = re.compile(r"[^.;,]{0,12}\b(?:được|đã được)\s+(?:chuyển|trao|bàn giao|giao)\b")
_COUNTED_ROLE = re.compile(r"\b(?:hai|2|các)\s+(?:đơn vị|tỉnh)\s+(?:giữ vai trò\s+|làm\s+)?$")
_OF_THE_PROVINCE = re.compile(r"\b(?:chủ tịch|ubnd|tỉnh ủy)\s+(?:ubnd\s+)?tỉnh\s*[,(–-]\s*(?:là\s+)?$")
"""An office whose province was named before: "Về phía tỉnh X có ông A, Chủ tịch UBND tỉnh, Cụm trưởng"."""
_YEAR_AFTER = 48


@Language.component("thidua_leadership")
def find_leadership(doc: Doc) -> Doc:
    """Add the document's leaderships to its claims, each once; a year taken from the context gives way to a stated one."""
    read = list(_stated(doc))
    stated = [s for s, explicit in read if explicit]
    known = {(s.bloc, s.unit, s.role) for s in stated}
    said = [*stated, *(s for s, explicit in read if not explicit and (s.bloc, s.unit, s.role) not in known)]
    flags = [f for f in _flags(doc) if not any(_tells_as_much(s, f) for s in said)]
    seen: set[tuple[object, ...]] = set()
    for leadership in (*said, *flags):
        if leadership.fact() not in seen:
            seen.add(leadership.fact())
            claim(doc, leadership)
    return doc


def _tells_as_much(said: Leadership, flag: Leadership) -> bool:
    """Whether a handed-over flag adds nothing to what is said: the same place is filled, or the same words say whose it is."""
    same_place = (said.bloc, said.role, said.period) == (flag.bloc, flag.role, flag.period)
    return same_place or (said.unit == flag.unit and said.start < flag.end and flag.start < said.end)


def _stated(doc: Doc) -> Iterator[tuple[Leadership, bool]]:
    """The leaderships that roles state, each with whether its year is stated too."""
    view = view_of(doc)
    last_role = ""
    for start, end in sentences(doc):
        roles = list(_ROLE.finditer(view, start, end))
        if not roles and not last_role:
            continue
        lists = province_lists(doc, start, end)
        for number, match in enumerate(roles):
            role = "leader" if match["leader"] else "deputy"
            last_role = role
            floor = roles[number - 1].end() if number else start
            ceiling = roles[number + 1].start() if number + 1 < len(roles) else end
            holders, rule = _former_latter(view.fold, lists, match), "leadership.former-latter"
            if not holders:
                holders, rule = _holders(doc, lists, match, floor, ceiling)
            yield from _claims(doc, holders, role, rule, match, start, end)
        pronoun = _STANDS_IN.search(view, start, end) if last_role and not roles else None
        if pronoun:
            before = [m for members in lists for m in members if m.end <= pronoun.start()]
            yield from _claims(doc, before[-1:], last_role, "leadership.role-pronoun", pronoun, start, end)


def _former_latter(fold: str, lists: list[list[Mention]], role: re.Match[str]) -> list[Mention]:
    """ "A và B ..., nơi trước làm Cụm trưởng, nơi sau làm Cụm phó"."""
    pointed = _FORMER_LATTER.search(fold, max(0, role.start() - 40), role.start())
    pairs = [g for g in lists if len(g) == 2 and g[-1].end <= role.start()]
    return [pairs[-1][0 if pointed["which"] == "trước" else 1]] if pointed and pairs else []


def _holders(
    doc: Doc, lists: list[list[Mention]], role: re.Match[str], floor: int, ceiling: int
) -> tuple[list[Mention], str]:
    """The provinces that hold a role: behind it ("Cụm trưởng là tỉnh X") or before it ("tỉnh X, Cụm trưởng")."""
    fold = view_of(doc).fold
    members = [m for group in lists for m in group]
    after = next((m for m in members if role.end() <= m.start < ceiling), None)
    before = next((m for m in reversed(members) if floor <= m.end and m.end <= role.start()), None)
    gap = fold[role.end() : after.start] if after is not None else ""
    subject = _SUBJECT_AFTER.fullmatch(gap) and _IN_ROLE_OF.search(fold, max(floor, role.start() - 20), role.start())
    behind = after is not None and (_HOLDER_AFTER.fullmatch(gap) or _TITLE_AFTER.fullmatch(gap) or subject)
    named = starting_in(found(doc, "person"), before.end, before.end + 3) if before is not None else ()
    persons = [p.end for p in named]
    joined = before is not None and _HOLDER_BEFORE.fullmatch(fold[max([before.end, *persons]) : role.start()])
    if before is not None and behind and _COUNTED_ROLE.search(fold, before.end, role.start()):
        joined = None
    handed = _HANDED_OVER.search(fold, max(floor, role.start() - 80), role.start())
    if re.fullmatch(r"\s+(?:tỉnh\s+|thành phố\s+)?", gap) and after is not None and not joined:
        return [after], "leadership.role-holder"
    standing_for = _STANDING_FOR.search(fold, max(floor, role.start() - 24), role.start())
    if standing_for and re.match(r"\s+(?:có|gồm|là)\b", fold[role.end() : role.end() + 8]):
        return [m for m in members if m.start >= role.end() and m.start < ceiling], "leadership.stood-for"
    if behind and after is not None and (handed or not joined):
        group = next(g for g in lists if after in g)
        whole = _up_to_break(fold, [m for m in group[group.index(after) :] if m.start < ceiling])
        return (whole if not handed else [after]), "leadership.role-holder"
    if joined and before is not None:
        group = list_with(lists, before)
        gap = fold[before.end : role.start()]
        several = gap.lstrip().startswith("(") or _SEVERAL.search(gap)
        couple = group[-2:]
        paired = (
            len(couple) == 2 and (several or role["deputy"]) and fold[couple[0].end : couple[1].start].strip() == "và"
        )
        return (couple if paired else [before]), "leadership.holder-role"
    near = (
        before is not None
        and role.start() - before.end <= 45
        and not re.search(r"[.;:]", fold[before.end : role.start()])
    )
    if near and before is not None and re.search(r"\b(?:làm|giữ|đảm nhiệm|nhận)\b", fold[before.end : role.start()]):
        return [before], "leadership.holder-role"
    if before is not None and _OF_THE_PROVINCE.search(fold, before.end, role.start()):
        return [before], "leadership.office-role"
    return [], ""


def _up_to_break(fold: str, group: list[Mention]) -> list[Mention]:
    """The names of a list up to a semicolon, behind which another statement begins."""
    for place, (name, following) in enumerate(pairwise(group), 1):
        if ";" in fold[name.end : following.start]:
            return group[:place]
    return group


def _claims(
    doc: Doc, holders: list[Mention], role: str, rule: str, match: re.Match[str], start: int, end: int
) -> Iterator[tuple[Leadership, bool]]:
    bloc = bloc_at(doc, start, end)
    stated = _stated_year(doc, match, start, end)
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
    chosen = _CHOSEN.search(fold, start, role.end()) or _CHOSEN_AFTER.match(fold, role.end(), end)
    held = [c for c in claims_of(doc) if isinstance(c, Conference) and c.bloc == bloc]
    yearly = re.fullmatch(r"\d{4}", reviewed) and all(c.kind == "annual-review" for c in held)
    return str(int(reviewed) + 1) if chosen and yearly else reviewed[:4]


def _stated_year(doc: Doc, match: re.Match[str], start: int, end: int) -> str:
    """The year of service as the sentence states it: right behind the role, else last before it; "" where it does not."""
    times = [
        m for m in within(found(doc, "time"), start, end) if m.value.year and not m.value.same and not m.value.until
    ]
    fold = view_of(doc).fold
    behind = next((m for m in times if 0 <= m.start - match.end() <= _YEAR_AFTER), None)
    if behind is not None and not re.search(r"[.;()]|\btổng kết|\bsơ kết|\bđã\b|, ", fold[match.end() : behind.start]):
        return str(behind.value.year)
    since = [m for m in within(found(doc, "date"), start, match.start()) if m.value.year]
    if since and re.search(r"\btừ\s+(?:ngày\s+)?$", fold[max(0, since[-1].start - 10) : since[-1].start]):
        return str(since[-1].value.year)
    before = [m for m in times if m.end <= match.start()]
    if before and not re.search(r"\b(?:tổng kết|sơ kết|báo cáo)[^.;]{0,60}$", fold[start : before[-1].start]):
        return str(before[-1].value.year)
    return ""


def _flags(doc: Doc) -> Iterator[Leadership]:
    """The rotating flag goes to the next year's leader, where the text says no more than that."""
    focus = focus_of(doc)
    for match in _FLAG.finditer(view_of(doc)):
        holder = next(iter(starting_in(found(doc, "province"), match.end(), match.end() + 1)), None)
        if holder is None or not focus.bloc or len(focus.review) < 4:
            continue
        bloc = bloc_at(doc, match.start(), holder.end)
        reviewed = int(review_of(doc, bloc)[:4])
        yield Leadership(
            start=match.start(),
            end=holder.end,
            rule="leadership.flag",
            bloc=bloc,
            unit=holder.value,
            role="leader",
            period=str(reviewed + 1),
        )
