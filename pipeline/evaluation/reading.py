"""Reading articles for evaluation: the claims that the pipeline finds in each, as records of a claims file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline.evaluation.form import form_faults
from pipeline.evaluation.gold import GoldArticle
from pipeline.evaluation.scores import Compared, compared
from pipeline.readers import Article, Refusal
from pipeline.run import Extractor

Report = Callable[[Refusal], None]


@dataclass(frozen=True)
class Read:
    """An article with the gold claims and the claims found; `rules` names the rule behind each found claim."""

    article: Article
    gold: list[dict[str, Any]]
    found: list[dict[str, Any]]
    rules: list[str]

    @cached_property
    def compared(self) -> Compared:
        """Its facts."""
        return compared(self.article.id, self.gold, self.found)

    @property
    def faults(self) -> list[str]:
        """Faults of form of the claims found, each with the claim's place; there should be none."""
        return [
            f"{self.article.id}: {claim['type']} at {claim['start']}:{claim['end']}: {fault}"
            for claim in self.found
            for fault in form_faults(claim, self.article.text)
        ]


def read_articles(articles: Iterable[Article], report: Report, extractor: Extractor | None = None) -> Iterator[Read]:
    """What the pipeline finds in each article, one at a time; no gold is compared.

    An article that the pipeline fails on is told to `report` and left out.
    """
    for graph in (extractor or Extractor()).pipe(articles, report):
        found = [claim.record(graph.article.id, graph.article.text) for claim in graph.claims]
        yield Read(graph.article, [], found, [claim.rule for claim in graph.claims])


def read_against(gold: Iterable[GoldArticle], report: Report, extractor: Extractor | None = None) -> list[Read]:
    """What the pipeline finds in articles with gold; all gold of an article that it fails on counts as missed."""
    listed = list(gold)
    found = {read.article.id: read for read in read_articles((one.article for one in listed), report, extractor)}
    reads = []
    for one in listed:
        read = found.get(one.article.id)
        reads.append(Read(one.article, one.claims, read.found if read else [], read.rules if read else []))
    return reads
