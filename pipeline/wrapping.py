"""Texts whose lines were broken at a width: official letters and printed pages that were turned into text.

Elsewhere a line break ends a sentence. Here it ends one only where a paragraph, a heading or an item of a list ends.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

_WIDEST: Final = 120
"""Characters of the longest line that was broken at a width; a paragraph that was not is longer sooner or later."""

_FEWEST: Final = 5
_SHARE: Final = 0.25
"""How many line breaks, and how much of those between two lines with words, must stand in the middle of a sentence."""

_ENDED: Final = frozenset('.;:!?…|*-_"”»)')
_ITEM: Final = re.compile(r"\s*(?:[-–—+*•●▪|>#]|\d{1,2}(?:\.\d{1,2})*[.)/]\s|[a-zđA-ZĐ][.)]\s|[IVX]{1,5}[.)]\s)")


def unwrapped(text: str) -> str:
    """The text with a blank for each line break that only a width has made; the length stays the same.

    A text without such breaks is returned as it is.
    """
    lines = text.split("\n")
    if len(lines) <= _FEWEST or max(map(len, lines)) > _WIDEST or not _is_wrapped(lines):
        return text
    pieces = [lines[0]]
    for before, line in pairwise(lines):
        pieces += (" " if _has_words(before) and _goes_on(line) else "\n", line)
    return "".join(pieces)


def _is_wrapped(lines: list[str]) -> bool:
    together = [
        (before.rstrip(), line.lstrip()) for before, line in pairwise(lines) if _has_words(before) and _has_words(line)
    ]
    broken = sum(line[0].islower() and before[-1] not in _ENDED for before, line in together)
    return broken >= max(_FEWEST, _SHARE * len(together))


def _goes_on(line: str) -> bool:
    return _has_words(line) and _ITEM.match(line) is None


def _has_words(line: str) -> bool:
    return any(map(str.isalpha, line)) and not line.lstrip().startswith("|")
