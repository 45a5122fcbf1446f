"""The command line: what is typed and what is answered; the work is done elsewhere.

Exit status: 0 done; 1 done, but some articles were left out, or `validate` or `releases verify` found faults; 2 nothing
could be done, with one line on standard error that says why; 130 interrupted.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import click

from graph_store.claims import read_claims
from graph_store.engine import EmbeddedEngine
from graph_store.export import write, write_file
from graph_store.formats import DATASETS, GRAPHS, SOLUTIONS, by_ending, media_type
from graph_store.releases import ReleaseStore
from ontology import mint
from thidua import output
from thidua.backup import backup, restore
from thidua.catalogue import catalogue
from thidua.evaluate import evaluate
from thidua.exports import exports
from thidua.options import Group, setting, settings
from thidua.publish import publish
from thidua.releases import releases
from thidua.settings import BUILD, SERVER
from thidua.withdraw import withdraw

DEMO = Path(__file__).resolve().parents[1] / "corpus"
"""The demonstration articles, which come with a checkout of the project and not with an installed package."""


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="thidua")
def main() -> None:
    """Vietnam's provincial emulation blocs as linked open data: articles in, a citable knowledge graph out."""


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--metadata", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="JSON Lines that say of articles where and when they were published; may be given several times.",
)  # fmt: skip
@click.option(
    "--cluster", metavar="ADDRESS",
    help="Extract on the Dask cluster whose scheduler is at this address, such as tcp://10.0.0.1:8786, not here.",
)  # fmt: skip
@click.option("--mirror", is_flag=True, help="Articles of the release that are not among those read leave it.")
@click.option("--strict", is_flag=True, help="Publish nothing where an article is refused or held back.")
@click.option(
    "--materialise/--no-materialise", default=None,
    help="Publish what the graphs entail (OWL 2 RL), as a graph of its own; without either, as in the release before.",
)  # fmt: skip
@settings("store", *BUILD)
@click.pass_context
def build(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    metadata: tuple[Path, ...],
    cluster: str | None,
    mirror: bool,
    strict: bool,
    materialise: bool | None,
    store: Path,
    **settings: int,
) -> None:
    """Read articles (text, HTML, JSON Lines, feeds; gzip of each; folders), extract their claims, check them and publish a release.

    Articles that the release has just so, made by the same pipeline, are neither extracted nor checked again.
    Exit status 0: all went in; 1: some were refused or held back, the others went in; 2: nothing was published.
    """
    wanted = _Wanted(mirror, strict, materialise)
    ctx.exit(_build(paths, metadata, store, cluster, wanted, **settings))


@dataclass(frozen=True)
class _Wanted:
    """What a build is to do beside the usual; see the options of these names."""

    mirror: bool = False
    strict: bool = False
    materialise: bool | None = None


def _build(
    paths: tuple[Path, ...],
    metadata: tuple[Path, ...],
    root: Path,
    cluster: str | None = None,
    wanted: _Wanted = _Wanted(),
    *,
    workers: int = 0,
    cluster_deadline: int = 30,
) -> int:
    from thidua.build import build as run  # noqa: PLC0415 - spaCy takes a second that other commands save
    from thidua.leaving import nobody_leaves, not_read  # noqa: PLC0415
    from thidua.spread import Spread  # noqa: PLC0415

    for path in (*paths, *metadata):
        if not path.exists():
            raise FileNotFoundError(f"{path}: no such file or folder")
    store = ReleaseStore(root)
    spread = Spread(workers, cluster, cluster_deadline)
    leave = not_read if wanted.mirror else nobody_leaves
    return output.told_build(
        store,
        lambda shown: run(
            store, paths, metadata, shown, spread, strict=wanted.strict, leave=leave, materialise=wanted.materialise
        ),
    )


@main.command()
@settings("store", *SERVER)
def serve(store: Path, **server: Any) -> None:
    """Serve the current release: SPARQL, linked data and pages."""
    _serve(store, **server)


@main.command()
@settings("store", *SERVER)
@click.pass_context
def demo(ctx: click.Context, /, store: Path, **server: Any) -> None:
    """Build the demonstration articles of a checkout (corpus/) into the store, and serve it."""
    if not (DEMO / "articles").is_dir():
        raise FileNotFoundError(f"{DEMO / 'articles'}: no such folder; `thidua demo` needs a checkout of the project")
    status = _build((DEMO / "articles",), (DEMO / "sources.jsonl",), store)
    if status > 1:
        ctx.exit(status)
    _serve(store, **server)


def _serve(store: Path, **server: Any) -> None:
    from server.config import ServerConfig  # noqa: PLC0415 - other commands save the time of loading a server
    from server.serve import serve as run  # noqa: PLC0415

    run(ServerConfig(store=store, **server))


@main.command()
@click.option("--format", "format_", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@setting("store")
def claims(format_: str, store: Path) -> None:
    """Print every claim of the current release, read from the graph by SPARQL."""
    engine = EmbeddedEngine(ReleaseStore(store).current())
    output.CLAIMS[format_](read_claims(engine), sys.stdout.buffer)


@main.command()
@click.argument("text", required=False, metavar="[QUERY]")
@click.option("--file", "-f", type=click.File(encoding="utf-8"), help="File with the query; - is standard input.")
@click.option(
    "--format", "format_", type=click.Choice([*SOLUTIONS, *GRAPHS]),
    help="Format of the answer; without it, CSV for tables and Turtle for graphs.",
)  # fmt: skip
@setting("store")
def query(text: str | None, file: IO[str] | None, format_: str | None, store: Path) -> None:
    """Answer a SPARQL query (the argument, or --file) over the current release."""
    if (text is None) == (file is None):
        raise click.UsageError("give a query, or a file with one by --file")
    if file is not None:
        try:
            text = file.read()
        except UnicodeDecodeError as error:
            raise click.UsageError(f"{file.name}: not UTF-8 at byte {error.start}") from error
    accept = [media_type(name) for name in ([format_] if format_ else ["csv", "turtle"])]
    answer = EmbeddedEngine(ReleaseStore(store).current()).query(text or "", accept)
    out = sys.stdout.buffer
    for piece in answer.chunks():
        out.write(piece)


@main.command()
@click.option(
    "--format", "format_", type=click.Choice([*DATASETS, *GRAPHS]),
    help="nquads and trig keep the named graphs apart, the others hold the union of all. Without it, the ending of the "
    "output file decides (.nq.gz or .ttl.zst compresses), else nquads.",
)  # fmt: skip
@click.option("--output", "-o", "path", type=click.Path(path_type=Path), help="File to write; else standard output.")
@click.option("--graph", help="IRI, or name such as reference or article/seed-000, of the one graph to write.")
@setting("store")
def export(format_: str | None, path: Path | None, graph: str | None, store: Path) -> None:
    """Write the current release, or one of its graphs, to a file."""
    found = ReleaseStore(store).current().open()
    iri = mint.graph(graph) if graph and ":" not in graph else graph
    format_ = format_ or (by_ending(path.name) if path else None) or "nquads"
    if path is None:
        write(found, format_, sys.stdout.buffer, iri)
    else:
        write_file(found, format_, path, iri)


@main.command()
@click.option("--ontology", is_flag=True, help="Check the ontology and its reference data instead of a release.")
@setting("store")
@click.pass_context
def validate(ctx: click.Context, ontology: bool, store: Path) -> None:
    """Check the current release again: evidence against the texts, shapes (SHACL), numbers. Exit status 1 on faults."""
    if ontology:
        from thidua.ontology_report import ontology_report  # noqa: PLC0415 - a release is checked without the server

        ctx.exit(output.ontology_report(ontology_report()))
    from thidua.checks import release_check  # noqa: PLC0415 - other commands save the time of loading pySHACL

    release = ReleaseStore(store).current()
    faults = output.named_faults(release_check(release))
    held = release.manifest
    click.echo(f"{release.id}: {held.articles:,} articles, {held.claims:,} claims, {faults:,} faults")
    ctx.exit(1 if faults else 0)


main.add_command(catalogue)
main.add_command(evaluate)
main.add_command(withdraw)
main.add_command(releases)
main.add_command(backup)
main.add_command(restore)
main.add_command(exports)
main.add_command(publish)
