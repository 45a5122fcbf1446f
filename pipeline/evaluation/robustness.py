"""Robustness: the same gold on the same texts in other forms. Offsets then refer to the text in that form."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.evaluation.alterations import ALTERATIONS, Alter
from pipeline.evaluation.gold import GoldArticle
from pipeline.evaluation.reading import Read, read_against
from pipeline.evaluation.scores import Score, scores
from pipeline.evaluation.tables import Table
from pipeline.readers import Refusal, read_paths
from pipeline.run import Extractor


@dataclass(frozen=True)
class Form:
    """How one form of the texts is read: the score of all facts, and claims whose form is faulty in that text."""

    name: str
    score: Score
    faults: list[str]
    reads: list[Read]


def robustness(
    gold: Sequence[GoldArticle], report: Callable[[Refusal], None], metadata: Sequence[Path] = ()
) -> Iterator[Form]:
    """The texts as they came, then in each other form.

    Altered texts go through files and the readers, as any article does.
    """
    extractor = Extractor()
    yield _form("as it came", read_against(gold, report, extractor))
    for alteration in ALTERATIONS:
        yield _form(
            alteration.name, read_against(_altered(gold, alteration.alter, report, metadata), report, extractor)
        )


def _altered(
    gold: Sequence[GoldArticle], alter: Alter, report: Callable[[Refusal], None], metadata: Sequence[Path]
) -> list[GoldArticle]:
    """The articles as the readers give them when their files hold the altered text.

    One that the readers refuse in that form stays with an empty text, so that all its gold counts as missed.
    """
    with tempfile.TemporaryDirectory(prefix="thidua-") as folder:
        paths = {one.article.id: Path(folder, f"{one.article.id}.txt") for one in gold}
        for one in gold:
            paths[one.article.id].write_bytes(alter(one.article.text).encode())
        read = {article.id: article for article in read_paths(list(paths.values()), report, metadata)}
    empty = {one.article.id: replace(one.article, text="") for one in gold}
    return [GoldArticle((empty | read)[one.article.id], one.claims) for one in gold]


def _form(name: str, reads: list[Read]) -> Form:
    faults = [fault for read in reads for fault in read.faults]
    return Form(name, scores([read.compared for read in reads])[-1], faults, reads)


def robustness_table(forms: Sequence[Form]) -> Table:
    """F1 in each form and its difference from the first."""
    table = Table(("form of the text", "F1", "difference", "precision", "recall", "faulty quotes"))
    for form in forms:
        difference = form.score.f1 - forms[0].score.f1
        table.rows.append(
            (
                form.name,
                f"{form.score.f1:.3f}",
                f"{difference:+.3f}",
                f"{form.score.precision:.3f}",
                f"{form.score.recall:.3f}",
                f"{len(form.faults)}",
            )
        )
    return table
