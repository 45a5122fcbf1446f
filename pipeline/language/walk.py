"""The state of a reader who walks through a text: what it speaks of at each point, and what headings set for the lines below."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from ontology.mint import slug
from pipeline.language import series
from pipeline.language.focus import Focus
from pipeline.language.mentions import Mention
from pipeline.language.quantities import Quantity
from pipeline.language.scan import Sought

_DIRECTION = Sought(
    r"\b(?:tăng|giảm|vượt|hụt|âm|tăng trưởng|sụt)\s+"
    r"(?:(?:thêm|trên|hơn|gần|khoảng|tới|đến|còn|lên|xuống|mạnh|sâu|nhẹ|ở mức|ước)\s+){0,2}$"
)


_DIRECTION_REACH = 60
"""Characters before a number that such a verb and what stands between them fit in."""


@dataclass(slots=True)
class State:
    """What the text speaks of at a point; "" where it has not said."""

    area: str = ""
    indicator: str = ""
    period: str = ""
    measure: str = ""
    """Of the running series of percentages."""
    compared: str = ""
    """The period that figures are compared with."""
    group: tuple[str, ...] = ()
    """The provinces of the list just told."""
    mentioned: str = ""
    """The year last named, for "năm ấy"."""
    span: str = ""
    """The span of years last named, for "5 năm qua"."""
    reached: str = ""
    """The month that a stock is counted at the end of ("đến hết tháng 9")."""

    def copy(self) -> State:
        """The same state, to go on from; `dataclasses.replace` takes many times as long."""
        return State(
            self.area,
            self.indicator,
            self.period,
            self.measure,
            self.compared,
            self.group,
            self.mentioned,
            self.span,
            self.reached,
        )


@dataclass(slots=True)
class Walk:
    """A walk through one document."""

    text: str
    fold: str
    """With `text` the document's matching view."""
    focus: Focus
    state: State = field(default_factory=State)
    section: State = field(default_factory=State)
    """What headings set for the lines below them."""
    province: str = ""
    """The one that "tỉnh" refers to."""
    headline: str = ""
    """The indicator that a bare percentage beside a province's name goes back to."""
    first: State | None = None
    """The state at the sentence's first figure."""
    table: series.Table | None = None
    foreign: bool = False
    """Whether the article is about foreign investment, so that projects and capital are foreign unless said to be domestic."""
    told: int = 0
    """Where the last figure that gave an observation ends."""
    before_now: str = ""
    """The period that "hiện nay" interrupts."""
    now: str = ""
    """The period of "hiện nay", for what is counted in the sentences behind it."""
    aiming: bool = False
    """Whether the sentence before told of nothing but aims."""
    named: int = -1
    """Where the indicator's name ends."""
    whole: str = ""
    """The indicator whose part was last told ("thu ngân sách ..., trong đó thu nội địa ..."), which the next province goes back to."""
    others: int = 0
    """How many provinces the sentence before named."""
    called: dict[str, str] = field(default_factory=dict)
    """The words that make a code which no lexicon has, by the code."""

    def call(self, words: str) -> str:
        """The code that these words of the text make. Of several spellings the first stands for it."""
        code = slug(words)
        self.called.setdefault(code, words)
        return code

    def words_in(self, code: str) -> str:
        """The words of the text that a code, or a part of it, is made of; "" where lexicons have all of it."""
        made = (part for part in self.called if f"-{part}-" in f"-{code}-")
        return self.called.get(max(made, key=len, default=""), "")


@dataclass(slots=True)
class Sentence:
    """A sentence `start:end` with its events in order: areas, times, indicators and figures."""

    start: int
    end: int
    events: list[Mention]
    _clauses: list[int] | None = None

    def clause_at(self, fold: str, offset: int) -> int:
        """Where the clause starts that a figure at `offset` stands in."""
        if self._clauses is None:
            self._clauses = [self.start + at for at in series.clause_starts(fold[self.start : self.end])]
        return self._clauses[bisect_right(self._clauses, offset) - 1]


@dataclass(slots=True)
class Figure:
    """A quantity in its sentence: the folded words before its number and behind its unit, and its place among the events.

    `clause` is the part of `before` that belongs to the figure's clause, `near` the last words of `before`, for what can only stand
    close by; `earlier` are the events in front of the figure.
    """

    mention: Mention
    quantity: Quantity
    sentence: Sentence
    index: int
    before: str
    after: str
    clause: str
    near: str
    earlier: list[Mention]
    direction: re.Match[str] | None = field(init=False)
    """The verb right before the number that tells its direction ("giảm 12,59%", "vượt 3%")."""

    def __post_init__(self) -> None:
        self.direction = _DIRECTION.search(self.near[-_DIRECTION_REACH:])

    def last(self, *kinds: str) -> Mention | None:
        """The last event of one of these kinds in front of the figure."""
        return next((e for e in reversed(self.earlier) if e.kind in kinds), None)

    @property
    def following(self) -> Mention | None:
        """The event right behind the figure."""
        events = self.sentence.events
        return events[self.index + 1] if self.index + 1 < len(events) else None
