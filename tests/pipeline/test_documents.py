"""Official documents: kind and number in all the forms that newspapers write, day, issuer, one claim a document."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

Claims = Callable[..., list[dict[str, Any]]]


def numbers(found: list[dict[str, Any]]) -> list[str]:
    return [c["number"] for c in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Căn cứ Chỉ thị số 07/CT-UBND về thi đua.", ["Chỉ thị 07/CT-UBND"]),
        ("Căn cứ Chỉ thị số 41 - CT / TW về thi đua.", ["Chỉ thị 41-CT/TW"]),
        ("Căn cứ kết luận số 25 KL / TW về công tác hội.", ["Kết luận 25 KL/TW"]),
        ("Theo Nghị định 145/2013/NĐ-CP, việc khen phải đúng.", ["Nghị định 145/2013/NĐ-CP"]),
        ("Theo Thông tư liên tịch số 03/2016/TTLT-BNV-BTC.", ["Thông tư liên tịch 03/2016/TTLT-BNV-BTC"]),
        ("Thực hiện Thông báo Kết luận số 61-TB/TW của Ban Bí thư.", ["Thông báo Kết luận 61-TB/TW"]),
        ("Thực hiện Nghị quyết 128 của Chính phủ.", ["Nghị quyết 128"]),
        ("Thực hiện Nghị quyết 01, 02 của Chính phủ.", ["Nghị quyết 01", "Nghị quyết 02"]),
        ("Các Quyết định số 11/QĐ-TTg, 12/QĐ-TTg đã ban hành.", ["Quyết định 11/QĐ-TTg", "Quyết định 12/QĐ-TTg"]),
        ("Quyết định của Thủ tướng Chính phủ số 88/QĐ-TTg nêu rõ.", ["Quyết định 88/QĐ-TTg"]),
        ("UBND tỉnh gửi số: 15/TTr-UBND xin ý kiến.", ["Tờ trình 15/TTr-UBND"]),
        ("Luật số 15/2003/QH11 có hiệu lực.", ["Luật 15/2003/QH11"]),
        ("theo phân công tại Quyết\nđịnh số 45/QĐ-BCT của bộ", ["Quyết định 45/QĐ-BCT"]),
    ],
)
def test_number_forms(claims: Claims, text: str, expected: list[str]) -> None:
    assert numbers(claims(text, "document")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Cả tỉnh vượt kế hoạch 5 năm 2016-2020.",
        "Hoàn thành kế hoạch 2011-2015 và kế hoạch 7% của năm.",
        "Hội nghị quyết định 3 vấn đề lớn, thông báo 2 nội dung.",
        "Chi hội Công ty Luật số 5 dự họp, tư vấn pháp luật 120 vụ.",
        "Thực hiện Nghị quyết Trung ương 4 và Nghị quyết Đại hội XIII.",
        "Chương trình 135 giúp các xã nghèo.",
    ],
)
def test_counts_years_and_names_are_no_documents(claims: Claims, text: str) -> None:
    assert claims(text, "document") == []


@pytest.mark.parametrize(
    ("text", "day", "issuer"),
    [
        ("Theo Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ.", "2017-07-31", "Chính phủ"),
        ("Chỉ thị 41-CT/TW do Bộ Chính trị ban hành ngày 7/4/2014 còn hiệu lực.", "2014-04-07", "Bộ Chính trị"),
        ("Kết luận số 25 - KL / TW của Ban Bí thư ngày 17/7/2018 nêu rõ.", "2018-07-17", "Ban Bí thư"),
        ("Thành ủy Hà Nội vừa ban hành Kế hoạch số 31-KH/TU.", None, "Thành ủy Hà Nội"),
        ("Ngày 3/5/2023, Bộ Nội vụ ký Quyết định số 335/QĐ-BNV.", "2023-05-03", "Bộ Nội vụ"),
        ("UBND tỉnh Phú Yên đã ban hành Chỉ thị 09/CT-UBND.", None, "Phú Yên"),
        ("Bà Lê Thị Hoa, Chủ tịch UBND tỉnh Phú Yên, đã ký Kế hoạch số 41/KH-UBND.", None, "Phú Yên"),
        ("UBND tỉnh ban hành Chỉ thị 09/CT-UBND.", None, None),
    ],
)
def test_day_and_issuer(claims: Claims, text: str, day: str | None, issuer: str | None) -> None:
    (found,) = claims(text, "document")
    assert (found.get("date"), found.get("issuer")) == (day, issuer)


def test_documents_in_a_row_share_the_issuer(claims: Claims) -> None:
    found = claims("Đẩy mạnh thực hiện Nghị quyết 21, Nghị quyết 37 của Chính phủ.", "document")
    assert [(c["number"], c["issuer"]) for c in found] == [
        ("Nghị quyết 21", "Chính phủ"),
        ("Nghị quyết 37", "Chính phủ"),
    ]


def test_a_bare_mention_adds_nothing(claims: Claims) -> None:
    text = "Quyết định 88 đã rõ. Theo Quyết định số 88/QĐ-TTg của Thủ tướng Chính phủ, tỉnh làm ngay. Quyết định 88 là căn cứ."
    (found,) = claims(text, "document")
    assert (found["number"], found["quote"]) == ("Quyết định 88/QĐ-TTg", "Quyết định số 88/QĐ-TTg")


def test_decomposed_text_and_both_tone_placements(claims: Claims) -> None:
    text = unicodedata.normalize("NFD", "Thành uỷ Hà Nội ban hành Kế hoạch số 31-KH/TU ngày 2/3/2017.")
    (found,) = claims(text, "document")
    assert (found["number"], found["date"], found["issuer"]) == ("Kế hoạch 31-KH/TU", "2017-03-02", "Thành ủy Hà Nội")
    assert text[found["start"] : found["end"]] == found["quote"]


def test_numbers_of_documents_are_no_quantities(read_doc: Callable[[str], Any]) -> None:
    doc = read_doc("Thực hiện Nghị quyết 128 của Chính phủ.")
    assert doc._.found["quantity"] == []
