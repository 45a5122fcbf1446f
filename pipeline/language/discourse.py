"""Discourse helpers that the relation components share: which bloc is meant at a place, which list a name stands in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc

from pipeline.claims import Conference
from pipeline.language.focus import focus_of, resolve
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, claims_of, found, line_breaks, view_of, within


@cache
def unit_lead() -> str:
    """What may stand in front of a province's name within the name of a unit (a pattern): `Ủy ban MTTQ tỉnh | Sơn La`."""
    words = load("blocs")
    kinds = rf"(?:{alternation(words['kinds'])}|{words['body_heads']})(?![^\W_])(?:[ ](?!tỉnh |các |và )[^\s,;.:()]+){{0,6}}?"
    return rf"(?:(?:lãnh đạo|đại diện)[ ]+)?(?:{kinds}[ ]+)?(?:các[ ]+)?(?:tỉnh|thành phố|tp\.?|thủ đô)?[ ]*"


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:\([^()]{0,60}\))?\s*(?:,|và|,\s*và|;|\||&|cùng(?: với)?|;\s*cùng[^:;.]{0,30}:)\s*"
        r"(?:(?:hai|ba|bốn|năm|sáu|bảy|tám|\d{1,2})\s+(?=tỉnh|thành phố|tp))?" + unit_lead()
    )


def bloc_at(doc: Doc, start: int, end: int) -> str:
    """The bloc meant in `start:end`: the one named there, else the one named last before, else the article's."""
    starts, names = _named_blocs(doc)
    place = bisect_left(starts, start)
    if place < len(starts) and starts[place] < end:
        return names[place]
    before = names[place - 1] if place else ""
    if before and paragraph_of(doc, starts[place - 1]) == paragraph_of(doc, start):
        return before
    return focus_of(doc).bloc or before


def _named_blocs(doc: Doc) -> tuple[list[int], list[str]]:
    """Where blocs are named, in order, and their names; gathered once a document."""
    mentions, memo = found(doc, "bloc"), view_of(doc).memo
    key = ("blocs", id(mentions))
    if key not in memo:
        named = [m for m in mentions if m.value]
        memo[key] = [m.start for m in named], [str(m.value) for m in named]
    gathered: tuple[list[int], list[str]] = memo[key]
    return gathered


def review_of(doc: Doc, bloc: str) -> str:
    """The period that `bloc`'s conference in this article reviews, where it has just one, else the article's review."""
    periods = {c.period for c in claims_of(doc) if isinstance(c, Conference) and c.bloc == bloc}
    return periods.pop() if len(periods) == 1 else focus_of(doc).review


def mentions_bloc(doc: Doc, start: int, end: int) -> bool:
    """Whether `start:end` names a bloc or refers to one."""
    return bool(within(found(doc, "bloc"), start, end))


def paragraph_of(doc: Doc, offset: int) -> int:
    """The number of the line that `offset` stands in."""
    return bisect_left(line_breaks(doc), offset)


def province_lists(doc: Doc, start: int, end: int) -> list[list[Mention]]:
    """The provinces in `start:end`, grouped into lists; a name alone is a list of one, and a semicolon ends a list told with commas."""
    fold = view_of(doc).fold
    lists: list[list[Mention]] = []
    commas = False
    for mention in within(found(doc, "province"), start, end):
        gap = fold[lists[-1][-1].end : mention.start] if lists else ""
        if lists and _joint().fullmatch(gap) and not (";" in gap and commas and "cùng" not in gap):
            lists[-1].append(mention)
            commas = commas or "," in gap
        else:
            lists.append([mention])
            commas = False
    return lists


def list_with(lists: Sequence[list[Mention]], mention: Mention) -> list[Mention]:
    """The list that a mention stands in, up to the mention itself."""
    for members in lists:
        if mention in members:
            return members[: members.index(mention) + 1]
    return [mention]


def year_near(doc: Doc, start: int, end: int, after: int) -> str | None:
    """The year that `start:end` gives: the first whole year named from `after` on, else the last one before it; one that stands in
    brackets only compares."""
    focus = focus_of(doc)
    fold = view_of(doc).fold
    stated = [m for m in within(found(doc, "time"), start, end) if m.value.year and not (m.value.same or m.value.until)]
    times = [m for m in stated if fold[max(0, m.start - 1) : m.start] != "("]
    later = [m for m in times if m.start >= after]
    earlier = [m for m in times if m.end <= after]
    chosen = later[0] if later else earlier[-1] if earlier else None
    period = resolve(chosen.value, focus) if chosen else None
    return period[:4] if period else None
