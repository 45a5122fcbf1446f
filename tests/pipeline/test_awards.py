"""Awards: who is nominated for, conferred or deprived of which award, and the sentences that say nothing of the kind."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.language.honours import honours
from pipeline.view import make_view

Claims = Callable[..., list[dict[str, Any]]]


def facts(found: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(c["award"], c["recipient"], c["status"]) for c in found}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Huân chương Lao động hạng Nhất", ("labour-order-1",)),
        ("huân chương lao động hạng II", ("labour-order-2",)),
        (
            "Huân chương Độc lập (hạng Nhất, Nhì, Ba)",
            ("independence-order-1", "independence-order-2", "independence-order-3"),
        ),
        ("Huân chương Quân công hạng Nhì, hạng Ba", ("military-exploit-order-2", "military-exploit-order-3")),
        ("Huân chương Độc lập", ("independence-order",)),
        ("Cờ thi đua của Chính phủ", ("government-emulation-flag",)),
        ("Cờ thi đua Chính phủ", ("government-emulation-flag",)),
        ("Cờ thi đua của Thủ tướng Chính phủ", ("prime-minister-emulation-flag",)),
        ("Cờ thi đua xuất sắc của UBND tỉnh", ("provincial-emulation-flag",)),
        ("Cờ thi đua của Bộ Công an", ("ministry-emulation-flag",)),
        ("Bằng khen của Chủ tịch UBND tỉnh", ("provincial-certificate",)),
        ("bằng khen của Thủ tướng", ("prime-minister-certificate",)),
        ("danh hiệu Chiến sỹ thi đua cơ sở", ()),
        ("danh hiệu Chiến sĩ thi đua toàn quốc", ("national-emulation-fighter",)),
        ("danh hiệu “Công dân Thủ đô ưu tú”", ("outstanding-citizen-of-the-capital",)),
        ("danh hiệu “Hạt giống đỏ”", ("hat-giong-do",)),
    ],
)
def test_codes_of_awards(text: str, codes: tuple[str, ...]) -> None:
    found = [code for m in honours(make_view(text)) for code in m.value.codes]
    assert tuple(found) == codes or (not codes and found == ["grassroots-emulation-fighter"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Phó Chủ tịch nước trao Huân chương Lao động hạng Ba cho Đảng bộ, chính quyền và nhân dân tỉnh Phú Yên.",
            {("labour-order-3", "Phú Yên", "conferred")},
        ),
        (
            "Nhân dân và cán bộ tỉnh Phú Yên vinh dự đón nhận Huân chương Độc lập hạng Nhì.",
            {("independence-order-2", "Phú Yên", "conferred")},
        ),
        (
            "Tỉnh Phú Yên được đề nghị tặng Cờ thi đua của Chính phủ.",
            {("government-emulation-flag", "Phú Yên", "nominated")},
        ),
        (
            "Cụm suy tôn Bình Định là đơn vị dẫn đầu, đề nghị Chính phủ tặng Cờ thi đua.",
            {("government-emulation-flag", "Bình Định", "nominated")},
        ),
        (
            "Hai tỉnh được đề nghị Thủ tướng Chính phủ tặng bằng khen là Bình Định và Phú Yên.",
            {
                ("prime-minister-certificate", "Bình Định", "nominated"),
                ("prime-minister-certificate", "Phú Yên", "nominated"),
            },
        ),
        (
            "Cụm đề nghị Chính phủ tặng Cờ thi đua cho Bình Định; tặng Bằng khen của Thủ tướng cho Phú Yên.",
            {
                ("government-emulation-flag", "Bình Định", "nominated"),
                ("prime-minister-certificate", "Phú Yên", "nominated"),
            },
        ),
        (
            "Cờ thi đua của Bộ Công an: Công an các tỉnh Bình Định, Phú Yên.",
            {
                ("ministry-emulation-flag", "Công an tỉnh Bình Định", "conferred"),
                ("ministry-emulation-flag", "Công an tỉnh Phú Yên", "conferred"),
            },
        ),
        (
            "Chủ tịch nước quyết định hủy bỏ danh hiệu Anh hùng Lao động, Huân chương Lao động hạng Nhì đối với Công ty Hải Sơn.",
            {("hero-of-labour", "Công ty Hải Sơn", "revoked"), ("labour-order-2", "Công ty Hải Sơn", "revoked")},
        ),
        (
            "Dịp này, Bộ Nội vụ tặng Bằng khen cho Sở Nội vụ tỉnh Phú Yên và bà Phạm Thị Lan.",
            {
                ("ministry-certificate", "Sở Nội vụ tỉnh Phú Yên", "conferred"),
                ("ministry-certificate", "Phạm Thị Lan", "conferred"),
            },
        ),
        (
            "Ông Lê Văn Hùng, nguyên Giám đốc Sở Y tế Phú Yên, được tặng thưởng Huân chương Lao động hạng Ba.",
            {("labour-order-3", "Lê Văn Hùng", "conferred")},
        ),
        (
            "Ông Lê Văn Hùng và 8 cá nhân được tặng Huân chương Lao động hạng Nhì.",
            {("labour-order-2", "Lê Văn Hùng", "conferred")},
        ),
        (
            "Bệnh viện Phổi Phú Yên kỷ niệm 40 năm thành lập. Bệnh viện đã được tặng Huân chương Lao động hạng Ba.",
            {("labour-order-3", "Bệnh viện Phổi Phú Yên", "conferred")},
        ),
        (
            "UBND tỉnh tặng Bằng khen cho 2 cá nhân, trong đó có ông Lê Văn Hùng.",
            {("provincial-certificate", "Lê Văn Hùng", "conferred")},
        ),
        (
            "Bệnh viện Phổi tỉnh Phú Yên tổ chức lễ kỷ niệm 30 năm thành lập và đón nhận Huân chương Lao động hạng Nhì.",
            {("labour-order-2", "Bệnh viện Phổi tỉnh Phú Yên", "conferred")},
        ),
    ],
)
def test_recipients_and_status(claims: Claims, text: str, expected: set[tuple[str, str, str]]) -> None:
    assert facts(claims(text, "award")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "5 tập thể và 12 cá nhân được tặng Bằng khen của Thủ tướng Chính phủ.",
        "Ông Lê Văn Hùng trao Bằng khen của UBND tỉnh cho các tập thể, cá nhân.",
        "Nếu được tặng Huân chương Lao động hạng Nhất, tỉnh Phú Yên sẽ tổ chức lễ đón nhận.",
        "Tỉnh Phú Yên phấn đấu đạt danh hiệu Anh hùng Lao động.",
        "Tỉnh Phú Yên chưa được tặng Cờ thi đua của Chính phủ.",
        "Điều 45. Huân chương Lao động hạng Nhất được tặng cho cá nhân, tập thể có công.",
        "Trong 5 năm, tỉnh Phú Yên có 12 tập thể được tặng Huân chương Lao động.",
        "Sở Nội vụ đề nghị thu hồi Bằng khen của Thủ tướng đã tặng cho ông Lê Văn Hùng.",
        "Cờ luân lưu của Cụm trưởng được trao cho tỉnh Phú Yên.",
        "- Huân chương Lao động hạng Nhì: 8 cá nhân",
    ],
)
def test_wishes_conditions_and_unnamed_recipients_give_nothing(claims: Claims, text: str) -> None:
    assert claims(text, "award") == []


def test_numbered_list_after_a_colon(claims: Claims) -> None:
    text = (
        "Bí thư Tỉnh ủy trao Huân chương Lao động hạng Nhì cho một tập thể, một cá nhân:\n\n"
        "1. Văn phòng Đoàn ĐBQH và HĐND tỉnh Phú Yên;\n2. Ông Lê Văn Hùng, Giám đốc Công ty Hải Sơn.\n\nBuổi lễ kết thúc."
    )
    found = claims(text, "award")
    office = "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh Phú Yên"
    assert facts(found) == {("labour-order-2", office, "conferred"), ("labour-order-2", "Lê Văn Hùng", "conferred")}
    assert found[1]["quote"] == "Ông Lê Văn Hùng"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Tỉnh Phú Yên được tặng Cờ thi đua của Chính phủ năm 2021.", "2021"),
        ("Với thành tích trong phong trào thi đua năm 2021, tỉnh Phú Yên được tặng Cờ thi đua của Chính phủ.", "2021"),
        ("Năm 2005, ông Lê Văn Hùng được phong tặng danh hiệu Anh hùng Lao động.", "2005"),
        ("Ngày 12/1/2021, tỉnh Phú Yên đón nhận Huân chương Độc lập hạng Nhì.", None),
    ],
)
def test_period_is_the_year_that_the_award_is_for(claims: Claims, text: str, period: str | None) -> None:
    (found,) = claims(text, "award")
    assert found.get("period") == period


def test_this_title_is_the_one_named_last(claims: Claims) -> None:
    text = "Tỉnh làm lễ truy tặng danh hiệu “Bà mẹ Việt Nam anh hùng”. Bà Lê Thị Sáu được Chủ tịch nước truy tặng danh hiệu này."
    assert facts(claims(text, "award")) == {("vietnamese-heroic-mother", "Lê Thị Sáu", "conferred")}


def test_a_revocation_leaves_no_conferral(claims: Claims) -> None:
    text = (
        "Năm 2010, ông Lê Văn Hùng được tặng Huân chương Lao động hạng Ba. "
        "Nay Chủ tịch nước quyết định thu hồi Huân chương Lao động hạng Ba đối với ông Lê Văn Hùng."
    )
    assert facts(claims(text, "award")) == {("labour-order-3", "Lê Văn Hùng", "revoked")}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["Hoà Bình", "Hòa Bình"])
def test_normal_forms_and_tone_placements(claims: Claims, form: str, name: str) -> None:
    text = unicodedata.normalize(form, f"Chủ tịch nước trao Huân chương Lao động hạng Nhất cho tỉnh {name}.")  # type: ignore[arg-type]
    (found,) = claims(text, "award")
    assert (found["award"], found["recipient"]) == ("labour-order-1", "Hòa Bình")
    assert text[found["start"] : found["end"]] == found["quote"]


def test_spaced_punctuation(claims: Claims) -> None:
    text = 'Bộ Y tế tặng danh hiệu " Hạt giống đỏ " cho Bệnh viện Phổi tỉnh Phú Yên , Trường Cao đẳng Y tế Phú Yên .'
    recipients = {c["recipient"] for c in claims(text, "award")}
    assert recipients == {"Bệnh viện Phổi tỉnh Phú Yên", "Trường Cao đẳng Y tế Phú Yên"}


PROPOSED, MERIT = "government-emulation-flag", "prime-minister-certificate"


@pytest.mark.parametrize(
    "text",
    [
        "Bình Định và Phú Yên được Cụm suy tôn, trình Chính phủ tặng Cờ thi đua.",
        "Hội nghị bỏ phiếu chọn Bình Định và Phú Yên để đề nghị Chính phủ tặng “Cờ thi đua”.",
        "Cụm trình Thủ tướng xét, quyết định tặng Cờ thi đua của Chính phủ cho 02 đơn vị gồm Bình Định và Phú Yên.",
        "Cụm đề nghị Chính phủ tặng Cờ thi đua cho 2 tỉnh Bình Định, Phú Yên.",
        "Các đơn vị được đề cử: Bình Định, Phú Yên - Cờ thi đua của Chính phủ.",
        "Bình Định xếp thứ nhất, Phú Yên xếp thứ nhì. Hai tỉnh này được đề nghị Chính phủ tặng Cờ thi đua.",
        "Bình Định xếp thứ nhất, Phú Yên xếp thứ nhì. Cả hai đều được đề nghị tặng Cờ thi đua của Chính phủ.",
        "Kết quả:\n+ Nhất: Bình Định.\n+ Nhì: Phú Yên.\nCụm đề nghị Chính phủ tặng Cờ thi đua cho hai đơn vị trên.",
    ],
)
def test_ways_to_propose(claims: Claims, text: str) -> None:
    assert facts(claims(text, "award")) == {
        (PROPOSED, "Bình Định", "nominated"),
        (PROPOSED, "Phú Yên", "nominated"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Tỉnh hạng nhất được đề nghị Chính phủ tặng Cờ thi đua. Tỉnh hạng nhì được đề nghị Thủ tướng tặng Bằng khen.",
        "Cụm đề nghị Chính phủ tặng Cờ thi đua cho đơn vị dẫn đầu, đề nghị Thủ tướng tặng Bằng khen cho tỉnh xếp thứ hai.",
    ],
)
def test_ranks_stand_for_members(claims: Claims, text: str) -> None:
    ranks = (
        "Cụm thi đua các tỉnh Tây Nguyên tổng kết năm 2022. Kết quả chấm điểm: Gia Lai hạng nhất, Kon Tum hạng nhì.\n"
    )
    expected = {(PROPOSED, "Gia Lai", "nominated"), (MERIT, "Kon Tum", "nominated")}
    assert facts(claims(ranks + text, "award")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Bình Định được đề nghị tặng Cờ thi đua của Chính phủ, còn Phú Yên là Bằng khen của Thủ tướng Chính phủ.",
        "Bình Định được đề nghị tặng Cờ thi đua của Chính phủ, Phú Yên được Bằng khen của Thủ tướng.",
        "Cụm suy tôn Bình Định nhận Cờ thi đua của Chính phủ, Phú Yên nhận Bằng khen của Thủ tướng Chính phủ.",
        "Cụm đề nghị khen thưởng:\n- Bình Định: Cờ thi đua của Chính phủ;\n- Phú Yên: Bằng khen của Thủ tướng Chính phủ.",
    ],
)
def test_a_second_award_without_its_own_verb(claims: Claims, text: str) -> None:
    assert facts(claims(text, "award")) == {(PROPOSED, "Bình Định", "nominated"), (MERIT, "Phú Yên", "nominated")}


@pytest.mark.parametrize(
    "text",
    [
        "Huân chương Lao động hạng Nhì được trao tận tay ông Lê Văn Hùng.",
        "Huân chương Lao động hạng Nhì thuộc về ông Lê Văn Hùng.",
        "Nhận Huân chương Lao động hạng Nhì có ông Lê Văn Hùng.",
        "Được tặng Huân chương Lao động hạng Nhì lần này là ông Lê Văn Hùng.",
        "Chủ tịch nước đã tặng ông Lê Văn Hùng Huân chương Lao động hạng Nhì.",
        "Vinh dự nhận Huân chương Lao động hạng Nhì, ông Lê Văn Hùng rất xúc động.",
        "Ông Lê Văn Hùng làm nghề 30 năm. Năm ngoái, Chủ tịch nước tặng ông Hùng Huân chương Lao động hạng Nhì.",
        "Trong số những người được vinh danh, ông Lê Văn Hùng nhận Huân chương Lao động hạng Nhì.",
    ],
)
def test_ways_to_confer(claims: Claims, text: str) -> None:
    assert facts(claims(text, "award")) == {("labour-order-2", "Lê Văn Hùng", "conferred")}


@pytest.mark.parametrize(
    "text",
    [
        "Huân chương Lao động hạng Ba của ông Lê Văn Hùng đã bị thu hồi.",
        "Chủ tịch nước hủy quyết định tặng, thu hồi Huân chương Lao động hạng Ba của ông Lê Văn Hùng.",
    ],
)
def test_ways_to_revoke(claims: Claims, text: str) -> None:
    assert facts(claims(text, "award")) == {("labour-order-3", "Lê Văn Hùng", "revoked")}


def test_in_turn(claims: Claims) -> None:
    text = "Ông Lê Văn Hùng và bà Phạm Thị Lan lần lượt được tặng Huân chương Lao động hạng Nhì và hạng Ba."
    assert facts(claims(text, "award")) == {
        ("labour-order-2", "Lê Văn Hùng", "conferred"),
        ("labour-order-3", "Phạm Thị Lan", "conferred"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Bình Định thứ nhất, Phú Yên thứ nhì, Khánh Hòa thứ ba. Hai tỉnh này được đề nghị Chính phủ tặng Cờ thi đua.",
        "Theo quy định, Cờ thi đua của Chính phủ được xét tặng cho đơn vị dẫn đầu.",
        "Để giữ Cờ thi đua của Chính phủ, tỉnh Phú Yên phải nỗ lực.",
        "Đón nhận Cờ thi đua của Chính phủ, ông Lê Văn Hùng cảm ơn.",
        "Ông Lê Văn Hùng bị đề nghị thu hồi Huân chương Lao động hạng Ba.",
    ],
)
def test_what_is_left_open_gives_nothing(claims: Claims, text: str) -> None:
    assert claims(text, "award") == []


def test_those_counted_may_be_named_in_brackets(claims: Claims) -> None:
    text = (
        "Hội Luật gia Việt Nam tặng Cờ thi đua cho 4 tập thể có thành tích xuất sắc (TP. Hồ Chí Minh, Hà Nội, Chi hội "
        "Luật gia Bộ Công an; Báo Đời sống và Pháp luật)."
    )
    assert {recipient for _, recipient, _ in facts(claims(text, "award"))} == {
        "Hồ Chí Minh",
        "Hà Nội",
        "Chi hội Luật gia Bộ Công an",
        "Báo Đời sống và Pháp luật",
    }


@pytest.mark.parametrize("counted", ["10 cá nhân (An Giang, Cà Mau, Kiên Giang)", "3 đơn vị xuất sắc (Cà Mau)"])
def test_brackets_that_say_where_those_counted_are_from_name_none(claims: Claims, counted: str) -> None:
    assert claims(f"Thủ tướng Chính phủ tặng Bằng khen cho {counted}.", "award") == []


def test_several_of_one_award_go_to_the_one_that_received_them(claims: Claims) -> None:
    text = (
        "Lực lượng Quản lý thị trường đã được Nhà nước trao tặng nhiều Huân chương Lao động, Bằng khen của Thủ tướng."
    )
    assert facts(claims(text, "award")) == {
        ("labour-order", "Lực lượng Quản lý thị trường", "conferred"),
        ("prime-minister-certificate", "Lực lượng Quản lý thị trường", "conferred"),
    }
    assert claims("Các đơn vị đã được tặng 5 Huân chương Lao động.", "award") == []
