"""The report on calibration as Markdown: reliability, and what each level of the model adds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from pipeline.calibration.measures import Prediction, brier, calibration_error, cross_validated, reliability
from pipeline.calibration.model import Trial
from pipeline.evaluation.tables import Table

EDGES: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1.0)
"""Bins of the reliability table: finer where most claims lie."""

_LEVELS: Final = (
    "all claims alike",
    "the type of claim",
    "the rule",
    "whether the article speaks of a bloc",
    "a listed indicator or another",
    "the figure near or far from what it is of",
)
"""What each level of the model looks at, as `circumstances` orders them."""

Predicted = Sequence[tuple[Trial, Prediction]]


def tables(trials: Sequence[Trial], strength: float, folds: int) -> str:
    """All tables of what `folds`-fold cross-validation by articles gives."""
    predicted = cross_validated(trials, strength, folds)
    steps = [cross_validated(trials, strength, folds, depth) for depth in range(len(_LEVELS))]
    return "\n\n".join(
        [
            f"{len(trials):,} claims of {len({t.article for t in trials})} articles, {folds} folds by articles, a prior worth "
            f"{strength:g} claims. {_summary([p for _, p in predicted])}",
            "Predicted and observed shares of right claims:",
            reliability_table(p for _, p in predicted).markdown(),
            "By type:",
            _grouped("type", predicted, lambda trial: trial.type).markdown(),
            "By source of the articles:",
            _grouped("articles", predicted, lambda trial: trial.article.partition("-")[0]).markdown(),
            "What each level adds to those above it:",
            _steps(steps).markdown(),
        ]
    )


def reliability_table(predictions: Iterable[Prediction]) -> Table:
    """The reliability table."""
    table = Table(("confidence", "claims", "predicted", "observed"))
    for b in reliability(predictions, EDGES):
        table.rows.append((f"{b.low:.2f} to {b.high:.2f}", f"{b.claims:,}", f"{b.predicted:.3f}", f"{b.observed:.3f}"))
    return table


def _summary(predictions: Sequence[Prediction]) -> str:
    error = calibration_error(reliability(predictions, EDGES))
    return f"Brier score {brier(predictions):.4f}, expected calibration error {error:.4f}."


def _grouped(name: str, predicted: Predicted, group: Callable[[Trial], str]) -> Table:
    table = Table((name, "claims", "predicted", "observed", "Brier score"))
    for key in sorted({group(trial) for trial, _ in predicted}):
        inside = [prediction for trial, prediction in predicted if group(trial) == key]
        mean = sum(p.probability for p in inside) / len(inside)
        observed = sum(p.right for p in inside) / len(inside)
        table.rows.append((f"`{key}`", f"{len(inside):,}", f"{mean:.3f}", f"{observed:.3f}", f"{brier(inside):.4f}"))
    return table


def _steps(steps: Sequence[Predicted]) -> Table:
    table = Table(("the model looks at", "Brier score", "calibration error"))
    for level, predicted in zip(_LEVELS, steps, strict=True):
        predictions = [p for _, p in predicted]
        error = calibration_error(reliability(predictions, EDGES))
        table.rows.append((level, f"{brier(predictions):.4f}", f"{error:.4f}"))
    return table
