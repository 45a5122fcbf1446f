"""Which side a stated bound is on: what the codes of the scheme `bound` mean for a value.

The words of a bound speak of a size. "Tăng hơn 14%" is more than 14, but "giảm hơn 25%" is the value -25 with the code
`above`: the fall is larger, so that the true value is less. The codes keep the words; the numbers must be true.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal

Side = Literal["lower", "upper"]

_OF_SIZE: Final[dict[str, Side]] = {"above": "lower", "at-least": "lower", "below": "upper", "at-most": "upper"}
_OTHER: Final[dict[Side, Side]] = {"lower": "upper", "upper": "lower"}

INCLUSIVE: Final = frozenset({"at-least", "at-most"})
"""The codes by which the stated value itself may be the true one."""

BOUNDS: Final = frozenset(_OF_SIZE)
"""The codes that state a bound."""


def side(code: str, value: Decimal | float) -> Side | None:
    """Whether the stated `value` is a lower or an upper bound of the true one; None for a code that states no bound.

    >>> side("above", 14), side("above", -25), side("about", 14)
    ('lower', 'upper', None)
    """
    of_size = _OF_SIZE.get(code)
    return of_size if of_size is None or value >= 0 else _OTHER[of_size]
