"""How our indicators map to those of others: World Bank, the Sustainable Development Goals, SDMX.

A cell of `indicators.csv` names the other's code behind the relation that holds, as `close:SP.POP.TOTL`; several are separated by
`|`. The relations are SKOS's mapping properties (SKOS Reference, section 10): `broad` says that the other's concept is broader.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ontology.tables.table import Row

RELATIONS: Final = ("exact", "close", "broad", "narrow", "related")

SDMX_SUBJECT: Final = "http://purl.org/linked-data/sdmx/2009/subject#"
"""The subject-matter domains of the SDMX content-oriented guidelines (annex 3), as the Data Cube vocabulary's companion has them."""


@dataclass(frozen=True)
class Match:
    """A concept elsewhere: the relation to ours, and its IRI."""

    relation: str
    iri: str


_FORMS: Final[dict[str, tuple[str, Callable[[str], str]]]] = {
    "world_bank": (r"[A-Z]{2}(?:\.[A-Z0-9]{2,})+", lambda code: f"https://data.worldbank.org/indicator/{code}"),
    "sdg": (r"[1-9]\d?(?:\.(?:[1-9]\d?|[a-d]))?", lambda code: f"http://metadata.un.org/sdg/{code}"),
}
"""Columns of mappings: the form of the other's code, and its IRI. A code of `sdg` is that of a goal or a target."""


def matches(row: Row) -> tuple[Match, ...]:
    """What the indicator of `row` maps to. Raises `OntologyError` naming the row where a cell has another form."""
    return tuple(_match(row, column, value) for column in _FORMS for value in row.several(column))


def subjects(row: Row) -> tuple[str, ...]:
    """The IRIs of the SDMX domains of the indicator of `row`, whose cell has `2.2`. Raises `OntologyError` naming the row."""
    for value in row.several("sdmx_subject"):
        if not re.fullmatch(r"[123](?:\.[1-9]\d?){0,2}", value):
            row.fail(f"column sdmx_subject: {value!r} is no domain of the form 2.4.1")
    return tuple(SDMX_SUBJECT + value for value in row.several("sdmx_subject"))


def _match(row: Row, column: str, value: str) -> Match:
    form, iri_of = _FORMS[column]
    relation, _, code = value.partition(":")
    if relation not in RELATIONS:
        row.fail(f"column {column}: {value!r} begins with none of {', '.join(f'{name}:' for name in RELATIONS)}")
    if not re.fullmatch(form, code):
        row.fail(f"column {column}: {code!r} is not of the form {form}")
    return Match(relation, iri_of(code))
