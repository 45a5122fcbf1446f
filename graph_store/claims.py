"""Claims read back out of the graph by SPARQL, in the form of claims files: what is measured is what was published.

One query a claim type, in queries/claims/.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Final, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    Store,
    parse_query_results,
)

from graph_store.engine import EmbeddedEngine, QueryEngine
from graph_store.errors import ClaimFormError
from graph_store.formats import media_type
from graph_store.query_files import query_text


@dataclass(frozen=True)
class ClaimType:
    """The fields of one type of claim, in the order of their printing, and those of them that it may lack."""

    fields: tuple[str, ...]
    optional: frozenset[str] = frozenset()


TYPES: Final[dict[str, ClaimType]] = {
    "membership": ClaimType(("bloc", "member", "period"), frozenset({"period"})),
    "leadership": ClaimType(("bloc", "unit", "role", "period")),
    "conference": ClaimType(
        ("bloc", "kind", "period", "date", "province", "place"), frozenset({"date", "province", "place"})
    ),
    "pact": ClaimType(("bloc", "period")),
    "post": ClaimType(("person", "title")),
    "participation": ClaimType(("person", "role")),
    "award": ClaimType(("award", "recipient", "status", "period"), frozenset({"period"})),
    "ranking": ClaimType(("bloc", "member", "period", "rank", "score", "bound"), frozenset({"rank", "score", "bound"})),
    "observation": ClaimType(("area", "indicator", "measure", "value", "unit", "period", "bound")),
    "movement": ClaimType(("name", "initiator"), frozenset({"initiator"})),
    "document": ClaimType(("number", "date", "issuer"), frozenset({"date", "issuer"})),
}
"""The claim types, each with a query of its name."""

OF_ALL: Final = ("start", "end", "quote", "confidence")
"""The fields that all claims have behind those of their types; `confidence` is absent from what an older version has extracted."""

_NUMBERS: Final = frozenset({"rank", "score", "value", "start", "end", "confidence"})


def read_claims(source: QueryEngine | Store) -> Iterator[dict[str, Any]]:
    """Every claim of an engine's release, or of an open release, as a JSON object, by article, start, end and type.

    Raises `ClaimFormError`, naming the claim and the field, where the graph lacks what the claim's type requires (a
    name, a notation).
    """
    engine = EmbeddedEngine.over(source) if isinstance(source, Store) else source
    yield from heapq.merge(*(_claims_of(type_, engine) for type_ in sorted(TYPES)), key=_order)


def claims_in(store: Store, graphs: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The claims of these named graphs (articles') of an open release, as objects by their IRIs; names may come from any.

    Raises `ClaimFormError` as `read_claims` does.
    """
    named: list[NamedNode | BlankNode] = [NamedNode(iri) for iri in graphs]
    found: dict[str, dict[str, Any]] = {}
    for type_ in TYPES:
        text = query_text(f"claims/{type_}.rq")
        rows = store.query(text, default_graph=[DefaultGraph()], named_graphs=named)
        found.update(_objects(type_, cast(QuerySolutions, rows)))
    return found


def _order(claim: Mapping[str, Any]) -> tuple[Any, ...]:
    return claim["article"], claim["start"], claim["end"], claim["type"]


def _claims_of(type_: str, engine: QueryEngine) -> Iterator[dict[str, Any]]:
    """The claims of one type. A claim whose things have several names comes in several rows and gives one object."""
    answer = engine.query(query_text(f"claims/{type_}.rq"), [media_type("json")])
    rows = cast(QuerySolutions, parse_query_results(answer.file(), QueryResultsFormat.JSON))
    for _, claim in _objects(type_, rows):
        yield claim
    answer.close()


def _objects(type_: str, rows: QuerySolutions) -> Iterator[tuple[str, dict[str, Any]]]:
    """IRI and object of each claim in the rows of its type's query."""
    for iri, alternatives in groupby(rows, key=lambda row: _value(row, "claim")):
        objects = [_claim(type_, row) for row in alternatives]
        claim = min(objects, key=lambda found: [(-len(str(value)), str(value)) for value in found.values()])
        missing = [name for name in TYPES[type_].fields if name not in claim and name not in TYPES[type_].optional]
        if missing:
            raise ClaimFormError(f"claim {iri} ({type_}) can't be read back: the graph gives no {', '.join(missing)}")
        yield str(iri), claim


def _claim(type_: str, row: QuerySolution) -> dict[str, Any]:
    claim: dict[str, Any] = {"article": _value(row, "article"), "type": type_}
    for name in (*TYPES[type_].fields, *OF_ALL):
        value = _value(row, name)
        if value is not None:
            claim[name] = _number(value) if name in _NUMBERS else value
    return claim


def _value(row: QuerySolution, name: str) -> str | None:
    term = row[name]
    return term.value if isinstance(term, NamedNode | Literal) else None


def _number(lexical: str) -> int | float:
    """A JSON number: whole where the value is whole (`88000000000000`), else the nearest float (`6.7`)."""
    value = Decimal(lexical)
    return int(value) if value == value.to_integral_value() else float(value)
