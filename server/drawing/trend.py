"""Lines over time, with their labels at their ends; large, or small for several side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from server.drawing import direct_labels, svg
from server.drawing.data import Point, Series, Size
from server.drawing.direct_labels import BREADTH, Label
from server.drawing.scales import Scale, moment, nice, sound, written
from server.drawing.svg import Element, element
from server.drawing.time_axis import TimeAxis, words
from server.language import Language

_TOP: Final = 22.0
_TICK_ROW: Final = 16.0
_VALUED: Final = 4
"""Up to so many lines have their last value written below their label."""


_NEXT: Final = 1.3
"""Years from one value to the next that a line may join."""


@dataclass(frozen=True)
class _Frame:
    """Where the plot lies: its left and right edge in hundredths of the width, its bottom, and the two axes."""

    left: float
    right: float
    bottom: float
    values: Scale
    times: TimeAxis

    def x(self, period: str) -> float:
        return self.left + (self.right - self.left) * self.times.place(period)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - _TOP) * self.values.share(value)


def trend(
    series: Sequence[Series],
    title: str,
    description: str,
    language: Language,
    size: Size = "large",
    prefix: str = "trend",
) -> Markup:
    """The `series` as lines over their periods, each value marked.

    Points whose period can't be read or whose value is no finite number are left out, and so are series without any;
    where nothing is left the markup is empty. A small drawing of one series has no label: its heading says what it is.
    """
    shown = readable(series)
    if not shown:
        return Markup("")
    small = size == "small"
    times = TimeAxis(point.period for one in shown for point in one.points)
    ticks = times.ticks(3 if small else 6, language)
    values = nice((point.value for one in shown for point in one.points), 2 if small else 4)
    labelled = len(shown) > 1 or not small
    frame = _Frame(
        16 if small else 14, (55 if small else 68) if labelled else 95, 150.0 if small else 320.0, values, times
    )
    labels = _labels(shown, frame, small) if labelled else []
    # What the labels need more than there is makes the plot higher, and the labels' places with it.
    frame = replace(frame, bottom=max(frame.bottom, _TOP + direct_labels.room(labels)))
    labels = _labels(shown, frame, small) if labelled else []
    return svg.picture(
        f"trend {size}",
        frame.bottom + 12 + _TICK_ROW * (2 if any(upper for _, upper, _ in ticks) else 1),
        (title, description),
        prefix,
        _grid(frame, language),
        _feet(frame, ticks),
        *(_line(one, index, frame, language) for index, one in enumerate(shown)),
        *direct_labels.column(labels, frame.right, 0, frame.bottom + 6),
    )


def readable(series: Sequence[Series]) -> list[Series]:
    """The series with only those points that have a place in time and a finite value, in the order of time."""
    kept = [
        Series(one.label, tuple(sorted(filter(_placed, one.points), key=_at)), one.href, one.highlighted)
        for one in series
    ]
    return [one for one in kept if one.points]


def kind(index: int) -> str:
    """The class of the series at `index`: its colour."""
    return f"series-{index % 6 + 1}"


def marker(index: int, filled: bool = False) -> Element:
    """The shape of the series at `index`, around the origin: another one for each of six."""
    shapes = (
        "",
        "M-4 -4h8v8h-8z",
        "M0 -5.5l5 9h-10z",
        "M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
        "M0 5.5l5 -9h-10z",
        "M-5 0h10M0 -5v10",
    )
    look = "marker filled" if filled else "marker"
    shape = shapes[index % 6]
    return element("path", class_=look, d=shape) if shape else element("circle", class_=look, r=4)


def curves(one: Series, spots: Sequence[tuple[float, float]], index: int) -> list[Element]:
    """Lines through the `spots` of a series in the dash of the series at `index`: colours and shapes come round again after six.

    Between points more than `_NEXT` years apart there is none: nothing is known of what lies between.
    """
    dash = (index // 6 + index % 6 // 2) % 4
    names = ["line", *([f"dash-{dash}"] if dash else []), *(["highlighted"] if one.highlighted else [])]
    runs: list[list[tuple[float, float]]] = []
    before = -math.inf
    for point, spot in zip(one.points, spots, strict=True):
        if _at(point) - before > _NEXT:
            runs.append([])
        runs[-1].append(spot)
        before = _at(point)
    return [
        element("polyline", class_=" ".join(names), points=" ".join(f"{svg.number(x)},{svg.number(y)}" for x, y in run))
        for run in runs
        if len(run) > 1
    ]


def _placed(point: Point) -> bool:
    return moment(point.period) is not None and sound(point.value)


def _at(point: Point) -> float:
    return moment(point.period) or 0.0


def _labels(shown: Sequence[Series], frame: _Frame, small: bool) -> list[Label]:
    labels = []
    for index, one in enumerate(shown):
        last = one.points[-1]
        value = last.text if len(shown) <= _VALUED and len(last.text) <= BREADTH + 1 and not small else ""
        x, y, breadth = frame.x(last.period), frame.y(last.value), BREADTH - 4 * small
        labels.append(Label(x, y, one.label, kind(index), one.href, value, one.highlighted, breadth=breadth))
    return labels


def _grid(frame: _Frame, language: Language) -> Element:
    """A line for each tick, its number above its left end: so numbers of any length need no margin."""
    parts = []
    for tick in frame.values.ticks:
        y = frame.y(tick)
        name = "zero" if tick == 0 else "grid"
        parts.append(element("line", class_=name, x1="0%", x2=svg.percent(min(frame.right + 1, 100)), y1=y, y2=y))
        parts.append(svg.text("0%", y - 4, written(tick, language), "quiet"))
    return element("g", *parts, class_="axis")


def _feet(frame: _Frame, ticks: Sequence[tuple[float, str, str]]) -> Element:
    """The names of periods: two lines where any has an upper one."""
    found = []
    second = _TICK_ROW if any(upper for _, upper, _ in ticks) else 0.0
    for at, upper, lower in ticks:
        x, y = svg.percent(frame.left + (frame.right - frame.left) * at), frame.bottom + _TICK_ROW + 2
        found += [svg.text(x, y, upper, "quiet", text_anchor="middle")] if upper else []
        found.append(svg.text(x, y + second, lower, "quiet", text_anchor="middle"))
    return element("g", *found, class_="axis")


def _line(one: Series, index: int, frame: _Frame, language: Language) -> Element:
    spots = [(1000 * frame.times.place(point.period), frame.y(point.value)) for point in one.points]
    width = svg.percent(frame.right - frame.left)
    plane = svg.plane(svg.percent(frame.left), width, frame.bottom, *curves(one, spots, index))
    return element("g", plane, *(_mark(one, point, index, frame, language) for point in one.points), class_=kind(index))


def _mark(one: Series, point: Point, index: int, frame: _Frame, language: Language) -> Element:
    told = f"{one.label}, {words(point.period, language)}: {point.text}"
    target = element("circle", class_="target", r=10)
    filled = point is one.points[-1]
    return svg.pinned(
        svg.percent(frame.x(point.period)),
        frame.y(point.value),
        svg.link(point.href, told, target, marker(index, filled)),
    )
