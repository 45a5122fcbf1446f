"""`thidua backup` and `thidua restore`: a store as one archive, and back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from graph_store.disk import bytes_together
from graph_store.releases import ReleaseStore
from thidua.options import setting
from thidua.progress import bytes_read
from thidua.release_list import size


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--release", "releases", multiple=True, metavar="ID", help="Only this release; may be given several times."
)
@click.option("--current", is_flag=True, help="Only the current release.")
@setting("store")
def backup(file: Path, releases: tuple[str, ...], current: bool, store: Path) -> None:
    """Write the store, all its releases or some, to one archive FILE: .tar.zst, .tar.gz or .tar.

    Every file is checked against its release's checksums as it is read; FILE appears when it is whole.
    """
    from graph_store.archive import backup as run  # noqa: PLC0415 - other commands save the time of loading it

    if releases and current:
        raise click.UsageError("give --release or --current")
    found = ReleaseStore(store)
    ids = [found.current().id] if current else list(releases) or found.ids()
    there = [found.path(id_) for id_ in found.ids() if id_ in ids]
    with bytes_read(sys.stderr, bytes_together(there, content=True)) as told:
        written = run(found, file, ids, told)
    click.echo(f"Wrote {len(written):,} releases to {file} ({size(file.stat().st_size)})")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--replace", is_flag=True,
    help="Where there is a store already, put the archive's releases in the place of its own, which are deleted.",
)  # fmt: skip
@setting("store")
def restore(file: Path, replace: bool, store: Path) -> None:
    """Make a store of the archive FILE that `thidua backup` wrote, once all of it is verified."""
    from graph_store.restoring import restore as run  # noqa: PLC0415 - other commands save the time of loading it

    found = ReleaseStore(store)
    with bytes_read(sys.stderr, file.stat().st_size if file.is_file() else 0) as told:
        ids = run(found, file, replace=replace, told=told)
    click.echo(f"Restored {len(ids):,} releases to {store}; the current one is {found.current().id}")
