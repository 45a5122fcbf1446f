"""Looks up what articles name: provinces on a day, blocs, central bodies, codes and units. All answers are cached.

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

from ontology import mint
from ontology.errors import OntologyError
from ontology.tables import table
from ontology.tables.blocs import (
    Bloc,
    BlocMembership,
    BlocName,
    bloc_memberships,
    bloc_named,
    bloc_names,
    blocs,
)
from ontology.tables.bodies import Body, bodies, body_named
from ontology.tables.codes import Code, Scheme, codes, concepts, schemes, unit_iri
from ontology.tables.places import CITY, PROVINCE, Change, Province, changes, kind_on, name_on, provinces

__all__ = [
    "Bloc",
    "BlocMembership",
    "BlocName",
    "Body",
    "Change",
    "Code",
    "Country",
    "OntologyError",
    "Province",
    "Scheme",
    "bloc_memberships",
    "bloc_named",
    "bloc_names",
    "blocs",
    "bodies",
    "body_named",
    "changes",
    "codes",
    "concepts",
    "country",
    "is_country",
    "kind_on",
    "name_on",
    "province_on",
    "provinces",
    "schemes",
    "unit_iri",
]

_KIND_WORD: Final = re.compile(r"(tinh|thanh-pho|tp|thu-do)-(?=.)")
_KIND_OF_WORD: Final = {"tinh": PROVINCE, "thanh-pho": CITY, "tp": CITY, "thu-do": CITY}


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
    key = mint.slug_or_empty(name_or_alt)
    units, kind = _provinces_by_slug().get(key, ()), None
    if not units and (word := _KIND_WORD.match(key)):
        units, kind = _provinces_by_slug().get(key[word.end() :], ()), _KIND_OF_WORD[word[1]]
    if not units:
        return None
    nearest = min(units, key=lambda unit: unit.days_from(day))
    return nearest if kind in (None, kind_on(nearest, day)) else None


@cache
def country() -> Country:
    """Viet Nam as a whole."""
    return read_country(table.FOLDER / "country.csv")


def is_country(name: str) -> bool:
    """Whether `name` means the whole country: "Việt Nam", "cả nước"."""
    return mint.slug_or_empty(name) in {mint.slug(known) for known in (country().name, *country().alt_names)}


def read_country(path: Path) -> Country:
    """The one country of the table at `path`. Raises `OntologyError` where it is faulty."""
    rows = table.read(path, ("slug", "name", "name_en", "iso", "wikidata", "geonames", "alt_names"))
    if len(rows) != 1:
        raise OntologyError(path, f"has {len(rows)} rows, expected one")
    row = rows[0]
    return Country(
        slug=row.text("slug"),
        iri=mint.entity("country", row.name("slug")),
        name=row.name("name"),
        name_en=row.text("name_en"),
        iso=row.text("iso"),
        wikidata=row.text("wikidata"),
        geonames=row.text("geonames"),
        alt_names=row.names("alt_names"),
    )


@cache
def _provinces_by_slug() -> dict[str, tuple[Province, ...]]:
    found: defaultdict[str, list[Province]] = defaultdict(list)
    for province in provinces():
        for key in {mint.slug(name) for name in province.names}:
            found[key].append(province)
    return {key: tuple(units) for key, units in found.items()}
