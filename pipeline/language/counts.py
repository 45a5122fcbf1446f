"""Counted things (`45 dự án FDI`, `66 xã đạt chuẩn nông thôn mới`, `189 tổ hợp tác`): which indicator a number of them states.

Rules of lexicon/counts.toml know the telling indicators of a unit by the words around a number. Where none of them holds, the thing
itself names the indicator (lexicon/things.toml), as long as the words around it tell of a result and not, say, of guests or gifts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.language.lexicon import alternation, load
from pipeline.language.scan import Sought

_REACH = 90
_VERB_REACH = 60
"""How far (characters) the word that makes a count a result may stand before its number."""
_CONTEXT = "context"
_NUMBER = re.compile(r"^\D*[\d.,/ ]*\d ?(?:(?:nghìn|ngàn|triệu|vạn) )?")
_ORDINAL = Sought(r"(?<!tổng )(?<!có )\b(?:ban chỉ đạo|số|thứ|hạng|lần|khóa|quý) $")
"""What a number behind these words only numbers."""
_OF_GUESTS = re.compile(
    r"\b(?:đại diện cho|đại diện lãnh đạo(?: của)?|lãnh đạo của|đại diện của)(?: (?:hơn|gần|trên|khoảng))? $"
)
"""Behind these words stands how many were present, not how many there are."""
_PART = Sought(r"\b(?:trong (?:đó|số (?:đó|này|ấy))|bao gồm|riêng)\b[^;.]*$")
"""What comes behind these words is a part of what was counted before them."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What a word behind a number counts: the indicator's code and the unit's."""

    code: str
    unit: str


@cache
def things() -> dict[str, Thing]:
    """The counted things by their folded words (lexicon/things.toml)."""
    entries = {code: entry for code, entry in load("things").items() if code != _CONTEXT}
    return {word: Thing(code, entry["unit"]) for code, entry in entries.items() for word in entry["words"]}


@cache
def _rules(unit: str) -> list[tuple[str, dict[str, re.Pattern[str]]]]:
    entries = load("counts").get(unit, [])
    return [
        (e["code"], {side: re.compile(rf"(?<!\w)(?:{p})(?!\w)") for side, p in e.items() if side != "code"})
        for e in entries
    ]


def counted(unit: str, before: str, number: str, after: str, *, listed: bool) -> str | None:
    """The indicator that a number of `unit` states, or None.

    `before` and `after` are the folded clause on either side, `number` the folded figure with its unit's words. `listed` tells that
    the figure goes on a list of results.
    """
    if _OF_GUESTS.search(before[-_REACH:]):
        return None
    left, right = before[-_REACH:], after[:_REACH]
    near = f"{left}{number}{right}"
    for code, conditions in _rules(unit):
        texts = {"before": left, "after": right, "near": near, "number": number}
        if all(pattern.search(texts[side]) for side, pattern in conditions.items()):
            return code
    return _thing_counted(before, number, after, listed)


def _thing_counted(before: str, number: str, after: str, listed: bool) -> str | None:
    """The indicator that the counted thing itself names, where the words around its number make it a result."""
    thing = things().get(_NUMBER.sub("", re.sub(r"\s+", " ", number)))
    if (
        thing is None
        or _ORDINAL.search(before)
        or _context("never_before").search(before[-_REACH:])
        or _context("never_after", "^ *").match(after)
    ):
        return None
    given = load("things")[thing.code].get("given", False)
    if not given and _context("handed_out").search(before[-_REACH:]):
        return None
    if not (listed or _context("before").search(before[-_VERB_REACH:]) or _context("after", "^ *").match(after)):
        return None
    return f"{thing.code}-part" if listed and _PART.search(before) else thing.code


@cache
def _context(words: str, opening: str = r"(?<!\w)") -> re.Pattern[str]:
    return re.compile(rf"{opening}(?:{alternation(load('things')[_CONTEXT][words])})(?!\w)")


def is_thing(code: str) -> bool:
    """Whether an indicator is named by the counted thing alone (lexicon/things.toml)."""
    return code.removesuffix("-part") in load("things")


def is_counted(unit: str) -> bool:
    """Whether figures of this unit are counts with rules of their own."""
    return bool(_rules(unit)) or unit in _counted_units()


@cache
def _counted_units() -> frozenset[str]:
    return frozenset(thing.unit for thing in things().values())
