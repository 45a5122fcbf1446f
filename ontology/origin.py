"""From which file an entity of the reference data or a term of the ontology comes, so that a fault can name it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import rdflib

from ontology import codes, geometry, load, table
from ontology.names import ID, UNIT

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
