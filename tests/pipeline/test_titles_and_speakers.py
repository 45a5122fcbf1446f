"""Titles with their houses, names behind offices, foreign officials, and who speaks or presides."""

from __future__ import annotations

import pytest

from tests.pipeline.claimed import Claims

EVENT = "Hội nghị tổng kết năm 2023\n\nHội nghị tổng kết năm 2023 diễn ra sáng 5/1/2024 tại Phủ Lý. "


@pytest.mark.parametrize(
    ("text", "person", "title"),
    [
        ("Thủ tướng Israel Benjamin Netanyahu đến dự.", "Benjamin Netanyahu", "Thủ tướng Israel"),
        ("Thị trưởng Paris Anne Hidalgo đến dự.", "Anne Hidalgo", "Thị trưởng Paris"),
        ("Ngoại trưởng Philippines Perfecto Yasay đến dự.", "Perfecto Yasay", "Ngoại trưởng Philippines"),
        (
            "Giám đốc Sở Kế hoạch và Đầu tư Lâm Phát Đạt đến dự.",
            "Lâm Phát Đạt",
            "Giám đốc Sở Kế hoạch và Đầu tư",
        ),
        (
            "Phó Chủ nhiệm Văn phòng Chủ tịch nước Phạm Hàm Ninh đến dự.",
            "Phạm Hàm Ninh",
            "Phó Chủ nhiệm Văn phòng Chủ tịch nước",
        ),
        (
            "Ông Trần Ngọc Hoài, Vụ trưởng Vụ II (Ban Thi đua - Khen thưởng Trung ương), dự hội nghị.",
            "Trần Ngọc Hoài",
            "Vụ trưởng Vụ II Ban Thi đua - Khen thưởng Trung ương",
        ),
        (
            "Bà Lê Thị Hà, Giám đốc Công ty CP Gạch ốp lát Tam Dương, nhận Bằng khen.",
            "Lê Thị Hà",
            "Giám đốc Công ty Cổ phần Gạch ốp lát Tam Dương",
        ),
    ],
)
def test_title_reaches_as_far_as_its_house(claims: Claims, text: str, person: str, title: str) -> None:
    posts = claims(EVENT + text, "post")
    assert (person, title) in {(p["person"], p["title"]) for p in posts}


def test_homeroom_teachers_hold_no_post(claims: Claims) -> None:
    assert claims(EVENT + "Cô giáo chủ nhiệm Đỗ Thị Hiên giữ bài văn lại.", "post") == []


def test_who_acts_for_the_president_of_state_is_not_he(claims: Claims) -> None:
    text = "Thừa ủy nhiệm của Chủ tịch nước, đồng chí Lê Viết Nam trao Huân chương Lao động hạng Ba cho Ban Tổ chức."
    assert claims(EVENT + text, "post") == []


def test_header_of_several_gives_its_post_to_rare_names_too(claims: Claims) -> None:
    posts = claims(EVENT + "Các Phó Chủ tịch UBND tỉnh: Hà Hòa Thuận, Đặng Thị Bích cùng dự.", "post")
    assert {p["person"] for p in posts} == {"Hà Hòa Thuận", "Đặng Thị Bích"}


@pytest.mark.parametrize(
    "text",
    [
        "Ông Lê Văn An, Chủ tịch Hội Nông dân tỉnh, hứa sẽ hoàn thành chỉ tiêu.",
        "Ông Lê Văn An, Chủ tịch Hội Nông dân tỉnh, thì bức xúc: đề án chậm quá.",
        "Ông Lê Văn An, Chủ tịch Hội Nông dân tỉnh, nghiêng về phương án giữ nguyên.",
    ],
)
def test_words_of_promise_and_worry_are_spoken(claims: Claims, text: str) -> None:
    found = claims(EVENT + text, "participation")
    assert {(c["person"], c["role"]) for c in found} == {("Lê Văn An", "spoke")}


def test_leader_in_brackets_before_a_name_presides_with_the_others(claims: Claims) -> None:
    text = "Bí thư Tỉnh ủy Lê Văn An; Chủ tịch Hội Nhà báo tỉnh Hà Nam (Cụm trưởng) Trần Thị Bình cùng chủ trì."
    found = claims(EVENT + text, "participation")
    assert {c["person"] for c in found if c["role"] == "chaired"} == {"Lê Văn An", "Trần Thị Bình"}
