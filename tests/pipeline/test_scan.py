"""Scanning by first syllables finds what `re` finds, and lexicons become patterns that match the longest word."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.language.lexicon import Before, alternation
from pipeline.language.needed import needed_words
from pipeline.language.scan import Scan, Sought, first_syllables
from pipeline.view import NUMBER, make_view

ARTICLES = Path(__file__).resolve().parents[2] / "corpus" / "articles"


def _members() -> Iterator[tuple[str, object]]:
    """What the modules of the language pipeline hold, and what their functions without arguments give."""
    for name, module in sorted(sys.modules.items()):
        for member, value in sorted(vars(module).items()) if name.startswith("pipeline.language.") else ():
            if hasattr(value, "cache_info") and value.__module__ == name and not value.__wrapped__.__code__.co_argcount:
                yield f"{name}.{member}", value()
            for part in value if isinstance(value, list) else [value]:
                yield f"{name}.{member}", part[0] if isinstance(part, tuple) and part else part


@pytest.fixture(scope="module")
def folds() -> list[str]:
    return [make_view(p.read_text(encoding="utf-8")).fold for p in sorted(ARTICLES.glob("*.txt"))[:30]]


def test_every_scan_finds_what_its_pattern_finds(nlp: Language, folds: list[str]) -> None:
    scans = {id(value): (name, value) for name, value in _members() if isinstance(value, Scan)}
    assert len(scans) > 20
    for fold in folds:
        view = make_view(fold)
        for name, scan in scans.values():
            expected = [m.span() for m in scan.pattern.finditer(view.fold)]
            assert [m.span() for m in scan.finditer(view)] == expected, name


def test_every_sought_pattern_finds_what_its_pattern_finds(nlp: Language, folds: list[str]) -> None:
    sought = {id(value): (name, value) for name, value in _members() if isinstance(value, Sought)}
    assert len(sought) > 10
    pieces = [piece for fold in folds for piece in re.split(r"[.;\n]|(?=\d)", fold)]
    for name, pattern in sought.values():
        for piece in pieces:
            found, expected = pattern.search(piece), pattern.pattern.search(piece)
            assert (found and found.span()) == (expected and expected.span()), name


@pytest.mark.parametrize(
    ("pattern", "syllables"),
    [
        (r"\b(?:cả[ ]+)?năm (?:qua|nay)\b", {"cả", "năm"}),
        (r"(?<!\w)(?:ông|bà)(?!\w)", {"ông", "bà"}),
        (r"(?<![\w/])tp\.", {"tp"}),
        (r"\b(?:hai|\d{1,2}) tỉnh", {"hai", NUMBER}),
        (r"\bhiện(?= nay)", {"hiện"}),
    ],
)
def test_first_syllables_are_read_off_a_pattern(pattern: str, syllables: set[str]) -> None:
    assert first_syllables(pattern) == syllables


@pytest.mark.parametrize(
    "pattern", ["năm nay", r"\bnăm", r"\b[^\W\d]+ủy\b", r"\b(?:năm )?", r"\(\d+\)", r"\bnăm\w*", r"(\w)\1"]
)
def test_a_pattern_that_may_start_with_anything_has_no_first_syllables(pattern: str) -> None:
    assert first_syllables(pattern) is None


def test_a_scan_keeps_to_its_stretch() -> None:
    view = make_view("năm nay, năm qua, năm nay")
    scan = Scan(r"\bnăm nay\b")
    assert [m.start() for m in scan.finditer(view, 1)] == [18]
    assert scan.search(view, 0, 4) is None


@given(st.sets(st.from_regex(r"[abc]{1,2}(?: [abc]{1,2})?", fullmatch=True), min_size=1), st.text("ab c"))
def test_an_alternation_matches_the_longest_word(words: set[str], text: str) -> None:
    expected = max((w for w in words if text.startswith(w)), key=len, default=None)
    match = re.match(alternation(words, blanks="[ ]"), text)
    assert (match[0] if match else None) == expected


@given(st.text("ôngbà ,.x", max_size=12))
def test_words_before_a_place_are_those_that_a_search_to_its_end_finds(text: str) -> None:
    before = Before(["ông", "bà", "ông bà"], r"[ ]*[.,]?[ ]*")
    assert before.stand(text, len(text)) == bool(re.search(r"(?<!\w)(?:ông|bà|ông[ ]+bà)[ ]*[.,]?[ ]*$", text))


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b(?:cả[ ]+)?năm (?:qua|nay)\b", {"năm qua", "năm nay"}),
        (r"\b(?:sẽ|dự kiến)\b[^;]*$", {"sẽ", "dự kiến"}),
        (r"\w+ tổng (?:số )?điểm", {" tổng điểm", " tổng số điểm"}),
        (r"(?:tăng|giảm) (?=mạnh)", {"tăng ", "giảm "}),
        (r"(?:(?:bản )+ký|đặt bút)+ kết", {" kết"}),
        (r"(?i:sẽ) \d", set()),
        (r"\d+(?: năm)?", set()),
    ],
)
def test_needed_words_stand_in_every_match(pattern: str, words: set[str]) -> None:
    assert set(needed_words(pattern)) == words
