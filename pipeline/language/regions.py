"""Regions by their make: directions, kinds of land and rivers, so that a region that no lexicon lists is understood as well.

"Tây Nam bộ", "duyên hải Bắc Trung bộ", "miền núi, biên giới phía Bắc", "Nam sông Hậu", "đồng bằng sông Hồng".
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, Taken
from pipeline.view import View

_LINK = re.compile(r",?[ ]+(?:và[ ]+|-[ ]+)?")
_NAME = re.compile(r"[ ]+(?:[^\W\d_]+)(?:[ ]+[^\W\d_]+)?")


@cache
def _land() -> re.Pattern[str]:
    """What is a region without more: a kind of land, a side ("phía Bắc"), a part of the country ("Tây Nam bộ", "Đông Bắc")."""
    words = load("blocs")
    direction = rf"(?:{alternation(words['directions'])})"
    several = rf"{direction}(?:[ ]+{direction})*"
    return re.compile(
        rf"(?:(?:{alternation(words['landscapes'])})|(?:phía|miền|vùng)[ ]+{several}(?:[ ]+bộ)?"
        rf"|{several}[ ]+bộ|{direction}(?:[ ]+{direction})+)(?!\w)"
    )


@cache
def _direction() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('blocs')['directions'])})(?!\w)")


def region_end(view: View, start: int, provinces: Taken) -> int | None:
    """Where the region's name that begins at `start` ends; None where none begins. Names of provinces are no part of it."""
    end, at = None, start
    while (stop := _part_end(view, at, provinces)) is not None:
        end = stop
        link = _LINK.match(view.fold, end)
        if link is None:
            break
        at = link.end()
    return end


def _part_end(view: View, at: int, provinces: Taken) -> int | None:
    if land := _land().match(view.fold, at):
        return None if provinces.touches(Mention(land.start(), land.end(), "region")) else land.end()
    direction = _direction().match(view.fold, at)
    if direction and view.text[at].isupper():
        blank = _LINK.match(view.fold, direction.end())
        inner = _part_end(view, blank.end(), provinces) if blank else None
        return inner or _name_end(view, at, direction.end(), provinces)
    if view.fold.startswith("sông ", at):
        return _name_end(view, at, at + len("sông"), Taken([]))  # a province may be called after its river
    return None


def _name_end(view: View, start: int, at: int, provinces: Taken) -> int | None:
    """The end of the one or two capitalised syllables behind `at`, unless what begins at `start` is a province."""
    name = _NAME.match(view.text, at)
    if name is None:
        return None
    end = at
    for syllable in re.finditer(r"\w+", name[0]):
        if not syllable[0][0].isupper() or (end > at and syllable[0].isupper()):
            break
        end = at + syllable.end()
    return None if end == at or provinces.touches(Mention(start, end, "region")) else end
