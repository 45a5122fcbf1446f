"""Measures of calibration: predicted probabilities beside what came out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.calibration.model import Trial, fitted

_PARTITIONS = 5
"""Partitions into folds that a prediction is the mean over: one alone leaves much to chance with a hundred articles."""


class Prediction(NamedTuple):
    """A predicted probability that a claim is right, and whether it was."""

    probability: float
    right: bool


class Bin(NamedTuple):
    """The predictions from `low` to below `high` (the last bin has its upper end as well)."""

    low: float
    high: float
    claims: int
    predicted: float
    observed: float


def brier(predictions: Sequence[Prediction]) -> float:
    """The mean square of prediction less outcome (Brier 1950, for two classes): 0 is best."""
    return sum((p.probability - p.right) ** 2 for p in predictions) / len(predictions)


def reliability(predictions: Iterable[Prediction], edges: Sequence[float]) -> list[Bin]:
    """Mean prediction and share of right ones in each bin that has any; `edges` are in order, from 0 to 1."""
    listed = list(predictions)
    bins = []
    for low, high in pairwise(edges):
        inside = [p for p in listed if low <= p.probability < high or p.probability == high == edges[-1]]
        if inside:
            predicted = sum(p.probability for p in inside) / len(inside)
            bins.append(Bin(low, high, len(inside), predicted, sum(p.right for p in inside) / len(inside)))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: how far prediction and outcome lie apart, by the mean over bins weighted by their counts."""
    return sum(b.claims * abs(b.predicted - b.observed) for b in bins) / sum(b.claims for b in bins)


def cross_validated(
    trials: Sequence[Trial], strength: float, folds: int, depth: int | None = None
) -> list[tuple[Trial, Prediction]]:
    """Each claim with the prediction of models that were fitted without its article: the mean over several partitions into folds.

    Articles are the groups: claims of one article stand or fall together, so none may be on both sides. Their folds depend on their
    names alone. `depth` stops the models at a coarser level. Raises `ValueError` where there are fewer articles than folds.
    """
    articles = {trial.article for trial in trials}
    if len(articles) < folds:
        raise ValueError(f"{len(articles)} articles are too few for {folds} folds")
    sums = [0.0] * len(trials)
    for partition in range(_PARTITIONS):
        fold_of = _folds(articles, folds, partition)
        models = [fitted((t for t in trials if fold_of[t.article] != fold), strength) for fold in range(folds)]
        for place, trial in enumerate(trials):
            sums[place] += models[fold_of[trial.article]].estimate(trial.level, depth)
    return [(t, Prediction(total / _PARTITIONS, t.right)) for t, total in zip(trials, sums, strict=True)]


def _folds(articles: set[str], folds: int, partition: int) -> dict[str, int]:
    shuffled = sorted(articles, key=lambda name: hashlib.sha256(f"{partition}/{name}".encode()).hexdigest())
    return {name: place % folds for place, name in enumerate(shuffled)}
