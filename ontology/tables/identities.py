"""Exceptions to the rules of identity, which the project states one by one: what the rules keep apart and is the same, or join and is not.

A row says that what the rules give the IRI `thing`, everywhere or in one article, is `same_as`. Both are paths below `/id/`, as pages
show them. The rules themselves are in `pipeline.identity`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ontology.names import ID
from ontology.tables import table
from ontology.tables.blocs import blocs
from ontology.tables.bodies import bodies
from ontology.tables.laws import laws

_COLUMNS: Final = ("article", "thing", "same_as", "why", "source")

KINDS: Final = frozenset({"bloc", "conference", "document", "movement", "official", "organisation", "pact", "post"})
"""Kinds of things that articles name and rules of identity decide on, by the first segment of their IRI."""

_SEGMENTS: Final = {"conference": 3, "pact": 2}
"""Segments after the kind, where they are not one."""

_SEGMENT: Final = re.compile(r"[a-z0-9]+(?:--?[a-z0-9]+)*", re.IGNORECASE)
_ARTICLE: Final = r"[A-Za-z0-9][A-Za-z0-9._-]*"


@dataclass(frozen=True)
class Identity:
    """One exception: `thing` of the rules, in `article` or, where that is None, in every one, is the thing `same_as`.

    `thing` and `same_as` are IRIs. `why` says in words how that is known, and `source` on what it rests.
    """

    article: str | None
    thing: str
    same_as: str
    why: str
    source: str


@cache
def identities() -> tuple[Identity, ...]:
    """The exceptions that the project states, in the order of their table."""
    return read_identities(table.FOLDER / "identities.csv")


@cache
def exceptions() -> Mapping[tuple[str | None, str], str]:
    """The IRI that a thing is by exception, by article (None for every one) and the IRI that the rules give it."""
    return {(row.article, row.thing): row.same_as for row in identities()}


def settled(iri: str, article: str) -> str:
    """The IRI of what the rules give `iri` in an article: an exception for the article goes before one for all."""
    known = exceptions()
    return known.get((article, iri)) or known.get((None, iri)) or iri


def moved_to(iri: str) -> str | None:
    """The IRI that a thing has in every article instead of `iri`; None where `iri` was not given up."""
    return exceptions().get((None, iri))


def read_identities(path: Path) -> tuple[Identity, ...]:
    """The exceptions of the table at `path`. Raises `OntologyError` naming the row that is faulty."""
    rows = table.read(path, _COLUMNS)
    table.refuse_repeats(
        rows, lambda row: f"{row.cells['thing']} in {row.cells['article'] or 'every article'}", "thing"
    )
    found = tuple(_identity(row) for row in rows)
    described = {bloc.iri for bloc in blocs()} | {body.iri for body in bodies()} | {law.iri for law in laws()}
    given_up = {identity.thing: row.number for row, identity in zip(rows, found, strict=True) if not identity.article}
    for row, identity in zip(rows, found, strict=True):
        if identity.article is None and identity.thing in described:
            row.fail(f"column thing: a table describes {identity.thing.removeprefix(ID)!r}, so it can't be given up")
        if identity.same_as in given_up:
            row.fail(
                f"column same_as: {identity.same_as.removeprefix(ID)!r} is itself given up in row {given_up[identity.same_as]}"
            )
    return found


def _identity(row: table.Row) -> Identity:
    thing, same_as = _path(row, "thing"), _path(row, "same_as")
    if thing == same_as:
        row.fail("columns thing and same_as are alike")
    if thing.partition("/")[0] != same_as.partition("/")[0]:
        row.fail(f"column same_as: {same_as!r} is of another kind than {thing!r}")
    return Identity(
        article=row.matching("article", _ARTICLE),
        thing=f"{ID}{thing}",
        same_as=f"{ID}{same_as}",
        why=row.text("why"),
        source=row.text("source"),
    )


def _path(row: table.Row, column: str) -> str:
    """A cell with the path of a thing: its kind and its name, as `official/...`."""
    path = row.text(column)
    kind, *segments = path.split("/")
    if kind not in KINDS:
        row.fail(f"column {column}: {path!r} begins with none of {', '.join(sorted(KINDS))}")
    if len(segments) != _SEGMENTS.get(kind, 1) or not all(map(_SEGMENT.fullmatch, segments)):
        row.fail(f"column {column}: {path!r} is not of the form {'/'.join([kind, *['NAME'] * _SEGMENTS.get(kind, 1)])}")
    return path
