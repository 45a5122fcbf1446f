"""Variations of an article: other figures, years and provinces, the same people and words."""

from __future__ import annotations

from pathlib import Path

from pipeline.evaluation.off_topic import off_topic
from pipeline.evaluation.variation import vary

TEXT = (
    "Sáng 12/5/2019, TAND tỉnh Hà Nam xử 14 bị cáo làm giả 1.250 hồ sơ. Ông Lê Văn Tám nói án lệ số 25/2018/AL có từ năm 2018, "
    "khi giá tăng 7,5%, còn năm 1975 thì chưa. Có 6 người kháng cáo.\n"
)


def test_same_seed_gives_the_same_text_and_another_seed_another() -> None:
    assert vary(TEXT, 1) == vary(TEXT, 1)
    assert len({vary(TEXT, seed) for seed in range(5)}) == 5


def test_people_dates_document_numbers_and_years_of_history_stay() -> None:
    for seed in range(20):
        text = vary(TEXT, seed)
        assert all(part in text for part in ("12/5/2019", "Lê Văn Tám", "25/2018/AL", "năm 1975", " 6 người"))


def test_numbers_keep_their_make() -> None:
    texts = [vary(TEXT, seed) for seed in range(20)]
    assert all(len(text.split()) >= len(TEXT.split()) - 3 for text in texts)
    assert len({text.split("làm giả ")[1].split(" ")[0] for text in texts}) > 10
    assert all(text.split("làm giả ")[1].split(" ")[0][1] == "." for text in texts)


def test_province_becomes_another_one() -> None:
    assert len({vary(TEXT, seed).split("tỉnh ")[1][:6] for seed in range(20)}) > 5


def test_variations_are_read_and_have_the_gold_of_their_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT * 8, encoding="utf-8")
    found = off_topic([tmp_path], print, {}, variations=3)
    assert found.articles == 4
    assert {c.claim["article"].partition("~")[0] for c in found.false} <= {"a"}
