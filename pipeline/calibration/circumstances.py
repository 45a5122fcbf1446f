"""Circumstances of a claim that bear on how often it is right, besides the rule that found it: few, and read off in passing."""

from __future__ import annotations

from pipeline.claims import Claim, Observation
from pipeline.evaluation.comparison import comparison
from pipeline.language.focus import Focus

_LONG = 80
"""Characters of a quote from which on a figure stands far from what it is of."""


def circumstances(claim: Claim, focus: Focus) -> tuple[str, ...]:
    """The circumstances of a claim in the order in which the model looks at them.

    Of every claim: whether the article speaks of a bloc. Of an observation also: whether its indicator is one of the codes that measuring
    tells apart, and whether the figure stands near or far from what it is of.
    """
    article = "bloc" if focus.bloc else "no bloc"
    if not isinstance(claim, Observation):
        return (article,)
    listed = claim.indicator in comparison().told_apart["indicator"]
    near = claim.end - claim.start < _LONG
    return article, "listed indicator" if listed else "other indicator", "near" if near else "far"
