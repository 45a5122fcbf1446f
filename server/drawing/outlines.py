"""The outlines of a map of Viet Nam, computed once per era: provinces as SVG paths, archipelagos as dots in insets.

The projection is equirectangular, true at 16° N: a degree of longitude is drawn cos(16°) as wide as one of latitude.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from ontology.tables import geometry
from ontology.tables.places import Province, name_on
from server.drawing.data import Era
from server.wording import fold

ERAS: Final[dict[Era, date]] = {"until-2025": date(2025, 6, 30), "from-2025": date(2025, 7, 1)}
"""A day of each era: its last, its first."""

_NAMED: Final[dict[Era, date]] = {**ERAS, "until-2025": date(2024, 12, 31)}
"""The day whose names a map bears: Thừa Thiên Huế has been Huế since 1 January 2025, half a year before the era ends."""

WIDTH: Final = 392
HEIGHT: Final = 626
"""The measures of the whole map; on a telephone a unit is then a little less than a pixel."""

GRAIN: Final = 10
"""Paths have whole numbers, of which so many make one unit of the drawing."""

_DEGREE: Final = 38.0
"""Height of a degree of latitude in the drawing."""

_NARROWING: Final = math.cos(math.radians(16))
_MARGIN: Final = 6.0
_SIMPLER: Final = 0.012
"""Details smaller than about this (degrees) are left out: half a unit of the drawing. Borders stay shared."""


@dataclass(frozen=True)
class Outline:
    """A province with its names in this era and its path, in units of 1/`GRAIN`."""

    province: Province
    name_vi: str
    name_en: str
    path: str


@dataclass(frozen=True)
class Inset:
    """An archipelago in its frame: dots relative to the frame's upper left corner, whose place is `left` and `top`."""

    slug: str
    owner: str
    """The slug of the province, which may be followed by the year in which it begins."""
    name_vi: str
    name_en: str
    left: float
    top: float
    width: float
    height: float
    dots: tuple[tuple[float, float], ...]

    def belongs_to(self, province: Province) -> bool:
        """Whether the archipelago is part of `province`, in either era."""
        return province.slug == self.owner or province.slug.startswith(f"{self.owner}-20")


@cache
def outlines(era: Era) -> tuple[Outline, ...]:
    """The provinces of an era, in the order of their table."""
    day = ERAS[era]
    found = [boundary for boundary in geometry.boundaries() if boundary.province.valid_on(day)]
    shapes = shapely.coverage_simplify([shapely.from_wkt(boundary.wkt) for boundary in found], _SIMPLER)
    return tuple(
        Outline(boundary.province, *_names(boundary.province, _NAMED[era]), _path(shape))
        for boundary, shape in zip(found, shapes, strict=True)
    )


@cache
def insets() -> tuple[Inset, ...]:
    """The archipelagos, north to south, east of the coast to which they belong."""
    with Path(__file__).with_name("archipelagos.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places = {
        slug: [(float(r["longitude"]), float(r["latitude"])) for r in rows if r["slug"] == slug] for slug in _FRAMES
    }
    return tuple(_inset(slug, places[slug]) for slug in _FRAMES)


_FRAMES: Final = {
    "hoang-sa": ("da-nang", "Quần đảo Hoàng Sa", "Hoàng Sa Archipelago", (264.0, 204.0, 124.0, 104.0)),
    "truong-sa": ("khanh-hoa", "Quần đảo Trường Sa", "Trường Sa Archipelago", (264.0, 482.0, 124.0, 136.0)),
}
"""For each archipelago its owner, its names and its frame: left, top, width and height."""

_INSET_HEAD: Final = 48.0
_INSET_EDGE: Final = 9.0


def _names(province: Province, day: date) -> tuple[str, str]:
    """The name of a province on `day` in both languages; where it had another than today's, English has that, too."""
    name = name_on(province, day)
    if name == province.name:
        return name, province.name_en
    english = (province.name_en, *province.alt_names_en)
    return name, next((other for other in english if fold(other) == fold(name)), province.name_en)


def _inset(slug: str, places: list[tuple[float, float]]) -> Inset:
    owner, name_vi, name_en, (left, top, width, height) = _FRAMES[slug]
    west, north = min(x for x, _ in places), max(y for _, y in places)
    across = (max(x for x, _ in places) - west) * _NARROWING
    down = north - min(y for _, y in places)
    scale = min((width - 2 * _INSET_EDGE) / across, (height - _INSET_HEAD - _INSET_EDGE) / down)
    start = (width - across * scale) / 2
    dots = tuple(
        (round(start + (x - west) * _NARROWING * scale, 1), round(_INSET_HEAD + (north - y) * scale, 1))
        for x, y in places
    )
    return Inset(slug, owner, name_vi, name_en, left, top, width, height, dots)


def _place(longitude: float, latitude: float) -> tuple[int, int]:
    west, _, _, north = geometry.BOUNDS
    across = _MARGIN + (longitude - west) * _NARROWING * _DEGREE
    down = _MARGIN + (north - 0.55 - latitude) * _DEGREE
    return round(across * GRAIN), round(down * GRAIN)


def _path(shape: BaseGeometry) -> str:
    rings = (ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors))
    return "".join(_ring([_place(x, y) for x, y in ring.coords[:-1]]) for ring in rings)


def _ring(places: Iterable[tuple[int, int]]) -> str:
    """A closed ring with relative steps, which are shorter to write; one that shrinks to a line is none."""
    kept = list(dict.fromkeys(places))
    if len(kept) < 3:
        return ""
    steps = [(x - before[0], y - before[1]) for before, (x, y) in pairwise(kept)]
    return f"M{kept[0][0]} {kept[0][1]}l" + "".join(_step(*step) for step in steps).lstrip() + "z"


def _step(across: int, down: int) -> str:
    """Two numbers; a minus sign parts numbers by itself."""
    return "".join(str(n) if n < 0 else f" {n}" for n in (across, down))
