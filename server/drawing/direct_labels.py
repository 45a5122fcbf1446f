"""Labels beside the ends of lines instead of a legend: moved apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from server.drawing import svg
from server.drawing.svg import Element, element

LEADING: Final = 15.0
"""From one line of a label to the next."""

_GAP: Final = 4.0
_AWAY: Final = 15.0
"""From the edge of the plot to the labels: past the marks there."""

BREADTH: Final = 15
"""Characters in a line of a label: what fits beside the plot on a telephone."""


@dataclass(frozen=True)
class Label:
    """The label of a line that ends at `x` (hundredths of the width) and `y`; `value` is written below the name."""

    x: float
    y: float
    name: str
    kind: str
    href: str = ""
    value: str = ""
    strong: bool = False
    led: bool = True
    """Whether a thin line leads to it from the end of its line, where that lies off."""
    breadth: int = BREADTH
    """Characters in a line of it."""

    @property
    def rows(self) -> list[str]:
        """The name in lines."""
        return svg.wrapped(self.name, self.breadth)

    @property
    def height(self) -> float:
        """What it takes of the column, with the gap to the next."""
        return (len(self.rows) + bool(self.value)) * LEADING + _GAP


def room(labels: Sequence[Label]) -> float:
    """The height that all of them need below each other."""
    return sum(label.height for label in labels)


def column(labels: Sequence[Label], edge: float, low: float, high: float) -> list[Element]:
    """The labels right of `edge` (hundredths of the width) between the heights `low` and `high`, each led to its line."""
    ordered = sorted(labels, key=lambda label: label.y)
    middles = spread([label.y for label in ordered], [label.height for label in ordered], low, high)
    return [_label(label, edge, middle) for label, middle in zip(ordered, middles, strict=True)]


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Middles near those `wanted` (ascending) at which things of these heights don't overlap.

    Between `low` and `high` where they fit there at all, else beyond `high`.
    """
    tops: list[float] = []
    floor = low
    for middle, height in zip(wanted, heights, strict=True):
        tops.append(max(middle - height / 2, floor))
        floor = tops[-1] + height
    ceiling = max(high, low + sum(heights))
    for index in reversed(range(len(tops))):
        tops[index] = min(tops[index], ceiling - heights[index])
        ceiling = tops[index]
    return [top + height / 2 for top, height in zip(tops, heights, strict=True)]


def _label(label: Label, edge: float, middle: float) -> Element:
    rows, count = label.rows, len(label.rows) + bool(label.value)
    first = middle - LEADING * (count - 1) / 2 + 4
    start, strong = svg.percent(edge), " strong" if label.strong else ""
    told = f"{label.name}: {label.value}" if label.value else label.name
    lines = [svg.text(start, first + LEADING * row, text, f"end{strong}", dx=_AWAY) for row, text in enumerate(rows)]
    if label.value:
        lines.append(svg.text(start, first + LEADING * len(rows), label.value, "quiet", dx=_AWAY))
    leader = None
    if label.led and (abs(middle - label.y) > 3 or edge - label.x > 1):
        leader = element(
            "line", class_="leader", x1=svg.percent(label.x + 0.8), y1=label.y, x2=svg.percent(edge + 1.3), y2=middle
        )
    return element("g", leader, svg.link(label.href, told, *lines), class_=label.kind)
