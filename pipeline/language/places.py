"""Provinces in text: a gazetteer of both eras' names and their spellings, matched on whole tokens.

Stores `province` mentions, whose value is the standard name (`Bà Rịa - Vũng Tàu`). A name is left alone where it is part of
something longer: a person's name, `Thái Bình Dương`, `Điện Biên Phủ`, `tư tưởng Hồ Chí Minh`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ontology.reference import provinces
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, keep, view_of
from pipeline.language.scan import Scan, Sought
from pipeline.view import View, fold_text

COUNTRY = "Việt Nam"


@Language.factory("thidua_places")
class PlaceFinder:
    """Finds the names of provinces."""

    def __init__(self, nlp: Language, name: str) -> None:
        folded = {_spaced(nlp, fold_text(spelling)): standard for spelling, standard in spellings().items()}
        self.standard = {re.sub("[ ~]", "", spelling): standard for spelling, standard in folded.items()}
        names = alternation(folded, blanks="[ ]").replace(r"\~\-\~", "(?:-|[ ]-[ ])").replace(r"\~", "[ ]?")
        self.names = Scan(rf"(?<!\w)(?:{names})(?!\w)")

    def __call__(self, doc: Doc) -> Doc:
        view = view_of(doc)
        keep(doc, "province", (m for m in self._named(doc, view) if _stands_alone(view, m.start, m.end)))
        return doc

    def _named(self, doc: Doc, view: View) -> Iterator[Mention]:
        """The names that are whole tokens, from left to right, of two that start together the longer."""
        length = len(view.fold)
        match = self.names.search(view, 0, length)
        tokens: Any = doc.to_array(["IDX", "LENGTH"]) if match else None
        starts = tokens[:, 0].tolist() if match else []
        ends = (tokens[:, 0] + tokens[:, 1]).tolist() if match else []
        while match:
            start, end = match.span()
            if _is_in(starts, start) and _is_in(ends, end):
                yield Mention(start, end, "province", self.standard[match[0].replace(" ", "")])
            else:
                end = start + 1
            match = self.names.search(view, end, length)


def _is_in(offsets: list[int], offset: int) -> bool:
    place = bisect_left(offsets, offset)
    return place < len(offsets) and offsets[place] == offset


def _spaced(nlp: Language, spelling: str) -> str:
    """The tokens of a spelling with a blank between words, and a `~`, a blank that may be missing, beside other signs."""
    tokens = [t.text for t in nlp.make_doc(spelling)]
    gaps = [" " if left[-1].isalnum() and right[0].isalnum() else "~" for left, right in pairwise(tokens)]
    return "".join(t + g for t, g in zip(tokens, [*gaps, ""], strict=True))


@cache
def towns() -> dict[str, str]:
    """Towns and cities below the province, folded, to the province that they lie in (lexicon/towns.toml)."""
    return {fold_text(town): province for town, province in load("towns")["province_of"].items()}


@cache
def spellings() -> dict[str, str]:
    """Every spelling of a province's name, NFC, to the standard name."""
    names: dict[str, str] = {}
    for province in provinces():
        for spelling in (province.name, *province.alt_names):
            names.setdefault(spelling, _standard(province.name))
    return names


def _standard(name: str) -> str:
    """The name that claims use: the city of Huế is told apart by its era, not by its name."""
    return "Thừa Thiên Huế" if name == "Huế" else name


def is_introduced(name: str, before: str) -> bool:
    """Whether a name that is also something else's ("Hồ Chí Minh") follows a word that makes it the province; other names need none.

    `name` and `before`, the text in front of it, are folded.
    """
    needed = load("places")["only_after"].get(name)
    return needed is None or re.search(rf"(?:{'|'.join(needed)})[ .]*$", before) is not None


@cache
def _after_surname() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\W)(?<!tỉnh )(?<!thành )(?:{'|'.join(load('places')['surnames'])})\s$")


@cache
def _surnames() -> tuple[str, ...]:
    return tuple(load("places")["surnames"])


@cache
def _never_after() -> Sought:
    return Sought(rf"\b(?:{'|'.join(load('places')['never_after'])})\s*$")


def _stands_alone(view: View, start: int, end: int) -> bool:
    """Whether the words are capitalised as a name and no part of a longer name."""
    if view.text[start:end].islower():
        return False
    words = load("places")
    before, name = view.fold[max(0, start - 40) : start], view.fold[start:end]
    if any(view.fold.startswith(" " + w, end) for w in words["longer"].get(name, ())):
        return False
    if name in words["only_after"]:
        return is_introduced(name, before)
    if before[:-1].endswith(_surnames()) and _after_surname().search(before):
        return False
    return _never_after().search(before) is None
