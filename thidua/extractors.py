"""Extractors that let other processes do the work. What they yield is what `pipeline.run.Extractor` yields."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from types import TracebackType
from typing import Final

from parallel.cluster import Cluster, ClusterWorkers
from parallel.errors import WorkersError
from parallel.ordered import Workers
from parallel.processes import Processes
from pipeline.batches import OtherPipelineError, extract_batch, in_batches, spread_graphs
from pipeline.fingerprint import Fingerprint, fingerprint
from pipeline.readers import Article, Refusal
from pipeline.run import ArticleGraph
from thidua.spread import ArticleExtractor

_ALONE: Final = 10.0
"""Seconds of extraction in this process before others are started. Starting one takes 1.6 s, and while a build checks
many new articles its processors have enough to do (SHACL takes six times as long as extraction), so that a build of a
few hundred articles does without them; one of many gains as much as if they had been there from the beginning."""

Report = Callable[[Refusal], None]


class InProcesses:
    """Extracts in this process, and in `workers` others once that has taken `alone` seconds; with one, always here."""

    def __init__(self, extractor: ArticleExtractor, workers: int, alone: float = _ALONE) -> None:
        self._extractor: Final = extractor
        self._workers: Final = workers
        self._alone = alone
        self._processes: Processes[Article, ArticleGraph | Refusal] | None = None

    def __enter__(self) -> InProcesses:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes: after an error, or Ctrl-C, at once."""
        if self._processes is not None:
            self._processes.close()

    def pipe(self, articles: Iterable[Article], report: Report) -> Iterator[ArticleGraph]:
        """See `ArticleExtractor.pipe`. Raises `WorkersError` where processes die whatever they are given."""
        if self._workers == 1:
            yield from self._extractor.pipe(articles, report)
            return
        cut = in_batches(articles)
        for batch in cut:
            if self._alone <= 0:
                self._processes = self._processes or Processes(self._workers, extract_batch)
                yield from spread_graphs(chain([batch], cut), self._processes, report)
                return
            began = time.monotonic()
            graphs = list(self._extractor.pipe(batch, report))
            self._alone -= time.monotonic() - began
            yield from graphs


class OnCluster:
    """Extracts on the workers of a cluster."""

    def __init__(self, workers: Workers[Article, ArticleGraph | Refusal], address: str) -> None:
        self._workers: Final = workers
        self._address: Final = address

    def pipe(self, articles: Iterable[Article], report: Report) -> Iterator[ArticleGraph]:
        """See `ArticleExtractor.pipe`.

        Raises `WorkersError` where no worker is left, the scheduler is lost, or a worker that has joined has another
        pipeline.
        """
        try:
            yield from spread_graphs(in_batches(articles), self._workers, report)
        except OtherPipelineError as error:
            raise WorkersError(
                f"a worker of the cluster at {self._address} would extract otherwise: {error}"
            ) from error


@contextmanager
def on_cluster(address: str, deadline: float) -> Iterator[OnCluster]:
    """An extractor on the Dask cluster at `address`; what is under way is cancelled with the block.

    Raises `WorkersError` where the cluster doesn't answer within `deadline` seconds, or a worker has another pipeline
    than this process or none.
    """
    with Cluster(address, deadline) as cluster:
        for worker, answer in cluster.ask(fingerprint).items():
            _require_same(worker, answer)
        # Workers that join later are asked with each batch.
        yield OnCluster(ClusterWorkers(cluster, partial(extract_batch, like=fingerprint())), address)


def _require_same(worker: str, answer: Fingerprint | Exception) -> None:
    if isinstance(answer, Exception):
        reason = f"{type(answer).__name__}: {answer}"
        raise WorkersError(f"the worker {worker} can't run this version of thidua, install it there: {reason}")
    if differences := fingerprint().differences(answer):
        raise WorkersError(
            f"the worker {worker} would extract otherwise: it has {differences}; install there what is installed here"
        )
