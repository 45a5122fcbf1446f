"""What cues are made of: the words of lexicon/participation.toml as patterns, and wordings that are tried only beside such words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from pipeline.language.lexicon import alternation, load, whole_words


@cache
def any_of(name: str) -> str:
    """A pattern for the words of one entry of the lexicon."""
    return f"(?:{alternation(load('participation')[name])})"


class Cue:
    """A wording over reduced sentences, tried only where one of the words stands that it cannot do without."""

    def __init__(self, needs: re.Pattern[str], pattern: str) -> None:
        self._needs = needs
        self._pattern = re.compile(pattern)
        self._opens = pattern.startswith("^")

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        """All places of the wording in `text`."""
        if not self._needs.search(text):
            return ()
        if self._opens:
            first = self._pattern.match(text)
            return (first,) if first else ()
        return self._pattern.finditer(text)

    def stands_in(self, text: str) -> bool:
        """Whether the wording stands in `text`."""
        return self._needs.search(text) is not None and self._pattern.search(text) is not None


@cache
def word_of(*names: str, also: tuple[str, ...] = ()) -> re.Pattern[str]:
    """Finds any word of these entries of the lexicon or of `also`, be it within a longer one."""
    return re.compile(alternation([*also, *(w for name in names for w in load("participation")[name])]))


@cache
def whole_word_of(name: str) -> re.Pattern[str]:
    """Finds a word of one entry of the lexicon that stands by itself."""
    return whole_words(load("participation")[name])
