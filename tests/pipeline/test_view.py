"""The matching view: any spelling looks alike, and every stretch leads back to the stored text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.view import fold_text, make_view

SPELLINGS = ["Uỷ ban Hoà Bình", "Ủy ban Hòa Bình", "UỶ BAN HOÀ BÌNH", "Ủy\u00a0ban Hoà\u200b Bình", "Uỷ_ban Hoà Bình"]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_spellings_of_a_name_fold_alike(spelling: str, form: str) -> None:
    assert make_view(unicodedata.normalize(form, spelling)).fold == "ủy ban hòa bình"


def test_dashes_and_quotation_marks_fold_to_one() -> None:
    assert fold_text("“A” – «B» — ‘C’") == '"a" - "b" - \'c\''


def test_tone_on_a_closed_syllable_or_after_q_stays() -> None:
    assert fold_text("toàn quý thuyền hoặc") == "toàn quý thuyền hoặc"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_stretch_leads_back_to_its_stored_characters(form: str) -> None:
    stored = unicodedata.normalize(form, "tỉnh Hoà\u200b Bình – 2023")
    view = make_view(stored)
    at = view.fold.index("hòa bình")
    start, end = view.stored(at, at + len("hòa bình"))
    assert unicodedata.normalize("NFC", stored[start:end]) == "Hoà\u200b Bình"


def test_zero_width_at_the_edge_stays_outside() -> None:
    stored = "\u200bHuế\u200b."
    start, end = make_view(stored).stored(0, 3)
    assert stored[start:end] == "Huế"


def test_empty_stretch_is_refused() -> None:
    with pytest.raises(ValueError, match="empty stretch"):
        make_view("Huế").stored(1, 1)


@given(st.text(alphabet=st.sampled_from("aàạảeêưđĐ oOuỳyq\u0300\u0301\u0323\u200b\u00a0_\n–“”1."), max_size=60))
def test_view_keeps_its_lengths_and_its_way_back(stored: str) -> None:
    view = make_view(stored)
    assert len(view.text) == len(view.fold) == len(view.starts) == len(view.ends)
    for i in range(len(view.text)):
        start, end = view.stored(i, i + 1)
        assert 0 <= start < end <= len(stored)


@pytest.mark.parametrize(
    ("spaced", "closed"),
    [
        ("Tăng 11,4 % , giảm ( 5,2 % ) .", "Tăng 11,4 %, giảm (5,2 %)."),
        ("Ông A : “ Tốt lắm ” .", "Ông A: “Tốt lắm”."),
        ("Cụm_thi_đua họp\u00a0; ký .\nXong .", "Cụm thi đua họp; ký.\nXong."),
        ("Số .5 và ,7", "Số .5 và ,7"),
    ],
)
def test_blanks_before_punctuation_and_inside_brackets_close_up(spaced: str, closed: str) -> None:
    view = make_view(spaced)
    assert view.text == closed
    stored = [spaced[start:end] for start, end in zip(view.starts, view.ends, strict=True)]
    assert "".join(stored).replace("_", " ") == closed
