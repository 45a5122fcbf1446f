"""Which titles stand beside which name: before it, after it, in a list's header, or after an election's words.

A `Holder` is one mention of a person with the titles beside it; its stretch is the whole noun phrase
(`ông Trần Văn A, Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention
from pipeline.language.scan import Scan
from pipeline.language.titles import Title, has_stop, respect_end
from pipeline.view import View

_OPEN = re.compile(
    r"[ \t]*(?:\((?:sinh năm|\d)[^()\n]{0,24}\))?[ \t]*(?:,|-|–|—|\()[ \t]*"
    r"(?:(?:đồng thời là|hiện là|nay là|đang là|hiện giữ chức|giữ chức|hiện|là|tân|kiêm|"
    r"(?:\d\d|sinh năm \d{4}|\d\d tuổi)[ \t]*,)[ \t]+)?"
)
_COPULA = re.compile(r"[ \t]+(?:hiện là|hiện đang là|là|hiện giữ chức|giữ chức vụ|giữ chức)[ \t]+")
_LINK = re.compile(
    r"[ \t]*(?:,[ \t]*(?:nay là|hiện là|hiện nay là)|"
    r",[ \t]*kiêm(?: nhiệm)?|,[ \t]*đồng thời là|,[ \t]*và|,[ \t]*là|,|-|–|—|kiêm(?: nhiệm)?|và|đồng thời là|/)[ \t]*"
)
_CLOSE = re.compile(r"[ \t]*(?:năm[ \t]+\d{4}|khóa[ \t]+\w+|nhiệm kỳ[ \t]+[\d ,/–-]+)?[ \t]*\)?")
_ASIDE = re.compile(r"[ \t]*\([^()\n]{0,60}\)")


@dataclass(slots=True)
class Holder:
    """A person's mention with its titles; `start:end` is the noun phrase, `header` what a list's header gives."""

    person: Mention
    start: int
    end: int
    before: list[Title] = field(default_factory=list)
    after: list[Title] = field(default_factory=list)
    header: Title | None = None
    elected: list[Title] = field(default_factory=list)


@cache
def _between() -> re.Pattern[str]:
    """What may stand between a title and the name it belongs to: words of respect, ranks, degrees, a stray comma."""
    words = alternation(load("names")["honorifics"])
    return re.compile(rf"[ \t]*(?:\([^()\n]{{1,20}}\))?[ \t]*(?:(?:{words})(?![^\W\d_])[ \t]*[.,]?[ \t]*){{0,5}}[ \t]*")


def find_holders(view: View, people: Sequence[Mention], titles: Sequence[Title]) -> list[Holder]:
    """One holder for each mention of a person, in order of place."""
    floors = [0, *(p.end for p in people)]
    holders = [Holder(p, _respect_start(view, p.start, floor), p.end) for p, floor in zip(people, floors, strict=False)]
    owned = _titles_before(view, holders, titles)
    _titles_after(view, holders, titles, owned)
    _titles_before_comma(view, holders, titles)
    for holder in holders:
        holder.start = min([holder.start, *(t.start for t in holder.before)])
    return holders


def _respect_start(view: View, start: int, floor: int) -> int:
    """Where the words of respect before a name start, behind `floor`: "Anh" may be the end of another's name ("Giang Anh, Trần ...")."""
    match = respect_end().search(view.fold, max(floor, start - 60), start)
    return match.start() if match else start


def _titles_before(view: View, holders: Sequence[Holder], titles: Sequence[Title]) -> set[int]:
    """Give every holder the chain of titles that runs up to its name; returns the starts of the titles given."""
    owned: set[int] = set()
    starts = [t.start for t in titles]
    for i, holder in enumerate(holders):
        last = bisect_left(starts, holder.person.start) - 1
        if last > 0 and titles[last].mute and view.fold.endswith("(", 0, titles[last].start):
            last -= 1  # "Chủ tịch Hội ... (Cụm trưởng) Lê Văn A"
        if last < 0 or not _reaches(view, titles[last], holder.person.start):
            continue
        floor = holders[i - 1].person.end if i else 0
        chain = _chain_back(view, titles, last, floor)
        if i and _follows(view, holders[i - 1], chain[0]) and not holders[i - 1].before and len(chain) > 1:
            chain = chain[-1:]
        holder.before = chain
        owned.update(t.start for t in chain)
    return owned


def _reaches(view: View, title: Title, name: int) -> bool:
    match = _between().match(view.fold, title.end)
    return title.end <= name and match is not None and match.end() >= name


def _titles_before_comma(view: View, holders: Sequence[Holder], titles: Sequence[Title]) -> None:
    """Give a title with a comma and a word of respect after it ("Chủ tịch UBND tỉnh, ông A") to the name, if it is free."""
    owned = {t.start for h in holders for t in (*h.before, *h.after)}
    starts = [t.start for t in titles]
    for i, holder in enumerate(holders):
        last = bisect_left(starts, holder.start) - 1
        if (
            holder.before
            or last < 0
            or titles[last].start in owned
            or (holder.after and holder.start == holder.person.start)
        ):
            continue
        if not re.fullmatch(r"[ \t]*,[ \t]*", view.fold[titles[last].end : holder.start]) or _is_owner(
            view, titles[last]
        ):
            continue
        holder.before = _chain_back(view, titles, last, holders[i - 1].end if i else 0)


_OWNER = re.compile(
    r"(?<!\w)(?:(?:ủy quyền|thừa quyền|thừa lệnh|ủy nhiệm|nhân danh|thay mặt|đề nghị|yêu cầu|ý kiến|quyết định|phân công|"
    r"lời mời)(?:[ \t]+của)?"
    r"|(?:\d|các|những)[ \t]+đồng chí)[ \t]+$"
)


def _is_owner(view: View, title: Title) -> bool:
    """Whether the words before a title make it someone spoken of ("thừa ủy quyền của Chủ tịch nước")."""
    return _OWNER.search(view.fold, max(0, title.start - 24), title.start) is not None


def _chain_back(view: View, titles: Sequence[Title], last: int, floor: int) -> list[Title]:
    chain = [titles[last]]
    while last > 0 and titles[last - 1].start >= floor:
        link = _LINK.fullmatch(view.fold, titles[last - 1].end, _prefix_start(view, chain[0]))
        if link is None or link[0].strip() == "và" or _is_owner(view, titles[last - 1]):
            break
        last -= 1
        chain.insert(0, titles[last])
    return chain


def _prefix_start(view: View, title: Title) -> int:
    """Where the title starts with "nguyên" or "các" before it."""
    match = re.search(
        r"(?<!thái )(?<!tây )(?:(?:nguyên|cựu|các|hai|ba|tân)[ \t]+)+$",
        view.fold[max(0, title.start - 20) : title.start],
    )
    return title.start - (len(match[0]) if match else 0)


def _follows(view: View, holder: Holder, title: Title) -> bool:
    """Whether the title stands right after the holder's name, as an apposition."""
    match = _OPEN.match(view.fold, holder.person.end)
    return match is not None and match.end() >= _prefix_start(view, title)


def _titles_after(view: View, holders: Sequence[Holder], titles: Sequence[Title], owned: set[int]) -> None:
    """Give every holder the chain of titles that follows its name."""
    by_start = {_prefix_start(view, t): t for t in titles if t.start not in owned} | {
        t.start: t for t in titles if t.start not in owned
    }
    for holder in holders:
        title = _first_after(view, holder.person.end, by_start)
        while title is not None:
            holder.after.append(title)
            link = _LINK.match(view.fold, _past_aside(view, title.end))
            title = by_start.get(link.end()) if link else None
        if holder.after:
            closed = _CLOSE.match(view.fold, holder.after[-1].end)
            holder.end = closed.end() if closed and closed[0].strip() else holder.after[-1].end
        aside = _ASIDE.match(view.fold, holder.end)
        holder.end = aside.end() if aside else holder.end


def _first_after(view: View, end: int, by_start: dict[int, Title]) -> Title | None:
    """The title right after a name: after a mark, a copula, one short apposition more, or nothing (a comma forgotten)."""
    for pattern in (_OPEN, _COPULA, _APPOSITION, _BLANK):
        opening = pattern.match(view.fold, end)
        title = by_start.get(opening.end()) if opening else None
        if title is not None and not (pattern is _APPOSITION and has_stop(view.fold[end : title.start])):
            return title
    return None


_APPOSITION = re.compile(r"[ \t]*,[ \t]*[^,;:.()\n]{2,30},[ \t]*")
_BLANK = re.compile(r"[ \t]+(?=[^\W\d_])")


def _past_aside(view: View, position: int) -> int:
    aside = re.compile(r"[ \t]*(?:(?:khóa|nhiệm kỳ)[ \t]+[\w/–-]+(?:[ \t]*[-–][ \t]*\d{4})?|năm[ \t]+\d{4})").match(
        view.fold, position
    )
    return aside.end() if aside else position


_HEADER = re.compile(r"[ \t]*(?:gồm(?: có)?)?[ \t]*:[ \t]*")
_COORDINATED = re.compile(r"[ \t]*(?:,|;|và|cùng)[ \t]*(?:các[ \t]+)?")


_NAMES_THEM = re.compile(r"[ \t]+(?:(?:vừa )?được bầu(?: bổ sung)?[ \t]+)?(?:là|gồm)[ \t]+")
_GIVER = re.compile(r"(?<!\w)(?:của|do|bởi|theo)[ \t]+$")


def _heads_list(view: View, title: Title) -> re.Match[str] | None:
    """What leads from a title to the list of those who hold it: a colon, or "là" behind a title of several people."""
    if _GIVER.search(view.fold, max(0, title.start - 8), title.start):
        return None
    return _HEADER.match(view.fold, title.end) or (_NAMES_THEM.match(view.fold, title.end) if title.plural else None)


def apply_headers(
    view: View, holders: Sequence[Holder], titles: Sequence[Title], sentences: Sequence[tuple[int, int]]
) -> None:
    """Give a list's header ("các đồng chí Ủy viên Bộ Chính trị: A; B") to each of its persons.

    The list ends with the sentence, with the next header, or at a name with a title of its own before it.
    A title of several people right before a name ("hai Phó Chủ tịch A và B") goes on to the names coordinated with it.
    """
    starts = [h.person.start for h in holders]
    headers = [(t, m.end()) for t in titles if (m := _heads_list(view, t))]
    ends = [s[1] for s in sentences]
    for i, (title, begin) in enumerate(headers):
        place = bisect_right(ends, begin)
        limit = ends[place] if place < len(ends) else len(view.text)
        if i + 1 < len(headers):
            limit = min(limit, headers[i + 1][0].start)
        listed = holders[bisect_left(starts, begin) : bisect_left(starts, limit)]
        row_end = _row_end(view, begin, limit, listed)
        for holder in listed:
            apart = row_end >= 0 and holder.start > row_end and holder.after
            if (holder.before and not listed[0].before) or apart:
                break
            holder.header = title
    _spread(view, holders)


def _row_end(view: View, begin: int, limit: int, listed: Sequence[Holder]) -> int:
    """The semicolon that ends a header's bare names told with commas ("các Phó Bí thư: A, B | ; đồng chí C, Vụ trưởng ..."), or -1."""
    mark = view.fold.find(";", begin, limit)
    row = [h for h in listed if h.start < mark]
    return mark if len(row) > 1 and not any(h.before or h.after for h in row) else -1


def _spread(view: View, holders: Sequence[Holder]) -> None:
    for left, right in pairwise(holders):
        shared = left.header if left.header and not left.before else (left.before[-1] if left.before else None)
        if shared is None or right.before or right.header or left.after or not (shared.plural or left.header):
            continue
        if _COORDINATED.fullmatch(view.fold, left.end, right.start):
            right.header = shared


@cache
def _elected() -> Scan:
    words = load("titles")
    past = "".join(rf"(?<!{w} )" for w in words["not_elected"])
    return Scan(rf"{past}\b(?:{alternation(words['elected'])})(?:[ \t]+(?:{alternation(words['elected_to'])}))*[ \t]+")


def apply_elections(
    view: View, holders: Sequence[Holder], titles: Sequence[Title], sentences: Sequence[tuple[int, int]]
) -> None:
    """Give decided appointments ("... trúng cử chức vụ Chủ tịch ...") to the persons named right before."""
    by_start = {t.start: t for t in titles}
    starts = [h.person.start for h in holders]
    ends = [s[1] for s in sentences]
    for match in _elected().finditer(view):
        title = by_start.get(match.end())
        place = bisect_right(ends, match.start())
        if title is None or place >= len(ends):
            continue
        near = holders[bisect_left(starts, sentences[place][0]) : bisect_left(starts, match.start())]
        _elect(view, near, title, match.start())
    _appoint(view, holders, titles)


_TO_OFFICE = re.compile(
    r"(?<!miễn )(?<!bãi )(?<!\w)(?:bầu(?: cử)?(?: bổ sung)?|bổ nhiệm|phê chuẩn|chuẩn y)(?:(?!miễn nhiệm|bãi nhiệm|cách chức|"
    r"thôi giữ)[^.;:\n]){0,40}?"
    r"[ ]chức[ ](?:vụ|danh)[ ]$"
)
_FOR_WHOM = re.compile(r"(?:,?[ ](?:nhiệm kỳ[ ]\d{4}[ ]?[-–][ ]?\d{4}|khóa[ ]\w+))*,?[ ](?:đối với|cho)[ ]")


def _appoint(view: View, holders: Sequence[Holder], titles: Sequence[Title]) -> None:
    """Give the office that a decision names to whom it is for ("bầu chức vụ Phó Chủ tịch ... nhiệm kỳ ... đối với ông A")."""
    by_start = {start: h for h in holders for start in (h.start, h.person.start)}
    for title in titles:
        decided = _TO_OFFICE.search(view.fold, max(0, title.start - 70), title.start)
        whom = _FOR_WHOM.match(view.fold, title.end) if decided else None
        holder = by_start.get(whom.end()) if whom else None
        if holder is not None:
            holder.elected.append(title)


def _elect(view: View, near: Sequence[Holder], title: Title, verb: int) -> None:
    """The last of `near` gets the title, and those coordinated with it when it is a bare name before the verb."""
    following = verb
    for holder in reversed(near):
        between = view.fold[holder.end : following]
        first = following == verb
        if first and (len(between) > 120 or re.search(r"[;:]", between)):
            break
        if not first and not _COORDINATED.fullmatch(view.fold, holder.end, following):
            break
        holder.elected.append(title)
        if first and between.strip():
            break
        following = holder.start
