"""Participation: who attended, chaired and spoke at the event that an article reports."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.claims import Participation
from pipeline.language.mentions import claims_of

Roles = Callable[[str], set[tuple[str, str]]]


@pytest.fixture
def roles(read_doc: Callable[[str], Doc]) -> Roles:
    """The given name and role of every participation that a text states."""
    return lambda text: {
        (c.person.split()[-1], c.role) for c in claims_of(read_doc(text)) if isinstance(c, Participation)
    }


@pytest.mark.parametrize(
    "text",
    [
        "Dự hội nghị có ông Lê Văn Tám, Giám đốc Sở Nội vụ.",
        "Tham dự hội nghị, về phía tỉnh có: Giám đốc Sở Nội vụ Lê Văn Tám.",
        "Ông Lê Văn Tám, Giám đốc Sở Nội vụ, đến dự.",
        "Hội nghị có sự tham dự của ông Lê Văn Tám.",
        "Ông Lê Văn Tám thay mặt lãnh đạo tỉnh tặng hoa chúc mừng.",
        "Tại buổi lễ, lãnh đạo tỉnh trao Bằng khen cho ông Lê Văn Tám.",
        "Đoàn của tỉnh dự hội nghị do ông Lê Văn Tám dẫn đầu.",
    ],
)
def test_presence_is_attended(roles: Roles, text: str) -> None:
    assert roles(text) == {("Tám", "attended")}


@pytest.mark.parametrize(
    "text",
    [
        "Ông Lê Văn Tám, Giám đốc Sở Nội vụ, chủ trì hội nghị.",
        "Chủ trì hội nghị là ông Lê Văn Tám.",
        "Hội nghị do ông Lê Văn Tám, Giám đốc Sở Nội vụ, cùng lãnh đạo hai tỉnh chủ trì.",
        "Phiên họp diễn ra dưới sự chủ trì của ông Lê Văn Tám.",
        "Tham gia chủ trì hội nghị còn có ông Lê Văn Tám.",
    ],
)
def test_chu_tri_is_chaired(roles: Roles, text: str) -> None:
    assert roles(text) == {("Tám", "chaired")}


@pytest.mark.parametrize(
    "text",
    [
        "Phát biểu tại hội nghị, ông Lê Văn Tám đánh giá cao kết quả.",
        "Ông Lê Văn Tám phát biểu khai mạc hội nghị. Ảnh: CTV",
        "Tại hội nghị, ông Lê Văn Tám, Giám đốc Sở Nội vụ, trình bày báo cáo.",
        "Các đại biểu đã nghe ông Lê Văn Tám báo cáo kết quả.",
        "Sau phát biểu khai mạc của ông Lê Văn Tám, hội nghị thảo luận.",
        "Tỉnh tổ chức hội nghị tổng kết. Ông Lê Văn Tám nhấn mạnh ba nhiệm vụ.",
        "Người đọc báo cáo là ông Lê Văn Tám.",
    ],
)
def test_speech_report_and_reported_words_are_spoke(roles: Roles, text: str) -> None:
    assert roles(text) == {("Tám", "spoke")}


def test_attending_and_speaking_are_two_roles(roles: Roles) -> None:
    assert roles("Ông Lê Văn Tám đến dự và phát biểu tại hội nghị.") == {("Tám", "attended"), ("Tám", "spoke")}


def test_list_under_one_cue_goes_on_over_semicolons(roles: Roles) -> None:
    text = "Dự lễ có đại diện Bộ Nội vụ; ông Lê Văn Một, Bí thư Tỉnh ủy; bà Trần Thị Hai và ông Phan Văn Ba."
    assert roles(text) == {("Một", "attended"), ("Hai", "attended"), ("Ba", "attended")}


def test_list_before_the_verb_attends_as_a_whole(roles: Roles) -> None:
    text = "Các đồng chí Lê Văn Một - Bí thư Tỉnh ủy; Trần Thị Hai - Giám đốc Sở Nội vụ, đến dự."
    assert roles(text) == {("Một", "attended"), ("Hai", "attended")}


def test_sides_named_in_the_next_sentence_attend(roles: Roles) -> None:
    text = "Tới dự có ông Lê Văn Một. Tỉnh Hà Nam có các đồng chí: Trần Văn Hai, Bí thư Tỉnh ủy; Phan Thị Ba."
    assert roles(text) == {("Một", "attended"), ("Hai", "attended"), ("Ba", "attended")}


def test_pronoun_and_bare_title_stand_for_the_person(roles: Roles) -> None:
    text = "Dự hội nghị có bà Trần Thị Hai. Phát biểu với đại biểu, bà lưu ý ba việc."
    assert roles(text) == {("Hai", "attended"), ("Hai", "spoke")}
    text = "Thủ tướng Lê Văn Một dự hội nghị. Phát biểu kết luận, Thủ tướng nhắc lại nhiệm vụ."
    assert roles(text) == {("Một", "attended"), ("Một", "spoke")}


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 13/7, ông Lê Văn Tám cho biết giá đã giảm.",
        "Tỉnh vừa tổ chức hội nghị. Trao đổi với phóng viên, ông Lê Văn Tám cho biết giá đã giảm.",
        "Tỉnh tổ chức hội nghị. Theo ông Lê Văn Tám, giá đã giảm.",
        "Hội nghị dự kiến diễn ra tháng 6, ông Lê Văn Tám sẽ phát biểu.",
        "Chủ tịch nước ký quyết định tặng Huân chương cho ông Lê Văn Tám.",
        "Giao ông Lê Văn Tám chủ trì, phối hợp các sở xây dựng kế hoạch.",
    ],
)
def test_interviews_plans_decrees_and_tasks_are_no_participation(roles: Roles, text: str) -> None:
    assert roles(text) == set()


def test_decomposed_text_gives_the_same_roles(roles: Roles) -> None:
    text = "Đến dự hội nghị, bà Đỗ Thị Thuý biểu dương kết quả."
    assert roles(unicodedata.normalize("NFD", text)) == roles(text) == {("Thúy", "attended"), ("Thúy", "spoke")}
