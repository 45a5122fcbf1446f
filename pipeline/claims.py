"""The types of claims: the atomic facts that an article states, as described in docs/claims.md.

A claim's `start` and `end` are code-point offsets (end exclusive) of its quote. While the language pipeline works they
point into the matching view; `pipeline.run` turns them into offsets of the stored text.
Names, periods and codes are as they are published: see each class. `None` means that the article does not say.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What all claims have: where the article says it, and which rule found it (`component.rule`), in which circumstances.

    `circumstances` are those that its confidence depends on (`pipeline.calibration`); they are told once the article has been read.
    """

    type: ClassVar[str] = ""
    beside: ClassVar[frozenset[str]] = frozenset({"start", "end", "rule", "circumstances"})
    """Fields that are no part of the fact: its place, rule and circumstances, and what a type keeps for the graph alone."""

    start: int
    end: int
    rule: str
    circumstances: tuple[str, ...] = ()

    def content(self) -> dict[str, Any]:
        """The stated fields, those `beside` the fact and `None` left out: what makes two claims the same fact."""
        return {name: value for name in _stated(type(self)) if (value := getattr(self, name)) is not None}

    def fact(self) -> tuple[object, ...]:
        """The claim's type and content as one value to compare by, quicker made than `key`."""
        return (self.type, *(getattr(self, name) for name in _stated(type(self))))

    def key(self) -> str:
        """The claim's content as one canonical string."""
        return json.dumps({"type": self.type} | self.content(), ensure_ascii=False, sort_keys=True)

    def at(self, start: int, end: int, circumstances: tuple[str, ...] = ()) -> Claim:
        """The same claim with its quote elsewhere, and the circumstances that it was found in."""
        return replace(self, start=start, end=end, circumstances=circumstances or self.circumstances)

    def record(self, article: str, text: str) -> dict[str, Any]:
        """The claim as one line of a claims file; `text` is the stored text that the offsets point into."""
        place = {"start": self.start, "end": self.end, "quote": text[self.start : self.end]}
        return {"article": article, "type": self.type} | self.content() | place


_fields_stated: dict[type, tuple[str, ...]] = {}


def _stated(kind: type[Claim]) -> tuple[str, ...]:
    """The names of the fields that make a claim of this type the fact that it is; worked out once a type."""
    names = _fields_stated.get(kind)
    if names is None:
        names = _fields_stated[kind] = tuple(f.name for f in fields(kind) if f.name not in kind.beside)
    return names


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Claim):
    """`member` (a province's name) belongs to `bloc`."""

    type = "membership"
    bloc: str
    member: str
    period: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leadership(Claim):
    """`unit` is `leader` or `deputy` of `bloc` in the year `period`."""

    type = "leadership"
    bloc: str
    unit: str
    role: str
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conference(Claim):
    """A bloc's meeting: its kind, the period it reviews, its day (ISO), its province, its place as written."""

    type = "conference"
    bloc: str
    kind: str
    period: str
    date: str | None = None
    province: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pact(Claim):
    """The members of `bloc` sign the emulation pact of the year `period`."""

    type = "pact"
    bloc: str
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Claim):
    """`person` holds the post `title`, abbreviations written out."""

    type = "post"
    person: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation(Claim):
    """`person` `attended`, `chaired` or `spoke` at the event that the article reports."""

    type = "participation"
    person: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Award(Claim):
    """`recipient` is `nominated` for `award` (a code), was `conferred` it, or had it `revoked`.

    `is_person` tells a person from a body of the same name, `nominator` is the bloc whose proposal it is where the sentence says so,
    else "": both serve the graph and are not compared between claims.
    """

    type = "award"
    beside = Claim.beside | {"is_person", "nominator"}
    award: str
    recipient: str
    status: str
    period: str | None = None
    is_person: bool = False
    nominator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking(Claim):
    """`member`'s rank or score (points) in `bloc`; `bound` qualifies the score."""

    type = "ranking"
    bloc: str
    member: str
    period: str
    rank: int | None = None
    score: float | None = None
    bound: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Claim):
    """The value of an indicator for an area (a province, `Việt Nam`, `Cụm: <bloc>`) in a period, in base units.

    `words` is the stretch that states the value itself ("giảm 12,59%"): view text, not compared between claims. Neither is `called`,
    the words of the text that the indicator's code is made of ("tỷ lệ hòa giải thành"), "" where lexicons have all of it.
    """

    type = "observation"
    beside = Claim.beside | {"words", "called"}
    area: str
    indicator: str
    measure: str
    value: float
    unit: str
    period: str
    bound: str = "exact"
    words: str = ""
    called: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement(Claim):
    """An emulation movement by the name in its quotation marks."""

    type = "movement"
    name: str
    initiator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Claim):
    """A numbered official document: kind and number (`Chỉ thị 03/CT-UBND`), its day (ISO) and issuer."""

    type = "document"
    number: str
    date: str | None = None
    issuer: str | None = None
