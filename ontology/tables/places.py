"""Provinces of both eras and their changes, from the tables: what they are, not how names are looked up.

A province is a legal unit with an era. The units that were merged on 1 July 2025 and those that came out of it are
different individuals; the eleven that were not merged stay themselves.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from ontology import mint
from ontology.tables import table

PROVINCE: Final = "province"
CITY: Final = "centrally-run-city"
_KINDS: Final = frozenset({PROVINCE, CITY})

_PROVINCE_COLUMNS: Final = (
    *("slug", "name", "name_en", "kind", "gso_code", "iso31662", "wikidata", "geonames"),
    *("first", "last", "alt_names", "successor", "alt_names_en", "source"),
)
_CHANGE_COLUMNS: Final = (
    *("slug", "kind", "operating_date", "legal_basis", "legal_date", "before", "after"),
    *("kind_before", "kind_after", "name_before", "name_after", "label_vi", "label_en", "source"),
)


@dataclass(frozen=True)
class Province:
    """One legal unit of the provincial level.

    `first` and `last` are the days it is valid, both inclusive, None where that side is open or not known. `kind` is
    `province` or `centrally-run-city`, the latest it had. `alt_names` are Vietnamese, `alt_names_en` English. `successor`
    is the slug of the unit that took over. `sources` are the addresses where its codes are listed.
    """

    slug: str
    iri: str
    name: str
    name_en: str
    kind: str
    gso_code: str
    iso: str | None
    wikidata: str | None
    geonames: str | None
    first: date | None
    last: date | None
    alt_names: tuple[str, ...]
    alt_names_en: tuple[str, ...]
    successor: str | None
    sources: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called, in both languages."""
        return (self.name, *self.alt_names, self.name_en, *self.alt_names_en)

    def valid_on(self, day: date) -> bool:
        """Whether the unit exists in law on `day`."""
        return self.days_from(day) == 0

    def days_from(self, day: date) -> int:
        """How many days `day` lies outside the unit's validity: 0 within it."""
        if self.first is not None and day < self.first:
            return (self.first - day).days
        if self.last is not None and day > self.last:
            return (day - self.last).days
        return 0


@dataclass(frozen=True)
class Change:
    """A change of provinces: a `merger` of several into one, or the `status-change` of one unit's kind.

    `before` and `after` are slugs of provinces. `legal_date` is the day the law was passed, `operating` the day from
    which it is in force. The names are given where the change renames the unit. `sources` are addresses.
    """

    slug: str
    iri: str
    kind: str
    operating: date
    legal_basis: str | None
    legal_date: date | None
    before: tuple[str, ...]
    after: str
    kind_before: str | None
    kind_after: str | None
    name_before: str | None
    name_after: str | None
    label_vi: str
    label_en: str
    sources: tuple[str, ...]


@cache
def provinces() -> tuple[Province, ...]:
    """The provinces of both eras, in the order of their table."""
    return read_provinces(table.FOLDER / "provinces.csv")


@cache
def changes() -> tuple[Change, ...]:
    """The changes of provinces, in the order of their table."""
    return read_changes(table.FOLDER / "changes.csv", provinces())


def kind_on(province: Province, day: date) -> str:
    """The kind that `province` had on `day`: Đồng Nai of 2025 is a city from 30 April 2026 only."""
    kind = province.kind
    for change in _later_changes(province, day):
        kind = change.kind_before or kind
    return kind


def name_on(province: Province, day: date) -> str:
    """The name that `province` had on `day`: Thừa Thiên Huế is Huế from 1 January 2025."""
    renamings = [change for change in changes() if change.name_after and change.after == province.slug]
    last = max(renamings, key=lambda change: change.operating, default=None)
    name = (last.name_after if last else None) or province.name
    for change in _later_changes(province, day):
        name = change.name_before or name
    return name


def _later_changes(province: Province, day: date) -> list[Change]:
    """The changes of status of `province` after `day`, the last of them first."""
    later = (c for c in changes() if c.kind == "status-change" and c.after == province.slug and day < c.operating)
    return sorted(later, key=lambda change: change.operating, reverse=True)


def read_provinces(path: Path) -> tuple[Province, ...]:
    """The provinces of the table at `path`. Raises `OntologyError` naming the row that is faulty."""
    rows = table.read(path, _PROVINCE_COLUMNS)
    table.refuse_repeats(rows, lambda row: row.text("slug"), "slug")
    found = tuple(_province(row) for row in rows)
    by_slug = {province.slug: province for province in found}
    bearers: defaultdict[str, list[Province]] = defaultdict(list)
    for row, province in zip(rows, found, strict=True):
        _check_successor(row, province, by_slug)
        _check_names(row, province, bearers)
    return found


def read_changes(path: Path, known: tuple[Province, ...]) -> tuple[Change, ...]:
    """The changes of the table at `path` between provinces of `known`. Raises `OntologyError` naming the faulty row."""
    rows = table.read(path, _CHANGE_COLUMNS)
    table.refuse_repeats(rows, lambda row: row.text("slug"), "slug")
    return tuple(_change(row, {province.slug: province for province in known}) for row in rows)


def _province(row: table.Row) -> Province:
    slug, first, last = row.text("slug"), row.day("first"), row.day("last")
    name = row.name("name")
    if slug not in (mint.slug(name), f"{mint.slug(name)}-{first.year if first else ''}"):
        row.fail(f"column slug: {slug!r} is neither the slug of {name!r} nor that with the year it begins")
    if first and last and last < first:
        row.fail("column last lies before column first")
    if row.matching("gso_code", r"[0-9]{2}") is None:
        row.fail("column gso_code is empty")
    return Province(
        slug=slug,
        iri=mint.entity("province", slug),
        name=name,
        name_en=row.name("name_en"),
        kind=row.one_of("kind", _KINDS),
        gso_code=row.text("gso_code"),
        iso=row.matching("iso31662", r"VN-[A-Z0-9]{2}"),
        wikidata=row.matching("wikidata", r"Q[1-9][0-9]*"),
        geonames=row.matching("geonames", r"[1-9][0-9]*"),
        first=first,
        last=last,
        alt_names=row.names("alt_names"),
        alt_names_en=row.names("alt_names_en"),
        successor=row.optional("successor"),
        sources=row.addresses("source"),
    )


def _check_successor(row: table.Row, province: Province, by_slug: dict[str, Province]) -> None:
    if province.successor is None:
        return
    if province.successor not in by_slug:
        row.fail(f"column successor: no province {province.successor!r}")
    first = by_slug[province.successor].first
    if province.last is None or first != province.last + timedelta(days=1):
        row.fail(f"column successor: {province.successor!r} does not begin the day after this one ends")


def _check_names(row: table.Row, province: Province, bearers: defaultdict[str, list[Province]]) -> None:
    """Refuse a name that another unit bears at the same time: it would mean either. `bearers` are those of the rows before."""
    names = {mint.slug(name): name for name in province.names}
    for key, name in sorted(names.items()):
        other = next((other for other in bearers[key] if _overlap(province, other)), None)
        if other is not None:
            row.fail(f"the name {name!r} means {other.slug!r} at the same time")
        bearers[key].append(province)


def _overlap(one: Province, other: Province) -> bool:
    """Whether there is a day on which both exist."""
    first = max(one.first or date.min, other.first or date.min)
    return first <= min(one.last or date.max, other.last or date.max)


def _change(row: table.Row, by_slug: dict[str, Province]) -> Change:
    before, after = row.several("before"), row.text("after")
    for slug in (*before, after):
        if slug not in by_slug:
            row.fail(f"no province {slug!r}")
    kind = row.one_of("kind", {"merger", "status-change"})
    if kind == "merger" and {by_slug[slug].successor for slug in before} != {after}:
        row.fail(f"the successor of {', '.join(before)} is not {after} in provinces.csv")
    if kind == "status-change":
        _check_status_change(row, before, by_slug[after])
    operating, legal = row.day("operating_date"), row.day("legal_date")
    if operating is None:
        row.fail("column operating_date is empty")
    if legal and legal > operating:
        row.fail("column legal_date lies after column operating_date")
    return Change(
        slug=row.text("slug"),
        iri=mint.entity("change", row.name("slug")),
        kind=kind,
        operating=operating,
        legal_basis=row.optional("legal_basis"),
        legal_date=legal,
        before=before,
        after=after,
        kind_before=row.optional("kind_before"),
        kind_after=row.optional("kind_after"),
        name_before=row.optional("name_before"),
        name_after=row.optional("name_after"),
        label_vi=row.text("label_vi"),
        label_en=row.text("label_en"),
        sources=row.addresses("source"),
    )


def _check_status_change(row: table.Row, before: tuple[str, ...], after: Province) -> None:
    if before != (after.slug,):
        row.fail(f"a status change is of one unit, which stays: before is {'|'.join(before)}, after is {after.slug}")
    if row.one_of("kind_before", _KINDS) == row.one_of("kind_after", _KINDS):
        row.fail("a status change needs two kinds")
    if bool(row.optional("name_before")) != bool(row.optional("name_after")):
        row.fail("a change of name needs both column name_before and column name_after")
    for column in ("name_before", "name_after"):
        if (name := row.optional(column)) and name not in after.names:
            row.fail(f"column {column}: {name!r} is no name of {after.slug} in provinces.csv")
