"""Persons' names by form: capitalised syllables that start with a surname.

What stands around a name, and so whether it is one, is decided in `pipeline.language.people`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.language.lexicon import load
from pipeline.language.wording import plain
from pipeline.view import View, fold_text

_TITLES = "Phó|Chủ|Bí|Giám|Trưởng|Ủy|Uỷ|Nguyên|Tổng|Thứ|Viện|Cục|Vụ|Chánh|Quyền"
"""What a hyphen may put right behind a name ("Võ Ngọc Thành-Phó Bí thư"): the first word of a post."""
_JOINED = rf"(?:['’][^\W\d_]+)?(?:-(?!(?:{_TITLES})\b)[^\W\d_]+)*"
_WORD = re.compile(rf"(?:[KHY]['’][ ]?)?[^\W\d_]+{_JOINED}")
_SYLLABLES = re.compile(r"([^\W\d_]+)(?:[ \t]+([^\W\d_]+))?")
_WIDEST_GAP = 3
_GAP = re.compile(rf"[ \t]{{1,{_WIDEST_GAP}}}")
_SYLLABLE = re.compile(
    r"(?:ngh|nh|ng|th|tr|ph|kh|ch|gh|gi|qu|[bcdđghklmnprstvx])?"
    r"[aăâeêioôơuưyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]{1,3}"
    r"(?:ch|nh|ng|[cmnpt])?"
)


class Word(NamedTuple):
    """A capitalised word of the view; `upper` where all its letters are capitals and there are at least two."""

    start: int
    end: int
    fold: str
    upper: bool

    @property
    def neutral(self) -> bool:
        """Whether it fits names in capitals and others: one letter (`Mùa A Thi`)."""
        return self.end - self.start == 1


_CAPITALS = "".join(c for c in map(chr, range(0x10000)) if c.isupper() and c.isalnum())
_CAPITALISED = re.compile(rf"[{_CAPITALS}](?<![^\W\d_].)(?:(?<=[KHY])['’][ ]?[^\W\d_]+|[^\W\d_]*){_JOINED}(?!\d)")
"""`_WORD` from a capital on at the start of a word, or behind a hyphen or an apostrophe."""
_JOINTS = frozenset("-'’")


def capital_runs(view: View) -> Iterator[list[Word]]:
    """The runs of capitalised words that stand side by side in one line, those all in capitals apart from others.

    Of the words that stand alone only those with an apostrophe are given: others can be no names.
    """
    text, fold = view.text, view.fold
    beside: list[tuple[int, int]] = []
    last = 0
    for start, end in _capitalised(text):
        if beside and not _is_gap(text, last, start):
            if len(beside) > 1 or "'" in fold[slice(*beside[0])]:
                yield from _runs(view, beside)
            beside = []
        beside.append((start, end))
        last = end
    if len(beside) > 1 or (beside and "'" in fold[slice(*beside[0])]):
        yield from _runs(view, beside)


def _is_gap(text: str, start: int, end: int) -> bool:
    """Whether two words with `text[start:end]` between them stand side by side."""
    if end - start == 1:
        return text[start] in " \t"
    return end - start <= _WIDEST_GAP and _GAP.fullmatch(text, start, end) is not None


def _runs(view: View, beside: Sequence[tuple[int, int]]) -> Iterator[list[Word]]:
    """The runs among words that stand side by side."""
    run: list[Word] = []
    for start, end in beside:
        word = _word(view, start, end)
        if run and (word is None or not _goes_with(run, word)):
            yield run
            run = []
        if word is not None:
            run.append(word)
    if run:
        yield run


def _capitalised(text: str) -> Iterator[tuple[int, int]]:
    """The words that start with a capital; one with a hyphen or an apostrophe is one word."""
    covered = 0
    for match in _CAPITALISED.finditer(text):
        start, end = match.span()
        if start < covered:
            continue
        if start and text[start - 1] in _JOINTS:
            joined = _end_of_joined(text, start, covered)
            if joined > start:
                covered = joined
                continue
        covered = end
        yield start, end


def _end_of_joined(text: str, position: int, floor: int) -> int:
    """Where the word ends that the letter at `position` belongs to, 0 where it starts a word of its own."""
    first = position
    while first > floor and (text[first - 1] in _JOINTS or text[first - 1].isalpha()):
        first -= 1
    for word in _WORD.finditer(text, first):
        if word.end() > position:
            return word.end() if word.start() < position else 0
    return 0


def _word(view: View, start: int, end: int) -> Word | None:
    text = view.text[start:end]
    upper = len(text) > 1 and text.isupper()
    if not upper and not text[1:].islower() and _INNER_CAPITAL.search(text):
        return None
    return Word(start, end, view.fold[start:end], upper)


_INNER_CAPITAL = re.compile(rf"[^-'’ ][{_CAPITALS}]")


def _goes_with(run: Sequence[Word], word: Word) -> bool:
    """Whether a word is in capitals like those of the run, or in small letters like them."""
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
def prefixes() -> dict[str, list[tuple[str, ...]]]:
    """What capitalised words of places and bodies may stand before a name in one run, by the first word, the longest first."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    listed = (*load("names")["context"]["prefixes"], *load("abroad")["countries"], *load("abroad")["cities"])
    for words in sorted({tuple(p.split()) for p in listed}, key=len, reverse=True):
        by_first.setdefault(words[0], []).append(words)
    return by_first


def name_in(words: Sequence[Word]) -> Sequence[Word]:
    """The part of a run of capitalised words (places' names in front taken off) that has the form of a name, or ()."""
    words = [w for w in words if not w.upper or len(words) > 1]
    if len(words) > 4:
        for i in range(1, len(words) - 1):
            if words[i].fold in surnames() and 2 <= len(words) - i <= 4 and words[i - 1].fold not in surnames():
                return words[_given_first(words, i) :]
    for i, word in enumerate(words):
        left = len(words) - i
        if 2 <= left <= 5 and (word.fold in all_surnames() or _has_middle(words[i:])):
            return words[_given_first(words, i) :]
    return ()


def _given_first(words: Sequence[Word], surname: int) -> int:
    """Where a name begins whose surname stands at `surname`: in the Central Highlands the given name comes first ("H'Lim Niê Kđăm")."""
    return surname - (surname > 0 and _GIVEN_FIRST.match(words[surname - 1].fold) is not None)


_GIVEN_FIRST = re.compile(r"[hk]['’]")


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


@lru_cache(4096)
def key_of(name: str) -> tuple[str, ...]:
    """A name's syllables, folded: what references to it are compared with."""
    return tuple(fold_text(name).split())
