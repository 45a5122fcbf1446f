"""A province's name on a day: spelling, eras and towns that bear a province's name."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import mint
from ontology.reference import Province, kind_on, name_on, province_on, provinces

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
UNMERGED = {
    *("ha-noi", "cao-bang", "dien-bien", "lai-chau", "son-la", "lang-son"),
    *("quang-ninh", "thanh-hoa", "nghe-an", "ha-tinh", "thua-thien-hue"),
}


def slug_on(name: str, day: date) -> str | None:
    found = province_on(name, day)
    return found.slug if found else None


def test_63_units_are_valid_until_the_mergers_and_34_after_them() -> None:
    assert sum(unit.valid_on(BEFORE) for unit in provinces()) == 63
    assert sum(unit.valid_on(AFTER) for unit in provinces()) == 34


def test_the_eleven_unmerged_are_one_unit_each_in_both_eras() -> None:
    both = {unit.slug for unit in provinces() if unit.valid_on(BEFORE) and unit.valid_on(AFTER)}

    assert both == UNMERGED


def test_gso_code_91_is_kien_giang_and_then_an_giang() -> None:
    def holder(day: date) -> list[str]:
        return [unit.name for unit in provinces() if unit.gso_code == "91" and unit.valid_on(day)]

    assert (holder(BEFORE), holder(AFTER)) == (["Kiên Giang"], ["An Giang"])


def test_no_two_units_of_one_day_share_a_code() -> None:
    for day in (BEFORE, AFTER):
        codes = [unit.gso_code for unit in provinces() if unit.valid_on(day)]
        assert len(set(codes)) == len(codes)


def test_a_name_means_the_unit_of_its_day() -> None:
    assert (slug_on("An Giang", BEFORE), slug_on("An Giang", AFTER)) == ("an-giang", "an-giang-2025")


def test_a_name_that_ended_means_its_last_unit_ever_after() -> None:
    assert slug_on("Kiên Giang", date(2025, 8, 15)) == "kien-giang"


@given(st.sampled_from(provinces()), st.dates(min_value=date(1997, 1, 1), max_value=date(2030, 1, 1)))
def test_a_unit_is_found_by_its_name_on_any_day_that_it_is_valid(unit: Province, day: date) -> None:
    found = province_on(unit.name, day)

    assert found is not None
    assert found.name == unit.name
    if unit.valid_on(day):
        assert found == unit


@pytest.mark.parametrize(
    ("spelling", "slug"),
    [
        ("Hòa Bình", "hoa-binh"),
        ("Hoà Bình", "hoa-binh"),
        ("HÒA BÌNH", "hoa-binh"),
        ("Đăk Lăk", "dak-lak"),
        ("Đắk Lắk", "dak-lak"),
        ("Đắc Lắc", "dak-lak"),
        ("Đăk Nông", "dak-nong"),
        ("Bắc Cạn", "bac-kan"),
        ("Bà Rịa-Vũng Tàu", "ba-ria-vung-tau"),
        ("Bà Rịa – Vũng Tàu", "ba-ria-vung-tau"),
        ("Bà Rịa Vũng Tàu", "ba-ria-vung-tau"),
        ("BR-VT", "ba-ria-vung-tau"),
        ("Đắk Lăk", "dak-lak"),
        ("Đắc Lắk", "dak-lak"),
        ("Daklak", "dak-lak"),
        ("TP.HCM", "ho-chi-minh"),
        ("TP. HCM", "ho-chi-minh"),
        ("Tp. Hồ Chí Minh", "ho-chi-minh"),
        ("TPHCM", "ho-chi-minh"),
        ("Tp.HCM", "ho-chi-minh"),
        ("TP.Hồ Chí Minh", "ho-chi-minh"),
        ("Ho Chi Minh City", "ho-chi-minh"),
        ("TP.Đà Nẵng", "da-nang"),
        ("Hanoi", "ha-noi"),
        ("Ha Noi", "ha-noi"),
        ("TP\u00a0Hồ Chí Minh", "ho-chi-minh"),
        ("Thừa Thiên - Huế", "thua-thien-hue"),
        ("TT-Huế", "thua-thien-hue"),
        ("Huế", "thua-thien-hue"),
        ("tỉnh An Giang", "an-giang"),
        ("thành phố Cần Thơ", "can-tho"),
        ("Thủ đô Hà Nội", "ha-noi"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_spelling_of_newspapers_means_the_province(spelling: str, slug: str, form: str) -> None:
    assert slug_on(unicodedata.normalize(form, spelling), date(2023, 5, 1)) == slug


@pytest.mark.parametrize("name", ["thành phố Thái Nguyên", "TP Cà Mau", "tỉnh Hồ Chí Minh", "Sài Gòn", "Hà", "", "…"])
def test_what_is_no_province_is_not_found(name: str) -> None:
    assert province_on(name, date(2023, 5, 1)) is None


def test_thanh_pho_hue_is_a_province_from_the_day_it_became_a_centrally_run_city() -> None:
    assert slug_on("thành phố Huế", date(2024, 12, 31)) is None
    assert slug_on("thành phố Huế", date(2025, 1, 1)) == "thua-thien-hue"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Thừa Thiên Huế", date(2025, 1, 1)),
        ("Đồng Nai", date(2026, 4, 30)),
        ("Quảng Ninh", date(2026, 9, 1)),
        ("Bắc Ninh", date(2026, 9, 20)),
    ],
)
def test_province_becomes_a_city_on_its_day(name: str, day: date) -> None:
    unit = province_on(name, day)

    assert unit is not None
    assert kind_on(unit, day - timedelta(days=1)) == "province"
    assert kind_on(unit, day) == "centrally-run-city"


def test_thua_thien_hue_is_called_hue_from_the_day_it_became_a_city() -> None:
    unit = province_on("Huế", date(2025, 1, 1))

    assert unit is not None
    assert name_on(unit, date(2024, 12, 31)) == "Thừa Thiên Huế"
    assert name_on(unit, date(2025, 1, 1)) == "Huế"


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2025, 7, 1), date(2026, 12, 31)])
def test_province_that_was_never_renamed_keeps_its_name(day: date) -> None:
    assert {name_on(unit, day) == unit.name for unit in provinces() if unit.slug != "thua-thien-hue"} == {True}


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_no_two_units_of_one_day_share_a_name(day: date) -> None:
    bearers: dict[str, set[str]] = {}
    for unit in provinces():
        for name in unit.names if unit.valid_on(day) else ():
            bearers.setdefault(mint.slug(name), set()).add(unit.slug)

    assert len(bearers) > 34
    assert [slugs for slugs in bearers.values() if len(slugs) > 1] == []


@pytest.mark.parametrize("name", ["Hòa Bình", "Thanh Hóa", "Khánh Hòa"])
def test_both_placements_of_the_tone_are_names(name: str) -> None:
    (unit,) = [unit for unit in provinces() if unit.name == name and unit.first is None]

    assert name.replace("òa", "oà").replace("óa", "oá") in unit.alt_names
