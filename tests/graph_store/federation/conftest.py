"""An endpoint that is a native Oxigraph, and a store of ours that links to what it tells of."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from tests.other_stores import OtherStore

THERE = """
@prefix : <http://there/> .
:an-giang :people 1900000 ; :name "An Giang"@vi , "An Giang Province"@en ; :seat [ :name "Long Xuyên"@vi ] .
:ca-mau :people 1200000 ; :name "Cà Mau"@vi ; :borders :an-giang .
:hue :people 1100000 ; :name "Huế"@vi .
:dak-lak :people 1800000 .
"""


@pytest.fixture(scope="session")
def endpoint(oxigraph: OtherStore) -> Iterator[str]:
    """The address of its query endpoint."""
    graph = f"{oxigraph.url}/store?default"
    request = urllib.request.Request(graph, THERE.encode(), {"Content-Type": "text/turtle"}, method="PUT")
    urllib.request.urlopen(request).close()
    yield f"{oxigraph.url}/query"
    urllib.request.urlopen(urllib.request.Request(graph, method="DELETE")).close()


@pytest.fixture(scope="session")
def here() -> Store:
    """Provinces with the same ones there; one has no counterpart, one is linked in a named graph alone."""
    store = Store()
    same, name = NamedNode("http://here/same"), NamedNode("http://here/label")
    for province, graphs in {
        "an-giang": (DefaultGraph(), NamedNode("http://here/g")),
        "ca-mau": (DefaultGraph(),),
        "dak-lak": (NamedNode("http://here/g"),),
    }.items():
        for graph in graphs:
            store.add(Quad(NamedNode(f"http://here/{province}"), same, NamedNode(f"http://there/{province}"), graph))
    for province in ("an-giang", "ca-mau", "can-tho"):
        store.add(Quad(NamedNode(f"http://here/{province}"), name, Literal(province)))
    return store
