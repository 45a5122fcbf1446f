"""Extraction in worker processes gives what extraction in this process gives, and loses no article."""

from __future__ import annotations

import importlib
import multiprocessing
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from parallel.processes import Processes
from pipeline.batches import in_batches, spread_graphs
from pipeline.readers import Article, Refusal
from pipeline.run import ArticleGraph, Extractor
from thidua.extractors import InProcesses

Content = tuple[Article, object, str, list[object]]


def contents(graphs: Iterable[ArticleGraph]) -> list[Content]:
    return [(graph.article, graph.claims, graph.graph_iri, list(graph.triples)) for graph in graphs]


def test_processes_yield_the_same_graphs_and_refusals_in_the_same_order(
    extractor: Extractor, articles: list[Article]
) -> None:
    wordless = [replace(article, publisher="!") if n in {1, 7, 8} else article for n, article in enumerate(articles)]
    refused: list[Refusal] = []
    expected = contents(extractor.pipe(wordless, refused.append))
    assert [r.path for r in refused] == [articles[n].path for n in (1, 7, 8)]
    again: list[Refusal] = []
    with InProcesses(extractor, workers=2, alone=0) as spread:
        assert contents(spread.pipe(wordless, again.append)) == expected
    assert again == refused
    assert sum(len(graph[3]) for graph in expected) > 3_000


def test_articles_that_take_less_time_than_a_process_takes_to_start_are_extracted_here(
    extractor: Extractor, articles: list[Article]
) -> None:
    before = set(multiprocessing.active_children())
    with InProcesses(extractor, workers=2, alone=600) as spread:
        graphs = list(spread.pipe(articles, list[Refusal]().append))
        assert set(multiprocessing.active_children()) == before
    assert [graph.article for graph in graphs] == articles


def test_article_that_ends_its_process_each_time_is_refused_by_name_and_the_others_are_extracted(
    extractor: Extractor, articles: list[Article]
) -> None:
    deadly: Any = importlib.import_module("deadly")
    killer = replace(articles[4], text=f"{articles[4].text}\n{deadly.MARKER}\n")
    given = [*articles[:4], killer, *articles[5:9]]
    refused: list[Refusal] = []
    with Processes[Article, Any](2, deadly.extract_or_die) as processes:
        found = contents(spread_graphs(in_batches(given), processes, refused.append))
    assert found == contents(extractor.pipe([*articles[:4], *articles[5:9]]))
    reason = "could not be extracted: each of 2 worker processes that had it alone died (killed, or out of memory)"
    assert refused == [Refusal(killer.path, reason)]


def test_batch_is_closed_by_long_articles_before_it_is_full_and_the_last_ones_are_small(
    articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.batches.BATCH", 4)
    long = replace(articles[0], text="dài " * 300_000)
    short = articles[:4] * 4
    assert [len(batch) for batch in in_batches([articles[0], long, *short])] == [2, 4, *[1] * 12]
