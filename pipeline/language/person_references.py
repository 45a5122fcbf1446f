"""Further mentions of persons whom an article names in full: in capitals, or by the last syllables behind a word of respect."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from operator import itemgetter

from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention
from pipeline.language.names import Word, given_end, key_of
from pipeline.language.scan import Scan
from pipeline.view import View


@cache
def _respect_then_name() -> Scan:
    return Scan(rf"(?<![\w/])(?:{alternation(load('names')['honorifics'])})\.?[ \t]+(?=\w)")


def in_capitals(view: View, runs: Sequence[Sequence[Word]], full: Sequence[Mention]) -> Iterator[Mention]:
    """Names known from elsewhere in the article, written in capitals (in a headline)."""
    known = {key_of(m.value): m.value for m in full}
    taken = {m.start for m in full}
    for run in runs:
        for first in range(len(run) if run[0].upper else 0):
            for size in (5, 4, 3, 2):
                words = run[first : first + size]
                value = known.get(key_of(view.text[words[0].start : words[-1].end])) if len(words) == size else None
                if value is not None and words[0].start not in taken:
                    yield Mention(words[0].start, words[-1].end, "person", value)
                    break


def short_references(view: View, people: Sequence[Mention]) -> Iterator[Mention]:
    """References by the last syllables of a name after a word of respect, resolved to the name given last before."""
    starts = {p.start for p in people}
    by_given: dict[tuple[str, ...], list[Mention]] = {}
    for person in people:
        for size in (1, 2):
            by_given.setdefault(key_of(person.value)[-size:], []).append(person)
    for match in _respect_then_name().finditer(view):
        end = given_end(view.text, match.end())
        if end is None or match.end() in starts or _inside(people, match.end() - 2):
            continue
        given = key_of(view.text[match.end() : end])
        named = by_given.get(given, [])
        place = bisect_right(named, match.start(), key=itemgetter(0))
        if named:
            yield Mention(match.end(), end, "person", named[max(0, place - 1)].value)


def _inside(people: Sequence[Mention], position: int) -> bool:
    i = bisect_right(people, position, key=itemgetter(0)) - 1
    return i >= 0 and position < people[i].end
