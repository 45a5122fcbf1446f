"""Questions on a few triples that the articles of today do not have together."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from ontology.questions import questions
from tests.questions.rows import answer

CASES = Path(__file__).with_name("small")


@pytest.mark.parametrize(
    ("number", "rows"),
    [
        (
            "05",
            [
                ("2024-03-27", "https://example.org/1", "Cà Mau"),
                ("2024-03-27", "https://example.org/2", "An Giang"),
            ],
        ),
        ("17", [("Cờ thi đua", "An Giang")]),
    ],
)
def test_question_gives_just_these_rows_of_a_small_case(number: str, rows: list[tuple[str, ...]]) -> None:
    (query,) = [question.query for question in questions() if question.name.startswith(number)]
    store = Store()
    store.load(path=CASES / f"{number}.trig")

    assert [*answer(store, query).rows] == rows
