"""Dates and periods: what the words say, and how the article's focus fills what they leave out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from pipeline.language.focus import Focus, focus_of, resolve, resolve_day
from pipeline.language.mentions import found
from pipeline.language.times import Day, Time

FOCUS = Focus(2024, 3, "2023", "Tây Nam bộ", "")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Sáng 27-3, hội nghị khai mạc.", Day(27, 3, None)),
        ("Ngày 28.7.2015, Cụm họp.", Day(28, 7, 2015)),
        ("chiều 25 tháng 02 năm 2014 tại Sơn La", Day(25, 2, 2014)),
        ("Hôm nay (19/3), Cụm họp.", Day(19, 3, None)),
        ("ngày 31 tháng 3 năm 2023", Day(31, 3, 2023)),
    ],
)
def test_dates_in_their_forms(read_doc: Callable[[str], Doc], words: str, day: Day) -> None:
    assert [m.value for m in found(read_doc(words), "date")] == [day]


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("6 tháng đầu năm 2023", "2023-H1"),
        ("sáu tháng đầu năm 2023", "2023-H1"),
        ("nửa đầu năm 2024", "2024-H1"),
        ("9 tháng năm 2024", "2024-01/2024-09"),
        ("chín tháng đầu năm 2024", "2024-01/2024-09"),
        ("quý I/2023", "2023-Q1"),
        ("quý III năm 2023", "2023-Q3"),
        ("tháng 9/2025", "2025-09"),
        ("giai đoạn 2021 - 2025", "2021/2025"),
        ("năm 2019", "2019"),
        ("năm qua", "2023"),
        ("năm trước", "2022"),
        ("năm tới", "2024"),
        ("cùng kỳ năm 2022", "2022"),
        ("6 tháng cuối năm 2022", "2022-H2"),
    ],
)
def test_periods_in_their_forms(read_doc: Callable[[str], Doc], words: str, period: str) -> None:
    first = found(read_doc(f"Trong {words}."), "time")[0]
    assert resolve(first.value, FOCUS, "2023") == period


def test_same_period_keeps_the_part_of_the_current_one() -> None:
    assert resolve(Time(same=True, shift=-1), FOCUS, "2024-01/2024-09") == "2023-01/2023-09"


@pytest.mark.parametrize(
    ("day", "reviewed", "iso"),
    [
        (Day(27, 3, None), "2023", "2024-03-27"),
        (Day(15, 12, None), "2023", "2023-12-15"),
        (Day(26, 7, None), "2023-H1", "2023-07-26"),
        (Day(31, 2, 2024), "2023", None),
        (Day(1, 4, 2022), "2021", "2022-04-01"),
    ],
)
def test_year_of_a_day_follows_from_the_period_reviewed(day: Day, reviewed: str, iso: str | None) -> None:
    assert resolve_day(day, FOCUS, reviewed) == iso


@pytest.mark.parametrize(
    ("text", "year", "review"),
    [
        ("Cụm thi đua Tây Nam bộ tổng kết năm 2021\n\nSáng 1-4, Cụm họp.", 2022, "2021"),
        ("Hội nghị sơ kết 6 tháng thực hiện giao ước thi đua năm 2016 của Cụm thi đua Đông Nam bộ.", 2016, "2016-H1"),
        ("Kinh tế tỉnh\n\n28/07/2023 - 17:04\n\nNăm 2022, tỉnh Hà Nam tăng 10%.", 2023, "2022"),
        ("Tăng 7% so với cùng kỳ năm 2016, tỉnh Hà Nam về đích.", 2017, "2017"),
    ],
)
def test_focus_of_an_article(read_doc: Callable[[str], Doc], text: str, year: int, review: str) -> None:
    focus = focus_of(read_doc(text))
    assert (focus.year, focus.review) == (year, review)
