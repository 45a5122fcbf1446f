"""Circumstances of a claim that bear on how often it is right, besides the rule that found it: few, and read off in passing."""

from __future__ import annotations

from functools import lru_cache

from pipeline.claims import Claim, Observation
from pipeline.evaluation.comparison import comparison
from pipeline.language.focus import Focus
from pipeline.view import fold_text

_LONG = 80
"""Characters of a quote from which on a figure stands far from what it is of."""

_KEPT = 1024


def circumstances(claim: Claim, focus: Focus, sentence: str) -> tuple[str, ...]:
    """The circumstances of a claim in the order in which the model looks at them; `sentence` is the folded one that it stands in.

    Of every claim: whether the article speaks of a bloc. Of an observation also: whether its indicator is one of the codes that measuring
    tells apart, whether the figure stands near or far from what it is of, and whether its sentence names the area or it is carried on from
    an earlier one.
    """
    article = "bloc" if focus.bloc else "no bloc"
    if not isinstance(claim, Observation):
        return (article,)
    listed = claim.indicator in comparison().told_apart["indicator"]
    near = claim.end - claim.start < _LONG
    named = _folded_area(claim.area) in sentence
    return (
        article,
        "listed indicator" if listed else "other indicator",
        "near" if near else "far",
        "area named" if named else "area carried",
    )


@lru_cache(maxsize=_KEPT)
def _folded_area(area: str) -> str:
    return fold_text(area.removeprefix("Cụm: "))
