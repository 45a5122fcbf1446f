"""The model of confidence: counts of right and wrong claims, each finer count shrunk towards the coarser one.

From all claims to those of a type, of a rule, and of a rule in each further circumstance, the estimate of a level is the mean of a Beta
distribution: `(right + strength * prior) / (found + strength)`. Its prior, worth `strength` claims, is the estimate that the rest of the
level above gives, without this level's own claims: else these would count again at every level. So a rule that was never seen gets its
type's rate, a rule seen often its own, and a level that is all of the one above it the same as that.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from pipeline.calibration.rules import type_of
from pipeline.claims import Claim

FILE: Final = Path(__file__).with_name("confidence.toml")
"""The counts that the project ships."""

_DIGITS = 3
_SEPARATOR = ", "
Level = tuple[str, ...]
"""A type, a rule and circumstances, from the coarsest on; the empty one is all claims."""


class Trial(NamedTuple):
    """A claim found in a labelled article: where, by which rule, in which circumstances, and whether it was right."""

    article: str
    type: str
    rule: str
    circumstances: tuple[str, ...]
    right: bool

    @property
    def level(self) -> Level:
        """The finest level that the claim belongs to."""
        return self.type, self.rule, *self.circumstances


class Count(NamedTuple):
    """How many of the claims found were right."""

    right: int
    found: int


@dataclass(frozen=True)
class Model:
    """The counts of the finest levels, and how many claims the level above is worth."""

    counts: Mapping[Level, Count]
    strength: float
    estimates: Mapping[Level, float] = field(init=False, repr=False)
    """The estimate of each level that was counted or stands above one."""

    def __post_init__(self) -> None:
        sums: dict[Level, Count] = {(): Count(0, 0)}
        for level, count in self.counts.items():
            for above in _from_the_top(level):
                so_far = sums.get(above, Count(0, 0))
                sums[above] = Count(so_far.right + count.right, so_far.found + count.found)
        priors: dict[Level, float] = {}
        estimates: dict[Level, float] = {}
        for level in sorted(sums, key=len):
            if level:
                above = level[:-1]
                rest = Count(sums[above].right - sums[level].right, sums[above].found - sums[level].found)
                priors[level] = _shrunk(rest, self._worth(above), priors[above])
            else:
                priors[level] = 0.5
            estimates[level] = _shrunk(sums[level], self._worth(level), priors[level])
        object.__setattr__(self, "estimates", estimates)

    def _worth(self, level: Level) -> float:
        """How many claims the prior of a level is worth; that of all claims is uniform (Laplace's rule of succession)."""
        return self.strength if level else 2.0

    def estimate(self, level: Level, depth: int | None = None) -> float:
        """The probability that a claim of a level is right; `depth` stops at a coarser level (1: the type, 2: the rule)."""
        wanted = level if depth is None else level[:depth]
        while wanted not in self.estimates:
            wanted = wanted[:-1]
        return self.estimates[wanted]


def _shrunk(count: Count, worth: float, prior: float) -> float:
    return (count.right + worth * prior) / (count.found + worth)


def confidence(claim: Claim) -> float:
    """The estimated probability that a claim is right, to three digits and never 0 or 1."""
    return rounded(shipped().estimate((claim.type, claim.rule, *claim.circumstances)))


def rounded(estimate: float) -> float:
    """An estimate as it is published: certainty is no estimate's, so the last digit stays away from 0 and 1."""
    step = 10.0**-_DIGITS
    return round(min(max(estimate, step), 1 - step), _DIGITS)


def fitted(trials: Iterable[Trial], strength: float) -> Model:
    """The model of what was found."""
    counts: dict[Level, Count] = {}
    for trial in trials:
        right, found = counts.get(trial.level, Count(0, 0))
        counts[trial.level] = Count(right + trial.right, found + 1)
    return Model(counts, strength)


@cache
def shipped() -> Model:
    """The model that the project ships."""
    return read_model(FILE)


def read_model(path: Path) -> Model:
    """The model of the file at `path`. Raises `ValueError` naming the file and the entry where it is faulty."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        strength = float(content["fitted"]["strength"])
        rules = content["rules"]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    counts: dict[Level, Count] = {}
    for rule, observed in rules.items():
        if not (type_ := type_of(rule)):
            raise ValueError(f"{path.name}: {rule}: its component makes no claims")
        counts[type_, rule] = Count(0, 0)
        for circumstances, pair in observed.items():
            counts[type_, rule, *filter(None, circumstances.split(_SEPARATOR))] = _count(pair, f"{path.name}: {rule}")
    return Model(counts, strength)


def _count(pair: object, place: str) -> Count:
    match pair:
        case [int(right), int(found)] if 0 <= right <= found:
            return Count(right, found)
    raise ValueError(f"{place}: {pair!r} is no count of right claims and of claims found")


def write_model(path: Path, model: Model, fit: Mapping[str, str | int], rules: Iterable[str]) -> None:
    """Write a model to `path` with what it was fitted on (`fit`); `rules` are further ones, of which nothing was found."""
    observed: dict[str, dict[str, Count]] = {rule: {} for rule in rules}
    for (_, rule, *circumstances), count in model.counts.items():
        observed.setdefault(rule, {})[_SEPARATOR.join(circumstances)] = count
    lines = [
        "# How often each rule was right on labelled articles: [right, found] by circumstances. Made by",
        "# python -m pipeline.calibration GOLD_DIR --write; see docs/calibration.md.",
        "",
        "[fitted]",
        *(f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}" for name, value in fit.items()),
        f"strength = {model.strength:g}",
    ]
    for rule, counts in sorted(observed.items()):
        lines += ["", f'[rules."{rule}"]']
        lines += [f'"{name}" = [{right}, {found}]' for name, (right, found) in sorted(counts.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _from_the_top(level: Level) -> Iterator[Level]:
    return (level[:length] for length in range(len(level) + 1))
