"""What the commands print: reports, tables, claims as JSON Lines and CSV."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import click

from graph_store.claims import OF_ALL, TYPES
from graph_store.errors import MissingStoreError
from graph_store.faults import Fault
from graph_store.releases import ReleaseStore
from thidua.progress import Progress, progress

if TYPE_CHECKING:
    from thidua.ontology_report import OntologyReport
    from thidua.report import BuildReport

_FIELDS: Final = (
    "article",
    "type",
    *dict.fromkeys(f for t in TYPES.values() for f in t.fields),
    *OF_ALL,
)
"""Columns of the claims as CSV: a field of any type is a column, empty where a claim has no such field."""


def claims_as_json_lines(claims: Iterable[Mapping[str, Any]], out: IO[bytes]) -> None:
    """One JSON object a line, UTF-8."""
    for claim in claims:
        out.write(json.dumps(claim, ensure_ascii=False).encode() + b"\n")


def claims_as_csv(claims: Iterable[Mapping[str, Any]], out: IO[bytes]) -> None:
    """RFC 4180, UTF-8, with a header of all fields of all types."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.DictWriter(text, _FIELDS)
    writer.writeheader()
    writer.writerows(claims)
    text.detach()  # else closing the wrapper would close standard output


CLAIMS: Final[dict[str, Callable[[Iterable[Mapping[str, Any]], IO[bytes]], None]]] = {
    "jsonl": claims_as_json_lines,
    "csv": claims_as_csv,
}
"""The writers of claims by the name of their format."""


def build_report(report: BuildReport, root: Path) -> None:
    """The summary of a build; what was left out comes on standard error, each with file, place and reason."""
    for refusal in report.refused:
        click.echo(f"refused: {refusal}", err=True)
    for held in report.held_back:
        stays = "; the version published before stays" if held.stays else ""
        click.echo(f"held back: {held.path}: {len(held.faults)} faults{stays}", err=True)
        for fault in held.faults:
            fault_lines(fault, "    ", err=True)
    for repeat in report.repeats:
        click.echo(
            f"repeats: {repeat.path}: {repeat.article} repeats {repeat.original} (likeness {repeat.likeness:.2f}); "
            "it is recorded without claims",
            err=True,
        )
    for article, reason in report.withdrawn.items():
        click.echo(f"withdrawn: {article}: {reason}", err=True)
    for article in report.unknown:
        click.echo(f"unknown: {article}: the release has no such article", err=True)
    if report.not_withdrawn:
        click.echo(
            f"nothing was withdrawn: {report.not_withdrawn:,} articles of the release were not read, and may be among what was refused",
            err=True,
        )
    left_out = f"{len(report.refused)} refused, {len(report.held_back)} held back"
    if report.stopped:
        click.echo(f"thidua: nothing was published, since --strict lets no article be left out ({left_out})", err=True)
        return
    if report.release is None:
        click.echo(f"thidua: nothing was published, since no article could go in ({left_out})", err=True)
        return
    manifest = report.release.manifest
    repeating = f", {len(report.repeats):,} repeat others" if report.repeats else ""
    news = "Published release" if report.published else "Nothing changed; the current release stays"
    click.echo(f"{news} {report.release.id} in {root}")
    click.echo(f"  {manifest.articles:,} articles, {manifest.claims:,} claims, {manifest.triples:,} triples")
    gone = f", {len(report.withdrawn):,} withdrawn" if report.withdrawn else ""
    click.echo(
        f"  this build: {report.accepted:,} articles in {report.seconds:.1f} s, "
        f"{report.changed:,} of them new or changed{repeating}{gone}; {left_out}"
    )


def told_build(store: ReleaseStore, build: Callable[[Progress], BuildReport]) -> int:
    """Run a build with its progress shown, and tell what became of it, also where it is interrupted; returns the exit status."""
    before = current_id(store)
    try:
        with progress(sys.stderr) as shown:
            report = build(shown)
    except KeyboardInterrupt:
        click.echo(f"\nthidua: interrupted; {after_interruption(store, before)}", err=True)
        return 130
    build_report(report, store.root)
    return report.status


def ontology_report(report: OntologyReport) -> int:
    """What was checked of the ontology, then each fault and their number; returns the exit status."""
    for line in (*report.lines, *report.faults, f"{len(report.faults)} faults"):
        click.echo(line)
    return 1 if report.faults else 0


def fault_lines(fault: Fault, indent: str = "", *, err: bool = False) -> None:
    """A fault with its claim, reason and sentence; the reason in Vietnamese on a line of its own."""
    click.echo(f"{indent}{fault}", err=err)
    if fault.reason_vi:
        click.echo(f"{indent}    {fault.reason_vi}", err=err)


def named_faults(faults: Iterable[tuple[str, Fault]], prefix: str = "") -> int:
    """Print faults, each with the name of its article, graph or release; returns how many there were."""
    number = 0
    for name, fault in faults:
        number += 1
        click.echo(f"{prefix}{name}: ", nl=False)
        fault_lines(fault)
    return number


def current_id(store: ReleaseStore) -> str | None:
    """Id of the current release, None before the first."""
    try:
        return store.current().id
    except MissingStoreError:
        return None


def after_interruption(store: ReleaseStore, before: str | None) -> str:
    """How an interrupted build has left the store."""
    now = current_id(store)
    if now != before:
        return f"release {now} had been published already"
    return f"the current release is still {now}" if now else "nothing was published"
