"""The neighbourhood of an entity: itself to the left, what it is joined with to the right, grouped by relation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from server.drawing import svg
from server.drawing.data import Center, Neighbour
from server.drawing.svg import Element, element
from server.language import Language

_CENTER_X: Final = 33.0
_GROUP_X: Final = 46.0
_LINE: Final = 16.0
_BREADTH: Final = 25
_ROWS: Final = 3
_CENTER_BREADTH: Final = 14
_GAP: Final = 14.0


@dataclass(frozen=True)
class _Row:
    """A neighbour with the lines of its label and the height of its middle."""

    neighbour: Neighbour
    words: tuple[str, ...]
    y: float


@dataclass(frozen=True)
class _Group:
    """The neighbours of one relation and direction; `y` is the height of their heading."""

    relation: str
    incoming: bool
    y: float
    rows: tuple[_Row, ...]


def neighbourhood(
    center: Center,
    neighbours: Sequence[Neighbour],
    title: str,
    description: str,
    language: Language,
    prefix: str = "neighbourhood",
) -> Markup:
    """The `center` with its `neighbours`, which a reader still surveys up to some sixteen.

    Groups come in the order of their first neighbour, so the same data always give the same picture. Without neighbours
    the markup is empty. `language` is that of the texts.
    """
    del language  # All that is written here comes written already; the signature is that of the other drawings.
    if not neighbours:
        return Markup("")
    groups, bottom = _laid_out(neighbours)
    own = svg.wrapped(center.label, _CENTER_BREADTH, 6)
    height = max(bottom, _LINE * (len(own) + 2) + 2 * _GAP)
    middle = height / 2
    return svg.picture(
        "neighbourhood",
        height,
        (title, description),
        prefix,
        svg.plane(
            svg.percent(_CENTER_X), svg.percent(_GROUP_X - _CENTER_X), height, *(_edge(middle, g.y) for g in groups)
        ),
        *(part for group in groups for part in _group(group)),
        _center(center, own, middle),
    )


def _laid_out(neighbours: Sequence[Neighbour]) -> tuple[list[_Group], float]:
    members: dict[tuple[str, bool], list[Neighbour]] = {}
    for neighbour in neighbours:
        members.setdefault((neighbour.relation, neighbour.incoming), []).append(neighbour)
    groups, top = [], _GAP
    for (relation, incoming), found in members.items():
        heading, rows = top, []
        top += _LINE + 4
        for neighbour in found:
            words = _words(neighbour)
            height = _LINE * len(words) + 6
            rows.append(_Row(neighbour, words, top + height / 2 - 3))
            top += height
        groups.append(_Group(relation, incoming, heading, tuple(rows)))
        top += _GAP
    return groups, top - _GAP / 2


def _words(neighbour: Neighbour) -> tuple[str, ...]:
    """The label in lines, its note behind it even where the label is cut short."""
    if not neighbour.note:
        return tuple(svg.wrapped(neighbour.label, _BREADTH, _ROWS))
    note = f"({neighbour.note})"
    words = svg.wrapped(f"{neighbour.label} {note}", _BREADTH, _ROWS)
    if words[-1].endswith("…") and len(note) < _BREADTH - 4:
        words[-1] = f"{words[-1][: _BREADTH - len(note) - 2].rstrip(' …')}… {note}"
    return tuple(words)


def _edge(middle: float, end: float) -> Element:
    start, stop = svg.number(middle), svg.number(end)
    return element("path", class_="edge", d=f"M0 {start}C600 {start} 400 {stop} 1000 {stop}")


def _group(group: _Group) -> list[Element]:
    x = svg.percent(_GROUP_X)
    arrow = "←" if group.incoming else "→"
    return [
        element("line", class_="edge", x1=x, x2=x, y1=group.y, y2=group.rows[-1].y),
        element("circle", class_="node group", cx=x, cy=group.y, r=4),
        svg.text(x, group.y + 4, f"{arrow} {svg.wrapped(group.relation, 28, 1)[0]}", "quiet", dx=12),
        *(_neighbour(row, x) for row in group.rows),
    ]


def _neighbour(row: _Row, x: str) -> Element:
    one = row.neighbour
    told = f"{one.relation}: {one.label}" + (f" ({one.note})" if one.note else "")
    return svg.link(
        one.href,
        told,
        element("circle", class_="node", cx=x, cy=row.y, r=4),
        *svg.lines(x, row.y, row.words, "label", dx=12),
    )


def _center(center: Center, words: Sequence[str], middle: float) -> Element:
    x = svg.percent(_CENTER_X)
    name = f"{center.kind}: {center.label}" if center.kind else center.label
    top = middle - _LINE * (len(words) - 1) / 2
    kind = svg.text(x, top - _LINE + 3, svg.wrapped(center.kind, 16, 1)[0], "quiet", dx=-12, text_anchor="end")
    return svg.link(
        center.href,
        name,
        element("circle", class_="node center", cx=x, cy=middle, r=6),
        kind if center.kind else None,
        *svg.lines(x, middle, words, "label strong", dx=-12, text_anchor="end"),
    )
