"""The W3C's tests of SPARQL over HTTP, read from their manifests: requests in order, each with what it must be answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import to_isomorphic
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node

from tests.live import Server

FOLDER = Path(__file__).parents[2].parent / "shared" / "standards" / "sparql11"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
ACCEPT = {"RDF": "text/turtle", "boolean": "application/sparql-results+json", "tabular": "text/csv"}
STATUSES = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404", "BadRequest": "400"}


@dataclass(frozen=True)
class Exchange:
    """One request of a test and what it must be answered."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]
    statuses: frozenset[str]
    boolean: bool | None
    format: str
    location: str
    content: str | None
    content_type: str


@dataclass(frozen=True)
class Case:
    """One test."""

    name: str
    exchanges: tuple[Exchange, ...]
    data: tuple[tuple[str, Path], ...]


def cases(manifest: str) -> list[Case]:
    """The tests of a manifest in their order; none where the folder is absent."""
    path = FOLDER / manifest
    if not path.is_file():
        return []
    graph = Graph().parse(path)
    entries = graph.value(graph.value(predicate=RDF.type, object=MF.Manifest), MF.entries)
    return [_case(graph, test, path.parent) for test in Collection(graph, entries)]


def _case(graph: Graph, test: Node, folder: Path) -> Case:
    requests = Collection(graph, graph.value(graph.value(test, MF.action), HT.requests))
    return Case(
        name=str(test).rpartition("#")[2],
        exchanges=tuple(_exchange(graph, request) for request in requests),
        data=tuple(
            (str(graph.value(data, RDFS.label)), folder / str(graph.value(data, UT.graph)).rpartition("/")[2])
            for data in graph.objects(test, UT.graphData)
        ),
    )


def _exchange(graph: Graph, request: Node) -> Exchange:
    response = graph.value(request, HT.resp)
    body = graph.value(request, HT.body)
    encoding = str(graph.value(body, CNT.characterEncoding) or "utf-8")
    boolean = graph.value(response, MF.expectedBoolean)
    content = graph.value(graph.value(response, HT.body), CNT.chars) if graph.value(response, HT.body) else None
    return Exchange(
        method=str(graph.value(request, HT.methodName)),
        path=str(graph.value(request, HT.absolutePath)),
        body=str(graph.value(body, CNT.chars) or "").encode(encoding) if body else b"",
        headers=dict(_headers(graph, request)),
        statuses=frozenset(_status(s) for s in graph.objects(response, MF.expectedStatus)),
        boolean=None if boolean is None else bool(boolean.toPython()),  # type: ignore[attr-defined]
        format=str(graph.value(response, MF.expectedFormat) or ""),
        location=str(graph.value(response, MF.expectedLocation) or ""),
        content=None if content is None else str(content),
        content_type=dict(_headers(graph, response)).get("content-type", ""),
    )


def _headers(graph: Graph, message: Node | None) -> Iterator[tuple[str, str]]:
    listed = graph.value(message, HT.headers)
    for header in Collection(graph, listed) if listed else ():
        yield str(graph.value(header, HT.fieldName)).lower(), str(graph.value(header, HT.fieldValue))


def _status(iri: Node) -> str:
    """`2` of StatusCode2xx, `201` of Created."""
    name = str(iri).rpartition("#")[2]
    return STATUSES[name] if name in STATUSES else name.removeprefix("StatusCode")[:1]


def run(case: Case, server: Server, token: str, gsp: str = "/gsp") -> None:
    """Send the requests of a test in order and hold each answer to what it must be; the graph store's path is put for theirs."""
    known: dict[str, str] = {}

    def filled(text: str) -> str:
        for name, value in known.items():
            text = text.replace(name, value)
        return f"{gsp}{text.removeprefix('/gsp')}" if text.startswith("/gsp") else text

    for exchange in case.exchanges:
        headers = {**exchange.headers, "Authorization": f"Bearer {token}"}
        if exchange.format in ACCEPT:
            headers["Accept"] = ACCEPT[exchange.format]
        body = filled(exchange.body.decode("latin-1")).encode("latin-1")
        status, found, content = server.ask(exchange.method, filled(exchange.path), body or None, headers)
        what = f"{exchange.method} {exchange.path}: {status} {content[:300]!r}"
        assert any(str(status).startswith(expected) for expected in exchange.statuses), what
        if exchange.boolean is not None:
            assert (b"true" in content) is exchange.boolean, what
        if exchange.format in ACCEPT:
            assert found["content-type"].partition(";")[0] == ACCEPT[exchange.format], what
        if exchange.location:
            known[exchange.location] = urljoin(f"{server.url}{exchange.path}", found["location"])
        if exchange.content_type and exchange.method != "HEAD":
            assert found["content-type"].replace(" ", "").lower() == exchange.content_type.replace(" ", "").lower(), (
                what
            )
        if exchange.content is not None:
            _must_be_isomorphic(content, filled(exchange.content), what)


def _must_be_isomorphic(content: bytes, expected: str, what: str) -> None:
    base = URIRef("http://www.example/")
    found = to_isomorphic(Graph().parse(data=content, format="turtle", publicID=base))
    wanted = to_isomorphic(Graph().parse(data=expected, format="turtle", publicID=base))
    assert found == wanted, what
