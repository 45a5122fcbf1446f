"""How alike two names are, for names that may be misspelt."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache


def similarity(one: str, other: str) -> float:
    """From 0 to 1: the share of pairs of letters that two folded names have in common (Dice's coefficient).

    A name that is the same but for the order of its words is a little less than 1 alike.

    >>> similarity("soc trang", "soc trang"), similarity("soc trang", "soc trag") > 0.8
    (1.0, True)
    """
    if one == other:
        return 1.0
    pairs, others = _pairs(one), _pairs(other)
    together = sum(pairs.values()) + sum(others.values())
    return min(0.99, 2 * (pairs & others).total() / together) if together else 0.0


@lru_cache(8192)
def _pairs(folded: str) -> Counter[str]:
    """The pairs of letters of each word, with the blanks around it, so that its first and last letters weigh more."""
    return Counter(f" {word} "[at : at + 2] for word in folded.split() for at in range(len(word) + 1))
