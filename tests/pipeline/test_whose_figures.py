"""Whose a figure is, and what it is a part of: shares, sectors, districts, firms, persons, articles of no province."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pipeline.claimed import Claims, facts

PROVINCE = "Hà Nam năm 2023\n\n"


def told(found: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    return facts(found, "indicator", "measure", "value")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hàng dệt may chiếm 41% tổng kim ngạch xuất khẩu của tỉnh.",
            {("export-turnover-part", "share", 41)},
        ),
        (
            "Khu vực FDI đóng góp vào ngân sách 2.100 tỷ đồng, chiếm 17,3% tổng thu ngân sách của tỉnh.",
            {("budget-revenue-fdi-sector", "level", 2.1e12), ("budget-revenue-fdi-sector", "share", 17.3)},
        ),
        (
            "Cộng đồng doanh nghiệp đóng góp cho ngân sách 3.400 tỷ đồng, bằng 28%.",
            {("budget-revenue-part", "level", 3.4e12), ("budget-revenue-part", "share", 28)},
        ),
        (
            "Trong số các dự án FDI được cấp mới, dệt may chiếm 44% với 31 triệu USD; điện tử chiếm 21% với 15 triệu USD.",
            {
                ("fdi-part", "share", 44),
                ("fdi-part", "level", 31e6),
                ("fdi-part", "share", 21),
                ("fdi-part", "level", 15e6),
            },
        ),
        (
            "Tỉnh thu hút 36 dự án FDI (tăng 20% về số dự án).",
            {("fdi-projects", "level", 36), ("fdi-projects", "growth", 20)},
        ),
        ("Ngành nông nghiệp vẫn đạt mức tăng trưởng 3,1%.", {("agriculture-output", "growth", 3.1)}),
        ("Tỷ lệ hộ nghèo giảm còn khoảng 2,4%.", {("poverty-rate", "share", 2.4)}),
        (
            "Tỷ lệ nợ quá hạn của các hội giảm dần, từ 3,2% năm 2020 nay chỉ còn 1,4%.",
            {("ty-le-no-qua-han-cua-cac", "share", 3.2), ("ty-le-no-qua-han-cua-cac", "share", 1.4)},
        ),
    ],
)
def test_part_is_told_from_the_whole(claims: Claims, text: str, expected: set[tuple[Any, ...]]) -> None:
    assert told(claims("2023-12-20\n\n" + PROVINCE + text, "observation")) >= expected


def test_share_of_a_larger_whole_is_the_area_s_own(claims: Claims) -> None:
    found = claims(PROVINCE + "Thu ngân sách của tỉnh chiếm 2% tổng thu ngân sách cả nước.", "observation")
    assert told(found) == {("budget-revenue", "share", 2)}


@pytest.mark.parametrize(
    "text",
    [
        "Thu ngân sách của huyện đạt 609 tỷ đồng.",
        "Huyện Bình Lục: 1.204 hộ nghèo.",
        "Dự án có quy mô 40 ha, tổng vốn đầu tư 900 tỷ đồng.",
        "Dự án Bệnh viện sản nhi (tổng vốn đầu tư 700 tỷ đồng) chậm tiến độ.",
        "Giai đoạn một có tổng vốn đầu tư 450 tỷ đồng do Công ty Minh Long bỏ ra.",
        "Tỉnh hỗ trợ nông nghiệp 40 triệu đồng/ha.",
        "Với 12 ha cam, gia đình ông Mạnh thu 4 tỷ đồng.",
        "Bác sĩ Lê Hoa Lan trực tiếp điều trị cho 30 bệnh nhân.",
        "Hạ tầng phải phục vụ đông hơn, chứ không phải chỉ có 1 triệu người.",
        "Hơn 150 doanh nghiệp, nhà đầu tư tham dự buổi gặp mặt.",
        "Kim ngạch xuất khẩu năm 2035 đạt 5 tỷ USD, năm 2040 là 9 tỷ USD.",
        "Tỉnh sắp có 200 doanh nghiệp.",
    ],
)
def test_figures_of_others_are_none_of_the_province(claims: Claims, text: str) -> None:
    assert claims(PROVINCE + text, "observation") == []


def test_figure_told_again_in_brackets_is_told_once(claims: Claims) -> None:
    text = "GRDP của tỉnh tăng 9,4%, cao hơn mức bình quân cả nước (9,4% so với 5,1%)."
    assert {c["area"] for c in claims(PROVINCE + text, "observation") if c["value"] == 9.4} == {"Hà Nam"}


def test_article_about_a_district_gives_its_province_nothing(claims: Claims) -> None:
    title = "Hà Nam: Huyện Lý Nhân về đích\n\n"
    assert claims(title + "Năm 2023, thu ngân sách đạt 700 tỷ đồng.", "observation") == []
    found = claims(title + "Năm 2023, thu ngân sách của tỉnh Hà Nam đạt 12.800 tỷ đồng.", "observation")
    assert [c["area"] for c in found] == ["Hà Nam"]


def test_province_named_in_passing_owns_no_figures_of_the_nation(claims: Claims) -> None:
    filler = "Các bộ, ngành tiếp tục rà soát thủ tục, tháo gỡ vướng mắc cho người dân và doanh nghiệp. " * 30
    text = f"Kinh tế năm 2023\n\nÔng Lê Văn An quê ở Hà Nam. {filler}\n\nThu ngân sách đạt 1.700.000 tỷ đồng."
    assert claims(text, "observation") == []


def test_amount_that_is_only_a_sum_goes_with_no_indicator(claims: Claims) -> None:
    text = "Tỉnh tập trung thu hút vốn đầu tư. Thanh tra phát hiện sai phạm với số tiền 62 tỷ đồng."
    assert claims(PROVINCE + text, "observation") == []


def test_years_since_a_year_are_a_span(claims: Claims) -> None:
    found = claims(
        "2023-12-20\n\n" + PROVINCE + "Từ năm 2019 đến nay, tỉnh giải quyết việc làm cho 90.000 lao động.",
        "observation",
    )
    assert [c["period"] for c in found] == ["2019/2023"]


def test_best_in_years_compares_and_sets_no_period(claims: Claims) -> None:
    text = "GRDP tăng cao nhất trong 10 năm gần đây. Thu ngân sách đạt 12.800 tỷ đồng."
    assert {c["period"] for c in claims(PROVINCE + text, "observation")} == {"2023"}


@pytest.mark.parametrize(
    "speaker",
    ["Ông Lê Văn An, chủ tịch UBND tỉnh Sóc Trăng, cho biết", "Theo ông Lê Văn An - giám đốc Sở Tài chính Sóc Trăng,"],
)
def test_tinh_in_a_speakers_words_is_the_province_of_the_title(claims: Claims, speaker: str) -> None:
    told = "Tỉnh An Giang thu ngân sách năm 2017 đạt 5.000 tỷ đồng, tỉnh Tiền Giang đạt 8.500 tỷ đồng."
    found = claims(f"{told}\n\n{speaker} năm 2018 tỉnh thu ngân sách 3.700 tỷ đồng.", "observation")
    assert ("Sóc Trăng", 3.7e12) in {(c["area"], c["value"]) for c in found}


def test_year_of_the_plan_that_a_share_is_of_ends_no_part_of_that_year(claims: Claims) -> None:
    text = (
        "Trong 10 tháng đầu năm 2023, thu ngân sách đạt 9.000 tỷ đồng, bằng 90% dự toán được giao năm 2023; kim ngạch "
        "xuất khẩu đạt 2 tỷ USD."
    )
    found = claims(PROVINCE + text, "observation")
    assert {(c["indicator"], c["period"]) for c in found} == {
        ("budget-revenue", "2023-01/2023-10"),
        ("export-turnover", "2023-01/2023-10"),
    }


def test_what_things_attain_belongs_to_the_name_of_their_rate(claims: Claims) -> None:
    text = "Tỷ lệ hộ nghèo còn 2%; tỷ lệ nhà vệ sinh đạt tiêu chuẩn là 78%."
    found = claims(PROVINCE + text, "observation")
    assert {(c["indicator"], c["value"]) for c in found} == {
        ("poverty-rate", 2.0),
        ("ty-le-nha-ve-sinh-dat-tieu", 78.0),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Các khu công nghiệp của tỉnh thu hút 140 dự án đầu tư, với tổng vốn đăng ký 64.300 tỷ đồng; trong đó, có 35 dự án "
        "FDI với vốn đăng ký 1.740 triệu USD.",
        "Tỉnh có 6 khu công nghiệp, KCX hoạt động ổn định với 300 dự án đầu tư.",
    ],
)
def test_projects_of_industrial_parks_are_not_all_of_the_province(claims: Claims, text: str) -> None:
    codes = {c["indicator"] for c in claims(PROVINCE + text, "observation")} - {"industrial-parks"}
    assert codes
    assert all(code.endswith("-in-zones") for code in codes)


def test_projects_of_the_whole_province_beside_its_parks_are_its_own(claims: Claims) -> None:
    text = "Các khu công nghiệp thu hút 140 dự án đầu tư; toàn tỉnh thu hút 250 dự án đầu tư."
    found = claims(PROVINCE + text, "observation")
    assert {(c["indicator"], c["value"]) for c in found} == {
        ("investment-projects-in-zones", 140),
        ("investment-projects", 250),
    }


def test_growth_may_name_what_grew_behind_it(claims: Claims) -> None:
    text = (
        "Thu hút đầu tư trong nước được 77 dự án với tổng vốn đăng ký 5.000 tỷ đồng, so với cùng kỳ tăng 2,2 lần về số dự án, tăng 4,5 "
        "lần về số vốn đăng ký."
    )
    found = claims(PROVINCE + text, "observation")
    assert {(c["indicator"], c["value"]) for c in found if c["measure"] == "growth"} == {
        ("investment-projects", 120),
        ("registered-capital", 350),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Nếu giảm được 1% chi phí thì thu ngân sách có thêm 300 tỷ đồng.",
        "GRDP của tỉnh tăng thêm 1% thì thu ngân sách tăng 0,5%.",
    ],
)
def test_what_would_follow_from_a_change_is_no_result(claims: Claims, text: str) -> None:
    assert claims(PROVINCE + text, "observation") == []


def test_if_that_sets_two_years_side_by_side_tells_results(claims: Claims) -> None:
    text = "Nếu năm 2010 thu ngân sách đạt 1.000 tỷ đồng thì năm 2023 đạt 3.000 tỷ đồng."
    assert {c["period"] for c in claims(PROVINCE + text, "observation")} == {"2010", "2023"}
