"""Mentions: the typed stretches that the recognisers find and the relation components combine.

Recognisers keep their finds as `Mention` objects, which have exact characters where a token is wider than the find.
`add_spans` puts them into `doc.spans[kind]` too, for whoever inspects a document with spaCy's own tools.
Offsets are characters of `doc.text`, which is the matching view's text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from spacy.tokens import Doc, SpanGroup

from pipeline.claims import Claim
from pipeline.view import View


class Mention(NamedTuple):
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


@dataclass(slots=True)
class Reading:
    """What the components keep on a document; spaCy's `doc._.NAME` leads to the fields by name.

    `bounds` are the sentences, `lines` the offsets of the line breaks, `found` the mentions by kind, in order of place.
    """

    view: View | None = None
    published: str | None = None
    presumed: int | None = None
    bounds: list[tuple[int, int]] | None = None
    lines: list[int] | None = None
    found: dict[str, list[Mention]] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    focus: Any = None


_KEY = "thidua"


def reading_of(doc: Doc) -> Reading:
    """What the components know of the document so far."""
    reading: Reading | None = doc.user_data.get(_KEY)
    if reading is None:
        reading = doc.user_data[_KEY] = Reading()
    return reading


def install_extensions() -> None:
    """Declare what the components keep on a document; calling it again changes nothing."""
    for name in (f.name for f in fields(Reading)):
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=_getter(name), setter=_setter(name))


def _getter(name: str) -> Callable[[Doc], Any]:
    return lambda doc: getattr(reading_of(doc), name)


def _setter(name: str) -> Callable[[Doc, Any], None]:
    return lambda doc, value: setattr(reading_of(doc), name, value)


def view_of(doc: Doc) -> View:
    """The document's matching view."""
    view = reading_of(doc).view
    if view is None:
        raise ValueError("the document has no view: make it with pipeline.nlp.make_doc")
    return view


def keep(doc: Doc, kind: str, found: Iterable[Mention]) -> None:
    """Store the mentions of one kind, in order of place."""
    reading_of(doc).found[kind] = sorted(found)


def add_spans(doc: Doc) -> None:
    """Put all mentions into `doc.spans` by kind; a span is as wide as the tokens that its mention touches."""
    for kind, mentions in reading_of(doc).found.items():
        spans = [s for m in mentions if (s := doc.char_span(m.start, m.end, label=kind, alignment_mode="expand"))]
        doc.spans[kind] = SpanGroup(doc, name=kind, spans=spans)


def found(doc: Doc, kind: str) -> list[Mention]:
    """All mentions of a kind, in order of place."""
    return reading_of(doc).found.get(kind, [])


def within(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """Those of `mentions` (in order) that lie inside `start:end`."""
    # A tuple of one is less than every mention that starts there.
    first = bisect_left(mentions, (start,))
    return [m for m in mentions[first : bisect_left(mentions, (end,), first)] if m.end <= end]


def starting_in(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Those of `mentions` (in order) that start inside `start:end`."""
    first = bisect_left(mentions, (start,))
    return mentions[first : bisect_left(mentions, (end,), first)]


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
    at = bisect_right(bounds, (offset, _FAR)) - 1
    return bounds[at] if at >= 0 and offset < bounds[at][1] else (offset, offset)


_FAR = 1 << 60


def sentences(doc: Doc) -> list[tuple[int, int]]:
    """Character bounds of the sentences, surrounding white space left out."""
    bounds = reading_of(doc).bounds
    if bounds is None:
        raise ValueError("the document's sentences are not marked yet")
    return bounds


def line_breaks(doc: Doc) -> list[int]:
    """Offsets of the line breaks, looked for once a document."""
    reading = reading_of(doc)
    if reading.lines is None:
        reading.lines = [m.start() for m in _LINE_BREAK.finditer(view_of(doc).fold)]
    return reading.lines


_LINE_BREAK = re.compile("\n")


def claim(doc: Doc, *claims: Claim) -> None:
    """Add claims to the document's list."""
    reading_of(doc).claims.extend(claims)


def claims_of(doc: Doc) -> list[Claim]:
    """The claims found so far, in order of finding."""
    return reading_of(doc).claims
