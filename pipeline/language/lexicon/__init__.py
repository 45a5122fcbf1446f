"""The lexicons: words and what they mean, as data files that a maintainer can extend without touching code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from ontology.overlay import standing_in

FOLDER = Path(__file__).resolve().parent
"""Where the lexicons lie."""


@cache
def load(name: str) -> dict[str, Any]:
    """The lexicon `name` (`lexicon/NAME.toml`) as nested dictionaries; a file of an overlay stands in for it (`ontology.overlay`).

    Raises `ValueError` naming the file where it is not valid TOML.
    """
    source = standing_in(FOLDER / f"{name}.toml")
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"lexicon {name}.toml: {error}") from error


def alternation(words: Iterable[str], *, not_after: str = "", blanks: str = r"[ \t]+") -> str:
    r"""A regular expression that matches any of `words`, the longest first; a space matches `blanks`, a run of them.

    Words with a common beginning share it, so that a search looks at each character of the text once and not once a word.
    `not_after` is a class of characters that may not stand before the word (`\\w`). A search is faster with it than with a look behind
    in front of the pattern, since `re` then tries only the places that have a word's first letter.

    >>> alternation(["chủ tịch", "chủ trì", "bí thư"])
    'bí[ \\t]+thư|chủ[ \\t]+t(?:rì|ịch)'
    >>> alternation(["sông", "suối"], not_after=r"\w")
    's(?<!\\ws)(?:uối|ông)'
    """
    return _branches(sorted(tuple(word) for word in set(words)), 0, not_after).replace(r"\ ", blanks)


def whole_words(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of `words` that stands by itself, the longest first."""
    any_word = alternation(words, not_after=r"\w")
    return re.compile(rf"(?:{any_word})(?!\w)")


class Before:
    """Words that end right before a place of the text.

    `gap` is a pattern, written from right to left, for what may stand between the word and the place; `not_after` a class of characters
    that may not stand before the word, and `besides` a pattern, from right to left too, for other things that may not.
    """

    def __init__(self, words: Iterable[str], gap: str, not_after: str = r"\w", besides: str = "") -> None:
        words = list(words)
        self._reach = max(map(len, words), default=0) + 24
        backwards = alternation(word[::-1] for word in words)
        # One line break right at the place is let pass, as `$` does.
        self._pattern = re.compile(rf"\n?{gap}(?:{backwards})(?!{not_after}){f'(?!{besides})' if besides else ''}")

    def stand(self, fold: str, position: int) -> bool:
        """Whether such a word ends right before `position`.

        The text is read backwards: a search for a pattern that ends at a place would try every place before it.
        """
        return self._pattern.match(fold[max(0, position - self._reach) : position][::-1]) is not None


def _branches(words: list[tuple[str, ...]], depth: int, not_after: str = "") -> str:
    """The alternatives for `words`, in order, which agree in their first `depth` characters; none of them ends there."""
    return "|".join(_branch(list(group), depth, not_after) for _, group in groupby(words, key=itemgetter(depth)))


def _branch(words: list[tuple[str, ...]], depth: int, not_after: str) -> str:
    """The pattern for the rest of `words`, which agree in their character at `depth` too."""
    shared = depth + 1
    while (
        not not_after
        and len(words[0]) > shared
        and all(w[shared : shared + 1] == words[0][shared : shared + 1] for w in words)
    ):
        shared += 1
    stem = re.escape("".join(words[0][depth:shared]))
    if not_after:
        stem += f"(?<!{not_after}{stem})"
    longer = [w for w in words if len(w) > shared]
    if not longer:
        return stem
    rest = _branches(longer, shared)
    if len(longer) < len(words):
        return f"{stem}(?:{rest})?"
    return f"{stem}(?:{rest})" if len(longer) > 1 else stem + rest
