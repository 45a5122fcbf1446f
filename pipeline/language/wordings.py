"""What cues are made of: the words of lexicon/participation.toml as patterns, and wordings that are tried only beside such words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from pipeline.language.lexicon import alternation, load
from pipeline.language.scan import Sought


@cache
def any_of(name: str) -> str:
    """A pattern for the words of one entry of the lexicon."""
    return f"(?:{alternation(load('participation')[name])})"


class Words:
    """Words one of which a wording cannot do without, each from the start of a syllable on.

    The wordings that share them are tried on one sentence after the other, so that they are looked for once in each.
    """

    def __init__(self, words: Iterable[str]) -> None:
        words = set(words)
        self._words: dict[str, list[str]] = {}
        for word in words:
            self._words.setdefault(word.partition(" ")[0], []).append(word)
        self._first = frozenset(self._words)
        self._seen = ("", False)

    def stand_in(self, text: str) -> bool:
        """Whether one of the words stands in `text`, where runs of blanks are one."""
        seen = self._seen
        if seen[0] is not text:
            # One assignment, so that threads never see one text's answer for another's.
            seen = self._seen = (text, self._is_in(text))
        return seen[1]

    def _is_in(self, text: str) -> bool:
        for first in self._first & _syllables_of(text):
            for word in self._words[first]:
                if word in text:
                    return True
        return False


@lru_cache(4)
def _syllables_of(text: str) -> frozenset[str]:
    """The syllables of a sentence, which all wordings ask for in turn."""
    return frozenset(_SYLLABLE.findall(text))


_SYLLABLE = re.compile(r"\w+|\"")
"""What a word of a wording can start with."""


class Cue:
    """A wording over reduced sentences, tried only where one of the words stands that it cannot do without."""

    def __init__(self, needs: Words, pattern: str) -> None:
        self._needs = needs
        self._pattern = re.compile(pattern)
        self._opens = pattern.startswith("^")

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        """All places of the wording in `text`."""
        if not self._needs.stand_in(text):
            return ()
        if self._opens:
            first = self._pattern.match(text)
            return (first,) if first else ()
        return self._pattern.finditer(text)

    def stands_in(self, text: str) -> bool:
        """Whether the wording stands in `text`."""
        return self._needs.stand_in(text) and self._pattern.search(text) is not None


@cache
def word_of(*names: str, also: tuple[str, ...] = ()) -> Words:
    """Any word of these entries of the lexicon or of `also`."""
    return Words([*also, *(w for name in names for w in load("participation")[name])])


@cache
def whole_word_of(name: str) -> Sought:
    """Finds a word of one entry of the lexicon that stands by itself."""
    # Not `whole_words`, whose branches hide from `Sought` what they start with.
    return Sought(rf"(?<!\w)(?:{alternation(load('participation')[name])})(?!\w)")
