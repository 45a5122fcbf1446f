import unicodedata

from server.evidence import Part, marked, quote_span


def text(parts: list[Part]) -> str:
    return "".join(f"[{part.text}]" if part.marked else part.text for part in parts)


def test_the_quote_is_found_in_its_sentence() -> None:
    assert quote_span("GRDP tăng 7%.", "tăng 7%", "", "") == (5, 12)


def test_a_quote_that_occurs_twice_is_told_by_what_stands_before_it() -> None:
    sentence = "Nhất: Cà Mau; nhì: Cà Mau."
    assert quote_span(sentence, "Cà Mau", "…Cà Mau; nhì: ", "") == (19, 25)


def test_a_quote_that_occurs_twice_is_told_by_what_stands_after_it() -> None:
    assert quote_span("Cà Mau, Cà Mau.", "Cà Mau", "", ".\n") == (8, 14)


def test_a_prefix_from_before_the_sentence_does_not_disturb() -> None:
    assert quote_span("Long An dẫn đầu.", "Long An", "năm trước. ", " dẫn") == (0, 7)


def test_a_quote_beyond_its_sentence_has_no_place() -> None:
    assert quote_span("Một câu.", "Một câu. Hai", "", "") is None
    assert quote_span("Một câu.", "", "", "") is None


def test_decomposed_text_is_matched_to_the_letter() -> None:
    sentence = unicodedata.normalize("NFD", "Đồng Tháp là Cụm trưởng.")
    quote = unicodedata.normalize("NFD", "Đồng Tháp")
    assert quote_span(sentence, quote, "", "") == (0, len(quote))
    assert quote_span(sentence, "Đồng Tháp", "", "") is None


def test_overlapping_and_touching_spans_are_marked_as_one() -> None:
    assert text(marked("abcdefgh", [(1, 3), (2, 5), (5, 6)])) == "a[bcdef]gh"
    assert text(marked("abcdefgh", [(1, 6), (2, 3)])) == "a[bcdef]gh"


def test_separate_spans_are_marked_apart_and_absent_ones_left_out() -> None:
    assert text(marked("abcdefgh", [(6, 8), None, (0, 2)])) == "[ab]cdef[gh]"
    assert text(marked("abc", [])) == "abc"
    assert marked("", [None]) == []
