"""Fitting: what the pipeline finds in articles with gold, right or wrong, and the strength that predicts unseen articles best."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from pipeline.calibration.measures import brier, cross_validated
from pipeline.calibration.model import Trial
from pipeline.evaluation.facts import facts
from pipeline.evaluation.gold import GoldArticle
from pipeline.readers import Refusal
from pipeline.run import Extractor

STRENGTHS: Final = (1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 80.0)
"""Strengths of the prior that are tried."""


def trials_of(gold: Iterable[GoldArticle], report: Callable[[Refusal], None]) -> list[Trial]:
    """The claims found in articles with gold. One is right where each of its facts is a fact of the article's gold.

    An article that the pipeline fails on is told to `report` and left out.
    """
    listed = {one.article.id: one for one in gold}
    found = []
    for graph in Extractor().pipe((one.article for one in listed.values()), report):
        article = graph.article
        stated = {fact for claim in listed[article.id].claims for fact in facts(claim)}
        for claim in graph.claims:
            right = stated.issuperset(facts(claim.record(article.id, article.text)))
            found.append(Trial(article.id, claim.type, claim.rule, claim.circumstances, right))
    return found


def best_strength(trials: Sequence[Trial], folds: int) -> float:
    """The strength whose cross-validated predictions have the least Brier score; of equals the smallest."""
    return min(STRENGTHS, key=lambda strength: brier([p for _, p in cross_validated(trials, strength, folds)]))


def gold_digest(gold: Iterable[GoldArticle]) -> str:
    """A SHA-256 digest of articles and gold claims, whatever their order."""
    parts = sorted(
        f"{one.article.id}\n{hashlib.sha256(one.article.text.encode()).hexdigest()}\n"
        + "\n".join(sorted(json.dumps(claim, ensure_ascii=False, sort_keys=True) for claim in one.claims))
        for one in gold
    )
    return hashlib.sha256("\n\n".join(parts).encode()).hexdigest()
