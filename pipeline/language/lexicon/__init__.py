"""The lexicons: words and what they mean, as data files that a maintainer can extend without touching code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The lexicon `name` (`lexicon/NAME.toml`) as nested dictionaries.

    Raises `ValueError` naming the file where it is not valid TOML.
    """
    source = files(__package__).joinpath(f"{name}.toml")
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"lexicon {name}.toml: {error}") from error


def alternation(words: Iterable[str]) -> str:
    """A regular expression that matches any of `words`, the longest first; spaces match any run of blanks.

    Words with a common beginning share it, so that a search looks at each character of the text once and not once a word.

    >>> alternation(["chủ tịch", "chủ trì", "bí thư"])
    'bí[ \\t]+thư|chủ[ \\t]+t(?:rì|ịch)'
    """
    return _branches(sorted(tuple(word) for word in set(words)), 0)


def _branches(words: list[tuple[str, ...]], depth: int) -> str:
    """The alternatives for `words`, in order, which agree in their first `depth` characters; none of them ends there."""
    return "|".join(_branch(list(group), depth) for _, group in groupby(words, key=itemgetter(depth)))


def _branch(words: list[tuple[str, ...]], depth: int) -> str:
    """The pattern for the rest of `words`, which agree in their character at `depth` too."""
    shared = depth + 1
    while len(words[0]) > shared and all(w[shared : shared + 1] == words[0][shared : shared + 1] for w in words):
        shared += 1
    stem = re.escape("".join(words[0][depth:shared])).replace(r"\ ", r"[ \t]+")
    if len(words[0]) > shared:
        rest = _branches(words, shared)
        return f"{stem}(?:{rest})" if len(words) > 1 else stem
    if len(words) == 1:
        return stem
    return f"{stem}(?:{_branches(words[1:], shared)})?"
