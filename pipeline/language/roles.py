"""A sentence reduced to what roles are read from: every noun phrase of a person becomes one sign.

`Dự hội nghị có ông Trần Văn A, Chủ tịch UBND tỉnh B; bà C.` reads `dự hội nghị có ◆; ◆.`, and a pattern over that
text leads back to the persons and to the view.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.language.mentions import Mention
from pipeline.view import View

NAMED = "◆"
REFERRED = "◇"


@dataclass(frozen=True, slots=True)
class Party:
    """A person in a sentence: by name (`named`) or by a bare title or pronoun; `start:end` of the view."""

    person: str
    start: int
    end: int
    named: bool
    name_end: int


@dataclass(frozen=True, slots=True)
class Reduced:
    """A sentence with signs for persons; `places[i]` is the view's offset of character `i`, `signed` where the signs stand."""

    text: str
    places: Sequence[int]
    signed: tuple[int, ...]
    parties: dict[int, Party]

    def party(self, position: int) -> Party:
        """The person whose sign stands at this place of the text."""
        return self.parties[position]

    def signs(self, start: int, end: int, kinds: str = NAMED) -> list[int]:
        """The places of persons' signs in a stretch of the text."""
        inside = self.signed[bisect_left(self.signed, start) : bisect_left(self.signed, end)]
        return [i for i in inside if self.text[i] in kinds]

    def view_end(self, position: int) -> int:
        """The view's offset of the end of what stands before `position`."""
        last = position - 1
        return self.parties[last].end if last in self.parties else self.places[last] + 1


def parties(holders: Sequence[Mention], references: Sequence[Mention]) -> list[Party]:
    """All persons in order of place, none inside another's noun phrase; see `posts.Held` for the holders' values."""
    named = [Party(h.value.person, h.start, h.end, True, h.value.name_end) for h in holders]
    others = [Party(r.value, r.start, r.end, False, r.end) for r in references]
    kept: list[Party] = []
    for party in sorted(named + others, key=lambda p: (p.start, not p.named)):
        if not kept or party.start >= kept[-1].end:
            kept.append(party)
        elif party.named and not kept[-1].named:
            kept[-1] = party
    return kept


def reduce_sentences(view: View, sentences: Sequence[tuple[int, int]], everyone: Sequence[Party]) -> Iterator[Reduced]:
    """Reduce each sentence of the text."""
    starts = [p.start for p in everyone]
    for start, end in sentences:
        inside = everyone[bisect_left(starts, start) : bisect_left(starts, end)]
        yield _reduce(view, start, end, inside)


_TOWN = re.compile(r"(?<!\w)(tp|tx|tt)\.")
"""Short for a town's kind; its dot ends no clause."""


def _reduce(view: View, start: int, end: int, inside: Sequence[Party]) -> Reduced:
    text = view.fold[start:end]
    if not inside and not _is_uneven(text):
        return Reduced(_undotted(text), range(start, end), (), {})
    pieces: list[str] = []
    places: list[int] = []
    signs: dict[int, Party] = {}
    position = start
    for party in inside:
        _append(view, position, party.start, pieces, places)
        signs[len(places)] = party
        pieces.append(NAMED if party.named else REFERRED)
        places.append(party.start)
        position = max(position, party.end)
    _append(view, position, end, pieces, places)
    return Reduced(_undotted("".join(pieces)), places, tuple(signs), signs)


def _undotted(text: str) -> str:
    """The text, as long as before, without the dots of towns' kinds."""
    return _TOWN.sub(r"\1'", text) if "t" in text and "." in text else text


_BLANKS = re.compile(r"\s+")


def _append(view: View, start: int, end: int, pieces: list[str], places: list[int]) -> None:
    """Add folded text, runs of blanks as one."""
    if start >= end:
        return
    text = view.fold[start:end]
    if not _is_uneven(text):
        pieces.append(text)
        places.extend(range(start, end))
        return
    for blanks in _BLANKS.finditer(view.fold, start, end):
        pieces += (view.fold[start : blanks.start()], " ")
        places.extend(range(start, blanks.start() + 1))
        start = blanks.end()
    pieces.append(view.fold[start:end])
    places.extend(range(start, end))


def _is_uneven(text: str) -> bool:
    """Whether blanks are more than one, or something else than a blank."""
    # What is no blank and yet white space is not printable.
    return "  " in text or (not text.isprintable() and _OTHER_SPACE.search(text) is not None)


_OTHER_SPACE = re.compile(r"[^\S ]")
