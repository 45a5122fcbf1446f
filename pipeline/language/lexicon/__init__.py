"""The lexicons: words and what they mean, as data files that a maintainer can extend without touching code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
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
    """A regular expression that matches any of `words`, the longest first; spaces match any run of blanks."""
    longest_first = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", r"[ \t]+") for w in longest_first)
