"""A store elsewhere, by its standard protocols: graphs are put, removed and read back, and counted by a query.

SPARQL 1.1 Graph Store HTTP Protocol (W3C, 2013), graphs identified indirectly (`?graph=IRI`, section 4.2), and SPARQL 1.1
Protocol, queries by POST with URL-encoded parameters (section 2.1.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Final, cast

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from requests import Response

from graph_store.errors import RemoteStoreError
from graph_store.query_files import filled, query_text
from graph_store.remote.addresses import Addresses
from graph_store.remote.connection import Connection, Patience
from graph_store.remote.credentials import Credentials
from graph_store.remote.payload import content_type, parts
from graph_store.terms import with_stable_blank_nodes
from ontology import mint

UNION: Final = mint.graph("union")
"""The union of all graphs of a release. It goes into the store's default graph, and where there is none is a graph of this name."""

_PAGE: Final = 5_000
"""Graphs counted in one query: Virtuoso's configuration comes with answers of 10,000 rows at most, cut without a word."""

_PART: Final = 4_000
"""Triples wanted in one part of a graph that a store does not hand out whole."""

_NOT_FOUND: Final = frozenset({404})


class RemoteStore:
    """A store elsewhere. Not safe for several threads. Every method raises `RemoteStoreError`."""

    def __init__(
        self,
        addresses: Addresses,
        credentials: Callable[[str], Credentials | None] = lambda _: None,
        patience: Patience | None = None,
        format_: str = "ntriples",
        batch: int = 50_000,
    ) -> None:
        """`credentials` gives those for an address; graphs are sent in `format_`, `batch` triples a request at most."""
        self.addresses: Final = addresses
        self._graphs = Connection(addresses.graph_store, credentials(addresses.graph_store), patience)
        self._queries = Connection(addresses.query, credentials(addresses.query), patience)
        self._format: Final = format_
        self._batch: Final = batch

    def __enter__(self) -> RemoteStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._graphs.__exit__(kind, error, traceback)
        self._queries.__exit__(kind, error, traceback)

    def hurry(self) -> None:
        """From now on wait for nothing long: for last requests before the program ends."""
        self._graphs.hurry()
        self._queries.hurry()

    def put(self, iri: str, read: Callable[[], Iterable[Triple]], *, whole: bool = False) -> None:
        """Replace a graph by at least one triple: what is there goes with the first request, later ones add to it.

        `read` goes through the triples anew at each call. With `whole` there is one request, whatever its size.
        """
        for number, body in enumerate(parts(read, self._format, None if whole else self._batch)):
            self._write("POST" if number else "PUT", iri, body)

    def add(self, iri: str, triples: Sequence[Triple]) -> None:
        """Add triples without blank nodes to a graph, which need not be there before."""
        for body in parts(lambda: triples, self._format, self._batch):
            self._write("POST", iri, body)

    def remove(self, iri: str) -> None:
        """Remove a graph, where it is there."""
        self._graphs.request("DELETE", f"DELETE of <{iri}>", params=self._at(iri), allowed=_NOT_FOUND)

    def graph(self, iri: str, count: int) -> frozenset[Triple]:
        """The triples of a graph that holds `count` of them; its blank nodes are named as `terms.with_stable_blank_nodes` does.

        A store that bounds its answers may cut a large graph without a word. Then the graph is read again by queries,
        part by part, where parts are told by the triples' hashes.
        """
        answer = self._graphs.request(
            "GET",
            f"GET of <{iri}>",
            params=self._at(iri),
            headers={"Accept": content_type("ntriples")},
            allowed=_NOT_FOUND,
        )
        whole = frozenset(self._triples(answer, iri)) if answer.status_code != 404 else frozenset()
        if len(whole) < count:
            whole = max(whole, self._by_parts(iri, count), key=len)
        return frozenset(with_stable_blank_nodes(whole, iri))

    def counts(self, prefix: str) -> dict[str, int]:
        """How many triples each named graph has whose IRI starts with `prefix`, by a query; and `UNION`, where it has any."""
        found: dict[str, int] = {}
        after = ""
        if self.addresses.has_default_graph:
            found |= self._counted(query_text("remote/count-default.rq"), UNION)
        while True:
            query = filled("remote/counts.rq", prefix=_escaped(prefix), after=_escaped(after), limit=str(_PAGE))
            page = self._counted(query)
            found |= page
            if len(page) < _PAGE:
                return found
            after = max(page)

    def select(self, query: str, what: str = "query") -> QuerySolutions:
        """The answer to a SELECT query."""
        answer = self._ask(query, what, QueryResultsFormat.JSON.media_type)
        try:
            return cast(QuerySolutions, parse_query_results(answer.content, format=QueryResultsFormat.JSON))
        except (SyntaxError, ValueError) as error:
            raise RemoteStoreError(
                f"{self.addresses.query}: {what}: the answer is no SPARQL results: {error}"
            ) from error

    def _at(self, iri: str) -> dict[str, str]:
        """How a request names a graph (section 4.2 of the Graph Store Protocol)."""
        return {"default": ""} if iri == UNION and self.addresses.has_default_graph else {"graph": iri}

    def _counted(self, query: str, unnamed: str = "") -> dict[str, int]:
        """Number of triples by graph, of those that have any; `unnamed` is the name where the answer has none."""
        found: dict[str, int] = {}
        for row in self.select(query, "counting of triples"):
            graph, triples = row["graph"], row["triples"]
            if isinstance(triples, Literal) and int(triples.value):
                found[graph.value if isinstance(graph, NamedNode) else unnamed] = int(triples.value)
        return found

    def _write(self, method: str, iri: str, body: bytes) -> None:
        headers = {"Content-Type": content_type(self._format)}
        self._graphs.request(method, f"{method} of <{iri}>", params=self._at(iri), headers=headers, data=body)

    def _by_parts(self, iri: str, count: int) -> frozenset[Triple]:
        """The graph by queries, part by part; once more by smaller parts where not all of it comes."""
        digits = 1
        while 16**digits * _PART < count:
            digits += 1
        pattern = "?subject ?predicate ?object"
        where = pattern if "default" in self._at(iri) else f"GRAPH {NamedNode(iri)} {{ {pattern} }}"
        found: set[Triple] = set()
        for finer in (digits, digits + 1):
            for number in range(16**finer):
                query = filled("remote/part.rq", where=where, digits=f"{number:0{finer}x}")
                answer = self._ask(query, f"reading of <{iri}>", content_type("ntriples"))
                found.update(self._triples(answer, iri))
            if len(found) >= count:
                break
        return frozenset(found)

    def _ask(self, query: str, what: str, accept: str) -> Response:
        return self._queries.request("POST", what, headers={"Accept": accept}, data={"query": query})

    def _triples(self, answer: Response, iri: str) -> Iterator[Triple]:
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        # Virtuoso calls N-Triples text/plain, their media type until RDF 1.1; N-Triples are Turtle too.
        format_ = RdfFormat.from_media_type(kind) if kind != "text/plain" else RdfFormat.N_TRIPLES
        try:
            if format_ is None:
                raise ValueError(f"it is {kind or 'without a media type'}, and N-Triples were asked for")
            for quad in parse(answer.content, format=format_, lenient=True):
                yield quad.triple
        except (SyntaxError, ValueError) as error:
            raise RemoteStoreError(f"{answer.url}: <{iri}> can't be read back: {error}") from error


def _escaped(text: str) -> str:
    """Text as it stands between quotation marks in SPARQL; IRIs have no line breaks."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
