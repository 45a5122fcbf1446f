"""Subjects: which bloc and which province an article is about."""

from __future__ import annotations

import re
from collections import Counter

from spacy.tokens import Doc

from pipeline.language.mentions import Mention, found, sentences, view_of


def main_bloc(doc: Doc) -> str:
    """The bloc that the article names most often, "" where it names none."""
    named = [m.value for m in found(doc, "bloc") if m.value]
    return Counter(named).most_common(1)[0][0] if named else ""


def main_area(doc: Doc) -> str:
    """The province that the article is about: the one that the title names, else the most frequent one, "" where none is clearly it."""
    provinces: list[Mention] = found(doc, "province")
    bounds = sentences(doc)
    title = [m.value for m in provinces if bounds and m.end <= bounds[0][1]]
    if len(set(title)) == 1:
        return str(title[0])
    fold = view_of(doc).fold
    counts = Counter(m.value for m in provinces if not _is_capital_as_venue(fold, m))
    if not counts:
        return ""
    (first, many), *others = counts.most_common(2)
    if len(fold) < _SHORT:
        return str(first) if not others or many > others[0][1] else ""
    # A province named in passing, or one of many, is not what a long article is about.
    return str(first) if many >= _OFTEN and 2 * many > counts.total() else ""


_OFTEN = 3
"""Mentions of a province that a longer article is about."""
_SHORT = 2500
"""Characters of an article so short that one mention of a province may be of what it is about."""
_VENUE = re.compile(r"(?:\b(?:tại|ở|ra|về|đến)\s+(?:thủ đô\s+|tp\.?\s+|thành phố\s+)?|\()$")


def _is_capital_as_venue(fold: str, mention: Mention) -> bool:
    """Whether Hà Nội is only where something of the whole country took place."""
    return mention.value == "Hà Nội" and _VENUE.search(fold, max(0, mention.start - 24), mention.start) is not None
