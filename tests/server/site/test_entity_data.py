"""An entity as plain JSON and as a table, and what pages say of themselves to machines."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from flask.testing import FlaskClient

from server.site import entity_data
from server.site.entity_data import COLUMNS

BLOC = "bloc/tay-nam-bo"


def test_json_has_names_statements_and_claims_with_their_sentences(site: FlaskClient) -> None:
    found = site.get(f"/data/{BLOC}.json").json
    assert found["label"] == {"vi": "Tây Nam bộ", "en": "Southwest"}
    assert found["iri"] == f"https://w3id.org/thidua/id/{BLOC}"
    ranked = next(c for c in found["claims"]["items"] if c["statement"]["en"].startswith("Kien Giang ranked"))
    assert ranked["statement"]["vi"] == "Kiên Giang xếp thứ 4, 932,88 điểm, trong cụm Tây Nam bộ, năm 2023"
    assert "Kiên Giang đứng vị trí thứ 4" in ranked["evidence"][0]["sentence"]
    assert "20240401T000000Z-0000" in ranked["citation"]
    assert found["claims"]["total"] == len(found["claims"]["items"])
    assert found["next"] is None


def test_csv_has_a_line_for_each_quotation_with_its_source(site: FlaskClient) -> None:
    answer = site.get(f"/data/{BLOC}.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert tuple(rows[0]) == COLUMNS
    total = site.get(f"/data/{BLOC}.json").json["claims"]["total"]
    assert len({row["claim"] for row in rows}) == total
    assert all(row["quote"] in row["sentence"] and row["article"] and row["citation"] for row in rows)


def test_a_claims_data_is_itself(site: FlaskClient) -> None:
    claim = site.get(f"/data/{BLOC}.json").json["claims"]["items"][0]
    path = claim["iri"].partition("/id/")[2]
    found = site.get(f"/data/{path}.json").json
    assert [one["iri"] for one in found["claims"]["items"]] == [claim["iri"]]


def test_an_articles_data_has_its_claims_and_not_its_text(site: FlaskClient) -> None:
    found = site.get("/data/article/tay-nam-bo-2023.json").json
    assert found["claims"]["total"] == len(found["claims"]["items"]) > 10
    assert "text" not in found


def test_plain_json_and_csv_are_negotiated_too(site: FlaskClient) -> None:
    assert site.get(f"/data/{BLOC}", headers={"Accept": "text/csv"}).mimetype == "text/csv"
    to = site.get(f"/id/{BLOC}", headers={"Accept": "application/json"})
    assert (to.status_code, to.headers["Location"]) == (303, f"/data/{BLOC}.json")


def test_every_page_links_its_data_and_says_how_to_cite_it(site: FlaskClient) -> None:
    page = site.get(f"/en/page/{BLOC}").text
    for ending in ("ttl", "jsonld", "json", "csv"):
        assert f'href="/data/{BLOC}.{ending}"' in page
        assert site.get(f"/data/{BLOC}.{ending}").status_code == 200
    assert "Cite as" in page
    assert f"https://w3id.org/thidua/id/{BLOC}" in page


def test_schema_org_describes_the_page(site: FlaskClient) -> None:
    kinds = {BLOC: "Organization", "conference/tay-nam-bo/2023/annual-review": "Event", "indicator/grdp": "DefinedTerm"}
    for path, kind in kinds.items():
        page = site.get(f"/vi/page/{path}").text
        (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        found = json.loads(text)
        assert found["mainEntity"]["@type"] == kind
        assert found["mainEntity"]["@id"] == f"https://w3id.org/thidua/id/{path}"
        assert found["isPartOf"]["@type"] == "Dataset"


def test_an_unknown_entity_comes_with_suggestions(site: FlaskClient) -> None:
    site.get("/en/search?q=a")  # the index is there
    for path in ("province/ca-mao", "tinh/ca-mau"):
        answer = site.get(f"/en/page/{path}", headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert '<a href="/en/page/province/ca-mau">Ca Mau</a>' in answer.text


def test_a_slash_at_the_end_leads_to_the_page(site: FlaskClient) -> None:
    answer = site.get(f"/en/page/{BLOC}/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/en/page/{BLOC}")


@pytest.mark.parametrize("number", ["0", "x", "-1", "99999999999"])
def test_a_page_that_is_no_number_is_refused(site: FlaskClient, number: str) -> None:
    assert site.get(f"/data/{BLOC}.json?page={number}").status_code == 400
    assert site.get(f"/vi/page/{BLOC}?kind=ranking&page={number}").status_code == 400


def test_a_page_past_the_last_is_not_found(site: FlaskClient) -> None:
    for address in (
        f"/data/{BLOC}.csv?page=99",
        "/data/article/tay-nam-bo-2023.json?page=2",
        f"/vi/page/{BLOC}?kind=ranking&page=99",
    ):
        assert site.get(address).status_code == 404


def test_a_page_leads_to_the_one_after_it_in_the_same_language(
    site: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entity_data, "PAGE", 5)
    seen: list[str] = []
    address = f"/data/{BLOC}.json?lang=en"
    while address:
        answer = site.get(address)
        seen += [item["iri"] for item in answer.json["claims"]["items"]]
        address = (answer.json["next"] or "").removeprefix("http://localhost")
        assert ("rel=next" in ", ".join(answer.headers.getlist("Link"))) or not address
    assert len(seen) == len(set(seen)) == answer.json["claims"]["total"]
    assert "release 2024" in answer.json["claims"]["items"][-1]["citation"]
