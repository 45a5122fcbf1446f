"""Batches of articles as they go to another process, and what comes back from there.

Graphs come back as N-Triples: beside extracting, writing them takes 2 % and pickling them as triples 45 % (62 articles,
40,000 triples). They are parsed where they are looked at. spaCy's own `n_process` does not fit: it sends documents back
with all that our components keep on them, which it can't serialise, and with that thrown away two processes made 1.18
times the articles of one, where batches of articles here made 1.96 times (496 articles, two cores).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final, overload

from pyoxigraph import RdfFormat, Triple, parse, serialize

from parallel.ordered import GivenUp, Workers, answers_in_order, batches, tapered
from pipeline.fingerprint import Fingerprint, fingerprint
from pipeline.readers import Article, Refusal
from pipeline.run import ArticleGraph, Extractor

BATCH: Final = 32
"""Articles in a batch."""

_HELD: Final = 3
_PARTS: Final = 4
"""The last batches, and how many each of them is cut into: small ones take longer an article, but keep no worker waiting."""

_CHARACTERS: Final = 1_000_000
"""Characters after which a batch is closed: some articles are a thousand times as long as others."""

_ONE_AT_A_TIME: Final = threading.Lock()
"""spaCy doesn't promise that a pipeline may be run by several threads, and workers may have some."""


class OtherPipelineError(Exception):
    """A worker would extract otherwise than the process that asks it to; the message says what differs there."""


class NTriples(Sequence[Triple]):
    """Triples that are parsed when they are first looked at."""

    def __init__(self, text: bytes) -> None:
        self._text: Final = text
        self._parsed: list[Triple] | None = None

    @overload
    def __getitem__(self, index: int) -> Triple: ...
    @overload
    def __getitem__(self, index: slice) -> list[Triple]: ...
    def __getitem__(self, index: int | slice) -> Triple | list[Triple]:
        return self._triples()[index]

    def __len__(self) -> int:
        return len(self._triples())

    def __iter__(self) -> Iterator[Triple]:
        return iter(self._triples())

    def _triples(self) -> list[Triple]:
        if self._parsed is None:
            self._parsed = [quad.triple for quad in parse(self._text, format=RdfFormat.N_TRIPLES)]
        return self._parsed


def extract_batch(articles: Sequence[Article], like: Fingerprint | None = None) -> list[ArticleGraph | Refusal]:
    """The graph of each article, or why nothing could be extracted from it; done by a worker.

    Raises `OtherPipelineError` where this process has another fingerprint than `like`.
    """
    if like is not None and (differences := like.differences(fingerprint())):
        raise OtherPipelineError(differences)
    refusals: list[Refusal] = []
    with _ONE_AT_A_TIME:
        graphs = {id(graph.article): _packed(graph) for graph in _extractor().pipe(articles, refusals.append)}
    return [graphs.get(id(article)) or _refusal_of(article, refusals) for article in articles]


def in_batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Cut the articles into batches for `spread_graphs`, the last ones into small ones."""
    cut = batches(articles, BATCH, lambda article: len(article.text), _CHARACTERS)
    return tapered(cut, _HELD, _PARTS)


def spread_graphs(
    cut: Iterable[Sequence[Article]],
    workers: Workers[Article, ArticleGraph | Refusal],
    report: Callable[[Refusal], None],
) -> Iterator[ArticleGraph]:
    """Extract from batches of articles by workers, in order, holding a few of them at a time; see `Extractor.pipe`.

    An article with which a worker dies each time is told to `report` like one that a component fails on. Raises
    `parallel.errors.WorkersError` where workers die whatever they are given.
    """
    for article, answer in answers_in_order(cut, workers):
        if isinstance(answer, ArticleGraph):
            yield answer
        elif isinstance(answer, GivenUp):
            report(Refusal(article.path, f"could not be extracted: {answer}"))
        else:
            report(answer)


@cache
def _extractor() -> Extractor:
    return Extractor()


def _packed(graph: ArticleGraph) -> ArticleGraph:
    return replace(graph, triples=NTriples(serialize(graph.triples, format=RdfFormat.N_TRIPLES) or b""))


def _refusal_of(article: Article, refusals: list[Refusal]) -> Refusal:
    """The refusal of an article, which is the first with its path that has not been taken."""
    return refusals.pop(next(n for n, refusal in enumerate(refusals) if refusal.path == article.path))
