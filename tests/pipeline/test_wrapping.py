"""Texts whose lines were broken at a width are read like those whose lines were not."""

from __future__ import annotations

import textwrap
import unicodedata

import pytest

from pipeline.view import make_view
from pipeline.wrapping import unwrapped
from tests.pipeline.claimed import Claims, facts

TITLE = "THÔNG BÁO\nKẾT LUẬN TẠI BUỔI LÀM VIỆC VỚI LÃNH ĐẠO TỈNH PHÚ THỌ"
PARAGRAPHS = (
    "Trong 10 tháng đầu năm 2025, tình hình kinh tế - xã hội của tỉnh Phú Thọ ổn định; tăng trưởng GRDP đạt 10,22%, vượt kịch bản đề ra. "
    "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ tiêu dùng tăng 14,38% so với cùng kỳ. Thu ngân sách nhà nước ước đạt 47,5 nghìn tỷ "
    "đồng, bằng 117,6% dự toán Trung ương giao.",
    "Kim ngạch xuất khẩu của tỉnh trong thời gian này ước đạt 21,4 tỷ USD, tăng 31,2% so với cùng kỳ năm trước, là mức cao nhất trong "
    "nhiều năm gần đây.",
)
ITEMS = "- Sở Tài chính rà soát các dự án chậm tiến độ.\n- Sở Công Thương tổ chức hội chợ."
WHOLE = "\n\n".join((TITLE, *PARAGRAPHS, ITEMS))


def broken(end: str = "\n", width: int = 60) -> str:
    paragraphs = [textwrap.fill(p, width, break_on_hyphens=False).replace("\n", end) for p in PARAGRAPHS]
    return f"{end}{end}".join((TITLE.replace("\n", end), *paragraphs, ITEMS.replace("\n", end)))


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_broken_lines_give_the_claims_of_whole_ones(claims: Claims, end: str, form: str) -> None:
    fields = ("area", "indicator", "measure", "value", "period")
    expected = facts(claims(WHOLE, "observation"), *fields)
    assert ("Phú Thọ", "retail-sales", "growth", 14.38, "2025-01/2025-10") in expected
    text = unicodedata.normalize(form, broken(end))
    assert facts(claims(text, "observation"), *fields) == expected


def test_quote_of_broken_lines_is_a_stretch_of_the_stored_text() -> None:
    stored = broken("\r\n")
    view = make_view(stored)
    at = view.text.index("47,5 nghìn tỷ đồng")
    start, end = view.stored(at, at + len("47,5 nghìn tỷ đồng"))
    assert stored[start:end].split() == ["47,5", "nghìn", "tỷ", "đồng"]


def test_items_of_a_list_and_empty_lines_stay_apart() -> None:
    joined = unwrapped(broken())
    assert len(joined) == len(broken())
    assert joined.count("\n\n") == 3
    assert "tiến độ.\n- Sở" in joined


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        "\n".join(f"Dòng thứ {n} là một câu ngắn, không gãy." for n in range(20)),
        "chú thích ảnh\nđược viết thường\n" + PARAGRAPHS[0],
        "",
    ],
)
def test_text_that_no_width_has_broken_is_left_as_it_is(text: str) -> None:
    assert unwrapped(text) is text
