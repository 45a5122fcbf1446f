"""Persons' names by form: capitalised syllables that start with a surname.

What stands around a name, and so whether it is one, is decided in `pipeline.language.people`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.language.lexicon import load
from pipeline.language.wording import plain
from pipeline.view import View, fold_text

_TITLES = "Phó|Chủ|Bí|Giám|Trưởng|Ủy|Uỷ|Nguyên|Tổng|Thứ|Viện|Cục|Vụ|Chánh|Quyền"
"""What a hyphen may put right behind a name ("Võ Ngọc Thành-Phó Bí thư"): the first word of a post."""
_WORD = re.compile(rf"(?:[KHY]['’][ ]?)?[^\W\d_]+(?:['’][^\W\d_]+)?(?:-(?!(?:{_TITLES})\b)[^\W\d_]+)*")
_SYLLABLES = re.compile(r"([^\W\d_]+)(?:[ \t]+([^\W\d_]+))?")
_GAP = re.compile(r"[ \t]{1,3}")
_SYLLABLE = re.compile(
    r"(?:ngh|nh|ng|th|tr|ph|kh|ch|gh|gi|qu|[bcdđghklmnprstvx])?"
    r"[aăâeêioôơuưyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]{1,3}"
    r"(?:ch|nh|ng|[cmnpt])?"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A capitalised word of the view; `upper` where all its letters are capitals and there are at least two."""

    start: int
    end: int
    fold: str
    upper: bool

    @property
    def neutral(self) -> bool:
        """Whether it fits names in capitals and others: one letter (`Mùa A Thi`)."""
        return self.end - self.start == 1


def capital_runs(view: View) -> Iterator[list[Word]]:
    """The runs of capitalised words that stand side by side in one line, those all in capitals apart from others."""
    run: list[Word] = []
    for match in _WORD.finditer(view.text):
        word = _word(view, match)
        joins = bool(run) and word is not None and _joins(view, run, word)
        if run and not joins:
            yield run
            run = []
        if word is not None:
            run.append(word)
    if run:
        yield run


def _word(view: View, match: re.Match[str]) -> Word | None:
    text = match[0]
    if not text[0].isupper():
        return None
    upper = len(text) > 1 and text.isupper()
    if not upper and any(c.isupper() for part in re.split("[-'’ ]", text) for c in part[1:]):
        return None
    return Word(match.start(), match.end(), view.fold[match.start() : match.end()], upper)


def _joins(view: View, run: Sequence[Word], word: Word) -> bool:
    if _GAP.fullmatch(view.text, run[-1].end, word.start) is None:
        return False
    kind = next((w.upper for w in run if not w.neutral), None)
    return kind is None or word.neutral or kind == word.upper


@cache
def surnames() -> frozenset[str]:
    """Surnames that are seldom anything else."""
    return frozenset(load("names")["surnames"])


@cache
def all_surnames() -> frozenset[str]:
    """Every surname of the gazetteer."""
    return surnames() | frozenset(load("names")["rare_surnames"])


@cache
def prefixes() -> list[tuple[str, ...]]:
    """What capitalised words of places and bodies may stand before a name in one run, the longest first."""
    return sorted((tuple(p.split()) for p in load("names")["context"]["prefixes"]), key=len, reverse=True)


def name_in(words: Sequence[Word]) -> Sequence[Word]:
    """The part of a run of capitalised words (places' names in front taken off) that has the form of a name, or ()."""
    words = [w for w in words if not w.upper or len(words) > 1]
    if len(words) > 4:
        for i in range(1, len(words) - 1):
            if words[i].fold in surnames() and 2 <= len(words) - i <= 4 and words[i - 1].fold not in surnames():
                return words[i:]
    for i, word in enumerate(words):
        left = len(words) - i
        if 2 <= left <= 5 and (word.fold in all_surnames() or _has_middle(words[i:])):
            return words[i:]
    return ()


def _has_middle(words: Sequence[Word]) -> bool:
    return 3 <= len(words) <= 4 and words[1].fold in {"văn", "thị"}


def is_certain(words: Sequence[Word]) -> bool:
    """Whether the form alone makes these words a name."""
    if words[0].upper or not 3 <= len(words) <= 4:
        return False
    return words[0].fold in surnames() or (words[0].fold in all_surnames() and words[1].fold in {"văn", "thị"})


def is_foreign(words: Sequence[Word]) -> bool:
    """Whether these words look like a name that is not Vietnamese."""
    return 2 <= len(words) <= 4 and any("-" in w.fold or _SYLLABLE.fullmatch(w.fold) is None for w in words)


def spelled(view: View, words: Sequence[Word]) -> str:
    """The name as it is published: one space between syllables, only first letters in capitals."""
    name = plain(view.text[words[0].start : words[-1].end])
    if words[0].upper:
        name = " ".join(w.capitalize() for w in name.split(" "))
    return name


def given_end(text: str, start: int) -> int | None:
    """Where the one or two capitalised syllables that start here end."""
    match = _SYLLABLES.match(text, start)
    if match is None or not match[1][0].isupper():
        return None
    return match.end() if match[2] and match[2][0].isupper() else match.end(1)


def key_of(name: str) -> tuple[str, ...]:
    """A name's syllables, folded: what references to it are compared with."""
    return tuple(fold_text(name).split())
