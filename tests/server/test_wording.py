import pytest

from server import wording


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
