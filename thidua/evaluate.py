"""`thidua evaluate`: how well articles are read, held against gold claims or counted on texts about other things."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pipeline.evaluation.gold import GoldArticle
    from pipeline.evaluation.reading import Read
    from pipeline.evaluation.scores import Score
    from pipeline.evaluation.tables import Table
    from pipeline.readers import Refusal

PATH = click.Path(path_type=Path)


@click.command()
@click.argument("gold", required=False, type=PATH, metavar="[GOLD_DIR]")
@click.option("--articles", type=PATH, metavar="DIR", help="The texts, NAME.txt; by default articles/ beside GOLD_DIR.")
@click.option(
    "--metadata", multiple=True, type=PATH, metavar="FILE", help="JSON Lines about the articles, as of build."
)
@click.option(
    "--report", type=PATH, metavar="FILE", help="Write a page (HTML) that shows each error and corrects gold."
)
@click.option("--errors", type=PATH, metavar="FILE", help="Write each missed and each wrong fact (TSV).")
@click.option("--claims", type=PATH, metavar="FILE", help="Write the claims found (JSON Lines).")
@click.option("--bootstrap", type=click.IntRange(min=0), default=2000, show_default=True, metavar="N",
              help="Samples of articles behind the 95 % intervals; 0 for none.")  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the samples.")
@click.option(
    "--robustness", is_flag=True, help="Instead: F1 on the texts in other forms (NFD, CRLF, underscores ...)."
)
@click.option("--leave-out", is_flag=True, help="Instead: F1 on each bloc without the entries that name it.")
@click.option("--off-topic", multiple=True, type=PATH, metavar="PATH",
              help="Instead: the claims made on articles about other things; several times if need be.")  # fmt: skip
@click.option("--vary", type=click.IntRange(min=0), default=0, show_default=True, metavar="N",
              help="With --off-topic: read N variations of each article too, with other figures, years and provinces.")  # fmt: skip
@click.option("--json", "form", flag_value="json", help="Print the table as JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="Print the table as Markdown.")
@click.pass_context
def evaluate(ctx: click.Context, /, **options: Any) -> None:
    """Read the articles that have gold claims in GOLD_DIR (NAME.jsonl) and print precision, recall and F1 by type.

    Exit status 0: done; 1: done, but lines of gold or articles were faulty or left out, or a quote differs from its text; 2:
    nothing could be done.
    """
    instead = [name for name in ("robustness", "leave_out", "off_topic") if options[name]]
    if options["gold"] is None and instead != ["off_topic"]:
        raise click.UsageError("give the folder with gold claims")
    if len(instead) > 1:
        raise click.UsageError("--robustness, --leave-out and --off-topic are tables of their own: give one of them")
    if instead and any(options[name] for name in ("report", "errors", "claims")):
        raise click.UsageError("--report, --errors and --claims go with the table by type alone")
    run = _Run(options)
    work: Callable[[], None] = getattr(run, instead[0]) if instead else run.by_type
    work()
    ctx.exit(1 if run.faults else 0)


class _Run:
    """One run of the command: what it is given, and how many faults were told."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        self.faults = 0

    def tell(self, fault: Refusal | str) -> None:
        """Tell a fault on standard error."""
        self.faults += 1
        click.echo(f"fault: {fault}", err=True)

    def by_type(self) -> None:
        """The table by type, and the files that go with it."""
        from pipeline.evaluation.errors import error_lines  # noqa: PLC0415 - spaCy takes a second that other commands save
        from pipeline.evaluation.reading import read_against  # noqa: PLC0415
        from pipeline.evaluation.scores import scores  # noqa: PLC0415
        from pipeline.evaluation.tables import score_table  # noqa: PLC0415

        reads = read_against(self._gold(), self.tell)
        self._tell_faults(reads)
        rows = scores([read.compared for read in reads], self.options["bootstrap"], self.options["seed"])
        if path := self.options["errors"]:
            _write_lines(path, error_lines(reads))
        if path := self.options["claims"]:
            _write_lines(path, (json.dumps(claim, ensure_ascii=False) for read in reads for claim in read.found))
        if path := self.options["report"]:
            from pipeline.evaluation.report import write_report  # noqa: PLC0415

            write_report(path, reads, rows)
        if self.options["form"] == "json":
            click.echo(json.dumps({row.kind: _score(row) for row in rows}))
        else:
            self._print(score_table(rows))
            self._note(f"{len(reads):,} articles")

    def robustness(self) -> None:
        """The table of other forms of the text."""
        from pipeline.evaluation.robustness import robustness, robustness_table  # noqa: PLC0415

        forms = []
        for form in robustness(self._gold(), self.tell, self.options["metadata"]):
            forms.append(form)
            self._progress(form.name)
            for fault in form.faults:
                self.tell(f"{form.name}: {fault}")
        self._print(robustness_table(forms))

    def leave_out(self) -> None:
        """The table of blocs left out."""
        from pipeline.evaluation.leave_out import leave_out, leave_out_table  # noqa: PLC0415

        rows = []
        for left_out in leave_out(self._gold(), self.tell, self.options["metadata"]):
            rows.append(left_out)
            self._progress(left_out.bloc)
            self._tell_faults(left_out.reduced)
        self._print(leave_out_table(rows))

    def off_topic(self) -> None:
        """The table of claims on articles about other things, and each false one."""
        from pipeline.evaluation.gold import read_gold_claims  # noqa: PLC0415
        from pipeline.evaluation.off_topic import false_claim_lines, off_topic, off_topic_table  # noqa: PLC0415

        folder = self.options["gold"]
        gold = read_gold_claims(folder, self.tell) if folder else {}
        found = off_topic(self.options["off_topic"], self.tell, gold, self.options["metadata"], self.options["vary"])
        if not found.articles:
            raise FileNotFoundError(f"{self.options['off_topic'][0]}: no article could be read")
        for line in false_claim_lines(found):
            self._note(line)
        self._print(off_topic_table(found))

    def _gold(self) -> list[GoldArticle]:
        from pipeline.evaluation.gold import read_gold  # noqa: PLC0415

        folder = self.options["gold"]
        gold = read_gold(folder, self.tell, self.options["articles"], self.options["metadata"])
        if not gold:
            raise FileNotFoundError(f"{folder}: none of the articles that have gold could be read")
        return gold

    def _tell_faults(self, reads: Iterable[Read]) -> None:
        for read in reads:
            for fault in read.faults:
                self.tell(fault)

    def _progress(self, done: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"done: {done}", err=True)

    def _note(self, line: str) -> None:
        """A line beside the table; on standard output only where that isn't read by a program."""
        click.echo(line, err=self.options["form"] is not None)

    def _print(self, table: Table) -> None:
        form = self.options["form"]
        if form == "json":
            click.echo(
                json.dumps([dict(zip(table.columns, row, strict=True)) for row in table.rows], ensure_ascii=False)
            )
        else:
            click.echo(table.markdown() if form == "markdown" else table.text())


def _score(row: Score) -> dict[str, Any]:
    figures = {"precision": row.precision, "recall": row.recall, "f1": row.f1, "gold": row.gold, "found": row.found}
    intervals = {
        "precision_interval": row.precision_interval,
        "recall_interval": row.recall_interval,
        "f1_interval": row.f1_interval,
    }
    return figures | {name: interval for name, interval in intervals.items() if interval}


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    from pipeline.evaluation.files import write_whole  # noqa: PLC0415

    write_whole(path, "".join(f"{line}\n" for line in lines))
