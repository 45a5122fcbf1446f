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
from pipeline.language.discourse import bloc_at, mentions_bloc, province_lists
from pipeline.language.mentions import Mention, claim, found, sentences, view_of, within
from pipeline.language.scan import Scan

_BODIES = r"(?:(?:hội luật gia|công an|các sở của|sở ngoại vụ|ubnd)\s*:?\s*)?(?:các\s+)?(?:tỉnh|thành phố|tp\.?)?:?\s*$"
_BEFORE = re.compile(
    rf"(?:\b(?:gồm(?: có)?|bao gồm|thành viên|\d+ tỉnh(?: thành viên)? là)\b[^.;,()]{{0,50}}|"
    rf"\bthành viên\b[^.;()]{{0,50}}:|\b(?:thành viên|(?:trong|của) cụm|cụm(?: này)?)\s*[:(-])\s*{_BODIES}"
)
_WEAKLY = re.compile(rf"\b(?:là|có|còn)\b[^.;,()]{{0,50}}\s*{_BODIES}")
_LIST_ENDS = re.compile(r"\s*(?:\([^)]*\))?\s*(?:[.;,)…]|$)")
_OF_BLOC = re.compile(r"\b(?:cụm|thành viên)\b[^.;]{0,110}$")
_AFTER = re.compile(
    r"\s*(?:\([^)]*\))?\s*(?:[:,–-]\s*)?(?:[^.;]{0,28})\b(?:thành viên|làm nên|hợp thành|thuộc)\b\s*(?:của\s+)?(?:cụm)"
)
_SERIES = re.compile(r"\b(?:các tỉnh|\S+ tỉnh|các địa phương) (?:trong|thuộc) cụm\b[^.;]{0,120}:\s*(?:tỉnh\s+)?$")
_EXCEPTED = re.compile(r"(?:\bkhông (?:có|gồm|bao gồm|kể)|\btrừ|\bngoại trừ)\s+(?:tỉnh|thành phố|tp\.?)?\s*$")
_NOT_IN = re.compile(r"\s+không (?:thuộc|nằm trong|có trong)")
_BESIDES = re.compile(r"\bngoài\s+(?:tỉnh\s+|thành phố\s+)?$")
_THE_REST = re.compile(r"\b(?:thành viên|đơn vị|tỉnh|địa phương)\s+(?:còn lại|khác)\b[^.;]{0,12}$")
_AT = re.compile(r"\b(?:tại|ở)\s+(?:tỉnh\s+)?$")
_BESIDES_HOST = re.compile(r"\bngoài\s+(?P<host>chủ nhà|đơn vị đăng cai)\b")
_LISTS_BELOW = re.compile(r"\bcụm\b[^.]{0,80}\b(?:gồm|có|là)\b[^.]{0,40}:$|\bthành viên\b[^.]{0,30}:$")
_HEADING = re.compile(r"(?:\S+ )?(?:tỉnh|địa phương|thành viên) (?:trong|của) cụm")
_COUNTED = re.compile(
    r"\b(?P<count>\d{1,2})\s+(?:tỉnh(?:,? thành(?: phố)?)?|địa phương|đơn vị)(?:\s+(?:là|gồm))?\s*[:(]?\s*$"
)
_FEWEST_COUNTED = 5
_HONOURED = re.compile(r"[^.;]{0,30}\b(?:tặng|nhận|trao|khen|hạng|xếp)\b")
_SINGLE = Scan(r"\bcụm\b[^.;]{0,80}\bmà\s+tỉnh\s+là\s+thành viên")


@Language.component("thidua_memberships")
def find_memberships(doc: Doc) -> Doc:
    """Add the document's memberships to its claims."""
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
    tied = mentions_bloc(doc, start, end) or bool(bloc_at(doc, start, end))
    counted = _COUNTED.search(before)
    if tied and counted and size == int(counted["count"]) >= _FEWEST_COUNTED and not _HONOURED.match(after):
        return True
    introduced = _BEFORE.search(before) or (_WEAKLY.search(before) and _LIST_ENDS.match(after))
    said = (introduced and _OF_BLOC.search(before)) or _AFTER.match(after)
    return tied and (bool(said) or _in_brackets(doc, before, start))


def _in_brackets(doc: Doc, before: str, start: int) -> bool:
    """Whether a list opens a bracket right behind a bloc's name or "... trong Cụm"."""
    bracket = before.rstrip()
    if not bracket.endswith("("):
        return False
    offset = start + len(bracket) - 1
    # A bloc's mention is far shorter than this, so that no other can end that near.
    return any(offset - m.end <= 3 for m in within(found(doc, "bloc"), offset - 1000, offset + 1))


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
        if fold[end - 1] != ":" or not _LISTS_BELOW.search(fold[start:end]):
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
        if not fold.endswith("cụm", start, end) or not _HEADING.fullmatch(fold, start, end):
            continue
        for line_start, line_end in bounds[number + 1 :]:
            first = next(iter(within(found(doc, "province"), line_start, line_end)), None)
            if first is not None and first.start == line_start and fold.startswith(":", first.end):
                yield from _members(doc, [first], start, end, "memberships.headed")
            elif "\n" in fold[line_start - 1 : line_start]:
                break


def _single(doc: Doc) -> Iterator[Membership]:
    view = view_of(doc)
    for start, end in sentences(doc) if "mà tỉnh" in view.fold else ():
        said = _SINGLE.search(view, start, end)
        members = within(found(doc, "province"), start, said.start()) if said else []
        if said and members and (bloc := bloc_at(doc, start, end)):
            yield Membership(
                start=members[0].start, end=said.end(), rule="memberships.single", bloc=bloc, member=members[0].value
            )
