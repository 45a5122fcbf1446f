"""What the tests of confidence judge: claims of a rule that were right or wrong."""

from __future__ import annotations

from pipeline.calibration.model import Trial
from pipeline.calibration.rules import type_of
from pipeline.readers import Refusal


def trials(article: str, rule: str, right: int, wrong: int) -> list[Trial]:
    """So many right and wrong claims of a rule in one article."""
    return [Trial(article, type_of(rule), rule, ("bloc",), right=place < right) for place in range(right + wrong)]


def refuse(refusal: Refusal) -> None:
    """Fail on an article or a line that is refused."""
    raise AssertionError(refusal)
