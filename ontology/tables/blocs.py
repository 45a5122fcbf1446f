"""The emulation blocs of provinces: their names, each with its source, and the members that articles attest on a date.

Blocs of other bodies (`Hội Luật gia các tỉnh ...`) and those that bear only a number (`số 8`) are not in the tables: an
article's own graph describes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from ontology import mint, periods
from ontology.tables import table
from ontology.tables.places import Province, provinces

_BLOC_WORD: Final = re.compile(r"(cum-thi-dua|cum|cac|\d+|tinh|thanh-pho|thanh|mien(?!-nui)|khu-vuc|vung)-(?=.)")

_BLOC_COLUMNS: Final = ("slug", "name", "name_en", "alt_names", "source", "definition_vi", "definition_en")
_NAME_COLUMNS: Final = ("bloc", "name", "language", "attested_on", "source", "source_url")
_MEMBERSHIP_COLUMNS: Final = ("bloc", "member", "attested_on", "period", "source", "source_url")

_ARTICLE: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
"""The id of an article of the evaluation set."""


@dataclass(frozen=True)
class Bloc:
    """An emulation bloc of provinces: `name` as CLAIMS.md writes it, without "Cụm thi đua các tỉnh"."""

    slug: str
    iri: str
    name: str
    name_en: str
    alt_names: tuple[str, ...]
    source: str
    definition_vi: str
    definition_en: str


@dataclass(frozen=True)
class BlocName:
    """A name of a bloc in full, as the article `source` has it; `attested_on` is its date, perhaps cut to month or year.

    `source_url` is where the article can be read, None where that is not known.
    """

    bloc: Bloc
    iri: str
    name: str
    language: str
    attested_on: str
    source: str
    source_url: str | None


@dataclass(frozen=True)
class BlocMembership:
    """That the article `source` names a province as a member of a bloc, on the article's date (perhaps cut).

    `member` is the unit of the era of that date; `period` is the time of the membership in the notation of CLAIMS.md
    where the article states it.
    """

    bloc: Bloc
    iri: str
    member: Province
    attested_on: str
    period: str | None
    source: str
    source_url: str | None


@cache
def blocs() -> tuple[Bloc, ...]:
    """The blocs of provinces that the project knows, in the order of their table."""
    return read_blocs(table.FOLDER / "blocs.csv")


@cache
def bloc_names() -> tuple[BlocName, ...]:
    """The attested names of the blocs, in the order of their table."""
    return read_bloc_names(table.FOLDER / "bloc-names.csv", blocs())


@cache
def bloc_memberships() -> tuple[BlocMembership, ...]:
    """The attested members of the blocs, in the order of their table."""
    return read_bloc_memberships(table.FOLDER / "bloc-memberships.csv", blocs(), provinces())


def bloc_named(name: str) -> Bloc | None:
    """The bloc that `name` means; words such as "Cụm thi đua", "các tỉnh", "12 tỉnh", "miền" before it are skipped.

    None for a bloc that the tables do not know, which includes all blocs of other bodies (`Hội Luật gia ...`).
    """
    return _find(_by_name(blocs()), name)


def read_blocs(path: Path) -> tuple[Bloc, ...]:
    """The blocs of the table at `path`. Raises `OntologyError` naming the row that is faulty."""
    rows = table.read(path, _BLOC_COLUMNS)
    table.refuse_repeats(rows, lambda row: row.text("slug"), "slug")
    found = tuple(_bloc(row) for row in rows)
    bearers: dict[str, str] = {}
    for row, bloc in zip(rows, found, strict=True):
        for name in (bloc.name, *bloc.alt_names):
            if bearers.setdefault(mint.slug(name), bloc.slug) != bloc.slug:
                row.fail(f"the name {name!r} already means {bearers[mint.slug(name)]!r}")
    return found


def read_bloc_names(path: Path, known: tuple[Bloc, ...]) -> tuple[BlocName, ...]:
    """The attested names of the table at `path` of blocs of `known`.

    Raises `OntologyError` naming the row that is faulty, as one whose name is not understood as its bloc's.
    """
    rows = table.read(path, _NAME_COLUMNS)
    table.refuse_repeats(rows, lambda row: f"{row.text('bloc')}: {row.text('name')}", "name of")
    by_slug, by_name = {bloc.slug: bloc for bloc in known}, _by_name(known)
    numbers: dict[str, int] = {}
    found = []
    for row in rows:
        bloc = by_slug[row.one_of("bloc", by_slug)]
        if _find(by_name, row.text("name")) != bloc:
            row.fail(f"column name: {row.text('name')!r} is not understood as {bloc.slug}")
        numbers[bloc.slug] = numbers.get(bloc.slug, 0) + 1
        found.append(
            BlocName(
                bloc=bloc,
                iri=mint.bloc_name(bloc.iri, numbers[bloc.slug]),
                name=row.text("name"),
                language=row.one_of("language", {"vi", "en"}),
                attested_on=row.partial_day("attested_on"),
                source=_article(row),
                source_url=row.address("source_url"),
            )
        )
    return tuple(found)


def read_bloc_memberships(
    path: Path, known: tuple[Bloc, ...], members: tuple[Province, ...]
) -> tuple[BlocMembership, ...]:
    """The memberships of the table at `path`, of provinces of `members` in blocs of `known`.

    Raises `OntologyError` naming the row that is faulty, as one whose member does not exist on the date.
    """
    rows = table.read(path, _MEMBERSHIP_COLUMNS)
    table.refuse_repeats(
        rows, lambda row: f"{row.text('member')} in {row.text('bloc')}, {row.text('source')}", "member"
    )
    by_bloc, by_member = {bloc.slug: bloc for bloc in known}, {unit.slug: unit for unit in members}
    return tuple(_membership(row, by_bloc, by_member) for row in rows)


def _bloc(row: table.Row) -> Bloc:
    return Bloc(
        slug=row.slug_of("name"),
        iri=mint.entity("bloc", row.text("name")),
        name=row.text("name"),
        name_en=row.text("name_en"),
        alt_names=row.names("alt_names"),
        source=row.text("source"),
        definition_vi=row.text("definition_vi"),
        definition_en=row.text("definition_en"),
    )


def _membership(row: table.Row, by_bloc: dict[str, Bloc], by_member: dict[str, Province]) -> BlocMembership:
    bloc, member = by_bloc[row.one_of("bloc", by_bloc)], by_member.get(row.text("member"))
    if member is None:
        row.fail(f"column member: no province {row.text('member')!r}")
    attested, source = row.partial_day("attested_on"), _article(row)
    span = periods.parse(attested[:7])
    first, last = (date.fromisoformat(attested),) * 2 if len(attested) == 10 else (span.first, span.last)
    if (member.first and last < member.first) or (member.last and first > member.last):
        row.fail(f"column member: {member.slug!r} does not exist on {attested}")
    return BlocMembership(
        bloc=bloc,
        iri=mint.membership(bloc.slug, member.slug, attested, source),
        member=member,
        attested_on=attested,
        period=_period(row),
        source=source,
        source_url=row.address("source_url"),
    )


def _article(row: table.Row) -> str:
    return row.matching("source", _ARTICLE) or row.fail("column source is empty")


def _period(row: table.Row) -> str | None:
    notation = row.optional("period")
    if notation is not None:
        try:
            periods.parse(notation)
        except ValueError as error:
            row.fail(f"column period: {error}")
    return notation


def _find(by_name: dict[str, Bloc], name: str) -> Bloc | None:
    key = mint.slug_or_empty(name)
    while key not in by_name:
        word = _BLOC_WORD.match(key)
        if word is None:
            return None
        key = key[word.end() :]
    return by_name[key]


@cache
def _by_name(known: tuple[Bloc, ...]) -> dict[str, Bloc]:
    return {mint.slug(name): bloc for bloc in known for name in (bloc.name, *bloc.alt_names)}
