"""How fast articles are read: syllables per CPU second of the pipeline and its stages, beside its peers, in one run.

    python benchmarks/extraction.py [FOLDER] [--rounds N]

FOLDER holds `.txt` articles (default: corpus/articles). Peers: spaCy's tokeniser alone, which is what the pipeline stands on, and the
word segmenter of `pyvi` where it is installed, the usual first step of Vietnamese pipelines. Each is run N times over the same texts in
turn; the best round counts, so that a busy machine disturbs all alike. CPU time is of this process and all its threads.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from pipeline.nlp import build_nlp, make_doc
from pipeline.readers import Article, read_paths
from pipeline.run import Extractor
from pipeline.view import make_view

ROOT = Path(__file__).resolve().parents[1]

Run = Callable[[list[Article]], None]


def contenders() -> dict[str, Run]:
    """What is timed, by name; the first is what the others are compared with."""
    extractor, nlp, blank = Extractor(), build_nlp(), spacy.blank("xx")

    def whole(articles: list[Article]) -> None:
        for graph in extractor.pipe(articles):
            assert graph.triples

    def language(articles: list[Article]) -> None:
        for doc in nlp.pipe(make_doc(nlp, make_view(a.text), a.published) for a in articles):
            assert doc._.bounds

    def views(articles: list[Article]) -> None:
        for article in articles:
            assert make_view(article.text).fold

    def tokens(articles: list[Article]) -> None:
        for article in articles:
            assert len(blank.make_doc(article.text))

    found: dict[str, Run] = {
        "extraction: text to triples": whole,
        "  of it: language components": language,
        "  of it: matching views": views,
        "spaCy tokeniser alone": tokens,
    }
    segment = pyvi_segmenter()
    return found | ({"pyvi word segmenter": segment} if segment else {})


def pyvi_segmenter() -> Run | None:
    """The peer, where it is installed."""
    try:
        from pyvi import ViTokenizer  # noqa: PLC0415
    except ImportError:
        return None

    def segment(articles: list[Article]) -> None:
        for article in articles:
            assert ViTokenizer.tokenize(article.text)

    return segment


def best_seconds(run: Run, articles: list[Article], rounds: int) -> float:
    """CPU seconds of the fastest of `rounds` runs, after one that warms up."""
    run(articles)
    times = []
    for _ in range(rounds):
        start = time.process_time()
        run(articles)
        times.append(time.process_time() - start)
    return min(times)


def main() -> int:
    """Run all contenders and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus" / "articles")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    articles = list(read_paths([options.folder], lambda refusal: print(refusal, file=sys.stderr)))
    syllables = sum(len(a.text.split()) for a in articles)
    print(f"{len(articles)} articles, {syllables:,} syllables, best of {options.rounds} rounds")
    print(f"{'':34}{'CPU s':>9}{'syllables/s':>14}{'ratio':>8}")
    reference = 0.0
    for name, run in contenders().items():
        seconds = best_seconds(run, articles, options.rounds)
        reference = reference or seconds
        print(f"{name:34}{seconds:9.3f}{syllables / seconds:14,.0f}{reference / seconds:8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
