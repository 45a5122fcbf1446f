"""How much sooner several processes read articles than one: wall clock, from texts to claims, in one run.

    python benchmarks/processes.py [FOLDER] [--processes N] [--seconds S] [--rounds R]

FOLDER holds `.txt` articles (default: corpus/articles). They are repeated under other ids until one process takes about S seconds over
them, and each contender has done some before the clock starts, so that starting a process or filling its caches counts for nothing.
Contenders take turns. The seconds are the best of R rounds. `times one` compares neighbours: in each round with the one process of
that round, and tells the median and the quartiles of these ratios, for the speed of a busy machine changes from minute to minute, and
its best one may fall to one contender alone.

`triples parsed` adds what a build does with the answers: the graphs come back as N-Triples, which this process then parses. `each by
itself` is what the machine can give at most: as many processes, each over its share of the articles at once, that send back a number
and nothing else. `claims` are articles read to claims and no further, which come back pickled, in order. `CPU s here` is what this
process itself takes, which bounds how many others it can keep at work. The last lines are spaCy's own `n_process`, with what our
components keep on a document thrown away, since spaCy can't serialise it: beside spaCy in one process, and without the triples.
"""

from __future__ import annotations

import argparse
import os
import pickle
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from parallel.ordered import GivenUp, answers_in_order
from parallel.processes import Processes
from pipeline.batches import BATCH, in_batches
from pipeline.claims import Claim
from pipeline.language.mentions import claims_of
from pipeline.nlp import build_nlp
from pipeline.readers import Article, Refusal, read_paths
from pipeline.run import Extractor
from pipeline.view import make_view
from thidua.extractors import InProcesses

ROOT = Path(__file__).resolve().parents[1]

Run = Callable[[list[Article]], None]


class Taken(NamedTuple):
    """Seconds of wall clock, and CPU seconds of this process, that a contender took in a round."""

    seconds: float
    cpu_here: float


def refuse(refusal: Refusal) -> None:
    """Nothing may be left out."""
    raise ValueError(str(refusal))


@Language.component("make_view")
def view_component(doc: Doc) -> Doc:
    """The document's view, made by the process that needs it."""
    doc._.view = make_view(doc.text)
    return doc


@Language.component("claims_alone")
def claims_alone(doc: Doc) -> Doc:
    """Keep the claims, in a form that spaCy serialises, and nothing else."""
    claims = pickle.dumps(list(claims_of(doc)))
    doc.user_data.clear()
    doc.user_data["claims"] = claims
    return doc


def claims_made(articles: Sequence[Article]) -> list[tuple[Claim, ...]]:
    """The claims of each article: the work of a process that is asked for no graphs."""
    return [claims for _, claims in own_extractor().claims(articles, refuse)]


def claims_counted(articles: Sequence[Article]) -> list[int]:
    """How many claims all articles make: the work of a process that passes nothing on."""
    return [sum(len(graph.claims) for graph in own_extractor().pipe(articles, refuse))]


@cache
def own_extractor() -> Extractor:
    """The extractor of the process that asks."""
    return Extractor()


def contenders(processes: int, stack: ExitStack) -> dict[str, Run]:
    """What is timed, by name."""
    extractor = Extractor()
    return graphs_by(extractor, processes, stack) | claims_by(extractor, processes, stack) | spacy_by(processes)


def graphs_by(extractor: Extractor, processes: int, stack: ExitStack) -> dict[str, Run]:
    """Articles read to their graphs."""
    spread = stack.enter_context(InProcesses(extractor, processes, alone=0))

    def one(articles: list[Article]) -> None:
        assert sum(len(graph.claims) for graph in extractor.pipe(articles, refuse))

    def several(articles: list[Article]) -> None:
        assert sum(len(graph.claims) for graph in spread.pipe(articles, refuse))

    def parsed(articles: list[Article]) -> None:
        assert sum(len(graph.triples) for graph in spread.pipe(articles, refuse))

    apart = stack.enter_context(Processes[Article, int](processes, claims_counted))

    def by_themselves(articles: list[Article]) -> None:
        shares = [apart.submit(articles[n::processes]) for n in range(processes)]
        assert all(sum(answer()) for answer in shares)

    return {
        "one process": one,
        f"{processes} processes": several,
        f"{processes} processes, triples parsed": parsed,
        f"{processes} processes, each by itself": by_themselves,
    }


def claims_by(extractor: Extractor, processes: int, stack: ExitStack) -> dict[str, Run]:
    """Articles read to their claims and no further."""
    reading = stack.enter_context(Processes[Article, tuple[Claim, ...]](processes, claims_made))

    def one(articles: list[Article]) -> None:
        assert sum(len(claims) for _, claims in extractor.claims(articles, refuse))

    def several(articles: list[Article]) -> None:
        claims = [answer for _, answer in answers_in_order(in_batches(articles), reading)]
        assert not any(isinstance(answer, GivenUp) for answer in claims)
        assert any(claims)

    return {"claims, one process": one, f"claims, {processes} processes": several}


def spacy_by(processes: int) -> dict[str, Run]:
    """spaCy's own way to several processes."""
    nlp = build_nlp()
    nlp.add_pipe("make_view", first=True)
    nlp.add_pipe("claims_alone", last=True)

    def spacy(n_process: int) -> Run:
        def run(articles: list[Article]) -> None:
            texts = (article.text for article in articles)
            assert all(doc.user_data["claims"] for doc in nlp.pipe(texts, n_process=n_process, batch_size=BATCH))

        return run

    return {"spaCy, one process": spacy(1), f"spaCy, n_process={processes}": spacy(processes)}


def repeated(articles: list[Article], number: int) -> list[Article]:
    """That many articles: the given ones over and over, each time under other ids."""
    return [replace(article, id=f"{article.id}-{n}") for n, article in enumerate(islice(cycle(articles), number))]


def timed(runs: dict[str, Run], articles: list[Article], rounds: int) -> dict[str, list[Taken]]:
    """What each contender took in each of the rounds."""
    taken: dict[str, list[Taken]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            began, cpu = time.perf_counter(), time.process_time()
            run(articles)
            taken[name].append(Taken(time.perf_counter() - began, time.process_time() - cpu))
    return taken


def main() -> int:
    """Run all contenders and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus" / "articles")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    articles = list(read_paths([options.folder], refuse))
    with ExitStack() as stack:
        runs = contenders(options.processes, stack)
        for run in runs.values():
            run(repeated(articles, max(len(articles), 4 * options.processes * BATCH)))
        here = min(timed({"": runs["one process"]}, articles, 3)[""]).seconds
        many = repeated(articles, round(len(articles) * options.seconds / here))
        before = os.getloadavg()[0]
        print_table(many, timed(runs, many, options.rounds), f"{options.rounds} rounds, load before {before:.1f}")
    return 0


def print_table(articles: list[Article], taken: dict[str, list[Taken]], conditions: str) -> None:
    """Each contender beside one process of its kind."""
    syllables = sum(len(article.text.split()) for article in articles)
    print(f"{len(articles):,} articles, {syllables:,} syllables, {conditions}, {os.cpu_count()} processors")
    print(f"{'':30}{'s':>9}{'syllables/s':>14}{'times one (quartiles)':>24}{'CPU s here':>12}")
    one: list[Taken] = []
    for name, rounds in taken.items():
        one = rounds if name.endswith("one process") else one
        low, middle, high = quantiles(
            [a.seconds / b.seconds for a, b in zip(one, rounds, strict=True)], n=4, method="inclusive"
        )
        best = min(rounds)
        ratios = f"{middle:.2f} ({low:.2f}-{high:.2f})"
        print(f"{name:30}{best.seconds:9.2f}{syllables / best.seconds:14,.0f}{ratios:>24}{best.cpu_here:12.2f}")


if __name__ == "__main__":
    sys.exit(main())
