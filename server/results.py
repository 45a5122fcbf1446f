"""A query's answer as an HTML table: what it has of cells, with labels and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, Triple, parse, parse_query_results

from server.labels import Value, iris_in, read_labels
from server.protocol import QueryRequest
from server.source import Reading, Row, Term, solutions

_JSON = "application/sparql-results+json"
_NTRIPLES = "application/n-triples"


@dataclass(frozen=True)
class ResultTable:
    """The answer to a query. `boolean` is that of an ASK, which has neither columns nor rows."""

    columns: list[str]
    rows: list[list[Value | None]]
    total: int
    """Rows of the whole answer; `rows` may have fewer."""
    boolean: bool | None = None


def run(reading: Reading, asked: QueryRequest, limit: int) -> ResultTable:
    """Run a query and make its first `limit` rows ready to be shown. Raises the engine's errors."""
    answer = reading.engine.query(asked.query or "", [_JSON, _NTRIPLES], asked.default_graphs, asked.named_graphs)
    body = answer.read()
    answer.close()
    if answer.form == "boolean":
        yes = parse_query_results(body, QueryResultsFormat.JSON)
        return ResultTable([], [], 0, boolean=bool(cast(QueryBoolean, yes)))
    if answer.form == "solutions":
        columns, rows = solutions(body)
    else:
        columns, rows = (
            ["subject", "predicate", "object"],
            [_row(quad.triple) for quad in parse(body, RdfFormat.N_TRIPLES)],
        )
    shown = rows[:limit]
    labels = read_labels(reading, iris_in(term for row in shown for term in row.values()))
    cells = [[labels.value(row[name]) if name in row else None for name in columns] for row in shown]
    return ResultTable(columns, cells, len(rows))


def _row(triple: Triple) -> Row:
    return {"subject": cast(Term, triple.subject), "predicate": triple.predicate, "object": cast(Term, triple.object)}
