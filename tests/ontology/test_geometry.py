"""The boundaries of provinces: one each, valid, of the right place, the same for a merged unit as for those it came from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from rdflib import RDF, Literal, URIRef

from ontology.building.reference import build
from ontology.errors import OntologyError
from ontology.names import DCTERMS, GEO, SKOS
from ontology.tables import table
from ontology.tables.geometry import BOUNDS, FOLDER, boundaries, read_boundaries, read_shapes
from ontology.tables.places import provinces

NOTES = table.FOLDER / "geometry-notes.csv"
SQUARE = [[105.0, 20.0], [106.0, 20.0], [106.0, 21.0], [105.0, 21.0], [105.0, 20.0]]
BESIDE = [[106.0, 20.0], [107.0, 20.0], [107.0, 21.0], [106.0, 21.0], [106.0, 20.0]]


def outline(slug: str) -> Any:
    (wkt,) = [boundary.wkt for boundary in boundaries() if boundary.province.slug == slug]
    return shapely.from_wkt(wkt)


def feature(code: object, ring: object, kind: str = "Polygon") -> dict[str, object]:
    return {"type": "Feature", "properties": {"gso_code": code}, "geometry": {"type": kind, "coordinates": [ring]}}


@pytest.fixture
def fault(tmp_path: Path) -> Callable[..., str]:
    """Gives the message with which a file of these features is refused."""

    def message(*features: object) -> str:
        path = tmp_path / "provinces.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        with pytest.raises(OntologyError) as raised:
            read_shapes(path)
        return str(raised.value)

    return message


def test_every_province_has_one_boundary() -> None:
    graph = build()

    assert [boundary.province for boundary in boundaries()] == list(provinces())
    for unit in provinces():
        node = URIRef(f"{unit.iri}#geometry")
        assert list(graph.objects(URIRef(unit.iri), GEO.hasDefaultGeometry)) == [node]
        assert (node, RDF.type, GEO.Geometry) in graph
        assert len(list(graph.objects(node, GEO.asWKT))) == 1
        assert list(graph.objects(node, DCTERMS.source))


def test_well_known_text_in_the_graph_is_a_valid_polygon_with_longitude_first() -> None:
    graph = build()
    texts = list(graph.objects(None, GEO.asWKT))

    assert len(texts) == len(provinces())
    for text in texts:
        assert isinstance(text, Literal)
        assert text.datatype == GEO.wktLiteral
        shape = shapely.from_wkt(str(text))
        assert shape.is_valid
        assert shape.geom_type in ("Polygon", "MultiPolygon")
        west, south, east, north = BOUNDS
        assert west < shape.centroid.x < east
        assert south < shape.centroid.y < north


@pytest.mark.parametrize(
    ("slug", "east", "north"),
    [
        ("ha-noi", 105.85, 21.03),
        ("ho-chi-minh", 106.70, 10.78),
        ("da-nang-2025", 108.20, 16.05),
        ("ca-mau", 105.15, 9.18),
    ],
)
def test_boundary_is_drawn_around_the_seat_of_its_province(slug: str, east: float, north: float) -> None:
    assert outline(slug).contains(shapely.Point(east, north))


def test_merged_unit_is_drawn_as_its_predecessors_together() -> None:
    merged = [unit for unit in provinces() if unit.first is not None]

    assert len(merged) == 23
    for unit in merged:
        before = [outline(old.slug) for old in provinces() if old.successor == unit.slug]
        whole = outline(unit.slug)
        assert shapely.union_all(before).symmetric_difference(whole).area / whole.area < 1e-6, unit.slug


@pytest.mark.parametrize("merged", [False, True])
def test_neighbours_of_one_era_share_their_borders_and_do_not_overlap(merged: bool) -> None:
    units = [unit for unit in provinces() if (unit.last if merged else unit.first) is None]

    assert len(units) == (34 if merged else 63)
    assert shapely.coverage_is_valid([outline(unit.slug) for unit in units])


@pytest.mark.parametrize("file", ["provinces-until-2025.geojson", "provinces-from-2025.geojson"])
def test_boundaries_differ_from_the_shared_ones_by_less_than_a_thousandth(shared: Path, file: str) -> None:
    ours, theirs = read_shapes(FOLDER / file), read_shapes_unchecked(shared / "reference" / file)

    assert ours.keys() <= theirs.keys()
    for code, shape in ours.items():
        assert shape.symmetric_difference(theirs[code]).area / theirs[code].area < 0.001, code


def read_shapes_unchecked(path: Path) -> dict[str, Any]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {each["properties"]["gso_code"]: shapely.geometry.shape(each["geometry"]) for each in features}


@pytest.mark.parametrize(
    ("slug", "archipelago"),
    [
        ("khanh-hoa", "Trường Sa"),
        ("khanh-hoa-2025", "Trường Sa"),
        ("da-nang", "Hoàng Sa"),
        ("da-nang-2025", "Hoàng Sa"),
    ],
)
def test_boundary_says_which_archipelago_it_does_not_draw(slug: str, archipelago: str) -> None:
    notes = list(build().objects(URIRef(f"https://w3id.org/thidua/id/province/{slug}#geometry"), SKOS.scopeNote))

    assert sorted(note.language or "" for note in notes if isinstance(note, Literal)) == ["en", "vi"]
    assert all(archipelago in note for note in notes)


@pytest.mark.parametrize(
    ("features", "reason"),
    [
        (
            [feature("56", [*SQUARE[:2], SQUARE[3], SQUARE[2], SQUARE[0]])],
            "its boundary is not valid: Self-intersection",
        ),
        ([feature("56", [[y, x] for x, y in SQUARE])], "it lies outside Viet Nam, from 20 105 to 21 106"),
        ([feature("56", SQUARE[:2])], "its coordinates make no polygon: "),
        ([feature("56", [["105", "20"]])], "its coordinates make no polygon: "),
        ([feature("56", 105.0)], "its coordinates make no polygon: "),
        ([feature("56", [])], "its geometry is empty"),
        ([feature("56", SQUARE, "LineString")], "its geometry is neither a Polygon nor a MultiPolygon"),
        ([{"properties": {"gso_code": "56"}}], "its geometry is neither a Polygon nor a MultiPolygon"),
        ([feature("56", SQUARE), feature("56", BESIDE)], "an earlier feature has this code"),
    ],
)
def test_faulty_boundary_is_refused_with_file_code_and_reason(
    fault: Callable[..., str], features: list[object], reason: str
) -> None:
    assert fault(*features).startswith(f"provinces.geojson, gso_code 56: {reason}")


def test_neighbours_that_overlap_are_refused_by_their_codes(fault: Callable[..., str]) -> None:
    over = [[x - 0.1, y] for x, y in BESIDE]

    assert fault(feature("56", SQUARE), feature("58", over)) == (
        "provinces.geojson, gso_code 56, 58: their boundaries overlap or don't share a border"
    )


@pytest.mark.parametrize("each", [feature(56, SQUARE), {"properties": None}, {}, "feature"])
def test_feature_without_a_code_is_refused_by_its_place(fault: Callable[..., str], each: object) -> None:
    assert fault(feature("56", SQUARE), each) == (
        "provinces.geojson, feature 2: has no property gso_code with a code of two digits"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"type":\n "FeatureCollection",\n', "x.geojson, line 3: no JSON: Expecting property name"),
        (b"[]", "x.geojson: is no GeoJSON FeatureCollection"),
        (b'{"features": 1}', "x.geojson: is no GeoJSON FeatureCollection"),
        (b"\xff\xfe", "x.geojson: not UTF-8 at byte 0"),
    ],
)
def test_file_that_is_no_geojson_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_bytes(content)

    with pytest.raises(OntologyError) as raised:
        read_shapes(path)

    assert str(raised.value).startswith(reason)


def test_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"provinces-until-2025\.geojson: No such file"):
        read_boundaries(tmp_path, NOTES, provinces())


def spoiled(tmp_path: Path, old: str, new: str) -> str:
    """The message with which our boundaries are refused after a change in the file of the older era."""
    for file in FOLDER.glob("*.geojson"):
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(text.replace(old, new) if "until" in file.name else text, encoding="utf-8")
    with pytest.raises(OntologyError) as raised:
        read_boundaries(tmp_path, NOTES, provinces())
    return str(raised.value)


def test_boundary_of_no_province_is_refused(tmp_path: Path) -> None:
    assert spoiled(tmp_path, '"gso_code":"96"', '"gso_code":"97"') == (
        "provinces-until-2025.geojson, gso_code 97: no province of provinces.csv has this code"
    )


def test_province_without_a_boundary_is_refused(tmp_path: Path) -> None:
    line = next(
        line
        for line in (FOLDER / "provinces-until-2025.geojson").read_text(encoding="utf-8").splitlines(keepends=True)
        if '"gso_code":"01"' in line
    )

    assert spoiled(tmp_path, line, "") == "provinces-until-2025.geojson, gso_code 01: has no boundary of ha-noi"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("khanh-hoa,,No islands.", "column note_vi is empty"),
        ("truong-sa,Không.,No.", "column slug: 'truong-sa' is none of"),
    ],
)
def test_faulty_note_is_refused_with_file_row_and_reason(refusal: Callable[..., str], row: str, reason: str) -> None:
    message = refusal(lambda path: read_boundaries(FOLDER, path, provinces()), "geometry-notes.csv", row)

    assert message.startswith(f"geometry-notes.csv, row 2: {reason}")
