"""The service as clients see it: manifest, requests as OpenRefine sends them, suggestions, previews, extension, errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from server.reconciliation.properties import PROPERTIES
from server.reconciliation.requests import TYPES

Validate = Callable[[str, object], None]

AN_GIANG = "province/an-giang-2025"


def got(client: FlaskClient, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.text
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response.json


def extended(client: FlaskClient, ids: list[str], *properties: str | dict[str, object]) -> Any:
    members = [{"id": each} if isinstance(each, str) else each for each in properties]
    response = client.post("/reconcile", data={"extend": json.dumps({"ids": ids, "properties": members})})
    assert response.status_code == 200, response.text
    return response.json


def test_the_manifest_is_valid_and_its_addresses_answer(client: FlaskClient, validate: Validate) -> None:
    manifest = got(client, "/reconcile")
    validate("manifest", manifest)

    assert manifest["batchSize"] == 50
    assert client.get(manifest["view"]["url"].replace("{{id}}", quote(AN_GIANG, safe=""))).status_code == 303
    assert client.get(manifest["preview"]["url"].replace("{{id}}", quote(AN_GIANG, safe=""))).status_code == 200
    for suggester in manifest["suggest"].values():
        assert client.get(f"{suggester['service_url']}{suggester['service_path']}?prefix=a").status_code == 200
    propose = manifest["extend"]["propose_properties"]
    assert client.get(f"{propose['service_url']}{propose['service_path']}?type=province").status_code == 200


def test_a_client_of_openrefine_guesses_types_then_matches_then_fetches(
    client: FlaskClient, validate: Validate
) -> None:
    cells = ["Sóc Trăng", "Cà Mau", "Tiền Giang", "Lê Văn Hà"]
    guess = client.post(
        "/reconcile",
        data={"queries": json.dumps({f"q{n}": {"query": cell, "limit": 3} for n, cell in enumerate(cells)})},
    )
    validate("results", guess.json)
    assert guess.json is not None
    kinds = [candidate["type"][0]["id"] for answer in guess.json.values() for candidate in answer["result"][:1]]
    assert kinds == ["province", "province", "province", "official"]

    batch = {
        f"q{n}": {
            "query": cell,
            "type": "province",
            "type_strict": "should",
            "properties": [{"pid": "era", "p": "era", "v": "until-2025"}],
        }
        for n, cell in enumerate([*cells[:3], "An Giang"])
    }
    answer = client.post("/reconcile", data={"queries": json.dumps(batch)})
    validate("results", answer.json)
    assert answer.json is not None
    ids = [each["id"] for result in answer.json.values() for each in result["result"] if each["match"]]
    assert ids == ["province/soc-trang", "province/ca-mau", "province/tien-giang", "province/an-giang"]

    fetched = extended(client, ids, "gso-code", "successor")
    validate("extension", fetched)
    assert [row["gso-code"] for row in fetched["rows"].values()] == [
        [{"str": code}] for code in ("94", "96", "82", "89")
    ]
    assert fetched["rows"]["province/an-giang"]["successor"] == [{"id": AN_GIANG, "name": "An Giang"}]


def test_queries_can_be_sent_by_get(client: FlaskClient, validate: Validate) -> None:
    batch = json.dumps({"q0": {"query": "Sóc Trăng"}})
    by_get = got(client, f"/reconcile?queries={quote(batch)}")
    validate("results", by_get)
    assert by_get == client.post("/reconcile", data={"queries": batch}).json
    assert client.get(f"/reconcile/?queries={quote(batch)}").json == by_get


@pytest.mark.parametrize("method", ["get", "post", "options"])
def test_scripts_of_other_sites_may_read_every_answer(client: FlaskClient, method: str) -> None:
    response = getattr(client, method)("/reconcile", headers={"Origin": "https://example.org"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("queries", "reason"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("9" * 5000, "no JSON"),
        ("[]", "JSON object"),
        ('{"q0": []}', "JSON object"),
        ('{"q0": {}}', "neither a query nor properties"),
        ('{"q0": {"query": "  "}}', "neither a query nor properties"),
        ('{"q0": {"query": 5}}', "has to be a string"),
        ('{"q0": {"query": "a", "limit": 0}}', "positive integer"),
        ('{"q0": {"query": "a", "limit": true}}', "positive integer"),
        ('{"q0": {"query": "a", "limit": 1e999}}', "positive integer"),
        ('{"q0": {"query": "a", "limit": NaN}}', "positive integer"),
        ('{"q0": {"query": "a", "type": "planet"}}', "no type is called"),
        ('{"q0": {"query": "a", "type": 7}}', "string or an array"),
        ('{"q0": {"query": "a", "type_strict": "never"}}', "type_strict"),
        ('{"q0": {"query": "a", "properties": {}}}', "neither"),
        ('{"q0": {"query": "a", "properties": "x"}}', "array"),
        ('{"q0": {"query": "a", "properties": [{"pid": "era"}]}}', "pid and v"),
        ('{"q0": {"query": "a", "properties": [{"pid": "colour", "v": "red"}]}}', "no property is called 'colour'"),
        ('{"q0": {"query": "a", "properties": [{"pid": "era", "v": {"name": "x"}}]}}', "a value of"),
        ('{"q0": {"query": "a", "properties": [{"pid": "era", "v": null}]}}', "a value of"),
    ],
)
def test_queries_of_another_form_are_refused_with_the_reason(client: FlaskClient, queries: str, reason: str) -> None:
    response = client.post("/reconcile", data={"queries": queries})

    if reason == "neither":  # an empty object in the place of an array is nothing stated, as some clients send it
        assert response.status_code == 200
        return
    assert response.status_code == 400
    assert response.json is not None
    assert reason in response.json["detail"]


@pytest.mark.parametrize(
    ("extend", "reason"),
    [
        ("x", "no JSON"),
        ("{}", "ids of extend"),
        ('{"ids": [1], "properties": []}', "ids of extend"),
        ('{"ids": []}', "properties of extend"),
        ('{"ids": [], "properties": ["era"]}', "with an id"),
        ('{"ids": [], "properties": [{"id": "colour"}]}', "no property"),
        ('{"ids": [], "properties": [{"id": "era", "settings": 1}]}', "settings"),
    ],
)
def test_an_extension_of_another_form_is_refused_with_the_reason(client: FlaskClient, extend: str, reason: str) -> None:
    response = client.post("/reconcile", data={"extend": extend})
    assert response.status_code == 400
    assert response.json is not None
    assert reason in response.json["detail"]


def test_a_post_without_a_form_is_told_what_to_send(client: FlaskClient) -> None:
    response = client.post("/reconcile", json={"q0": {"query": "a"}})
    assert response.status_code == 400
    assert response.json is not None
    assert "form" in response.json["detail"]


def test_a_batch_past_its_bound_gets_413(client: FlaskClient) -> None:
    batch = {f"q{n}": {"query": "a"} for n in range(51)}
    assert client.post("/reconcile", data={"queries": json.dumps(batch)}).status_code == 413
    members = {"ids": [str(n) for n in range(501)], "properties": []}
    assert client.post("/reconcile", data={"extend": json.dumps(members)}).status_code == 413


@pytest.mark.parametrize("text", ["\ud800", "\x00", '"', "*", "a OR b", "😀", "_", "' --", "%", "x" * 10_000])
def test_any_text_can_be_reconciled(client: FlaskClient, validate: Validate, text: str) -> None:
    batch = json.dumps({"q0": {"query": text, "properties": [{"pid": "bloc", "v": text}]}, text: {"query": "Cà Mau"}})
    response = client.post("/reconcile", data={"queries": batch})
    assert response.status_code == 200
    validate("results", response.json)
    assert extended(client, [text], "era")["rows"]


def test_entities_are_suggested_by_prefix_and_by_identifier(client: FlaskClient, validate: Validate) -> None:
    by_prefix = got(client, "/reconcile/suggest/entity?prefix=an%20gi")
    validate("suggestions", by_prefix)
    assert [each["id"] for each in by_prefix["result"][:2]] == ["province/an-giang", AN_GIANG]
    assert "từ 1/7/2025" in by_prefix["result"][1]["description"]
    rest = got(client, "/reconcile/suggest/entity?prefix=an%20gi&cursor=1")
    assert rest["result"][0] == by_prefix["result"][1]
    assert got(client, f"/reconcile/suggest/entity?prefix={AN_GIANG}")["result"][0]["id"] == AN_GIANG
    of_type = got(client, "/reconcile/suggest/entity?prefix=c&type=award")
    assert {each["notable"][0]["id"] for each in of_type["result"]} == {"award"}
    assert got(client, "/reconcile/suggest/entity") == {"result": []}


def test_types_and_properties_are_suggested_in_both_languages(client: FlaskClient, validate: Validate) -> None:
    for what, prefix, identifier in [
        ("type", "prov", "province"),
        ("type", "tinh", "province"),
        ("type", "Cụm thi", "bloc"),
        ("property", "gso", "gso-code"),
        ("property", "tien than", "predecessor"),
        ("property", "successor", "successor"),
    ]:
        found = got(client, f"/reconcile/suggest/{what}?prefix={quote(prefix)}")
        validate("suggestions", found)
        assert identifier in [each["id"] for each in found["result"]]
    assert len(got(client, "/reconcile/suggest/type?prefix=")["result"]) == len(TYPES)
    assert len(got(client, "/reconcile/suggest/property?cursor=1")["result"]) == len(PROPERTIES) - 1


@pytest.mark.parametrize(
    "address",
    [
        "/reconcile/suggest/entity?prefix=a&cursor=-1",
        "/reconcile/suggest/entity?prefix=a&type=planet",
        "/reconcile/suggest/type?cursor=x",
        "/reconcile/extend/propose?type=planet",
        "/reconcile/extend/propose?limit=٣",
        "/reconcile/preview",
        "/reconcile/flyout/type?id=planet",
    ],
)
def test_parameters_out_of_reason_are_refused(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/reconcile/preview?id=province/atlantis",
            "/reconcile/flyout/entity?id=x",
            "/reconcile/flyout/property?id=x",
        ),
        *("/reconcile/flyout/planet?id=x", "/reconcile/preview?id=%3E%20%7D", "/reconcile/nothing"),
    ],
)
def test_what_is_not_there_gets_404(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_flyouts_are_short_html(client: FlaskClient, validate: Validate) -> None:
    for what, identifier, words in [
        ("entity", AN_GIANG, "từ 1/7/2025"),
        ("type", "province", "Tỉnh, thành phố"),
        ("property", "gso-code", "GSO code"),
    ]:
        flyout = got(client, f"/reconcile/flyout/{what}?id={quote(identifier, safe='')}")
        validate("flyout", flyout)
        assert flyout["id"] == identifier
        assert words in flyout["html"]


def test_a_preview_is_a_small_page_that_other_sites_may_frame(client: FlaskClient) -> None:
    response = client.get(f"/reconcile/preview?id={quote(AN_GIANG, safe='')}&lang=en")

    assert response.mimetype == "text/html"
    assert "from 1 July 2025" in response.text
    assert f'href="/en/page/{AN_GIANG}"' in response.text
    assert "frame-ancestors 'none'" not in response.headers["Content-Security-Policy"]
    assert "<script" not in response.text
    assert "frame-ancestors 'none'" in client.get("/reconcile").headers["Content-Security-Policy"]


def test_properties_are_proposed_for_a_type(client: FlaskClient, validate: Validate) -> None:
    proposed = got(client, "/reconcile/extend/propose?type=province&limit=4")
    validate("proposal", proposed)
    assert (proposed["type"], proposed["limit"], len(proposed["properties"])) == ("province", 4, 4)
    every = {each["id"] for each in got(client, "/reconcile/extend/propose?type=award")["properties"]}
    assert {"award-level", "granted-by", "label-en"} <= every
    assert "gso-code" not in every


def test_extension_gives_entities_texts_numbers_and_dates(client: FlaskClient, validate: Validate) -> None:
    ids = [AN_GIANG, "bloc/tay-nam-bo", "official/le-van-ha--long-an", "award/government-emulation-flag"]
    fetched = extended(client, ids, *PROPERTIES)
    validate("extension", fetched)
    rows = fetched["rows"]

    assert [meta["id"] for meta in fetched["meta"]] == list(PROPERTIES)
    assert list(rows) == ids
    assert rows[AN_GIANG]["valid-from"] == [{"date": "2025-07-01T00:00:00Z"}]
    assert rows[AN_GIANG]["era"] == [{"str": "from-2025"}]
    assert [each["name"] for each in rows[AN_GIANG]["predecessor"]] == ["An Giang", "Kiên Giang"]
    assert rows[AN_GIANG]["geonames"] == [{"str": "13494362"}]
    assert {"id": "province/soc-trang", "name": "Sóc Trăng"} in rows["bloc/tay-nam-bo"]["member"]
    assert rows["bloc/tay-nam-bo"]["label-en"] == [{"str": "Southwest"}]
    assert rows[ids[2]]["post"] == [{"id": "post/chu-tich-long-an", "name": "Chủ tịch Ủy ban nhân dân tỉnh Long An"}]
    assert rows[ids[2]]["year"] == [{"int": 2024}]
    assert rows[ids[3]]["granted-by"] == [{"id": "organisation/chinh-phu", "name": "Chính phủ"}]
    assert rows["award/government-emulation-flag"]["gso-code"] == []


def test_every_property_has_a_value_somewhere_in_the_data(client: FlaskClient) -> None:
    """But for those that only articles of a real corpus have."""
    without = {"wikidata", "other-name", "url", "publisher", "conferred", "province", "conference", "conference-kind"}
    kinds = ["province/an-giang", AN_GIANG, "bloc/tay-nam-bo", "official/le-van-ha--long-an", "indicator/grdp"]
    kinds += ["award/government-emulation-flag", "conference/tay-nam-bo/2023/annual-review", "article/tay-nam-bo-2023"]
    kinds += ["province/ca-mau"]
    rows = extended(client, kinds, *PROPERTIES)["rows"]
    filled = {name for row in rows.values() for name, values in row.items() if values}

    assert PROPERTIES.keys() - filled - without == set()


def test_settings_choose_the_language_and_how_many(client: FlaskClient) -> None:
    member: dict[str, object] = {"id": "member", "settings": {"language": "en", "limit": 2}}
    values = extended(client, ["bloc/tay-nam-bo"], member)["rows"]["bloc/tay-nam-bo"]["member"]

    assert [value["name"] for value in values] == ["An Giang", "Bac Lieu"]


def test_an_unknown_entity_has_no_values(client: FlaskClient, validate: Validate) -> None:
    fetched = extended(client, ["province/atlantis", "> } x"], "era", "label-vi")
    validate("extension", fetched)
    assert fetched["rows"] == {key: {"era": [], "label-vi": []} for key in ("province/atlantis", "> } x")}
