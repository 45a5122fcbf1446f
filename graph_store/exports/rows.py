"""Rows of the tidy tables, read from a release by SPARQL some articles at a time, so that memory stays flat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, QuerySolutions, Store

from graph_store.counts import article_graphs
from graph_store.errors import ExportError
from graph_store.exports.tables import Column, Kind, Table, tables, typed_tables
from graph_store.query_files import query_text

Value = str | int | Decimal | float | date | None
Row = dict[str, Value]

_Key = tuple[str, str]
"""A named graph, and a claim, an article or a thing in it."""

_Solution = dict[str, str]
"""One solution of a query: its bound variables, with the IRI or the literal's lexical form."""

_ARTICLES: Final = 64
"""Articles read at a time; each query has some cost of its own, and their rows lie in memory."""

_READ: Final[dict[Kind, Callable[[str], Value]]] = {
    "iri": str,
    "string": str,
    "integer": int,
    "decimal": Decimal,
    "number": float,
    "date": lambda lexical: date.fromisoformat(lexical[:10]),  # xsd:date may have a time zone behind the day
}


def batches(store: Store) -> Iterator[dict[str, list[Row]]]:
    """The rows of all tables by the table's name, article by article, claims by their place in the text.

    A claim whose things have several names gives one row, as `graph_store.claims.read_claims` gives one object. Raises
    `ExportError`, naming the claim or the article, where one can't be read, or a value is none of its column's kind.
    """
    graphs: list[NamedNode | BlankNode] = [NamedNode(iri) for iri in article_graphs(store)]
    for first in range(0, len(graphs), _ARTICLES):
        yield _Batch(store, graphs[first : first + _ARTICLES]).rows()


class _Batch:
    """The rows of some articles, whose graphs are `graphs`."""

    def __init__(self, store: Store, graphs: list[NamedNode | BlankNode]) -> None:
        self._store, self._graphs = store, graphs
        self._things = self._solutions("things", "iri")

    def rows(self) -> dict[str, list[Row]]:
        """The rows by the table's name."""
        articles = self._rows(tables()["articles"])
        claims = dict(sorted(self._rows(tables()["claims"], articles).items(), key=_place))
        read = Counter(graph for graph, _ in claims)
        for (graph, article), row in articles.items():
            if read[graph] != row["claims"]:
                raise ExportError(
                    f"{article}: {read[graph]} of its {row['claims']} claims can be read with their evidence"
                )
        rows = {"articles": [articles[key] for key in sorted(articles)], "claims": list(claims.values())}
        untyped = set(claims)
        for table in typed_tables():
            of_type = self._rows(table, claims)
            rows[table.name] = [of_type[key] for key in claims if key in of_type]
            untyped -= of_type.keys()
        if untyped:
            raise ExportError(f"{min(untyped)[1]}: the graph lacks what a claim of this type requires")
        return rows

    def _rows(self, table: Table, carried: Mapping[_Key, Row] | None = None) -> dict[_Key, Row]:
        """The rows of a table by graph and key; `carried` has those that it carries along from, by the same or by the article."""
        rows = {}
        for key, found in self._solutions(table.name, table.key).items():
            other = key if key in (carried or {}) else (key[0], found.get("article_iri", ""))
            rows[key] = self._row(table, key[0], found, (carried or {}).get(other, {}))
        return rows

    def _row(self, table: Table, graph: str, found: _Solution, carried: Row) -> Row:
        row: Row = {}
        for column in table.columns:
            source = self._things.get((graph, found.get(column.thing, "")), {}) if column.thing else found
            lexical = source.get(column.of or column.name)
            value = carried.get(column.name) if lexical is None else _value(column, lexical, found[table.key])
            if value is None and column.required:
                raise ExportError(f"{found[table.key]}: the graph gives no {column.name} for the table {table.name}")
            row[column.name] = value
        return row

    def _solutions(self, query: str, key: str) -> dict[_Key, _Solution]:
        """The solutions of a query by their graph and by the variable `key`; of several, always the same one."""
        answer = self._store.query(
            query_text(f"tables/{query}.rq"), default_graph=[DefaultGraph()], named_graphs=self._graphs
        )
        solutions = cast(QuerySolutions, answer)
        names = [variable.value for variable in solutions.variables]
        found: dict[_Key, _Solution] = {}
        for solution in solutions:
            values = {name: term.value for name in names if isinstance(term := solution[name], NamedNode | Literal)}
            place = values["graph"], values[key]
            found[place] = min(found[place], values, key=_longest_first) if place in found else values
        return found


def _longest_first(solution: _Solution) -> list[tuple[int, str]]:
    """Of two names the longer one, as when claims are read back; then by the alphabet."""
    return [(-len(value), value) for _, value in sorted(solution.items())]


def _place(claim: tuple[_Key, Row]) -> tuple[Value, ...]:
    (_, iri), row = claim
    return row["article"], row["start"], row["end"], iri


def _value(column: Column, lexical: str, of: str) -> Value:
    try:
        return _READ[column.kind](lexical)
    except (ValueError, InvalidOperation):
        raise ExportError(f"{of}: {lexical!r} of the column {column.name} is no {column.kind}") from None
