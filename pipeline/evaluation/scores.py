"""Precision, recall and F1 by kind of fact and in all, with confidence intervals by bootstrap over articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.evaluation.facts import Fact, Record, facts

ALL: Final = "ALL"
"""Name of the row that counts every fact."""

_PERCENTILES: Final = (2.5, 97.5)

Interval = tuple[float, float]


def score_of(hit: int, gold: int, found: int) -> tuple[float, float, float]:
    """Precision, recall and F1 of counts; what cannot fail, since nothing is there, is 1.

    >>> score_of(hit=3, gold=4, found=6)
    (0.5, 0.75, 0.6)
    """
    precision = hit / found if found else float(gold == 0)
    recall = hit / gold if gold else float(found == 0)
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


@dataclass(frozen=True)
class Compared:
    """One article's gold facts and found facts."""

    article: str
    gold: frozenset[Fact]
    found: frozenset[Fact]


def compared(article: str, gold: Iterable[Record], found: Iterable[Record]) -> Compared:
    """The facts of an article's gold claims and of those found in it."""
    return Compared(article, frozenset(_all(gold)), frozenset(_all(found)))


def _all(records: Iterable[Record]) -> Iterable[Fact]:
    return (fact for record in records for fact in facts(record))


@dataclass(frozen=True)
class Score:
    """A row of the table: the number of facts that are right, in gold and found, and what they come to.

    Each interval is where 95 % of the bootstrap's values lie; None where none was asked for.
    """

    kind: str
    hit: int
    gold: int
    found: int
    precision_interval: Interval | None = None
    recall_interval: Interval | None = None
    f1_interval: Interval | None = None

    @property
    def precision(self) -> float:
        """Share of the found facts that are in gold."""
        return score_of(self.hit, self.gold, self.found)[0]

    @property
    def recall(self) -> float:
        """Share of the gold facts that were found."""
        return score_of(self.hit, self.gold, self.found)[1]

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return score_of(self.hit, self.gold, self.found)[2]


def scores(articles: Sequence[Compared], rounds: int = 0, seed: int = 0) -> list[Score]:
    """A row for each kind of fact that occurs, in order of name, and at the end one for all facts.

    With `rounds`, so many samples of as many articles are drawn, with replacement, by a generator seeded with `seed`, and the 2.5th and
    97.5th percentiles of each figure are its interval (percentile bootstrap: Efron and Tibshirani 1993, chapter 13). Samples in
    which a kind does not occur tell nothing of that kind.
    """
    kinds = sorted({fact.kind for article in articles for fact in article.gold | article.found})
    counts = np.array([[_counts(article, kind) for kind in kinds] for article in articles], dtype=np.float64)
    counts = counts.reshape(len(articles), len(kinds), 3)
    counts = np.concatenate([counts, counts.sum(axis=1, keepdims=True)], axis=1)
    intervals = _intervals(counts, rounds, seed) if rounds and articles else None
    rows = []
    for at, kind in enumerate([*kinds, ALL]):
        hit, gold, found = (int(n) for n in counts[:, at].sum(axis=0))
        bounds = [None, None, None] if intervals is None else [_pair(intervals[:, figure, at]) for figure in range(3)]
        rows.append(Score(kind, hit, gold, found, *bounds))
    return rows


def _counts(article: Compared, kind: str) -> tuple[int, int, int]:
    gold = {fact for fact in article.gold if fact.kind == kind}
    found = {fact for fact in article.found if fact.kind == kind}
    return len(gold & found), len(gold), len(found)


def _intervals(counts: npt.NDArray[np.float64], rounds: int, seed: int) -> npt.NDArray[np.float64]:
    """Percentiles (axis 0) of precision, recall and F1 (axis 1) of each row (axis 2)."""
    articles = len(counts)
    drawn = np.random.default_rng(seed).multinomial(articles, np.full(articles, 1 / articles), size=rounds)
    hit, gold, found = np.moveaxis(np.tensordot(drawn, counts, axes=1), -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.where(found > 0, hit / found, gold == 0)
        recall = np.where(gold > 0, hit / gold, found == 0)
        both = precision + recall
        f1 = np.where(both > 0, 2 * precision * recall / both, 0.0)
    figures = np.stack([precision, recall, f1])
    figures[:, (gold == 0) & (found == 0)] = np.nan
    return np.asarray(np.nanpercentile(figures, _PERCENTILES, axis=1))


def _pair(bounds: npt.NDArray[np.float64]) -> Interval:
    return float(bounds[0]), float(bounds[1])
