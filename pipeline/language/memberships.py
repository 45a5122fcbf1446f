"""Membership: the provinces that a text lists as members of a bloc.

A list counts where its words say so ("Cụm gồm ...", "thành viên của Cụm", a bracket right behind the bloc's name, "các tỉnh trong
Cụm: A ..., B ..."); attending, leading or ranking is no membership. Names that are excepted ("không có TP Cần Thơ") are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import Membership
from pipeline.language.discourse import bloc_at, mentions_bloc, province_lists, unit_lead
from pipeline.language.focus import focus_of
from pipeline.language.mentions import Mention, claim, found, sentences, view_of, within

_BODIES = rf"(?:các sở của\s+)?{unit_lead()}:?\s*$"
_BEFORE = re.compile(
    rf"(?:\b(?:gồm(?: có)?|bao gồm|quy tụ|tập hợp|thành viên|\d+ tỉnh(?: thành viên)? là)\b[^.;,()]{{0,50}}|"
    rf"\bthành viên\b[^.;()]{{0,50}}:|\b(?:thành viên|(?:trong|của) cụm|cụm(?: này)?)\s*[:(-])\s*{_BODIES}"
)
_WEAKLY = re.compile(rf"\b(?:là|có|còn)\b[^.;,()]{{0,50}}\s*{_BODIES}")
_LIST_ENDS = re.compile(r"\s*(?:\([^)]*\))?\s*(?:[.;,)…]|$)")
_OF_BLOC = re.compile(r"\b(?:cụm|thành viên)\b[^.;]{0,110}$")
_AFTER = re.compile(
    r"\s*(?:\([^)]*\))?\s*(?:[:,–-]\s*)?(?:[^.;]{0,28})\b(?:thành viên|làm nên|hợp thành|thuộc|sinh hoạt|nằm|tham gia|cùng chung|"
    r"tạo thành|họp thành)\b\s*(?:của\s+|trong\s+|chung\s+|một\s+)*(?:cụm)"
)
_SERIES = re.compile(r"\b(?:các tỉnh|\S+ tỉnh|các địa phương) (?:trong|thuộc) cụm\b[^.;]{0,120}:\s*(?:tỉnh\s+)?$")
_EXCEPTED = re.compile(r"(?:\bkhông (?:có|gồm|bao gồm|kể)|\btrừ|\bngoại trừ)\s+(?:tỉnh|thành phố|tp\.?)?\s*$")
_NOT_IN = re.compile(r"\s+không (?:thuộc|nằm trong|có trong)")
_BESIDES = re.compile(rf"\b(?:ngoài|cùng với|bên cạnh|cùng|vắng(?: mặt)?(?: đoàn)?)\s+{unit_lead()}$")
_THE_REST = re.compile(r"\b(?:thành viên|đơn vị|tỉnh|địa phương)\s+(?:còn lại|khác)\b[^.;]{0,12}$")
_AT = re.compile(r"\b(?:tại|ở)\s+(?:tỉnh\s+)?$")
_BESIDES_HOST = re.compile(r"\bngoài\s+(?P<host>chủ nhà|đơn vị đăng cai)\b")
_LISTS_BELOW = re.compile(r"\bcụm\b[^.]{0,80}\b(?:gồm|có|là)\b[^.]{0,40}:$|\bthành viên\b[^.]{0,30}:$")
_HEADING = re.compile(r"(?:\S+ )?(?:tỉnh|địa phương|thành viên) (?:trong|của) cụm")
_NUMBERS = {
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
    "mười ba": 13,
}
_COUNTED = re.compile(
    rf"(?:(?P<group>\bnhóm|\btức)\s+)?\b(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})\s+(?:tỉnh(?:,? thành(?: phố)?)?|địa phương|đơn vị|"
    rf"thành viên|thành phố)"
    r"(?:\s+(?:trong|của|thuộc)\s+(?:toàn\s+)?cụm)?(?P<said>\s+(?:còn lại\s+)?(?:là|gồm|gồm có|"
    r"bao gồm))?\s*[:(]?\s*(?:(?:các\s+)?tỉnh\s+)?$"
)
_FEWEST_COUNTED = 5
_ON_SCREEN = re.compile(r"\b(?:đầu cầu|điểm cầu)\b[^.;]{0,60}$")
"""Who joins a meeting from elsewhere attends, and is not told to be a member."""
_HONOURED = re.compile(r"[^.;]{0,30}\b(?:tặng|nhận|trao|khen|hạng|xếp)\b")
_CITIES_TOO = re.compile(r"tỉnh, (?:và )?thành(?: phố)?")
_THE_MEMBERS = re.compile(
    r"\b(?:tỉnh|thành phố|địa phương|đơn vị|thành viên|sở|hội)\b[^.;,]{0,24}\b(?:của|trong|thuộc)\b"
)
_SELECTED = re.compile(
    r"\b(?:tặng|khen|điểm|tăng trưởng|dẫn đầu|suy tôn|đề nghị|(?<!sắp )xếp|hạng|cao nhất|thấp nhất|phát biểu|tham luận|trao|vượt|"
    r"tăng|giảm|lọt|tốp|nhóm|"
    r"đề xuất|đứng đầu|tiêu biểu|xuất sắc|ngoại trừ)\b[^.;:()]{0,70}:?\s*(?:\w+\s*)?$"
)
"""What picks some of the members out: their list is no list of all."""
_OF_SEVERAL = re.compile(r"\b(?:các|những|\d+|hai|ba|bốn|năm|sáu|bảy) cụm\b[^.;]{0,40}$")
"""What tells of several blocs at once."""
_SINGLE = re.compile(r"\bcụm[^.;]{0,80}\bmà\s+tỉnh\s+là\s+thành viên")


@Language.component("thidua_memberships")
def find_memberships(doc: Doc) -> Doc:
    """Add the document's memberships to its claims."""
    if not focus_of(doc).bloc:
        return doc
    seen: set[tuple[str, str]] = set()
    for membership in (*_listed(doc), *_bulleted(doc), *_headed(doc), *_single(doc)):
        if (membership.bloc, membership.member) not in seen:
            seen.add((membership.bloc, membership.member))
            claim(doc, membership)
    return doc


def _listed(doc: Doc) -> Iterator[Membership]:
    fold = view_of(doc).fold
    bounds = sentences(doc)
    for number, (start, end) in enumerate(bounds):
        lists = province_lists(doc, start, end)
        for group in lists:
            before, after = fold[start : group[0].start], fold[group[-1].end : end]
            if _SERIES.search(before) and len(lists) + len(group) >= 4:
                following = bounds[number + 1] if number + 1 < len(bounds) else (end, end)
                yield from _series(doc, group[0].start, start, end, following)
                return_rest = True
            else:
                return_rest = len(group) >= 3 and _is_member_list(doc, before, after, start, end, len(group))
                if return_rest:
                    yield from _members(doc, group, start, end, "memberships.list")
                    yield from _besides(doc, lists, group, start, end)
            if return_rest and _SERIES.search(before):
                break


def _is_member_list(doc: Doc, before: str, after: str, start: int, end: int, size: int) -> bool:
    if _OF_SEVERAL.search(before):
        return False
    bracketed, headed = _in_brackets(doc, before, start), _behind_bloc(doc, before, start)
    before = _CITIES_TOO.sub("tỉnh thành", before)
    tied = mentions_bloc(doc, start, end) or bool(bloc_at(doc, start, end))
    counted = _COUNTED.search(before)
    if (
        tied
        and counted
        and (counted["count"].isdigit() or counted["said"] or counted["group"])
        and size == _count(counted["count"]) >= _FEWEST_COUNTED
        and not _HONOURED.match(after)
    ):
        return True
    if _ON_SCREEN.search(before):
        return False
    introduced = _BEFORE.search(before) or (_WEAKLY.search(before) and _LIST_ENDS.match(after))
    said = (introduced and _OF_BLOC.search(before)) or _AFTER.match(after)
    return tied and (bracketed or (bool(said or headed) and not _SELECTED.search(before)))


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _behind_bloc(doc: Doc, before: str, start: int) -> bool:
    """Whether a colon right behind a bloc's name opens the list of its members: "Năm tỉnh của Cụm thi đua Tây Nguyên: A, B ..."."""
    if not before.rstrip().endswith(":"):
        return False
    offset = start + len(before.rstrip()) - 1
    fold = view_of(doc).fold
    return any(
        0 <= offset - m.end <= 3 and _THE_MEMBERS.search(fold, max(start, m.start - 60), m.start + 8)
        for m in found(doc, "bloc")
    )


def _in_brackets(doc: Doc, before: str, start: int) -> bool:
    """Whether a list opens a bracket right behind a bloc's name or "... trong Cụm"."""
    bracket = before.rstrip()
    if not bracket.endswith("("):
        return False
    offset = start + len(bracket) - 1
    return any(0 <= offset - m.end <= 3 for m in found(doc, "bloc"))


def _members(doc: Doc, group: list[Mention], start: int, end: int, rule: str) -> Iterator[Membership]:
    fold = view_of(doc).fold
    bloc = bloc_at(doc, start, end)
    for member in group if bloc else ():
        if _EXCEPTED.search(fold, max(start, member.start - 40), member.start) or _NOT_IN.match(fold, member.end):
            continue
        yield Membership(start=member.start, end=member.end, rule=rule, bloc=bloc, member=member.value)


def _besides(doc: Doc, lists: list[list[Mention]], group: list[Mention], start: int, end: int) -> Iterator[Membership]:
    """ "Ngoài Đồng Nai, tham gia Cụm còn có ...": the one besides whom the others are named belongs to them."""
    fold = view_of(doc).fold
    rest = _THE_REST.search(fold, start, group[0].start)
    for other in lists:
        if rest and other is not group and other[-1].end <= rest.start():
            yield from _members(doc, other, start, end, "memberships.besides")
        if other is not group and len(other) == 1 and _BESIDES.search(fold, start, other[0].start):
            yield from _members(doc, other, start, end, "memberships.besides")
    host = _BESIDES_HOST.search(fold, start, end)
    seat = _last_seat(doc, start) if host else None
    bloc = bloc_at(doc, start, end)
    if host and seat is not None and bloc:
        yield Membership(
            start=host.start("host"), end=host.end("host"), rule="memberships.host", bloc=bloc, member=seat.value
        )


def _last_seat(doc: Doc, before: int) -> Mention | None:
    """The province that the text last named as the place of something, before an offset."""
    fold = view_of(doc).fold
    for mention in found(doc, "province")[::-1]:
        if mention.end <= before and _AT.search(fold, max(0, mention.start - 12), mention.start):
            return mention
    return None


def _series(doc: Doc, first: int, start: int, end: int, following: tuple[int, int]) -> Iterator[Membership]:
    """Members told one by one with their figures: "các tỉnh trong Cụm ...: A tăng 11,4%; B tăng 8,8%. Tỉnh C giảm 12,59%."."""
    members = within(found(doc, "province"), first, end)
    tail = within(found(doc, "province"), *following)
    opens = view_of(doc).fold.startswith(("tỉnh", "riêng"), following[0])
    if len(tail) == 1 and opens and tail[0].start - following[0] < 16:
        members = [*members, *tail]
    yield from _members(doc, members, start, end, "memberships.series")


def _bulleted(doc: Doc) -> Iterator[Membership]:
    """Members on lines of their own below "Cụm gồm bảy đơn vị:"."""
    fold = view_of(doc).fold
    bounds = sentences(doc)
    for number, (start, end) in enumerate(bounds):
        if not _LISTS_BELOW.search(fold[start:end]):
            continue
        for line_start, line_end in bounds[number + 1 :]:
            inside = within(found(doc, "province"), line_start, line_end)
            words = fold[line_start:line_end]
            if len(inside) != 1 or len(words) - (inside[0].end - inside[0].start) > 14:
                break
            bloc = bloc_at(doc, start, end)
            if bloc:
                yield Membership(
                    start=inside[0].start,
                    end=inside[0].end,
                    rule="memberships.bullets",
                    bloc=bloc,
                    member=inside[0].value,
                )


def _headed(doc: Doc) -> Iterator[Membership]:
    """Lines that each open with a member's name below a heading such as "Ba tỉnh trong Cụm"."""
    fold = view_of(doc).fold
    bounds = sentences(doc)
    for number, (start, end) in enumerate(bounds):
        if not _HEADING.fullmatch(fold[start:end]):
            continue
        for line_start, line_end in bounds[number + 1 :]:
            first = next(iter(within(found(doc, "province"), line_start, line_end)), None)
            if first is not None and first.start == line_start and fold.startswith(":", first.end):
                yield from _members(doc, [first], start, end, "memberships.headed")
            elif "\n" in fold[line_start - 1 : line_start]:
                break


def _single(doc: Doc) -> Iterator[Membership]:
    fold = view_of(doc).fold
    for start, end in sentences(doc):
        said = _SINGLE.search(fold, start, end)
        members = within(found(doc, "province"), start, said.start()) if said else []
        if said and members and (bloc := bloc_at(doc, start, end)):
            yield Membership(
                start=members[0].start, end=said.end(), rule="memberships.single", bloc=bloc, member=members[0].value
            )
