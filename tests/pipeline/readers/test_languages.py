"""Articles in other languages are refused; Vietnamese is read however it is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.readers.language import vietnamese_share

from .conftest import PARAGRAPHS, Read

VIETNAMESE = " ".join(PARAGRAPHS)
OTHERS = {
    "English": "The prime minister met the members of the committee in the capital on Monday to discuss the plan for the coming year.",
    "French": "Le ministre a rencontré les membres du comité dans la capitale lundi pour discuter du plan de l'année à venir.",
    "Indonesian": "Menteri bertemu dengan para anggota komite di ibu kota pada hari Senin untuk membahas rencana tahun depan.",
    "Chinese": "总理星期一在首都会见了委员会成员 讨论来年的计划 并 发表 讲话 大家 一致 同意 这个 方案",
    "Hmong": "Cov neeg hauv lub zos tau tuaj sib tham txog txoj kev npaj rau xyoo tom ntej thiab cov nyiaj.",
}


def bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in letters if not unicodedata.combining(c))


@pytest.mark.parametrize("language", OTHERS)
def test_article_in_another_language_is_refused_with_the_share_of_syllables(
    tmp_path: Path, read: Read, language: str
) -> None:
    (tmp_path / "a.txt").write_text(OTHERS[language], encoding="utf-8")
    articles, (refusal,) = read(tmp_path)
    assert articles == []
    assert refusal.reason.startswith("is not in Vietnamese: ")


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        bare,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace(" ", "_", 30),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: f"{bare(text[:60]).upper()}\n{text}",
        lambda text: f"{text} {OTHERS['English']}",
    ],
    ids=["capitals", "no diacritics", "NFD", "segmented", "no-break", "headline", "with a quotation"],
)
def test_vietnamese_is_read_however_it_is_written(tmp_path: Path, read: Read, change: Callable[[str], str]) -> None:
    (tmp_path / "a.txt").write_text(change(VIETNAMESE), encoding="utf-8")
    articles, refusals = read(tmp_path)
    assert ([a.id for a in articles], refusals) == (["a"], [])


def test_language_of_a_few_words_is_not_told() -> None:
    assert vietnamese_share("GRDP 6,7% FDI PCI USD") is None
    assert vietnamese_share(OTHERS["English"]) is not None


def test_articles_of_the_corpus_are_far_from_the_threshold() -> None:
    folder = Path(__file__).parents[3] / "corpus" / "articles"
    shares = [vietnamese_share(path.read_text(encoding="utf-8")) for path in folder.glob("*.txt")]
    assert min(share for share in shares if share is not None) > 0.85
