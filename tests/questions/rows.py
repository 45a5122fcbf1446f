"""Answers as rows of text, and the files that hold those expected."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, QuerySolutions, Store, Triple

from ontology.questions import FOLDER, Question

Row = tuple[str, ...]

EXPECTED = FOLDER / "expected"
WITH_SEEDS = FOLDER / "expected-with-seeds"
DIFFERENCES = FOLDER / "known-differences.csv"
TEXT = frozenset({"sentence", "quote", "words", "otherWords"})
"""Variables that hold stretches of an article. The seeds' are not ours to publish, so files about them leave these out."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The variables of an answer, and its rows: an IRI or a literal's text a cell, empty where it is unbound."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]

    def of(self, variables: Sequence[str]) -> Answer:
        """The answer with some of its variables alone. Raises `ValueError` for one that it lacks."""
        places = [self.variables.index(variable) for variable in variables]
        return Answer(tuple(variables), tuple(tuple(row[place] for place in places) for row in self.rows))

    def without_text(self) -> Answer:
        """The answer without the variables that hold stretches of an article."""
        return self.of([variable for variable in self.variables if variable not in TEXT])


@dataclass(frozen=True, slots=True)
class Differences:
    """The rows of a question that the pipeline is known to miss, and those that it gives too many."""

    missing: frozenset[Row]
    extra: frozenset[Row]


def answer(store: Store, query: str) -> Answer:
    """What a store answers to a query as it stands in its file."""
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    names = tuple(variable.value for variable in found.variables)
    return Answer(names, tuple(tuple(_text(solution[name]) for name in names) for solution in found))


def _text(term: object) -> str:
    if term is None:
        return ""
    assert not isinstance(term, BlankNode | Triple)
    return str(term.value)  # type: ignore[attr-defined]


def expected(question: Question, *, seeds: bool) -> Answer:
    """The rows of a question's file: over the corpus, or over corpus and seeds where that file is there."""
    path = WITH_SEEDS / f"{question.name}.csv"
    return read(path if seeds and path.exists() else EXPECTED / f"{question.name}.csv")


def read(path: Path) -> Answer:
    """The rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return Answer(tuple(header), tuple(map(tuple, rows)))


def write(path: Path, found: Answer) -> None:
    """Write rows as a CSV file with a header, lines ended by a line feed."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([found.variables, *found.rows])


def known_differences(question: Question, *, seeds: bool) -> Differences:
    """What the table of known differences says of a question; the cells of its rows are parted by ` | `."""
    articles = "corpus and seeds" if seeds else "corpus"
    told = [r for r in _differences() if (r["question"], r["articles"]) == (question.name, articles)]
    missing, extra = (
        [tuple(r["row"].split(" | ")) for r in told if r["kind"] == kind] for kind in ("missing", "extra")
    )
    return Differences(frozenset(missing), frozenset(extra))


def named_in_differences() -> set[str]:
    """The questions that the table of known differences names."""
    return {row["question"] for row in _differences()}


def _differences() -> Iterable[dict[str, str]]:
    with DIFFERENCES.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
