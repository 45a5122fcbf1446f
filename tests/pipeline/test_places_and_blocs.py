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
    assert [m.value for m in found(doc, "bloc")] == ["Ủy ban MTTQ Việt Nam các tỉnh Nam sông Hậu"]


def test_reference_to_a_bloc_has_no_name_and_other_clusters_are_none(read_doc: Callable[[str], Doc]) -> None:
    doc = read_doc("Toàn cụm tăng 5%. Tỉnh có 11 cụm công nghiệp. Cụm từ này lạ.")
    assert [(m.value, doc.text[m.start : m.end]) for m in found(doc, "bloc")] == [("", "Toàn cụm")]


def test_mentions_can_be_looked_at_as_spans(read_doc: Callable[[str], Doc]) -> None:
    doc = read_doc("Hội nghị tại tỉnh Hoà Bình.")
    add_spans(doc)
    assert [(s.text, s.label_) for s in doc.spans["province"]] == [("Hoà Bình", "province")]
