"""A request to a stored query: from the parameters of an address to the query's text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from server.errors import ProblemError
from server.source import Reading
from server.stored.collection import Parameter, StoredQuery, Value
from server.stored.kinds import KINDS, LAST_OFFSET, LIMIT, MOST_ROWS, MOST_VALUES, OFFSET, YEAR
from server.stored.values import entities, resolve, shown

_YEAR: Final = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class Asked:
    """A stored query and what it is asked about."""

    query: StoredQuery
    values: Mapping[str, tuple[Value, ...]]
    """By parameter, in the order of their slugs; a parameter that isn't given is absent."""
    limit: int = MOST_ROWS
    offset: int = 0

    @property
    def text(self) -> str:
        """The SPARQL."""
        return self.query.bound(self.values, self.limit, self.offset)

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The parameters in one spelling: of requests that ask the same, the same."""
        given = [(name, value.slug) for name, values in self.values.items() for value in values]
        rows = [(LIMIT, str(self.limit))] if self.limit != MOST_ROWS else []
        return (*given, *rows, *([(OFFSET, str(self.offset))] if self.offset else []))

    def address(self, ending: str, offset: int | None = None) -> str:
        """The address of the answer in the format of that ending, or of the rows from `offset` on."""
        found = [(name, value) for name, value in self.parameters if offset is None or name != OFFSET]
        query = urlencode(found if offset is None else [*found, (OFFSET, str(offset))])
        return f"/api/{self.query.name}.{ending}" + (f"?{query}" if query else "")


def read(query: StoredQuery, given: MultiDict[str, str], reading: Reading) -> Asked:
    """What a request asks. Parameters without a value, as forms send them, count as not given.

    Raises `ProblemError`: 400 where a parameter is unknown, given too often, or no value of it; 404 where the release lacks the entity.
    """
    lists = {name: [value.strip() for value in values if value.strip()] for name, values in given.lists()}
    _refuse_unknown(query, lists)
    values: dict[str, tuple[Value, ...]] = {}
    for parameter in query.parameters:
        found = _values(parameter, lists, reading)
        if found:
            values[parameter.name] = tuple(sorted(found.values(), key=lambda value: value.slug))
    return Asked(
        query,
        values,
        _number(lists.get(LIMIT, []), LIMIT, 1, MOST_ROWS, MOST_ROWS),
        _number(lists.get(OFFSET, []), OFFSET, 0, LAST_OFFSET, 0),
    )


def names_of(query: StoredQuery) -> list[str]:
    """The names of the parameters that a request may have."""
    own = [parameter.name for parameter in query.parameters]
    return [*own, *([YEAR] if "period" in own else []), LIMIT, OFFSET]


def _refuse_unknown(query: StoredQuery, lists: Mapping[str, list[str]]) -> None:
    names = names_of(query)
    unknown = next((name for name in lists if name not in names), None)
    if unknown is not None:
        near = get_close_matches(unknown, names, 1)
        hint = f" Is it {near[0]}?" if near else ""
        raise _bad(f"There is no parameter {shown(unknown)}; {query.name} takes {', '.join(names)}.{hint}")


def _values(parameter: Parameter, lists: Mapping[str, list[str]], reading: Reading) -> dict[str, Value]:
    kind = KINDS[parameter.name]
    given = lists.get(parameter.name, [])
    years = lists.get(YEAR, []) if parameter.name == "period" else []
    if given and years:
        raise _bad(f"“{YEAR}” is another name of “period”; one of the two is to be given.")
    most = MOST_VALUES if parameter.many else 1
    if len(given) + len(years) > most:
        raise _bad(f"“{parameter.name}” may be given {most} times at most." if most > 1 else _once(parameter.name))
    found = [resolve(reading, kind, value, parameter.default) for value in given]
    for year in years:
        found += _periods(reading, year) if parameter.many else [_year(reading, year, parameter.default)]
    return {value.slug: value for value in found}


def _year(reading: Reading, year: str, default: str = "") -> Value:
    """The period of a plain year."""
    if not _YEAR.fullmatch(year):
        raise _bad(f"{shown(year)} is no year, which has four digits.")
    return resolve(reading, KINDS["period"], year, default)


def _periods(reading: Reading, year: str) -> list[Value]:
    """The year and its quarters, halves and months, as far as the release has them."""
    if not _YEAR.fullmatch(year):
        return [_year(reading, year)]
    known = entities(reading, KINDS["period"])
    within = [slug for slug in known if slug == year or (slug.startswith(f"{year}-") and "--" not in slug)]
    return [resolve(reading, KINDS["period"], slug) for slug in within] or [_year(reading, year)]


def _number(given: list[str], name: str, least: int, most: int, default: int) -> int:
    if not given:
        return default
    if len(given) > 1:
        raise _bad(_once(name))
    text = given[0]
    if not (text.isascii() and text.isdigit() and len(text) <= 12 and least <= int(text) <= most):
        raise _bad(f"“{name}” is a whole number from {least} to {most}, not {shown(text)}.")
    return int(text)


def _once(name: str) -> str:
    return f"“{name}” may be given once."


def _bad(detail: str) -> ProblemError:
    return ProblemError(400, "Tham số không hợp lệ", "Bad parameter", detail)
