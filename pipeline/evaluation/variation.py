"""Variations: one article as many, with other figures, years and provinces, for measuring false claims on much text.

What an off-topic article says stays as it is said; people and their posts stay, so that its gold of posts holds for each variation.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from pipeline.language.lexicon import whole_words
from pipeline.language.places import spellings
from pipeline.readers import Article

MARK = "~"
"""Parts an article's id from the number of its variation."""
_NUMBER = re.compile(r"(?<![\w/.,:-])\d+(?:[.,]\d+)*(?![\w/:]|[.,-]\d)")
_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d.,/-]*\d|/)")
_FIRST_YEAR, _LAST_YEAR = 2005, 2025


def varied(articles: Iterable[Article], variations: int) -> Iterator[Article]:
    """The articles, each followed by its variations, whose ids are `ID~1`, `ID~2` and so on."""
    for article in articles:
        yield article
        for number in range(1, variations + 1):
            yield replace(article, id=f"{article.id}{MARK}{number}", text=vary(article.text, number))


def vary(text: str, seed: int) -> str:
    """`text` with other numbers of the same make, all years moved alike and each province another one; the same for the same seed."""
    chance = random.Random(seed)
    moved = _other_places(text, chance)
    shift = chance.randint(-3, 3)
    moved = _YEAR.sub(lambda m: _moved_year(m[0], shift), moved)
    return _NUMBER.sub(lambda m: m[0] if _YEAR.fullmatch(m[0]) else _other_number(m[0], chance), moved)


def _moved_year(year: str, shift: int) -> str:
    """A recent year moved; years of history stay."""
    return str(min(_LAST_YEAR, max(_FIRST_YEAR, int(year) + shift))) if int(year) >= _FIRST_YEAR else year


def _other_number(number: str, chance: random.Random) -> str:
    """A number with as many digits, the first of each group not zero where it was none; one digit alone stays."""
    if len(number) == 1:
        return number
    return "".join(str(chance.randint(1, 9)) if c.isdigit() and c != "0" else c for c in number)


def _other_places(text: str, chance: random.Random) -> str:
    names = sorted(set(spellings().values()))
    other = dict(zip(names, chance.sample(names, len(names)), strict=True))
    return _places().sub(lambda m: other[m[0]], text)


@cache
def _places() -> re.Pattern[str]:
    return whole_words(set(spellings().values()))
