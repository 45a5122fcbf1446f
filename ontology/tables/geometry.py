"""The boundaries of provinces (OGC GeoSPARQL 1.1), from the GeoJSON files in `geometry/`, checked feature by feature.

`provinces-until-2025.geojson` has the units of before 1 July 2025, which include those that go on; a file
`provinces-from-YEAR.geojson` has those that begin in that year. Features are known by the GSO code that the unit has, and
lie as GeoJSON says (RFC 7946, section 4): longitude and latitude in degrees, WGS 84.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from ontology import mint
from ontology.errors import OntologyError
from ontology.files import read_text
from ontology.tables import table
from ontology.tables.places import Province, provinces

FOLDER: Final = Path(__file__).parents[1] / "geometry"
"""Where the project's own boundaries lie."""

SOURCE: Final = "https://www.naturalearthdata.com/downloads/10m-cultural-vectors/10m-admin-1-states-provinces/"
"""Where the boundaries come from: Natural Earth, in the public domain."""

BOUNDS: Final = (102.0, 8.0, 110.0, 24.0)
"""West, south, east and north of what the boundaries draw of Viet Nam, in degrees; the archipelagos lie further east."""

_DECIMALS: Final = 3
"""Decimals of a degree in WKT: 0.001 degree is about 110 metres, a tenth of what the outlines were simplified to."""

_NOTE_COLUMNS: Final = ("slug", "note_vi", "note_en")


@dataclass(frozen=True)
class Boundary:
    """The boundary of one province: `wkt` in CRS84 (longitude first); the notes say what it leaves out, or are empty."""

    province: Province
    iri: str
    wkt: str
    note_vi: str = ""
    note_en: str = ""


@cache
def boundaries() -> tuple[Boundary, ...]:
    """The boundary of every province, in the order of their table."""
    return read_boundaries(FOLDER, table.FOLDER / "geometry-notes.csv", provinces())


def read_boundaries(folder: Path, notes: Path, known: tuple[Province, ...]) -> tuple[Boundary, ...]:
    """The boundary of each province of `known`, from the files in `folder`, with the notes of the table `notes`.

    Raises `OntologyError` where a file or a note is faulty, or a file has no boundary for a unit, or one for no unit.
    """
    remarks = _read_notes(notes, {province.slug for province in known})
    by_file: dict[Path, list[Province]] = {}
    for province in known:
        by_file.setdefault(folder / _file_of(province), []).append(province)
    wkt = {slug: text for path, units in by_file.items() for slug, text in _of_file(path, units).items()}
    return tuple(
        Boundary(unit, mint.geometry(unit.iri), wkt[unit.slug], *remarks.get(unit.slug, ("", ""))) for unit in known
    )


def read_shapes(path: Path) -> dict[str, BaseGeometry]:
    """The polygons of the GeoJSON file `path` by the GSO code of their feature.

    Raises `OntologyError` naming the feature by its code, where it has one, that has no code, one that another has, no
    polygon, a boundary that is not valid (OGC Simple Features: it crosses itself, say), or one outside Viet Nam; and where
    neighbours overlap or don't share their border.
    """
    found: dict[str, BaseGeometry] = {}
    for number, feature in enumerate(_features(path), start=1):
        code = _code(path, number, feature)
        if code in found:
            raise OntologyError(path, "an earlier feature has this code", f"gso_code {code}")
        found[code] = _shape(path, code, feature.get("geometry"))
    _check_borders(path, found)
    return found


def _file_of(province: Province) -> str:
    return f"provinces-from-{province.first.year}.geojson" if province.first else "provinces-until-2025.geojson"


def _of_file(path: Path, units: list[Province]) -> dict[str, str]:
    """The WKT of each unit's boundary by slug."""
    shapes = read_shapes(path)
    codes = {unit.gso_code: unit.slug for unit in units}
    for code in sorted(shapes.keys() - codes.keys()):
        raise OntologyError(path, "no province of provinces.csv has this code", f"gso_code {code}")
    for code in sorted(codes.keys() - shapes.keys()):
        raise OntologyError(path, f"has no boundary of {codes[code]}", f"gso_code {code}")
    return {slug: str(shapely.to_wkt(shapes[code], rounding_precision=_DECIMALS)) for code, slug in codes.items()}


def _features(path: Path) -> list[Mapping[str, Any]]:
    try:
        content = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise OntologyError(path, f"no JSON: {error.msg}", f"line {error.lineno}") from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise OntologyError(path, "is no GeoJSON FeatureCollection: it has no list of features")
    return features


def _code(path: Path, number: int, feature: object) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("gso_code") if isinstance(properties, dict) else None
    if not isinstance(code, str):
        raise OntologyError(path, "has no property gso_code with a code of two digits", f"feature {number}")
    return code


def _shape(path: Path, code: str, geometry: object) -> BaseGeometry:
    place = f"gso_code {code}"
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise OntologyError(path, "its geometry is neither a Polygon nor a MultiPolygon", place)
    try:
        shape = shapely.geometry.shape(geometry)
    except (KeyError, TypeError, ValueError, IndexError, shapely.errors.ShapelyError) as error:
        raise OntologyError(path, f"its coordinates make no polygon: {error}", place) from error
    if shape.is_empty:
        raise OntologyError(path, "its geometry is empty", place)
    if not shape.is_valid:
        raise OntologyError(path, f"its boundary is not valid: {shapely.is_valid_reason(shape)}", place)
    west, south, east, north = shape.bounds
    if west < BOUNDS[0] or south < BOUNDS[1] or east > BOUNDS[2] or north > BOUNDS[3]:
        raise OntologyError(path, f"it lies outside Viet Nam, from {west:g} {south:g} to {east:g} {north:g}", place)
    return shape


def _check_borders(path: Path, shapes: Mapping[str, BaseGeometry]) -> None:
    """Refuse neighbours that overlap, or whose common border has other points on either side."""
    edges = shapely.coverage_invalid_edges(list(shapes.values()))
    faulty = [code for code, edge in zip(shapes, edges, strict=True) if not edge.is_empty]
    if faulty:
        raise OntologyError(path, "their boundaries overlap or don't share a border", f"gso_code {', '.join(faulty)}")


def _read_notes(path: Path, slugs: set[str]) -> dict[str, tuple[str, str]]:
    rows = table.read(path, _NOTE_COLUMNS)
    table.refuse_repeats(rows, lambda row: row.text("slug"), "slug")
    return {row.one_of("slug", slugs): (row.text("note_vi"), row.text("note_en")) for row in rows}
