"""Wordings met in later articles: a family a test, each sentence beside one that must be read otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pipeline.claimed import Claims, facts

REVIEW = (
    "Cụm thi đua các tỉnh Tây Nguyên họp\n\n"
    "Ngày 16/1/2015, Cụm thi đua các tỉnh Tây Nguyên tổng kết công tác thi đua năm 2014 tại Gia Lai.\n\n"
)
NORTH = (
    "Cụm thi đua các tỉnh miền núi phía Bắc họp\n\n"
    "Ngày 16/1/2015, Cụm thi đua các tỉnh miền núi phía Bắc tổng kết công tác thi đua năm 2014 tại Lào Cai.\n\n"
)
YEAR = "Hà Nam năm 2023\n\nNăm 2023, GRDP của Hà Nam tăng 9,41%. "
CEREMONY = "Hà Nam tổ chức lễ trao thưởng\n\nSáng 12/5/2018, UBND tỉnh Hà Nam tổ chức lễ trao thưởng. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hội nghị đã bầu Thái Nguyên giữ vai trò Cụm trưởng năm 2015.", {("Thái Nguyên", "leader", "2015")}),
        ("Nguyên Cụm trưởng Lào Cai chúc mừng các đơn vị.", set()),
        (
            "Năm 2015, trọng trách Cụm trưởng về tay Yên Bái, người phó là Sơn La.",
            {("Yên Bái", "leader", "2015"), ("Sơn La", "deputy", "2015")},
        ),
        (
            "Yên Bái nhận ghế Cụm trưởng năm 2015 thay Lào Cai, Cụm trưởng năm 2014, còn Sơn La làm Cụm phó.",
            {("Yên Bái", "leader", "2015"), ("Lào Cai", "leader", "2014"), ("Sơn La", "deputy", "2015")},
        ),
        (
            "Năm 2015, Cụm trưởng là tỉnh Yên Bái, hai Cụm phó là Sơn La và Lai Châu.",
            {("Yên Bái", "leader", "2015"), ("Sơn La", "deputy", "2015"), ("Lai Châu", "deputy", "2015")},
        ),
        (
            "Ông Lò Văn A, Phó Chủ tịch UBND tỉnh Yên Bái, góp ý với tư cách Cụm phó.",
            {("Yên Bái", "deputy", "2014")},
        ),
        (
            "Ông Lò Văn A (Phó Chủ tịch UBND tỉnh Lào Cai) và ông Vừ Văn B (Phó Chủ tịch UBND tỉnh Sơn La), đại diện cho "
            "Cụm trưởng và Cụm phó, điều hành hội nghị.",
            {("Lào Cai", "leader", "2014"), ("Sơn La", "deputy", "2014")},
        ),
    ],
)
def test_leader_and_deputy(claims: Claims, text: str, expected: set[tuple[Any, ...]]) -> None:
    assert facts(claims(NORTH + text, "leadership"), "unit", "role", "period") == expected


def test_role_of_this_year_in_passing_is_of_the_time_of_writing(claims: Claims) -> None:
    text = "Gia Lai kỷ niệm\n\nTrong Cụm thi đua các tỉnh Tây Nguyên, Gia Lai hiện là Cụm phó; Cụm trưởng năm nay do Đắk Lắk nắm giữ."
    found = claims(text, "leadership", published="2023-06-12")
    assert facts(found, "unit", "role", "period") == {("Gia Lai", "deputy", "2023"), ("Đắk Lắk", "leader", "2023")}


@pytest.mark.parametrize(
    ("name", "bloc"),
    [
        ("số 4 (các tỉnh Tây Nguyên)", "Tây Nguyên"),
        ("số 4 các tỉnh Duyên hải Nam Trung bộ và Tây Nguyên", "Duyên hải Nam Trung bộ và Tây Nguyên"),
        ("số 2 Công an các tỉnh Đông Bắc", "Công an các tỉnh Đông Bắc"),
        ("số 8 của công an các tỉnh duyên hải miền Trung", "số 8"),
        ("số 4 (Bộ Công an)", "số 4"),
    ],
)
def test_region_behind_a_number_names_the_bloc_wherever_its_number_stands(claims: Claims, name: str, bloc: str) -> None:
    number = name[:4]
    text = f"Gia Lai được bầu\n\nCụm thi đua {name} tổng kết năm 2018. Gia Lai là Cụm trưởng Cụm thi đua {number}."
    assert {c["bloc"] for c in claims(text) if "bloc" in c} == {bloc}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        (
            "Sau sắp xếp, số thành viên của Cụm còn 4, gồm Gia Lai, Kon Tum, Đắk Lắk và Lâm Đồng.",
            {"Gia Lai", "Kon Tum", "Đắk Lắk", "Lâm Đồng"},
        ),
        (
            "Cụm quy tụ năm tỉnh: Gia Lai, Kon Tum, Đắk Lắk cùng hai tỉnh Đắk Nông, Lâm Đồng.",
            {"Gia Lai", "Kon Tum", "Đắk Lắk", "Đắk Nông", "Lâm Đồng"},
        ),
        (
            "Cụm trưởng của các cụm lần lượt là: Gia Lai (Tây Nguyên), Yên Bái (miền núi phía Bắc), Cà Mau (Tây Nam bộ).",
            set(),
        ),
    ],
)
def test_members_are_listed(claims: Claims, text: str, members: set[str]) -> None:
    assert {c["member"] for c in claims(REVIEW + text, "membership")} == members


@pytest.mark.parametrize(
    ("text", "date", "province"),
    [
        (
            "Trong hội trường UBND tỉnh Kon Tum, ngày thứ Tư, 14/1, Cụm thi đua các tỉnh Tây Nguyên tổ chức hội nghị tổng kết năm 2014.",
            *("2015-01-14", "Kon Tum"),
        ),
        (
            "Cụm thi đua các tỉnh Tây Nguyên tổ chức hội nghị tổng kết năm 2014. Hội nghị diễn ra trong hai ngày 14 và 15/1 "
            "ở thành phố Đà Lạt, tỉnh Lâm Đồng.",
            *("2015-01-14", "Lâm Đồng"),
        ),
    ],
)
def test_day_and_seat_of_a_conference(claims: Claims, text: str, date: str, province: str) -> None:
    found = claims("Tin thi đua\n\n" + text, "conference", published="2015-01-16")
    assert facts(found, "date", "province") == {(date, province)}


def test_members_who_come_together_to_sign_hold_a_signing(claims: Claims) -> None:
    text = (
        "Ký giao ước\n\nChiều 15/3, tại thành phố Pleiku, đại diện các tỉnh thành viên Cụm thi đua các tỉnh Tây Nguyên đã ký kết giao ước "
        "thi đua năm 2024."
    )
    found = claims(text, "conference", published="2024-03-16")
    assert facts(found, "kind", "period", "date", "province") == {("pact-signing", "2024", "2024-03-15", "Gia Lai")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kết quả bình xét: Xếp thứ nhì, Kon Tum được đề nghị tặng Bằng khen.", {("Kon Tum", 2)}),
        (
            "Kết quả bỏ phiếu kín: Gia Lai nhất, Kon Tum nhì, Lâm Đồng ba.",
            {("Gia Lai", 1), ("Kon Tum", 2), ("Lâm Đồng", 3)},
        ),
        ("Kết quả bình xét: Đắk Lắk soán ngôi đầu của Lâm Đồng.", {("Đắk Lắk", 1)}),
        ("Thu ngân sách của Lâm Đồng tăng 19%, cao nhất Cụm nhờ du lịch.", set()),
        (
            "Căn cứ kết quả chấm điểm, hội nghị xếp thứ nhất Sở Nội vụ tỉnh Gia Lai (198,5 điểm), thứ nhì Sở Nội vụ tỉnh Kon Tum.",
            {("Gia Lai", 1), ("Kon Tum", 2)},
        ),
        (
            "Kết quả bình xét: Thứ nhất là Gia Lai, thứ nhì là Kon Tum (96 điểm); Đắk Nông và Lâm Đồng lần lượt đứng thứ tư, thứ năm.",
            {("Gia Lai", 1), ("Kon Tum", 2), ("Đắk Nông", 4), ("Lâm Đồng", 5)},
        ),
        ("Năm 2014, Gia Lai đạt 88,47 điểm chỉ số cải cách hành chính, Kon Tum đạt 85,1 điểm.", set()),
    ],
)
def test_ranks(claims: Claims, text: str, expected: set[tuple[Any, ...]]) -> None:
    assert facts(claims(REVIEW + text, "ranking"), "member", "rank") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Cùng đón phần thưởng còn có bà Lê Thị Na, Trạm trưởng Trạm Y tế xã (Huân chương Lao động hạng Ba).",
            {("labour-order-3", "Lê Thị Na", "conferred")},
        ),
        (
            "Huân chương Lao động hạng Nhì trao cho Sở Y tế; Bằng khen của Thủ tướng Chính phủ thuộc về Sở Nội vụ.",
            {("labour-order-2", "Sở Y tế", "conferred"), ("prime-minister-certificate", "Sở Nội vụ", "conferred")},
        ),
        (
            "Công an tỉnh Hà Nam được nhận Cờ thi đua của Chính phủ. Dịp này, Sở Y tế cũng được tặng Cờ.",
            {
                ("government-emulation-flag", "Công an tỉnh Hà Nam", "conferred"),
                ("government-emulation-flag", "Sở Y tế", "conferred"),
            },
        ),
        (
            "Đơn vị được giới thiệu nhận Bằng khen của Thủ tướng Chính phủ là Sở Nội vụ.",
            {("prime-minister-certificate", "Sở Nội vụ", "nominated")},
        ),
        (
            "Theo báo cáo do ông Lò Văn A trình bày, tỉnh có 1 tập thể được phong tặng danh hiệu Anh hùng Lao động là Bệnh viện Sản Nhi.",
            {("hero-of-labour", "Bệnh viện Sản Nhi", "conferred")},
        ),
        (
            "Tỉnh đã trình và được Chủ tịch nước tặng 41 Huân chương, Thủ tướng Chính phủ tặng Cờ thi đua của Chính phủ cho 4 đơn vị, "
            "trong đó có huyện Lý Nhân.",
            {("government-emulation-flag", "Lý Nhân", "conferred")},
        ),
        (
            "Hội đồng đề nghị Thủ tướng Chính phủ tặng Bằng khen cho các huyện Lý Nhân, Thanh Liêm và Công an tỉnh.",
            {
                ("prime-minister-certificate", "Lý Nhân", "nominated"),
                ("prime-minister-certificate", "Thanh Liêm", "nominated"),
                ("prime-minister-certificate", "Công an tỉnh", "nominated"),
            },
        ),
        (
            "Các tập thể được tặng Bằng khen của Thủ tướng Chính phủ gồm: Bệnh viện Dã chiến số 2 tỉnh Hà Nam; "
            "Viện Thú y Trung ương, Bộ Y tế; Công đoàn cơ sở Công ty cổ phần Gỗ An Phú và 3 đơn vị khác.",
            {
                ("prime-minister-certificate", "Bệnh viện Dã chiến số 2 tỉnh Hà Nam", "conferred"),
                ("prime-minister-certificate", "Viện Thú y Trung ương", "conferred"),
                ("prime-minister-certificate", "Công đoàn cơ sở Công ty cổ phần Gỗ An Phú", "conferred"),
            },
        ),
        (
            "3 tập thể (Sở Y tế, Báo Hà Nam) được tặng Cờ thi đua của Chính phủ; 1 cá nhân (ông Lò Văn A) được tặng Bằng khen của "
            "Thủ tướng.",
            {
                ("government-emulation-flag", "Sở Y tế", "conferred"),
                ("government-emulation-flag", "Báo Hà Nam", "conferred"),
                ("prime-minister-certificate", "Lò Văn A", "conferred"),
            },
        ),
        (
            "Chủ tịch nước tặng Huân chương Lao động hạng Nhì cho 2 tập thể gồm: Ban Dân vận Tỉnh ủy, Bệnh viện 30 tháng 4 và 1 cá nhân là "
            "bà Đỗ Thị Bê.",
            {
                ("labour-order-2", "Ban Dân vận Tỉnh ủy", "conferred"),
                ("labour-order-2", "Bệnh viện 30 tháng 4", "conferred"),
                ("labour-order-2", "Đỗ Thị Bê", "conferred"),
            },
        ),
        (
            "Chủ tịch nước tặng Huân chương Lao động hạng Ba cho Phòng Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ Công an tỉnh "
            "Hà Nam.",
            {
                (
                    "labour-order-3",
                    "Phòng Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ Công an tỉnh Hà Nam",
                    "conferred",
                )
            },
        ),
        (
            "LĐLĐ TP. Biên Hòa được tặng Cờ thi đua của Chính phủ.",
            {("government-emulation-flag", "Liên đoàn Lao động Thành phố Biên Hòa", "conferred")},
        ),
        (
            "Ông Lò Văn A đã trao Huân chương Lao động hạng Nhì cho Sở Giao thông vận tải; bà Đỗ Thị Bê trao Cờ thi đua cho 3 đơn vị.",
            {("labour-order-2", "Sở Giao thông vận tải", "conferred")},
        ),
        (
            "Thủ tướng Chính phủ đã đồng ý rút lại Bằng khen đã tặng bà Lê Thị Na.",
            {("prime-minister-certificate", "Lê Thị Na", "revoked")},
        ),
    ],
)
def test_awards(claims: Claims, text: str, expected: set[tuple[Any, ...]]) -> None:
    assert facts(claims(CEREMONY + text, "award"), "award", "recipient", "status") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Dự lễ có bà Lê Thị Na, nguyên Chánh án TAND tỉnh, nay là Chủ tịch Hội Luật gia tỉnh Hà Nam.",
            {("Lê Thị Na", "Chủ tịch Hội Luật gia tỉnh Hà Nam")},
        ),
        (
            "Dự lễ có Thẩm phán TAND tối cao, Vụ trưởng Vụ Tổng hợp Đỗ Khắc Vĩnh.",
            {("Đỗ Khắc Vĩnh", "Thẩm phán Tòa án nhân dân tối cao"), ("Đỗ Khắc Vĩnh", "Vụ trưởng Vụ Tổng hợp")},
        ),
        (
            "Dự lễ có Trưởng Ban Dân vận Tỉnh ủy Đắk Nông H'Lan Niê Kđăm.",
            {("H'Lan Niê Kđăm", "Trưởng Ban Dân vận Tỉnh ủy Đắk Nông")},
        ),
        (
            "Dự lễ có ông Lò Văn A, Ủy viên Ban Thường vụ, Trưởng Ban Tổ chức Tỉnh ủy Hà Nam.",
            {("Lò Văn A", "Ủy viên Ban Thường vụ Tỉnh ủy Hà Nam"), ("Lò Văn A", "Trưởng Ban Tổ chức Tỉnh ủy Hà Nam")},
        ),
        (
            "Cùng dự có hai Phó Chủ tịch UBND tỉnh là Lò Văn A và Đỗ Thị Bê.",
            {("Lò Văn A", "Phó Chủ tịch Ủy ban nhân dân tỉnh"), ("Đỗ Thị Bê", "Phó Chủ tịch Ủy ban nhân dân tỉnh")},
        ),
        (
            "Dự lễ có ông Lò Văn A, Vụ trưởng Vụ Thi đua - Khen thưởng III, Ban Thi đua - Khen thưởng Trung ương; bà Đỗ Thị Bê, "
            "Viện trưởng Viện Vi sinh y học, Bộ Y tế.",
            {
                ("Lò Văn A", "Vụ trưởng Vụ Thi đua - Khen thưởng III, Ban Thi đua - Khen thưởng Trung ương"),
                ("Đỗ Thị Bê", "Viện trưởng Viện Vi sinh y học"),
            },
        ),
        (
            "Dự lễ có bà Đỗ Thị Bê, Ủy viên Ban Thường vụ, Trưởng ban Tuyên giáo Trung ương Hội Nông dân Việt Nam.",
            {
                ("Đỗ Thị Bê", "Ủy viên Ban Thường vụ Trung ương Hội Nông dân Việt Nam"),
                ("Đỗ Thị Bê", "Trưởng ban Tuyên giáo Trung ương Hội Nông dân Việt Nam"),
            },
        ),
        (
            "Thủ tướng phê chuẩn kết quả bầu chức vụ Phó Chủ tịch UBND tỉnh Hà Nam nhiệm kỳ 2021-2026 đối với bà Đỗ Thị Bê; HĐND tỉnh đã "
            "miễn nhiệm chức vụ Phó Chủ tịch UBND tỉnh đối với ông Lò Văn A.",
            {("Đỗ Thị Bê", "Phó Chủ tịch Ủy ban nhân dân tỉnh Hà Nam")},
        ),
        (
            "Dự lễ có ông Lò Văn A, Giám đốc Công ty TNHH Dệt may Phú An và bà Đỗ Thị Bê.",
            {("Lò Văn A", "Giám đốc Công ty TNHH Dệt may Phú An")},
        ),
        ("Được tặng Bằng khen của Thủ tướng Chính phủ: ông Lò Văn A; bà Đỗ Thị Bê.", set()),
    ],
)
def test_posts(claims: Claims, text: str, expected: set[tuple[Any, ...]]) -> None:
    assert facts(claims(CEREMONY + text, "post"), "person", "title") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ông Lò Văn A, người chủ trì buổi lễ, bắt tay từng người.", {("Lò Văn A", "chaired")}),
        ("Cùng chủ trì với ông Lò Văn A là bà Đỗ Thị Bê.", {("Lò Văn A", "chaired"), ("Đỗ Thị Bê", "chaired")}),
        ("Bà Đỗ Thị Bê, từ Hà Nội vào dự, ngồi hàng đầu.", {("Đỗ Thị Bê", "attended")}),
        (
            "Ở điểm cầu chính, hàng ghế đầu có ông Lò Văn A; bà Đỗ Thị Bê.",
            {("Lò Văn A", "attended"), ("Đỗ Thị Bê", "attended")},
        ),
        ("Đoàn Bình Dương do ông Lò Văn A, Phó Chủ tịch UBND tỉnh, làm trưởng đoàn.", {("Lò Văn A", "attended")}),
        (
            "Dự lễ có các Phó Chủ tịch UBND tỉnh: Nguyễn Hải Giang Anh, Trần Ngọc Minh.",
            {("Nguyễn Hải Giang Anh", "attended"), ("Trần Ngọc Minh", "attended")},
        ),
        (
            "Ông Lò Văn A đã trao Huân chương Lao động hạng Nhì cho Sở Y tế; Huân chương Lao động hạng Ba cho bác sĩ Đỗ Thị Bê.",
            {("Lò Văn A", "attended"), ("Đỗ Thị Bê", "attended")},
        ),
    ],
)
def test_participations(claims: Claims, text: str, expected: set[tuple[Any, ...]]) -> None:
    assert facts(claims(CEREMONY + text, "participation"), "person", "role") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thu ngân sách đạt 9.000 tỷ đồng, bằng 82% dự toán, hơn cùng kỳ 31%.",
            {("budget-revenue", "level", 9e12), ("budget-revenue", "plan-ratio", 82), ("budget-revenue", "growth", 31)},
        ),
        ("Lạm phát bình quân chỉ 0,63%.", {("cpi", "growth", 0.63)}),
        ("Số chi là 3.200 tỷ đồng.", {("budget-expenditure", "level", 3.2e12)}),
        ("Ngân sách tỉnh năm nay thu 5.105 tỷ đồng.", {("budget-revenue", "level", 5.105e12)}),
        (
            "Kim ngạch xuất khẩu đạt 521 triệu USD, thêm 38,4%.",
            {("export-turnover", "level", 5.21e8), ("export-turnover", "growth", 38.4)},
        ),
        (
            "Dự án FDI cấp mới 9 dự án và tăng vốn 7 dự án, cộng lại 1,02 tỷ USD vốn FDI.",
            {("fdi-projects", "level", 9), ("fdi-adjusted-projects", "level", 7), ("fdi", "level", 1.02e9)},
        ),
        (
            "Số hộ nghèo còn 6.120 hộ, chiếm 2,51% tổng số hộ.",
            {("poor-households", "level", 6120), ("poverty-rate", "share", 2.51)},
        ),
        ("Cả năm có 15.800 lao động được tạo việc làm.", {("jobs-created", "level", 15800)}),
        ("Số ô tô xuất xưởng là 21.350 chiếc, hụt 32,8%.", set()),
    ],
)
def test_figures(claims: Claims, text: str, expected: set[tuple[Any, ...]]) -> None:
    told = facts(claims(YEAR + text, "observation"), "indicator", "measure", "value")
    assert told - {("grdp", "growth", 9.41)} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "GRDP 9 tháng năm 2023 tăng 8,86% so với cùng kỳ (quý I: 8,02%; quý II: 8,57%).",
            {("Hà Nam", "2023-01/2023-09", 8.86), ("Hà Nam", "2023-Q1", 8.02), ("Hà Nam", "2023-Q2", 8.57)},
        ),
        (
            "GRDP quý III tăng 9,1%, cao hơn mức 7,2% của quý III năm trước.",
            {("Hà Nam", "2023-Q3", 9.1), ("Hà Nam", "2022-Q3", 7.2)},
        ),
        ("Cả nước sau nửa năm tăng 3,72%.", {("Việt Nam", "2023-H1", 3.72)}),
        (
            "Tăng trưởng của tỉnh thấp hơn Hải Phòng (10,34%).",
            {("Hải Phòng", "2023", 10.34)},
        ),
    ],
)
def test_whose_and_when(claims: Claims, text: str, expected: set[tuple[Any, ...]]) -> None:
    told = facts(claims(YEAR + text, "observation"), "area", "period", "value")
    assert told - {("Hà Nam", "2023", 9.41)} == expected


def test_millions_in_a_row_have_the_currency_of_the_others(claims: Claims) -> None:
    text = "Kim ngạch xuất khẩu của Gia Lai đạt 305 triệu USD, Kon Tum 231 triệu, Đắk Nông 66,4 triệu USD."
    found = claims(REVIEW + text, "observation")
    assert facts(found, "area", "value", "unit") == {
        ("Gia Lai", 3.05e8, "USD"),
        ("Kon Tum", 2.31e8, "USD"),
        ("Đắk Nông", 6.64e7, "USD"),
    }


def test_credit_of_a_picture_ends_where_its_agency_is_named(claims: Claims) -> None:
    text = "Ảnh: Trí Dũng/TTXVN Cùng đi có ông Lò Văn A, Chánh Văn phòng UBND tỉnh."
    assert facts(claims(CEREMONY + text, "participation"), "person", "role") == {("Lò Văn A", "attended")}
