"""The laws and resolutions that awards and changes rest on, and the articles (Điều) of them that are cited.

`tables/laws.csv` has one row a law, `tables/provisions.csv` one row an article. A law is known by its number as articles cite it
(`Luật 06/2022/QH15`), so that a law that an article cites and the same law in the reference graph have one IRI.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from ontology import mint
from ontology.tables import bodies, table

_KINDS: Final = {"law": ("Luật", "Law"), "resolution": ("Nghị quyết", "Resolution")}
"""Kind of document to its Vietnamese and its English word."""

_LAW_COLUMNS: Final = (
    *("slug", "number", "title_vi", "title_en", "kind", "issuer"),
    *("issued", "in_force", "until", "amends", "replaced_by", "source"),
)


@dataclass(frozen=True)
class Law:
    """A law or resolution. Dates that are not recorded are None; `until` is its last day in force.

    `issuer` is a body's slug; `amends` and `replaced_by` are slugs of laws; `source` is an official address of its text.
    """

    slug: str
    iri: str
    number: str
    number_en: str
    title_vi: str | None
    title_en: str | None
    issuer: str
    issued: date | None
    in_force: date | None
    until: date | None
    amends: tuple[str, ...]
    replaced_by: str | None
    source: str | None


@dataclass(frozen=True)
class Provision:
    """An article of a law: its number and, in a few words of ours, what it is about."""

    law: str
    article: int
    iri: str
    subject_vi: str
    subject_en: str


@cache
def laws() -> tuple[Law, ...]:
    """The laws, in the order of their table."""
    return read_laws(table.FOLDER / "laws.csv")


@cache
def provisions() -> tuple[Provision, ...]:
    """The articles of laws that are cited, in the order of their table."""
    return read_provisions(table.FOLDER / "provisions.csv", laws())


@cache
def references() -> dict[str, str]:
    """What a table may cite as legal basis: `luat-06-2022-qh15` or `luat-06-2022-qh15#dieu-25`, each with its IRI."""
    cited = {law.slug: law.iri for law in laws()}
    return cited | {f"{found.law}#dieu-{found.article}": found.iri for found in provisions()}


def read_laws(path: Path) -> tuple[Law, ...]:
    """The laws of the table at `path`.

    Raises `OntologyError` naming the row where a cell is empty or unfit, the slug is not that of the number, or a slug names no law.
    """
    rows = table.read(path, _LAW_COLUMNS)
    table.refuse_repeats(rows, lambda row: row.text("slug"), "slug")
    slugs = {row.cells["slug"] for row in rows}
    return tuple(_law(row, slugs) for row in rows)


def _law(row: table.Row, slugs: set[str]) -> Law:
    slug, number = row.slug_of("number"), row.text("number")
    words = _KINDS[row.one_of("kind", _KINDS)]
    if not number.startswith(f"{words[0]} "):
        row.fail(f"column number: {number!r} does not begin with {words[0]}")
    if bool(row.cells["title_vi"]) != bool(row.cells["title_en"]):
        row.fail("column title_vi and column title_en: one is filled and the other is not")
    amends, replaced_by = row.several("amends"), row.optional("replaced_by")
    for column, named in (("amends", amends), ("replaced_by", (replaced_by,) if replaced_by else ())):
        for other in named:
            if other not in slugs or other == slug:
                row.fail(f"column {column}: no other law {other!r} in this table")
    issued, in_force, until = row.day("issued"), row.day("in_force"), row.day("until")
    for earlier, later, column in ((issued, in_force, "in_force"), (in_force, until, "until")):
        if earlier and later and later < earlier:
            row.fail(f"column {column}: {later} lies before {earlier}")
    return Law(
        slug=slug,
        iri=mint.entity("document", number),
        number=number,
        number_en=number.replace(words[0], words[1], 1),
        title_vi=row.optional("title_vi"),
        title_en=row.optional("title_en"),
        issuer=row.one_of("issuer", {body.slug for body in bodies.bodies()}),
        issued=issued,
        in_force=in_force,
        until=until,
        amends=amends,
        replaced_by=replaced_by,
        source=row.address("source"),
    )


def read_provisions(path: Path, known: tuple[Law, ...]) -> tuple[Provision, ...]:
    """The articles of the laws `known` in the table at `path`. Raises `OntologyError` naming the row that is faulty."""
    rows = table.read(path, ("law", "article", "subject_vi", "subject_en"))
    table.refuse_repeats(rows, lambda row: f"{row.text('law')} Điều {row.text('article')}", "article")
    numbers = {law.slug: law.number for law in known}
    return tuple(_provision(row, numbers) for row in rows)


def _provision(row: table.Row, numbers: dict[str, str]) -> Provision:
    if row.text("law") not in numbers:
        row.fail(f"column law: no law {row.text('law')!r}")
    row.matching("article", r"[1-9]\d{0,2}")
    law, article = row.text("law"), int(row.text("article"))
    iri = mint.provision(numbers[law], article)
    return Provision(law, article, iri, row.text("subject_vi"), row.text("subject_en"))
