"""Quantities: numbers with their unit, scale and bound (`gần 88.000 tỉ đồng`, `hơn 94%`, `232 doanh nghiệp`).

Vietnamese newspapers write the decimal comma and the thousands point, but `98,000`, `98 000` and `7.61%` occur as well;
`read_number` states how each is read. Values are in base units (đồng, US dollars, persons ...).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import zip_longest

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.counts import things
from pipeline.language.lexicon import alternation, load
from pipeline.language.mentions import Mention, Taken, found, keep, view_of
from pipeline.view import NUMBER, View

MONEY = ("VND", "USD")
"""Units of money."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in base units.

    `unit` is a code of CLAIMS.md or "" for a bare number; `scaled` tells that a scale word (triệu, tỷ) was read;
    `bound` is one of exact, above, below, about, at-least, at-most; `core` is where the number itself starts, `factor` what its
    scale word multiplied it by.
    """

    number: float
    unit: str
    bound: str
    scaled: bool
    core: int
    factor: float = 1


_BOUNDS = {
    "below": ["gần", "dưới", "chưa tới", "chưa đến", "chưa đầy", "không tới", "ngót", "sát", "suýt soát"],
    "above": ["trên", "hơn", "vượt mốc", "vượt ngưỡng", "vượt", "quá", "ngoài"],
    "about": ["khoảng gần", "khoảng trên", "khoảng hơn", "khoảng", "ước khoảng", "chừng", "xấp xỉ", "vào khoảng"],
    "at-least": ["ít nhất", "tối thiểu"],
    "at-most": ["tối đa", "không quá", "nhiều nhất", "không vượt quá", "không được vượt quá", "không vượt"],
}
_BOUND_OF = {word: bound for bound, words in _BOUNDS.items() for word in words}
_SIGN = r"(?P<sign>(?<!\d )(?<![\w)%])[+-](?=\d)|(?<![\w)%] )(?<![\w%])[+-][ ]?)?"
_NUMBER = rf"(?<![\w.,/]){_SIGN}(?P<digits>\d+(?:[.,]\d+)*(?:[ ]\d{{3}}(?![\w.,/]))*)"
_AT_LEAST = re.compile(r"\btừ\s+$")
_SHARE_OF_PLACES = re.compile(r"/\d+(?=\s+\w)")
_AND_UP = re.compile(r"[^.;\n]{0,40}?\btrở lên\b")


@cache
def _pattern() -> re.Pattern[str]:
    words = alternation(w for w in _unit_of() if w != "%")
    scales = alternation(load("units")["scale"])
    return re.compile(
        rf"(?:(?P<bound>{alternation(_BOUND_OF)})[ \t]+)?{_NUMBER}"
        rf"(?:(?:/|[ ]trên[ ](?:tổng[ ]số[ ])?)\d{{1,4}}(?=[ ][^\W\d]))?(?:[ ]?(?P<scale>{scales})(?!\w))?"
        rf"(?:[ ]?(?P<percent>%(?!\w))|[ ]?(?P<unit>{words})(?![ ](?:vị|chức|trưởng|phó|viên)(?!\w))(?!\w))?",
    )


@cache
def _unit_of() -> dict[str, str]:
    measured = {word: unit for unit, words in load("units")["unit"].items() for word in words}
    return {word: thing.unit for word, thing in things().items()} | measured


def read_number(digits: str, *, percent: bool = False) -> float:
    """The value of a number as newspapers write it.

    With both signs, the last one is the decimal sign. A lone kind of sign separates thousands where it repeats, or
    where exactly three digits follow a point (not of a percentage), or where three zeros follow a comma; else it is
    the decimal sign.

    >>> read_number("17.899"), read_number("8.585,0"), read_number("7.61", percent=True), read_number("98,000")
    (17899.0, 8585.0, 7.61, 98000.0)
    """
    digits = digits.replace(" ", "")
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = "." if digits.rfind(".") > digits.rfind(",") else ","
        thousands = "," if decimal == "." else "."
        return float(digits.replace(thousands, "").replace(decimal, "."))
    sign = "." if points else ","
    tail = digits.rpartition(sign)[2] if points or commas else ""
    grouped = points + commas > 1 or (len(tail) == 3 and not percent and (points == 1 or tail == "000"))
    return float(digits.replace(sign, "") if grouped else digits.replace(sign, "."))


def times(number: float, factor: float) -> float:
    """The product as it is in decimal figures: 2.03 times 1e15 is 2030000000000000, which binary fractions miss.

    >>> times(2.03, 1e15)
    2030000000000000.0
    """
    return number if factor == 1 else float(Decimal(repr(number)) * Decimal(factor))


def in_unit(quantity: Quantity, words: str) -> Quantity:
    """A bare number in the unit that folded `words` name ("tỷ đồng", "%"); unchanged where they name none."""
    match = _pattern().fullmatch(f"1 {words}".replace("1 %", "1%"))
    if match is None or not (match["unit"] or match["percent"]):
        return quantity
    one = _quantity(match, match[0])
    number = times(quantity.number, one.factor)
    return replace(quantity, number=number, unit=one.unit, scaled=one.scaled, factor=one.factor)


@Language.component("thidua_quantities")
def find_quantities(doc: Doc) -> Doc:
    """Store quantities, leaving out numbers that belong to dates, periods and document numbers."""
    taken = Taken(m for kind in ("date", "time", "document") for m in found(doc, kind))
    view = view_of(doc)
    fold = view.fold
    free = list(_compounded([q for q in _quantities(view) if not taken.touches(q)], fold))
    priced = list(_with_currency(free, fold))
    keep(doc, "quantity", _with_shared_units(list(_in_currency_of_row(priced, fold)), fold))
    return doc


def _compounded(mentions: list[Mention], fold: str) -> Iterator[Mention]:
    """ "47 tỷ 978 triệu đồng" is one amount: a scaled number without a unit goes with the smaller one right behind it."""
    pending: Mention | None = None
    for mention in mentions:
        if pending is not None and _continues(pending, mention, fold):
            larger, smaller = pending.value, mention.value
            number = round(larger.number + smaller.number, 6)
            amount = replace(larger, number=number, unit=smaller.unit, factor=smaller.factor)
            pending = pending._replace(end=mention.end, value=amount)
            continue
        if pending is not None:
            yield pending
        pending = mention
    if pending is not None:
        yield pending


def _continues(larger: Mention, smaller: Mention, fold: str) -> bool:
    first, second = larger.value, smaller.value
    beside = not fold[larger.end : smaller.start].strip(" \t") and smaller.start - larger.end <= 2
    return beside and first.scaled and not first.unit and bool(second.unit) and 0 <= second.number < first.factor


_BILLIONS = 1e9
_NO_NOUN = re.compile(
    r"\s*(?:[,.;:)\n]|$|(?:và|so|cho|để|trong|từ|năm|nhưng|còn|vào|tại|lên|xuống|vốn|tiền|mỗi|bằng|tăng|giảm|chiếm|thì|gồm)(?!\w))"
)
"""What stands behind "20.000 tỷ" that is money: no word for what is counted."""


def _with_currency(mentions: list[Mention], fold: str) -> Iterator[Mention]:
    """Billions of nothing are đồng ("thu ngân sách 20.000 tỷ"), or dollars where an amount in dollars follows at once."""
    for mention, following in zip_longest(mentions, mentions[1:]):
        quantity: Quantity = mention.value
        if quantity.unit or not quantity.scaled or quantity.factor < _BILLIONS or not _NO_NOUN.match(fold, mention.end):
            yield mention
            continue
        beside = following is not None and following.start - mention.end < _NEAR_AMOUNT
        unit = following.value.unit if beside and following.value.unit in MONEY else "VND"
        yield mention._replace(value=replace(quantity, unit=unit))


_NEAR_AMOUNT = 12
_MILLIONS = 1e6
_ROW_REACH = 110
_BREAKS_ROW = re.compile(r"[.!?]\s|[;\n]")


def _in_currency_of_row(mentions: list[Mention], fold: str) -> Iterator[Mention]:
    """Millions of nothing have the currency of an amount beside them in a row: "A 305 triệu USD, B 231 triệu, C 34,7 triệu USD"."""
    last: Mention | None = None
    for place, mention in enumerate(mentions):
        quantity: Quantity = mention.value
        bare = (
            not quantity.unit and quantity.scaled and quantity.factor >= _MILLIONS and _NO_NOUN.match(fold, mention.end)
        )
        behind = next((m for m in mentions[place + 1 :] if _is_amount(m)), None) if bare else None
        beside = [m for m in (last, behind) if m is not None and bare and _in_one_row(m, mention, fold)]
        amount = mention._replace(value=replace(quantity, unit=beside[0].value.unit)) if beside else mention
        last = amount if _is_amount(amount) else last
        yield amount


def _is_amount(mention: Mention) -> bool:
    return mention.value.unit in MONEY and mention.value.scaled


def _in_one_row(one: Mention, other: Mention, fold: str) -> bool:
    first, second = sorted([one, other])
    gap = fold[first.end : second.start]
    return len(gap) <= _ROW_REACH and _BREAKS_ROW.search(gap) is None


def _with_shared_units(mentions: list[Mention], fold: str) -> Iterator[Mention]:
    """In "80,33 và 73,74 triệu đồng" the first number takes unit and scale of the second."""
    for mention, following in zip_longest(mentions, mentions[1:]):
        quantity: Quantity = mention.value
        if quantity.unit or quantity.scaled or following is None or not following.value.unit:
            yield mention
        elif (
            re.fullmatch(r"\s*(?:,|và)\s*", fold[mention.end : following.start])
            and "," in fold[quantity.core : mention.end]
        ):
            shared: Quantity = following.value
            number = times(quantity.number, shared.factor)
            yield mention._replace(value=replace(quantity, number=number, unit=shared.unit, scaled=shared.scaled))
        else:
            yield mention


_LEAD_REACH = 24


@cache
def _lead() -> re.Pattern[str]:
    """What may stand before a number's digits, from right to left: a sign, a bound."""
    return re.compile(rf"(?P<sign>[ ]?[+-])?(?P<bound>[ \t]+(?:{alternation(word[::-1] for word in _BOUND_OF)}))?")


def _matches(view: View) -> Iterator[re.Match[str]]:
    """The quantities from left to right: each is looked for at the digits, with what may stand before them."""
    pattern, lead, fold, free = _pattern(), _lead(), view.fold, 0
    for place in view.syllables.get(NUMBER, ()):
        if place < free:
            continue
        before = lead.match(fold[max(free, place - _LEAD_REACH) : place][::-1])
        starts = [place]
        if before is not None and before.end():
            starts = sorted({place - before.end(), place - max(before.end("sign"), 0), place})
        match = next((m for start in starts if (m := pattern.match(fold, start))), None)
        if match is not None:
            yield match
            free = match.end()


def _quantities(view: View) -> Iterator[Mention]:
    fold = view.fold
    for match in _matches(view):
        after = fold[match.end() : match.end() + 1]
        bare = not (match["unit"] or match["percent"] or match["scale"])
        if bare and after in ("/", "-") and not _SHARE_OF_PLACES.match(fold, match.end(), match.end() + 6):
            continue
        yield Mention(match.start(), match.end(), "quantity", _quantity(match, fold))


def _quantity(match: re.Match[str], fold: str) -> Quantity:
    digits, percent, sign = match.group("digits", "percent", "sign")
    scale, words, bounding = (" ".join(w.split()) if w else "" for w in match.group("scale", "unit", "bound"))
    number = read_number(digits, percent=percent is not None)
    factor: float = load("units")["scale"].get(scale, 1)
    unit = "%" if percent else _unit_of().get(words, "")
    if sign and "-" in sign:
        number = -number
    bound = _BOUND_OF.get(bounding, "exact")
    if bound == "exact" and _AT_LEAST.search(fold, max(0, match.start() - 6), match.start()):
        bound = "at-least" if _AND_UP.match(fold, match.end()) else "exact"
    core = match.start("sign") if sign else match.start("digits")
    return Quantity(times(number, factor), unit, bound, bool(scale), core, factor)
