"""What of a run of capitalised words can be a name: the run without places, offices and words of respect at its start, titles behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from pipeline.language.lexicon import Before, load
from pipeline.language.mentions import Mention, within
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
    return list(takewhile(lambda w: not head_pattern().match(view.fold, w.start), words))


def _without_places(view: View, places: Sequence[Mention], run: Sequence[Word]) -> Sequence[Word]:
    """The run without the names of places and bodies that it starts with."""
    words = _without_district(view, run)
    while words:
        place = next((p for p in within(places, words[0].start - 16, words[-1].end) if p.end > words[0].start), None)
        if place is not None and place.start <= words[0].start:
            words = [w for w in words if w.start >= place.end]
            continue
        folds = tuple(w.fold for w in words)
        prefix = next((p for p in prefixes().get(folds[0], ()) if folds[: len(p)] == p), None)
        if prefix is None or respected(view, words[0].start):
            break
        if len(prefix) == 1 and len(words) - 1 < 2:
            break
        words = words[len(prefix) :]
    return words


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
    skipped = list(takewhile(lambda w: w.fold in respect and w.fold not in {"anh"}, words))
    rest = words[len(skipped) :]
    if rest and rest[0].fold == "anh" and len(rest) > 1 and rest[1].fold in all_surnames():
        rest = rest[1:]
    return rest
