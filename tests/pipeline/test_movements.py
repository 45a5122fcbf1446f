"""Movements: names in quotation marks after "phong trào", lists of them, who starts them, and what is none."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

Claims = Callable[..., list[dict[str, Any]]]


def names(found: list[dict[str, Any]]) -> list[str]:
    return [c["name"] for c in found]


@pytest.mark.parametrize(
    "text",
    [
        "Tỉnh hưởng ứng phong trào thi đua “Dạy tốt, học tốt”.",
        'Tỉnh hưởng ứng phong trào thi đua "Dạy tốt, học tốt".',
        'Tỉnh hưởng ứng phong trào thi đua " Dạy tốt , học tốt " .',
        "Tỉnh hưởng ứng phong trào «Dạy tốt, học tốt».",
        "“Dạy tốt, học tốt” là phong trào lớn của ngành.",
        unicodedata.normalize("NFD", "Đợt thi đua “Dạy tốt, học tốt” đã khép lại."),
    ],
)
def test_quotation_marks_of_every_kind(claims: Claims, text: str) -> None:
    (found,) = claims(text, "movement")
    assert found["name"] == "Dạy tốt, học tốt"
    assert text[found["start"] : found["end"]] == found["quote"]


@pytest.mark.parametrize(
    "text",
    [
        "Các phong trào “Lao động giỏi”, “Dân vận khéo” và “Giờ thứ chín” đều lan rộng.",
        "Tỉnh dồn sức cho ba phong trào: “Lao động giỏi”; “Dân vận khéo”; “Giờ thứ chín”.",
        "Phong trào thi đua “Lao động giỏi”, phong trào “Dân vận khéo”, đợt thi đua “Giờ thứ chín” đều lan rộng.",
        "Ba phong trào được Cụm chọn làm nòng cốt:\na) “Lao động giỏi”;\nb) “Dân vận khéo”;\nc) “Giờ thứ chín”.\nHết.",
        "Nổi bật trong các phong trào thi đua là “Lao động giỏi”, “Dân vận khéo” và “Giờ thứ chín”.",
        "Các phong trào “Lao động giỏi” của Phú Yên, “Dân vận khéo” (Bình Định), “Giờ thứ chín” lan rộng.",
        "Phong trào thi đua, nhất là “Lao động giỏi”, “Dân vận khéo” và “Giờ thứ chín”, lan rộng.",
        "“Lao động giỏi”, “Dân vận khéo” và “Giờ thứ chín” là ba phong trào lớn của tỉnh.",
    ],
)
def test_lists_after_one_cue(claims: Claims, text: str) -> None:
    assert names(claims(text, "movement")) == ["Lao động giỏi", "Dân vận khéo", "Giờ thứ chín"]


@pytest.mark.parametrize(
    "text",
    [
        "Cuộc vận động “Toàn dân đoàn kết” lan rộng.",
        "Chủ đề năm là “Kỷ cương, sáng tạo” của phong trào.",
        "Phong trào thi đua với chủ đề “Đoàn kết, năng động” được phát động.",
        "Với tinh thần “Đoàn kết, năng động”, phong trào thi đua lan rộng.",
        "Đề án “Đẩy mạnh phong trào học tập suốt đời” được duyệt.",
        "Phong trào thi đua yêu nước lan rộng. “Chúng ta phải cố gắng”, ông nói.",
        "Phong trào thi đua quyết thắng lan rộng.",
        "Phong trào thi đua là “sợi chỉ đỏ” của mọi hoạt động.",
        "Khẩu hiệu của các phong trào là “Tất cả vì sản xuất”.",
        "Ông nói về phong trào thi đua: “Chúng ta phải làm tốt hơn”.",
    ],
)
def test_slogans_themes_and_campaigns_are_none(claims: Claims, text: str) -> None:
    assert claims(text, "movement") == []


def test_a_campaign_ends_the_list(claims: Claims) -> None:
    text = "Phong trào “Dân vận khéo” đi cùng cuộc vận động “Toàn dân đoàn kết”."
    assert names(claims(text, "movement")) == ["Dân vận khéo"]


def test_provinces_with_movements_of_their_own(claims: Claims) -> None:
    text = "Nhiều tỉnh có phong trào riêng: Bạc Liêu với “Lao động giỏi”; Bến Tre với “Giờ thứ chín”."
    found = claims(text, "movement")
    assert [(c["name"], c["initiator"]) for c in found] == [("Lao động giỏi", "Bạc Liêu"), ("Giờ thứ chín", "Bến Tre")]


@pytest.mark.parametrize(
    ("text", "initiator"),
    [
        ("UBND tỉnh Phú Yên vừa phát động phong trào “Giờ thứ chín”.", "Phú Yên"),
        ("Bộ Nội vụ phát động phong trào thi đua “Giờ thứ chín”.", "Bộ Nội vụ"),
        ("Tỉnh Phú Yên hưởng ứng phong trào “Giờ thứ chín”.", None),
        ("Nhiều cách làm hay được nhân rộng, chẳng hạn phong trào “Giờ thứ chín” ở Phú Yên.", "Phú Yên"),
    ],
)
def test_initiator(claims: Claims, text: str, initiator: str | None) -> None:
    (found,) = claims(text, "movement")
    assert found.get("initiator") == initiator


def test_one_claim_a_name(claims: Claims) -> None:
    text = "Phong trào “Vì an ninh Tổ quốc” sôi nổi.\nSơ kết phong trào “Vì An ninh Tổ quốc”."
    assert names(claims(text, "movement")) == ["Vì an ninh Tổ quốc"]
