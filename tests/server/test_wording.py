import pytest

from server import wording
from server.amounts import amount
from server.labels import Value


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        ("945.0", "945", "945"),
        ("938.21", "938,21", "938.21"),
        ("-12.59", "−12,59", "−12.59"),
        ("1234.5", "1.234,5", "1,234.5"),
        ("98000000000000", "98.000 tỷ", "98 trillion"),
        ("21500000000", "21,5 tỷ", "21.5 billion"),
        ("81750000", "81,75 triệu", "81.75 million"),
        ("0", "0", "0"),
        ("100", "100", "100"),
        ("123456789012", "123.456.789.012", "123,456,789,012"),
        ("NaN", "NaN", "NaN"),
        ("mười", "mười", "mười"),
    ],
)
def test_numbers_are_written_as_each_language_does_and_lose_nothing(value: str, vi: str, en: str) -> None:
    assert (wording.number_vi(value), wording.number_en(value)) == (vi, en)


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        ("2024-03-27", "27/3/2024", "27 March 2024"),
        ("2023-07", "tháng 7/2023", "July 2023"),
        ("2022", "năm 2022", "2022"),
        ("2022-13", "tháng 13/2022", "2022-13"),
        ("hôm qua", "hôm qua", "hôm qua"),
    ],
)
def test_dates_are_written_as_each_language_does(value: str, vi: str, en: str) -> None:
    assert (wording.date_vi(value), wording.date_en(value)) == (vi, en)


@pytest.mark.parametrize(
    ("raw", "code", "vi", "en"),
    [
        ("-25", "above", "giảm trên 25", "down by over 25"),
        ("-14", "below", "giảm chưa đến 14", "down by less than 14"),
        ("-12.59", "exact", "-12,59", "-12.59"),
        ("14", "above", "trên 14", "over 14"),
    ],
)
def test_bound_of_a_fall_is_said_of_its_size(raw: str, code: str, vi: str, en: str) -> None:
    value = Value(text=wording.number_vi(raw), en=wording.number_en(raw), raw=raw)
    shown = amount(value, None, Value(text="", en="", iri=f"https://w3id.org/thidua/id/bound/{code}"))
    assert (shown.text.replace("−", "-"), shown.en.replace("−", "-")) == (vi, en)


@pytest.mark.parametrize(
    ("raw", "unit", "code", "vi", "en"),
    [
        ("98000000000000", "CCY_VND", "above", "trên 98.000 tỷ đồng", "over 98 trillion VND"),
        ("7.5", "PERCENT", "at-least", "từ 7,5% trở lên", "at least 7.5%"),
        ("88", "TONNE", "exact", "88 tấn", "88 tonnes"),
    ],
)
def test_amount_has_its_unit(raw: str, unit: str, code: str, vi: str, en: str) -> None:
    value = Value(text=wording.number_vi(raw), en=wording.number_en(raw), raw=raw)
    of = Value(text="tấn", en="tonnes", iri=f"http://qudt.org/vocab/unit/{unit}")
    shown = amount(value, of, Value(text="", en="", iri=f"https://w3id.org/thidua/id/bound/{code}"))
    assert (shown.text, shown.en) == (vi, en)
