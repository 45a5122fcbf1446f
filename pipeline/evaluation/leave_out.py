"""Leave one bloc out: its articles are read without what the lexicons and tables know of it, of its people and local bodies.

What is still found is what the rules find by themselves: how the extraction does on a bloc that nobody prepared it for.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.evaluation.apart import read_apart
from pipeline.evaluation.facts import fold_bloc
from pipeline.evaluation.gold import GoldArticle
from pipeline.evaluation.reading import Read, read_against
from pipeline.evaluation.reduction import names_of, write_reduced
from pipeline.evaluation.scores import Score, scores
from pipeline.evaluation.tables import Table
from pipeline.readers import Refusal


@dataclass(frozen=True)
class LeftOut:
    """How the articles about one bloc are read with and without what is known of it; `entries` counts what was left out."""

    bloc: str
    entries: int
    full: list[Read]
    reduced: list[Read]

    @property
    def with_entries(self) -> Score:
        """All facts, read with all lexicons."""
        return scores([read.compared for read in self.full])[-1]

    @property
    def without(self) -> Score:
        """All facts, read with the reduced lexicons."""
        return scores([read.compared for read in self.reduced])[-1]


def leave_out(
    gold: Sequence[GoldArticle], report: Callable[[Refusal], None], metadata: Sequence[Path] = ()
) -> Iterator[LeftOut]:
    """Each bloc that the gold names, those with most articles first; an article about several blocs comes with each."""
    full = {read.article.id: read for read in read_against(gold, report)}
    for bloc, articles in _by_bloc(gold):
        with tempfile.TemporaryDirectory(prefix="thidua-") as folder:
            entries = write_reduced(names_of(bloc, articles), Path(folder))
            reduced = read_apart(articles, Path(folder), report, metadata)
        yield LeftOut(bloc, entries, [full[one.article.id] for one in articles], reduced)


def _by_bloc(gold: Sequence[GoldArticle]) -> list[tuple[str, list[GoldArticle]]]:
    articles: defaultdict[str, dict[str, GoldArticle]] = defaultdict(dict)
    spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in gold:
        for claim in one.claims:
            area = claim.get("area")
            bloc = claim.get("bloc") or (str(area).partition("Cụm:")[2].strip() if area else "")
            if bloc:
                articles[fold_bloc(bloc)][one.article.id] = one
                spelt[fold_bloc(bloc)][bloc] += 1
    named = [(spelt[key].most_common(1)[0][0], list(found.values())) for key, found in articles.items()]
    return sorted(named, key=lambda pair: (-len(pair[1]), pair[0]))


def leave_out_table(left_out: Sequence[LeftOut]) -> Table:
    """F1 with and without each bloc's entries, how far it falls, and the same over all blocs."""
    table = Table(("bloc", "articles", "entries left out", "facts", "F1 with", "F1 without", "fall"))
    everything = LeftOut(
        "ALL",
        sum(one.entries for one in left_out),
        _apart([one.full for one in left_out]),
        _apart([one.reduced for one in left_out]),
    )
    for one in (*left_out, everything):
        kept, without = one.with_entries, one.without
        counts = (f"{len(one.full):,}", f"{one.entries:,}", f"{kept.gold:,}")
        table.rows.append((one.bloc, *counts, f"{kept.f1:.3f}", f"{without.f1:.3f}", f"{kept.f1 - without.f1:.3f}"))
    return table


def _apart(groups: list[list[Read]]) -> list[Read]:
    return [read for group in groups for read in group]
