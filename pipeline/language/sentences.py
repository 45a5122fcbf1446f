"""Sentence bounds for newspaper Vietnamese: a component that sets `token.is_sent_start`.

A line break always ends a sentence (captions, list items and table rows are sentences of their own). A full stop,
question or exclamation mark or ellipsis ends one where white space and a capital, digit, quotation mark or list sign
follow, unless the stop belongs to an abbreviation (`TP.`, `ThS.`, initials) or to a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.mentions import reading_of, view_of

_SPACE = re.compile(r"\s+")
_LINE = re.compile(r"\n\s*")
_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:tp|tx|tt|q|p|h|ths|ts|pgs|gs|bs|ks|ls|kts|cn|đ/c|đc|st|no|tr|v\.v|vv|t\.ư)|(?<!\w)[^\W\d_])$"
)
_LONGEST_ABBREVIATION = 3
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*\d{1,4}$")
_CREDIT = re.compile(r"(?<=[^\W\d_])[ ]?[/-][ ]?(?:TTXVN|VGP|TTO|NLĐO|VOV|VNA)[ \t]+(?=[^\W\d_])")
"""The agency of a picture's credit, behind which a text without line breaks goes on: `Ảnh: Trí Dũng/TTXVN | Cùng đi ...`."""
_OPENS = re.compile(r"\s+[\"'(\[+*•-]*\s*[^\W_]")


@Language.component("thidua_sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """Store the bounds of every sentence and mark its first token."""
    view = view_of(doc)
    starts = sentence_starts(view.text, view.fold)
    reading_of(doc).bounds = sentence_bounds(view.text, starts)
    offsets: Any = doc.to_array("IDX")
    marks: Any = np.full((len(doc), 1), -1, dtype=np.int64).astype(np.uint64)
    first = np.searchsorted(offsets, starts)
    marks[first[first < len(doc)], 0] = 1
    marks[:1, 0] = 1
    # One call for all tokens: the attribute's setter looks through the whole document each time.
    return doc.from_array(["SENT_START"], marks)


def sentence_bounds(text: str, starts: Sequence[int]) -> list[tuple[int, int]]:
    """The stretches between `starts`, each without the white space at its end."""
    return [(start, start + len(text[start:end].rstrip())) for start, end in pairwise([*starts, len(text)])]


def sentence_starts(text: str, fold: str) -> list[int]:
    """Offsets at which a sentence starts, the first line's start included.

    `text` keeps case, `fold` is the same in lower case; both as in a `View`.
    """
    starts = {len(text) - len(text.lstrip())}
    starts.update(m.end() for m in _LINE.finditer(text))
    starts.update(_skip_space(text, s.end()) for s in _STOP.finditer(text) if _ends_sentence(text, fold, s))
    starts.update(m.end() for m in _CREDIT.finditer(text) if text[m.end()].isupper())
    starts.discard(len(text))
    return _cut(text, sorted(starts))


_LONGEST = 3000
"""Characters of the longest sentence that is read as one: what looks back and forth within a sentence stays linear in the text."""


def _cut(text: str, starts: list[int]) -> list[int]:
    """The starts with those of the parts of sentences that are too long, which start behind a blank."""
    cut: list[int] = []
    for start, end in pairwise([*starts, len(text)]):
        cut.append(start)
        while end - cut[-1] > _LONGEST:
            limit = cut[-1] + _LONGEST
            blank = text.rfind(" ", limit - _LONGEST // 2, limit)
            cut.append(_skip_space(text, blank + 1 if blank >= 0 else limit))
    return [start for start in cut if start < len(text)]


def _ends_sentence(text: str, fold: str, stop: re.Match[str]) -> bool:
    opening = _OPENS.match(text, stop.end())
    if opening is None or text[opening.end() - 1].islower():
        return False
    before = fold[max(0, stop.start() - _LONGEST_ABBREVIATION - 1) : stop.start()]
    if len(before) > _LONGEST_ABBREVIATION and before.isalpha():
        return True
    if _LIST_NUMBER.search(fold, max(0, stop.start() - 8), stop.start()):
        return False
    single = stop[0].rstrip("\"'”’)]") == "."
    return not (single and _ABBREVIATION.search(fold, max(0, stop.start() - 6), stop.start()))


def _skip_space(text: str, start: int) -> int:
    blanks = _SPACE.match(text, start)
    return blanks.end() if blanks else start
