"""Conferences, pacts, leaders, members and rankings of blocs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Claims = Callable[..., list[dict[str, Any]]]

HEAD = "Cụm thi đua các tỉnh Tây Nam bộ họp\n\n"


def facts(found: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(c.get(n) for n in names) for c in found]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "Sáng 27-3, tại tỉnh Sóc Trăng, Cụm thi đua các tỉnh Tây Nam bộ tổ chức hội nghị tổng kết giao ước thi đua năm 2023.",
            ("annual-review", "2023", "2024-03-27", "Sóc Trăng"),
        ),
        (
            "Ngày 31/7/2020, Cụm thi đua Tây Nam bộ sơ kết 6 tháng đầu năm 2020 tại TP Cao Lãnh, tỉnh Đồng Tháp.",
            ("mid-year-review", "2020-H1", "2020-07-31", "Đồng Tháp"),
        ),
        (
            "Tỉnh Đồng Nai là nơi Cụm thi đua miền Đông Nam bộ mở hội nghị tổng kết năm 2018 vào ngày 15/3/2019.",
            ("annual-review", "2018", "2019-03-15", "Đồng Nai"),
        ),
        (
            "Chiều 17/1/2021, tại Quảng Ninh, Cụm thi đua đồng bằng sông Hồng họp trù bị cho việc tổng kết năm 2020.",
            ("other", "2020", "2021-01-17", "Quảng Ninh"),
        ),
    ],
)
def test_conference_with_kind_period_day_and_province(claims: Claims, text: str, fact: tuple[str, ...]) -> None:
    found = claims("Tin thi đua\n\n" + text, "conference")
    assert facts(found, "kind", "period", "date", "province") == [fact]


def test_one_event_told_twice_is_one_conference(claims: Claims) -> None:
    text = HEAD + (
        "Cụm thi đua các tỉnh Tây Nam bộ vừa tổng kết phong trào thi đua năm 2022.\n\n"
        "Hội nghị tổng kết năm 2022 của Cụm diễn ra ngày 18/4/2023 tại tỉnh Đồng Tháp."
    )
    assert facts(claims(text, "conference"), "period", "date", "province") == [("2022", "2023-04-18", "Đồng Tháp")]


def test_launch_that_also_signs_is_a_signing(claims: Claims) -> None:
    text = "Tin\n\nNgày 17/2/2014, Cụm thi đua các tỉnh Tây Nam bộ tổ chức Lễ phát động và ký kết giao ước thi đua năm 2014."
    assert facts(claims(text, "conference"), "kind", "period", "date") == [("pact-signing", "2014", "2014-02-17")]


def test_report_of_a_province_alone_gives_no_conference(claims: Claims) -> None:
    text = "Hà Nam tổng kết\n\nUBND tỉnh Hà Nam tổ chức hội nghị tổng kết công tác thi đua, khen thưởng năm 2023."
    assert claims(text, "conference") == []


def test_pact_is_of_the_year_that_is_signed_for(claims: Claims) -> None:
    text = HEAD + "Hội nghị tổng kết thực hiện giao ước thi đua năm 2018 và ký kết giao ước thi đua năm 2019."
    assert facts(claims(text, "pact"), "bloc", "period") == [("Tây Nam bộ", "2019")]


@pytest.mark.parametrize(
    ("text", "unit", "role", "period"),
    [
        ("Ông A, Phó Chủ tịch UBND tỉnh Kiên Giang (đơn vị Cụm trưởng năm 2021), dự.", "Kiên Giang", "leader", "2021"),
        ("Vai trò Cụm trưởng năm 2022 do Đồng Tháp đảm nhiệm.", "Đồng Tháp", "leader", "2022"),
        ("Sóc Trăng trao cờ luân lưu Cụm trưởng năm 2024 cho tỉnh Long An.", "Long An", "leader", "2024"),
        ("Tỉnh Hải Dương được suy tôn giữ nhiệm vụ Cụm phó năm 2024.", "Hải Dương", "deputy", "2024"),
        ("Ghế Cụm trưởng năm 2021 thuộc về Kiên Giang.", "Kiên Giang", "leader", "2021"),
        ("Hội nghị cử tỉnh Ninh Bình làm Trưởng Cụm năm 2017.", "Ninh Bình", "leader", "2017"),
    ],
)
def test_leader_or_deputy_in_its_year(claims: Claims, text: str, unit: str, role: str, period: str) -> None:
    assert facts(claims(HEAD + text, "leadership"), "unit", "role", "period") == [(unit, role, period)]


@pytest.mark.parametrize(
    ("text", "unit", "role"),
    [
        ("Tỉnh Long An được bầu làm Cụm trưởng.", "Long An", "leader"),
        ("Vai trò Cụm trưởng được chuyển cho tỉnh Long An.", "Long An", "leader"),
        ("Hội nghị nhất trí bầu Bến Tre làm Cụm phó.", "Bến Tre", "deputy"),
    ],
)
def test_role_voted_for_at_a_review_is_of_the_year_after(claims: Claims, text: str, unit: str, role: str) -> None:
    review = "Ngày 5/3/2024, Cụm thi đua các tỉnh Tây Nam bộ tổng kết năm 2023 tại tỉnh Cà Mau.\n\n"
    assert facts(claims(HEAD + review + text, "leadership"), "unit", "role", "period") == [(unit, role, "2024")]


def test_counted_deputies_are_the_ones_behind_the_role(claims: Claims) -> None:
    text = HEAD + "Cùng với An Giang, hai đơn vị Cụm phó năm 2019 là Bạc Liêu và Trà Vinh."
    assert facts(claims(text, "leadership"), "unit", "role", "period") == [
        ("Bạc Liêu", "deputy", "2019"),
        ("Trà Vinh", "deputy", "2019"),
    ]


def test_two_deputies_share_one_bracket(claims: Claims) -> None:
    text = (
        HEAD
        + "Năm 2019, Cụm có ban lãnh đạo mới: Hải Dương (đơn vị cụm trưởng), Hưng Yên và Quảng Ninh (đơn vị cụm phó)."
    )
    assert facts(claims(text, "leadership"), "unit", "role") == [
        ("Hải Dương", "leader"),
        ("Hưng Yên", "deputy"),
        ("Quảng Ninh", "deputy"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Cụm gồm Long An, Bến Tre, Trà Vinh và Cà Mau (không có TP Cần Thơ).",
        "Long An, Bến Tre, Trà Vinh và Cà Mau là bốn thành viên của Cụm.",
        "Cụm gồm bốn đơn vị:\n+ Long An\n+ Bến Tre\n+ Trà Vinh\n+ Cà Mau",
        "Ngoài Long An, tham gia Cụm còn có Bến Tre, Trà Vinh và Cà Mau.",
        "Tốc độ tăng trưởng của các tỉnh trong Cụm: Long An tăng 5%; Bến Tre tăng 4%; Trà Vinh tăng 8%; Cà Mau tăng 7%.",
    ],
)
def test_members_are_listed_and_the_excepted_left_out(claims: Claims, text: str) -> None:
    members = {c["member"] for c in claims(HEAD + text, "membership")}
    assert members == {"Long An", "Bến Tre", "Trà Vinh", "Cà Mau"}


def test_list_as_long_as_its_count_names_the_members_unless_they_are_honoured(claims: Claims) -> None:
    names = "Long An, Bến Tre, Trà Vinh, Cà Mau và Sóc Trăng"
    members = claims(HEAD + f"Đại diện cho 5 tỉnh {names}, Cụm trưởng đọc bản giao ước.", "membership")
    assert [c["member"] for c in members] == ["Long An", "Bến Tre", "Trà Vinh", "Cà Mau", "Sóc Trăng"]
    assert claims(HEAD + f"Có 5 tỉnh {names} được tặng Bằng khen.", "membership") == []


def test_name_behind_a_semicolon_is_not_of_the_list(claims: Claims) -> None:
    text = HEAD + "Cụm gồm Long An, Bến Tre và Trà Vinh; tỉnh Cà Mau từ năm 2019 sinh hoạt ở cụm khác."
    assert {c["member"] for c in claims(text, "membership")} == {"Long An", "Bến Tre", "Trà Vinh"}


def test_attending_is_no_membership(claims: Claims) -> None:
    text = HEAD + "Dự hội nghị có lãnh đạo các tỉnh Hà Nam, Nam Định, Thái Bình và Hưng Yên."
    assert claims(text, "membership") == []


@pytest.mark.parametrize(
    "text",
    [
        "Kết quả chấm điểm năm 2023: hạng nhất - Hậu Giang; hạng nhì - Trà Vinh; hạng ba - Long An.",
        "Kết quả bình xét năm 2023 xếp Hậu Giang hạng nhất, Trà Vinh hạng nhì và Long An hạng ba.",
        "Chấm điểm năm 2023, vị trí thứ nhất, thứ hai, thứ ba lần lượt thuộc về Hậu Giang, Trà Vinh và Long An.",
        "Thứ hạng năm 2023 của ba tỉnh dẫn đầu:\n\n1. Hậu Giang\n2. Trà Vinh\n3. Long An",
    ],
)
def test_ranks_in_their_forms(claims: Claims, text: str) -> None:
    assert facts(claims(HEAD + text, "ranking"), "member", "rank", "period") == [
        ("Hậu Giang", 1, "2023"),
        ("Trà Vinh", 2, "2023"),
        ("Long An", 3, "2023"),
    ]


def test_points_go_with_the_rank_and_keep_their_bound(claims: Claims) -> None:
    text = HEAD + "Chấm điểm năm 2023, tỉnh Cà Mau dẫn đầu với trên 945 điểm, thứ 2 là Sóc Trăng (938,21 điểm)."
    assert facts(claims(text, "ranking"), "member", "rank", "score", "bound") == [
        ("Cà Mau", 1, 945, "above"),
        ("Sóc Trăng", 2, 938.21, "exact"),
    ]


def test_points_are_shared_and_the_one_ahead_of_the_second_is_first(claims: Claims) -> None:
    text = HEAD + (
        "Chấm điểm năm 2023, Hậu Giang xếp thứ hai, chỉ sau Trà Vinh. Bảng điểm năm 2023 cho thấy Long An và Bến Tre cùng đạt 918 điểm."
    )
    assert facts(claims(text, "ranking"), "member", "rank", "score") == [
        ("Hậu Giang", 2, None),
        ("Trà Vinh", 1, None),
        ("Long An", None, 918),
        ("Bến Tre", None, 918),
    ]


def test_being_in_the_leading_group_is_no_rank(claims: Claims) -> None:
    assert claims(HEAD + "Kết quả bình xét năm 2023, Hậu Giang trong nhóm dẫn đầu Cụm.", "ranking") == []


def test_table_gives_ranks_in_words(claims: Claims) -> None:
    text = (
        HEAD
        + "Kết quả năm 2023:\n\nTT | Tỉnh | Tổng điểm | Xếp hạng\n1 | Hậu Giang | 962,4 | Nhất\n2 | Trà Vinh | 955 | Nhì"
    )
    assert facts(claims(text, "ranking"), "member", "rank", "score", "period") == [
        ("Hậu Giang", 1, 962.4, "2023"),
        ("Trà Vinh", 2, 955, "2023"),
    ]


def test_rank_in_the_country_is_no_rank_in_the_bloc(claims: Claims) -> None:
    text = HEAD + "Về tốc độ tăng trưởng, Hậu Giang đứng thứ 4 cả nước."
    assert claims(text, "ranking") == []
