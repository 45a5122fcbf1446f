"""The comparison: any areas, one indicator, any years, as a page, CSV and JSON."""

from __future__ import annotations

import csv
import io
from html import unescape

import pytest
from flask.testing import FlaskClient

TWO = "area=bac-ninh&area=ha-nam&of=grdp~growth"


def test_two_provinces_stand_side_by_side_with_their_sentences(site: FlaskClient) -> None:
    page = unescape(site.get(f"/vi/compare?{TWO}").text)
    assert "−12,59%" in page
    assert "Hà Nam" in page
    assert "<mark>" in page
    assert "<svg" in page
    assert "/compare.csv?area=bac-ninh&area=ha-nam&of=grdp~growth&lang=vi" in page


def test_the_table_is_taken_along_as_csv_with_sources(site: FlaskClient) -> None:
    answer = site.get(f"/compare.csv?{TWO}&lang=en")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["area_label"] for row in rows} == {"Bac Ninh", "Ha Nam"}
    bac_ninh = next(row for row in rows if row["area_label"] == "Bac Ninh")
    assert (bac_ninh["value"], bac_ninh["unit"], bac_ninh["period"]) == ("-12.59", "PERCENT", "2023-H1")
    assert "12,59%" in bac_ninh["sentence"]
    assert bac_ninh["headline"]


def test_json_has_the_same_values_and_how_to_cite_them(site: FlaskClient) -> None:
    found = site.get(f"/compare.json?{TWO}").json
    assert {value["value"] for value in found["values"]} >= {-12.59}
    assert "20240401T000000Z-0000" in found["cite_as"]


def test_years_bound_what_is_compared(site: FlaskClient) -> None:
    assert site.get(f"/compare.json?{TWO}&from=2024").json["values"] == []
    assert site.get(f"/compare.json?{TWO}&from=2023&to=2023").json["values"]


def test_without_areas_the_form_alone_is_shown(site: FlaskClient) -> None:
    page = site.get("/en/compare").text
    assert 'name="area"' in page
    assert "at least one area" in page


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("area=nowhere", 404, "area=province/nowhere"),
        ("area=bac-ninh&from=soon", 400, "from=soon"),
        ("area=bac-ninh&indicator=happiness", 404, "indicator=happiness"),
        ("&".join(f"area=x{n}" for n in range(9)), 400, "At most 8"),
        ("area=%3Cscript%3E", 404, "area=province/<script>"),
    ],
)
def test_what_cant_be_compared_is_told_by_name(site: FlaskClient, query: str, status: int, told: str) -> None:
    answer = site.get(f"/en/compare?{query}", headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert told in unescape(answer.text)
    assert "<script>" not in answer.text
