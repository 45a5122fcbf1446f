"""Likeness of texts: copies with small changes are told from other articles, whatever the order."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pipeline.likeness import SAME, repeats, signature

CORPUS = sorted((Path(__file__).parents[2] / "corpus" / "articles").glob("*.txt"))
TEXTS = [path.read_text(encoding="utf-8") for path in CORPUS]
SENTENCE = re.compile(r"(?<=[.!?])\s+")


def found(*texts: str, settled: int = 0) -> dict[int, tuple[int, float]]:
    return repeats(np.concatenate([signature(text) for text in texts]), settled)


def with_title(text: str) -> str:
    return "\n".join(["Tin mới về phong trào thi đua", *text.split("\n")[1:]])


def with_byline(text: str) -> str:
    return f"{text}\nTheo Báo Mẫu, ảnh: Trần Văn Mẫu\n"


def without_a_tenth(text: str) -> str:
    sentences = SENTENCE.split(text)
    kept = max(1, len(sentences) // 10)
    return " ".join(sentences[: len(sentences) // 2] + sentences[len(sentences) // 2 + kept :])


def with_other_numbers(text: str) -> str:
    return re.sub(r"\d", lambda digit: str((int(digit[0]) + 3) % 10), text)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: unicodedata.normalize("NFD", text),
        str.upper,
        lambda text: text.replace(" ", "_"),
        lambda text: text.replace(" ", "\u00a0").replace("\n", "\r\n\r\n"),
        lambda text: text.replace(", ", " , ").replace("-", "–"),
    ],
    ids=["NFD", "capitals", "underscores", "spaces", "punctuation"],
)
def test_same_syllables_are_the_same_text_however_they_are_written(change: Callable[[str], str]) -> None:
    text = "Cụm thi đua, các tỉnh miền Tây Nam bộ - họp"
    assert found(text, change(text)) == {1: (0, 1.0)}


def test_date_line_of_a_site_does_not_tell_texts_apart() -> None:
    body = "Cụm thi đua họp tổng kết.\nNgày 27-3, các tỉnh trong Cụm họp tại Cà Mau."
    assert found(body.replace("\n", "\nThứ Tư, 27/03/2024 - 17:04\n"), body.replace("\n", "\n28/3/2024\n")) == {
        1: (0, 1.0)
    }


@pytest.mark.parametrize(
    ("change", "least"),
    [(with_title, 0.95), (with_byline, 1.0), (without_a_tenth, 0.9), (lambda t: with_byline(with_title(t)), 0.95)],
    ids=["title", "byline", "cut", "title and byline"],
)
def test_changed_copies_of_articles_are_recognised(change: Callable[[str], str], least: float) -> None:
    recognised = [found(text, change(text)).get(1, (None, 0.0))[0] == 0 for text in TEXTS]
    assert np.mean(recognised) >= least


def test_articles_of_the_corpus_do_not_repeat_each_other() -> None:
    assert found(*TEXTS) == {}


def test_reports_in_the_same_words_with_other_numbers_are_other_articles() -> None:
    recognised = [found(text, with_other_numbers(text)) != {} for text in TEXTS]
    assert np.mean(recognised) <= 0.02


def test_short_texts_repeat_each_other_only_where_they_are_equal() -> None:
    short = "Hôm nay tỉnh Kiên Giang có tin mới về phong trào thi đua của các địa phương trong Cụm"
    assert found(short, f"{short} hôm qua") == {}
    assert found(short, short.upper()) == {1: (0, 1.0)}


def test_originals_depend_on_the_order_given_and_not_on_chains() -> None:
    words = [f"từ{n}" for n in range(400)]
    first, middle, last = (" ".join(words[start : start + 300]) for start in (0, 50, 100))
    assert found(first, middle, last) == {1: (0, pytest.approx(0.71, abs=0.1))}
    assert set(found(middle, first, last)) == {1, 2}


def test_settled_texts_are_originals_though_they_are_alike() -> None:
    text = TEXTS[0]
    assert found(text, with_byline(text), text, settled=2) == {2: (0, 1.0)}


def test_copies_are_found_among_many_articles() -> None:
    made = random.Random(7)
    words = re.findall(r"\w+", " ".join(TEXTS))
    others = [" ".join(made.sample(words, 200)) for _ in range(2_000)]
    copies = {n: with_byline(others[n]) for n in range(0, 2_000, 100)}
    assert {place: original for place, (original, _) in found(*others, *copies.values()).items()} == dict(
        zip(range(2_000, 2_020), copies, strict=True)
    )


def test_long_articles_about_different_things_are_not_alike() -> None:
    made = random.Random(7)
    words = sorted(set(re.findall(r"\w+", " ".join(TEXTS))))
    first, second = (" ".join(made.choices(words, k=60_000)) for _ in range(2))
    alike = (signature(first)["values"] == signature(second)["values"]).mean()
    assert alike < 0.05


def test_signature_is_the_same_in_every_process() -> None:
    record = signature("Cụm thi đua các tỉnh miền Tây Nam bộ tổng kết năm 2023")[0]
    assert hex(int(record["text"])) == "0x5dba4e12c988c8d1"
    assert record["values"][:3].tolist() == [23308, 3285, 40043]


def test_threshold_is_between_copies_and_others() -> None:
    assert 0.5 < SAME < 0.8
