"""The state of a reader who walks through a text: what it speaks of at each point, and what headings set for the lines below."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.language import series
from pipeline.language.focus import Focus
from pipeline.language.mentions import Mention
from pipeline.language.quantities import Quantity


@dataclass(slots=True)
class State:
    """What the text speaks of at a point; "" where it has not said.

    `measure` is that of the running series of percentages, `compared` the period that figures are compared with, `group` the provinces
    of the list just told, `mentioned` and `span` the year and the span of years last named, for "năm ấy" and "5 năm qua", `reached` the month that a stock is counted at the end
    of ("đến hết tháng 9").
    """

    area: str = ""
    indicator: str = ""
    period: str = ""
    measure: str = ""
    compared: str = ""
    group: tuple[str, ...] = ()
    mentioned: str = ""
    span: str = ""
    reached: str = ""


@dataclass(slots=True)
class Walk:
    """A walk through one document.

    `text` and `fold` are the document's matching view. `section` is what headings set for the lines below them, `province` the one
    that "tỉnh" refers to, `headline` the indicator that a bare percentage beside a province's name goes back to, `first` the state at
    the sentence's first figure, `told` where the last figure that gave an observation ends, `before_now` the period that "hiện nay" interrupts and
    `now` the one that it names, for what is counted in the sentences behind it, `aiming` whether the sentence before told of nothing but aims, `named` where the
    indicator's name ends.
    """

    text: str
    fold: str
    focus: Focus
    state: State = field(default_factory=State)
    section: State = field(default_factory=State)
    province: str = ""
    headline: str = ""
    first: State | None = None
    told: int = 0
    before_now: str = ""
    now: str = ""
    aiming: bool = False
    named: int = -1
    table: series.Table | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence `start:end` with its events in order: areas, times, indicators and figures."""

    start: int
    end: int
    events: list[Mention]


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity in its sentence: the folded words before its number and behind its unit, and its place among the events."""

    mention: Mention
    quantity: Quantity
    sentence: Sentence
    index: int
    before: str
    after: str

    @property
    def earlier(self) -> list[Mention]:
        """The events in front of the figure."""
        return self.sentence.events[: self.index]

    @property
    def following(self) -> Mention | None:
        """The event right behind the figure."""
        return next(iter(self.sentence.events[self.index + 1 :]), None)
