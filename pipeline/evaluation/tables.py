"""Tables of figures, as plain text and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.evaluation.scores import Interval, Score


@dataclass
class Table:
    """A table: the first column names what a row is about, the others hold figures, all as text."""

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def text(self) -> str:
        """The table in columns of equal width."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[at]) for line in lines) for at in range(len(self.columns))]
        return "\n".join(
            "  ".join(
                cell.ljust(width) if at == 0 else cell.rjust(width)
                for at, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        )

    def markdown(self) -> str:
        """The table in the pipes of GitHub's Markdown, figures to the right."""
        rule = ("---", *("---:" for _ in self.columns[1:]))
        return "\n".join(f"| {' | '.join(cells)} |" for cells in (self.columns, rule, *map(_escaped, self.rows)))


def _escaped(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.replace("|", "\\|") for cell in cells)


def score_table(scores: Sequence[Score]) -> Table:
    """Precision, recall and F1, each with its interval where there is one, and the number of facts."""
    table = Table(("type", "precision", "recall", "F1", "gold", "found"))
    for score in scores:
        figures = (
            _figure(score.precision, score.precision_interval),
            _figure(score.recall, score.recall_interval),
            _figure(score.f1, score.f1_interval),
        )
        table.rows.append((score.kind, *figures, f"{score.gold:,}", f"{score.found:,}"))
    return table


def _figure(value: float, interval: Interval | None) -> str:
    return f"{value:.3f}" if interval is None else f"{value:.3f} [{interval[0]:.3f}, {interval[1]:.3f}]"
