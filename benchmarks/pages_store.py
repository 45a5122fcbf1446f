"""A large store for `pages.py`: the articles of a store, each many times over under other names, with the cubes of them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from graph_store.cube.graphs import cube_graphs
from graph_store.releases import ReleaseStore
from ontology import mint
from ontology.names import ID

_KINDS = ("article", "claim", "evidence", "graph/article")


def multiplied(source: Path, root: Path, triples: int) -> Path:
    """A store of about so many triples: what `source` holds, and copies of its articles.

    A copy speaks of the same provinces, blocs and periods in the same words, so an entity's page has as many more claims.
    """
    release = ReleaseStore(source).current()
    held = release.open()
    graphs = {
        str(g.value): [q.triple for q in held.quads_for_pattern(None, None, None, g)] for g in held.named_graphs()
    }
    articles = {iri: found for iri, found in graphs.items() if iri.startswith(mint.graph("article/"))}
    others = {iri: found for iri, found in graphs.items() if iri not in articles and "/graph/cube" not in iri}
    size = sum(map(len, articles.values()))
    copies = max(1, (triples - sum(map(len, others.values()))) // size + 1)
    with ReleaseStore(root).draft() as draft:
        union = Store()
        for iri, found in others.items():
            draft.put_graph(iri, found)
            _add(union, found)
        for iri, found in articles.items():
            name = iri.removeprefix(mint.graph("article/"))
            for copy in range(copies):
                made = list(_renamed(found, name, f"{name}-{copy}")) if copy else found
                draft.put_graph(mint.article_graph(f"{name}-{copy}") if copy else iri, made)
                _add(union, made)
        for name, made in cube_graphs(union).items():
            draft.put_graph(mint.graph(name), made)
        draft.publish({"made": "by benchmarks/pages.py"})
    return root


def _add(union: Store, triples: Iterable[Triple]) -> None:
    union.bulk_extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)


def _renamed(triples: Iterable[Triple], name: str, other: str) -> Iterator[Triple]:
    for triple in triples:
        terms = [_term(term, name, other) for term in (triple.subject, triple.object)]
        yield Triple(terms[0], triple.predicate, terms[1])  # type: ignore[arg-type]


def _term(term: object, name: str, other: str) -> object:
    """The term with the article's name in the place that its IRIs have it."""
    if not isinstance(term, NamedNode) or isinstance(term, Literal):
        return term
    for kind in _KINDS:
        start = f"{ID}{kind}/{name}"
        if term.value == start or term.value.startswith((f"{start}/", f"{start}#")):
            return NamedNode(f"{ID}{kind}/{other}{term.value.removeprefix(start)}")
    return term
