"""Ranks over the years (a bump chart), rank 1 on top."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from server.drawing import direct_labels, svg
from server.drawing.data import Point, Series
from server.drawing.direct_labels import Label
from server.drawing.scales import moment
from server.drawing.svg import Element, element
from server.drawing.time_axis import head, words
from server.drawing.trend import curves, kind, readable
from server.language import Language

_HEAD: Final = 34.0
_ROW: Final = 32.0
_LEFT: Final = 5.0
_RIGHT: Final = 68.0
_LAST_RANK: Final = 100
"""There are fewer provinces than this; a greater rank is no rank among them."""

Places = dict[tuple[int, int], tuple[float, float]]
"""Where the point of a series lies, by the numbers of both: hundredths of the width, and height."""


def ranking(
    series: Sequence[Series], title: str, description: str, language: Language, prefix: str = "ranking"
) -> Markup:
    """The ranks (`value`, from 1) of the `series` over their periods, which stand at equal distances.

    Points without a place in time, and values that are no whole rank from 1 to 100, are left out, and so are series
    without any; where nothing is left the markup is empty. Those that share a rank stand close below each other.
    """
    shown = readable(
        [Series(one.label, tuple(filter(_ranked, one.points)), one.href, one.highlighted) for one in series]
    )
    if not shown:
        return Markup("")
    periods = sorted(
        {p.period for one in shown for p in one.points}, key=lambda period: (moment(period) or 0.0, period)
    )
    places = _places(shown, periods)
    last_rank = max(int(point.value) for one in shown for point in one.points)
    labels = [_label(one, number, places, periods, language) for number, one in enumerate(shown)]
    height = max(_HEAD + _ROW * last_rank, direct_labels.room(labels) + _HEAD / 2)
    height += sum(label.height for label in labels if label.y == math.inf)
    return svg.picture(
        "ranking",
        height,
        (title, description),
        prefix,
        *_heads(periods, language),
        *(_line(one, number, places, height) for number, one in enumerate(shown)),
        *(_marks(one, number, places, language) for number, one in enumerate(shown)),
        *direct_labels.column(labels, _RIGHT, _HEAD / 2, height),
    )


def _ranked(point: Point) -> bool:
    return 1 <= point.value <= _LAST_RANK and point.value == int(point.value)


def _across(index: int, count: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (index / (count - 1) if count > 1 else 0.5)


def _places(shown: Sequence[Series], periods: Sequence[str]) -> Places:
    shared: defaultdict[tuple[str, float], list[tuple[int, int]]] = defaultdict(list)
    for number, one in enumerate(shown):
        for place, point in enumerate(one.points):
            shared[point.period, point.value].append((number, place))
    found: Places = {}
    for (period, rank), keys in shared.items():
        for order, key in enumerate(keys):
            apart = (order - (len(keys) - 1) / 2) * min(18, _ROW / len(keys))
            found[key] = (_across(periods.index(period), len(periods)), _HEAD + _ROW * (rank - 0.5) + apart)
    return found


def _label(one: Series, number: int, places: Places, periods: Sequence[str], language: Language) -> Label:
    x, y = places[number, len(one.points) - 1]
    last = one.points[-1].period
    if last == periods[-1]:
        return Label(x, y, one.label, kind(number), one.href, strong=one.highlighted, led=False)
    # A line that ends early would else seem to be of the last year: its label lies below the others.
    name = f"{one.label} ({' '.join(head(last, language)).strip()})"
    return Label(x, math.inf, name, kind(number), one.href, strong=one.highlighted, led=False)


def _heads(periods: Sequence[str], language: Language) -> list[Element]:
    # Under each other on a narrow screen: every one of up to seven, else every other.
    step = -(-len(periods) // 7)
    found: list[Element | None] = []
    for index, period in enumerate(periods):
        x = svg.percent(_across(index, len(periods)))
        found.append(element("line", class_="grid", x1=x, x2=x, y1=_HEAD - 6, y2="100%"))
        if (len(periods) - 1 - index) % step == 0:
            upper, lower = head(period, language)
            found.append(svg.text(x, 24, lower, "quiet", text_anchor="middle"))
            found.append(svg.text(x, 10, upper, "quiet", text_anchor="middle") if upper else None)
    return [part for part in found if part is not None]


def _line(one: Series, number: int, places: Places, height: float) -> Element:
    found = [places[number, place] for place in range(len(one.points))]
    spots = [((x - _LEFT) / (_RIGHT - _LEFT) * 1000, y) for x, y in found]
    plane = svg.plane(svg.percent(_LEFT), svg.percent(_RIGHT - _LEFT), height, *curves(one, spots, number))
    return element("g", plane, class_=kind(number))


def _marks(one: Series, number: int, places: Places, language: Language) -> Element:
    marks = []
    for place, point in enumerate(one.points):
        x, y = places[number, place]
        told = f"{one.label}, {words(point.period, language)}: {point.text}"
        circle = element("circle", class_="marker", r=10.5)
        rank = element("text", text=str(int(point.value)), class_="rank", y=4.3)
        marks.append(svg.pinned(svg.percent(x), y, svg.link(point.href, told, circle, rank)))
    return element("g", *marks, class_=kind(number))
