"""What is known of a SERVICE clause's variables before its endpoint is asked, so that it is asked for those values alone.

    ?province owl:sameAs ?item . SERVICE <...> { ?item wdt:P1082 ?people }

With Join(A, S) = Join(A, Join(D, S)), where D are the distinct values in A of variables that are bound in all of A, it is no matter
what S is made of: the endpoint joins D with the clause's body and sends a part of S that has all that A can be joined with. The same holds
where S is the optional part of a LeftJoin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pyoxigraph import BlankNode, QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from graph_store.engine import Answer
from graph_store.errors import QueryEvaluationError, QuerySyntaxError
from graph_store.federation.clauses import Clause, variables, without_filters
from graph_store.federation.rewriting import Block
from graph_store.query_files import filled
from graph_store.query_head import Head

Ask = Callable[[str], Answer]
"""Answers a query of the project's own on the dataset of the query, with SPARQL results in JSON."""

MOST: Final = 2_000
"""Rows of values that an endpoint is given at most; with more of them it is asked for all that it has."""

_JOINED: Final = frozenset({"", "optional"})
"""Keywords of a group that is joined with what stands before it."""


def known(text: str, clause: Clause, of: Head, ask: Ask) -> Block | None:
    """The values that the clause's variables have in what it is joined with; None where there is nothing of use.

    Raises the errors of `ask`, but for those of a pattern that can't be asked on its own.
    """
    before = without_filters(_before(text, clause))
    shared = sorted(clause.variables & variables(before))
    if not shared:
        return None
    projected = " ".join(f"?{name}" for name in shared)
    try:
        answer = ask(
            filled(
                "federation/known.rq",
                prologue=of.prologue,
                variables=projected,
                dataset=of.dataset,
                pattern=before,
                limit=str(MOST + 1),
            )
        )
    except (QuerySyntaxError, QueryEvaluationError):
        return None  # part of a larger pattern, which can't be told from here
    found = parse_query_results(answer.read(), QueryResultsFormat.JSON)
    answer.close()
    assert isinstance(found, QuerySolutions), "a SELECT has solutions"
    return _bindings(shared, [[row[name] for name in shared] for row in found])


def _bindings(names: Sequence[str], rows: Sequence[Sequence[object]]) -> Block | None:
    """The columns that are bound in every row, by terms that mean the same elsewhere."""
    if len(rows) > MOST:
        return None
    columns = [
        n
        for n in range(len(names))
        if not any(row[n] is None or isinstance(row[n], (BlankNode, Triple)) for row in rows)
    ]
    if not columns:
        return None
    kept = dict.fromkeys(tuple(str(row[n]) for n in columns) for row in rows)
    return Block(tuple(names[n] for n in columns), tuple(kept))


def _before(text: str, clause: Clause) -> str:
    """What stands before the clause in its group, or, where nothing does, before that group in the one around it."""
    if any(group.keyword == "graph" for group in clause.groups):
        return ""  # of one graph, which the pattern alone doesn't say
    end = clause.start
    for group in reversed(clause.groups):
        before = text[group.start : end]
        if before.strip():
            return before
        if group.keyword not in _JOINED:
            break
        end = group.before
    return ""
