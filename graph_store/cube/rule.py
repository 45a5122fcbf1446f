"""The rule of consolidation: several claims about one cell give one value, and say how they stand to it.

Pure functions over what claims state; docs/cube.md gives the reasons and an example. The RDF Data Cube (W3C
Recommendation 2014, section 11.1, IC-12) allows a cell one observation; nothing that a claim states is lost by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from ontology import bounds

EXACT: Final = "exact"
ABOUT: Final = "about"
QUALIFIERS: Final = frozenset({EXACT, ABOUT, *bounds.BOUNDS})
"""The codes of the scheme `bound` that the rule knows."""

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_DECIMALS_OF_ZERO: Final = re.compile(r"(?<![\d.,])0[.,](0+)(?!\d)")
_HALF: Final = Decimal("0.5")


@dataclass(frozen=True, order=True)
class Stated:
    """What one claim states of a cell."""

    claim: str
    """IRI of the claim."""
    article: str
    """IRI of the article that it is derived from."""
    value: Decimal
    """In base units, as claims have it."""
    qualifier: str = EXACT
    """A code of `QUALIFIERS`."""
    published: str = ""
    """The article's date as far as it is known, ISO: `2024-03-27`, `2024-03` or `2024`; empty where unknown."""
    words: str = ""
    """The value as the article writes it, where the claim keeps that."""


@dataclass(frozen=True)
class Statement:
    """One value with one qualifier, and the claims that state just this."""

    value: Decimal
    qualifier: str
    claims: tuple[Stated, ...]
    """In order of their IRIs."""
    step: Decimal
    """One unit of the last digit stated, the finest of the claims': how precise the value is."""

    @property
    def articles(self) -> frozenset[str]:
        """The distinct articles that state it."""
        return frozenset(claim.article for claim in self.claims)

    @property
    def is_point(self) -> bool:
        """Whether it gives a value, exact or approximate, and no mere bound."""
        return self.qualifier in {EXACT, ABOUT}

    @property
    def side(self) -> bounds.Side | None:
        """The side that its value bounds the true one on; None where it is a point."""
        return bounds.side(self.qualifier, self.value)

    @property
    def is_inclusive(self) -> bool:
        """Whether the stated value itself may be the true one."""
        return self.is_point or self.qualifier in bounds.INCLUSIVE


@dataclass(frozen=True)
class Consolidated:
    """A cell's value and how every claim about the cell stands to it: each is in one of the three tuples, by IRI."""

    value: Decimal
    qualifier: str
    agreeing: tuple[Stated, ...]
    """They state just the value, with its qualifier."""
    consistent: tuple[Stated, ...]
    """They state something else that may be true beside the value: a bound that holds, a rounding."""
    disagreeing: tuple[Stated, ...]
    """They can't be true beside the value."""

    @property
    def source_count(self) -> int:
        """The number of distinct articles that state the value."""
        return len({claim.article for claim in self.agreeing})


def consolidate(claims: Iterable[Stated]) -> Consolidated:
    """The one value of a cell, whatever the order of its claims.

    Exact statements go before approximate ones and these before bounds. Of one kind, a statement that another makes
    more precisely is left to that. Of the rest the one is chosen that the most articles are at one with (they state it
    or are consistent with it), then the one that most articles state, the most precise, the one of the latest article
    and that of the smallest claim IRI.

    Raises `ValueError` where there is no claim or one has a qualifier that the rule does not know.
    """
    statements = _statements(claims)
    candidates = _most_telling(_most_definite(statements))

    def strength(statement: Statement) -> tuple[int, int, Decimal, str]:
        at_one = frozenset[str]().union(*(other.articles for other in statements if are_consistent(statement, other)))
        latest = max(claim.published for claim in statement.claims)
        return len(at_one), len(statement.articles), -statement.step, latest

    chosen = max(sorted(candidates, key=lambda candidate: candidate.claims), key=strength)
    others = [statement for statement in statements if statement is not chosen]
    return Consolidated(
        chosen.value,
        chosen.qualifier,
        chosen.claims,
        _claims(other for other in others if are_consistent(chosen, other)),
        _claims(other for other in others if not are_consistent(chosen, other)),
    )


def are_consistent(one: Statement, other: Statement) -> bool:
    """Whether both may be true of one quantity.

    Two values are where they differ by at most half a unit of the last digit of the less precise one, so that this may
    be a rounding of the other. A bound and a value are where the bound leaves a number within half a unit of the
    value's last digit; a lower and an upper bound where they leave a number between them.
    """
    if one.is_point and other.is_point:
        return abs(one.value - other.value) <= max(one.step, other.step) * _HALF
    low, low_in = max(_lower_end(one), _lower_end(other), key=lambda end: (end[0], not end[1]))
    high, high_in = min(_upper_end(one), _upper_end(other), key=lambda end: (end[0], end[1]))
    return low < high or (low == high and low_in and high_in)


def last_digit(value: Decimal, words: str = "", *, approximate: bool = False) -> Decimal:
    """One unit of the last digit that was stated of `value`: 1000000000 for `87.995 tỷ`, 0.01 for `6,60%`.

    The digits are those of the number in `words` that has the value's significant digits, or else the value's own.
    Zeros at their end that fill whole groups of three come from writing thousands (`88.000 tỷ`, `300.000`) and do not
    count as stated; of an approximate value no zero at the end does.

    >>> last_digit(Decimal(88_000_000_000_000), "gần 88.000 tỷ đồng")
    Decimal('1E+12')
    """
    if not value:
        return Decimal(1).scaleb(-max(map(len, _DECIMALS_OF_ZERO.findall(words)), default=0))
    _, digits, exponent = value.normalize().as_tuple()
    assert isinstance(exponent, int)  # a claim's value is a number, never NaN or infinite
    significant = "".join(map(str, digits))
    zeros = 0 if approximate else _zeros(significant, words, max(exponent, 0)) % 3
    return Decimal(1).scaleb(exponent - zeros)


def _zeros(significant: str, words: str, otherwise: int) -> int:
    """How many zeros the number in `words` has behind the significant digits."""
    for number in _NUMBER.findall(words):
        digits = re.sub(r"\D", "", number).lstrip("0")
        if digits.rstrip("0") == significant:
            return len(digits) - len(significant)
    return otherwise


def _statements(claims: Iterable[Stated]) -> list[Statement]:
    stated = sorted(claims, key=lambda claim: (claim.value, claim.qualifier, claim))
    if not stated:
        raise ValueError("a cell needs a claim")
    for claim in stated:
        if claim.qualifier not in QUALIFIERS:
            raise ValueError(f"claim {claim.claim} has a qualifier that the rule does not know: {claim.qualifier}")
    return [
        Statement(value, qualifier, same, min(_step(claim) for claim in same))
        for (value, qualifier), group in groupby(stated, key=lambda claim: (claim.value, claim.qualifier))
        for same in [tuple(group)]
    ]


def _step(claim: Stated) -> Decimal:
    return last_digit(claim.value, claim.words, approximate=claim.qualifier == ABOUT)


def _most_definite(statements: Sequence[Statement]) -> list[Statement]:
    """The exact statements, or where there are none the approximate ones, or else all, which are bounds."""
    for qualifier in (EXACT, ABOUT):
        found = [statement for statement in statements if statement.qualifier == qualifier]
        if found:
            return found
    return list(statements)


def _most_telling(statements: Sequence[Statement]) -> list[Statement]:
    """Those that no other of them makes more precisely. A rounded value could be at one with two that contradict each
    other, and so could a wide bound: chosen, it would hide their disagreement."""
    return [one for one in statements if not any(_tells_more(other, one) for other in statements)]


def _tells_more(one: Statement, other: Statement) -> bool:
    """Whether `one` says what `other` says, more precisely: a finer value that rounds to it, a tighter bound."""
    if one.is_point:
        return one.step < other.step and are_consistent(one, other)
    if one.side == other.side == "lower":
        return (one.value, not one.is_inclusive) > (other.value, not other.is_inclusive)
    if one.side == other.side == "upper":
        return (one.value, one.is_inclusive) < (other.value, other.is_inclusive)
    return False


def _lower_end(statement: Statement) -> tuple[Decimal, bool]:
    """The lower end of the numbers that a statement leaves possible, and whether that number is one of them."""
    if statement.is_point:
        return statement.value - statement.step * _HALF, True
    return (statement.value, statement.is_inclusive) if statement.side == "lower" else (Decimal("-inf"), False)


def _upper_end(statement: Statement) -> tuple[Decimal, bool]:
    if statement.is_point:
        return statement.value + statement.step * _HALF, True
    return (statement.value, statement.is_inclusive) if statement.side == "upper" else (Decimal("inf"), False)


def _claims(statements: Iterable[Statement]) -> tuple[Stated, ...]:
    return tuple(sorted(claim for statement in statements for claim in statement.claims))
