"""What stands before a query's pattern: its prologue, and its dataset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph_store.tokens import is_word, significant

_FORMS: Final = frozenset({"select", "construct", "describe", "ask"})


@dataclass(frozen=True)
class Head:
    """What stands before a query's pattern."""

    prologue: str
    """Its PREFIX and BASE."""
    dataset: str
    """Its FROM and FROM NAMED."""


def head(text: str) -> Head:
    """The prologue and the dataset clauses of a query."""
    found = significant(text)
    form = next((n for n, token in enumerate(found) if token["word"] and token["word"].lower() in _FORMS), len(found))
    prologue = text[: found[form].start()] if form < len(found) else ""
    dataset: list[str] = []
    for number in range(form, len(found) - 2):
        if is_word(found[number], "from"):  # no other place of a query has the word
            last = number + (2 if is_word(found[number + 1], "named") else 1)
            dataset.append(text[found[number].start() : found[last].end()])
    return Head(prologue, " ".join(dataset))
