"""Observations: whose figure it is, of what, for when, and how it is measured; and figures that are no observations."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from tests.pipeline.claimed import facts

Claims = Callable[..., list[dict[str, Any]]]


def values(found: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    return {(c["area"], c["indicator"], c["measure"], c["value"], c["period"]) for c in found}


PROVINCE = "Hà Nam năm 2023\n\n"
BLOC = "Cụm thi đua các tỉnh Tây Nam bộ tổng kết năm 2023\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GRDP của Hà Nam tăng 9,41%.", ("Hà Nam", "grdp", "growth", 9.41, "2023")),
        ("Thu ngân sách nhà nước của tỉnh đạt 12.800 tỷ đồng.", ("Hà Nam", "budget-revenue", "level", 12.8e12, "2023")),
        ("Thu ngân sách đạt 98% dự toán.", ("Hà Nam", "budget-revenue", "plan-ratio", 98, "2023")),
        ("Thu ngân sách vượt 7,7% dự toán.", ("Hà Nam", "budget-revenue", "plan-ratio", 107.7, "2023")),
        ("Thu ngân sách vượt kế hoạch hơn 14%.", ("Hà Nam", "budget-revenue", "plan-ratio", 114, "2023")),
        ("Trong cơ cấu kinh tế, dịch vụ chiếm 38,9%.", ("Hà Nam", "services-output", "share", 38.9, "2023")),
        ("Chỉ số sản xuất công nghiệp giảm 0,45%.", ("Hà Nam", "iip", "growth", -0.45, "2023")),
        ("Tỷ lệ hộ nghèo giảm 0,7%.", ("Hà Nam", "poverty-reduction", "level", 0.7, "2023")),
        ("Tỷ lệ hộ nghèo còn 2,1%.", ("Hà Nam", "poverty-rate", "share", 2.1, "2023")),
        ("GRDP bình quân đầu người đạt 96,3 triệu đồng.", ("Hà Nam", "grdp-per-capita", "level", 96.3e6, "2023")),
        ("Tỉnh có 571 xã đạt chuẩn nông thôn mới.", ("Hà Nam", "new-rural-communes", "level", 571, "2023")),
        ("Tỉnh thu hút 45 dự án FDI.", ("Hà Nam", "fdi-projects", "level", 45, "2023")),
        ("Đã giải quyết việc làm cho 21.675 lao động.", ("Hà Nam", "jobs-created", "level", 21675, "2023")),
        ("Khách du lịch gấp 2,3 lần so với cùng kỳ.", ("Hà Nam", "tourist-arrivals", "growth", 130, "2023")),
        ("Sản lượng than bằng 94,0% cùng kỳ.", ("Hà Nam", "coal-output", "growth", -6, "2023")),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_figure_of_a_province(claims: Claims, text: str, expected: tuple[Any, ...], form: str) -> None:
    found = claims(unicodedata.normalize(form, PROVINCE + text), "observation")
    assert values(found) == {expected}


@pytest.mark.parametrize(
    "text",
    [
        "Năm tới, tỉnh phấn đấu GRDP tăng 10%.",
        "Kế hoạch đặt ra là GRDP tăng 6,5 - 7%.",
        "Tỉnh dự kiến thu ngân sách 15.000 tỷ đồng.",
        "Công ty Minh Long xuất khẩu 12 triệu USD.",
        "Chỉ số sản xuất công nghiệp tăng 5% so với tháng trước.",
        "Công nghiệp đóng góp 5,74 điểm phần trăm.",
        "Mức tăng cao hơn mục tiêu 8%.",
        "Tháng 9, chỉ số sản xuất công nghiệp thấp hơn tháng 8 là 1,3%.",
        "Tỉnh giữ nguyên chỉ tiêu tăng trưởng 12,5% cho cả năm.",
        "Tỉnh giao dự toán thu ngân sách là 300 tỷ đồng.",
        "Doanh nghiệp tạo việc làm cho lao động và ủng hộ hơn 10 tỉ đồng.",
    ],
)
def test_targets_companies_and_months_are_no_observations(claims: Claims, text: str) -> None:
    assert claims(PROVINCE + text, "observation") == []


def test_series_carries_its_indicator_and_period(claims: Claims) -> None:
    text = BLOC + (
        "Tốc độ tăng trưởng kinh tế (GRDP) năm 2023: Long An tăng 5,77%; Trà Vinh tăng 8,25%; Bến Tre tăng 4,33%. "
        "Tỉnh Bạc Liêu giảm 1,2%."
    )
    assert {("Trà Vinh", "grdp", "growth", 8.25, "2023"), ("Bạc Liêu", "grdp", "growth", -1.2, "2023")} <= values(
        claims(text, "observation")
    )


def test_values_in_brackets_belong_to_the_name_before_them(claims: Claims) -> None:
    text = BLOC + "Thu nhập bình quân đầu người cao nhất là Trà Vinh (81,75 triệu đồng), Hậu Giang (80,33 triệu đồng)."
    assert values(claims(text, "observation")) == {
        ("Trà Vinh", "income-per-capita", "level", 81750000, "2023"),
        ("Hậu Giang", "income-per-capita", "level", 80330000, "2023"),
    }


def test_bloc_nation_and_year_before_stay_apart(claims: Claims) -> None:
    text = BLOC + (
        "Mức tăng trưởng bình quân của các tỉnh trong Cụm đạt 6,7%, cao hơn bình quân chung cả nước (5,05%). "
        "Kim ngạch xuất khẩu của cụm đạt trên 23 tỷ USD, tăng 6,79% so năm 2022 (trên 21,5 tỷ USD)."
    )
    assert values(claims(text, "observation")) == {
        ("Cụm: Tây Nam bộ", "grdp", "growth", 6.7, "2023"),
        ("Việt Nam", "grdp", "growth", 5.05, "2023"),
        ("Cụm: Tây Nam bộ", "export-turnover", "level", 23e9, "2023"),
        ("Cụm: Tây Nam bộ", "export-turnover", "growth", 6.79, "2023"),
        ("Cụm: Tây Nam bộ", "export-turnover", "level", 21.5e9, "2022"),
    }


def test_month_of_an_event_does_not_become_the_period(claims: Claims) -> None:
    text = BLOC + "Năm 2023, mưa lũ lịch sử tháng 10 gây khó khăn, song thu ngân sách của Cụm đạt 64.300 tỷ đồng."
    assert {(v[1], v[4]) for v in values(claims(text, "observation"))} == {("budget-revenue", "2023")}


def test_cumulative_figure_runs_from_january(claims: Claims) -> None:
    text = PROVINCE + "Tháng 11, thu ngân sách luỹ kế đạt 4.612 tỷ đồng."
    assert values(claims(text, "observation")) == {("Hà Nam", "budget-revenue", "level", 4.612e12, "2023-01/2023-11")}


def test_counted_provinces_are_the_bloc(claims: Claims) -> None:
    text = BLOC + "Hội nghị ghi nhận: 12 tỉnh thu ngân sách 75.862 tỷ đồng."
    assert {(v[0], v[1]) for v in values(claims(text, "observation"))} == {("Cụm: Tây Nam bộ", "budget-revenue")}


def test_report_of_a_part_of_the_year_gives_the_period_below_it(claims: Claims) -> None:
    text = (
        "Kỳ họp HĐND tỉnh Lạng Sơn\n\n(LSO) - Sáng 21/7, HĐND tỉnh Lạng Sơn họp.\n\n"
        "Ông A trình bày báo cáo kết quả thực hiện nhiệm vụ 6 tháng đầu năm 2021:\n\n"
        "GRDP tăng 6,12%. Huyện Chi Lăng dự kiến về đích năm 2025."
    )
    assert values(claims(text, "observation")) == {("Lạng Sơn", "grdp", "growth", 6.12, "2021-H1")}


def test_work_of_a_lawyers_association_is_counted(claims: Claims) -> None:
    text = PROVINCE + "Hội Luật gia tỉnh tổ chức 754 buổi tuyên truyền pháp luật và tư vấn được 320 vụ việc."
    found = {(c["indicator"], c["value"], c["unit"]) for c in claims(text, "observation")}
    assert found == {("legal-education-sessions", 754, "session"), ("legal-advice-cases", 320, "case")}


def test_lan_luot_pairs_names_with_values(claims: Claims) -> None:
    text = BLOC + "Về thu nhập bình quân đầu người, Hậu Giang và Kiên Giang lần lượt có 80,33 và 73,74 triệu đồng."
    assert {(c["area"], c["value"]) for c in claims(text, "observation")} == {
        ("Hậu Giang", 80330000),
        ("Kiên Giang", 73740000),
    }


def test_one_figure_for_each_of_a_list(claims: Claims) -> None:
    text = BLOC + "Ba tỉnh có 100% xã đạt chuẩn nông thôn mới là Bạc Liêu, Trà Vinh và Tiền Giang."
    found = claims(text, "observation")
    assert {c["area"] for c in found} == {"Bạc Liêu", "Trà Vinh", "Tiền Giang"}
    assert {(c["indicator"], c["measure"], c["value"]) for c in found} == {("new-rural-communes", "share", 100)}


def test_table_columns_give_indicator_and_rows_the_year(claims: Claims) -> None:
    text = (
        BLOC + "Năm | Thu ngân sách | Xuất khẩu\n2018 | 206.000 tỉ đồng | 55 tỉ USD\n2023 | 258.000 tỉ đồng | 67 tỉ USD"
    )
    area = "Cụm: Tây Nam bộ"
    assert values(claims(text, "observation")) == {
        (area, "budget-revenue", "level", 206e12, "2018"),
        (area, "export-turnover", "level", 55e9, "2018"),
        (area, "budget-revenue", "level", 258e12, "2023"),
        (area, "export-turnover", "level", 67e9, "2023"),
    }


def test_table_head_gives_the_unit_of_bare_numbers(claims: Claims) -> None:
    text = (
        BLOC + "Hạng | Tỉnh | Tổng điểm | Tăng GRDP (%) | Thu ngân sách (tỷ đồng)\n"
        "1 | Cà Mau | 986,5 | 10,35 | 17.642\n2 | Long An | 979,25 | -8,25 | 12.480"
    )
    assert values(claims(text, "observation")) == {
        ("Cà Mau", "grdp", "growth", 10.35, "2023"),
        ("Cà Mau", "budget-revenue", "level", 17642e9, "2023"),
        ("Long An", "grdp", "growth", -8.25, "2023"),
        ("Long An", "budget-revenue", "level", 12480e9, "2023"),
    }


def test_heading_names_what_the_rows_below_it_measure_but_not_the_next_paragraph(claims: Claims) -> None:
    text = (
        PROVINCE
        + "Chỉ số sản xuất công nghiệp năm 2023\n\nToàn ngành | +10,36%\nKhai khoáng | +11,35%\n\nTrong khi đó, con số 5% khác."
    )
    assert {v[1:4] for v in values(claims(text, "observation"))} == {
        ("iip", "growth", 10.36),
        ("iip-mining", "growth", 11.35),
    }


def test_quote_is_the_text_to_the_letter_and_bound_is_kept(claims: Claims) -> None:
    text = unicodedata.normalize("NFD", BLOC + "Thu ngân sách toàn cụm\u00a0đạt gần 88.000 tỉ đồng.")
    (found,) = claims(text, "observation")
    assert text[found["start"] : found["end"]] == found["quote"]
    assert unicodedata.normalize("NFC", found["quote"]).endswith("gần 88.000 tỉ đồng")
    assert found["bound"] == "below"


@pytest.mark.parametrize(
    ("said", "indicator", "value"),
    [
        ("kim ngạch XK đạt 5 tỷ USD", "export-turnover", 5e9),
        ("kim ngạch XNK đạt 8 tỷ USD", "trade-turnover", 8e9),
        ("tổng thu NSNN đạt 7.000 tỷ đồng", "budget-revenue", 7e12),
        ("giá trị SXCN tăng 10%", "industrial-output", 10),
        ("tỷ lệ bao phủ BHYT đạt 90%", "health-insurance-coverage", 90),
    ],
)
def test_indicators_in_the_short_forms_of_newspapers(claims: Claims, said: str, indicator: str, value: float) -> None:
    found = claims(f"Năm 2016, tỉnh Hải Dương có {said}.", "observation")
    assert facts(found, "area", "indicator", "value", "period") == {("Hải Dương", indicator, value, "2016")}


def test_ratio_to_the_same_period_told_before_is_growth(claims: Claims) -> None:
    found = claims("Năm 2016, xuất khẩu của tỉnh Hải Dương so với cùng kỳ bằng 104%.", "observation")
    assert facts(found, "indicator", "measure", "value") == {("export-turnover", "growth", 4)}


def test_count_of_before_is_none_and_communes_in_a_programme_have_not_reached_its_standard(claims: Claims) -> None:
    found = claims(
        "Năm 2016, tỉnh Bắc Kạn đã xây dựng phương án giảm đơn vị sự nghiệp từ 349 đầu mối xuống còn 268.",
        "observation",
    )
    assert 349 not in {c["value"] for c in found}
    text = "Năm 2016, tỉnh Bắc Ninh có 126 xã, phường, thị trấn, trong đó có 97 xã thực hiện chương trình xây dựng nông thôn mới."
    assert facts(claims(text, "observation"), "indicator", "value") == {
        ("communes", 126),
        ("communes-in-new-rural-programme", 97),
    }


def test_house_of_national_standard_is_not_the_nation(claims: Claims) -> None:
    found = claims("Năm 2016, tỉnh Bắc Ninh có tỷ lệ trường chuẩn quốc gia đạt 80%.", "observation")
    assert facts(found, "area", "value") == {("Bắc Ninh", 80)}
