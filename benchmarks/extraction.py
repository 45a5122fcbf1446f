"""How fast articles are read: syllables per CPU second of the pipeline and its stages, beside its peers, in one run.

    python benchmarks/extraction.py [FOLDER ...] [--rounds N]

FOLDERs hold `.txt` articles (default: corpus/articles, and the unlabelled articles of ../shared where they are there). Peers, each
where it is installed (extra `benchmark`): the named entity recogniser of `underthesea` (a CRF, whose model comes with the package), and
the tagger and the word segmenter of `pyvi`. spaCy's tokeniser is what ours stands in for. All are run N times over the same texts
in turn; the best round counts, so that a busy machine disturbs all alike; a slow one reads only the first articles. CPU time is of this
process and all its threads.

Behind the table stand the peak memory of reading the articles to claims in a process of its own, and the time for ten times the text:
ten times as many articles, and one long article of the text ten times over.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import spacy

from pipeline.readers import Article, read_paths
from pipeline.run import Extractor
from pipeline.view import make_view

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = (ROOT / "corpus" / "articles", ROOT.parent / "shared" / "evaluation" / "unlabelled")

PATIENCE = 5
"""CPU seconds after which a slow contender is measured on the articles read until then."""

Run = Callable[[list[Article]], None]

PEAK = """
import sys
from pathlib import Path

sys.path.insert(0, "benchmarks")
from memory import peak
from pipeline.readers import read_paths
from pipeline.run import Extractor

claims = sum(len(c) for _, c in Extractor().claims(read_paths([Path(p) for p in sys.argv[1:]], lambda refusal: None)))
assert claims
print(peak())
"""
"""A process of its own: reads the folders to claims and tells the most memory (MB) that it held."""


def contenders() -> dict[str, Run]:
    """What is timed, by name; the first is what the others are compared with."""
    extractor, blank = Extractor(), spacy.blank("xx")

    def claims(articles: list[Article]) -> None:
        _spend(extractor.claims(articles))

    def triples(articles: list[Article]) -> None:
        _spend(extractor.pipe(articles))

    def views(articles: list[Article]) -> None:
        _spend(make_view(a.text) for a in articles)

    def tokens(articles: list[Article]) -> None:
        _spend(extractor.nlp.make_doc(a.text) for a in articles)

    def spacy_tokens(articles: list[Article]) -> None:
        _spend(blank.make_doc(a.text) for a in articles)

    ours = {
        "text to claims": claims,
        "text to triples": triples,
        "  of it: matching views": views,
        "  of it: tokens": tokens,
        "spaCy's tokeniser": spacy_tokens,
    }
    return ours | dict(peers())


def peers() -> Iterator[tuple[str, Run]]:
    """The peers that are installed."""
    try:
        from underthesea import ner  # noqa: PLC0415
    except ImportError:
        print("underthesea is not installed", file=sys.stderr)
    else:
        yield "underthesea, named entities (CRF)", lambda articles: _spend(ner(a.text) for a in articles)
    try:
        from pyvi import ViPosTagger, ViTokenizer  # noqa: PLC0415
    except ImportError:
        print("pyvi is not installed", file=sys.stderr)
    else:
        segment, tag = ViTokenizer.tokenize, ViPosTagger.postagging
        yield "pyvi, words and their tags (CRF)", lambda articles: _spend(tag(segment(a.text)) for a in articles)
        yield "pyvi, words alone", lambda articles: _spend(segment(a.text) for a in articles)


def _spend(results: Iterable[object]) -> None:
    """Take all results; one of nothing would mean that a contender did not work."""
    for result in results:
        assert result is not None


def best_seconds(run: Run, articles: list[Article], rounds: int, *, warm: bool = True) -> float:
    """CPU seconds of the fastest of `rounds` runs, after one that warms up."""
    if warm:
        run(articles)
    times = []
    for _ in range(rounds):
        start = time.process_time()
        run(articles)
        times.append(time.process_time() - start)
    return min(times)


def syllables_of(articles: list[Article]) -> int:
    """Syllables: what blanks part."""
    return sum(len(a.text.split()) for a in articles)


def affordable(run: Run, articles: list[Article]) -> list[Article]:
    """As many of the articles from the first on as a contender reads in a few seconds."""
    start = time.process_time()
    for number, article in enumerate(articles, 1):
        run([article])
        if time.process_time() - start > PATIENCE:
            return articles[:number]
    return articles


def compare(folder: Path, articles: list[Article], rounds: int) -> None:
    """Time all contenders on the articles of a folder and print a table."""
    print(f"\n{folder.name}: {len(articles)} articles, {syllables_of(articles):,} syllables, best of {rounds} rounds")
    print(f"{'':38}{'articles':>9}{'CPU s':>9}{'syllables/s':>14}{'ratio':>8}")
    reference = 0.0
    for name, run in contenders().items():
        read = affordable(run, articles)
        seconds = best_seconds(run, read, rounds)
        speed = syllables_of(read) / seconds
        reference = reference or speed
        print(f"{name:38}{len(read):9}{seconds:9.3f}{speed:14,.0f}{speed / reference:8.3f}", flush=True)


def linearity(articles: list[Article], rounds: int) -> None:
    """How the time grows when the text grows to its tenfold: 1.00 is in line with it."""
    extractor = Extractor()

    def claims(read: list[Article]) -> None:
        _spend(extractor.claims(read))

    whole = replace(articles[0], text="\n\n".join(a.text for a in articles))
    for name, once, tenfold in (
        ("ten times the articles", articles, articles * 10),
        ("one article of ten times the length", [whole], [replace(whole, text="\n\n".join([whole.text] * 10))]),
    ):
        # Ten runs over the text against one over ten times the text, in turn: a busy machine disturbs both alike.
        single, long = [], []
        for _ in range(rounds):
            single.append(sum(best_seconds(claims, once, 1, warm=False) for _ in range(10)))
            long.append(best_seconds(claims, tenfold, 1, warm=False))
        ratio = 10 * min(long) / min(single)
        print(f"{name}: {ratio:.2f} times the time, {ratio / 10:.2f} of what the length alone explains")


def peak_memory(folders: list[Path]) -> float:
    """The most memory (MB) that a process holds which reads the folders to claims."""
    command = [sys.executable, "-c", PEAK, *map(str, folders)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return float(done.stdout)


def main() -> int:
    """Run all contenders and print what they take."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[f for f in DEFAULT if f.is_dir()])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    read = {f: list(read_paths([f], lambda refusal: print(refusal, file=sys.stderr))) for f in options.folders}
    for folder, articles in read.items():
        compare(folder, articles, options.rounds)
    print(f"\npeak memory, text to claims: {peak_memory(options.folders):,.0f} MB")
    linearity(next(iter(read.values())), options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
