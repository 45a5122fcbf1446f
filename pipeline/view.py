"""The matching view of a text, and the way back from it to the stored text.

Articles come in NFC or NFD, with no-break and zero-width characters, both tone placements (`hoà`, `hòa`), underscores
between the syllables of a word. Rules should not care. A `View` holds two strings of equal length: `text`, in NFC with
plain spaces, which keeps case, and `fold`, the same in lower case with one tone placement, one dash and one quotation
mark. Offsets into either lead back to code points of the stored text, which is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any

from pipeline.wrapping import unwrapped

_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_SPACES = (
    "_\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""What counts as a blank: all of Unicode's separators, the carriage return, the underscore of word-segmented sources."""
_DASHES = "‐‑‒–—―−"
_DOUBLE_QUOTES, _SINGLE_QUOTES = "“”„‟«»″", "‘’‚‛′"

_PLAIN = r"\x00-\xac\xae-\u02ff\u1e00-\u1eff\u2010-\u205f\u20a0-\u20bf\u2190-\u2328\u2500-\u27ff"
"""A class of characters that stand for themselves: in NFC, wider than nothing, and no combining marks."""
_RUN = re.compile(rf"(?P<plain>[{_PLAIN}]+(?![^{_PLAIN}]))|[{_PLAIN}]?[^{_PLAIN}]+")
"""A run of such characters, or a run of others with the one that their combining marks may belong to."""

_TONE_AT_END = re.compile(r"(?:o(?<!qo)[àáảãạèéẻẽẹ]|u(?<!qu)[ỳýỷỹỵ])(?!\w)")
"""Open syllables whose tone mark stands on the second vowel, the newer placement (`hoà`, `thuỷ`)."""


_LOOSE = re.compile(r" (?:(?<=\S )(?=(?:[,;:!?)\]”…]|\.{1,3})(?:\s|$))|(?<=[(\[“] )(?=\S))")
"""The blank before punctuation and inside brackets that word-segmented sources have."""
_LOOSE_SIGNS = (" ,", " .", " :", " ;", " )", "( ", " !", " ?", " ]", "[ ", " ”", "“ ", " …")
"""One of these stands in whatever `_LOOSE` finds."""
_DOUBLED = re.compile(r"(?<= ) +(?=\S)")
"""Blanks but the first of several, as at the ends of lines that are joined."""


@dataclass(frozen=True, slots=True)
class View:
    """One text as the rules see it.

    `text` and `fold` have the same length; the view's character `i` stands for `starts[i]:ends[i]` of the stored text.
    """

    text: str
    fold: str
    starts: Sequence[int]
    ends: Sequence[int]
    syllables: dict[str, list[int]] = field(repr=False, compare=False)
    """Where each syllable of the fold stands, in order; all that start with a digit are under `NUMBER`."""
    memo: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)
    """What has been looked up in this text so far, by whoever looks it up more than once."""

    def stored(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the stored text (code points) of the view's stretch `start:end`.

        A character's combining marks go with it; zero-width characters at the edges stay outside.
        Raises `ValueError` for an empty stretch.
        """
        if start >= end:
            raise ValueError(f"empty stretch {start}:{end}")
        return self.starts[start], self.ends[end - 1]


def make_view(stored: str) -> View:
    """Build the view of a stored text, in time linear in its length."""
    whole = _RUN.match(stored)
    if whole is None or (whole["plain"] is not None and whole.end() == len(stored)):
        return _view(stored, range(len(stored)), range(1, len(stored) + 1))
    pieces: list[str] = []
    starts, ends = array("l"), array("l")
    for run in _RUN.finditer(stored):
        if run["plain"] is not None:
            pieces.append(run[0])
            starts.extend(range(run.start(), run.end()))
            ends.extend(range(run.start() + 1, run.end() + 1))
        else:
            _add_clusters(stored, run, pieces, starts, ends)
    return _view("".join(pieces), starts, ends)


def _view(text: str, starts: Sequence[int], ends: Sequence[int]) -> View:
    text = _replaced(text, _SPACES, " ")
    if (joined := unwrapped(text)) is not text:
        text, starts, ends = _without(_DOUBLED, joined, starts, ends)
    if any(signs in text for signs in _LOOSE_SIGNS):
        text, starts, ends = _without(_LOOSE, text, starts, ends)
    fold = _folded(text)
    return View(text, fold, starts, ends, _syllables(fold))


NUMBER = "0"
_COMMON_SIGNS = ".,;:!?()\"'-/%\n\t\r[]…+*&|=<>#@"
_NO_SYLLABLE = re.compile(r"[^\w ]")


def _syllables(fold: str) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    place = 0
    # Cutting at one character is much faster than cutting at a pattern, and the common signs are few.
    syllables = _replaced(fold, _COMMON_SIGNS, " ").split(" ")
    if not "".join(syllables).isalnum():
        syllables = _NO_SYLLABLE.sub(" ", fold).split(" ")
    for syllable in syllables:
        places[syllable].append(place)
        place += len(syllable) + 1
    places.pop("", None)
    numbers = [places.pop(s) for s in [s for s in places if s[0].isdecimal()]]
    if numbers:
        places[NUMBER] = sorted(chain.from_iterable(numbers))
    return dict(places)


def _without(
    blanks: re.Pattern[str], text: str, starts: Sequence[int], ends: Sequence[int]
) -> tuple[str, Sequence[int], Sequence[int]]:
    """A view's text and its offsets without what the pattern finds."""
    edges = [0, *chain.from_iterable(m.span() for m in blanks.finditer(text)), len(text)]
    if len(edges) == 2:
        return text, starts, ends
    kept = [slice(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    left = [list(chain.from_iterable(offsets[part] for part in kept)) for offsets in (starts, ends)]
    return "".join(text[part] for part in kept), left[0], left[1]


def _add_clusters(stored: str, run: re.Match[str], pieces: list[str], starts: array[int], ends: array[int]) -> None:
    """Add a run with characters that may not stand for themselves, one base with its combining marks after the other."""
    for start, end in pairwise(_cluster_bounds(stored, run.start(), run.end())):
        cluster = _composed(stored[start:end])
        if cluster not in _ZERO_WIDTH:
            pieces.append(cluster)
            starts.extend(min(start + offset, end - 1) for offset in range(len(cluster)))
            ends.extend([end] * len(cluster))


def _cluster_bounds(text: str, start: int, end: int) -> list[int]:
    """Offsets at which a base character starts; combining marks belong to the cluster before them."""
    bounds = [i for i in range(start, end) if i == start or not unicodedata.combining(text[i])]
    return [*bounds, end]


@lru_cache(4096)
def _composed(cluster: str) -> str:
    return unicodedata.normalize("NFC", cluster)


def fold_text(text: str) -> str:
    """Lower case, one tone placement, one dash, one quotation mark; the length stays the same.

    >>> fold_text("Uỷ ban – Hoà Bình") == fold_text("Ủy ban - Hòa Bình")
    True
    """
    return _folded(unicodedata.normalize("NFC", text))


def _folded(text: str) -> str:
    """The fold of a text in NFC, which a view's text is."""
    lower = _lower(text)
    lower = _replaced(_replaced(_replaced(lower, _DASHES, "-"), _DOUBLE_QUOTES, '"'), _SINGLE_QUOTES, "'")
    return _TONE_AT_END.sub(_older_placement, lower)


def _lower(text: str) -> str:
    """Lower case, each character by itself; the one that would become two stays."""
    if "İ" in text or "Σ" in text:
        return "".join(c if len(low := c.lower()) != 1 else low for c in text)
    return text.lower()


def _replaced(text: str, characters: str, by: str) -> str:
    # Faster than `str.translate`: looking for a character that is not there costs next to nothing.
    for character in characters:
        text = text.replace(character, by)
    return text


def _older_placement(match: re.Match[str]) -> str:
    return _moved_tone(match[0])


@lru_cache(64)
def _moved_tone(vowels: str) -> str:
    base, tone = unicodedata.normalize("NFD", vowels[1])[0], unicodedata.normalize("NFD", vowels[1])[1:]
    return unicodedata.normalize("NFC", vowels[0] + tone) + base
