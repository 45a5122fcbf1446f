"""Whose a figure is, when it was reached and what it measures, in the wordings of ordinary reports: each beside one read otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pipeline.claimed import Claims, facts

BLOC = "Cụm thi đua các tỉnh Tây Nam bộ họp\n\nCụm thi đua các tỉnh Tây Nam bộ tổng kết công tác thi đua năm 2020.\n\n"
OF_2020, OF_2022 = "2021-01-20", "2022-07-05"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Tổng vốn đầu tư toàn xã hội của Kiên Giang là 42.600 tỷ đồng, tăng 8,5%.",
            {("Kiên Giang", "social-investment", "level", 4.26e13), ("Kiên Giang", "social-investment", "growth", 8.5)},
        ),
        ("Thu ngân sách toàn cụm đạt 8.000 tỷ đồng.", {("Cụm: Tây Nam bộ", "budget-revenue", "level", 8e12)}),
        (
            "100% xã của tỉnh Hậu Giang đạt chuẩn nông thôn mới; Cà Mau có 36/80 xã đạt chuẩn.",
            {("Hậu Giang", "new-rural-communes", "share", 100), ("Cà Mau", "new-rural-communes", "level", 36)},
        ),
        (
            "Tỷ lệ hộ nghèo của thành phố Cần Thơ còn 0,6%, riêng các huyện vùng sâu giảm 4,9%.",
            {("Cần Thơ", "poverty-rate", "share", 0.6)},
        ),
        (
            "Thu ngân sách của Vĩnh Long đạt 9.000 tỷ đồng, trong đó thu nội địa 7.000 tỷ đồng.\n\nCà Mau dành 90 tỷ đồng làm đường.",
            {("Vĩnh Long", "budget-revenue", "level", 9e12), ("Vĩnh Long", "domestic-revenue", "level", 7e12)},
        ),
        (
            "Vĩnh Long thu 25.180 tỷ đồng, trong đó thu nội địa 21.450 tỷ đồng; Cà Mau 13.920 tỷ đồng.",
            {
                ("Vĩnh Long", "budget-revenue", "level", 2.518e13),
                ("Vĩnh Long", "domestic-revenue", "level", 2.145e13),
                ("Cà Mau", "budget-revenue", "level", 1.392e13),
            },
        ),
        (
            "GRDP bình quân tăng 5,1%. Cà Mau cao nhất cụm với 7,9%.",
            {("Cụm: Tây Nam bộ", "grdp", "growth", 5.1), ("Cà Mau", "grdp", "growth", 7.9)},
        ),
        (
            "Tăng trưởng GRDP của Long An đạt 7,13%; Bến Tre 7,9%; Trà Vinh 1,35%.",
            {
                ("Long An", "grdp", "growth", 7.13),
                ("Bến Tre", "grdp", "growth", 7.9),
                ("Trà Vinh", "grdp", "growth", 1.35),
            },
        ),
    ],
)
def test_whose(claims: Claims, text: str, expected: set[tuple[Any, ...]]) -> None:
    found = claims(BLOC + text, "observation", published=OF_2020)
    assert facts(found, "area", "indicator", "measure", "value") == expected


def test_what_follows_the_nation_in_brackets_is_the_province_again(claims: Claims) -> None:
    text = "Tây Ninh năm 2020\n\nNăm 2020, GRDP của Tây Ninh tăng 8,5%, cao hơn cả nước (2,91%); thu ngân sách đạt 9.870 tỷ đồng."
    found = claims(text, "observation", published=OF_2020)
    assert facts(found, "area", "value") == {("Tây Ninh", 8.5), ("Việt Nam", 2.91), ("Tây Ninh", 9.87e12)}


def test_a_name_before_a_decimal_is_the_province(claims: Claims) -> None:
    text = "Tăng trưởng các tỉnh\n\nNăm 2020, GRDP của Sơn La tăng 7,9%; Hòa Bình 1,35%."
    found = claims(text, "observation", published=OF_2020)
    assert facts(found, "area", "value") == {("Sơn La", 7.9), ("Hòa Bình", 1.35)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thu ngân sách 6 tháng đạt 228.400 tỷ đồng, vượt 8,3% so với dự toán và tăng 11,4% so với năm 2021.",
            {("level", 2.284e14, "2022-H1"), ("plan-ratio", 108.3, "2022-H1"), ("growth", 11.4, "2022-H1")},
        ),
        (
            "Thu từ dầu thô 6 tháng đạt 18.650 tỷ đồng, vượt 68,2% dự toán cả năm, tăng 9%.",
            {("level", 1.865e13, "2022-H1"), ("plan-ratio", 168.2, "2022-H1"), ("growth", 9, "2022-H1")},
        ),
        (
            "Tỷ lệ hộ nghèo giảm từ 11,05% năm 2021 xuống 8,9%.",
            {("share", 11.05, "2021"), ("share", 8.9, "2022-H1")},
        ),
        (
            "GRDP quý II tăng 7,05% so với cùng kỳ, thấp hơn mức tăng 7,82% của quý II/2021 nhưng cao hơn mức chung 6,1% của cả nước.",
            {("growth", 7.05, "2022-Q2"), ("growth", 7.82, "2021-Q2"), ("growth", 6.1, "2022-Q2")},
        ),
        (
            "GRDP tăng 8,5%, cao hơn bình quân cả nước (6,42%); thu ngân sách đạt 9.870 tỷ đồng.",
            {("growth", 8.5, "2022-H1"), ("growth", 6.42, "2022-H1"), ("level", 9.87e12, "2022-H1")},
        ),
        ("Kinh tế tăng trưởng 25,2%, gấp 1,5 lần năm 2021.", {("growth", 25.2, "2022-H1")}),
        ("Tỷ trọng nông nghiệp giảm từ 26% xuống 24,3%.", {("share", 26, "2021-H1"), ("share", 24.3, "2022-H1")}),
        ("GRDP tăng bình quân 11,5%/năm trong 5 năm 2016 - 2020.", {("growth", 11.5, "2016/2020")}),
        ("Để cả năm tăng trưởng trên 9%, GRDP 6 tháng cuối năm cần tăng 10%.", set()),
        ("Tỉnh xây dựng hai kịch bản, theo đó GRDP cả năm tăng 1,5% hoặc 2,4%.", set()),
        (
            "Thu hút FDI đạt 148 triệu USD, bằng 42% so với năm 2021.",
            {("level", 1.48e8, "2022-H1"), ("growth", -58, "2022-H1")},
        ),
        (
            "Thu hút FDI đạt 148 triệu USD, bằng 42% kế hoạch.",
            {("level", 1.48e8, "2022-H1"), ("plan-ratio", 42, "2022-H1")},
        ),
    ],
)
def test_when_and_beside_what(claims: Claims, text: str, expected: set[tuple[Any, ...]]) -> None:
    found = claims(
        f"Tây Ninh 6 tháng\n\n6 tháng đầu năm 2022, kinh tế Tây Ninh phục hồi. {text}", "observation", published=OF_2022
    )
    assert facts(found, "measure", "value", "period") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sản lượng lương thực đạt 3,31 triệu tấn, sản lượng cá tra 386.000 tấn, tăng 4%.",
            {("grain-output", 3.31e6), ("san-luong-ca-tra", 386000), ("san-luong-ca-tra", 4)},
        ),
        (
            "Doanh thu dịch vụ lưu trú 1.980 tỷ đồng, tăng 41,7%.",
            {("doanh-thu-dich-vu-luu-tru", 1.98e12), ("doanh-thu-dich-vu-luu-tru", 41.7)},
        ),
        ("Doanh thu du lịch rơi xuống 1.480 tỷ đồng.", {("tourism-revenue", 1.48e12)}),
        (
            "GRDP trừ dầu khí tăng 7,86%; tính cả dầu khí, GRDP tăng 3,42%.",
            {("grdp-excluding-oil-gas", 7.86), ("grdp", 3.42)},
        ),
        (
            "Thu nội địa 22.940 tỷ đồng, riêng tiền sử dụng đất đạt 12.350 tỷ đồng.",
            {("domestic-revenue", 2.294e13), ("land-use-revenue", 1.235e13)},
        ),
        (
            "Toàn tỉnh còn 43.050 hộ nghèo và 27.300 hộ cận nghèo.",
            {("poor-households", 43050), ("near-poor-households", 27300)},
        ),
        (
            "Tỷ lệ lao động qua đào tạo đạt 61%, trong đó có bằng cấp, chứng chỉ 25,5%.",
            {("trained-labour-rate", 61), ("certified-labour-rate", 25.5)},
        ),
        (
            "Chi ngân sách 6.415 tỷ đồng, trong đó chi phòng, chống dịch 826 tỷ đồng.",
            {("budget-expenditure", 6.415e12), ("budget-expenditure-part", 8.26e11)},
        ),
        (
            "Thu ngân sách đạt 97 nghìn tỷ đồng, tổng chi ước đạt 87 nghìn tỷ đồng.",
            {("budget-revenue", 9.7e13), ("budget-expenditure", 8.7e13)},
        ),
        ("Tỉnh có 31 dự án FDI cấp mới với vốn đăng ký 466 triệu USD.", {("fdi-projects", 31), ("fdi", 4.66e8)}),
        (
            "Tỉnh cấp mới 31 dự án FDI với vốn đăng ký 466 triệu USD, điều chỉnh tăng vốn 12 dự án.",
            {("fdi-projects", 31), ("fdi-new", 4.66e8), ("fdi-adjusted-projects", 12)},
        ),
        (
            "Tỷ trọng công nghiệp - xây dựng và dịch vụ trong GRDP chiếm lần lượt 42,2% và 41,5%, nông nghiệp còn 16,3%.",
            {("construction-industry-output", 42.2), ("services-output", 41.5), ("agriculture-output", 16.3)},
        ),
        (
            "Xuất khẩu phần mềm đạt 43,5 triệu USD, tăng 17,3%.",
            {("export-turnover-software", 4.35e7), ("export-turnover-software", 17.3)},
        ),
    ],
)
def test_of_what(claims: Claims, text: str, expected: set[tuple[Any, ...]]) -> None:
    found = claims(f"Tây Ninh năm 2020\n\nNăm 2020, kinh tế Tây Ninh ổn định. {text}", "observation", published=OF_2020)
    assert facts(found, "indicator", "value") == expected
