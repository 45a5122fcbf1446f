"""Where articles are extracted: in this process, in several of this machine, or on a cluster. The graphs are the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from pipeline.readers import Article, Refusal

if TYPE_CHECKING:
    from pipeline.run import ArticleGraph


class ArticleExtractor(Protocol):
    """What turns articles into graphs: `pipeline.run.Extractor`."""

    def pipe(self, articles: Iterable[Article], report: Callable[[Refusal], None]) -> Iterator[ArticleGraph]:
        """The graph of each article, in order; those that the pipeline fails on are told to `report` instead."""
        ...


class LocalExtractor(ArticleExtractor, Protocol):
    """The extractor of this process, which makes the graphs of articles that repeat another too."""

    def repeat(self, article: Article, original: str) -> ArticleGraph:
        """The graph of an article that repeats another, by the other's id."""
        ...


@dataclass(frozen=True, slots=True)
class Spread:
    """How widely to spread the extraction: over `workers` processes of this machine (0: one for each processor), or over
    the Dask cluster at the address `cluster`, which must answer within `deadline` seconds."""

    workers: int = 1
    cluster: str | None = None
    deadline: float = 30.0

    def over(self, extractor: ArticleExtractor) -> AbstractContextManager[ArticleExtractor]:
        """The extractor spread that widely, whose processes end with the block; `extractor` is that of this process.

        Raises `parallel.errors.WorkersError` where the cluster doesn't answer or would extract otherwise.
        """
        from thidua.extractors import InProcesses, on_cluster  # noqa: PLC0415 - it loads spaCy

        if self.cluster is not None:
            return on_cluster(self.cluster, self.deadline)
        return InProcesses(extractor, self.workers or os.cpu_count() or 1)


HERE: Final = Spread()
"""In this process alone."""
