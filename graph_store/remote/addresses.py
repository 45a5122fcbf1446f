"""Where a remote store answers: the address of its Graph Store, and of its query endpoint, which no standard ties together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from graph_store.errors import RemoteStoreError
from graph_store.remote.connection import Connection, Patience, checked

_SIBLINGS: Final = {
    "/store": "/query",  # Oxigraph
    "/sparql-graph-crud-auth": "/sparql",  # Virtuoso
    "/sparql-graph-crud": "/sparql",
    "/data": "/query",  # Apache Jena Fuseki, below the name of the data set
    "/rdf-graphs/service": "",  # RDF4J and GraphDB, below the repository
}
"""How the address of a Graph Store ends, and what the query endpoint has in place of that."""

_SERVERS: Final = {"/query": "/store", "/sparql": "/sparql-graph-crud-auth"}
"""Paths of query endpoints that tell a server of which only the host is known, and the Graph Store that goes with each."""


@dataclass(frozen=True)
class Addresses:
    """The Graph Store (SPARQL 1.1 Graph Store HTTP Protocol) and the query endpoint (SPARQL 1.1 Protocol) of one store."""

    graph_store: str
    query: str

    @property
    def has_default_graph(self) -> bool:
        """Whether the store has a default graph of its own. Virtuoso has none: what it shows as such is all its graphs."""
        return "/sparql-graph-crud" not in urlsplit(self.graph_store).path


def addresses(to: str, query: str | None = None, patience: Patience | None = None) -> Addresses:
    """The addresses of the store at `to`, which is its Graph Store, or its host where it is an Oxigraph or a Virtuoso.

    With `query` nothing is guessed. Of a host alone the query endpoints of both are tried. Raises `RemoteStoreError`
    where the query endpoint can't be told.
    """
    checked(to)
    if query is not None:
        return Addresses(to, checked(query))
    scheme, host, path, _, _ = urlsplit(to)
    for ending, sibling in _SIBLINGS.items():
        if path.endswith(ending):
            return Addresses(to, urlunsplit((scheme, host, path.removesuffix(ending) + sibling, "", "")))
    if path in {"", "/"}:
        for found, store in _SERVERS.items():
            address = urlunsplit((scheme, host, found, "", ""))
            if _answers(address, patience):
                return Addresses(urlunsplit((scheme, host, store, "", "")), address)
    raise RemoteStoreError(f"{to}: its query endpoint can't be told from the address; give it by --query")


def _answers(address: str, patience: Patience | None) -> bool:
    """Whether there is a query endpoint at the address, be it that it asks for a password first."""
    with Connection(address, patience=patience) as connection:
        answer = connection.request(
            "GET",
            "looking for the query endpoint",
            params={"query": "ASK {}"},
            headers={"Accept": "application/sparql-results+json"},
            allowed=frozenset({301, 302, 307, 308, 400, 401, 403, 404, 405, 406}),
        )
        return answer.status_code == 401 or (answer.ok and "sparql-results" in answer.headers.get("Content-Type", ""))
