"""The query endpoint is told from the address of the Graph Store, or found at the host."""

from __future__ import annotations

import pytest

from graph_store.errors import RemoteStoreError
from graph_store.remote.addresses import Addresses, addresses
from graph_store.remote.connection import Patience
from tests.graph_store.remote.faulty import Answer, faulty
from tests.other_stores import OtherStore

ONCE = Patience(5, 0)


@pytest.mark.parametrize(
    ("to", "query", "default"),
    [
        ("http://a.example:7878/store", "http://a.example:7878/query", True),
        ("https://a.example/x/store", "https://a.example/x/query", True),
        ("http://a.example/sparql-graph-crud-auth", "http://a.example/sparql", False),
        ("http://a.example/sparql-graph-crud", "http://a.example/sparql", False),
        ("http://a.example:3030/thidua/data", "http://a.example:3030/thidua/query", True),
        ("http://a.example/repositories/x/rdf-graphs/service", "http://a.example/repositories/x", True),
    ],
)
def test_well_known_stores_are_told_by_their_addresses(to: str, query: str, default: bool) -> None:
    found = addresses(to)

    assert found == Addresses(to, query)
    assert found.has_default_graph is default


def test_query_endpoint_that_is_given_is_taken() -> None:
    assert addresses("http://a.example/graphs", "http://b.example/ask").query == "http://b.example/ask"


def test_host_alone_is_asked(oxigraph: OtherStore, virtuoso: OtherStore) -> None:
    host = virtuoso.url.removesuffix("/sparql-graph-crud-auth")

    assert addresses(oxigraph.url, patience=ONCE) == Addresses(f"{oxigraph.url}/store", f"{oxigraph.url}/query")
    assert addresses(host, patience=ONCE) == Addresses(virtuoso.url, f"{host}/sparql")


def test_host_that_is_neither_store_needs_the_query_endpoint() -> None:
    page = Answer(200, b"<h1>Welcome</h1>", {"Content-Type": "text/html"})
    with faulty(lambda _: page) as server, pytest.raises(RemoteStoreError, match="give it by --query"):
        addresses(server.url.removesuffix("/store"), patience=ONCE)

    assert [path.partition("?")[0] for _, path, _ in server.requests] == ["/query", "/sparql"]


def test_other_path_needs_the_query_endpoint() -> None:
    with pytest.raises(RemoteStoreError, match="its query endpoint can't be told"):
        addresses("http://a.example/graphs")
