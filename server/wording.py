"""Words, numbers and dates as Vietnamese and English readers write them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WORD = re.compile(r"\w+")
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d)(?:T00:00:00Z)?)?\Z")
"""A date; a day may be written as its midnight, as OWL 2 wants it."""

_SCALES_VI = ((Decimal(10) ** 9, "tỷ"), (Decimal(10) ** 6, "triệu"))
_SCALES_EN = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_EXACT_DIGITS = 6
"""A large number is written with its scale only where that loses nothing and leaves at most so many digits."""


def fold(text: str) -> str:
    """`text` in lower case without diacritics, as words joined by single spaces: `Đồng Tháp`, NFC or NFD, is `dong thap`."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def number_vi(value: str) -> str:
    """A decimal number as Vietnamese writes it: `938.21` is `938,21`, `98000000000000` is `98.000 tỷ`.

    What is no number comes back as it is.
    """
    return _number(value, _SCALES_VI, str.maketrans(",.", ".,"))


def number_en(value: str) -> str:
    """A decimal number as English writes it: `98000000000000` is `98 trillion`."""
    return _number(value, _SCALES_EN, {})


def date_vi(value: str) -> str:
    """A date, month or year (`2024-03-27`, `2024-03`, `2024`) in Vietnamese; what is none comes back as it is."""
    match = _DATE.match(value)
    if not match:
        return value
    year, month, day = match.groups()
    if day:
        return f"{int(day)}/{int(month)}/{year}"
    return f"tháng {int(month)}/{year}" if month else f"năm {year}"


def on_vi(value: str) -> str:
    """When, in a Vietnamese sentence: `ngày 27/3/2024`, `tháng 3/2024`, `năm 2024`."""
    return f"ngày {date_vi(value)}" if len(value) >= len("2024-03-27") else date_vi(value)


def on_en(value: str) -> str:
    """When, in an English sentence: `on 27 March 2024`, `in March 2024`, `in 2024`."""
    return f"{'on' if len(value) >= len('2024-03-27') else 'in'} {date_en(value)}"


def date_en(value: str) -> str:
    """A date, month or year in English: `27 March 2024`."""
    match = _DATE.match(value)
    if not match:
        return value
    year, month, day = match.groups()
    if not month or not 1 <= int(month) <= 12:
        return year if not month else value
    return " ".join([*([str(int(day))] if day else []), _MONTHS[int(month) - 1], year])


def _number(value: str, scales: tuple[tuple[Decimal, str], ...], separators: dict[int, int]) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    word = ""
    for scale, name in scales:
        scaled = number / scale
        if abs(number) >= scale and len(scaled.normalize().as_tuple().digits) <= _EXACT_DIGITS:
            number, word = scaled, f" {name}"
            break
    plain = f"{number.normalize():,f}"
    return plain.replace("-", "−").translate(separators) + word
