"""Participation: who attended, chaired and spoke at the event that an article reports."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.claims import Participation
from pipeline.language.mentions import claims_of
from tests.pipeline.claimed import Claims, facts

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


@pytest.mark.parametrize(
    "text",
    [
        "Ông Lê Văn Tám, một trong những người lập ra Cụm, cũng đến chung vui.",
        "Phía Bộ Nội vụ có Thứ trưởng Lê Văn Tám.",
        "Khách mời đặc biệt của hội nghị là ông Lê Văn Tám.",
        "Cùng đi với đoàn có Thứ trưởng Lê Văn Tám.",
        "Tỉnh cử Phó Chủ tịch UBND tỉnh Lê Văn Tám dẫn đoàn sang dự.",
        "Trước sự chứng kiến của Phó Chủ tịch nước Lê Văn Tám, sáu tỉnh ký giao ước.",
        "Ông Lê Văn Tám cùng lãnh đạo các tỉnh ký giao ước thi đua.",
        "Lãnh đạo tỉnh trao Bằng khen cho Sở Nội vụ và thợ lò Lê Văn Tám.",
        "Bằng khen của Thủ tướng được trao cho ông Lê Văn Tám.",
        "Dịp này, ông Lê Văn Tám được tặng Kỷ niệm chương.",
    ],
)
def test_other_wordings_of_presence_at_a_reported_event(roles: Roles, text: str) -> None:
    assert roles(f"Sáu tỉnh tổ chức hội nghị tổng kết. {text}") == {("Tám", "attended")}


@pytest.mark.parametrize(
    "text",
    [
        '"Thi đua phải làm thật, khen thật", ông Lê Văn Tám thẳng thắn.',
        'Ông Lê Văn Tám dí dỏm: "Điểm số chỉ để nhìn nhau mà cố".',
        "Ông Lê Văn Tám kể lại những ngày chống dịch.",
        "Kể chuyện tại phần giao lưu, ông Lê Văn Tám nhớ về quê cũ.",
        "Lời cảm ơn được ông Lê Văn Tám gửi tới các tỉnh bạn.",
        "Người đầu tiên phát biểu là ông Lê Văn Tám.",
        "Phát biểu tại hội nghị có ông Lê Văn Tám.",
        "Ông Lê Văn Tám gọi năm 2023 là năm bứt phá.",
        "Ông Lê Văn Tám đọc dự thảo giao ước.",
    ],
)
def test_other_wordings_of_speaking_at_a_reported_event(roles: Roles, text: str) -> None:
    assert roles(f"Sáu tỉnh tổ chức hội nghị tổng kết. {text}") == {("Tám", "spoke")}


@pytest.mark.parametrize(
    "text",
    [
        "Phó Chủ tịch nước Lê Văn Tám gửi lẵng hoa chúc mừng.",
        "Ông Lê Văn Tám gửi thư chúc mừng, mong các tỉnh đoàn kết.",
        "Ông Lê Văn Tám không dự được vì bận.",
        "Giao Giám đốc Sở Nội vụ Lê Văn Tám chủ trì, tham mưu kế hoạch.",
        "Phong trào do cố Bí thư Tỉnh ủy Lê Văn Tám phát động năm 1985.",
        "Trường mang tên liệt sĩ Lê Văn Tám nhận Cờ thi đua.",
        "Bằng khen được trao cho gia đình ông Lê Văn Tám.",
        "Năm 2010, ông Lê Văn Tám được tặng Huân chương Lao động hạng Ba.",
        "Tỉnh sẽ mời ông Lê Văn Tám phát biểu tại lễ khai mạc tháng tới.",
    ],
)
def test_letters_absence_tasks_and_namesakes_are_no_participation(roles: Roles, text: str) -> None:
    assert roles(f"Sáu tỉnh tổ chức hội nghị tổng kết. {text}") == set()


def test_receiving_an_award_outside_an_event_is_no_participation(roles: Roles) -> None:
    assert roles("Ông Lê Văn Tám vừa nhận Huy hiệu 40 năm tuổi Đảng.") == set()


def test_what_a_number_of_persons_did_together_is_done_by_each(roles: Roles) -> None:
    text = "Tại lễ ký có ông Lê Văn Một. Thái Bình cử bà Trần Thị Hai. Cả hai cùng ký vào bản giao ước."
    assert roles(text) == {("Một", "attended"), ("Hai", "attended")}


def test_numbered_list_of_those_honoured_at_the_event_attends(roles: Roles) -> None:
    text = "Tỉnh tổ chức lễ kỷ niệm.\n\nDanh sách khen thưởng\n1. Bằng khen: bà Trần Thị Hai; ông Lê Văn Một.\n"
    assert roles(text) == {("Một", "attended"), ("Hai", "attended")}


def test_dot_of_a_towns_kind_ends_no_list(claims: Claims) -> None:
    lead = "Hội nghị diễn ra sáng 10/6. Đến tham dự hội nghị, tại điểm cầu TP. HCM có "
    found = claims(f"{lead}Bí thư Thành ủy Nguyễn Văn Nhân, Chủ tịch nước Trần Đại Nghĩa.", "participation")
    assert facts(found, "person", "role") == {("Nguyễn Văn Nhân", "attended"), ("Trần Đại Nghĩa", "attended")}
