"""Central bodies: the Party, the state and its ministries, the Front and associations, by every name that articles use.

A body has the IRI that its name gives an organisation of an article, so both are the same thing. A ministry that goes
on under its name is one individual before and after the reorganisation of 1 March 2025; one that ended has a last day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from ontology import mint
from ontology.tables import table
from ontology.tables.codes import codes, concepts

_COLUMNS: Final = (
    *("slug", "name", "name_en", "alt_names", "parent", "kind", "wikidata", "source", "source_url"),
    *("first", "last", "successor"),
)


@dataclass(frozen=True)
class Body:
    """One central body.

    `parent` and `successor` are slugs of bodies, `kind` is a code of the scheme `body-kind`. `first` and `last` are the
    days it exists, both inclusive, None where that side is open or not known. `source` says what its row rests on, a
    document by name or `articles` for those of the evaluation set, and `source_url` where that can be read.
    """

    slug: str
    iri: str
    name: str
    name_en: str
    alt_names: tuple[str, ...]
    parent: str | None
    kind: str
    wikidata: str | None
    source: str
    source_url: str | None
    first: date | None
    last: date | None
    successor: str | None

    @property
    def of_state(self) -> bool:
        """Whether it exercises the power of the State, as its kind says; a body of the Party or an association does not."""
        return next("of_state" in code.extra for code in concepts("body-kind") if code.notation == self.kind)


@cache
def bodies() -> tuple[Body, ...]:
    """The central bodies that the project knows, in the order of their table."""
    return read_bodies(table.FOLDER / "bodies.csv")


def body_named(name: str) -> Body | None:
    """The central body of that name or alternative name, in any spelling; None where no body bears it.

    >>> body_named("UBTVQH").name
    'Ủy ban Thường vụ Quốc hội'
    """
    return _by_name().get(mint.slug_or_empty(name))


def read_bodies(path: Path) -> tuple[Body, ...]:
    """The bodies of the table at `path`. Raises `OntologyError` naming the row that is faulty."""
    rows = table.read(path, _COLUMNS)
    table.refuse_repeats(rows, lambda row: row.text("slug"), "slug")
    found = tuple(_body(row) for row in rows)
    by_slug = {body.slug: body for body in found}
    for row, body in zip(rows, found, strict=True):
        _check_joins(row, body, by_slug)
    names: dict[str, tuple[str, int]] = {}
    for row, body in zip(rows, found, strict=True):
        _refuse_cycle(row, body, by_slug)
        _check_names(row, body, names)
    return found


def _body(row: table.Row) -> Body:
    slug, name, first, last = row.slug_of("name"), row.text("name"), row.day("first"), row.day("last")
    if first and last and last < first:
        row.fail("column last lies before column first")
    return Body(
        slug=slug,
        iri=mint.entity("organisation", name),
        name=name,
        name_en=row.text("name_en"),
        alt_names=row.names("alt_names"),
        parent=row.optional("parent"),
        kind=row.one_of("kind", codes("body-kind")),
        wikidata=row.matching("wikidata", r"Q[1-9][0-9]*"),
        source=row.text("source"),
        source_url=row.address("source_url"),
        first=first,
        last=last,
        successor=row.optional("successor"),
    )


def _check_joins(row: table.Row, body: Body, by_slug: dict[str, Body]) -> None:
    for column, slug in (("parent", body.parent), ("successor", body.successor)):
        if slug is not None and slug not in by_slug:
            row.fail(f"column {column}: no body {slug!r}")
    if body.successor is not None:
        first = by_slug[body.successor].first
        if body.last is not None and first is not None and first != body.last + timedelta(days=1):
            row.fail(f"column successor: {body.successor!r} does not begin the day after this one ends")


def _refuse_cycle(row: table.Row, body: Body, by_slug: dict[str, Body]) -> None:
    above, passed = body, {body.slug}
    while above.parent is not None:
        if above.parent in passed:
            row.fail(f"column parent: {body.slug!r} stands below itself")
        passed.add(above.parent)
        above = by_slug[above.parent]


def _check_names(row: table.Row, body: Body, names: dict[str, tuple[str, int]]) -> None:
    """Refuse a name that an earlier body bears: an article that used it would mean either."""
    for name in (body.name, *body.alt_names):
        slug, number = names.setdefault(mint.slug(name), (body.slug, row.number))
        if slug != body.slug:
            row.fail(f"the name {name!r} already means {slug!r} in row {number}")


@cache
def _by_name() -> dict[str, Body]:
    return {mint.slug(name): body for body in bodies() for name in (body.name, *body.alt_names)}
