"""Charts and maps as SVG: pure functions from the plain values of `server.drawing.data` to markup for a page or a file.

    choropleth(era, cells, title, description, language, prefix="map")
    trend(series, title, description, language, size="large", prefix="trend")
    ranking(series, title, description, language, prefix="ranking")
    bars(items, title, description, language, prefix="bars")
    neighbourhood(center, neighbours, title, description, language, prefix="neighbourhood")
    standalone(svg, language)

`prefix` begins the ids of a drawing: two drawings of one page need different ones. Nothing to draw gives empty markup.
"""

from __future__ import annotations

from server.drawing.bars import bars
from server.drawing.choropleth import choropleth
from server.drawing.data import Bar, Cell, Center, Era, Neighbour, Point, Series, Size
from server.drawing.neighbourhood import neighbourhood
from server.drawing.ranking import ranking
from server.drawing.standalone import standalone
from server.drawing.trend import trend

__all__ = [
    "Bar",
    "Cell",
    "Center",
    "Era",
    "Neighbour",
    "Point",
    "Series",
    "Size",
    "bars",
    "choropleth",
    "neighbourhood",
    "ranking",
    "standalone",
    "trend",
]
