"""Other forms of the text: what they look like, and that claims are found in them all the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.evaluation.alterations import ALTERATIONS, Alteration
from pipeline.evaluation.gold import read_gold
from pipeline.evaluation.robustness import robustness

BY_NAME = {alteration.name: alteration for alteration in ALTERATIONS}


@pytest.mark.parametrize(
    ("name", "text", "altered"),
    [
        ("NFD", "hòa", "ho\u0300a"),
        ("tone on the second vowel (hoà)", "Hòa Bình, THỦY, quỳ, hoàn", "Hoà Bình, THUỶ, quỳ, hoàn"),
        ("tone on the first vowel (hòa)", "Hoà Bình, khoẻ, thuỷ, quý, hoàn", "Hòa Bình, khỏe, thủy, quý, hoàn"),
        ("no-break spaces", "a b", "a\u00a0b"),
        ("CRLF", "a\nb\r\nc", "a\r\nb\r\nc"),
        ("underscores in words", "Ở tỉnh Kiên Giang có ông Lê Văn An", "Ở tỉnh Kiên_Giang có ông Lê_Văn_An"),
        ("TP. glued (TP.Huế)", "thành phố Huế, TP Vinh, thành phố lớn", "TP.Huế, TP.Vinh, thành phố lớn"),
        ("Tp. spaced (Tp. Huế)", "Thành phố Huế; các tỉnh, thành phố Nam bộ", "Tp. Huế; các tỉnh, thành phố Nam bộ"),
        ("Đăk for Đắk", "Đắk Lắk", "Đăk Lắk"),
        ("Đắk for Đăk", "Đăk Nông", "Đắk Nông"),
        ("spaced punctuation", "Tăng 11,4%, giảm (5,2%).", "Tăng 11,4% , giảm ( 5,2% ) ."),
    ],
)
def test_form_of_a_text(name: str, text: str, altered: str) -> None:
    assert BY_NAME[name].alter(text) == altered


def test_zero_width_characters_are_sprinkled_in_the_same_places_each_time_and_nothing_else_changes() -> None:
    text = "Hội nghị tổng kết phong trào thi đua. " * 10
    altered = BY_NAME["zero-width characters"].alter(text)
    assert altered == BY_NAME["zero-width characters"].alter(text) != text
    assert "".join(c for c in altered if unicodedata.category(c) != "Cf") == text


def test_claims_are_found_in_every_form_and_their_quotes_equal_the_altered_text(corpus: Callable[..., Path]) -> None:
    gold = read_gold(corpus("digest-009", "digest-018", "digest-205", "digest-209"), print)
    forms = list(robustness(gold, print))
    assert [form.name for form in forms] == ["as it came", *(alteration.name for alteration in ALTERATIONS)]
    assert forms[0].score.gold > 90
    assert [form.name for form in forms if form.faults] == []
    assert [form.name for form in forms if abs(form.score.f1 - forms[0].score.f1) > 0.01] == []


def test_offsets_refer_to_the_altered_text(corpus: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    gold = read_gold(corpus("digest-009"), print)
    longer = Alteration("longer", lambda text: f"Bài viết\n{text}")
    monkeypatch.setattr("pipeline.evaluation.robustness.ALTERATIONS", (longer,))
    plain, altered = (form.reads[0] for form in robustness(gold, print))
    shift = len("Bài viết\n")
    places = {(claim["start"], claim["quote"]) for claim in altered.found}
    assert {(claim["start"] + shift, claim["quote"]) for claim in plain.found} & places
    assert all(altered.article.text[c["start"] : c["end"]] == c["quote"] for c in altered.found)


def test_gold_of_an_article_that_is_refused_in_a_form_counts_as_missed(
    corpus: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    gold = read_gold(corpus("digest-003", "digest-009"), print)
    half = gold[0].article.text
    blank = Alteration("half blank", lambda text: " " if text == half else text)
    monkeypatch.setattr("pipeline.evaluation.robustness.ALTERATIONS", (blank,))
    told: list[object] = []
    plain, altered = robustness(gold, told.append)
    assert len(told) == 1
    assert altered.score.gold == plain.score.gold
    assert altered.score.recall < plain.score.recall
