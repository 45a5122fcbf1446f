"""Observations of the country as a whole, and of what an index, the budget or an investment is made up of."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pipeline.claimed import Claims, facts

NATION = (
    "Sản xuất công nghiệp 4 tháng khởi sắc\n"
    "Theo Tổng cục Thống kê, 4 tháng đầu năm 2023, chỉ số sản xuất công nghiệp tăng 6,1% so với cùng kỳ năm trước. Trong đó, "
    "ngành chế biến, "
    "chế tạo tăng 6,8%; ngành sản xuất và phân phối điện tăng 7,3%; ngành cung cấp nước và xử lý rác thải, nước thải tăng "
    "5,2%; riêng ngành "
    "khai khoáng giảm 2,4%. Một số sản phẩm tăng cao so với cùng kỳ năm trước là ti vi tăng 22,8%; sắt, thép thô tăng 19,6%; than đá tăng "
    "3,1%; máy gặt đập tăng 2,2%. Bộ Công Thương đánh giá đây là kết quả tích cực của toàn ngành. Kim ngạch xuất khẩu đạt 108 tỷ USD, vốn "
    "đầu tư nước ngoài đăng ký 8,9 tỷ USD. Chỉ số tồn kho toàn ngành công nghiệp chế biến, chế tạo tại thời điểm 30/4/2023 "
    "tăng 9,4% so với "
    "cùng thời điểm năm trước. Chỉ số sản xuất công nghiệp của một số địa phương có quy mô công nghiệp lớn như Hải Dương tăng 11,3%, "
    "Vĩnh Phúc tăng 8,7%. Một bệnh viện có 30 giường."
)


def observed(claims: Claims, text: str) -> set[tuple[Any, ...]]:
    return facts(claims(text, "observation"), "area", "indicator", "measure", "value", "period")


def test_figures_of_an_article_on_the_country_are_its_own_or_of_whom_their_sentence_names(claims: Claims) -> None:
    part = "2023-01/2023-04"
    assert observed(claims, NATION) == {
        ("Việt Nam", "iip", "growth", 6.1, part),
        ("Việt Nam", "iip-manufacturing", "growth", 6.8, part),
        ("Việt Nam", "iip-electricity", "growth", 7.3, part),
        ("Việt Nam", "iip-water", "growth", 5.2, part),
        ("Việt Nam", "iip-mining", "growth", -2.4, part),
        ("Việt Nam", "televisions-output", "growth", 22.8, part),
        ("Việt Nam", "crude-steel-output", "growth", 19.6, part),
        ("Việt Nam", "coal-output", "growth", 3.1, part),
        ("Việt Nam", "may-gat-dap-output", "growth", 2.2, part),
        ("Việt Nam", "export-turnover", "level", 108e9, part),
        ("Việt Nam", "fdi", "level", 8.9e9, part),
        ("Việt Nam", "inventory-index", "growth", 9.4, "2023-04"),
        ("Hải Dương", "iip", "growth", 11.3, "2023-04"),
        ("Vĩnh Phúc", "iip", "growth", 8.7, "2023-04"),
    }


def test_a_title_that_names_a_region_takes_more_to_be_about_the_country(claims: Claims) -> None:
    regional = NATION.replace("Sản xuất công nghiệp 4 tháng", "Công nghiệp vùng Đông Nam bộ")
    areas = {area for area, *_ in observed(claims, regional)}
    assert "Việt Nam" not in areas


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thu ngân sách tháng 2-2023 đạt 900 tỷ đồng, bằng 7,5% dự toán, tăng 4% so với tháng 2-2022.",
            {("budget-revenue", "growth", 4, "2023-02"), ("budget-revenue", "plan-ratio", 7.5, "2023-02")},
        ),
        (
            "Từ năm 2020 đến hết tháng 9/2023, tỉnh thu hút 120 dự án đầu tư, nâng tổng số dự án đến nay còn hiệu lực lên 410 dự án.",
            {("investment-projects", "level", 120, "2020-01/2023-09"), ("investment-projects", "level", 410, "2023-09")},
        ),
        (
            "Năm 2023, tỉnh cấp phép 19 dự án đầu tư nước ngoài và 22 dự án đầu tư trong nước với tổng vốn đăng ký 540 triệu "
            "USD và 4.500 tỷ đồng.",
            {("fdi", "level", 540e6, "2023"), ("registered-capital", "level", 4.5e12, "2023")},
        ),
        (
            "Tháng Một năm nay, chỉ số sản xuất công nghiệp tăng 5%.",
            {("iip", "growth", 5, "2023-01")},
        ),
        (
            "Kim ngạch xuất khẩu 5 tháng tăng 6%, thấp hơn mức tăng 9% của cùng kỳ năm 2022.",
            {("export-turnover", "growth", 6, "2023-01/2023-05"), ("export-turnover", "growth", 9, "2022-01/2022-05")},
        ),
        (
            "Tính đến tháng 6-2023, tỉnh có 12 khu công nghiệp với tổng diện tích đất tự nhiên 3.400 ha.",
            {("industrial-parks", "level", 12, "2023-06"), ("industrial-park-area", "level", 3400, "2023-06")},
        ),
        (
            "Tổng thu ngân sách đạt 110% dự toán (chỉ tiêu 900 tỷ đồng, thu được 990 tỷ đồng).",
            {("budget-revenue", "plan-ratio", 110, "2023"), ("budget-revenue", "level", 990e9, "2023")},
        ),
        (
            "Thu nội địa năm 2023 khoảng 20.500 tỷ, trung ương để lại 10.000 tỷ đồng.",
            {("domestic-revenue", "level", 20.5e12, "2023"), ("domestic-revenue-part", "level", 1e13, "2023")},
        ),
        (
            "Kim ngạch xuất khẩu năm 2023 tăng từ 2 tỷ lên 3 tỷ USD.",
            {("export-turnover", "level", 3e9, "2023")},
        ),
        (
            "Toàn tỉnh có hơn 30 khu, cụm công nghiệp.",
            {("industrial-parks", "level", 30, "2023")},
        ),
        (
            "Sau khi Nhà máy Nhiệt điện Bình Lục hoạt động, GRDP của Hà Nam tăng 11%.",
            {("grdp", "growth", 11, "2023")},
        ),
        (
            "Khu vực ngoài nhà nước tăng 12%, giá trị sản xuất công nghiệp của khu vực nhà nước giảm 2%.",
            {("industrial-output-state-sector", "growth", -2, "2023")},
        ),
    ],
)  # fmt: skip
def test_what_a_figure_is_of(claims: Claims, text: str, expected: set[tuple[Any, ...]]) -> None:
    found = observed(claims, f"Hà Nam năm 2023\n\n{text}")
    assert expected <= {told[1:] for told in found}


def test_parts_of_the_budget_have_codes_of_their_own(claims: Claims) -> None:
    found = observed(
        claims,
        "Hà Nam năm 2023\n\nLực lượng hải quan nộp ngân sách 520 tỷ đồng, gồm 300 tỷ đồng thuế, 220 tỷ đồng tiền phạt.",
    )
    assert {indicator for _, indicator, *_ in found} == {"budget-revenue-part"}


def test_what_those_counted_are_is_a_share_of_them(claims: Claims) -> None:
    found = observed(
        claims, "Hà Nam năm 2023\n\nTỉnh giải quyết việc làm cho 24.500 lao động, trong đó 60% là lao động nữ."
    )
    assert ("Hà Nam", "jobs-created-part", "share", 60, "2023") in found


@pytest.mark.parametrize(
    "text",
    [
        "So với năm trước, vốn đăng ký tăng khoảng 2,2 tỷ USD.",
        "Vải, sơn, sữa bột tăng từ 10,3% đến tăng 15,3%.",
        "Tỉnh có các dự án lớn như: Công ty Sông Lam đầu tư nhà máy, tổng vốn đầu tư 15 triệu USD.",
        "Năm 2023, dự toán thu ngân sách trên địa bàn tỉnh (không kể dầu thô) là 13.700 tỷ đồng.",
        "Chỉ số sản xuất công nghiệp tháng 4/2023 tăng 5% so với tháng 3/2023.",
    ],
)
def test_no_results(claims: Claims, text: str) -> None:
    assert observed(claims, f"Hà Nam năm 2023\n\n{text}") == set()


def test_goods_are_told_from_places_of_the_same_letters(claims: Claims) -> None:
    found = observed(claims, "Sơn La năm 2023\n\nKim ngạch xuất khẩu của Sơn La đạt 180 triệu USD.")
    assert {indicator for _, indicator, *_ in found} == {"export-turnover"}


def test_behind_a_list_of_parts_the_text_goes_on_with_the_whole(claims: Claims) -> None:
    text = (
        "Hà Nam năm 2023\n\nChỉ số sản xuất công nghiệp tháng 11/2023 tăng 8%. Một số sản phẩm tăng khá như bia tăng 5%, "
        "đường tăng 4%. Tính chung 11 tháng tăng 7%."
    )
    assert {(indicator, value) for _, indicator, _, value, _ in observed(claims, text)} == {
        ("iip", 8),
        ("beer-output", 5),
        ("sugar-output", 4),
        ("iip", 7),
    }
