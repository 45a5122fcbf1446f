"""`thidua withdraw`: articles leave the store."""

from __future__ import annotations

from pathlib import Path

import click

from graph_store.releases import ReleaseStore
from thidua import output
from thidua.options import setting


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE_ID...")
@click.option(
    "--reason", default="withdrawn by hand", show_default=True, help="Why; the manifest of the release keeps it."
)
@setting("store")
@click.pass_context
def withdraw(ctx: click.Context, articles: tuple[str, ...], reason: str, store: Path) -> None:
    """Publish a release without these articles: their graphs, their texts and what the cubes have of them alone leave.

    An article that repeated one of them takes its place. Earlier releases keep what they have. Exit status 0: all have left;
    1: some were not there, the others have left; 2: nothing was published.
    """
    from thidua.build import build  # noqa: PLC0415 - spaCy takes a second that other commands save
    from thidua.leaving import these  # noqa: PLC0415

    releases = ReleaseStore(store)
    releases.current()  # where nothing is published, nothing can leave
    leave = these(tuple(dict.fromkeys(articles)), reason)
    ctx.exit(output.told_build(releases, lambda shown: build(releases, [], [], shown, leave=leave)))
