"""`thidua releases`: what was published, what changed, going back, pins, pruning, verification."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from click.core import ParameterSource

from graph_store.changes import write_nquads, write_patch
from graph_store.checksums import CHECKSUMS, file_faults
from graph_store.disk import bytes_together
from graph_store.errors import DamagedReleaseError, MissingStoreError, StoreError, UnknownReleaseError
from graph_store.export import export_file
from graph_store.pruning import Policy, Pruning, plan, prune
from graph_store.pruning import pin as pin_release
from graph_store.pruning import unpin as unpin_release
from graph_store.release import Release
from graph_store.releases import ReleaseStore
from thidua import output
from thidua.options import setting
from thidua.progress import bytes_read
from thidua.release_changes import TABULAR, Differences, numbers
from thidua.release_list import described, size, table


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="The list as JSON, with sizes in bytes.")
@setting("store")
@click.pass_context
def releases(ctx: click.Context, /, as_json: bool, store: Path) -> None:
    """List the releases, or compare, go back, pin, prune and verify them; * marks the current one.

    own: bytes on the disk that this release alone takes; shared: those of files that others have too, by hard links.
    """
    if ctx.invoked_subcommand is not None:
        if ctx.get_parameter_source("store") is ParameterSource.COMMANDLINE or as_json:
            raise click.UsageError(f"options come after the command: `thidua releases {ctx.invoked_subcommand} ...`")
        return
    found = ReleaseStore(store)
    if as_json:
        click.echo(json.dumps(described(found), ensure_ascii=False, indent=2))
        return
    for line in table(found):
        click.echo(line)


@releases.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--format", "format_", type=click.Choice([*TABULAR, "patch", "nquads"]), default="table", show_default=True,
    help="table, jsonl and csv tell of claims; patch is RDF Patch, nquads makes added.nq and removed.nq in a folder.",
)  # fmt: skip
@click.option(
    "--output", "-o", "path", type=click.Path(path_type=Path), help="File, or folder for nquads; else standard output."
)
@setting("store")
def diff(old: str | None, new: str | None, format_: str, path: Path | None, store: Path) -> None:
    """Show what changed from release OLD to NEW: claims added (+), withdrawn (-) and changed (~).

    Without NEW, to the current release; without both, from the release that the current one was made from.
    """
    before, after = _two(ReleaseStore(store), old, new)
    if format_ == "nquads":
        if path is None:
            raise click.UsageError("give the folder for added.nq and removed.nq by --output")
        write_nquads(before, after, path)
    elif format_ == "patch":
        if path is None:
            write_patch(before, after, sys.stdout.buffer)
        else:
            with export_file(path) as out:
                write_patch(before, after, out)
    else:
        found = Differences(before, after)
        if path is None:
            TABULAR[format_](found, sys.stdout.buffer)
        else:
            with export_file(path) as out:
                TABULAR[format_](found, out)
        if format_ != "table":
            click.echo(f"{found.names}: {'; '.join(numbers(found))}", err=True)


def _two(store: ReleaseStore, old: str | None, new: str | None) -> tuple[Release, Release]:
    after = store.current() if new is None else store.release(new)
    if old is not None:
        return store.release(old), after
    before = store.before(after)
    if before is None:
        raise UnknownReleaseError(f"there is no release before {after.id} to compare it with")
    return before, after


@releases.command()
@click.argument("release_id", metavar="ID")
@click.option("--no-check", is_flag=True, help="Don't hold the release's files against their checksums first.")
@setting("store")
def rollback(release_id: str, no_check: bool, store: Path) -> None:
    """Make release ID the current one; the one before stays in the list, and later builds begin from ID."""
    found = ReleaseStore(store)
    release = found.rollback(release_id, check=not no_check)
    click.echo(f"The current release is now {release.id} in {store}")


@releases.command("pin")
@click.argument("release_id", metavar="ID")
@click.option("--reason", default="", help="Why it must stay: the publication that cites it.")
@setting("store")
def pin_command(release_id: str, reason: str, store: Path) -> None:
    """Let release ID stay whatever is pruned, because it is cited."""
    pin_release(ReleaseStore(store), release_id, reason)
    click.echo(f"Release {release_id} is pinned")


@releases.command("unpin")
@click.argument("release_id", metavar="ID")
@setting("store")
def unpin_command(release_id: str, store: Path) -> None:
    """Take the pin from release ID."""
    unpin_release(ReleaseStore(store), release_id)
    click.echo(f"Release {release_id} is no longer pinned")


@releases.command("prune")
@click.option("--keep", type=click.IntRange(min=1), metavar="N", help="Keep the N newest releases.")
@click.option("--keep-days", type=click.IntRange(min=0), metavar="D", help="Keep the releases of the last D days.")
@click.option("--delete", is_flag=True, help="Do it; without this, only what would go is shown.")
@setting("store")
def prune_command(keep: int | None, keep_days: int | None, delete: bool, store: Path) -> None:
    """Remove old releases: those that neither --keep nor --keep-days keeps. The current and the pinned ones always stay.

    What is removed can't be brought back, so nothing is until --delete is given.
    """
    if keep is None and keep_days is None:
        raise click.UsageError("say what is to be kept: --keep N, --keep-days D, or both")
    found, policy = ReleaseStore(store), Policy(keep, keep_days)
    _pruned(prune(found, policy) if delete else plan(found, policy), done=delete)


def _pruned(pruning: Pruning, *, done: bool) -> None:
    goes = "removed" if done else "would go"
    for verdict in pruning.verdicts:
        click.echo(f"{verdict.release_id}  {f'stays: {verdict.reason}' if verdict.stays else goes}")
    number = len(pruning.going)
    if not number:
        click.echo("Nothing to remove")
    elif done:
        click.echo(f"Removed {number:,} releases, which freed {size(pruning.freed)}")
    else:
        click.echo(f"{number:,} releases would go and free {size(pruning.freed)}; --delete removes them")


@releases.command()
@click.argument("release_id", metavar="[ID]", required=False)
@click.option("--all", "all_", is_flag=True, help="Verify every release.")
@click.option("--checksums-only", is_flag=True, help="Check the files alone, not what is in them.")
@setting("store")
@click.pass_context
def verify(ctx: click.Context, /, release_id: str | None, all_: bool, checksums_only: bool, store: Path) -> None:
    """Check a release (ID, else the current one): its files by their checksums, then what is in them, as `validate` does.

    Exit status 1 where anything is wrong; each fault is named with its file and the reason.
    """
    if all_ and release_id:
        raise click.UsageError("give an ID or --all")
    found, faults = ReleaseStore(store), 0
    for id_ in _to_verify(found, release_id, all_=all_):
        faults += _verify(found, id_, checksums_only=checksums_only)
    if all_:
        try:
            found.current()
        except DamagedReleaseError as error:
            faults += 1
            click.echo(str(error))
    ctx.exit(1 if faults else 0)


def _to_verify(store: ReleaseStore, release_id: str | None, *, all_: bool) -> list[str]:
    ids = store.ids()
    if all_ and ids:
        return ids
    wanted = release_id or store.current_id()
    if wanted is None:
        raise MissingStoreError(store.root)
    if wanted not in ids:
        store.release(wanted)  # which says that there is none, or that it was removed
    return [wanted]


def _verify(store: ReleaseStore, id_: str, *, checksums_only: bool) -> int:
    """Verify one release and print what is wrong; the number of faults."""
    path = store.path(id_)
    with bytes_read(sys.stderr, bytes_together([path], content=True)) as told:
        found = list(file_faults(path, told))
    for fault in found:
        click.echo(f"{id_}: {fault}")
    # Without any checksums (published by a version that wrote none), what is in the files can still be checked.
    readable = all(fault.file == CHECKSUMS for fault in found)
    inside = _checked_again(path) if readable and not checksums_only else 0
    state = "its files are as published" if not found else f"{len(found):,} faults of its files"
    what_is_in_them = f", {inside:,} faults in them" if readable else ", so what is in them wasn't checked"
    click.echo(f"{id_}: {state}{'' if checksums_only else what_is_in_them}")
    return len(found) + inside


def _checked_again(path: Path) -> int:
    """Check what is in a release, and print what is wrong; the number of faults."""
    from thidua.checks import release_check  # noqa: PLC0415 - other commands save the time of loading pySHACL

    try:
        release = Release.at(path)
        if release.manifest.id != path.name:
            raise StoreError(f"manifest.json is that of release {release.manifest.id}")
        return output.named_faults(release_check(release), f"{path.name}: ")
    except (StoreError, OSError, RuntimeError, ValueError) as error:
        click.echo(f"{path.name}: {error}")
        return 1
