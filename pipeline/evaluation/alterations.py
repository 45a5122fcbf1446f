"""Alterations: the forms in which one and the same text may come from elsewhere.

Each takes a text and gives it in another form; what it states stays the same, so the gold stays as well.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pipeline.evaluation.words import joined_words

Alter = Callable[[str], str]

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_ZERO_WIDTH: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_CITY: Final = re.compile(r"(?<!tỉnh, )(?<!và )\b(?:Thành phố|thành phố|T[Pp])(?:\.[ \xa0]?|[ \xa0])(?=\w)")
"""The word for a city before its name; in "các tỉnh, thành phố" it is none's."""
_EVERY: Final = 20
"""One zero-width character in so many characters of the text."""


def tone_on_second_vowel(text: str) -> str:
    """Open syllables in the newer placement: `hòa`, `thủy` become `hoà`, `thuỷ`."""
    return _moved(text, from_first=True)


def tone_on_first_vowel(text: str) -> str:
    """Open syllables in the older placement: `hoà`, `thuỷ` become `hòa`, `thủy`."""
    return _moved(text, from_first=False)


def _moved(text: str, *, from_first: bool) -> str:
    """Move the tone mark within `oa`, `oe` and `uy` that end a syllable; `qu` is a consonant."""
    letters = unicodedata.normalize("NFD", text)
    first, second = ("[oOuU]", "[aAeEyY]")
    mark = f"([{_TONES}])"
    rest = r"(?![\u0300-\u036f]|\w)"
    if from_first:
        moved = re.sub(rf"(?<![qQ])({first}){mark}({second}){rest}", _second_marked, letters)
    else:
        moved = re.sub(rf"(?<![qQ])({first})({second}){mark}{rest}", _first_marked, letters)
    return unicodedata.normalize("NFC", moved)


def _is_pair(first: str, second: str) -> bool:
    return (first.lower() == "o") == (second.lower() in "ae")


def _second_marked(match: re.Match[str]) -> str:
    first, mark, second = match.groups()
    return first + second + mark if _is_pair(first, second) else match[0]


def _first_marked(match: re.Match[str]) -> str:
    first, second, mark = match.groups()
    return first + mark + second if _is_pair(first, second) else match[0]


def with_line_ends_of_windows(text: str) -> str:
    """CRLF for every line end."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def with_no_break_spaces(text: str) -> str:
    """U+00A0 for every space."""
    return text.replace(" ", "\u00a0")


def with_zero_width_characters(text: str) -> str:
    """Zero-width spaces, joiners and soft hyphens at places drawn by a seeded generator, inside words as well."""
    draw = random.Random(20)
    return "".join(c + draw.choice(_ZERO_WIDTH) if draw.random() < 1 / _EVERY else c for c in text)


def with_spaced_punctuation(text: str) -> str:
    """Blanks around punctuation and brackets, as word-segmented collections have it; numbers and hours stay whole."""
    spaced = re.sub(r"(?<=\S)([,;:!?)\]”…]|\.(?!\w))(?!\d)", r" \1", text)
    return re.sub(r"([(\[“])(?=\S)", r"\1 ", spaced)


def _city(written: str) -> Alter:
    """Write the word for a city before a capital letter as `written`."""

    def alter(text: str) -> str:
        return _CITY.sub(lambda m: written if text[m.end()].isupper() else m[0], text)

    return alter


def _respelt(old: str, new: str) -> Alter:
    return lambda text: text.replace(old, new)


@dataclass(frozen=True)
class Alteration:
    """A form of the text: its name, and what brings a text into it."""

    name: str
    alter: Alter


ALTERATIONS: Final = (
    Alteration("NFD", lambda text: unicodedata.normalize("NFD", text)),
    Alteration("tone on the second vowel (hoà)", tone_on_second_vowel),
    Alteration("tone on the first vowel (hòa)", tone_on_first_vowel),
    Alteration("no-break spaces", with_no_break_spaces),
    Alteration("CRLF", with_line_ends_of_windows),
    Alteration("underscores in words", joined_words),
    Alteration("zero-width characters", with_zero_width_characters),
    Alteration("TP. glued (TP.Huế)", _city("TP.")),
    Alteration("Tp. spaced (Tp. Huế)", _city("Tp. ")),
    Alteration("Đăk for Đắk", _respelt("Đắk", "Đăk")),
    Alteration("Đắk for Đăk", _respelt("Đăk", "Đắk")),
    Alteration("spaced punctuation", with_spaced_punctuation),
)
"""All forms of the table of robustness, in its order."""
