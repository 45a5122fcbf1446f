"""Which entities a cell of a table is matched with."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from server.reconciliation.wording import era_of, read_name

Reconcile = Callable[..., dict[str, list[dict[str, Any]]]]


def matches(candidates: list[dict[str, Any]]) -> list[str]:
    return [candidate["id"] for candidate in candidates if candidate["match"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Sóc Trăng", "province/soc-trang"),
        ("Tỉnh Sóc Trăng", "province/soc-trang"),
        ("soc trang", "province/soc-trang"),
        ("Sóc\u00a0Trăng", "province/soc-trang"),
        (unicodedata.normalize("NFD", "Sóc Trăng"), "province/soc-trang"),
        ("Thừa Thiên - Huế", "province/thua-thien-hue"),
        ("bà rịa vũng tàu", "province/ba-ria-vung-tau"),
        ("Bà Rịa–Vũng Tàu", "province/ba-ria-vung-tau"),
        ("Thành phố Hà Nội", "province/ha-noi"),
        ("Hoà Bình", "province/hoa-binh"),
        ("Tây Nam Bộ", "bloc/tay-nam-bo"),
        ("Cụm thi đua Tây Nam bộ", "bloc/tay-nam-bo"),
        ("Southwest", "bloc/tay-nam-bo"),
        ("Cờ thi đua của Chính phủ", "award/government-emulation-flag"),
        ("co thi dua cua chinh phu", "award/government-emulation-flag"),
        ("GRDP", "indicator/grdp"),
        ("Đỗ Văn Hải", "official/do-van-hai--ca-mau"),
    ],
)
def test_a_name_that_one_entity_alone_has_is_a_match(reconcile: Reconcile, query: str, expected: str) -> None:
    found = reconcile(q=query)["q"]

    assert matches(found) == [expected]
    assert found[0]["id"] == expected
    assert found[0]["score"] >= 92


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("An Giang", {"province/an-giang", "province/an-giang-2025"}),
        ("TP. Hồ Chí Minh", {"province/ho-chi-minh", "province/ho-chi-minh-2025"}),
        ("tp HCM", {"province/ho-chi-minh", "province/ho-chi-minh-2025"}),
        ("Đăk Lăk", {"province/dak-lak", "province/dak-lak-2025"}),
        ("Lê Văn Hà", {"official/le-van-ha--long-an", "official/le-van-ha--ca-mau"}),
    ],
)
def test_namesakes_are_all_candidates_and_none_is_a_match(reconcile: Reconcile, query: str, paths: set[str]) -> None:
    found = reconcile(q=query)["q"]

    assert {candidate["id"] for candidate in found[:2]} == paths
    assert found[0]["score"] == found[1]["score"] >= 92
    assert found[0]["description"] != found[1]["description"]
    assert matches(found) == []


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ([{"pid": "era", "v": "from-2025"}], "an-giang-2025"),
        ([{"pid": "era", "v": "until 30 June 2025"}], "an-giang"),
        ([{"pid": "gso-code", "v": "91"}], "an-giang-2025"),
        ([{"pid": "gso-code", "v": 89}], "an-giang"),
        ([{"pid": "iso-code", "v": "VN-44"}], "an-giang"),
        ([{"pid": "year", "v": 2023}], "an-giang"),
        ([{"pid": "year", "v": 2026.0}], "an-giang-2025"),
        ([{"pid": "bloc", "v": "Tây Nam bộ"}], "an-giang"),
        ([{"pid": "bloc", "v": {"id": "bloc/tay-nam-bo", "name": "Tây Nam bộ"}}], "an-giang"),
        ([{"pid": "predecessor", "v": ["Kiên Giang", "Cà Mau"]}], "an-giang-2025"),
        ([{"pid": "valid-from", "v": "2025-07-01"}], "an-giang-2025"),
    ],
)
def test_a_property_tells_which_unit_of_one_name_is_meant(
    reconcile: Reconcile, properties: list[dict[str, object]], expected: str
) -> None:
    found = reconcile(q={"query": "An Giang", "type": "province", "properties": properties})["q"]

    assert matches(found) == [f"province/{expected}"]
    assert found[0]["id"] == f"province/{expected}"
    assert found[0]["score"] > found[1]["score"]


def test_the_year_of_the_change_tells_nothing(reconcile: Reconcile) -> None:
    assert matches(reconcile(q={"query": "An Giang", "properties": [{"pid": "year", "v": 2025}]})["q"]) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("An Giang (từ 1/7/2025)", "an-giang-2025"),
        ("An Giang (mới)", "an-giang-2025"),
        ("An Giang (sau sáp nhập)", "an-giang-2025"),
        ("An Giang (from 2025-07-01)", "an-giang-2025"),
        ("An Giang (đến hết ngày 30/06/2025)", "an-giang"),
        ("tỉnh An Giang (cũ)", "an-giang"),
        ("An Giang (trước sáp nhập)", "an-giang"),
        ("An Giang (until 2025-06-30)", "an-giang"),
    ],
)
def test_the_wording_tells_which_unit_of_one_name_is_meant(reconcile: Reconcile, query: str, expected: str) -> None:
    assert matches(reconcile(q=query)["q"]) == [f"province/{expected}"]


def test_brackets_that_tell_no_era_are_a_part_of_the_name() -> None:
    assert read_name("Tổng sản phẩm trên địa bàn (GRDP)") == ("Tổng sản phẩm trên địa bàn (GRDP)", "")
    assert read_name("(mới)") == ("(mới)", "")
    assert era_of("until-2025") == "until-2025"
    assert era_of("2024") == ""


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ([{"pid": "post", "v": "Chủ tịch Ủy ban nhân dân tỉnh Long An"}], "le-van-ha--long-an"),
        ([{"pid": "post", "v": "Bí thư Tỉnh ủy"}], "le-van-ha--ca-mau"),
        ([{"pid": "post", "v": {"id": "post/bi-thu-ca-mau"}}], "le-van-ha--ca-mau"),
    ],
)
def test_a_post_tells_namesakes_apart(reconcile: Reconcile, properties: list[dict[str, object]], expected: str) -> None:
    found = reconcile(q={"query": "Lê Văn Hà", "type": ["official"], "properties": properties})["q"]
    assert matches(found) == [f"official/{expected}"]


def test_a_person_with_another_tone_is_another_person(reconcile: Reconcile) -> None:
    found = reconcile(other="Đỗ Văn Hai", bare="do van hai", same="Đỗ Văn Hải")

    assert {key: matches(candidates) for key, candidates in found.items()} == {
        "other": [],
        "bare": ["official/do-van-hai--ca-mau"],
        "same": ["official/do-van-hai--ca-mau"],
    }
    assert found["other"][0]["score"] < found["bare"][0]["score"] < found["same"][0]["score"] == 100


def test_a_person_of_whom_nothing_stated_is_known_is_no_match(reconcile: Reconcile) -> None:
    query = {"query": "Đỗ Văn Hải", "properties": [{"pid": "post", "v": "Giám đốc Sở Nội vụ"}]}
    found = reconcile(q=query)["q"]

    assert found[0]["id"] == "official/do-van-hai--ca-mau"
    assert found[0]["score"] == 90
    assert matches(found) == []


def test_a_misspelt_name_has_candidates_and_no_match(reconcile: Reconcile) -> None:
    found = reconcile(q={"query": "Sóc Trag", "type": "province"})["q"]

    assert found[0]["id"] == "province/soc-trang"
    assert 60 < found[0]["score"] < 92
    assert matches(found) == []


def test_a_contradicting_property_halves_the_score_and_is_no_match(reconcile: Reconcile) -> None:
    found = reconcile(q={"query": "Sóc Trăng", "properties": [{"pid": "gso-code", "v": "01"}]})["q"]

    assert found[0]["id"] == "province/soc-trang"
    assert found[0]["score"] == 50
    assert matches(found) == []


def test_properties_alone_find_what_has_them(reconcile: Reconcile) -> None:
    found = reconcile(
        one={"type": "province", "properties": [{"pid": "iso-code", "v": "VN-44"}]},
        two={"type": "province", "properties": [{"pid": "gso-code", "v": "91"}]},
        none={"type": "province", "properties": [{"pid": "gso-code", "v": "1234"}]},
    )

    assert matches(found["one"]) == ["province/an-giang"]
    assert {candidate["id"] for candidate in found["two"]} == {"province/kien-giang", "province/an-giang-2025"}
    assert matches(found["two"]) == []
    assert found["none"] == []


def test_an_identifier_finds_its_entity(reconcile: Reconcile) -> None:
    iri = "https://w3id.org/thidua/id/province/an-giang-2025"
    found = reconcile(path="province/an-giang-2025", iri=iri)

    for candidates in found.values():
        assert [(each["id"], each["score"], each["match"]) for each in candidates] == [
            ("province/an-giang-2025", 100, True)
        ]


@pytest.mark.parametrize(
    "type_",
    ["province", "td:Province", "https://w3id.org/thidua/ontology#Province", ["province"], [{"id": "province"}]],
)
def test_a_type_restricts_the_candidates(reconcile: Reconcile, type_: object) -> None:
    found = reconcile(q={"query": "An Giang", "type": type_, "limit": 50, "type_strict": "any"})["q"]

    assert found
    assert {each["type"][0]["id"] for each in found} == {"province"}


def test_candidates_come_the_best_first_and_no_more_than_asked_for(reconcile: Reconcile) -> None:
    found = reconcile(few={"query": "Giang", "limit": 3}, many={"query": "Giang", "limit": 50})

    scores = [candidate["score"] for candidate in found["many"]]
    assert scores == sorted(scores, reverse=True)
    assert found["few"] == found["many"][:3]
    assert len(found["many"]) > 3


def test_a_limit_does_not_hide_that_there_are_namesakes(reconcile: Reconcile) -> None:
    assert matches(reconcile(q={"query": "An Giang", "limit": 1})["q"]) == []


def test_features_tell_what_the_score_is_made_of(reconcile: Reconcile) -> None:
    query = {"query": "le van ha", "properties": [{"pid": "post", "v": "Bí thư Tỉnh ủy Cà Mau"}]}
    found = reconcile(q=query)["q"]
    features = {feature["id"]: feature["value"] for feature in found[0]["features"]}

    assert features == {
        "certain": True,
        "name_score": 98,
        "properties_agreeing": 1,
        "properties_contradicting": 0,
        "properties_unknown": 0,
    }


def test_what_is_like_nothing_has_no_candidates(reconcile: Reconcile) -> None:
    assert reconcile(a="x", b="½½", c="zzzzzz qqqq", d="...") == {"a": [], "b": [], "c": [], "d": []}
