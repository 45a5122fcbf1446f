"""The forms in which texts and searches are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ontology.mint import tone_last
from server import wording
from server.evidence import Part, marked

_RAW_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
"""A word of a text in any normalisation: combining marks are part of it."""


def words(text: str) -> list[str]:
    """The words of `text` in lower case without diacritics: NFC or NFD, with any blanks between, `Sóc Trăng` is `soc`, `trang`.

    Each is a token to the full-text index too, which knows no underscores.
    """
    return wording.fold(text).replace("_", " ").split()


def fold(text: str) -> str:
    """The words of `text`, joined by single spaces."""
    return " ".join(words(text))


def accented(text: str) -> str:
    """The words of `text` with their diacritics, in lower case, alike for both placements of tones: `hoà` is `hòa`."""
    return " ".join(tone_last(word) for word in _RAW_WORD.findall(text))


def marks(sentence: str, searched: Sequence[str]) -> list[tuple[int, int]]:
    """Where in `sentence` the folded words `searched` stand; the last one may be the beginning of a word.

    Where they stand in this order one after the other, these places alone; else wherever one of them stands.
    """
    if not searched:
        return []
    found = [(fold(match.group()), match.span()) for match in _RAW_WORD.finditer(sentence)]
    count = len(searched)
    runs = [
        (found[at][1][0], found[at + count - 1][1][1])
        for at in range(len(found) - count + 1)
        if all(found[at + n][0] == searched[n] for n in range(count - 1))
        and found[at + count - 1][0].startswith(searched[-1])
    ]
    whole = frozenset(searched)
    return runs or [span for word, span in found if word in whole or word.startswith(searched[-1])]


def parts(sentence: str, searched: Sequence[str]) -> list[Part]:
    """The sentence with the words `searched` marked."""
    return marked(sentence, marks(sentence, searched))
