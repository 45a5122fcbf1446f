"""IRIs: the same thing gets the same IRI however it is spelt, and the examples of the docstrings hold."""

from __future__ import annotations

import doctest
import importlib
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import mint
from ontology.names import ID, PREFIXES

ONTOLOGY = Path(__file__).parents[2] / "ontology"
WITH_EXAMPLES = [path for path in sorted(ONTOLOGY.rglob("*.py")) if ">>>" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: path.stem)
def test_examples_of_the_docstrings_hold(path: Path) -> None:
    module = ".".join(path.relative_to(ONTOLOGY.parent).with_suffix("").parts)

    found = doctest.testmod(importlib.import_module(module))

    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("Đăk Lăk", "Đắk Lắk"), ("Bà Rịa–Vũng Tàu", "bà rịa - vũng tàu")]
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_spellings_of_one_name_give_one_slug(one: str, other: str, form: str) -> None:
    assert mint.slug(unicodedata.normalize(form, one)) == mint.slug(other)


@given(st.text(max_size=200).filter(lambda text: any(c.isascii() and c.isalnum() for c in text)))
def test_slug_is_ascii_letters_and_digits_of_bounded_length(text: str) -> None:
    slug = mint.slug(text)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 80


@pytest.mark.parametrize("text", ["", " ", "…", "“”", "漢字"])
def test_name_without_a_letter_to_make_a_slug_of_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no letter or digit"):
        mint.slug(text)


def test_iris_are_plain_strings_that_equal_strings() -> None:
    assert mint.code("unit", "commune") == "https://w3id.org/thidua/id/unit/commune"
    assert type(mint.period("2023")) is str


@given(st.text(alphabet="abc đạ", min_size=81).filter(lambda text: text.strip()))
def test_long_names_that_differ_only_at_their_end_stay_apart(text: str) -> None:
    long = "x" * 100
    assert mint.slug(f"{long} {text} một") != mint.slug(f"{long} {text} hai")


def test_evidence_of_a_claim_has_the_claims_name() -> None:
    claim = mint.claim("seed-002", "ranking", "Sóc Trăng|2023|2")

    assert claim.startswith(ID["claim/seed-002/ranking-"])
    assert mint.evidence(claim) == claim.replace("/claim/", "/evidence/")


def test_file_name_with_spaces_becomes_one_path_segment() -> None:
    assert re.fullmatch(r"[a-z0-9-]+", mint.article("bài báo (1)").removeprefix(ID["article/"]))


def test_prefixes_are_distinct_and_end_where_a_name_begins() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert all(namespace.endswith(("#", "/")) for namespace in PREFIXES.values())
