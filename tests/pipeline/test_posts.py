"""Posts: titles before and after names, chains, headers, appointments, and the fullest form."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.claims import Post
from pipeline.language.mentions import claims_of
from pipeline.language.posts import split_bodies
from tests.pipeline.claimed import Claims, facts

Posts = Callable[[str], list[tuple[str, str]]]


@pytest.fixture
def posts(read_doc: Callable[[str], Doc]) -> Posts:
    """Person and title of every post that a text states, in order of quotes."""
    return lambda text: [(c.person, c.title) for c in claims_of(read_doc(text)) if isinstance(c, Post)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ông Trần Văn Bảy, Chủ tịch UBND tỉnh Kiên Giang, dự họp.", "Chủ tịch Ủy ban nhân dân tỉnh Kiên Giang"),
        ("Ông Trần Văn Bảy (Chủ tịch UBND tỉnh Kiên Giang) dự họp.", "Chủ tịch Ủy ban nhân dân tỉnh Kiên Giang"),
        ("Ông Trần Văn Bảy - bí thư Tỉnh uỷ Kiên Giang - dự họp.", "Bí thư Tỉnh ủy Kiên Giang"),
        ("Phó Chủ tịch nước Lê Thị Sáu dự họp.", "Phó Chủ tịch nước"),
        ("Chủ tịch UBND tỉnh, ông Trần Văn Bảy, dự họp.", "Chủ tịch Ủy ban nhân dân tỉnh"),
        ("Ông Lê Tám, Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ, dự.", "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ"),
        ("Ông Lê Văn Tám, Giám đốc Sở VH, TT & DL tỉnh, dự.", "Giám đốc Sở Văn hóa, Thể thao và Du lịch tỉnh"),
        ("Chị Lê Thị Tám, Bí thư Chi đoàn làng Mới, dự.", "Bí thư Chi đoàn làng Mới"),
        ("Ông Lê Văn Tám, Giám đốc Sở Nội vụ đã trình bày.", "Giám đốc Sở Nội vụ"),
        ("Giám đốc Sở Tài nguyên và Môi trường Võ Tá Đình phát biểu.", "Giám đốc Sở Tài nguyên và Môi trường"),
        ("Trung tá Chau Sóc Phát, Đội trưởng Đội K93, dự.", "Đội trưởng Đội K93"),
        ("Bà Lê Thị Tám, Trưởng Ban Kế hoạch - Đối ngoại Tỉnh hội, dự.", "Trưởng Ban Kế hoạch - Đối ngoại Tỉnh hội"),
        ("Chủ tịch UBND huyện Gia Lâm Bế Xuân Trường dự.", "Chủ tịch Ủy ban nhân dân huyện Gia Lâm"),
        ("Chánh Thanh tra tỉnh Y Thanh Hà Niê dự.", "Chánh Thanh tra tỉnh"),
        ("Chị Lục Thị Hường, Bí thư Tỉnh Đoàn Bắc Kạn, dự.", "Bí thư Tỉnh Đoàn Bắc Kạn"),
    ],
)
def test_title_beside_a_name_is_a_post_written_out(posts: Posts, text: str, expected: str) -> None:
    assert {title for _, title in posts(text)} == {expected}


def test_chain_gives_one_post_a_title(posts: Posts) -> None:
    text = "Đồng chí Lê Văn Tám - Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh, Cụm trưởng năm 2023 khai mạc."
    assert {title for _, title in posts(text)} == {"Phó Bí thư Tỉnh ủy", "Chủ tịch Ủy ban nhân dân tỉnh"}


@pytest.mark.parametrize("link", [" kiêm ", ", "])
def test_body_at_the_chains_end_goes_to_its_bare_titles(posts: Posts, link: str) -> None:
    text = f"Ông Lê Văn Tám, Phó Chủ tịch{link}Tổng Thư ký Hội Luật gia Việt Nam, dự."
    assert {title for _, title in posts(text)} == {
        "Phó Chủ tịch Hội Luật gia Việt Nam",
        "Tổng Thư ký Hội Luật gia Việt Nam",
    }


def test_header_gives_its_post_to_each_of_its_list(posts: Posts) -> None:
    text = "Dự có các đồng chí Ủy viên Bộ Chính trị: Lê Văn Một, Bộ trưởng Bộ Công an; Trần Thị Hai; đại diện các sở."
    assert set(posts(text)) == {
        ("Lê Văn Một", "Ủy viên Bộ Chính trị"),
        ("Lê Văn Một", "Bộ trưởng Bộ Công an"),
        ("Trần Thị Hai", "Ủy viên Bộ Chính trị"),
    }


def test_title_of_several_people_goes_to_the_names_joined(posts: Posts) -> None:
    text = "Hội nghị do hai Phó Chủ tịch UBND tỉnh Lê Văn Một và Trần Thị Hai chủ trì."
    title = "Phó Chủ tịch Ủy ban nhân dân tỉnh"
    assert set(posts(text)) == {("Lê Văn Một", title), ("Trần Thị Hai", title)}


@pytest.mark.parametrize(
    "text",
    [
        "Ông Lê Văn Tám, nguyên Bí thư Thành ủy, Trưởng Ban Nội chính, dự.",
        "Nguyên Phó Chủ tịch nước Lê Thị Sáu dự lễ.",
        "Ông Lê Văn Tám, Cụm phó Cụm thi đua, dự.",
        "Thừa ủy quyền của Chủ tịch nước, ông Lê Văn Tám trao cờ.",
        "Bà Lê Thị Sáu, cán bộ Sở Nội vụ, được khen.",
    ],
)
def test_former_posts_functions_and_staff_are_no_posts(posts: Posts, text: str) -> None:
    assert posts(text) == []


def test_appointment_is_a_post_even_of_a_former_office_holder(posts: Posts) -> None:
    text = "Ông Lê Văn Tám, nguyên Giám đốc Sở Tư pháp trúng cử chức vụ Chủ tịch Hội Luật gia tỉnh."
    assert {title for _, title in posts(text)} == {"Chủ tịch Hội Luật gia tỉnh"}


def test_fullest_form_of_a_post_wins(posts: Posts) -> None:
    text = "Phó Thủ tướng Lê Văn Tám dự. Phó Thủ tướng Thường trực Chính phủ Lê Văn Tám phát biểu."
    assert {title for _, title in posts(text)} == {"Phó Thủ tướng Thường trực Chính phủ"}


def test_title_between_two_names_belongs_to_the_one_it_touches(posts: Posts) -> None:
    text = "Dự có Bí thư Tỉnh ủy Lê Văn Một, Chủ tịch UBND tỉnh Trần Văn Hai."
    assert posts(text) == [("Lê Văn Một", "Bí thư Tỉnh ủy"), ("Trần Văn Hai", "Chủ tịch Ủy ban nhân dân tỉnh")]


def test_decomposed_text_gives_the_same_posts(posts: Posts) -> None:
    text = "Bà Đỗ Thị Sáu, Phó Chủ tịch Uỷ ban nhân dân tỉnh Hoà Bình, dự."
    assert (
        posts(unicodedata.normalize("NFD", text))
        == posts(text)
        == [("Đỗ Thị Sáu", "Phó Chủ tịch Ủy ban nhân dân tỉnh Hòa Bình")]
    )


def test_two_bodies_of_one_kind_are_two_titles() -> None:
    assert split_bodies("Giám đốc Trung tâm An Phú và Trung tâm An Lộc", 8) == [
        "Giám đốc Trung tâm An Phú",
        "Giám đốc Trung tâm An Lộc",
    ]


def test_quote_runs_from_the_name_to_the_title(read_doc: Callable[[str], Doc]) -> None:
    text = "Dự có ông Lê Văn Tám, Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh."
    quotes = [text[c.start : c.end] for c in claims_of(read_doc(text)) if isinstance(c, Post)]
    assert quotes == ["Lê Văn Tám, Bí thư Tỉnh ủy", "Lê Văn Tám, Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh"]


def test_post_joined_by_a_hyphen_is_no_part_of_the_name(posts: Posts) -> None:
    text = "Hội nghị\n\nCùng dự có ông Vương Đắc Lộc-Phó Chủ tịch UBND tỉnh Gia Lai và bà H'Lan Niê."
    assert posts(text) == [("Vương Đắc Lộc", "Phó Chủ tịch Ủy ban nhân dân tỉnh Gia Lai")]


def test_bare_company_at_the_end_of_a_chain_is_shared(claims: Claims) -> None:
    found = claims("Ông Phạm Gia Lý - Chủ tịch HĐQT, kiêm Tổng giám đốc Công ty phát biểu.", "post")
    assert facts(found, "title") == {("Chủ tịch Hội đồng quản trị Công ty",), ("Tổng giám đốc Công ty",)}
