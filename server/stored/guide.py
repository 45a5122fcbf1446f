"""The page of the stored queries: each with a form, its address and its columns; the lists of values once for all forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ontology.questions import Theme, Words
from server.source import Reading
from server.stored.collection import StoredQuery, grouped
from server.stored.kinds import KINDS
from server.stored.values import entities

_LONGEST_LIST: Final = 300
"""Of a kind with more entities than this the page has no list: it would outweigh the page."""


@dataclass(frozen=True)
class Field:
    """A parameter in a form."""

    name: str
    words: Words
    default: str
    example: str
    choices: str
    """Id of the list of values; empty where there is none."""


@dataclass(frozen=True)
class Entry:
    """A stored query on the page."""

    query: StoredQuery
    fields: tuple[Field, ...]
    csv: str
    """Address of its answer with the defaults written out, for a reader to change."""


@dataclass(frozen=True)
class Guide:
    """The page: queries by theme, and the values to choose from, by id of their list."""

    themes: tuple[tuple[Theme, tuple[Entry, ...]], ...]
    lists: Mapping[str, Mapping[str, Words]]


def read_guide(reading: Reading) -> Guide:
    """The page for a release; made once."""
    return reading.once("stored guide", lambda: _made(reading))


def _made(reading: Reading) -> Guide:
    used = {parameter.name for _, queries in grouped() for query in queries for parameter in query.parameters}
    found = {name: entities(reading, KINDS[name]) for name in KINDS if name in used}
    lists = {f"values-{name}": known for name, known in found.items() if 0 < len(known) <= _LONGEST_LIST}
    themes = tuple((theme, tuple(_entry(query, lists) for query in queries)) for theme, queries in grouped())
    return Guide(themes, lists)


def _entry(query: StoredQuery, lists: Mapping[str, Mapping[str, Words]]) -> Entry:
    fields = tuple(
        Field(
            parameter.name,
            KINDS[parameter.name].words,
            parameter.default,
            parameter.default or KINDS[parameter.name].example,
            f"values-{parameter.name}" if f"values-{parameter.name}" in lists else "",
        )
        for parameter in query.parameters
    )
    defaults = "&".join(f"{field.name}={field.default}" for field in fields if field.default)
    return Entry(query, fields, f"/api/{query.name}.csv" + (f"?{defaults}" if defaults else ""))
