"""What clients of the reconciliation service send, read and checked (sections 4.1 and 7.3 of the report)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ontology.names import ID, TD
from server.errors import ProblemError
from server.kinds import ENTITIES
from server.reconciliation.properties import PROPERTIES, Property

BATCH: Final = 50
"""Queries in one batch; the manifest says so."""
MOST_IDS: Final = 500
"""Entities whose properties one request may ask for."""
_MOST_PROPERTIES: Final = 40
_LONGEST: Final = 200
"""Characters of a query that are looked at."""
_USUAL_LIMIT: Final = 10
_MOST_STATED: Final = 10
_MOST_VALUES: Final = 50
"""Properties of a query, and values of them all."""
_MOST: Final = 50
"""Candidates for one query."""

UNSEARCHED: Final = frozenset({"cell"})
"""Kinds that no cell of a table names."""

TYPES: Final = {kind.slug: kind for kind in ENTITIES if kind.slug not in UNSEARCHED}
"""The types of the service, by identifier."""


@dataclass(frozen=True)
class Stated:
    """A property of the entity that is looked for, and the values that the table has of it: texts, and identifiers."""

    property: Property
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """A reconciliation query. Without `text` it is for whatever has the properties."""

    text: str
    kinds: tuple[str, ...]
    """Slugs of the kinds that candidates may have; empty where any will do."""
    limit: int = _USUAL_LIMIT
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """A property to fetch, with its settings."""

    property: Property
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Extension:
    """A data extension query: entities by identifier, and the properties to fetch of them."""

    ids: tuple[str, ...]
    wanted: tuple[Wanted, ...]


def malformed(detail: str) -> ProblemError:
    """The error for a request that is not of the API's form."""
    return ProblemError(400, "Yêu cầu đối chiếu không hợp lệ", "Malformed reconciliation request", f"{detail}.")


def read_queries(text: str) -> dict[str, Query]:
    """A query batch, by the client's own keys.

    Raises `ProblemError`: 400 where it isn't one, 413 where it has more than `BATCH` queries.
    """
    batch = _object(text, "queries")
    if len(batch) > BATCH:
        raise _too_many(f"The batch has {len(batch)} queries; {BATCH} are answered at once")
    return {key: _query(key, value) for key, value in batch.items()}


def read_extension(text: str) -> Extension:
    """A data extension query. Raises `ProblemError`: 400 where it isn't one, 413 where it names too many entities."""
    members = _object(text, "extend")
    ids, properties = members.get("ids"), members.get("properties")
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise malformed("ids of extend has to be an array of strings")
    if not isinstance(properties, list):
        raise malformed("properties of extend has to be an array")
    if len(ids) > MOST_IDS or len(properties) > _MOST_PROPERTIES:
        raise _too_many(
            f"{len(ids)} entities and {len(properties)} properties are asked for; "
            f"{MOST_IDS} and {_MOST_PROPERTIES} are answered at once"
        )
    return Extension(tuple(ids), tuple(_wanted(each) for each in properties))


def iri_of(identifier: str) -> str:
    """The IRI that an identifier stands for: the path below `/id/`, or the IRI itself."""
    return identifier if identifier.startswith(str(ID)) else f"{ID}{identifier.removeprefix('/')}"


def kind_of_type(identifier: str) -> str:
    """The slug of the kind that a type's identifier names: the slug, `td:Province`, or the IRI of the class.

    Raises `ProblemError` (400) for any other.
    """
    for kind in TYPES.values():
        if identifier in {kind.slug, kind.iri, kind.iri.replace(str(TD), "td:")}:
            return kind.slug
    raise malformed(f"no type is called {identifier[:80]!r}; types are {', '.join(TYPES)}")


def _object(text: str, name: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise malformed(f"{name} is no JSON: {error.msg} at line {error.lineno}, column {error.colno}") from error
    except (RecursionError, ValueError) as error:
        raise malformed(f"{name} is no JSON that can be read: nested too deeply, or with a number too long") from error
    if not isinstance(found, dict):
        raise malformed(f"{name} has to be a JSON object")
    return found


def _query(key: str, members: object) -> Query:
    at = f"query {key[:40]!r}"
    if not isinstance(members, dict):
        raise malformed(f"{at} has to be a JSON object")
    text = members.get("query", "")
    if not isinstance(text, str):
        raise malformed(f"query of {at} has to be a string")
    stated = members.get("properties") or []
    if not isinstance(stated, list):
        raise malformed(f"properties of {at} has to be an array")
    values = sum(len(each["v"]) if isinstance(each, dict) and isinstance(each.get("v"), list) else 1 for each in stated)
    if len(stated) > _MOST_STATED or values > _MOST_VALUES:
        raise _too_many(f"{at} may state {_MOST_STATED} properties with {_MOST_VALUES} values in all")
    if not text.strip() and not stated:
        raise malformed(f"{at} has neither a query nor properties")
    if members.get("type_strict", "should") not in ("should", "all", "any"):
        raise malformed(f"type_strict of {at} may be should, all or any")
    kinds = _kinds(members.get("type"), at)
    return Query(clean(text), kinds, _limit(members.get("limit"), at), tuple(_stated(each, at) for each in stated))


def clean(text: str) -> str:
    """A text to search by: cut to a length, with single blanks, and without halves of surrogate pairs, which are no text."""
    return " ".join(text[:_LONGEST].encode("utf-8", "replace").decode("utf-8").split())


def _kinds(types: object, at: str) -> tuple[str, ...]:
    given = [types] if isinstance(types, str) else types or []
    if not isinstance(given, list):
        raise malformed(f"type of {at} has to be a string or an array")
    # The report speaks of types as objects too, which have their identifier in `id`.
    names = [each.get("id") if isinstance(each, dict) else each for each in given]
    if not all(isinstance(name, str) for name in names):
        raise malformed(f"type of {at} has to name types by their identifiers")
    return tuple(dict.fromkeys(kind_of_type(str(name)) for name in names if name))


def _limit(limit: object, at: str) -> int:
    if limit is None:
        return _USUAL_LIMIT
    if isinstance(limit, bool) or not isinstance(limit, (int, float)) or not 1 <= limit < float("inf"):
        raise malformed(f"limit of {at} has to be a positive integer")
    return min(int(limit), _MOST)


def _stated(member: object, at: str) -> Stated:
    if not isinstance(member, dict) or not isinstance(member.get("pid"), str) or "v" not in member:
        raise malformed(f"each property of {at} has to be an object with pid and v")
    values = member["v"] if isinstance(member["v"], list) else [member["v"]]
    return Stated(_property(member["pid"]), tuple(text for value in values if (text := _text(value, at))))


def _text(value: object, at: str) -> str:
    if isinstance(value, dict):  # an entity that was reconciled before
        value = value.get("id")
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # spreadsheets have a year as 2023.0
    if not isinstance(value, (str, int, float)):
        raise malformed(f"a value of {at} has to be a text, a number, true, false, or an entity with an id")
    return clean(str(value))


def _wanted(member: object) -> Wanted:
    if not isinstance(member, dict) or not isinstance(member.get("id"), str):
        raise malformed("each property of extend has to be an object with an id")
    settings = member.get("settings") or {}
    if not isinstance(settings, dict):
        raise malformed("settings of a property has to be an object")
    return Wanted(_property(member["id"]), settings)


def _property(identifier: str) -> Property:
    if identifier not in PROPERTIES:
        raise malformed(f"no property is called {identifier[:80]!r}; properties are {', '.join(PROPERTIES)}")
    return PROPERTIES[identifier]


def _too_many(detail: str) -> ProblemError:
    return ProblemError(413, "Yêu cầu đối chiếu quá lớn", "Reconciliation request too large", f"{detail}.")
