"""Sentence bounds for newspaper Vietnamese: a component that sets `token.is_sent_start`.

A line break always ends a sentence (captions, list items and table rows are sentences of their own). A full stop,
question or exclamation mark or ellipsis ends one where white space and a capital, digit, quotation mark or list sign
follow, unless the stop belongs to an abbreviation (`TP.`, `ThS.`, initials) or to a number.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.mentions import view_of

_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:tp|tx|tt|q|p|h|ths|ts|pgs|gs|bs|ks|ls|kts|cn|đ/c|đc|st|no|tr|v\.v|vv|t\.ư)|(?<!\w)[^\W\d_])$"
)
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*\d{1,4}$")
_OPENS = re.compile(r"\s+[\"'(\[+*•-]*\s*[^\W_]")


@Language.component("thidua_sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """Mark the first token of every sentence."""
    starts = sentence_starts(view_of(doc).text, view_of(doc).fold)
    marks: Any = np.full((len(doc), 1), -1, dtype=np.int64).astype(np.uint64)
    pending = 0
    for token in doc:
        opens = False
        while pending < len(starts) and token.idx >= starts[pending] and not token.is_space:
            opens = True
            pending += 1
        if opens or token.i == 0:
            marks[token.i, 0] = 1
    # One call for all tokens: the attribute's setter looks through the whole document each time.
    return doc.from_array(["SENT_START"], marks)


def sentence_starts(text: str, fold: str) -> list[int]:
    """Offsets at which a sentence starts, the first line's start included.

    `text` keeps case, `fold` is the same in lower case; both as in a `View`.
    """
    starts = [m.end() for m in re.finditer(r"^\s*(?=\S)", text, re.MULTILINE)]
    for stop in _STOP.finditer(text):
        if _ends_sentence(text, fold, stop):
            starts.append(_skip_space(text, stop.end()))
    return sorted(set(starts))


def _ends_sentence(text: str, fold: str, stop: re.Match[str]) -> bool:
    opening = _OPENS.match(text, stop.end())
    if opening is None or text[opening.end() - 1].islower():
        return False
    if _LIST_NUMBER.search(fold, max(0, stop.start() - 8), stop.start()):
        return False
    single = stop[0].rstrip("\"'”’)]") == "."
    return not (single and _ABBREVIATION.search(fold, max(0, stop.start() - 6), stop.start()))


def _skip_space(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start
