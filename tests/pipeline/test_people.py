"""Persons in text: what is a name, what is none, and whom a short reference means."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.language.mentions import found

People = Callable[[str], list[str]]


@pytest.fixture
def people(read_doc: Callable[[str], Doc]) -> People:
    """The persons found in a text, in order of place."""
    return lambda text: [m.value for m in found(read_doc(text), "person")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ông Trần Văn Bảy đến dự.", ["Trần Văn Bảy"]),
        ("Chủ tịch UBND tỉnh Sóc Trăng Lê Văn Sáu phát biểu.", ["Lê Văn Sáu"]),
        ("Chủ tịch UBND TP Huỳnh Đức Tám trao cờ.", ["Huỳnh Đức Tám"]),
        ("Chủ tịch UBND Thành phố Nguyễn Văn Chín trao cờ.", ["Nguyễn Văn Chín"]),
        ("Cao Duy - Thứ trưởng Bộ Nội vụ đến dự.", ["Cao Duy"]),
        ("Anh Mùa A Lử, trưởng bản, được khen.", ["Mùa A Lử"]),
        ("Bà H'Lan Niê, Phó Chủ tịch HĐND tỉnh, dự họp.", ["H'Lan Niê"]),
        ("Chủ tịch Quốc hội Lào Bounma Sisavath đến thăm.", ["Bounma Sisavath"]),
        ("Thiếu tướng, GS.TS Phạm Ngọc Mười dự họp.", ["Phạm Ngọc Mười"]),
        ("Bằng khen tặng thợ lò Triệu Văn Một và già làng Rơ Châm Hai.", ["Triệu Văn Một", "Rơ Châm Hai"]),
        ("Các đồng chí Lê Văn Một, Bí thư; Brao Ksing, Phó Bí thư Tỉnh ủy, dự.", ["Lê Văn Một", "Brao Ksing"]),
        ("Dự có các đồng chí: Lò Văn Một, Bế Thị Hai và Ma A Ba.", ["Lò Văn Một", "Bế Thị Hai", "Ma A Ba"]),
    ],
)
def test_name_beside_respect_title_or_list_is_found(people: People, text: str, names: list[str]) -> None:
    assert people(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Học tập tư tưởng, đạo đức, phong cách Hồ Chí Minh.",
        "Chủ tịch Hồ Chí Minh ra Lời kêu gọi thi đua ái quốc.",
        "Trường THPT Lê Hồng Phong ở đường Trần Hưng Đạo.",
        "Đại biểu dự hội nghị. Ảnh: Trần Văn Bảy",
        "Toàn cảnh hội nghị.\nTrần Văn Bảy",
        "Bí thư Tỉnh ủy Lâm Đồng, Bí thư Thành ủy Phan Thiết cùng dự.",
        "Giám đốc Công ty TNHH Lê Nguyễn cho biết.",
        "Các đồng chí Phó Chủ tịch UBND tỉnh dự họp.",
    ],
)
def test_place_street_school_credit_and_by_line_are_no_persons(people: People, text: str) -> None:
    assert people(text) == []


def test_name_in_decomposed_text_is_composed(people: People) -> None:
    assert people(unicodedata.normalize("NFD", "Bà Đỗ Thị Thúy đến dự.")) == ["Đỗ Thị Thúy"]


def test_name_in_newer_tone_placement_is_published_in_the_older_one(people: People) -> None:
    assert people("Ông Nguyễn Văn Hoà và bà Lê Thị Thuý đến dự.") == ["Nguyễn Văn Hòa", "Lê Thị Thúy"]


def test_short_reference_means_the_name_given_last_before(people: People) -> None:
    text = "Ông Trần Văn Nam khai mạc. Ông Nam mời ông Lê Hoài Nam phát biểu. Ông Nam cảm ơn."
    assert people(text) == ["Trần Văn Nam", "Trần Văn Nam", "Lê Hoài Nam", "Lê Hoài Nam"]


def test_short_reference_ends_before_a_verb_with_a_barred_d(people: People) -> None:
    assert people("Bà Tô Thị Châu khai mạc. Bà Châu đề nghị thảo luận.") == ["Tô Thị Châu", "Tô Thị Châu"]


def test_short_reference_to_nobody_named_is_left_out(people: People) -> None:
    assert people("Ông Nam cho biết như vậy.") == []


def test_name_in_capitals_is_found_beside_respect_and_in_headlines(people: People) -> None:
    assert people("Ông TRẦN VĂN BẢY - Chủ tịch UBND tỉnh") == ["Trần Văn Bảy"]
    assert people("BÍ THƯ LÊ VĂN SÁU DỰ HỌP\nÔng Lê Văn Sáu dự họp.") == ["Lê Văn Sáu", "Lê Văn Sáu"]


def test_province_inside_a_persons_name_is_taken_back(read_doc: Callable[[str], Doc]) -> None:
    doc = read_doc("Ông Nguyễn Thái Bình đến từ Thái Bình.")
    assert [m.value for m in found(doc, "person")] == ["Nguyễn Thái Bình"]
    assert [m.start for m in found(doc, "province")] == [28]
