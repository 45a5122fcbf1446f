"""What the drawings are made of: plain values that a page can just as well set out as a table.

Every `text` and `label` is in the language of the page, written as people read it; every `href` is an address that a link
may have as it stands (a page's own, with its language), or empty where there is nothing to follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Era = Literal["until-2025", "from-2025"]
"""The 63 provinces of before 1 July 2025, or the 34 since."""

Size = Literal["small", "large"]
"""For one of several pictures side by side, or for one that stands alone."""


@dataclass(frozen=True)
class Cell:
    """What a map shows of one province: `value` picks the shade, `text` is how it is read out, with its unit."""

    value: float
    text: str
    href: str = ""


@dataclass(frozen=True)
class Point:
    """One value of a series.

    `period` is in the notation of `ontology.periods` (`2023`, `2023-H1`, `2023-Q3`, `2023-09`, `2023-01/2023-09`,
    `2021/2025`; `2023-M09` is understood, too). `text` is the value as it is read out, with its unit.
    """

    period: str
    value: float
    text: str
    href: str = ""


@dataclass(frozen=True)
class Series:
    """The values of one thing over time, in any order; `href` is where its label leads. `highlighted`: drawn stronger."""

    label: str
    points: tuple[Point, ...]
    href: str = ""
    highlighted: bool = False


@dataclass(frozen=True)
class Bar:
    """One row of a league table, in the order in which it is drawn."""

    label: str
    value: float
    text: str
    href: str = ""
    highlighted: bool = False


@dataclass(frozen=True)
class Center:
    """The entity whose neighbourhood is drawn; `kind` says what it is (`cụm thi đua`)."""

    label: str
    kind: str = ""
    href: str = ""


@dataclass(frozen=True)
class Neighbour:
    """An entity beside the centre. Those of one `relation` and direction are drawn together, in the order they come.

    `incoming`: the statement leads from the neighbour to the centre. `note` is shown behind the label, such as a year.
    """

    label: str
    relation: str
    href: str = ""
    incoming: bool = False
    note: str = ""
