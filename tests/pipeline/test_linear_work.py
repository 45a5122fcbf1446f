"""The work for a text grows in line with its length, also for texts made to be hard: calls are counted, not time."""

from __future__ import annotations

import cProfile
import pstats
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.nlp import make_doc
from pipeline.view import make_view

ARTICLES = Path(__file__).resolve().parents[2] / "corpus" / "articles"
MOST = 1.15
"""How much more than twice the work a text of twice the length may take."""

NAME = "ông Nguyễn Văn An, Phó Chủ tịch UBND tỉnh Kiên Giang"
HARD = {
    "a sentence without stops": "tỉnh Kiên Giang đạt tăng trưởng kinh tế 7,5% và cụm thi đua phấn đấu năm 2023 vượt kế hoạch ",
    "numbers in a row": "12,5 3.400 7 tỷ 15% 2023 ",
    "commas": "a, ",
    "names in one list": f"{NAME}; ",
    "capitals": "TỈNH KIÊN GIANG TỔNG KẾT CỤM THI ĐUA NĂM ",
    "capitalised words": "Trần Lê Hoàng Minh Anh ",
    "hyphens": "Anh-em-Chị-",
    "brackets": "(năm 2022 (",
    "quotation marks": 'phong trào "a" và "',
    "blocs": "Cụm thi đua các tỉnh Tây Nam bộ tổng kết; ",
    "decomposed letters": "tỉnh Kiên Giang ",
    "spaces": "   \t  ",
    "lines": "- Tỉnh Kiên Giang: 5%\n",
}


def calls(nlp: Language, text: str) -> int:
    """How many calls reading a text takes."""
    profile = cProfile.Profile()
    profile.enable()
    doc = make_doc(nlp, make_view(text))
    for _, component in nlp.pipeline:
        doc = component(doc)
    profile.disable()
    return pstats.Stats(profile).total_calls  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", HARD)
def test_twice_a_hard_text_takes_twice_the_work(nlp: Language, kind: str) -> None:
    once = HARD[kind] * (16_000 // len(HARD[kind]))
    calls(nlp, once * 2)  # fills the caches
    assert calls(nlp, once * 2) <= 2 * MOST * calls(nlp, once)


def test_twice_an_article_takes_twice_the_work(nlp: Language) -> None:
    once = "\n".join(p.read_text(encoding="utf-8") for p in sorted(ARTICLES.glob("*.txt"))[:5])
    calls(nlp, f"{once}\n{once}")  # fills the caches
    assert calls(nlp, f"{once}\n{once}") <= 2 * MOST * calls(nlp, once)
