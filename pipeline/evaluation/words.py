"""Words of several syllables: a text as word segmenters give it, underscores between the syllables of a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from pipeline.language.lexicon import FOLDER, load
from pipeline.language.places import spellings
from pipeline.view import fold_text

_MOST_SYLLABLES: Final = 4
_SYLLABLES: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)+")
"""Syllables with single blanks between: words don't go over punctuation or numbers."""


def joined_words(text: str) -> str:
    """The text with underscores for the blanks inside words, the longest word first, from left to right.

    Words are the entries of the project's lexicons of two to four syllables and the names of provinces; two to four capitalised syllables
    in a row are one name, as segmenters take them.

    >>> joined_words("tỉnh Kiên Giang tăng trưởng, ông Nguyễn Văn An")
    'tỉnh Kiên_Giang tăng_trưởng, ông Nguyễn_Văn_An'
    """
    return _SYLLABLES.sub(lambda run: _joined(run[0]), unicodedata.normalize("NFC", text))


def _joined(run: str) -> str:
    syllables = run.split(" ")
    words, at = [], 0
    while at < len(syllables):
        length = max(_word_length(syllables[at : at + _MOST_SYLLABLES]), 1)
        words.append("_".join(syllables[at : at + length]))
        at += length
    return " ".join(words)


def _word_length(syllables: list[str]) -> int:
    """Syllables of the word that `syllables` begin with; 0 where none does."""
    for length in range(len(syllables), 1, -1):
        if fold_text(" ".join(syllables[:length])) in _words():
            return length
    name = 0
    while name < len(syllables) and syllables[name][0].isupper() and not syllables[name].isupper():
        name += 1
    return name if name > 1 else 0


@cache
def _words() -> frozenset[str]:
    entries = {fold_text(entry) for file in FOLDER.glob("*.toml") for entry in strings(load(file.stem))}
    entries |= {fold_text(name) for name in spellings()}
    return frozenset(entry for entry in entries if _SYLLABLES.fullmatch(entry))


def strings(value: Any) -> Iterator[str]:
    """All strings and names of a nested lexicon."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings(item)
