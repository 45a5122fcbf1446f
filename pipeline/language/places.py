"""Provinces in text: a gazetteer of both eras' names and their spellings, matched on syllables.

Stores `province` mentions, whose value is the standard name (`Bà Rịa - Vũng Tàu`). A name is left alone where it is part of
something longer: a person's name, `Thái Bình Dương`, `Điện Biên Phủ`, `tư tưởng Hồ Chí Minh`.
"""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from ontology.reference import provinces
from pipeline.language.lexicon import load
from pipeline.language.mentions import Mention, keep, view_of
from pipeline.view import fold_text

COUNTRY = "Việt Nam"


@Language.component("thidua_norms", assigns=["token.norm"])
def set_norms(doc: Doc) -> Doc:
    """Give every token the folded form of its text, so that gazetteers match any spelling of a syllable."""
    fold = view_of(doc).fold
    for token in doc:
        token.norm_ = fold[token.idx : token.idx + len(token.text)]
    return doc


@Language.factory("thidua_places")
class PlaceFinder:
    """Finds the names of provinces."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.names = spellings()
        self.matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        for spelling, standard in self.names.items():
            self.matcher.add(standard, [_normed(nlp, spelling)])

    def __call__(self, doc: Doc) -> Doc:
        matches = [Span(doc, start, end, label=key) for key, start, end in self.matcher(doc)]
        places = [s for s in filter_spans(matches) if _stands_alone(s)]
        keep(doc, "province", (Mention(s.start_char, s.end_char, "province", s.label_) for s in places))
        return doc


def _normed(nlp: Language, spelling: str) -> Doc:
    doc = nlp.make_doc(spelling)
    for token in doc:
        token.norm_ = fold_text(token.text)
    return doc


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


def _stands_alone(span: Span) -> bool:
    """Whether the words are capitalised as a name and no part of a longer name."""
    text = view_of(span.doc).text
    if not any(c.isupper() for c in span.text):
        return False
    words = load("places")
    before = fold_text(text[max(0, span.start_char - 40) : span.start_char])
    after = fold_text(text[span.end_char : span.end_char + 24])
    name = fold_text(span.text)
    if any(after.startswith(" " + w) for w in words["longer"].get(name, [])):
        return False
    if name in words["only_after"]:
        return is_introduced(name, before)
    if any(re.search(rf"(?:^|\W){s}\s$", before) for s in words["surnames"]):
        return False
    return not any(re.search(rf"\b{w}\s*$", before) for w in words["never_after"])
