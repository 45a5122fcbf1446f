"""Claims on articles about other things, per 10,000 syllables."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.evaluation.gold import read_gold_claims
from pipeline.evaluation.off_topic import false_claim_lines, off_topic, syllables

CORPUS = Path(__file__).parents[2] / "corpus"
WEATHER = "Trời nhiều mây, có mưa rào và dông vài nơi, đêm không mưa.\n"


def test_text_about_other_things_gives_no_claim(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WEATHER * 3, encoding="utf-8")
    found = off_topic([tmp_path], print)
    assert (found.articles, found.syllables, found.false, found.rate) == (1, 39, [], 0.0)


def test_each_claim_counts_as_false_without_gold_and_is_listed_with_its_place_and_rule(tmp_path: Path) -> None:
    shutil.copy(CORPUS / "articles" / "digest-003.txt", tmp_path)
    found = off_topic([tmp_path], print)
    assert len(found.false) > 5
    assert found.rate == len(found.false) * 10_000 / found.syllables
    lines = false_claim_lines(found)
    assert lines[0].startswith("digest-003:")
    assert found.false[0].rule in lines[0]


def test_claim_that_gold_states_is_not_false(tmp_path: Path) -> None:
    shutil.copy(CORPUS / "articles" / "digest-003.txt", tmp_path)
    gold = read_gold_claims(CORPUS / "gold", print)
    found = off_topic([tmp_path], print, gold)
    assert found.false == []
    assert found.right > 5
    partly = off_topic([tmp_path], print, {"digest-003": gold["digest-003"][1:]})
    assert len(partly.false) >= 1


def test_syllables_are_runs_of_letters_and_digits() -> None:
    assert syllables("Xuất_khẩu đạt 1.200,5 tỷ đồng (tăng 7%) – năm 2023.") == 10
