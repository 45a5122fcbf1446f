"""The list of the endpoints that SERVICE may ask: a TOML file of the maintainer's.

[[endpoint]]
iri = "https://query.wikidata.org/sparql"
title = "Wikidata"
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from graph_store.errors import RemoteStoreError, StoreError
from graph_store.remote.connection import checked


class ListingError(StoreError):
    """A list of endpoints that can't be read; the message names the file, the endpoint and the reason."""


@dataclass(frozen=True)
class Listed:
    """One endpoint and what it may cost."""

    iri: str
    """What SERVICE calls it."""
    title: str = ""
    """What people call it."""
    address: str = ""
    """Where it is asked, if that is not its IRI."""
    private: bool = False
    """Whether it may be at an address that is not of the public network."""
    seconds: float = 10.0
    """Longest time for one clause."""
    bytes: int = 4 << 20
    """Longest answer to one clause."""
    at_once: int = 2
    """Queries that it is asked at the same time."""
    waiting: int = 8
    """Queries that may wait for that."""
    rows: int = 200
    """Rows of values that it is given in one query."""

    def as_json(self) -> dict[str, str | float]:
        """What the public is told of it: not where in a private network it is."""
        return {name: value for name, value in asdict(self).items() if name not in {"address", "private"}}

    @property
    def url(self) -> str:
        """Where it is asked."""
        return self.address or self.iri


_TYPES: Final = {field.name: str(field.type) for field in fields(Listed)}


def read_listing(path: Path) -> list[Listed]:
    """The endpoints of a file. Raises `ListingError`."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise ListingError(f"{path}: the list of endpoints can't be read: {reason}") from error
    entries = found.pop("endpoint", [])
    if found or not isinstance(entries, list):
        raise ListingError(f"{path}: only [[endpoint]] tables are expected{''.join(f', not {key!r}' for key in found)}")
    listed = [_listed(path, number, entry) for number, entry in enumerate(entries, 1)]
    for number, one in enumerate(listed, 1):
        if any(other.iri == one.iri for other in listed[: number - 1]):
            raise ListingError(f"{path}: endpoint {number}: <{one.iri}> is listed twice")
    return listed


def _listed(path: Path, number: int, entry: Any) -> Listed:
    where = f"{path}: endpoint {number}"
    if not isinstance(entry, dict) or "iri" not in entry:
        raise ListingError(f"{where}: it has no `iri`")
    for name, value in entry.items():
        if name not in _TYPES:
            raise ListingError(f"{where}: `{name}` is not known; there are {', '.join(_TYPES)}")
        if not _fits(value, _TYPES[name]):
            raise ListingError(f"{where}: `{name}` is {value!r}, and is to be {_WORDS[_TYPES[name]]}")
    made = Listed(**entry)
    try:
        checked(made.iri)
        checked(made.url)
    except RemoteStoreError as error:
        raise ListingError(f"{where}: {error}") from error
    return made


_WORDS: Final = {"str": "text", "bool": "true or false", "int": "a whole number from 1", "float": "a number above 0"}


def _fits(value: Any, kind: str) -> bool:
    if kind in {"str", "bool"}:
        return type(value).__name__ == kind
    is_number = isinstance(value, int) or (kind == "float" and isinstance(value, float))
    return is_number and not isinstance(value, bool) and value > 0
