"""Mentions: the typed stretches that the recognisers find and the relation components combine.

Every recogniser stores its finds twice: as spaCy spans in `doc.spans[kind]`, for whoever inspects a document with
spaCy's own tools, and as `Mention` objects, which keep exact characters where a token is wider than the find.
Offsets are characters of `doc.text`, which is the matching view's text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from pipeline.claims import Claim
from pipeline.view import View


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A stretch `start:end` (end exclusive) of a kind, with what it stands for in `value`."""

    start: int
    end: int
    kind: str
    value: Any = None

    def covers(self, other: Mention) -> bool:
        """Whether `other` lies within this stretch."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Mention) -> bool:
        """Whether the two stretches share a character."""
        return self.start < other.end and other.start < self.end


def install_extensions() -> None:
    """Declare what the components keep on a document; calling it again changes nothing."""
    for name in ("view", "published", "bounds", "lines", "found", "claims", "focus"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


def view_of(doc: Doc) -> View:
    """The document's matching view."""
    view: View = doc._.view
    return view


def keep(doc: Doc, kind: str, found: Iterable[Mention]) -> None:
    """Store the mentions of one kind, in order of place."""
    mentions = sorted(found)
    if doc._.found is None:
        doc._.found = {}
    doc._.found[kind] = mentions
    spans = [s for m in mentions if (s := doc.char_span(m.start, m.end, label=kind, alignment_mode="expand"))]
    doc.spans[kind] = SpanGroup(doc, name=kind, spans=spans)


def found(doc: Doc, kind: str) -> list[Mention]:
    """All mentions of a kind, in order of place."""
    store: dict[str, list[Mention]] = doc._.found or {}
    return store.get(kind, [])


def within(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """Those of `mentions` (in order) that lie inside `start:end`."""
    first = bisect_left(mentions, start, key=lambda m: m.start)
    inside = []
    for mention in mentions[first:]:
        if mention.start >= end:
            break
        if mention.end <= end:
            inside.append(mention)
    return inside


class Taken:
    """The stretches that other finds already take, asked in logarithmic time whether a new one runs into them."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for mention in sorted(mentions):
            if self._ends and mention.start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], mention.end)
            else:
                self._starts.append(mention.start)
                self._ends.append(mention.end)

    def touches(self, mention: Mention) -> bool:
        """Whether `mention` shares a character with a taken stretch."""
        at = bisect_left(self._starts, mention.end) - 1
        return at >= 0 and self._ends[at] > mention.start


def sentence_around(doc: Doc, offset: int) -> tuple[int, int]:
    """Bounds of the sentence that `offset` stands in; an empty stretch between sentences."""
    bounds = sentences(doc)
    at = bisect_right(bounds, offset, key=lambda b: b[0]) - 1
    return bounds[at] if at >= 0 and offset < bounds[at][1] else (offset, offset)


def sentences(doc: Doc) -> list[tuple[int, int]]:
    """Character bounds of the sentences, surrounding white space left out; worked out once a document."""
    if doc._.bounds is None:
        doc._.bounds = [bounds for s in doc.sents if (bounds := _trimmed(s))]
    bounds_of: list[tuple[int, int]] = doc._.bounds
    return bounds_of


def _trimmed(sentence: Span) -> tuple[int, int] | None:
    text = sentence.text
    start = sentence.start_char + len(text) - len(text.lstrip())
    end = sentence.start_char + len(text.rstrip())
    return (start, end) if start < end else None


def claim(doc: Doc, *claims: Claim) -> None:
    """Add claims to the document's list."""
    if doc._.claims is None:
        doc._.claims = []
    doc._.claims.extend(claims)


def claims_of(doc: Doc) -> list[Claim]:
    """The claims found so far, in order of finding."""
    return doc._.claims or []
