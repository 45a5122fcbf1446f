"""The lexicons: words and what they mean, as data files that a maintainer can extend without touching code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
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


def alternation(words: Iterable[str]) -> str:
    """A regular expression that matches any of `words`, the longest first; spaces match any run of blanks."""
    longest_first = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", r"[ \t]+") for w in longest_first)
