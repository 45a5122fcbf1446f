"""Horizontal bars: a league table that shows how far apart its rows are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from server.drawing import svg
from server.drawing.data import Bar
from server.drawing.scales import sound
from server.drawing.svg import Element, element
from server.language import Language

_TELEPHONE: Final = 358
"""Width of a drawing on a narrow screen, for which the room of texts is measured."""

_LETTER: Final = 7.4
"""Width of a letter, on the wide side."""

_LABEL_SHARE: Final = 42.0
_LABEL_BREADTH: Final = 20
_LINE: Final = 15.0


@dataclass(frozen=True)
class _Frame:
    """The bars' left and right edge, and where 0 lies, in hundredths of the width; what one unit takes there."""

    left: float
    right: float
    zero: float
    unit: float


def bars(items: Sequence[Bar], title: str, description: str, language: Language, prefix: str = "bars") -> Markup:
    """The `items` as bars in their order, negative ones left of 0; label to the left, `text` to the right of each.

    Items whose value is no finite number are left out; where none is left the markup is empty. `language` is that of the
    texts.
    """
    del language  # All that is written here comes written already; the signature is that of the other drawings.
    shown = [item for item in items if sound(item.value)]
    if not shown:
        return Markup("")
    frame = _frame(shown)
    rows, top = [], 4.0
    for item in shown:
        words = svg.wrapped(item.label, _LABEL_BREADTH)
        height = _LINE * len(words) + 12
        rows.append(_row(item, words, frame, top, height))
        top += height
    axis = element(
        "line", class_="zero", x1=svg.percent(frame.zero), x2=svg.percent(frame.zero), y1=2, y2=top + 2
    )  # fmt: skip
    return svg.picture("bars", top + 4, (title, description), prefix, *rows, axis)


def _frame(shown: Sequence[Bar]) -> _Frame:
    texts = max(len(item.text) for item in shown) * _LETTER / _TELEPHONE * 100
    left, right = _LABEL_SHARE + 1, 100 - min(texts + 3, 38.0)
    low, high = min(0.0, *(item.value for item in shown)), max(0.0, *(item.value for item in shown))
    unit = (right - left) / (high - low or 1.0)
    return _Frame(left, right, left - low * unit, unit)


def _row(item: Bar, words: Sequence[str], frame: _Frame, top: float, height: float) -> Element:
    end = frame.zero + item.value * frame.unit
    kind = " ".join(["bar", *(["negative"] if item.value < 0 else []), *(["highlighted"] if item.highlighted else [])])
    middle, strong = top + height / 2, " strong" if item.highlighted else ""
    return svg.link(
        item.href,
        f"{item.label}: {item.text}",
        element("rect", class_="target", y=top, width="100%", height=height),
        *svg.lines(f"{_LABEL_SHARE:g}%", middle, words, f"label{strong}", _LINE, dx=-6, text_anchor="end"),
        element(
            "rect",
            class_=kind,
            x=svg.percent(min(end, frame.zero)),
            y=middle - 8,
            width=svg.percent(abs(end - frame.zero)),
            height=16,
        ),
        svg.text("100%", middle + 4, item.text, f"amount{strong}", text_anchor="end"),
    )
