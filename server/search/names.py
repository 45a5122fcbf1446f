"""The names that entities are found by: those that the graph has, and those that a general word before them makes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from server.search.folding import fold

_BEFORE: Final = {
    "province": ("tỉnh", "thành phố", "TP"),
    "bloc": ("cụm thi đua", "cụm", "khối thi đua", "khối"),
}
"""General words that may stand before the name of a member of a kind and say no more than the kind does; longest first."""

_AFTER: Final = {"province": ("province", "city"), "bloc": ("emulation bloc", "bloc")}
"""The same in English, after the name."""

_BEFORE_FOLDED: Final = {kind: [f"{fold(word)} " for word in words] for kind, words in _BEFORE.items()}
_AFTER_FOLDED: Final = {kind: [f" {fold(word)}" for word in words] for kind, words in _AFTER.items()}


def without_general_words(kind: str, folded: str) -> str:
    """The folded name without the general words of its kind.

    >>> without_general_words("province", "tinh soc trang"), without_general_words("official", "tinh soc trang")
    ('soc trang', 'tinh soc trang')
    """
    for word in _BEFORE_FOLDED.get(kind, ()):
        if folded.startswith(word):
            return folded.removeprefix(word)
    for word in _AFTER_FOLDED.get(kind, ()):
        if folded.endswith(word):
            return folded.removesuffix(word)
    return folded


def with_general_words(kind: str, names: Iterable[str]) -> list[str]:
    """The further names that each of `names` makes with the general words of its kind before and after it."""
    made = []
    for name in names:
        if without_general_words(kind, folded := fold(name)) == folded:
            made += [f"{word} {name}" for word in _BEFORE.get(kind, ())]
            made += [f"{name} {word}" for word in _AFTER.get(kind, ())]
    return made
