"""The command `thidua exports`: everything that can be taken away of a release, in one folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from graph_store.exports.checking import folder_faults
from graph_store.exports.folder import export_release
from graph_store.exports.index import Index, exports_folder
from graph_store.releases import ReleaseStore
from thidua.options import setting
from thidua.progress import parts


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.option("--release", "release_id", metavar="ID", help="Release to export; without it, the current one.")
@click.option(
    "--compression", type=click.Choice(["gzip", "zstd", "none"]), default="gzip", show_default=True,
    help="Of the RDF files. Parquet is compressed in itself; CSV stays readable by everything.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Make the export anew where there is a whole one.")
@click.option(
    "--check", is_flag=True, help="Check the export in DIR instead: sums, RDF read back, rows. Status 1 on faults."
)
@setting("store")
@click.pass_context
def exports(
    ctx: click.Context,
    folder: Path | None,
    release_id: str | None,
    compression: str,
    force: bool,
    check: bool,
    store: Path,
) -> None:
    """Write a release in every form into the folder DIR: RDF in six formats, tables as CSV and Parquet, README, index.

    Without DIR it is exports/ID in the store. Exit status 1: a file was left out, since its format can't hold the content.
    """
    if check and folder is not None:
        ctx.exit(_check(folder))
    releases = ReleaseStore(store)
    release = releases.release(release_id) if release_id else releases.current()
    folder = folder or exports_folder(store, release.id)
    if check:
        ctx.exit(_check(folder))
    with parts(sys.stderr) as shown:
        made = export_release(release, folder, shown, None if compression == "none" else compression, force)
    for reason in made.left_out:
        click.echo(f"left out: {reason}", err=True)
    size = sum(file.bytes for file in made.index.files)
    news = "Exported" if made.new else "Already there, and whole (--force makes it anew):"
    click.echo(f"{news} release {release.id} in {folder}: {len(made.index.files)} files, {size:,} bytes")
    ctx.exit(1 if made.left_out else 0)


def _check(folder: Path) -> int:
    """Check an export folder and print what is wrong; returns the exit status."""
    listed = Index.at(folder)
    faults = 0
    with parts(sys.stderr) as shown:
        for fault in folder_faults(folder, shown):
            faults += 1
            click.echo(fault)
    click.echo(f"{folder}: release {listed.release}, {len(listed.files)} files, {faults} faults")
    return 1 if faults else 0
