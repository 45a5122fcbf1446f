"""What of a run of capitalised words can be a name: the run without places, offices and words of respect at its start, titles behind."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from pipeline.language.lexicon import Before, load
from pipeline.language.mentions import Mention
from pipeline.language.names import Word, all_surnames, prefixes, surnames
from pipeline.language.titles import head_pattern
from pipeline.view import View

TO_NAME = r"[ \t]*[.,]?[ \t]*"
"""What may stand between a word of respect and the name."""


@cache
def _respect() -> Before:
    return Before(load("names")["honorifics"], TO_NAME, not_after=r"[\w/]")


def respected(view: View, start: int) -> bool:
    """Whether a word of respect stands right before a place."""
    return _respect().stand(view.fold, start)


def own_words(view: View, places: Sequence[Mention], run: Sequence[Word]) -> Sequence[Word]:
    """The words of a run that can be a name; `places` are the provinces named."""
    return _before_title(view, _without_respect(_without_places(view, places, run)))


def _before_title(view: View, words: Sequence[Word]) -> Sequence[Word]:
    """The words up to one that starts a title (`Nguyễn Văn Tiến Chủ tịch ...`, a comma forgotten)."""
    starts_title = head_pattern().match
    for place, word in enumerate(words):
        if starts_title(view.fold, word.start):
            return words[:place]
    return words


def _without_places(view: View, places: Sequence[Mention], run: Sequence[Word]) -> Sequence[Word]:
    """The run without the names of places and bodies that it starts with."""
    words = _without_district(view, run)
    while words:
        place = _place_at(places, words)
        if place is not None:
            words = [w for w in words if w.start >= place.end]
            continue
        prefix = _prefix_length(words)
        if not prefix or (prefix == 1 and len(words) - 1 < 2) or respected(view, words[0].start):
            break
        words = words[prefix:]
    return words


_LONGEST_STEP = 16
"""Characters of a place's name in front of the first of its words that is in a run."""


def _place_at(places: Sequence[Mention], words: Sequence[Word]) -> Mention | None:
    """The place that the first word belongs to, where it ends within the run."""
    start, end = words[0].start, words[-1].end
    for number in range(bisect_left(places, (start - _LONGEST_STEP,)), len(places)):
        place = places[number]
        if place.start > start:
            break
        if start < place.end <= end:
            return place
    return None


def _prefix_length(words: Sequence[Word]) -> int:
    """How many words at the start of a run are the name of a place or body that may stand before a person's."""
    listed = prefixes().get(words[0].fold)
    if not listed:
        return 0
    folds = tuple(w.fold for w in words)
    return next((len(p) for p in listed if folds[: len(p)] == p), 0)


_DISTRICT = re.compile(r"(?<!\w)(?:huyện|quận|thị xã|thị trấn|huyện ủy|quận ủy|thị ủy|huyện đoàn)[ \t]+$")
_SYLLABLES = (2, 3)
"""Of a district's name, the usual number first."""


def _without_district(view: View, run: Sequence[Word]) -> Sequence[Word]:
    """The run without the district's name that it starts with, where a name follows ("Chủ tịch UBND huyện Gia Lâm Lê Văn ...")."""
    start = run[0].start
    if (
        len(run) < _SYLLABLES[0] + 2
        or run[0].fold in surnames()
        or not _DISTRICT.search(view.fold, max(0, start - 12), start)
    ):
        return run
    cut = next((n for n in _SYLLABLES if len(run) >= n + 2 and run[n].fold in all_surnames()), None)
    if cut is None:
        return run
    return run[cut:]


def _without_respect(words: Sequence[Word]) -> Sequence[Word]:
    """The run without a word of respect written with a capital at its start (`Ông Trần ...`, `Đồng chí` has a small one)."""
    respect = load("names")["honorifics"]
    first = 0
    while first < len(words) and words[first].fold in respect and words[first].fold != "anh":
        first += 1
    if len(words) > first + 1 and words[first].fold == "anh" and words[first + 1].fold in all_surnames():
        first += 1
    return words[first:] if first else words
