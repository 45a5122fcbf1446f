"""`thidua catalogue`: the catalogue of the store, as the server gives it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from graph_store.catalogue.graph import whole_catalogue
from graph_store.catalogue.names import GRAPH
from graph_store.catalogue.writing import written
from graph_store.errors import ExportError
from graph_store.files import write_atomically
from graph_store.formats import GRAPHS, by_ending
from graph_store.releases import ReleaseStore
from graph_store.terms import graph_triples
from thidua.options import setting


@click.command()
@click.option(
    "--format", "format_", type=click.Choice([*GRAPHS]),
    help="Format of the catalogue. Without it, the ending of the output file decides, else turtle.",
)  # fmt: skip
@click.option("--output", "-o", "path", type=click.Path(path_type=Path), help="File to write; else standard output.")
@setting("store")
def catalogue(format_: str | None, path: Path | None, store: Path) -> None:
    """Write the catalogue: the releases, their exports and the endpoint (DCAT-AP), and the statistics (VoID)."""
    current = ReleaseStore(store).current()
    held = graph_triples(current.open(), GRAPH)
    triples = whole_catalogue(store, current.id, held, lambda error: click.echo(f"left out: {error}", err=True))
    named = by_ending(path.name) if path else None
    if path is not None and format_ is None and named is not None and named not in GRAPHS:
        raise ExportError(f"{path}: the catalogue is one graph; give a format of {', '.join(GRAPHS)}")
    body = written(triples, GRAPHS[format_ or named or "turtle"])
    if path is None:
        sys.stdout.buffer.write(body)
        return
    try:
        write_atomically(path, body)
    except OSError as error:
        raise ExportError(f"{path}: can't be written: {error.strerror or error}") from error
