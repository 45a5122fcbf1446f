"""Works the expected rows out of the gold claims, for a maintainer to read and then to write.

    python -m tests.questions.derive                 shows where files, gold and pipeline differ; writes nothing
    python -m tests.questions.derive --write 07 21   writes the files of these questions from gold, and shows what changed

Run it in the project's folder. Read the rows against the articles before you write them: the gold claims are the truth that the files
are to hold, a query may still ask for something else than its question does. Where the pipeline gives other rows than gold, the lines
shown as `missing` and `extra` belong in known-differences.csv.
"""

from __future__ import annotations

import argparse
import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Store

from ontology.questions import Question, questions
from tests.questions.rows import EXPECTED, WITH_SEEDS, Answer, answer, read, write
from tests.questions.stores import add_seeds, build_corpus, seeds

SETS = ("corpus", "corpus and seeds")


def main() -> None:
    """Compare or write, as the command line says."""
    parser = argparse.ArgumentParser(description="Work the expected rows of the questions out of the gold claims.")
    parser.add_argument("--write", nargs="+", metavar="NN", default=[], help="numbers of the questions to write")
    numbers = set(parser.parse_args().write)
    if unknown := numbers - {_number(question) for question in questions()}:
        parser.error(f"no question {', '.join(sorted(unknown))}")
    warnings.simplefilter("ignore")  # other packages' plug-ins of spaCy are compiled at the first use
    with tempfile.TemporaryDirectory() as folder:
        gold, pipeline = (_stores(Path(folder) / name, gold=name == "gold") for name in ("gold", "pipeline"))
        for question in questions():
            stated = {name: answer(store, question.query) for name, store in gold.items()}
            if _number(question) in numbers:
                _write(question, stated)
            _compare(question, stated, {name: answer(store, question.query) for name, store in pipeline.items()})


def _number(question: Question) -> str:
    return question.name[:2]


def _stores(root: Path, *, gold: bool) -> dict[str, Store]:
    stores = {SETS[0]: build_corpus(root / "corpus", gold=gold)}
    if seeds():
        stores[SETS[1]] = add_seeds(root / "corpus", root / "seeds", gold=gold)
    return stores


def _write(question: Question, gold: dict[str, Answer]) -> None:
    name = f"{question.name}.csv"
    write(EXPECTED / name, gold[SETS[0]])
    if SETS[1] not in gold:
        return
    if gold[SETS[1]] == gold[SETS[0]]:
        (WITH_SEEDS / name).unlink(missing_ok=True)
    else:
        write(WITH_SEEDS / name, gold[SETS[1]].without_text())


def _compare(question: Question, gold: dict[str, Answer], pipeline: dict[str, Answer]) -> None:
    name = f"{question.name}.csv"
    for articles, folder in zip(SETS, (EXPECTED, WITH_SEEDS), strict=True):
        if articles not in gold:
            continue
        path = folder / name if (folder / name).exists() else EXPECTED / name
        if not path.exists():
            print(f"{question.name}: no file {path.name} of expected rows")
            continue
        told = read(path)
        stated, found = gold[articles].of(told.variables), pipeline[articles].of(told.variables)
        _show(question.name, articles, "gold has, the file lacks", stated.rows, told.rows)
        _show(question.name, articles, "the file has, gold lacks", told.rows, stated.rows)
        _show(question.name, articles, "missing", told.rows, found.rows)
        _show(question.name, articles, "extra", found.rows, told.rows)


def _show(
    name: str, articles: str, kind: str, some: Iterable[tuple[str, ...]], others: Iterable[tuple[str, ...]]
) -> None:
    known = set(others)
    for row in some:
        if row not in known:
            print(f"{name},{articles},{kind},{' | '.join(row)}")


if __name__ == "__main__":
    main()
