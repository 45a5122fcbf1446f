"""The example queries of the pages: the competency questions of the ontology."""

from __future__ import annotations

from functools import cache
from itertools import groupby

from ontology.questions import Question, Theme, questions

__all__ = ["by_theme", "first_of_each_theme", "questions"]


@cache
def by_theme() -> tuple[tuple[Theme, tuple[Question, ...]], ...]:
    """All questions in the order of their numbers, those of a theme that follow each other together."""
    return tuple((theme, tuple(found)) for theme, found in groupby(questions(), lambda question: question.theme))


def first_of_each_theme() -> tuple[Question, ...]:
    """A few questions of different kinds: the first of each theme."""
    return tuple(found[0] for _, found in by_theme())
