"""Where sentences end in newspaper Vietnamese."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.language.mentions import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hội nghị họp tại TP. Cần Thơ. Ông A dự.", ["Hội nghị họp tại TP. Cần Thơ.", "Ông A dự."]),
        ("ThS. Lê Văn B nói. PGS. TS. C nghe.", ["ThS. Lê Văn B nói.", "PGS. TS. C nghe."]),
        ("Thu 17.899 triệu USD. Chi 5 tỷ.", ["Thu 17.899 triệu USD.", "Chi 5 tỷ."]),
        ("Thứ hạng:\n1. Tây Ninh\n2. Bình Thuận", ["Thứ hạng:", "1. Tây Ninh", "2. Bình Thuận"]),
        ("“Được.” Ông nói vậy… Rồi thôi!", ["“Được.”", "Ông nói vậy…", "Rồi thôi!"]),
        ("Quang cảnh hội nghị\n\nHội nghị thông qua", ["Quang cảnh hội nghị", "Hội nghị thông qua"]),
    ],
)
def test_sentence_ends(read_doc: Callable[[str], Doc], text: str, parts: list[str]) -> None:
    doc = read_doc(text)
    assert [doc.text[s:e] for s, e in sentences(doc)] == parts
