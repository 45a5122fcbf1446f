"""The page of the catalogue: what it shows, read from the catalogue by SPARQL."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph_store.catalogue.names import IANA
from ontology.names import BASE
from server import queries
from server.addresses import href, short
from server.source import Reading, Row
from server.wording import date_en, date_vi


@dataclass(frozen=True)
class File:
    """A distribution: where it is, what it is, how large in bytes, and its SHA-256."""

    vi: str
    en: str
    href: str
    media_type: str
    compression: str
    size: int | None
    sha256: str


@dataclass
class ReleaseEntry:
    """A release with its distributions."""

    version: str
    date_vi: str
    date_en: str
    vi: str
    en: str
    is_current: bool
    files: list[File] = field(default_factory=list)


@dataclass(frozen=True)
class Term:
    """A class or a property, and how often it is used."""

    name: str
    href: str | None
    count: int


@dataclass(frozen=True)
class Links:
    """Links of one kind to a dataset of others."""

    title: str
    homepage: str | None
    relation: str
    count: int


@dataclass(frozen=True)
class CataloguePage:
    """All that the page shows."""

    title: tuple[str, str]
    """In Vietnamese and in English, as everywhere below."""
    description: tuple[str, str]
    numbers: list[tuple[str, str, int]]
    coverage: tuple[str, str] | None
    releases: list[ReleaseEntry]
    links: list[Links]
    classes: list[Term]
    properties: list[Term]


_NUMBERS = (
    ("triples", "bộ ba", "triples"),
    ("entities", "thực thể", "entities"),
    ("subjects", "chủ thể khác nhau", "distinct subjects"),
    ("objects", "giá trị khác nhau", "distinct objects"),
)


def read_page(catalogue: Reading) -> CataloguePage:
    """What the page shows of a catalogue."""
    return catalogue.once("page", lambda: _read(catalogue))


def _read(catalogue: Reading) -> CataloguePage:
    (about,) = catalogue.rows(queries.text("catalogue_numbers"))
    terms = catalogue.rows(queries.text("catalogue_terms"))
    return CataloguePage(
        title=(about["titleVi"].value, about["titleEn"].value),
        description=(about["vi"].value, about["en"].value),
        numbers=[(vi, en, int(about[name].value)) for name, vi, en in _NUMBERS if name in about],
        coverage=_coverage(about) if "first" in about else None,
        releases=_releases(catalogue),
        links=[_links(row) for row in catalogue.rows(queries.text("catalogue_links"))],
        classes=[_term(row) for row in terms if row["kind"].value == "class"],
        properties=[_term(row) for row in terms if row["kind"].value == "property"],
    )


def _coverage(row: Row) -> tuple[str, str]:
    first, last = row["first"].value, row["last"].value
    return f"từ {date_vi(first)} đến {date_vi(last)}", f"{date_en(first)} to {date_en(last)}"


def _releases(catalogue: Reading) -> list[ReleaseEntry]:
    found = {
        row["release"].value: ReleaseEntry(
            row["version"].value,
            date_vi(row["issued"].value[:10]),
            date_en(row["issued"].value[:10]),
            row["vi"].value if "vi" in row else "",
            row["en"].value if "en" in row else "",
            row["current"].value == "true",
        )
        for row in catalogue.rows(queries.text("catalogue_releases"))
    }
    for row in catalogue.rows(queries.text("catalogue_distributions")):
        if row["release"].value in found:
            found[row["release"].value].files.append(_file(row))
    return list(found.values())


def _file(row: Row) -> File:
    address = row["address"].value
    return File(
        row["vi"].value,
        row["en"].value,
        f"/{address.removeprefix(BASE)}" if address.startswith(BASE) else address,
        row["type"].value.removeprefix(str(IANA)) if "type" in row else "",
        row["compression"].value.rpartition("/")[2] if "compression" in row else "",
        int(row["size"].value) if "size" in row else None,
        row["sum"].value if "sum" in row else "",
    )


def _links(row: Row) -> Links:
    homepage = row["homepage"].value if "homepage" in row else None
    return Links(row["title"].value, homepage, short(row["relation"].value), int(row["number"].value))


def _term(row: Row) -> Term:
    iri = row["term"].value
    return Term(short(iri), href(iri), int(row["number"].value))
