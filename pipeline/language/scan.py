"""Scanning: patterns over a view's fold, tried only where the text has one of their first syllables.

`re` tries a pattern at every character. Most of ours start with a whole syllable out of few, so that the view's index of
syllables tells the places where a match can start at all. `first_syllables` reads them off the parsed pattern; a pattern that may start
with anything else is searched for in the common way.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from pipeline.language.needed import needed_words
from pipeline.view import NUMBER, View

_MOST = 400
"""A pattern with more first syllables than these is searched for in the common way."""


class Scan:
    """A pattern over folded text."""

    def __init__(self, pattern: str | re.Pattern[str]) -> None:
        self.pattern = re.compile(pattern)
        self.first = first_syllables(self.pattern.pattern)
        self._number = len(_SCANS)
        _SCANS.append(self)
        for syllable in self.first or ():
            _BY_SYLLABLE[syllable].append(self)

    def finditer(self, view: View, start: int = 0, end: int | None = None) -> Iterable[re.Match[str]]:
        """The matches in `start:end` from left to right, none within another, as `re.Pattern.finditer` finds them."""
        end = len(view.fold) if end is None else end
        if self.first is None:
            return self.pattern.finditer(view.fold, start, end)
        places = self._places(view)
        number = bisect_left(places, start) if start else 0
        if number == len(places) or places[number] >= end:
            return ()
        return self._matches(view.fold, places, number, start, end)

    def search(self, view: View, start: int, end: int) -> re.Match[str] | None:
        """The first match in `start:end`."""
        return next(iter(self.finditer(view, start, end)), None)

    def all(self, view: View) -> list[re.Match[str]]:
        """All matches in the text, looked for once."""
        key = (self, "matches")
        matches: list[re.Match[str]] | None = view.memo.get(key)
        if matches is None:
            matches = view.memo[key] = list(self.finditer(view))
        return matches

    def _matches(self, fold: str, places: list[int], number: int, start: int, end: int) -> Iterator[re.Match[str]]:
        match_at = self.pattern.match
        # By number, since `islice` would go through all the places that it leaves out.
        for place in places if not number else map(places.__getitem__, range(number, len(places))):
            if place >= end:
                return
            if place >= start and (match := match_at(fold, place, end)):
                yield match
                start = max(match.end(), place + 1)

    def _places(self, view: View) -> list[int]:
        """Where a match may start, in order: looked up once a text, for all scans that there are by then."""
        known: _Known | None = view.memo.get(_SCANS_KEY)
        if known is None or known.scans <= self._number:
            known = view.memo[_SCANS_KEY] = _Known(view)
        return known.places(self)


_SCANS: list[Scan] = []
_BY_SYLLABLE: defaultdict[str, list[Scan]] = defaultdict(list)
"""The scans that there are, and those that can start with a syllable."""
_SCANS_KEY = "places of scans"


class _Known:
    """Where the first syllables of all scans stand in one text."""

    def __init__(self, view: View) -> None:
        self.scans = len(_SCANS)
        self._lists: defaultdict[Scan, list[list[int]]] = defaultdict(list)
        for syllable, places in view.syllables.items():
            for scan in _BY_SYLLABLE.get(syllable, ()):
                self._lists[scan].append(places)
        self._merged: dict[Scan, list[int]] = {}

    def places(self, scan: Scan) -> list[int]:
        """The places of one scan, in order."""
        places = self._merged.get(scan)
        if places is None:
            lists = self._lists.get(scan, ())
            places = self._merged[scan] = lists[0] if len(lists) == 1 else sorted(chain.from_iterable(lists))
        return places


class Sought:
    """A pattern over short pieces of folded text, searched for only where a word stands that every match has or starts with."""

    def __init__(self, pattern: str | re.Pattern[str]) -> None:
        self.pattern = re.compile(pattern)
        first = first_syllables(self.pattern.pattern)
        usable = first is not None and NUMBER not in first and len(first) <= _MOST_SOUGHT
        starts = tuple(sorted(first, key=len, reverse=True)) if usable and first else ("",)
        needed = needed_words(self.pattern.pattern)
        self._words = needed if 0 < len(needed) <= _MOST_NEEDED else starts

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in `text`."""
        for word in self._words:
            if word in text:
                return self.pattern.search(text)
        return None


_MOST_SOUGHT, _MOST_NEEDED = 32, 40


class _OpenError(Exception):
    """The pattern may start with something else than a whole syllable out of few."""


def first_syllables(pattern: str) -> frozenset[str] | None:
    r"""The syllables that a match of `pattern` can start with, `NUMBER` for one that starts with a digit; None where that is open.

    >>> sorted(first_syllables(r"\b(?:cả[ ]+)?năm (?:qua|nay)\b"))
    ['cả', 'năm']
    >>> first_syllables("năm") is None
    True
    """
    try:
        done, left = _read(_parser.parse(pattern), {None})
    except _OpenError:
        return None
    return frozenset(done) if not left and len(done) <= _MOST else None


_Open = set[str | None]
"""Beginnings of a first syllable read so far; None before it is known that a syllable starts there."""


def _read(items: Any, left: _Open) -> tuple[set[str], _Open]:
    """Read a sequence of a parsed pattern on from the beginnings `left`: the syllables completed, and the beginnings still open."""
    done: set[str] = set()
    for code, value in items:
        if not left:
            break
        more, left = _read_one(code, value, left)
        done |= more
    return done, left


def _read_one(code: Any, value: Any, left: _Open) -> tuple[set[str], _Open]:
    if code is op.LITERAL:
        return _add({chr(value)}, left)
    if code is op.IN:
        return _add(_characters(value), left)
    if code is op.SUBPATTERN:
        return _read(value[-1], left)
    if code is op.BRANCH:
        read = [_read(branch, left) for branch in value[1]]
        return set().union(*(d for d, _ in read)), set().union(*(o for _, o in read))
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        return _repeated(value, left)
    if code is op.AT:
        return _at_boundary(left) if value is op.AT_BOUNDARY else (set(), left)
    if code in (op.ASSERT, op.ASSERT_NOT):
        return _asserted(code, value, left)
    raise _OpenError


def _repeated(value: Any, left: _Open) -> tuple[set[str], _Open]:
    least, most, items = value
    done, still = _read(items, left)
    if most > 1 and still:
        raise _OpenError
    return done, still | left if least == 0 else still


def _at_boundary(left: _Open) -> tuple[set[str], _Open]:
    """At the edge of a word one starts, or the one read so far is whole."""
    return {s for s in left if s}, {""} if left & {None, ""} else set()


def _asserted(code: Any, value: Any, left: _Open) -> tuple[set[str], _Open]:
    direction, items = value
    # "(?!\w)" and "(?<!\w)", perhaps with other characters in the class, are edges of words.
    edge = code is op.ASSERT_NOT and len(items) == 1 and items[0][0] is op.IN and _WORD in items[0][1]
    if direction < 0:
        return set(), {"" if s is None else s for s in left} if edge else left
    if edge and None not in left:
        return {s for s in left if s}, left & {""}
    if code is op.ASSERT and None not in left and "" not in left:
        return _read(items, left)
    return set(), left


_WORD = (op.CATEGORY, op.CATEGORY_WORD)


def _characters(members: Any) -> set[str]:
    """The characters of a class; one digit stands for all."""
    found: set[str] = set()
    for code, value in members:
        if code is op.LITERAL:
            found.add(chr(value))
        elif code is op.RANGE and value[1] - value[0] < 40:
            found.update(map(chr, range(value[0], value[1] + 1)))
        elif (code, value) == (op.CATEGORY, op.CATEGORY_DIGIT):
            found.add("0")
        elif (code, value) == (op.CATEGORY, op.CATEGORY_SPACE):
            found.add(" ")
        else:
            raise _OpenError
    return found


def _add(characters: set[str], left: _Open) -> tuple[set[str], _Open]:
    done: set[str] = set()
    longer: _Open = set()
    for beginning in left:
        for character in characters:
            is_word = character.isalnum() or character == "_"
            if beginning is None or (not is_word and not beginning):
                raise _OpenError
            if not is_word:
                done.add(beginning)
            elif not beginning and character.isdecimal():
                done.add(NUMBER)
            else:
                longer.add(beginning + character)
    if len(longer) > _MOST:
        raise _OpenError
    return done, longer
