"""`thidua publish`: a release loaded into another SPARQL 1.1 store, and compared with it afterwards."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph_store.errors import RemoteStoreError
from graph_store.releases import Release, ReleaseStore
from thidua.options import setting, settings
from thidua.settings import REMOTE
from thidua.steps import steps

if TYPE_CHECKING:
    from graph_store.remote.equality import Comparison
    from graph_store.remote.publishing import Outcome, Publication

_SHOWN = 20
"""Rows of the table of differences; more are counted."""

_LONGEST = 300
"""Characters of a triple that are shown."""


@click.command()
@click.option(
    "--to",
    required=True,
    metavar="URL",
    help="Graph Store of the other store, or the host of an Oxigraph or a Virtuoso.",
)
@click.option("--query", metavar="URL", help="Its SPARQL query endpoint, where it can't be told from the Graph Store.")
@click.option("--release", "release_id", metavar="ID", help="Release to publish; without it, the current one.")
@click.option("--check", "only_check", is_flag=True, help="Send nothing, only compare.")
@click.option(
    "--sample", type=click.IntRange(0), metavar="N",
    help="Read back and compare N graphs, drawn by lot, and the others by their counts alone; without it, all.",
)  # fmt: skip
@click.option(
    "--format",
    "format_",
    type=click.Choice(["ntriples", "turtle"]),
    default="ntriples",
    show_default=True,
    help="What graphs are sent in.",
)
@click.option(
    "--union/--no-union", default=True, show_default=True,
    help="Put the union of all graphs there too, which queries without GRAPH ask: into the default graph.",
)  # fmt: skip
@settings(*REMOTE)
@setting("store")
@click.pass_context
def publish(ctx: click.Context, /, to: str, release_id: str | None, store: Path, **options: Any) -> None:
    """Load a release into another SPARQL 1.1 store by the Graph Store Protocol, graph by graph, and compare the two.

    Interrupted, the next run goes on where this one stopped. A user's name and password come from THIDUA_REMOTE_USER and
    THIDUA_REMOTE_PASSWORD, or from a netrc file. Exit status 0: the same is there; 1: graphs differ; 2: it could not be done.
    """
    releases = ReleaseStore(store)
    release = releases.current() if release_id is None else releases.release(release_id)
    ctx.exit(_publish(release, to, **options))


def _publish(
    release: Release,
    to: str,
    *,
    query: str | None,
    only_check: bool,
    sample: int | None,
    format_: str,
    union: bool,
    **settings: int,
) -> int:
    """Publish, and say what came of it; returns the exit status."""
    from graph_store.remote.addresses import addresses  # noqa: PLC0415 - other commands save the time of loading a client
    from graph_store.remote.connection import Patience  # noqa: PLC0415
    from graph_store.remote.credentials import find  # noqa: PLC0415
    from graph_store.remote.publishing import Publication  # noqa: PLC0415
    from graph_store.remote.store import RemoteStore  # noqa: PLC0415

    began = time.monotonic()
    with steps(sys.stderr, "graphs") as shown:
        patience = Patience(settings["remote_timeout"], settings["remote_retries"], shown.say)
        credentials = partial(find, environment=os.environ)
        where, batch = addresses(to, query, patience), settings["remote_batch"]
        with RemoteStore(where, credentials, patience, format_, batch) as remote:
            publication = Publication(release.open(), release.id, remote, shown, union=union)
            broken_off = _run(publication, only_check, sample)
    if broken_off is not None:
        return broken_off
    return _report(publication.outcome, release, only_check, time.monotonic() - began)


def _run(publication: Publication, only_check: bool, sample: int | None) -> int | None:
    """Load and compare; the exit status where that broke off."""
    try:
        if not only_check:
            publication.load()
        publication.check(sample, strike=not only_check)
    except KeyboardInterrupt:
        click.echo(f"\nthidua: interrupted; {_so_far(publication.outcome)}", err=True)
        return 130
    except RemoteStoreError as error:
        click.echo(f"thidua: {error}", err=True)
        if publication.outcome.sent:
            click.echo(f"  {_so_far(publication.outcome)}", err=True)
        return 2
    return None


def _so_far(outcome: Outcome) -> str:
    there = outcome.present + outcome.sent
    return f"{there:,} of {outcome.graphs:,} graphs are there; the same command goes on from there"


def _report(outcome: Outcome, release: Release, only_check: bool, seconds: float) -> int:
    """What was done and how the two compare; returns the exit status."""
    from graph_store.remote.equality import Verdict  # noqa: PLC0415

    named = outcome.graphs - (outcome.union is not None)
    union = f", and their union of {outcome.union:,} triples" if outcome.union is not None else ""
    click.echo(f"Release {release.id}: {named:,} graphs of {outcome.triples:,} triples{union}")
    if not only_check:
        click.echo(
            f"  {outcome.sent:,} graphs sent, {outcome.present:,} there already, {outcome.removed:,} of earlier releases "
            f"removed; {seconds:.1f} s with the comparison"
        )
    if outcome.foreign:
        more = f" and {len(outcome.foreign) - 1:,} more" if len(outcome.foreign) > 1 else ""
        click.echo(f"  left alone, since no publication put it there: <{outcome.foreign[0]}>{more}")
    verdicts = Counter(found.verdict for found in outcome.comparisons)
    told = ", ".join(f"{verdicts[verdict]:,} {verdict.value}" for verdict in Verdict if verdicts[verdict])
    click.echo(f"  compared: {told}")
    other = sum(found.other_forms for found in outcome.comparisons)
    if other:
        click.echo(f"  {other:,} triples have another form of the same value there")
    if outcome.different:
        _differences(outcome.different)
    return 1 if outcome.different else 0


def _differences(different: list[Comparison]) -> None:
    click.echo(f"  {'here':>11}  {'there':>11}  graph that differs")
    for found in different[:_SHOWN]:
        click.echo(f"  {found.here:>11,}  {found.there:>11,}  {found.graph}")
        _examples("only here", found.missing)
        _examples("only there", found.extra)
    if len(different) > _SHOWN:
        click.echo(f"  ... and {len(different) - _SHOWN:,} graphs more")


def _examples(where: str, triples: Iterable[str]) -> None:
    for triple in triples:
        shown = triple if len(triple) <= _LONGEST else f"{triple[:_LONGEST]} ..."
        click.echo(f"{'':28}{where}: {shown}")
