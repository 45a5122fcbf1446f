"""What a graph holds, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from pyoxigraph import Literal, QuerySolutions, Store

from graph_store.terms import graph_names
from ontology import mint
from ontology.names import TD


@dataclass(frozen=True)
class Counts:
    """Numbers of a store whose default graph holds the union of its named graphs (see `graph_store.draft.Draft`)."""

    articles: int
    claims: int
    triples: int
    """Distinct triples of all graphs together, as a query of the default graph counts them."""
    quads: int
    """Triples counted in each named graph that states them."""


def count(store: Store) -> Counts:
    """Count by looking at all of the store, about 1 s for a million triples."""
    triples = _number(store, "SELECT (COUNT(*) AS ?number) WHERE { ?s ?p ?o }")
    return Counts(
        articles=len(article_graphs(store)),
        claims=_number(store, f"SELECT (COUNT(*) AS ?number) WHERE {{ ?claim a <{TD.Claim}> }}"),
        triples=triples,
        quads=len(store) - triples,
    )


def _number(store: Store, query: str) -> int:
    rows = cast(QuerySolutions, store.query(query))
    return int(cast(Literal, next(rows)["number"]).value)


def article_graphs(store: Store) -> list[str]:
    """IRIs of the named graphs of articles, in order."""
    prefix = mint.graph("article/")
    return [name for name in graph_names(store) if name.startswith(prefix)]
