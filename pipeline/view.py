"""The matching view of a text, and the way back from it to the stored text.

Articles come in NFC or NFD, with no-break and zero-width characters, both tone placements (`hoà`, `hòa`), underscores
between the syllables of a word, blanks before punctuation. Rules should not care. A `View` holds two strings of equal
length: `text`, in NFC with plain spaces, which keeps case, and `fold`, the same in lower case with one tone placement,
one dash and one quotation mark. Offsets into either lead back to code points of the stored text, which is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′", "'"))
_TONE_AT_END = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")
"""Open syllables whose tone mark stands on the second vowel, the newer placement (`hoà`, `thuỷ`)."""
_LOOSE = re.compile(r"(?<=\S) (?=(?:[,;:!?)\]”…]|\.{1,3})(?:\s|$))|(?<=[(\[“]) (?=\S)")
"""The blank before punctuation and inside brackets that word-segmented sources have."""


@dataclass(frozen=True, slots=True)
class View:
    """One text as the rules see it.

    `text` and `fold` have the same length; the view's character `i` stands for `starts[i]:ends[i]` of the stored text.
    """

    text: str
    fold: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

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
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in pairwise(_cluster_bounds(stored)):
        cluster = unicodedata.normalize("NFC", stored[start:end])
        if cluster in _ZERO_WIDTH:
            continue
        for offset, character in enumerate(cluster):
            characters.append(_plain(character))
            starts.append(min(start + offset, end - 1))
            ends.append(end)
    text, first, last = _closed_up("".join(characters), starts, ends)
    return View(text, fold_text(text), tuple(first), tuple(last))


def _closed_up(text: str, starts: Sequence[int], ends: Sequence[int]) -> tuple[str, Sequence[int], Sequence[int]]:
    """A view's text and its offsets without the blanks before punctuation and inside brackets."""
    edges = [0, *chain.from_iterable(m.span() for m in _LOOSE.finditer(text)), len(text)]
    if len(edges) == 2:
        return text, starts, ends
    kept = [slice(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    closed = [list(chain.from_iterable(offsets[part] for part in kept)) for offsets in (starts, ends)]
    return "".join(text[part] for part in kept), closed[0], closed[1]


def fold_text(text: str) -> str:
    """Lower case, one tone placement, one dash, one quotation mark; the length stays the same.

    >>> fold_text("Uỷ ban – Hoà Bình") == fold_text("Ủy ban - Hòa Bình")
    True
    """
    lower = "".join(c if len(low := c.lower()) != 1 else low for c in unicodedata.normalize("NFC", text))
    lower = lower.translate(_DASHES).translate(_QUOTES)
    return _TONE_AT_END.sub(_move_tone, lower)


def _move_tone(match: re.Match[str]) -> str:
    first, second = match[0][0], match[0][1]
    base, tone = unicodedata.normalize("NFD", second)[0], unicodedata.normalize("NFD", second)[1:]
    return unicodedata.normalize("NFC", first + tone) + base


def _cluster_bounds(text: str) -> list[int]:
    """Offsets at which a base character starts; combining marks belong to the cluster before them."""
    bounds = [i for i, c in enumerate(text) if i == 0 or not unicodedata.combining(c)]
    return [*bounds, len(text)]


def _plain(character: str) -> str:
    if character in "\n\t":
        return character
    if character in ("_", "\r") or unicodedata.category(character) in ("Zs", "Zl", "Zp"):
        return " "
    return character
