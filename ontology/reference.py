"""Looks up what articles name: provinces on a day, blocs, codes and units. All answers are cached.

Names are compared by `mint.slug`, so NFC and NFD, both tone placements, case and `Đăk`/`Đắk` are alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from ontology import mint, table
from ontology.codes import Code, Scheme, codes, concepts, schemes, unit_iri
from ontology.errors import OntologyError
from ontology.places import CITY, PROVINCE, Change, Province, changes, kind_on, provinces

__all__ = [
    "Bloc",
    "Change",
    "Code",
    "Country",
    "OntologyError",
    "Province",
    "Scheme",
    "bloc_named",
    "blocs",
    "changes",
    "codes",
    "concepts",
    "country",
    "is_country",
    "kind_on",
    "province_on",
    "provinces",
    "schemes",
    "unit_iri",
]

_KIND_WORD: Final = re.compile(r"(tinh|thanh-pho|tp|thu-do)-(?=.)")
_KIND_OF_WORD: Final = {"tinh": PROVINCE, "thanh-pho": CITY, "tp": CITY, "thu-do": CITY}
_BLOC_WORD: Final = re.compile(r"(cum-thi-dua|cum|cac|\d+|tinh|thanh-pho|thanh|mien(?!-nui)|khu-vuc|vung)-(?=.)")


@dataclass(frozen=True)
class Bloc:
    """An emulation bloc of provinces: `name` as CLAIMS.md writes it, without "Cụm thi đua các tỉnh"."""

    slug: str
    iri: str
    name: str
    name_en: str
    alt_names: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Country:
    """The country as a whole, which observations of national figures are about."""

    slug: str
    iri: str
    name: str
    name_en: str
    iso: str
    wikidata: str
    geonames: str
    alt_names: tuple[str, ...]


def province_on(name_or_alt: str, day: date) -> Province | None:
    """The province of that name that is valid on `day`, or else the unit of that name nearest to it in time.

    A leading "tỉnh", "thành phố" or "TP" is understood where the unit is of that kind on the day, so "thành phố Thái
    Nguyên", a town, is no province. None where no province bears the name.

    >>> province_on("An Giang", date(2025, 6, 30)).slug, province_on("An Giang", date(2025, 7, 1)).slug
    ('an-giang', 'an-giang-2025')
    """
    key = _slug(name_or_alt)
    units, kind = _provinces_by_slug().get(key, ()), None
    if not units and (word := _KIND_WORD.match(key)):
        units, kind = _provinces_by_slug().get(key[word.end() :], ()), _KIND_OF_WORD[word[1]]
    if not units:
        return None
    nearest = min(units, key=lambda unit: unit.days_from(day))
    return nearest if kind in (None, kind_on(nearest, day)) else None


@cache
def blocs() -> tuple[Bloc, ...]:
    """The blocs of provinces that the project knows, in the order of their table."""
    return read_blocs(table.FOLDER / "blocs.csv")


def bloc_named(name: str) -> Bloc | None:
    """The bloc that `name` means; words such as "Cụm thi đua", "các tỉnh", "12 tỉnh", "miền" before it are skipped.

    None for a bloc that the tables do not know, which includes all blocs of other bodies (`Hội Luật gia ...`).
    """
    key = _slug(name)
    while key not in _blocs_by_slug():
        word = _BLOC_WORD.match(key)
        if word is None:
            return None
        key = key[word.end() :]
    return _blocs_by_slug()[key]


@cache
def country() -> Country:
    """Viet Nam as a whole."""
    return read_country(table.FOLDER / "country.csv")


def is_country(name: str) -> bool:
    """Whether `name` means the whole country: "Việt Nam", "cả nước"."""
    return _slug(name) in {mint.slug(known) for known in (country().name, *country().alt_names)}


def read_blocs(path: Path) -> tuple[Bloc, ...]:
    """The blocs of the table at `path`. Raises `OntologyError` naming the row that is faulty."""
    rows = table.read(path, ("slug", "name", "name_en", "alt_names", "source"))
    table.refuse_repeats(rows, lambda row: row.text("slug"), "slug")
    return tuple(_bloc(row) for row in rows)


def read_country(path: Path) -> Country:
    """The one country of the table at `path`. Raises `OntologyError` where it is faulty."""
    rows = table.read(path, ("slug", "name", "name_en", "iso", "wikidata", "geonames", "alt_names"))
    if len(rows) != 1:
        raise OntologyError(path, f"has {len(rows)} rows, expected one")
    row = rows[0]
    return Country(
        slug=row.text("slug"),
        iri=mint.entity("country", row.text("slug")),
        name=row.text("name"),
        name_en=row.text("name_en"),
        iso=row.text("iso"),
        wikidata=row.text("wikidata"),
        geonames=row.text("geonames"),
        alt_names=row.several("alt_names"),
    )


def _bloc(row: table.Row) -> Bloc:
    slug, name = row.text("slug"), row.text("name")
    if slug != mint.slug(name):
        row.fail(f"column slug: {slug!r} is not the slug of {name!r}")
    iri = mint.entity("bloc", name)
    return Bloc(slug, iri, name, row.text("name_en"), row.several("alt_names"), row.text("source"))


@cache
def _provinces_by_slug() -> dict[str, tuple[Province, ...]]:
    found: defaultdict[str, list[Province]] = defaultdict(list)
    for province in provinces():
        for key in {mint.slug(name) for name in (province.name, *province.alt_names)}:
            found[key].append(province)
    return {key: tuple(units) for key, units in found.items()}


@cache
def _blocs_by_slug() -> dict[str, Bloc]:
    return {mint.slug(name): bloc for bloc in blocs() for name in (bloc.name, *bloc.alt_names)}


def _slug(name: str) -> str:
    """The slug of `name`; the empty string, which no table holds, where it has no letter."""
    try:
        return mint.slug(name)
    except ValueError:
        return ""
