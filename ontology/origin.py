"""From which file, and which row or line of it, an entity of the reference data or a term of the ontology comes, so that a fault can name
it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import rdflib

from ontology import load, mint
from ontology.files import read_text
from ontology.names import ID, UNIT, split
from ontology.tables import codes, geometry, table

_BY_KIND: Final = {
    "bloc": "blocs.csv",
    "change": "changes.csv",
    "country": "country.csv",
    "document": "laws.csv",
    "membership": "bloc-memberships.csv",
    "organisation": "bodies.csv",
    "period": "bloc-memberships.csv",
    "province": "provinces.csv",
    "scheme": "schemes.csv",
}
"""The table of each kind of entity, by the first segment of its IRI; codes have the table of their scheme."""

_BY_PART: Final = {"bloc": "bloc-names.csv", "document": "provisions.csv"}
"""The table of what is a part of an entity, named by a fragment."""


def table_of(iri: str) -> Path | None:
    """The table, or file of boundaries, that an entity of the reference graph comes from; None where its IRI is of no kind.

    >>> table_of("https://w3id.org/thidua/id/province/ca-mau").name
    'provinces.csv'
    """
    if iri.startswith(str(UNIT)):
        return table.FOLDER / "units.csv"
    path, _, fragment = iri.removeprefix(str(ID)).partition("#")
    kind, _, slug = path.partition("/")
    if kind == "province" and fragment:
        return geometry.FOLDER / f"provinces-{'from' if re.search('-2025$', slug) else 'until'}-2025.geojson"
    by_scheme = {scheme.name: f"{scheme.plural}.csv" for scheme in codes.schemes()}
    name = (_BY_PART.get(kind) if fragment else None) or _BY_KIND.get(kind) or by_scheme.get(kind)
    return table.FOLDER / name if name and iri.startswith(str(ID)) else None


def file_of(term: str) -> Path | None:
    """The file of the ontology that describes a term; None where none does. Raises `OntologyError` on a faulty file."""
    node = rdflib.URIRef(term)
    return next((path for path in load.ontology_files() if (node, None, None) in load.parse_all([path])), None)


def place_of(iri: str, path: Path) -> str:
    """Where in its file (`table_of`, `file_of`) an entity or term stands: `row 12`, `line 30`; empty where no one row is its own.

    Raises `OntologyError` on a file that can't be read.
    """
    if path.suffix == ".csv":
        row = next((number for number, cells in _rows(path) if _is_about(cells, path, iri)), None)
        return f"row {row}" if row else ""
    if path.suffix == ".ttl":
        prefixed = split(iri)
        names = (f"<{iri}> ", *([f"{':'.join(prefixed)} "] if prefixed else []))
        lines = enumerate(read_text(path).splitlines(), 1)
        line = next((number for number, text in lines if text.startswith(names)), None)
        return f"line {line}" if line else ""
    return ""


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """The rows of a table below its header."""
    return list(table.records(path, read_text(path)))[1:]


def _is_about(cells: list[str], path: Path, iri: str) -> bool:
    """Whether a row describes the entity: its IRI is made of the row's first cells, or the row names the QUDT unit."""
    if iri.startswith(str(UNIT)):
        return cells[-1] == iri.removeprefix(str(UNIT))
    name, _, fragment = iri.removeprefix(str(ID)).partition("/")[2].partition("#")
    if path.name == "provisions.csv":
        return name == cells[0] and fragment == f"dieu-{cells[1]}"
    if path.name == "bloc-memberships.csv":
        return name == f"{cells[0]}/{cells[1]}/{cells[2]}-{cells[4]}"
    if path.name == "schemes.csv":
        return name == cells[1]
    return not fragment and mint.slug_or_empty(cells[0]) == name
