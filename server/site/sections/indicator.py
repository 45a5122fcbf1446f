"""An indicator: a map, a league table and the trend of a measure and period that the reader may choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from server import drawing, queries
from server.drawing import data
from server.language import here, language, named, say
from server.site.eras import by_era
from server.site.sections.cells import (
    Cell,
    League,
    bars,
    chosen,
    key,
    league,
    read_cells,
    read_choices,
    series,
    span_in_words,
    titled,
)
from server.source import Reading

_LINES = 8
"""So many areas at most are drawn over time; the table of each area's page has all."""


@dataclass(frozen=True)
class IndicatorSection:
    """What the page of an indicator begins with."""

    league: League
    map: str
    bars: str
    trend: str
    template: str = "indicator"


def read(reading: Reading, iri: NamedNode, asked: Mapping[str, str]) -> IndicatorSection:
    """The section of the indicator `iri`; `asked` may name the `measure` and the `period`."""
    told = {name: value for name, value in asked.items() if name != "indicator"}
    choices = read_choices(reading, queries.bind("choices_of_indicator", indicator=[iri]), told)
    made = chosen(choices)
    measure = [NamedNode(made.measure.iri)] if made else []
    cells = read_cells(reading, queries.bind("cells_of_measure", indicator=[iri], measure=measure)) if made else []
    found = league(reading, choices, cells)
    if not found.cells:
        return IndicatorSection(found, "", "", "")
    first = found.cells[0]
    at = titled(first, named(first.period))
    drawn = drawing.bars(
        bars(found.cells), at, say("Giá trị lớn nhất ở trên.", "The greatest on top."), language(), prefix="league"
    )
    return IndicatorSection(found, _map(found.cells, at), drawn, _trend(cells, found.cells))


def _map(cells: Sequence[Cell], title: str) -> str:
    """The map of the era whose units have the most of the values."""
    by_area = {cell.area.iri: data.Cell(cell.number, named(cell.amount), here(cell.href)) for cell in cells}
    eras = by_era(by_area)
    era = max(eras, key=lambda one: (len(eras[one]), one))
    if not eras[era]:
        return ""
    about = say("Màu đậm hơn là giá trị lớn hơn.", "The darker, the greater.")
    return drawing.choropleth(era, eras[era], title, about, language(), prefix="map")


def _trend(cells: Sequence[Cell], shown: Sequence[Cell]) -> str:
    """The areas with the most periods over time, of what is comparable with the values shown."""
    by_area: dict[str, list[Cell]] = {}
    for cell in cells:
        if key(cell) == key(shown[0]):
            by_area.setdefault(cell.area.iri, []).append(cell)
    long = sorted((group for group in by_area.values() if len(group) > 1), key=lambda g: (-len(g), g[0].area.text))
    lines = [series(group, named(group[0].area), group[0].area.href or "") for group in long[:_LINES]]
    lines = [line for line in lines if len({point.period for point in line.points}) > 1]
    about = say("Các địa phương có nhiều kỳ số liệu nhất.", "The areas with values of the most periods.")
    title = titled(shown[0], span_in_words(shown[0]))
    return drawing.trend(lines, title, about, language(), prefix="trend") if lines else ""
