"""Off-topic articles: what the pipeline claims of texts about other things, counted per 10,000 syllables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.evaluation.facts import Fact, Record, facts
from pipeline.evaluation.reading import read_articles
from pipeline.evaluation.tables import Table
from pipeline.evaluation.variation import MARK, varied
from pipeline.readers import Refusal, read_paths

PER = 10_000
"""Syllables that false claims are counted on."""

_SYLLABLE = re.compile(r"[^\W_]+(?:[.,:/-][^\W_]+)*")


@dataclass(frozen=True)
class FalseClaim:
    """A claim that no gold line states, and the rule that made it."""

    claim: dict[str, Any]
    rule: str


@dataclass(frozen=True)
class OffTopic:
    """What was read and what was claimed; `right` counts the claims that gold has."""

    articles: int
    syllables: int
    false: list[FalseClaim]
    right: int

    @property
    def rate(self) -> float:
        """False claims per 10,000 syllables."""
        return len(self.false) * PER / self.syllables if self.syllables else 0.0


def syllables(text: str) -> int:
    """Runs of letters and digits; a number with its separators is one, and underscores part syllables as blanks do.

    >>> syllables("Xuất_khẩu đạt 1.200,5 tỷ đồng.")
    6
    """
    return len(_SYLLABLE.findall(text))


def off_topic(
    paths: Sequence[Path],
    report: Callable[[Refusal], None],
    gold: Mapping[str, Iterable[Record]] | None = None,
    metadata: Sequence[Path] = (),
    variations: int = 0,
) -> OffTopic:
    """Read articles about other things, and `variations` of each (`pipeline.evaluation.variation`).

    A claim is false unless the gold of its article, by article id, states all its facts; a variation has its article's gold.
    """
    false: list[FalseClaim] = []
    articles = count = right = 0
    for read in read_articles(varied(read_paths(paths, report, metadata), variations), report):
        articles += 1
        count += syllables(read.article.text)
        stated = _facts((gold or {}).get(read.article.id.partition(MARK)[0], ()))
        for claim, rule in zip(read.found, read.rules, strict=True):
            if _facts([claim]) <= stated:
                right += 1
            else:
                false.append(FalseClaim(claim, rule))
    return OffTopic(articles, count, false, right)


def _facts(records: Iterable[Record]) -> set[Fact]:
    return {fact for record in records for fact in facts(record)}


def off_topic_table(found: OffTopic) -> Table:
    """One row: what was read and how many claims were made and were false."""
    table = Table(("off-topic articles", "syllables", "claims", "false claims", "false per 10,000 syllables"))
    claims = found.right + len(found.false)
    cells = (f"{found.syllables:,}", f"{claims:,}", f"{len(found.false):,}", f"{found.rate:.2f}")
    table.rows.append((f"{found.articles:,}", *cells))
    return table


def false_claim_lines(found: OffTopic) -> list[str]:
    """Each false claim with its article, place, type, rule and quote."""
    return [
        f"{claim['article']}:{claim['start']}:{claim['end']}: {claim['type']} ({one.rule}): {claim['quote']!r}"
        for one in found.false
        for claim in [one.claim]
    ]
