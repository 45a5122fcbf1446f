"""Ways in which newspapers word the relations of blocs: one family a test, with what must give nothing beside it."""

from __future__ import annotations

import pytest

from tests.pipeline.claimed import Claims, facts

REVIEW = (
    "Cụm thi đua các tỉnh Tây Nguyên họp\n\n"
    "Ngày 16/1/2015, Cụm thi đua các tỉnh Tây Nguyên tổng kết công tác thi đua năm 2014 tại Gia Lai.\n\n"
)


@pytest.mark.parametrize(
    ("text", "kind", "period", "date", "province"),
    [
        (
            "Ngày 17/1/2019, tại TP Pleiku, Cụm thi đua các tỉnh Tây Nguyên đã nhóm họp để nhìn lại một năm thi đua 2018.",
            *("annual-review", "2018", "2019-01-17", "Gia Lai"),
        ),
        (
            "Trong hai ngày 16 và 17-7-2019, Cụm thi đua các tỉnh Tây Nguyên họp đánh giá kết quả 6 tháng đầu năm 2019 tại Đà Lạt.",
            *("mid-year-review", "2019-H1", "2019-07-16", "Lâm Đồng"),
        ),
        (
            "Từ ngày 30/1 đến 1/2/2019, tại quận Ninh Kiều, Cụm thi đua 5 thành phố trực thuộc Trung ương tổ chức tổng kết năm 2018.",
            *("annual-review", "2018", "2019-01-30", "Cần Thơ"),
        ),
        (
            "UBND tỉnh Hậu Giang vừa đăng cai hội nghị tổng kết công tác thi đua năm 2018 của Cụm thi đua các tỉnh Tây Nam bộ.",
            *("annual-review", "2018", None, "Hậu Giang"),
        ),
        (
            "Sáng 1/3/2019, tại Nha Trang, Cụm thi đua các tỉnh duyên hải miền Trung tổ chức ký kết giao ước thi đua năm 2019.",
            *("pact-signing", "2019", "2019-03-01", "Khánh Hòa"),
        ),
    ],
)
def test_meeting_is_told_in_other_words(
    claims: Claims, text: str, kind: str, period: str, date: str | None, province: str
) -> None:
    found = claims("Tin thi đua\n\n" + text, "conference")
    assert facts(found, "kind", "period", "date", "province") == {(kind, period, date, province)}


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 17/1/2015, Cụm thi đua số 3 tỉnh Bình Định tổng kết công tác thi đua năm 2014.",
        "Ngày 17/1/2015, Cụm thi đua số 1 gồm các huyện Hải Hậu, Giao Thủy tổng kết năm 2014 và ký giao ước thi đua năm 2015.",
        "Ngày 17/1/2015, Cụm thi đua các phường thuộc quận Hải Châu tổng kết năm 2014.",
        "Hội nghị tổng kết năm 2014 của Cụm thi đua các tỉnh Tây Nguyên sẽ diễn ra ngày 25/1/2015 tại Kon Tum.",
        "Ngày 17/1/2015, UBND tỉnh Hà Nam, thành viên Cụm thi đua đồng bằng sông Hồng, tổng kết công tác thi đua năm 2014 của tỉnh.",
    ],
)
def test_other_levels_and_announced_meetings_give_no_conference(claims: Claims, text: str) -> None:
    found = claims("Tin thi đua\n\n" + text)
    assert [c for c in found if c["type"] in ("conference", "pact")] == []


@pytest.mark.parametrize(
    ("text", "bloc"),
    [
        ("Cụm thi đua số 7 Bộ Công an gồm Công an các tỉnh", "số 7 Bộ Công an"),
        ("Cụm thi đua số 2 Hội Liên hiệp Phụ nữ Việt Nam tổng kết", "số 2 Hội Liên hiệp Phụ nữ Việt Nam"),
        ("Cụm thi đua số 1 của Trung ương Hội Nông dân Việt Nam", "số 1 của Trung ương Hội Nông dân Việt Nam"),
        ("Cụm thi đua LĐLĐ các tỉnh Bắc Trung bộ", "Liên đoàn Lao động các tỉnh Bắc Trung bộ"),
    ],
)
def test_bloc_of_a_central_body_is_named_with_it(claims: Claims, text: str, bloc: str) -> None:
    found = claims(f"Tin\n\nSáng 28-12-2016, tại Sóc Trăng, {text} tổ chức hội nghị tổng kết năm 2016.", "conference")
    assert facts(found, "bloc") == {(bloc,)}


@pytest.mark.parametrize(
    ("text", "pact"),
    [
        ("Hội nghị đã bầu Kon Tum làm Cụm trưởng năm 2015 và ký giao ước thi đua.", {("2015",)}),
        ("Bản giao ước thi đua năm 2015 đã được lãnh đạo 5 tỉnh ký kết.", {("2015",)}),
        ("Các huyện, thị xã của Gia Lai đã ký giao ước thi đua năm 2015.", set()),
        ("Cụm sẽ ký giao ước thi đua năm 2015 vào tháng sau.", set()),
        ("Kết quả thực hiện giao ước thi đua năm 2014 được đánh giá cao.", set()),
    ],
)
def test_pact_is_signed_by_the_members(claims: Claims, text: str, pact: set[tuple[str]]) -> None:
    assert facts(claims(REVIEW + text, "pact"), "period") == pact


@pytest.mark.parametrize(
    "text",
    [
        "Kon Tum nhận nhiệm vụ Cụm trưởng năm 2015, còn Cụm phó là Đắk Nông.",
        "UBND tỉnh Kon Tum được tín nhiệm giữ chức Cụm trưởng, UBND tỉnh Đắk Nông giữ chức Cụm phó năm 2015.",
        "Kon Tum và Đắk Nông lần lượt giữ vai trò Cụm trưởng, Cụm phó năm 2015.",
        "Trưởng, Phó Cụm năm 2015 là Kon Tum và Đắk Nông.",
        "Năm 2015, đơn vị Trưởng Cụm là tỉnh Kon Tum, Phó Trưởng Cụm là tỉnh Đắk Nông.",
        "Sau khi bỏ phiếu, Kon Tum trúng cử Cụm trưởng; Đắk Nông, Cụm phó.",
        "Trọng trách Cụm trưởng năm 2015 được trao cho Kon Tum; Cụm phó: Đắk Nông.",
    ],
)
def test_leader_and_deputy_are_told_in_one_sentence(claims: Claims, text: str) -> None:
    found = claims(REVIEW + text, "leadership")
    assert facts(found, "unit", "role", "period") == {("Kon Tum", "leader", "2015"), ("Đắk Nông", "deputy", "2015")}


@pytest.mark.parametrize(
    "text",
    [
        "Dự kiến Kon Tum làm Cụm trưởng năm 2015.",
        "Kon Tum xin thôi làm Cụm trưởng.",
        "Từng làm Cụm trưởng, tỉnh Lâm Đồng chia sẻ kinh nghiệm.",
        "Công ty CP Mía đường Kon Tum làm Cụm trưởng Cụm thi đua số 3 của tỉnh.",
    ],
)
def test_plans_former_roles_and_other_blocs_give_no_leader(claims: Claims, text: str) -> None:
    assert claims(REVIEW + text, "leadership") == []


@pytest.mark.parametrize("text", ["trao cờ luân lưu cho đại diện UBND tỉnh Kon Tum", "và Kon Tum đón nhận cờ luân lưu"])
def test_rotating_flag_makes_the_next_leader_from_either_side(claims: Claims, text: str) -> None:
    found = claims(REVIEW + f"Cuối hội nghị, lãnh đạo Cụm phát biểu, {text}.", "leadership")
    assert facts(found, "unit", "role", "period") == {("Kon Tum", "leader", "2015")}


MEMBERS = {"Gia Lai", "Kon Tum", "Lâm Đồng", "Đắk Lắk", "Đắk Nông"}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Năm tỉnh của Cụm thi đua Tây Nguyên: Gia Lai, Kon Tum, Lâm Đồng, Đắk Lắk, Đắk Nông đã ngồi lại.", MEMBERS),
        ("Gia Lai, Kon Tum, Lâm Đồng, Đắk Lắk và Đắk Nông cùng sinh hoạt trong Cụm thi đua Tây Nguyên.", MEMBERS),
        ("Cùng với Gia Lai, Cụm thi đua Tây Nguyên còn có Kon Tum, Lâm Đồng, Đắk Lắk và Đắk Nông.", MEMBERS),
        ("Ba tỉnh đạt điểm cao nhất Cụm gồm Gia Lai, Kon Tum, Lâm Đồng.", set()),
        ("Cụm đề nghị tặng Bằng khen cho các tỉnh gồm Gia Lai, Kon Tum, Lâm Đồng.", set()),
        ("Phát biểu tại hội nghị của Cụm có đại diện các tỉnh Gia Lai, Kon Tum, Lâm Đồng.", set()),
    ],
)
def test_list_of_members_and_lists_that_pick_some_out(claims: Claims, text: str, members: set[str]) -> None:
    found = claims("Tin thi đua\n\n" + text, "membership")
    assert {c["member"] for c in found} == members


FIRST_THREE = {("Gia Lai", 1), ("Kon Tum", 2), ("Đắk Lắk", 3)}


@pytest.mark.parametrize(
    "text",
    [
        "Tổng hợp điểm thi đua, nhất Cụm là tỉnh Gia Lai, nhì là tỉnh Kon Tum, ba là tỉnh Đắk Lắk.",
        "Theo bảng điểm thi đua, Gia Lai, Kon Tum, Đắk Lắk lần lượt xếp thứ nhất, thứ nhì và thứ ba.",
        "Xếp thứ nhất trong Cụm là Gia Lai, tiếp theo là Kon Tum và Đắk Lắk.",
        "Ba vị trí dẫn đầu bảng điểm lần lượt thuộc về Gia Lai, Kon Tum và Đắk Lắk.",
        "Xếp hạng thi đua: Gia Lai (nhất), Kon Tum (nhì), Đắk Lắk (ba).",
    ],
)
def test_ranks_in_many_words(claims: Claims, text: str) -> None:
    assert facts(claims(REVIEW + text, "ranking"), "member", "rank") == FIRST_THREE


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("Với tổng điểm 198/200, tỉnh Gia Lai được suy tôn nhất cụm.", {("Gia Lai", 198.0)}),
        (
            "Gia Lai, Kon Tum và Đắk Lắk lần lượt đạt 980; 975,5 và 970 điểm trong bảng chấm điểm của Cụm.",
            {("Gia Lai", 980.0), ("Kon Tum", 975.5), ("Đắk Lắk", 970.0)},
        ),
        ("Theo bảng điểm của Cụm, Kon Tum bị trừ 5 điểm vì nộp báo cáo muộn.", set()),
        ("Gia Lai đạt 980 điểm, hơn Kon Tum 5 điểm.", {("Gia Lai", 980.0)}),
    ],
)
def test_points_that_are_a_members_own(claims: Claims, text: str, scores: set[tuple[str, float]]) -> None:
    assert facts(claims(REVIEW + text, "ranking"), "member", "score") == scores


@pytest.mark.parametrize(
    "text",
    [
        "Gia Lai đứng thứ hai cả nước về xuất khẩu cà phê trong kết quả thi đua.",
        "Gia Lai đứng thứ nhất trong Cụm thi đua về thu ngân sách.",
        "Cụm thi đua có Gia Lai được tặng Huân chương Lao động hạng Nhất.",
        "Giải nhất hội thi văn nghệ của Cụm thi đua thuộc về Gia Lai.",
    ],
)
def test_places_outside_the_blocs_scoring_give_no_rank(claims: Claims, text: str) -> None:
    assert claims(REVIEW + text, "ranking") == []


@pytest.mark.parametrize(
    ("text", "awards"),
    [
        (
            "Hội LHPN Việt Nam tặng Cờ thi đua cho Hội LHPN tỉnh Gia Lai; tặng Bằng khen cho Sở Y tế tỉnh Kon Tum.",
            {
                ("ministry-emulation-flag", "Hội Liên hiệp Phụ nữ tỉnh Gia Lai", "conferred", None),
                ("ministry-certificate", "Sở Y tế tỉnh Kon Tum", "conferred", None),
            },
        ),
        (
            "Năm 2011, ông Vũ Văn Tám nhận Bằng khen của Thủ tướng Chính phủ; năm 2014, ông được tặng Huân chương Lao động hạng Ba.",
            {
                ("prime-minister-certificate", "Vũ Văn Tám", "conferred", "2011"),
                ("labour-order-3", "Vũ Văn Tám", "conferred", "2014"),
            },
        ),
        (
            "UBND tỉnh Gia Lai tặng Bằng khen cho Công ty TNHH Mạnh Hùng vì thành tích nộp ngân sách năm 2013.",
            {("provincial-certificate", "Công ty TNHH Mạnh Hùng", "conferred", "2013")},
        ),
        (
            "Thủ tướng Chính phủ quyết định thu hồi Bằng khen đã tặng ông Vũ Văn Tám.",
            {("prime-minister-certificate", "Vũ Văn Tám", "revoked", None)},
        ),
        (
            "Hội nghị giới thiệu Gia Lai để Chính phủ xét tặng Cờ thi đua, Kon Tum để Thủ tướng xét tặng Bằng khen.",
            {
                ("government-emulation-flag", "Gia Lai", "nominated", "2014"),
                ("prime-minister-certificate", "Kon Tum", "nominated", "2014"),
            },
        ),
        ("Để được tặng Cờ thi đua của Chính phủ, tỉnh Gia Lai phải đạt trên 950 điểm.", set()),
        ("Dịp này, 12 tập thể và 20 cá nhân được tặng Bằng khen của Bộ trưởng Bộ Y tế.", set()),
    ],
)
def test_awards_whose_giver_receiver_or_year_stands_elsewhere(
    claims: Claims, text: str, awards: set[tuple[str, str, str, str | None]]
) -> None:
    assert facts(claims(REVIEW + text, "award"), "award", "recipient", "status", "period") == awards


def test_pronoun_means_the_last_person_called_by_it(claims: Claims) -> None:
    text = "Chị Lê Thị Hoa lập tổ hợp tác. Ông Vũ Văn Tám, Chủ tịch Hội, khen chị giỏi. Năm 2012, chị được Thủ tướng tặng Bằng khen."
    assert facts(claims("Tin\n\n" + text, "award"), "recipient", "period") == {("Lê Thị Hoa", "2012")}


def test_review_as_a_session_and_members_told_as_a_group(claims: Claims) -> None:
    text = (
        "Tin thi đua\n\nCụm thi đua các tỉnh Tây Nguyên, nhóm năm tỉnh Kon Tum, Gia Lai, Đắk Lắk, Đắk Nông, Lâm Đồng, "
        "vừa có buổi sơ kết 6 tháng đầu năm 2019 tại Pleiku (29/7)."
    )
    assert facts(claims(text, "conference"), "kind", "period") == {("mid-year-review", "2019-H1")}
    assert {c["member"] for c in claims(text, "membership")} == {
        "Kon Tum",
        "Gia Lai",
        "Đắk Lắk",
        "Đắk Nông",
        "Lâm Đồng",
    }


def test_review_that_is_itself_the_subject(claims: Claims) -> None:
    text = "Tin thi đua\n\nMở màn.\n\nTổng kết phong trào thi đua năm 2018 của Cụm thi đua các tỉnh Tây Nguyên được tổ chức tại Pleiku."
    assert facts(claims(text, "conference"), "kind", "period") == {("annual-review", "2018")}


def test_who_joins_by_screen_is_not_told_to_be_a_member(claims: Claims) -> None:
    text = REVIEW + "Ngoài Gia Lai - Cụm trưởng và Kon Tum - Cụm phó, các đầu cầu còn có Đắk Lắk, Đắk Nông, Lâm Đồng."
    assert claims(text, "membership") == []


def test_leader_gives_up_and_another_takes_over(claims: Claims) -> None:
    text = REVIEW + "Hội nghị quyết định: Gia Lai thôi giữ vai Cụm trưởng, Lâm Đồng thay thế kể từ năm 2015."
    assert facts(claims(text, "leadership"), "unit", "role", "period") == {
        ("Gia Lai", "leader", "2014"),
        ("Lâm Đồng", "leader", "2015"),
    }


def test_leader_in_brackets_and_of_the_youth_union(claims: Claims) -> None:
    title = "Tin thi đua\n\nCụm thi đua Tỉnh Đoàn các tỉnh Tây Nguyên tổng kết năm 2014. "
    led = claims(title + "Tỉnh Đoàn Kon Tum là Cụm trưởng.", "leadership")
    stood_for = claims(title + "Anh An thay mặt Cụm trưởng (Tỉnh Đoàn Kon Tum) đọc báo cáo.", "leadership")
    assert facts(led, "unit", "role") == facts(stood_for, "unit", "role") == {("Kon Tum", "leader")}


def test_abbreviated_kind_of_members_is_written_out(claims: Claims) -> None:
    found = claims("Tin\n\nCụm thi đua LĐLĐ các tỉnh Tây Nguyên tổng kết năm 2014 tại Pleiku.", "conference")
    assert [c["bloc"] for c in found] == ["Liên đoàn Lao động các tỉnh Tây Nguyên"]
