"""The errors of an evaluation: each fact that was missed or is wrong, with the claims that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.evaluation.facts import Fact, facts
from pipeline.evaluation.reading import Read

Kind = Literal["missed", "wrong"]


@dataclass(frozen=True)
class FactError:
    """A gold fact that was not found (`missed`), or a found fact that is not in gold (`wrong`).

    `claim` is the number of the claim that states it among the article's gold claims, or among those found.
    """

    kind: Kind
    article: str
    fact: Fact
    claim: int


def errors_of(read: Read) -> list[FactError]:
    """The errors of one article: missed facts first, each in the order of kind and key."""
    gold, found = _sources(read.gold), _sources(read.found)
    missed = [FactError("missed", read.article.id, fact, gold[fact]) for fact in gold.keys() - found.keys()]
    wrong = [FactError("wrong", read.article.id, fact, found[fact]) for fact in found.keys() - gold.keys()]
    return sorted(missed, key=lambda e: e.fact) + sorted(wrong, key=lambda e: e.fact)


def _sources(records: Sequence[dict[str, Any]]) -> dict[Fact, int]:
    """Each fact with the number of the first claim that states it."""
    sources: dict[Fact, int] = {}
    for number, record in enumerate(records):
        for fact in facts(record):
            sources.setdefault(fact, number)
    return sources


def error_lines(reads: Iterable[Read]) -> Iterator[str]:
    """Errors as lines of tab-separated values: MISSED or WRONG, article, kind of fact, and its values between bars.

    In order of kind of fact, then missed before wrong, then article.
    """
    errors = [error for read in reads for error in errors_of(read)]
    for error in sorted(errors, key=lambda e: (e.fact.kind, e.kind, e.article, e.fact.key)):
        yield f"{error.kind.upper()}\t{error.article}\t{error.fact.kind}\t{' | '.join(error.fact.key)}"
