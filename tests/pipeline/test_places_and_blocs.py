"""Provinces and blocs by their names, in every spelling, and what only looks like them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.language.blocs import bloc_name
from pipeline.language.mentions import add_spans, found


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("tỉnh Hoà Bình", "Hòa Bình"),
        ("tỉnh Đăk Lăk", "Đắk Lắk"),
        ("TP. HCM", "Hồ Chí Minh"),
        ("TP.HCM", "Hồ Chí Minh"),
        ("tỉnh Thừa Thiên - Huế", "Thừa Thiên Huế"),
        ("BR-VT", "Bà Rịa - Vũng Tàu"),
        ("Bà Rịa–Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("TỈNH SƠN LA", "Sơn La"),
        ("thành phố Sơn La", "Sơn La"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_province_in_any_spelling(read_doc: Callable[[str], Doc], words: str, name: str, form: str) -> None:
    doc = read_doc(unicodedata.normalize(form, f"Hội nghị tại {words}."))
    assert [m.value for m in found(doc, "province")] == [name]


@pytest.mark.parametrize(
    "text",
    ["Học tập tư tưởng Hồ Chí Minh.", "Bên bờ Thái Bình Dương.", "Kỷ niệm chiến thắng Điện Biên Phủ.", "Ra bến tre."],
)
def test_longer_names_are_no_provinces(read_doc: Callable[[str], Doc], text: str) -> None:
    assert found(read_doc(text), "province") == []


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("các tỉnh miền Tây Nam Bộ", "Tây Nam bộ"),
        ("7 tỉnh biên giới phía Bắc", "biên giới phía Bắc"),
        ("các tỉnh Đồng bằng Sông Hồng", "đồng bằng sông Hồng"),
        ("5 thành phố trực thuộc Trung ương", "5 thành phố trực thuộc Trung ương"),
    ],
)
def test_bloc_of_provinces_goes_by_its_region(stated: str, name: str) -> None:
    assert bloc_name(stated) == name


def test_bloc_of_other_bodies_keeps_their_kind(read_doc: Callable[[str], Doc]) -> None:
    doc = read_doc("Cụm thi đua Ủy ban MTTQ Việt Nam các tỉnh Nam sông Hậu họp.")
    assert [m.value for m in found(doc, "bloc")] == ["Ủy ban Mặt trận Tổ quốc Việt Nam các tỉnh Nam sông Hậu"]


def test_reference_to_a_bloc_has_no_name_and_other_clusters_are_none(read_doc: Callable[[str], Doc]) -> None:
    doc = read_doc("Toàn cụm tăng 5%. Tỉnh có 11 cụm công nghiệp. Cụm từ này lạ.")
    assert [(m.value, doc.text[m.start : m.end]) for m in found(doc, "bloc")] == [("", "Toàn cụm")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Cụm thi đua các tỉnh hạ lưu sông Đồng Nai họp.", "hạ lưu sông Đồng Nai"),
        ("Cụm thi đua các tỉnh Nam Sông Lam họp.", "Nam Sông Lam"),
        ("Cụm các tỉnh ven biển Nam Trung bộ và Tây Nguyên họp.", "ven biển Nam Trung bộ và Tây Nguyên"),
        ("CỤM THI ĐUA CÁC TỈNH DUYÊN HẢI BẮC BỘ TỔNG KẾT", "DUYÊN HẢI BẮC BỘ"),
        ("Cụm thi đua 5 tỉnh vùng cao, biên giới phía Tây họp.", "vùng cao, biên giới phía Tây"),
        ("Cụm thi đua Sở Y tế khu vực ven biển phía Nam họp.", "Sở Y tế khu vực ven biển phía Nam"),
    ],
)
def test_bloc_of_a_region_that_no_lexicon_lists_is_named_in_full(
    read_doc: Callable[[str], Doc], text: str, name: str
) -> None:
    assert [m.value for m in found(read_doc(text), "bloc")] == [name]


@pytest.mark.parametrize(
    "text",
    ["Cụm thi đua các tỉnh Nam Định, Hà Nam họp.", "Cụm thi đua đông nhất cả nước.", "Cụm Tây Hồ và Đông Anh họp."],
)
def test_names_of_provinces_and_ordinary_words_make_no_region(read_doc: Callable[[str], Doc], text: str) -> None:
    assert {m.value for m in found(read_doc(text), "bloc")} == {""}


def test_mentions_can_be_looked_at_as_spans(read_doc: Callable[[str], Doc]) -> None:
    doc = read_doc("Hội nghị tại tỉnh Hoà Bình.")
    add_spans(doc)
    assert [(s.text, s.label_) for s in doc.spans["province"]] == [("Hoà Bình", "province")]
